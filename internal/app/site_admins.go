package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// SiteAdmins are the use cases of a site's administrators, from the partner's
// portal and from the site itself. What the partner does is never silent: the
// site's other administrators are mailed at once (SPEC section 3).
type SiteAdmins struct{ *core }

var (
	seeSiteAdmins    = ask{permission: gatehouse.ViewPartner, siteAction: gatehouse.AdminsView}
	manageSiteAdmins = ask{permission: gatehouse.ManageSiteAdmins, siteAction: gatehouse.AdminsManage}
)

// Get returns one administrator of the site, or CodeNotFound.
func (s SiteAdmins) Get(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, id gatehouse.PersonID) (gatehouse.SiteAdmin, error) {
	if err := s.checkReadAt(ctx, actor, seeSiteAdmins, gatehouse.ActionSiteAdminView, site); err != nil {
		return gatehouse.SiteAdmin{}, err
	}
	return s.Store.SiteAdmin(ctx, actor.Partner, site, id)
}

// Invite invites addresses as the site's administrators: one outcome per row, in
// one transaction. A malformed address or role makes the whole call CodeInvalid and
// names the rows.
func (s SiteAdmins) Invite(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, invitees []Invitee, dryRun bool) (gatehouse.Results, error) {
	offers, err := parseOffers(addressesOf(invitees), func(i int, o *offer) (err error) {
		o.siteRole, err = gatehouse.ParseSiteRole(invitees[i].Role)
		return err
	})
	if err != nil {
		return gatehouse.Results{}, err
	}
	op := operation{
		action: gatehouse.ActionSiteAdminInvite, site: site, ask: manageSiteAdmins,
		key: key, input: []any{site, invitees}, dryRun: dryRun,
	}
	return changeHere(ctx, s.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Results, error) {
		return s.inviteTo(ctx, tx, actor, op, site, offers)
	})
}

// inviteTo invites to a site inside the transaction.
func (c *core) inviteTo(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, op operation, id gatehouse.SiteID, offers []offer) (gatehouse.Results, error) {
	op.partner = actor.Partner
	site, err := tx.Site(ctx, actor.Partner, id)
	if err != nil {
		return gatehouse.Results{}, err
	}
	m, err := c.siteMachine(ctx, tx, actor, actor.Partner, id)
	if err != nil {
		return gatehouse.Results{}, err
	}
	var people []string
	for _, o := range offers {
		people = append(people, string(o.email))
	}
	if err := m.tellSite(ctx, site, nil, gatehouse.MessageDetail{Action: op.action, People: people}); err != nil {
		return gatehouse.Results{}, err
	}
	return m.inviteAll(ctx, op, offers, false)
}

// tellSite mails the site's accepted, unlocked administrators, but those named, of
// what the partner does to its administrators. The site's own doings are no news.
func (m *invitations) tellSite(ctx context.Context, site gatehouse.Site, but map[gatehouse.PersonID]bool, detail gatehouse.MessageDetail) error {
	if m.actor.AtSite() {
		return nil
	}
	admins, err := siteAdmins(ctx, m.tx, m.partner, site.ID, gatehouse.SiteObserver)
	detail.Sites = []gatehouse.MailedSite{{ID: site.ID, Name: site.Name}}
	for _, admin := range admins {
		if !but[admin.Person.ID] {
			m.notifyAt(site.ID, admin.Person, gatehouse.MailSiteAdmins, detail)
		}
	}
	return err
}

