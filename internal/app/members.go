package app

import (
	"context"
	"errors"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
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

// assignedSites returns the sites that anybody of the people is assigned to, each once.
func (m *invitations) assignedSites(ctx context.Context, people []gatehouse.PersonID) ([]gatehouse.SiteID, error) {
	var sites []gatehouse.SiteID
	for _, person := range people {
		assigned, err := m.tx.AssignedSites(ctx, m.partner, person)
		if err != nil {
			return nil, err
		}
		sites = append(sites, assigned...)
	}
	slices.Sort(sites)
	return slices.Compact(sites), nil
}

// covered returns those of the sites that a technician may enter now.
func (m *invitations) covered(ctx context.Context, sites []gatehouse.SiteID) ([]gatehouse.SiteID, error) {
	var list []gatehouse.SiteID
	for _, site := range sites {
		yes, err := hasTechnician(ctx, m.tx.Reads, gatehouse.Site{ID: site, Partner: m.partner})
		if err != nil {
			return nil, err
		}
		if yes {
			list = append(list, site)
		}
	}
	return list, nil
}

// candidatesAtOnce is how many people a search for a technician reads at once: most
// sites have fewer, and the first who may enter ends it.
const candidatesAtOnce = 20

// errFound ends a search at the first that is found.
var errFound = errors.New("found")

// hasTechnician reports whether somebody who is assigned to the site may enter it
// now. Somebody who waits for approval, is locked or whose time has not come does not
// count: the site has nobody in them.
func hasTechnician(ctx context.Context, reads store.Reads, site gatehouse.Site) (bool, error) {
	var after gatehouse.PersonID
	for {
		n := 0
		err := reads.EachPersonAt(ctx, site, after, candidatesAtOnce, func(f *gatehouse.AccessFacts) error {
			n, after = n+1, f.Person.ID
			if gatehouse.Decide(f, gatehouse.SiteEnter).Way == gatehouse.WayAssignment {
				return errFound
			}
			return nil
		})
		switch {
		case errors.Is(err, errFound):
			return true, nil
		case err != nil || n < candidatesAtOnce:
			return false, err
		}
	}
}
