package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// acceptedFacts is an accepted invitation as its audit event tells it.
func acceptedFacts(i gatehouse.Invitation) facts {
	f := facts{"status": gatehouse.Accepted, "kind": i.Kind}
	switch i.Kind {
	case gatehouse.InviteAdmin:
		return f.with("role", i.Role)
	case gatehouse.InviteSiteAdmin:
		return f.with("role", i.SiteRole)
	default:
		return f
	}
}

// arrive does what follows from an accepted invitation elsewhere. Whoever becomes a
// site's administrator makes it its own and is no technician there any more;
// everybody else learns of the sites that they were assigned to meanwhile.
func (a acceptance) arrive(ctx context.Context, joined gatehouse.Actor, person gatehouse.Person, invitation gatehouse.Invitation, now time.Time) error {
	if invitation.Kind != gatehouse.InviteSiteAdmin {
		return a.tellAssignments(ctx, person)
	}
	first, err := a.tx.OwnSite(ctx, invitation.Partner, invitation.Site, now)
	if err != nil {
		return err
	}
	if first {
		e := event(joined, invitation.Partner, gatehouse.ActionSiteOwned, string(invitation.Site), "")
		e.Site = invitation.Site
		a.tx.Record(e)
	}
	access, err := a.tx.AccessFacts(ctx, invitation.Partner, invitation.Site, person.ID)
	if err != nil || access.Assignment.ID == "" {
		return err
	}
	access.Assignment.Partner, access.Assignment.Site, access.Assignment.Person = invitation.Partner, invitation.Site, person.ID
	e := event(joined, invitation.Partner, gatehouse.ActionAssignmentRemove, string(person.ID), access.Person.Name)
	e.Site = invitation.Site
	e.Before = facts{"level": access.Assignment.Level}.json()
	a.tx.Record(e)
	if a.actor.SignedIn() {
		// Sessions that stand there by the assignment end with it. The one that
		// accepts goes on, as the administrator's.
		if err := a.tx.SetSessionPlace(ctx, a.actor.Session, gatehouse.Spot{}); err != nil {
			return err
		}
	}
	return a.tx.DeleteAssignment(ctx, access.Person, access.Assignment)
}

// tellAssignments mails the person about the sites assigned before they accepted.
func (a acceptance) tellAssignments(ctx context.Context, person gatehouse.Person) error {
	fresh, err := a.tx.Person(ctx, person.Partner, person.ID)
	if err != nil {
		return err
	}
	m, err := a.machine(ctx, a.tx, a.actor, person.Partner, gatehouse.InviteTechnician)
	if err != nil {
		return err
	}
	if err := m.tellAssigned(ctx, fresh); err != nil {
		return err
	}
	return m.send(ctx)
}

// tellAssigned queues one mail about every assignment of which the person was not
// told. Whoever has not accepted yet is told when they do.
func (m *invitations) tellAssigned(ctx context.Context, person gatehouse.Person) error {
	if person.Account == "" || person.Role == gatehouse.NoPartnerRole && !person.Technician {
		return nil
	}
	rows, err := m.tx.UntoldAssignments(ctx, person)
	if err != nil || len(rows) == 0 {
		return err
	}
	m.notify(person, gatehouse.MailAssigned, gatehouse.MessageDetail{Sites: assignedSites(rows)})
	return nil
}

// mailedSites is how many sites a mail names; it counts the others.
const mailedSites = 20

func assignedSites(rows []gatehouse.AssignmentRow) []gatehouse.MailedSite {
	sites := make([]gatehouse.MailedSite, 0, min(len(rows), mailedSites))
	for _, row := range rows[:min(len(rows), mailedSites)] {
		sites = append(sites, gatehouse.MailedSite{
			ID: row.Site.ID, Name: row.Site.Name, Level: row.Assignment.Level, Waiting: row.Assignment.Waiting,
		})
	}
	if more := len(rows) - len(sites); more > 0 {
		sites = append(sites, gatehouse.MailedSite{More: more})
	}
	return sites
}

// siteAdmins returns the accepted, unlocked administrators of a site with at least
// the role, whom mails about the site go to.
func siteAdmins(ctx context.Context, tx *store.Tx, partner gatehouse.PartnerID, site gatehouse.SiteID, least gatehouse.SiteRole) ([]gatehouse.SiteAdmin, error) {
	var list []gatehouse.SiteAdmin
	filter := gatehouse.SiteAdminFilter{Status: gatehouse.Accepted, Locked: new(false), Sort: gatehouse.SortOldest}
	err := tx.SiteAdmins(ctx, partner, site, filter, store.After{}, 0, func(admin gatehouse.SiteAdmin) error {
		if admin.Membership.Role >= least {
			list = append(list, admin)
		}
		return nil
	})
	return list, err
}
