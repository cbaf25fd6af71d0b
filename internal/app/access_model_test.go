package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// accessWorld is one partner with sites and technicians under random commands, and
// what SPEC section 8, said once more in plain flags, makes of them.
type accessWorld struct {
	t       *testing.T
	e       *gatehousetest.Env
	partner gatehouse.PartnerID
	master  gatehousetest.Member
	people  []*modelPerson
	sites   []*modelSite
	pairs   map[string]*modelPair
	// memory is what a site decided about a person beyond the assignment.
	memory map[string]gatehouse.SiteMemory
}

type modelPerson struct {
	email   string
	id      gatehouse.PersonID
	status  gatehouse.InvitationStatus
	expires time.Time
	locked  bool
	// session is one that began when the person accepted.
	session string
}

type modelSite struct {
	id               gatehouse.SiteID
	owner            gatehousetest.Member
	access, approval bool
}

type modelPair struct {
	id                   gatehouse.AssignmentID
	level                gatehouse.Level
	partnerLock, siteOff bool
	waiting              bool
	window               gatehouse.Window
}

func newAccessWorld(t *testing.T, e *gatehousetest.Env, run int) *accessWorld {
	t.Helper()
	w := &accessWorld{t: t, e: e, pairs: map[string]*modelPair{}, memory: map[string]gatehouse.SiteMemory{}}
	name := fmt.Sprintf("access%d", run)
	w.master = e.NewPartner(t, name, "master@"+name+".example")
	w.partner = w.master.Actor.Partner
	for i := range 2 {
		owner := fmt.Sprintf("owner%d@%s.example", i, name)
		id, err := e.Sites.Create(t.Context(), w.master.Actor, "", app.NewSite{
			SiteInput:        gatehouse.SiteInput{Name: fmt.Sprintf("Site %d", i), Country: "DE", TimeZone: "Europe/Berlin"},
			TechnicianAccess: true, ApprovalRequired: i == 0, FirstAdministrator: owner,
		})
		if err != nil {
			t.Fatal(err)
		}
		site := &modelSite{id: id, access: true, approval: i == 0, owner: e.AcceptAs(t, owner, "Owner")}
		site.owner = e.AtSite(t, site.owner, id)
		w.sites = append(w.sites, site)
	}
	for i := range 3 {
		w.people = append(w.people, &modelPerson{email: fmt.Sprintf("tech%d@%s.example", i, name)})
	}
	for _, p := range w.people[1:] {
		w.begin(p)
	}
	return w
}

// begin lets a person start as technician with every site open, so that a single
// command can close one.
func (w *accessWorld) begin(p *modelPerson) {
	w.t.Helper()
	results, err := w.e.Technicians.Invite(w.t.Context(), w.master.Actor, "", []string{p.email}, false)
	if err != nil {
		w.t.Fatal(err)
	}
	p.id, p.status = results.Rows[0].ID, gatehouse.Accepted
	p.session = w.e.AcceptAs(w.t, p.email, "Tech").Token
	var sites []gatehouse.SiteID
	for _, s := range w.sites {
		sites = append(sites, s.id)
	}
	assigned, err := w.e.Assignments.Assign(w.t.Context(), w.master.Actor, "",
		app.Pairs([]gatehouse.PersonID{p.id}, sites, gatehouse.FullExcludingUsers, gatehouse.Window{}), false)
	if err != nil {
		w.t.Fatal(err)
	}
	no := false
	for i, s := range w.sites {
		w.pairs[pairKey(p, s)] = &modelPair{id: assigned[i].ID, level: gatehouse.FullExcludingUsers}
		if !assigned[i].Waiting {
			continue
		}
		if _, err := w.e.Assignments.Change(w.t.Context(), s.owner.Actor, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{assigned[i].ID}},
			app.AssignmentPatch{SiteLocked: &no}); err != nil {
			w.t.Fatal(err)
		}
	}
}

func pairKey(p *modelPerson, s *modelSite) string { return string(p.id) + " " + string(s.id) }

