package demo

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// owner is the owner of the installation at the command line.
var owner = gatehouse.Actor{Installation: true, Via: gatehouse.ViaCommandLine}

// firstDay is the day on which the partner begins, counted back from the end.
const firstDay = 365

// plan plans the whole year. What happens at the same minute happens in the order of
// planning.
func (s *stage) plan() {
	s.planNights()
	s.planOpening()
	s.planTechnicians()
	s.planSites()
	s.planOffice()
	s.planKeys()
	s.planEnding()
}

// planNights is the background work: reminders each night, charges on the first of
// each month, and clearing up once a month.
func (s *stage) planNights() {
	for day := firstDay - 1; day >= 1; day-- {
		s.at(day, 2, 0, "the reminders", s.Portal.Deliveries.Remind)
	}
	first := gatehouse.MonthOf(s.end).AddDate(0, -11, 0)
	for month := first; month.Before(s.end.Add(-time.Minute)); month = month.AddDate(0, 1, 0) {
		s.tasks = append(s.tasks,
			task{month, "the charge", s.Portal.Credits.Charge},
			task{month, "the purge", s.Portal.Deliveries.Purge})
	}
}

// planOpening opens the partner: its first Master, then its administrators.
func (s *stage) planOpening() {
	c := s.cast
	s.at(firstDay, 8, 0, "the partner", func(ctx context.Context) error {
		_, results, err := s.Portal.Partners.Create(ctx, owner, Partner, c.ingrid.email)
		return changed(results, err)
	})
	s.at(firstDay, 8, 40, "the first Master", func(ctx context.Context) error { return s.accept(ctx, c.ingrid) })
	for quarter := range 4 {
		s.at(firstDay-quarter*91, 9, 30, "a top-up", func(ctx context.Context) error {
			_, _, err := s.Portal.Credits.TopUp(ctx, owner, Partner, 2400)
			return err
		})
	}
	s.at(firstDay-1, 9, 0, "administrators", s.inOffice(c.ingrid, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Admins.Invite(ctx, actor, "", []app.Invitee{
			{Email: c.tomas.email, Role: gatehouse.PartnerMaster.String()},
			{Email: c.aisha.email, Role: gatehouse.PartnerAdmin.String()},
			{Email: c.lena.email, Role: gatehouse.PartnerOperator.String()},
			{Email: c.marek.email, Role: gatehouse.PartnerOperator.String()},
			{Email: c.sofia.email, Role: gatehouse.PartnerOperator.String()},
			{Email: c.pavel.email, Role: gatehouse.PartnerOperator.String()},
			{Email: c.oskar.email, Role: gatehouse.PartnerObserver.String()},
		}, false))
	}))
	for i, p := range c.administrators()[1:] {
		s.at(firstDay-1-i%3, 10+i, 15, "an administrator", func(ctx context.Context) error { return s.accept(ctx, p) })
	}
	s.at(200, 10, 0, "a promotion", s.inOffice(c.ingrid, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Admins.ChangeRole(ctx, actor, "", people(c.lena), gatehouse.PartnerAdmin))
	}))
	s.at(150, 16, 0, "a demotion", s.inOffice(c.tomas, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Admins.ChangeRole(ctx, actor, "", people(c.pavel), gatehouse.PartnerObserver))
	}))
}

// planTechnicians invites the technicians in two waves. One of them leaves during the
// year and is deleted; one is locked for a night.
func (s *stage) planTechnicians() {
	c := s.cast
	half := techniciansJoined / 2
	for wave, list := range [][]*person{append([]*person{c.leaver}, c.technicians[:half]...), c.technicians[half:techniciansJoined]} {
		day := 361 - wave*6
		s.at(day, 9, 10, "technicians", s.inOffice(c.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
			return changed(s.Portal.Technicians.Invite(ctx, actor, "", addresses(list), false))
		}))
		for i, p := range list {
			s.at(day-i%4, 10+i%8, 5*i, "a technician", func(ctx context.Context) error { return s.accept(ctx, p) })
		}
	}
	s.at(220, 15, 0, "a technician who left", s.inOffice(c.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Technicians.Delete(ctx, actor, "", people(c.leaver)))
	}))
	lost := c.technicians[5]
	s.at(120, 20, 0, "a lost phone", s.inOffice(c.marek, func(ctx context.Context, actor gatehouse.Actor) error {
		bulk := people(lost)
		bulk.Reason = "Phone lost, reported in the evening."
		return changed(s.Portal.Technicians.Lock(ctx, actor, "", bulk))
	}))
	s.at(119, 6, 30, "a found phone", s.inOffice(c.marek, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Technicians.Unlock(ctx, actor, "", people(lost)))
	}))
}

// inOffice makes a task of what a person does at the partner's portal.
func (s *stage) inOffice(p *person, do func(ctx context.Context, actor gatehouse.Actor) error) func(context.Context) error {
	return func(ctx context.Context) error {
		actor, err := s.office(ctx, p)
		if err != nil {
			return err
		}
		return do(ctx, actor)
	}
}

// atSite makes a task of what a person does at a site.
func (s *stage) atSite(p *person, at *site, do func(ctx context.Context, actor gatehouse.Actor) error) func(context.Context) error {
	return func(ctx context.Context) error {
		actor, err := s.enter(ctx, p, gatehouse.Spot{Site: at.id})
		if err != nil {
			return err
		}
		return do(ctx, actor)
	}
}

// people names people for a bulk call.
func people(list ...*person) app.Bulk {
	bulk := app.Bulk{}
	for _, p := range list {
		bulk.IDs = append(bulk.IDs, p.id)
	}
	return bulk
}

func addresses(list []*person) []string {
	emails := make([]string, len(list))
	for i, p := range list {
		emails[i] = p.email
	}
	return emails
}
