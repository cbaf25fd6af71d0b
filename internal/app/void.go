package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// inviterLost reports whether whoever sent an invitation last could not send it
// now (SPEC section 4). The installation's own are always good.
func inviterLost(ctx context.Context, reads store.Reads, invitation gatehouse.Invitation) (bool, error) {
	if invitation.InvitedBy == "" {
		return false, nil
	}
	if invitation.Kind == gatehouse.InviteSiteAdmin {
		f, err := reads.AccessFacts(ctx, invitation.Partner, invitation.Site, invitation.InvitedBy)
		if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
			return true, nil
		}
		return err == nil && !f.MayInviteToSite(invitation.SiteRole), err
	}
	inviter, err := reads.Person(ctx, invitation.Partner, invitation.InvitedBy)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return true, nil
	}
	return err == nil && !inviter.MayInvite(invitation.Kind, invitation.Role), err
}

// Void returns which of the pending invitations of a list nobody could accept any
// more: the page marks them. Invitations of another partner than the actor's are
// passed over. What one sender may give is asked once for each kind and role.
func (i Invitations) Void(ctx context.Context, actor gatehouse.Actor, list []gatehouse.Invitation) (map[gatehouse.InvitationID]bool, error) {
	type offered struct {
		sender   gatehouse.PersonID
		kind     gatehouse.InvitationKind
		site     gatehouse.SiteID
		role     gatehouse.PartnerRole
		siteRole gatehouse.SiteRole
	}
	known, void := map[offered]bool{}, map[gatehouse.InvitationID]bool{}
	for _, one := range list {
		if one.Partner != actor.Partner {
			continue
		}
		same := offered{one.InvitedBy, one.Kind, one.Site, one.Role, one.SiteRole}
		lost, asked := known[same]
		if !asked {
			var err error
			if lost, err = inviterLost(ctx, i.Store.Reads, one); err != nil {
				return nil, err
			}
			known[same] = lost
		}
		if lost {
			void[one.ID] = true
		}
	}
	return void, nil
}
