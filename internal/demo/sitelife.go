package demo

import (
	"context"
	"fmt"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// quiet is how many days before the end the year's routine stops: what happens then
// is planned by planEnding.
const quiet = 15

// planSites plans the life of every site.
func (s *stage) planSites() {
	for _, at := range s.sites {
		s.planCreation(at)
		switch {
		case at.created < quiet: // its first administrator has not accepted yet
		case at.manager == nil:
			s.planWithoutOwner(at)
			s.planVisits(at)
		default:
			s.planTakeover(at)
			s.planVisits(at)
			s.planManager(at)
		}
	}
}

// planCreation creates the site, and gives it credits.
func (s *stage) planCreation(at *site) {
	creators := []*person{s.cast.marek, s.cast.sofia, s.cast.aisha, s.cast.lena}
	creator := creators[at.number%len(creators)]
	s.at(at.created, 9, at.number%50, "the site "+at.name, s.inOffice(creator, func(ctx context.Context, actor gatehouse.Actor) (err error) {
		at.id, err = s.Portal.Sites.Create(ctx, actor, "", at.input())
		return err
	}))
	months := int64(3)
	if poor[at.number] {
		months = 2
	}
	s.at(at.created-1, 14, 10, "credits of "+at.name, s.inOffice(creator, func(ctx context.Context, actor gatehouse.Actor) error {
		_, err := s.Portal.Credits.Move(ctx, actor, "", at.id, months*int64(at.devices)+2)
		return err
	}))
}

// planTakeover lets the site's administrators take it over: they fill the registers,
// approve the technicians, and one of these mounts the rest.
func (s *stage) planTakeover(at *site) {
	day := at.created
	s.at(day-1, 10, 5, "the Master of "+at.name, func(ctx context.Context) error { return s.accept(ctx, at.manager) })
	s.at(day-1, 10, 20, "the registers of "+at.name, s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
		if err := s.register(ctx, at, actor, at.devices/2); err != nil {
			return err
		}
		return s.enrol(ctx, at, actor, at.users/2)
	}))
	if at.deputy != nil {
		s.at(day-2, 11, 0, "the deputy of "+at.name, s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
			invitee := app.Invitee{Email: at.deputy.email, Role: at.deputyRole.String()}
			return changed(s.Portal.SiteAdmins.Invite(ctx, actor, "", at.id, []app.Invitee{invitee}, false))
		}))
		s.at(day-3, 9, 30, "the deputy of "+at.name, func(ctx context.Context) error { return s.accept(ctx, at.deputy) })
	}
	crew := s.crew(at)
	s.at(day-4, 13, 0, "technicians of "+at.name, s.assign(s.cast.marek, at, crew, gatehouse.Window{}))
	if at.approval {
		s.at(day-5, 8, 45, "approval at "+at.name, s.approve(at, crew))
	}
	s.at(day-7, 9, 15, "the devices of "+at.name, s.atSite(crew[0], at, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.register(ctx, at, actor, at.devices)
	}))
	s.at(day-8, 9, 0, "the users of "+at.name, s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.enrol(ctx, at, actor, at.users)
	}))
}

// planWithoutOwner is the takeover of a site whose customer has named nobody: the
// partner approves, a technician fills the registers.
func (s *stage) planWithoutOwner(at *site) {
	crew := s.crew(at)
	s.at(at.created-4, 13, 0, "technicians of "+at.name, s.assign(s.cast.sofia, at, crew, gatehouse.Window{}))
	s.at(at.created-4, 13, 30, "approval at "+at.name, s.inOffice(s.cast.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.change(ctx, actor, at, crew, app.AssignmentPatch{SiteLocked: new(false)})
	}))
	s.at(at.created-7, 9, 15, "the registers of "+at.name, s.atSite(crew[0], at, func(ctx context.Context, actor gatehouse.Actor) error {
		if err := s.register(ctx, at, actor, at.devices); err != nil {
			return err
		}
		return s.enrol(ctx, at, actor, at.users)
	}))
}

// crew chooses the technicians of a site: two who work all year and, at every fourth,
// one whom a lock keeps out at the end.
func (s *stage) crew(at *site) []*person {
	all, n := s.cast.technicians, at.number
	first, second := n*3%techniciansWorking, (n*5+7)%techniciansWorking
	if second == first {
		second = (second + 1) % techniciansWorking
	}
	crew := []*person{all[first], all[second]}
	if n%4 == 0 {
		crew = append(crew, all[techniciansWorking+n/4%(techniciansJoined-techniciansWorking)])
	}
	return crew
}

// levelOf is the level that the technician number i of a site gets. The first one can
// do everything, so that somebody can.
func levelOf(at *site, i int) gatehouse.Level {
	if i == 0 {
		return gatehouse.FullIncludingUsers
	}
	return []gatehouse.Level{gatehouse.DevicesOnly, gatehouse.FullExcludingUsers}[(at.number+i)%2]
}

// assign makes a task of somebody at the partner assigning people to a site.
func (s *stage) assign(by *person, at *site, crew []*person, window gatehouse.Window) func(context.Context) error {
	return s.inOffice(by, func(ctx context.Context, actor gatehouse.Actor) error {
		var pairs []app.Pair
		for i, p := range crew {
			pairs = append(pairs, app.Pair{Person: p.id, Site: at.id, Level: levelOf(at, i), Window: window})
		}
		results, err := s.Portal.Assignments.Assign(ctx, actor, "", pairs, false)
		if err != nil {
			return err
		}
		for i, row := range results {
			if row.Outcome != gatehouse.Changed {
				return fmt.Errorf("assign %s: %s", crew[i].email, row.Code)
			}
			at.assignments[crew[i]] = row.ID
		}
		return nil
	})
}

// approve makes a task of the site's Master approving people.
func (s *stage) approve(at *site, crew []*person) func(context.Context) error {
	return s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.change(ctx, actor, at, crew, app.AssignmentPatch{SiteLocked: new(false)})
	})
}

// change changes the assignments of people at a site.
func (s *stage) change(ctx context.Context, actor gatehouse.Actor, at *site, crew []*person, patch app.AssignmentPatch) error {
	bulk := app.AssignmentBulk{Site: at.id}
	for _, p := range crew {
		bulk.IDs = append(bulk.IDs, at.assignments[p])
	}
	return changedAll(s.Portal.Assignments.Change(ctx, actor, "", bulk, patch))
}