func (w *accessWorld) now(rt *rapid.T) time.Time {
	now, err := w.e.Store.Now(w.t.Context())
	if err != nil {
		rt.Fatal(err)
	}
	return now
}

// alive returns the person's status at now.
func (p *modelPerson) at(now time.Time) gatehouse.InvitationStatus {
	if p.status == gatehouse.Pending && !now.Before(p.expires) {
		return gatehouse.Expired
	}
	return p.status
}

func (w *accessWorld) person(rt *rapid.T) *modelPerson {
	return rapid.SampledFrom(w.people).Draw(rt, "person")
}

func (w *accessWorld) site(rt *rapid.T) *modelSite {
	return rapid.SampledFrom(w.sites).Draw(rt, "site")
}

// row draws an assignment that there is.
func (w *accessWorld) row(rt *rapid.T) (*modelPerson, *modelSite, *modelPair) {
	p, s := w.person(rt), w.site(rt)
	pair := w.pairs[pairKey(p, s)]
	if pair == nil {
		rt.Skip("not assigned")
	}
	return p, s, pair
}

func (w *accessWorld) invite(rt *rapid.T) {
	p := w.person(rt)
	results, err := w.e.Technicians.Invite(w.t.Context(), w.masterActor(rt), "", []string{p.email}, false)
	now := w.now(rt)
	want := p.at(now).CheckInvitable()
	if p.id == "" {
		want = nil
	}
	w.wantOutcome(rt, results.Rows, err, want)
	if want == nil {
		p.id, p.status, p.expires = results.Rows[0].ID, gatehouse.Pending, now.Add(gatehouse.InvitationTTL)
	}
}

func (w *accessWorld) revoke(rt *rapid.T) {
	p := w.known(rt)
	want := p.at(w.now(rt)).CheckRevocable()
	results, err := w.e.Technicians.Revoke(w.t.Context(), w.masterActor(rt), "", app.Bulk{IDs: []gatehouse.PersonID{p.id}})
	w.wantOutcome(rt, results.Rows, err, want)
	if want == nil {
		p.status = gatehouse.Revoked
		for _, s := range w.sites {
			w.drop(p, s)
		}
	}
}

// drop forgets an assignment; the site's lock is remembered.
func (w *accessWorld) drop(p *modelPerson, s *modelSite) {
	key := pairKey(p, s)
	if pair := w.pairs[key]; pair != nil && (pair.siteOff || pair.waiting) {
		m := w.memory[key]
		m.Barred = true
		w.memory[key] = m
	}
	delete(w.pairs, key)
}

func (w *accessWorld) known(rt *rapid.T) *modelPerson {
	p := w.person(rt)
	if p.id == "" {
		rt.Skip("never invited")
	}
	return p
}

func (w *accessWorld) accept(rt *rapid.T) {
	p := w.known(rt)
	if p.at(w.now(rt)) != gatehouse.Pending {
		rt.Skip("nothing to accept")
	}
	done, err := w.e.Invitations.Accept(w.t.Context(), gatehousetest.Stranger(), "", w.e.Newcomer(w.newestLink(rt, p.email), "Tech"))
	if err != nil {
		rt.Fatalf("accept: %v", err)
	}
	p.session, p.status = done.Token, gatehouse.Accepted
}

// newestLink sends what waits and returns the token of the newest link mailed to an
// address.
func (w *accessWorld) newestLink(rt *rapid.T, email string) string {
	w.e.Deliver(w.t)
	for _, mail := range slices.Backward(w.e.SMTP.Received()) {
		if links := mail.Links(); mail.To == email && len(links) > 0 && strings.Contains(links[0], "token=") {
			return gatehousetest.TokenOf(w.t, links[0])
		}
	}
	rt.Fatalf("no link was mailed to %s", email)
	return ""
}