// each runs an action over the named administrators of a site (see [each]).
func (s SiteAdmins) each(ctx context.Context, actor gatehouse.Actor, op operation, site gatehouse.SiteID, ask Bulk, limit int, act action[gatehouse.SiteAdmin]) (gatehouse.Results, error) {
	if actor.AtSite() && actor.Site != site {
		return gatehouse.Results{}, gatehouse.E(gatehouse.CodeNotFound)
	}
	return each(ctx, s.core, actor, op, ask, limit, listed[gatehouse.SiteAdmin]{
		kind: gatehouse.InviteSiteAdmin,
		site: site,
		load: func(ctx context.Context, tx *store.Tx, ids []gatehouse.PersonID) ([]gatehouse.SiteAdmin, error) {
			rows := make([]gatehouse.SiteAdmin, len(ids))
			for i, id := range ids {
				row, err := tx.SiteAdmin(ctx, actor.Partner, site, id)
				if err != nil {
					return nil, err
				}
				rows[i] = row
			}
			return rows, nil
		},
		describe: func(actor gatehouse.Actor, admin gatehouse.SiteAdmin) (gatehouse.Person, int, error) {
			return admin.Person, admin.Version(), actor.CheckActOnSiteAdmin(admin.Person.ID, admin.Role())
		},
	}, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		before, after, err = act(ctx, m, admin)
		if err != nil || m.actor.AtSite() {
			return before, after, err
		}
		at, err := m.tx.Site(ctx, m.partner, site)
		if err != nil {
			return nil, nil, err
		}
		detail := gatehouse.MessageDetail{Action: op.action, People: []string{admin.Person.DisplayName()}}
		if role, ok := after["role"].(gatehouse.SiteRole); ok {
			detail.OldSiteRole, detail.NewSiteRole = admin.Role(), role
		}
		return before, after, m.tellSite(ctx, at, map[gatehouse.PersonID]bool{admin.Person.ID: true}, detail)
	})
}

// Revoke kills the links of pending invitations to the site.
func (s SiteAdmins) Revoke(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionSiteAdminRevoke, ask: manageSiteAdmins, key: key}
	return s.each(ctx, actor, op, site, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		if err := admin.Status.CheckRevocable(); err != nil {
			return nil, nil, err
		}
		err = m.tx.RevokeInvitation(ctx, m.partner, admin.Invitation.ID, m.now)
		return facts{"status": admin.Status}, facts{"status": gatehouse.Revoked}, err
	})
}

// Resend sends invitations to the site again that nobody has accepted.
func (s SiteAdmins) Resend(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionSiteAdminResend, ask: manageSiteAdmins, key: key}
	return s.each(ctx, actor, op, site, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		if err := admin.Status.CheckResendable(); err != nil {
			return nil, nil, err
		}
		if err := admin.Membership.CheckPromotion(admin.Invitation.SiteRole); err != nil {
			return nil, nil, err
		}
		return facts{"status": admin.Status}, facts{"status": gatehouse.Pending}, m.renew(ctx, admin.Invitation)
	})
}

// Lock locks administrators out of the site, at once. Codes of rows:
// CodeNotAccepted, CodeRoleNotLockable for a Master, CodeRoleAboveYours,
// CodeSelfNotAllowed.
func (s SiteAdmins) Lock(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk) (gatehouse.Results, error) {
	reason, err := gatehouse.CleanReason(bulk.Reason)
	if err != nil {
		return gatehouse.Results{}, err
	}
	bulk.Reason = reason
	op := operation{action: gatehouse.ActionSiteAdminLock, ask: manageSiteAdmins, key: key}
	return s.each(ctx, actor, op, site, bulk, gatehouse.BulkLockLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		return m.setSiteAdminLock(ctx, admin, gatehouse.Lock{At: m.now, By: m.actor.Person, Reason: reason})
	})
}

// Unlock lifts locks of a site's administrators. Sessions from before stay dead.
func (s SiteAdmins) Unlock(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionSiteAdminUnlock, ask: manageSiteAdmins, key: key}
	return s.each(ctx, actor, op, site, bulk, gatehouse.BulkLockLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		return m.setSiteAdminLock(ctx, admin, gatehouse.Lock{})
	})
}

// setSiteAdminLock sets the lock at the site, which ends the person's sessions
// there, or lifts it with the zero Lock.
func (m *invitations) setSiteAdminLock(ctx context.Context, admin gatehouse.SiteAdmin, lock gatehouse.Lock) (before, after facts, err error) {
	if err := admin.Status.CheckManageable(); err != nil {
		return nil, nil, err
	}
	if err := admin.Membership.CheckLockable(); err != nil {
		return nil, nil, err
	}
	if admin.Membership.Lock.On() == lock.On() {
		return nil, nil, errUnchanged
	}
	if err := m.tx.SetSiteAdminLock(ctx, m.partner, m.site, admin.Person.ID, lock); err != nil {
		return nil, nil, err
	}
	if lock.On() {
		if err := m.tx.EndSiteSessions(ctx, admin, lock.At); err != nil {
			return nil, nil, err
		}
		site, err := m.tx.Site(ctx, m.partner, m.site)
		if err != nil {
			return nil, nil, err
		}
		m.notifyAt(m.site, admin.Person, gatehouse.MailSiteLocked, gatehouse.MessageDetail{
			Reason: lock.Reason, Sites: []gatehouse.MailedSite{{ID: site.ID, Name: site.Name}},
		})
	}
	return facts{"locked": !lock.On()}, facts{"locked": lock.On()}, nil
}

