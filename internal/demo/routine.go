package demo

import (
	"context"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// planVisits lets technicians come by every few weeks. Now and then one without the
// level for it tries to look at the users.
func (s *stage) planVisits(at *site) {
	crew := s.crew(at)
	for i, day := 0, at.created-20; day > quiet; i, day = i+1, day-47 {
		who := crew[i%len(crew)]
		s.at(day, 8+(at.number+i)%9, at.number%60, "a visit to "+at.name, s.atSite(who, at, func(ctx context.Context, actor gatehouse.Actor) error {
			if err := s.service(ctx, at, actor, i+at.number); err != nil {
				return err
			}
			if i == 1 && at.number%4 == 3 && !actor.MayAtSite(gatehouse.UsersView) {
				if err := refused(s.Portal.Sessions.AdmitToSite(ctx, actor, gatehouse.UsersView), gatehouse.CodeForbidden); err != nil {
					return err
				}
			}
			return s.leave(ctx, who, actor)
		}))
	}
}

// planManager lets the site's Master keep the registers up to date and, once, set the
// level of a technician.
func (s *stage) planManager(at *site) {
	for i, day := 0, at.created-33; day > quiet; i, day = i+1, day-83 {
		s.at(day, 7+at.number%4, 20, "the register of "+at.name, s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
			return s.recard(ctx, at, actor, i)
		}))
	}
	if second := s.crew(at)[1]; at.number%9 == 4 {
		s.at(quiet+3, 12, at.number%60, "a level at "+at.name, s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
			return s.change(ctx, actor, at, []*person{second}, app.AssignmentPatch{Level: new(gatehouse.LevelNone)})
		}))
	}
}

// recard gives the user number i of the site another card.
func (s *stage) recard(ctx context.Context, at *site, actor gatehouse.Actor, i int) error {
	page, err := s.Portal.Registers.Users(ctx, actor, at.id, "", app.Page{})
	if err != nil || len(page.Items) == 0 {
		return err
	}
	user := page.Items[i%len(page.Items)]
	card := strconv.Itoa(700000 + at.number*100 + i)
	return s.Portal.Registers.EditUser(ctx, actor, "", at.id, user.ID, app.SiteUserEdit{Card: &card})
}

// planOffice is the routine at the partner: sign-ins, allocations after each charge,
// exports, and what people try without the right to it.
func (s *stage) planOffice() {
	staff := s.cast.administrators()
	for day := 350; day > quiet; day -= 4 {
		who := staff[day/4%len(staff)]
		s.at(day, 7+day%3, day%60, "a working day", s.inOffice(who, func(ctx context.Context, actor gatehouse.Actor) error {
			if day%8 < 4 {
				return s.leave(ctx, who, actor)
			}
			return nil
		}))
	}
	for day := 336; day > 4; day -= 30 {
		s.at(day, 15, 5, "allocations", s.inOffice(s.cast.marek, s.allocate))
	}
	for day := 330; day > quiet; day -= 60 {
		s.planExports(day)
		s.planRefusals(day - 17)
	}
	s.at(190, 11, 0, "credits given back", s.inOffice(s.cast.sofia, func(ctx context.Context, actor gatehouse.Actor) error {
		_, err := s.Portal.Credits.Move(ctx, actor, "", s.sites[2].id, -5)
		return err
	}))
}

// allocate gives every site for which that is worth while two months' credits; the
// poor ones are left to themselves.
func (s *stage) allocate(ctx context.Context, actor gatehouse.Actor) error {
	names := map[gatehouse.SiteID]*site{}
	for _, at := range s.sites {
		names[at.id] = at
	}
	page, err := s.Portal.Sites.List(ctx, actor, gatehouse.SiteFilter{}, app.Page{Limit: gatehouse.PageLimit})
	if err != nil {
		return err
	}
	for _, row := range page.Items {
		cost := row.Site.Counts.Devices
		if poor[names[row.Site.ID].number] || 2*row.Site.Credits >= 3*cost {
			continue
		}
		if _, err := s.Portal.Credits.Move(ctx, actor, "", row.Site.ID, 2*cost); err != nil {
			return err
		}
	}
	return nil
}

// planExports takes lists out of the portal.
func (s *stage) planExports(day int) {
	s.at(day, 10, 30, "an export of the sites", s.inOffice(s.cast.sofia, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.Portal.Sites.Export(ctx, actor, gatehouse.SiteFilter{}, func(gatehouse.SiteRow) error { return nil })
	}))
	s.at(day-1, 11, 30, "an export of the audit log", s.inOffice(s.cast.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.Portal.Audit.Export(ctx, actor, gatehouse.AuditFilter{}, "csv", func(gatehouse.AuditEvent) error { return nil })
	}))
	s.at(day-2, 9, 45, "an export of the credits", s.inOffice(s.cast.ingrid, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.Portal.Credits.ExportHistory(ctx, actor, gatehouse.TransferFilter{}, func(gatehouse.Transfer) error { return nil })
	}))
	s.at(day-3, 16, 20, "an export of the technicians", s.inOffice(s.cast.oskar, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.Portal.Technicians.Export(ctx, actor, gatehouse.TechnicianFilter{}, func(gatehouse.Technician) error { return nil })
	}))
}

// planRefusals lets people try what is not for them.
func (s *stage) planRefusals(day int) {
	c := s.cast
	s.at(day, 13, 10, "an invitation by an Observer", s.inOffice(c.oskar, func(ctx context.Context, actor gatehouse.Actor) error {
		_, err := s.Portal.Technicians.Invite(ctx, actor, "", []string{"cousin@oskar.example"}, false)
		return refused(err, gatehouse.CodeForbidden)
	}))
	s.at(day-2, 17, 0, "an Operator at the audit log", s.inOffice(c.marek, func(ctx context.Context, actor gatehouse.Actor) error {
		_, err := s.Portal.Audit.List(ctx, actor, gatehouse.AuditFilter{}, app.Page{})
		return refused(err, gatehouse.CodeForbidden)
	}))
	s.at(day-3, 7, 55, "a wrong password", func(ctx context.Context) error {
		_, err := s.portalOf(c.sofia).Sessions.SignIn(ctx, c.sofia.request(), c.sofia.email, "nine lanterns over the harbour")
		return refused(err, gatehouse.CodeWrongCredentials)
	})
}
