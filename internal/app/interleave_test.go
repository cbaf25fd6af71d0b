package app_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// crossing lets two use cases meet at a point of the first one's transaction, on
// one replica whose store tells where it is.
type crossing struct {
	*app.App
	// waiting counts who waits for the database, or has ever had to.
	waiting func() int
}

// stop holds a use case up at a point of one of its transactions.
type stop struct {
	at store.Point
	// skip is how many transactions go through before.
	skip             int
	passed           bool
	reached, release chan struct{}
}

type stopKey struct{}

// newCrossing opens the environment's database once more, with the points shown.
func newCrossing(t *testing.T, e *gatehousetest.Env) crossing {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{
		URL: e.DatabaseURL, Clock: e.Clock.Offset,
		Pause: func(ctx context.Context, at store.Point) {
			if s, ok := ctx.Value(stopKey{}).(*stop); ok {
				s.pass(at)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	sender, err := mail.NewSMTP(e.SMTP.URL())
	if err != nil {
		t.Fatal(err)
	}
	c := crossing{App: app.New(app.Config{
		BaseURL: e.BaseURL, Store: db, Hasher: auth.NewHasher(gatehousetest.CheapHash, 4, 1000),
		Sealer: e.Sealer, Sender: sender, Log: gatehousetest.Quiet(),
	})}
	if e.Engine == gatehousetest.SQLite {
		c.waiting = func() int { return int(db.SQLite().Stats().WaitCount) }
		return c
	}
	c.waiting = newLane(t, e).waiting
	return c
}

// pass waits at the point that the stop is for, once. It is called by one
// goroutine, the one of the use case.
func (s *stop) pass(at store.Point) {
	switch {
	case s.passed || at != s.at:
	case s.skip > 0:
		s.skip--
	default:
		s.passed = true
		close(s.reached)
		<-s.release
	}
}

// meet runs first up to the point, then second until it is over or waits for the
// database, then both to their end. It reports what became of them, and whether
// second came first.
func (c crossing) meet(t *testing.T, at store.Point, first, second operation) (one, two string, overtaken bool) {
	t.Helper()
	s := &stop{at: at, skip: first.skip, reached: make(chan struct{}), release: make(chan struct{})}
	oneDone, twoDone := make(chan string, 1), make(chan string, 1)
	go func() { oneDone <- first.run(context.WithValue(context.Background(), stopKey{}, s)) }()
	select {
	case <-s.reached:
	case one = <-oneDone: // it was refused before it came to the point
		return one, second.run(context.Background()), false
	}
	before := c.waiting()
	go func() { twoDone <- second.run(context.Background()) }()
	tick := time.NewTicker(200 * time.Microsecond)
	defer tick.Stop()
	end := time.NewTimer(patience)
	defer end.Stop()
	for waits := false; two == "" && !waits; {
		select {
		case two = <-twoDone:
		case <-tick.C:
			waits = c.waiting() > before
		case <-end.C:
			t.Fatal("the second use case neither ended nor came to wait")
		}
	}
	ended := two != ""
	if holds := at == store.BeforeWrite || at == store.BeforeCommit; !holds && !ended {
		two, ended = <-twoDone, true // nothing holds it up: it waits for a moment only
	}
	close(s.release)
	one = <-oneDone
	if !ended {
		two = <-twoDone
	}
	return one, two, at == store.BeforeBegin || at != store.AfterCommit && ended && second.reads
}

// operation is one of the two that meet.
type operation struct {
	name string
	skip int
	// reads is set where a refusal needs no transaction: it does not wait for one
	// that has not committed, and comes before it.
	reads bool
	// run does it and says "changed", "unchanged" or the code of the refusal.
	run func(context.Context) string
	// rule does the same to the model.
	rule func(*subject) string
}

// subject is what the rules say about the person whom both operations are about.
type subject struct {
	status gatehouse.InvitationStatus // "" once deleted
	// link is whether the link that was mailed first still lives.
	link   bool
	role   gatehouse.PartnerRole
	locked bool
	// elsewhere is whether another partner keeps the account.
	elsewhere bool
	// old is where the session from before stands, "" once it is gone; closed is
	// whether it began too early to enter the partner.
	old    place
	closed bool
	// begun is whether a session has begun meanwhile, freshClosed whether that was
	// before the person was sent away.
	begun, freshClosed bool
}

type place string

const (
	here  place = "here"
	there place = "elsewhere"
)

func (s *subject) member() bool { return s.status == gatehouse.Accepted }

// open is whether the partner lets the person in at all.
func (s *subject) open() bool { return s.member() && !s.locked }

// sendAway ends the sessions at the partner.
func (s *subject) sendAway() {
	s.closed, s.freshClosed = true, s.begun
	if s.old == here {
		s.old = ""
	}
}

// person is the fixture of one meeting.
type person struct {
	e             *gatehousetest.Env
	c             crossing
	master        gatehousetest.Member
	second        gatehousetest.Member
	email, link   string
	id            gatehouse.PersonID
	session       gatehousetest.Member
	fresh         atomic.Value // the token of a session begun meanwhile
	before, after subject
}

// rowOutcome says what a call about one row did.
func rowOutcome(results gatehouse.Results, err error) string {
	if err != nil {
		return string(gatehouse.CodeOf(err))
	}
	if row := results.Rows[0]; row.Outcome == gatehouse.Refused {
		return string(row.Code)
	}
	return string(results.Rows[0].Outcome)
}

func outcome(err error) string {
	if err != nil {
		return string(gatehouse.CodeOf(err))
	}
	return string(gatehouse.Changed)
}

// operations are the nine that meet in pairs. by is the Master who does those that
// an administrator does.
func (p *person) operations(by gatehousetest.Member) []operation {
	row := func(call func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)) func(context.Context) string {
		return func(ctx context.Context) string { return rowOutcome(call(ctx, by.Actor, "", ids(p.id))) }
	}
	promote := func(ctx context.Context, actor gatehouse.Actor, key string, bulk app.Bulk) (gatehouse.Results, error) {
		return p.c.Admins.ChangeRole(ctx, actor, key, bulk, gatehouse.PartnerAdmin)
	}
	return []operation{
		{name: "accept", run: p.accept, rule: (*subject).accept},
		{name: "revoke", run: row(p.c.Admins.Revoke), rule: (*subject).revoke},
		{name: "resend", run: row(p.c.Admins.Resend), rule: (*subject).resend},
		{name: "lock", run: row(p.c.Admins.Lock), rule: (*subject).lock},
		{name: "unlock", run: row(p.c.Admins.Unlock), rule: (*subject).unlock},
		{name: "role change", run: row(promote), rule: (*subject).promote},
		{name: "delete", run: row(p.c.Admins.Delete), rule: (*subject).delete},
		// The first transaction of a sign-in counts the try.
		{name: "sign-in", skip: 1, run: p.signIn, rule: (*subject).signIn},
		{name: "use of a session", reads: true, run: p.use, rule: (*subject).use},
	}
}

func (p *person) accept(ctx context.Context) string {
	actor := p.session.Actor
	_, err := p.c.Invitations.Accept(ctx, actor, "", app.AcceptInput{Token: p.link})
	return outcome(err)
}

func (p *person) signIn(ctx context.Context) string {
	done, err := p.c.Sessions.SignIn(ctx, gatehousetest.Stranger(), p.email, gatehousetest.Password)
	if err == nil {
		p.fresh.Store(done.Token)
	}
	return outcome(err)
}

// use is a request of the person at the partner that changes something.
func (p *person) use(ctx context.Context) string {
	actor, err := p.c.Sessions.ActorAt(ctx, gatehousetest.Stranger(), p.session.Token, gatehouse.Spot{Partner: p.master.Actor.Partner})
	if err == nil {
		german := gatehouse.German
		_, err = p.c.Accounts.Update(ctx, actor, "", app.AccountPatch{Language: &german})
	}
	return outcome(err)
}

func (s *subject) accept() string {
	if s.status != gatehouse.Pending || !s.link {
		return string(gatehouse.CodeLinkDead)
	}
	s.status, s.role, s.link, s.old = gatehouse.Accepted, gatehouse.PartnerOperator, false, here
	return "changed"
}

func (s *subject) revoke() string {
	switch s.status {
	case "":
		return string(gatehouse.CodeNotFound)
	case gatehouse.Pending:
		s.status, s.link = gatehouse.Revoked, false
		return "changed"
	default:
		return string(gatehouse.CodeNotPending)
	}
}

func (s *subject) resend() string {
	switch s.status {
	case "":
		return string(gatehouse.CodeNotFound)
	case gatehouse.Accepted:
		return string(gatehouse.CodeAlreadyAccepted)
	default:
		s.status, s.link = gatehouse.Pending, false
		return "changed"
	}
}

// manageable answers for the operations about somebody who has accepted.
func (s *subject) manageable() string {
	switch {
	case s.status == "":
		return string(gatehouse.CodeNotFound)
	case !s.member():
		return string(gatehouse.CodeNotAccepted)
	default:
		return ""
	}
}

func (s *subject) lock() string   { return s.setLock(true) }
func (s *subject) unlock() string { return s.setLock(false) }

func (s *subject) setLock(on bool) string {
	refusal := s.manageable()
	switch {
	case refusal != "":
		return refusal
	case s.role >= gatehouse.PartnerAdmin:
		return string(gatehouse.CodeRoleNotLockable)
	case s.locked == on:
		return "unchanged"
	}
	s.locked = on
	if on {
		s.sendAway()
	}
	return "changed"
}

func (s *subject) promote() string {
	refusal := s.manageable()
	switch {
	case refusal != "":
		return refusal
	case s.role == gatehouse.PartnerAdmin:
		return "unchanged"
	case s.locked:
		return string(gatehouse.CodeAccountLocked)
	}
	s.role = gatehouse.PartnerAdmin
	return "changed"
}

func (s *subject) delete() string {
	if s.status == "" {
		return string(gatehouse.CodeNotFound)
	}
	s.status, s.role, s.locked, s.link = "", gatehouse.NoPartnerRole, false, false
	s.sendAway()
	return "changed"
}

func (s *subject) signIn() string {
	if !s.open() && !s.elsewhere {
		return string(gatehouse.CodeWrongCredentials)
	}
	s.begun = true
	return "changed"
}

func (s *subject) use() string {
	switch {
	case s.old == "":
		return string(gatehouse.CodeNotSignedIn)
	case s.open() && !s.closed:
		return "changed"
	case s.old == here:
		return string(gatehouse.CodeNotSignedIn)
	default:
		return string(gatehouse.CodeNotFound)
	}
}

// newPerson makes somebody for two operations to be about: invited, with an account
// at another partner, where one of them is about the invitation; else a member of
// this partner alone, locked where one of them is to unlock.
func newPerson(t *testing.T, m *meeting, one, two string, n int) *person {
	t.Helper()
	p := &person{e: m.e, c: m.c, master: m.master, second: m.second, email: fmt.Sprintf("person%d@meridian.example", n)}
	about := func(names ...string) bool {
		for _, name := range names {
			if one == name || two == name {
				return true
			}
		}
		return false
	}
	if about("accept", "revoke", "resend") {
		p.session = m.join(t, m.elsewhere, p.email)
		p.id = m.e.Invite(t, m.master.Actor, p.email, gatehouse.PartnerOperator)
		p.link = m.e.OutboxToken(t, p.email)
		p.before = subject{status: gatehouse.Pending, link: true, elsewhere: true, old: there}
		return p
	}
	p.session = m.join(t, m.master, p.email)
	p.id = p.session.Actor.Person
	p.before = subject{status: gatehouse.Accepted, role: gatehouse.PartnerOperator, old: here}
	if about("unlock") && !about("lock") {
		if got := rowOutcome(m.e.Admins.Lock(t.Context(), m.master.Actor, "", ids(p.id))); got != p.before.lock() {
			t.Fatalf("lock: %s", got)
		}
	}
	return p
}

// meeting is the partner where operations meet, and another one.
type meeting struct {
	e                         *gatehousetest.Env
	c                         crossing
	master, second, elsewhere gatehousetest.Member
}

func newMeeting(t *testing.T, e *gatehousetest.Env) *meeting {
	t.Helper()
	m := &meeting{e: e, c: newCrossing(t, e), master: e.SetUp(t)}
	m.second = e.Join(t, m.master.Actor, "second@meridian.example", gatehouse.PartnerMaster)
	m.elsewhere = e.NewPartner(t, "Northgate", "nora@northgate.example")
	return m
}

// join makes an Operator without a mail being sent.
func (m *meeting) join(t *testing.T, master gatehousetest.Member, email string) gatehousetest.Member {
	t.Helper()
	m.e.Invite(t, master.Actor, email, gatehouse.PartnerOperator)
	done, err := m.e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", m.e.Newcomer(m.e.OutboxToken(t, email), "Newcomer"))
	if err != nil {
		t.Fatalf("join: %v", err)
	}
	member := gatehousetest.Member{Token: done.Token, Account: done.Account}
	member.Actor = m.e.Again(t, member)
	return member
}

// numbers are the cases of SECURITY that a pair stands for, in either order.
var numbers = map[[2]string]string{
	{"accept", "revoke"}:         "T007 ",
	{"lock", "sign-in"}:          "T094 ",
	{"lock", "role change"}:      "T101 ",
	{"lock", "use of a session"}: "T092 ",
}

func nameOf(one, two string) string {
	number := numbers[[2]string{one, two}] + numbers[[2]string{two, one}]
	return number + one + " meets " + two
}

// TestI01I02I03I05I12Interleavings lets every two of nine operations about one
// person meet, in both orders, at every point of the first one's transaction. What
// both answer and what is stored is exactly what the rules say of one order: the
// second one's first where the first had not begun, else the first one's first.
func TestI01I02I03I05I12Interleavings(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		m := newMeeting(t, e)
		n := 0
		names := (&person{c: m.c}).operations(m.master)
		for i, one := range names {
			for j, two := range names {
				if one.name == "sign-in" && two.name == "sign-in" {
					continue // they take turns, see T042
				}
				t.Run(nameOf(one.name, two.name), func(t *testing.T) {
					for _, at := range store.Points() {
						n++
						p := newPerson(t, m, one.name, two.name, n)
						p.check(t, at, p.operations(m.master)[i], p.operations(m.second)[j])
					}
				})
			}
		}
		m.checkInvariants(t)
	})
}