func (w *accessWorld) setLock(rt *rapid.T, on bool) {
	p := w.known(rt)
	call := w.e.Technicians.Unlock
	if on {
		call = w.e.Technicians.Lock
	}
	results, err := call(w.t.Context(), w.masterActor(rt), "", app.Bulk{IDs: []gatehouse.PersonID{p.id}})
	w.wantOutcome(rt, results.Rows, err, p.at(w.now(rt)).CheckManageable())
	if p.at(w.now(rt)) == gatehouse.Accepted {
		p.locked = on
	}
}

func (w *accessWorld) delete(rt *rapid.T) {
	p := w.known(rt)
	results, err := w.e.Technicians.Delete(w.t.Context(), w.masterActor(rt), "", app.Bulk{IDs: []gatehouse.PersonID{p.id}})
	w.wantOutcome(rt, results.Rows, err, nil)
	for _, s := range w.sites {
		w.drop(p, s)
		delete(w.memory, pairKey(p, s))
	}
	*p = modelPerson{email: p.email}
}

func (w *accessWorld) assign(rt *rapid.T) {
	p, s := w.known(rt), w.site(rt)
	level := rapid.SampledFrom(gatehouse.Levels()).Draw(rt, "level")
	now := w.now(rt)
	window := drawWindow(rt, now)
	pairs := []app.Pair{{Person: p.id, Site: s.id, Level: level, Window: window}}
	results, err := w.e.Assignments.Assign(w.t.Context(), w.masterActor(rt), "", pairs, false)
	if err != nil {
		rt.Fatal(err)
	}
	want := gatehouse.Code("")
	switch status := p.at(now); {
	case w.pairs[pairKey(p, s)] != nil:
		want = gatehouse.CodeAlreadyAssigned
	case status != gatehouse.Pending && status != gatehouse.Accepted:
		want = gatehouse.CodeNotInvited
	}
	if results[0].Code != want {
		rt.Fatalf("assign: %+v, want %q", results[0], want)
	}
	if want != "" {
		return
	}
	memory := w.memory[pairKey(p, s)]
	if memory.LevelSet {
		level = memory.Level
	}
	if memory.Window.StartsAt.After(window.StartsAt) {
		window.StartsAt = memory.Window.StartsAt
	}
	if end := memory.Window.EndsAt; !end.IsZero() && (window.EndsAt.IsZero() || end.Before(window.EndsAt)) {
		window.EndsAt = end
	}
	pair := &modelPair{id: results[0].ID, level: level, waiting: s.approval || memory.Barred, window: window}
	w.pairs[pairKey(p, s)] = pair
}

func drawWindow(rt *rapid.T, now time.Time) gatehouse.Window {
	hours := rapid.SampledFrom([]int{0, 0, 0, -1, 2}).Draw(rt, "starts")
	ends := rapid.SampledFrom([]int{0, 0, 0, 3, 30}).Draw(rt, "ends")
	var window gatehouse.Window
	if hours != 0 {
		window.StartsAt = now.Add(time.Duration(hours) * time.Hour)
	}
	if ends != 0 {
		window.EndsAt = now.Add(time.Duration(ends) * time.Hour)
	}
	return window
}