// EndSessions signs administrators out of the site, whatever their role.
func (s SiteAdmins) EndSessions(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionSiteAdminEndSessions, ask: manageSiteAdmins, key: key}
	return s.each(ctx, actor, op, site, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		if err := admin.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		return nil, nil, m.tx.EndSiteSessions(ctx, admin, m.now)
	})
}

// ChangeRole gives administrators another role at the site, from their next request
// on. Codes of rows, besides those of Lock: CodeLastSiteMaster, CodeAccountLocked.
func (s SiteAdmins) ChangeRole(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk, role gatehouse.SiteRole) (gatehouse.Results, error) {
	if role == gatehouse.NoSiteRole {
		return gatehouse.Results{}, gatehouse.InvalidField("role", "The role is one of observer, operator, admin, master.")
	}
	op := operation{action: gatehouse.ActionSiteAdminRole, ask: manageSiteAdmins, key: key}
	bulk.SiteRole = role
	return s.each(ctx, actor, op, site, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		if err := admin.Status.CheckManageable(); err != nil {
			return nil, nil, err
		}
		if err := m.actor.CheckGiveAtSite(role); err != nil {
			return nil, nil, err
		}
		if admin.Membership.Role == role {
			return nil, nil, errUnchanged
		}
		if err := admin.Membership.CheckPromotion(role); err != nil {
			return nil, nil, err
		}
		if err := m.checkKeepsSiteMaster(ctx, admin, role); err != nil {
			return nil, nil, err
		}
		return facts{"role": admin.Membership.Role}, facts{"role": role}, m.tx.SetSiteRole(ctx, m.partner, m.site, admin.Person.ID, role)
	})
}

// checkKeepsSiteMaster counts the site's Masters, under the partner's lock.
func (m *invitations) checkKeepsSiteMaster(ctx context.Context, admin gatehouse.SiteAdmin, role gatehouse.SiteRole) error {
	masters, err := m.tx.CountSiteMasters(ctx, m.partner, admin.Site)
	if err != nil {
		return err
	}
	return admin.Membership.CheckKeepsMaster(role, masters)
}

// Delete ends memberships of the site in every status. Whoever the partner knows
// for nothing else is deleted, and the account with its last membership anywhere.
func (s SiteAdmins) Delete(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk Bulk) (gatehouse.Results, error) {
	op := operation{action: gatehouse.ActionSiteAdminDelete, ask: manageSiteAdmins, key: key, deletes: true}
	results, err := s.each(ctx, actor, op, site, bulk, gatehouse.BulkLimit, func(ctx context.Context, m *invitations, admin gatehouse.SiteAdmin) (before, after facts, err error) {
		if err := m.checkKeepsSiteMaster(ctx, admin, gatehouse.NoSiteRole); err != nil {
			return nil, nil, err
		}
		if err := m.rememberAdmin(ctx, admin); err != nil {
			return nil, nil, err
		}
		return facts{"role": admin.Role(), "status": admin.Status}, nil, m.endSiteMembership(ctx, admin)
	})
	if err != nil || bulk.DryRun || results.Changed() == 0 {
		return results, err
	}
	s.scrubNow(ctx)
	return results, nil
}

// rememberAdmin keeps, beyond the membership, that the site removed one of its
// administrators or that they were locked there: as technician they come back
// waiting for its approval (SPEC section 8).
func (m *invitations) rememberAdmin(ctx context.Context, admin gatehouse.SiteAdmin) error {
	accepted := admin.Membership.Role != gatehouse.NoSiteRole
	if !accepted || !m.actor.AtSite() && !admin.Membership.Lock.On() {
		return nil
	}
	memory, err := m.tx.SiteMemory(ctx, m.partner, m.site, admin.Person.ID)
	if err != nil {
		return err
	}
	memory.Barred = true
	return m.tx.RememberAtSite(ctx, m.partner, m.site, admin.Person.ID, memory)
}