// check lets two operations meet and compares with the model.
func (p *person) check(t *testing.T, at store.Point, first, second operation) {
	t.Helper()
	one, two, overtaken := p.c.meet(t, at, first, second)
	p.after = p.before
	var wantOne, wantTwo string
	if overtaken {
		wantTwo = second.rule(&p.after)
		wantOne = first.rule(&p.after)
	} else {
		wantOne = first.rule(&p.after)
		wantTwo = second.rule(&p.after)
	}
	if one != wantOne || two != wantTwo {
		t.Errorf("%s: %s answered %q and %s %q, want %q and %q", at, first.name, one, second.name, two, wantOne, wantTwo)
	}
	p.checkStored(t, at)
	p.checkSessions(t, at)
}

// checkStored compares the person's row.
func (p *person) checkStored(t *testing.T, at store.Point) {
	t.Helper()
	admin, err := p.e.Store.Admin(t.Context(), p.master.Actor.Partner, p.id)
	if p.after.status == "" {
		wantCode(t, "the deleted person", err, gatehouse.CodeNotFound)
		accounts := p.e.Strings(t, `SELECT id FROM account WHERE email = $1`, p.email)
		if (len(accounts) == 1) != p.after.elsewhere {
			t.Errorf("%s: %d accounts are left", at, len(accounts))
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if admin.Status != p.after.status || admin.Person.Role != p.after.role || admin.Person.Lock.On() != p.after.locked {
		t.Errorf("%s: the person is %s, %s, locked %v, want %+v", at, admin.Status, admin.Person.Role, admin.Person.Lock.On(), p.after)
	}
	if (admin.Person.Account != "") != p.after.member() {
		t.Errorf("%s: %s with the account %q", at, admin.Status, admin.Person.Account)
	}
}

// checkSessions asks with each session whether it enters the partner.
func (p *person) checkSessions(t *testing.T, at store.Point) {
	t.Helper()
	enters := func(token string) bool {
		_, err := p.e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), token, gatehouse.Spot{Partner: p.master.Actor.Partner})
		return err == nil
	}
	if want := p.after.open() && p.after.old != "" && !p.after.closed; enters(p.session.Token) != want {
		t.Errorf("%s: the session from before enters the partner: %v, want %v", at, !want, want)
	}
	if !p.after.begun {
		return
	}
	if want := p.after.open() && !p.after.freshClosed; p.fresh.Load() != nil && enters(p.fresh.Load().(string)) != want {
		t.Errorf("%s: the session just begun enters the partner: %v, want %v", at, !want, want)
	}
}

