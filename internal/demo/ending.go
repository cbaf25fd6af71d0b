package demo

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// planEnding is the last fortnight. It brings about every state that a list can show,
// and everybody signs in once more.
func (s *stage) planEnding() {
	s.planLatecomers()
	s.planLockedPeople()
	s.planWaiting()
	s.planLockedAssignments()
	s.planWindows()
	s.planLastSignIns()
}

// planLatecomers invites the technicians who have not accepted: two pending, two
// expired, one revoked. One of the pending is assigned already.
func (s *stage) planLatecomers() {
	late := s.cast.technicians[techniciansJoined:]
	for i, day := range []int{4, 2, 40, 21, 18} {
		s.at(day, 10, 40, "a technician", s.inOffice(s.cast.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
			results, err := s.Portal.Technicians.Invite(ctx, actor, "", addresses(late[i:i+1]), false)
			if err := changed(results, err); err != nil {
				return err
			}
			late[i].id = results.Rows[0].ID
			return nil
		}))
	}
	s.at(16, 9, 20, "a revoked invitation", s.inOffice(s.cast.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Technicians.Revoke(ctx, actor, "", people(late[4])))
	}))
	s.at(3, 11, 10, "a technician to come", s.assign(s.cast.sofia, s.sites[3], late[:1], gatehouse.Window{}))
}

// planLockedPeople locks two technicians, an Observer, and an administrator of a
// site. Each has signed in for the last time before.
func (s *stage) planLockedPeople() {
	c := s.cast
	lock := func(bulk app.Bulk, reason string) app.Bulk {
		bulk.Reason = reason
		return bulk
	}
	for i, reason := range []string{"On leave until spring.", "Certificate has run out."} {
		s.at(8-4*i, 12, 0, "a locked technician", s.inOffice(c.marek, func(ctx context.Context, actor gatehouse.Actor) error {
			return changed(s.Portal.Technicians.Lock(ctx, actor, "", lock(people(c.technicians[techniciansWorking+i]), reason)))
		}))
	}
	c.pavel.shut = true
	s.at(6, 14, 30, "a locked Observer", s.inOffice(c.aisha, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.Admins.Lock(ctx, actor, "", lock(people(c.pavel), "Moved to another department.")))
	}))
	clinic := s.sites[5]
	clinic.deputy.shut = true
	s.at(5, 8, 30, "a locked administrator of "+clinic.name, s.atSite(clinic.manager, clinic, func(ctx context.Context, actor gatehouse.Actor) error {
		return changed(s.Portal.SiteAdmins.Lock(ctx, actor, "", clinic.id, lock(people(clinic.deputy), "")))
	}))
}

// planWaiting leaves assignments that wait for a site's approval, and one that a site
// has declined. An Admin gets site access as well.
func (s *stage) planWaiting() {
	for i, n := range []int{0, 1, 6, 10, 16, 21, 58, 59} {
		at := s.sites[n]
		s.at(3-i%3, 13+i%3, 20, "technicians wait at "+at.name, s.assign(s.cast.marek, at, s.others(at, 1+i%2), gatehouse.Window{}))
	}
	at := s.sites[7]
	who := s.others(at, 1)
	s.at(10, 13, 0, "a technician for "+at.name, s.assign(s.cast.sofia, at, who, gatehouse.Window{}))
	s.at(9, 9, 0, "a declined technician", s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.change(ctx, actor, at, who, app.AssignmentPatch{SiteLocked: new(true), Reason: "Please send somebody who knows the plant."})
	}))
	for _, at := range []*site{s.sites[11], s.sites[17], s.sites[23]} { // approval is automatic there
		s.at(12, 10, 0, "an Admin for "+at.name, s.assign(s.cast.ingrid, at, []*person{s.cast.aisha}, gatehouse.Window{}))
	}
}

// others chooses technicians at work whom the site does not have yet.
func (s *stage) others(at *site, n int) []*person {
	taken := map[*person]bool{}
	if at.created > quiet {
		for _, p := range s.crew(at) {
			taken[p] = true
		}
	}
	var list []*person
	for i := 2 + at.number; len(list) < n; i++ {
		if p := s.cast.technicians[i%techniciansWorking]; !taken[p] {
			list = append(list, p)
		}
	}
	return list
}

// planLockedAssignments sets locks of both sides, at one site both, and switches
// Technician Access off at another.
func (s *stage) planLockedAssignments() {
	for i, n := range []int{2, 14, 20} {
		at := s.sites[n]
		s.at(7-i, 9, 30, "the lock of "+at.name, s.atSite(at.manager, at, func(ctx context.Context, actor gatehouse.Actor) error {
			patch := app.AssignmentPatch{SiteLocked: new(true), Reason: "The work here is finished."}
			return s.change(ctx, actor, at, s.crew(at)[1:2], patch)
		}))
	}
	for i, n := range []int{4, 12, 20} {
		at := s.sites[n]
		s.at(6-i, 15, 30, "the partner's lock at "+at.name, s.inOffice(s.cast.marek, func(ctx context.Context, actor gatehouse.Actor) error {
			patch := app.AssignmentPatch{PartnerLocked: new(true), Reason: "Needed elsewhere this month."}
			return s.change(ctx, actor, at, s.crew(at)[1:2], patch)
		}))
	}
	off := s.sites[9]
	s.at(12, 8, 15, "Technician Access of "+off.name, s.atSite(off.manager, off, func(ctx context.Context, actor gatehouse.Actor) error {
		return s.Portal.Sites.Edit(ctx, actor, "", off.id, app.SiteEdit{TechnicianAccess: new(false)})
	}))
}

// planWindows assigns people for a time: one whose time is over, one whose time ends
// tomorrow, one who is in the middle of it, one who is still to come.
func (s *stage) planWindows() {
	day := 24 * time.Hour
	for i, window := range []gatehouse.Window{
		{EndsAt: s.end.Add(-2 * day)},
		{EndsAt: s.end.Add(20 * time.Hour)},
		{StartsAt: s.end.Add(-6 * day), EndsAt: s.end.Add(20 * day)},
		{StartsAt: s.end.Add(5 * day), EndsAt: s.end.Add(12 * day)},
	} {
		at := s.sites[24+i]
		who := s.others(at, 1)
		s.at(11, 9, 10*i, "a technician for a time at "+at.name, s.assign(s.cast.sofia, at, who, window))
		if at.approval {
			s.at(10, 8, 10*i, "approval at "+at.name, s.approve(at, who))
		}
	}
}

// planLastSignIns lets everybody with an account sign in once more, on different
// days: whom a lock will keep out before it comes.
func (s *stage) planLastSignIns() {
	for i, p := range s.everybody() {
		if !s.joins(p) {
			continue
		}
		day := 1 + i%10
		if p.shut {
			day = 13
		}
		s.at(day, 6+i%11, i*7%60, "the last sign-in", func(ctx context.Context) error { return s.settle(ctx, p) })
	}
}

// joins reports whether the year makes a member of the person.
func (s *stage) joins(p *person) bool {
	for _, late := range s.cast.technicians[techniciansJoined:] {
		if p == late {
			return false
		}
	}
	for _, at := range s.sites {
		if at.manager == p {
			return at.created > quiet
		}
	}
	return true
}