// bySite makes a change at the site.
func (w *accessWorld) bySite(rt *rapid.T, s *modelSite, pair *modelPair, patch app.AssignmentPatch) {
	results, err := w.e.Assignments.Change(w.t.Context(), w.ownerActor(rt, s), "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{pair.id}}, patch)
	if err != nil || results.Rows[0].Outcome == gatehouse.Refused {
		rt.Fatalf("the site changes %+v: %+v, %v", patch, results, err)
	}
}

func (w *accessWorld) siteLock(rt *rapid.T) {
	p, s, pair := w.row(rt)
	on := rapid.Bool().Draw(rt, "on")
	w.bySite(rt, s, pair, app.AssignmentPatch{SiteLocked: &on})
	pair.siteOff, pair.waiting = on, false
	m := w.memory[pairKey(p, s)]
	m.Barred = on
	w.memory[pairKey(p, s)] = m
}

func (w *accessWorld) setLevel(rt *rapid.T) {
	p, s, pair := w.row(rt)
	level := rapid.SampledFrom(gatehouse.Levels()).Draw(rt, "level")
	w.bySite(rt, s, pair, app.AssignmentPatch{Level: &level})
	if level != pair.level {
		m := w.memory[pairKey(p, s)]
		m.Level, m.LevelSet = level, true
		m.Barred = pair.siteOff || pair.waiting
		w.memory[pairKey(p, s)] = m
	}
	pair.level = level
}

func (w *accessWorld) setWindow(rt *rapid.T) {
	p, s, pair := w.row(rt)
	window := drawWindow(rt, w.now(rt))
	w.bySite(rt, s, pair, app.AssignmentPatch{Window: &window})
	m := w.memory[pairKey(p, s)]
	if !window.StartsAt.Equal(pair.window.StartsAt) || !window.EndsAt.Equal(pair.window.EndsAt) {
		m.Window, m.Barred = window, pair.siteOff || pair.waiting
	}
	w.memory[pairKey(p, s)] = m
	pair.window = window
}

func (w *accessWorld) partnerLock(rt *rapid.T) {
	_, _, pair := w.row(rt)
	on := rapid.Bool().Draw(rt, "on")
	results, err := w.e.Assignments.Change(w.t.Context(), w.masterActor(rt), "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{pair.id}},
		app.AssignmentPatch{PartnerLocked: &on})
	if err != nil {
		rt.Fatal(err)
	}
	want := gatehouse.Code("")
	if !on && !pair.partnerLock && (pair.siteOff || pair.waiting) {
		want = gatehouse.CodeLockedBySite
	}
	if results.Rows[0].Code != want {
		rt.Fatalf("the partner sets its lock %v: %+v, want %q", on, results.Rows[0], want)
	}
	if want == "" {
		pair.partnerLock = on
	}
}

func (w *accessWorld) remove(rt *rapid.T) {
	p, s, pair := w.row(rt)
	bySite := rapid.Bool().Draw(rt, "bySite")
	actor := w.masterActor(rt)
	if bySite {
		actor = w.ownerActor(rt, s)
	}
	results, err := w.e.Assignments.Remove(w.t.Context(), actor, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{pair.id}})
	if err != nil || results.Rows[0].Outcome != gatehouse.Changed {
		rt.Fatalf("remove: %+v, %v", results, err)
	}
	w.drop(p, s)
	if bySite {
		m := w.memory[pairKey(p, s)]
		m.Barred = true
		w.memory[pairKey(p, s)] = m
	}
}

func (w *accessWorld) switches(rt *rapid.T) {
	s := w.site(rt)
	s.access, s.approval = rapid.Bool().Draw(rt, "access"), rapid.Bool().Draw(rt, "approval")
	err := w.e.Sites.Edit(w.t.Context(), w.ownerActor(rt, s), "", s.id, app.SiteEdit{TechnicianAccess: &s.access, ApprovalRequired: &s.approval})
	if err != nil {
		rt.Fatal(err)
	}
	other := w.e.Sites.Edit(w.t.Context(), w.masterActor(rt), "", s.id, app.SiteEdit{TechnicianAccess: &s.access})
	if gatehouse.CodeOf(other) != gatehouse.CodeOwnedBySite {
		rt.Fatalf("the partner switches: %v", other)
	}
}

func (w *accessWorld) advance(rt *rapid.T) {
	w.e.Clock.Advance(time.Duration(rapid.IntRange(1, 30).Draw(rt, "hours")) * time.Hour)
}

// masterActor signs the partner's Master in again where the clock ended a session.
func (w *accessWorld) masterActor(rt *rapid.T) gatehouse.Actor {
	return w.again(rt, &w.master, gatehouse.Spot{Partner: w.partner})
}

func (w *accessWorld) ownerActor(rt *rapid.T, s *modelSite) gatehouse.Actor {
	return w.again(rt, &s.owner, gatehouse.Spot{Site: s.id})
}

