package app

import (
	"context"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Doors are where an account may stand and where it may not, at one moment.
type Doors struct {
	// Open are the places that may be entered, partners first.
	Open []gatehouse.Place
	// Closed are the sites that the account is assigned to and cannot enter now, by
	// name, at the partners whose portals are open to it: whoever a partner has locked
	// out learns nothing there.
	Closed []ClosedSite
}

// Places returns where the actor's account may work.
func (s Sessions) Places(ctx context.Context, actor gatehouse.Actor) ([]gatehouse.Place, error) {
	found, err := s.doors(ctx, actor)
	return found.open(), err
}

// Doors returns where the actor's account may work, and which of its sites are closed.
func (s Sessions) Doors(ctx context.Context, actor gatehouse.Actor) (Doors, error) {
	found, err := s.doors(ctx, actor)
	return Doors{Open: found.open(), Closed: found.closed()}, err
}

func (s Sessions) doors(ctx context.Context, actor gatehouse.Actor) (doors, error) {
	if actor.Portals.Known {
		return behind(ctx, s.Store.Reads, actor.Portals, actor.Account, actor.SignedInAt)
	}
	return readDoors(ctx, s.Store.Reads, actor.Account, actor.SignedInAt)
}

// doors are the portals that an account may enter, and all of its sites, as they were
// read for a session begun at signedIn.
type doors struct {
	portals  gatehouse.Portals
	sites    []gatehouse.AccessFacts
	signedIn time.Time
	// inactive is true when a closed one only waits for its partner's first Master.
	inactive bool
}

// readDoors reads the doors of an account.
func readDoors(ctx context.Context, reads store.Reads, account gatehouse.AccountID, signedIn time.Time) (doors, error) {
	memberships, err := reads.UnscopedMemberships(ctx, account)
	if err != nil {
		return doors{}, err
	}
	found, inactive := portals(memberships, signedIn)
	d, err := behind(ctx, reads, found, account, signedIn)
	d.inactive = d.inactive || inactive
	return d, err
}

// behind reads the sites behind portals that are known, where there can be any.
func behind(ctx context.Context, reads store.Reads, found gatehouse.Portals, account gatehouse.AccountID, signedIn time.Time) (d doors, err error) {
	d = doors{portals: found, signedIn: signedIn}
	if found.HasSites {
		d.sites, err = reads.UnscopedSites(ctx, account)
	}
	for i := range d.sites {
		f := &d.sites[i]
		d.inactive = d.inactive || !f.Partner.Active() && f.Admin.Role != gatehouse.NoSiteRole
	}
	return d, err
}

// portals returns the partners' portals that may be entered, and whether one of the
// others only waits for its partner's first Master.
func portals(memberships []store.Membership, signedIn time.Time) (open gatehouse.Portals, inactive bool) {
	open.Known, open.Open = true, make([]gatehouse.Place, 0, len(memberships))
	for _, m := range memberships {
		open.HasSites = open.HasSites || m.HasSites
		if err := m.Person.MayEnterPartner(m.Partner.Active(), signedIn); err != nil {
			inactive = inactive || gatehouse.CodeOf(err) == gatehouse.CodePartnerNotActive
			continue
		}
		kind := gatehouse.PlaceAdmin
		if m.Person.Role == gatehouse.NoPartnerRole {
			kind = gatehouse.PlaceTechnician
		}
		open.Open = append(open.Open, gatehouse.Place{
			Kind: kind, Partner: m.Partner.ID, PartnerName: m.Partner.Name, Person: m.Person.ID, Role: m.Person.Role,
		})
	}
	return open, inactive
}

// open returns the places that may be entered, partners first.
func (d doors) open() []gatehouse.Place {
	open := slices.Clip(d.portals.Open) // the actor keeps its own
	for i := range d.sites {
		f := &d.sites[i]
		if at, err := gatehouse.MayEnterSite(f, d.signedIn); err == nil {
			open = append(open, sitePlace(f, at))
		}
	}
	return open
}

func sitePlace(f *gatehouse.AccessFacts, at gatehouse.Decision) gatehouse.Place {
	kind := gatehouse.PlaceSiteAdmin
	if at.Way == gatehouse.WayAssignment {
		kind = gatehouse.PlaceAssignment
	}
	return gatehouse.Place{
		Kind: kind, Partner: f.Partner.ID, PartnerName: f.Partner.Name, Person: f.Person.ID,
		Site: f.Site.ID, SiteName: f.Site.Name, Country: f.Site.Country, SiteRole: at.Role, Level: at.Level,
	}
}

// closed returns the sites of [Doors.Closed].
func (d doors) closed() []ClosedSite {
	var list []ClosedSite
	for i := range d.sites {
		f := &d.sites[i]
		inside := slices.ContainsFunc(d.portals.Open, func(at gatehouse.Place) bool { return at.Partner == f.Partner.ID })
		if _, err := gatehouse.MayEnterSite(f, d.signedIn); err != nil && inside && f.Assignment.ID != "" {
			list = append(list, closedSite(f))
		}
	}
	return list
}
