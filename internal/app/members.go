package app

import (
	"context"
	"slices"

	"gatehouse.example/gatehouse"
)

// setLock sets the account lock, which ends the person's sessions at the partner
// and at the sites assigned by it, or lifts it with the zero Lock. It is written by
// [invitations.writeLocks] with those of the call's other rows.
func (m *invitations) setLock(person gatehouse.Person, lock gatehouse.Lock) (before, after facts, err error) {
	if person.Lock.On() == lock.On() {
		return nil, nil, errUnchanged
	}
	m.lock, m.locked = lock, append(m.locked, person)
	kind := gatehouse.MailUnlocked
	if lock.On() {
		kind = gatehouse.MailLocked
	}
	m.notify(person, kind, gatehouse.MessageDetail{Reason: lock.Reason})
	return facts{"locked": !lock.On()}, facts{"locked": lock.On()}, nil
}

// writeLocks gives everybody named to setLock the call's one lock.
func (m *invitations) writeLocks(ctx context.Context) error {
	return m.tx.SetLock(ctx, m.locked, m.lock)
}

// dropAssignments ends the assignments of somebody whose invitation was revoked,
// unless another one of theirs, accepted or pending, still carries them.
func (m *invitations) dropAssignments(ctx context.Context, person gatehouse.Person) error {
	sites, err := m.tx.AssignedSites(ctx, m.partner, person.ID)
	if err != nil || len(sites) == 0 {
		return err
	}
	now, err := m.tx.Assignee(ctx, m.partner, "", person.ID)
	if err != nil || now.CheckAssignable() == nil {
		return err
	}
	_, err = m.tx.DropAssignments(ctx, person)
	return err
}

// endPartner ends everything that the partner holds of a person: their roles as
// its administrator and technician, assignments, lock, invitations, sessions. An
// administrator of a site stays that; nobody else stays at all.
func (m *invitations) endPartner(ctx context.Context, person gatehouse.Person) error {
	sites, err := m.tx.SiteMemberships(ctx, person)
	if err != nil {
		return err
	}
	if len(sites) > 0 {
		return m.tx.EndPartnerMembership(ctx, person)
	}
	return m.deletePerson(ctx, person)
}

// endSiteMembership ends a membership of a site. Whoever the partner knows for
// nothing else is deleted.
func (m *invitations) endSiteMembership(ctx context.Context, admin gatehouse.SiteAdmin) error {
	if err := m.tx.DeleteSiteAdmin(ctx, admin); err != nil {
		return err
	}
	sites, err := m.tx.SiteMemberships(ctx, admin.Person)
	if err != nil || len(sites) > 0 {
		return err
	}
	invited, err := m.tx.Invited(ctx, admin.Person)
	if err != nil || invited || admin.Person.Role != gatehouse.NoPartnerRole || admin.Person.Technician {
		return err
	}
	return m.deletePerson(ctx, admin.Person)
}

// covered returns those of the sites that a technician may enter now. Somebody who waits
// for approval, is locked or whose time has not come does not count: the site has nobody
// in them.
func (m *invitations) covered(ctx context.Context, sites []gatehouse.SiteID) ([]gatehouse.SiteID, error) {
	if len(sites) == 0 {
		return nil, nil
	}
	partner, err := m.tx.Partner(ctx, m.partner)
	if err != nil {
		return nil, err
	}
	open := map[gatehouse.SiteID]bool{}
	err = m.tx.EachAssigned(ctx, partner, sites, func(f *gatehouse.AccessFacts) error {
		if !open[f.Site.ID] && gatehouse.WayAssignment.Opens(f, gatehouse.SiteEnter) {
			open[f.Site.ID] = true
		}
		return nil
	})
	return slices.DeleteFunc(slices.Clone(sites), func(id gatehouse.SiteID) bool { return !open[id] }), err
}