func (w *accessWorld) again(rt *rapid.T, m *gatehousetest.Member, spot gatehouse.Spot) gatehouse.Actor {
	actor, err := w.e.Sessions.ActorAt(w.t.Context(), gatehousetest.Stranger(), m.Token, spot)
	if err == nil {
		return actor
	}
	*m = w.e.SignIn(w.t, string(m.Account.Email))
	if actor, err = w.e.Sessions.ActorAt(w.t.Context(), gatehousetest.Stranger(), m.Token, spot); err != nil {
		rt.Fatalf("%s at %v: %v", m.Account.Email, spot, err)
	}
	return actor
}

func (w *accessWorld) wantOutcome(rt *rapid.T, rows []gatehouse.Result, err, want error) {
	if err != nil {
		rt.Fatal(err)
	}
	if rows[0].Code != gatehouse.CodeOf(want) {
		rt.Fatalf("%+v, want %v", rows[0], want)
	}
}

// allowed is effective access by brute force, from the model alone.
func (w *accessWorld) allowed(p *modelPerson, s *modelSite, now time.Time, action gatehouse.SiteAction) bool {
	pair := w.pairs[pairKey(p, s)]
	if pair == nil || p.status != gatehouse.Accepted || p.locked || !s.access || pair.siteOff || pair.waiting || pair.partnerLock {
		return false
	}
	if now.Before(pair.window.StartsAt) || !pair.window.EndsAt.IsZero() && !now.Before(pair.window.EndsAt) {
		return false
	}
	may := map[gatehouse.Level]string{
		gatehouse.DevicesOnly:        "site.enter dashboard.view devices.view devices.manage",
		gatehouse.FullExcludingUsers: "site.enter dashboard.view devices.view devices.manage logs.view logs.export technicians.view admins.view settings.view",
		gatehouse.FullIncludingUsers: "site.enter dashboard.view devices.view devices.manage logs.view logs.export technicians.view admins.view settings.view users.view users.manage",
	}
	return slices.Contains(strings.Fields(may[pair.level]), string(action))
}

// check compares the model with every surface: explain, the lists, sign-in and the
// places, the stored counts.
func (w *accessWorld) check(rt *rapid.T) {
	now := w.now(rt)
	for _, p := range w.people {
		if p.id == "" {
			continue
		}
		session := w.freshSession(p)
		for _, s := range w.sites {
			w.checkPair(rt, p, s, session, now)
		}
		w.checkOldSession(rt, p, now)
	}
	w.checkLists(rt, now)
}

// freshSession signs the person in where anything is open to them.
func (w *accessWorld) freshSession(p *modelPerson) string {
	if p.status != gatehouse.Accepted || p.locked {
		return ""
	}
	return w.e.SignIn(w.t, p.email).Token
}

func (w *accessWorld) checkPair(rt *rapid.T, p *modelPerson, s *modelSite, session string, now time.Time) {
	ctx := w.t.Context()
	for _, action := range gatehouse.SiteActions() {
		explained, err := w.e.Assignments.Explain(ctx, w.masterActor(rt), p.id, s.id, action)
		if err != nil {
			rt.Fatal(err)
		}
		want := w.allowed(p, s, now, action)
		all := !slices.ContainsFunc(explained.Gates, func(g app.ExplainedGate) bool { return !g.Pass })
		if explained.Access.Access != want || all != want {
			rt.Fatalf("%s at %s, %s: explained as %v (all gates pass: %v), want %v", p.email, s.id, action, explained.Access.Access, all, want)
		}
	}
	want := w.allowed(p, s, now, gatehouse.SiteEnter)
	if session == "" {
		return
	}
	actor, err := w.e.Sessions.ActorAt(ctx, gatehousetest.Stranger(), session, gatehouse.Spot{Site: s.id})
	if (err == nil) != want {
		rt.Fatalf("%s stands at %s: %v, want %v", p.email, s.id, err, want)
	}
	for _, action := range gatehouse.SiteActions() {
		if may := err == nil && actor.MayAtSite(action); may != w.allowed(p, s, now, action) {
			rt.Fatalf("%s may %s at %s: %v", p.email, action, s.id, may)
		}
	}
}