// checkInvariants looks at the whole database.
func (m *meeting) checkInvariants(t *testing.T) {
	t.Helper()
	for what, text := range map[string]string{
		"I01: partners without a Master": `
			SELECT r.name FROM partner r WHERE r.activated_at > 0 AND NOT EXISTS (
				SELECT 1 FROM person p WHERE p.partner_id = r.id AND p.role = 4 AND p.locked_at = 0 AND p.account_id IS NOT NULL)`,
		"I03: people who accepted twice": `
			SELECT target FROM audit_event WHERE action = 'invitation.accept' AND outcome = 'done' GROUP BY target HAVING count(*) > 1`,
		"I05: locked people who cannot be locked": `SELECT email FROM person WHERE locked_at > 0 AND role >= 3`,
		"I12: revoked invitations with a membership": `
			SELECT p.email FROM person p JOIN invitation i ON i.partner_id = p.partner_id AND i.person_id = p.id
			WHERE i.accepted_at = 0 AND (p.role > 0 OR p.account_id IS NOT NULL)`,
		"I03: links of invitations that have none": `SELECT id FROM invitation WHERE token_hash IS NOT NULL AND (accepted_at > 0 OR revoked_at > 0)`,
		"I13: sessions of nobody":                  `SELECT id FROM session WHERE account_id NOT IN (SELECT id FROM account)`,
	} {
		if rows := m.e.Strings(t, text); len(rows) > 0 {
			t.Errorf("%s: %v", what, rows)
		}
	}
}