// checkOldSession: no session of before gets further than the rules of now.
func (w *accessWorld) checkOldSession(rt *rapid.T, p *modelPerson, now time.Time) {
	for _, s := range w.sites {
		_, err := w.e.Sessions.ActorAt(w.t.Context(), gatehousetest.Stranger(), p.session, gatehouse.Spot{Site: s.id})
		if err == nil && !w.allowed(p, s, now, gatehouse.SiteEnter) {
			rt.Fatalf("an old session of %s enters %s", p.email, s.id)
		}
	}
}

func (w *accessWorld) checkLists(rt *rapid.T, now time.Time) {
	byPerson := map[gatehouse.PersonID]int64{}
	for _, s := range w.sites {
		var technicians, waiting int64
		for _, p := range w.people {
			if pair := w.pairs[pairKey(p, s)]; pair != nil {
				technicians++
				byPerson[p.id]++
				if pair.waiting {
					waiting++
				}
			}
		}
		site := w.e.Site(w.t, w.partner, s.id)
		if site.Counts.Technicians != technicians || site.Counts.Waiting != waiting {
			rt.Fatalf("%s counts %+v, want %d technicians, %d waiting", s.id, site.Counts, technicians, waiting)
		}
		page, err := w.e.Assignments.List(w.t.Context(), w.ownerActor(rt, s), gatehouse.AssignmentFilter{}, app.Page{})
		if err != nil || int64(len(page.Items)) != technicians {
			rt.Fatalf("the site lists %d, want %d: %v", len(page.Items), technicians, err)
		}
		for _, row := range page.Items {
			p := w.people[slices.IndexFunc(w.people, func(p *modelPerson) bool { return p.id == row.Person.ID })]
			if got := gatehouse.Decide(&row.AccessFacts, gatehouse.SiteEnter).Access; got != w.allowed(p, s, now, gatehouse.SiteEnter) {
				rt.Fatalf("the list says that %s may enter: %v", p.email, got)
			}
			if row.Status != p.at(now) {
				rt.Fatalf("the list says that %s is %s, want %s", p.email, row.Status, p.at(now))
			}
		}
	}
	list, err := w.e.Technicians.List(w.t.Context(), w.masterActor(rt), gatehouse.TechnicianFilter{}, app.Page{})
	if err != nil {
		rt.Fatal(err)
	}
	for _, row := range list.Items {
		if row.InvitedSites != byPerson[row.Person.ID] {
			rt.Fatalf("%s has %d Invited Sites, want %d", row.Person.Email, row.InvitedSites, byPerson[row.Person.ID])
		}
	}
}

// TestI06I09AccessModel: after every command, effective access by brute force is what
// explain, lists, places and sessions say (SPEC section 8).
func TestI06I09AccessModel(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		run := 0
		rapid.Check(t, func(rt *rapid.T) {
			run++
			w := newAccessWorld(t, e, run)
			rt.Repeat(map[string]func(*rapid.T){
				"":            w.check,
				"invite":      w.invite,
				"inviteAgain": w.invite,
				"revoke":      w.revoke,
				"accept":      w.accept,
				"acceptAgain": w.accept,
				"lock":        func(rt *rapid.T) { w.setLock(rt, true) },
				"unlock":      func(rt *rapid.T) { w.setLock(rt, false) },
				"delete":      w.delete,
				"assign":      w.assign,
				"assignAgain": w.assign,
				"assignMore":  w.assign,
				"siteLock":    w.siteLock,
				"siteDecides": w.siteLock,
				"level":       w.setLevel,
				"window":      w.setWindow,
				"partnerLock": w.partnerLock,
				"remove":      w.remove,
				"switches":    w.switches,
				"advance":     w.advance,
			})
		})
	})
}
