package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

const otherPassword = "nine lanterns along the quay"

// credential is a way in that somebody holds.
type credential func(*app.App) error

// credentialsOf are all the ways in of a member who has signed in twice and has
// asked for a new password.
func credentialsOf(t *testing.T, e *gatehousetest.Env, m gatehousetest.Member) map[string]credential {
	t.Helper()
	email := string(m.Account.Email)
	second := e.SignIn(t, email)
	if err := e.Resets.Request(t.Context(), gatehousetest.Stranger(), email); err != nil {
		t.Fatal(err)
	}
	reset := e.OutboxToken(t, email)
	german := gatehouse.German
	return map[string]credential{
		"a session": func(a *app.App) error {
			_, err := a.Sessions.Actor(t.Context(), gatehousetest.Stranger(), m.Token)
			return err
		},
		"a session at the partner named": func(a *app.App) error {
			_, err := a.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), second.Token, gatehouse.Spot{Partner: m.Actor.Partner})
			return err
		},
		"a request that was let in before": func(a *app.App) error {
			_, err := a.Accounts.Update(t.Context(), second.Actor, "", app.AccountPatch{Language: &german})
			return err
		},
		"a link to a new password": func(a *app.App) error { return a.Resets.Check(t.Context(), reset) },
		"a new password by that link": func(a *app.App) error {
			return a.Resets.Complete(t.Context(), gatehousetest.Stranger(), reset, otherPassword)
		},
		"the password": func(a *app.App) error {
			_, err := a.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, gatehousetest.Password)
			return err
		},
	}
}

// TestT092NothingIsAcceptedAfterTheLock: once the call has returned no credential of
// the person opens anything, on any replica.
func TestT092NothingIsAcceptedAfterTheLock(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		apps := []*app.App{e.App}
		if e.Engine == gatehousetest.Postgres {
			_, replica := e.Replica(t)
			apps = append(apps, replica)
		}
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerOperator)
		ways := credentialsOf(t, e, olga)
		wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), master.Actor, "", ids(olga.Actor.Person))), "")
		for n := range gatehousetest.Repeat(1000) {
			for name, try := range ways {
				if err := try(apps[n%len(apps)]); err == nil {
					t.Fatalf("%s is accepted after the lock", name)
				}
			}
		}
	})
}

// TestT094SignInMeetsLock: whichever was first, no session of the person is usable
// once the lock has returned. The meeting at every point is in the interleavings;
// here both run freely, often.
func TestT094SignInMeetsLock(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerOperator)
		lane := newLane(t, e)
		for n := range gatehousetest.Repeat(2000) {
			var token string
			got := lane.collide(t, master.Actor.Partner,
				func(a *app.App) error {
					done, err := a.Sessions.SignIn(context.Background(), gatehousetest.Stranger(), string(olga.Account.Email), gatehousetest.Password)
					token = done.Token
					return err
				},
				func(a *app.App) error {
					return rowError(a.Admins.Lock(context.Background(), master.Actor, "", ids(olga.Actor.Person)))
				})
			wantCode(t, "lock", got[1], "")
			if token != "" {
				_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), token)
				wantCode(t, fmt.Sprintf("round %d: the session that was just begun", n), err, gatehouse.CodeNotSignedIn)
			}
			wantCode(t, "unlock", rowError(e.Admins.Unlock(t.Context(), master.Actor, "", ids(olga.Actor.Person))), "")
			e.Exec(t, `DELETE FROM throttle`)
		}
	})
}

// TestT095NewTokenMeetsRevocation: a session that gets another token while it is
// being ended does not come out of it alive.
func TestT095NewTokenMeetsRevocation(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		m := newMeeting(t, e)
		n := 0
		for name, end := range map[string]func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error){
			"end sessions": m.c.Admins.EndSessions, "lock": m.c.Admins.Lock,
		} {
			for _, at := range store.Points() {
				for _, swapped := range []bool{false, true} {
					n++
					olga := m.join(t, m.master, fmt.Sprintf("olga%d@meridian.example", n))
					fresh := make(chan string, 1)
					// Two transactions before count the password and take that back.
					rotate := operation{skip: 2, run: func(ctx context.Context) string {
						token, err := m.c.Accounts.ChangePassword(ctx, olga.Actor, gatehousetest.Password, otherPassword)
						fresh <- token
						return outcome(err)
					}}
					revoke := operation{run: func(ctx context.Context) string {
						return rowOutcome(end(ctx, m.master.Actor, "", ids(olga.Actor.Person)))
					}}
					if swapped {
						m.c.meet(t, at, revoke, rotate)
					} else {
						m.c.meet(t, at, rotate, revoke)
					}
					for _, token := range []string{olga.Token, <-fresh} {
						_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), token)
						wantCode(t, fmt.Sprintf("%s, %s, swapped %v: a session after it was ended", name, at, swapped), err, gatehouse.CodeNotSignedIn)
					}
				}
			}
		}
	})
}

// TestT099Unlock: what was ended stays ended, signing in works again, and nothing
// of the person has changed.
func TestT099Unlock(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerOperator)
		id := olga.Actor.Person
		before := find(t, e, master.Actor, id)
		wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), master.Actor, "", app.Bulk{IDs: ids(id).IDs, Reason: "On leave"})), "")
		locked := find(t, e, master.Actor, id)
		if lock := locked.Person.Lock; lock.Reason != "On leave" || lock.By != master.Actor.Person || !lock.On() {
			t.Errorf("the lock is %+v", lock)
		}
		if events := trail(t, e, master.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionAdminLock}); len(events) != 1 || events[0].Context.Reason != "On leave" {
			t.Errorf("on record are %+v", events)
		}
		wantCode(t, "unlock", rowError(e.Admins.Unlock(t.Context(), master.Actor, "", ids(id))), "")
		_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), olga.Token)
		wantCode(t, "the session from before", err, gatehouse.CodeNotSignedIn)
		after := find(t, e, master.Actor, id)
		if diff := cmp.Diff(before, after, cmpopts.IgnoreFields(gatehouse.Person{}, "SessionsEndedAt", "Version"), cmpopts.IgnoreFields(gatehouse.Admin{}, "Mail")); diff != "" {
			t.Errorf("locked and unlocked, the person differs (-before +after):\n%s", diff)
		}
		if again := e.SignIn(t, "olga@meridian.example"); again.Actor.Role != gatehouse.PartnerOperator {
			t.Errorf("signed in again as %s", again.Actor.Role)
		}
	})
}

// TestT102EndSessionsOfAnybody: a compromised Admin cannot be locked, but everything
// they have open ends at once.
func TestT102EndSessionsOfAnybody(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for _, role := range gatehouse.PartnerRoles() {
			email := role.String() + "@meridian.example"
			one := e.Join(t, master.Actor, email, role)
			two := e.SignIn(t, email)
			results, err := e.Admins.EndSessions(t.Context(), master.Actor, "", ids(one.Actor.Person))
			wantRows(t, "end the sessions of a "+role.String(), results, err, changed)
			for _, m := range []gatehousetest.Member{one, two} {
				_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), m.Token)
				wantCode(t, "an ended session", err, gatehouse.CodeNotSignedIn)
				_, err = e.Admins.Invite(t.Context(), m.Actor, "", invitee("x@example.com", gatehouse.PartnerObserver), false)
				wantCode(t, "a request that was let in before", err, gatehouse.CodeNotSignedIn)
			}
			e.SignIn(t, email)
		}
	})
}

// TestT104SessionFixation: every rise has an id of its own. A change of the role is
// none: SPEC section 6 wants it to hold on the next request of the same session, and
// the session carries no role that somebody could keep.
func TestT104SessionFixation(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), "chosen-by-somebody-else")
		wantCode(t, "a token that nobody gave out", err, gatehouse.CodeNotSignedIn)
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
		again := e.SignIn(t, "olga@meridian.example")
		if again.Token == olga.Token {
			t.Error("two sign-ins have one token")
		}
		fresh, err := e.Accounts.ChangePassword(t.Context(), again.Actor, gatehousetest.Password, otherPassword)
		wantCode(t, "change the password", err, "")
		for _, token := range []string{olga.Token, again.Token} {
			_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), token)
			wantCode(t, "a token from before", err, gatehouse.CodeNotSignedIn)
		}
		results, err := e.Admins.ChangeRole(t.Context(), master.Actor, "", ids(olga.Actor.Person), gatehouse.PartnerAdmin)
		wantRows(t, "promote", results, err, changed)
		actor, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), fresh)
		if err != nil || actor.Role != gatehouse.PartnerAdmin {
			t.Errorf("the same session is %s, %v", actor.Role, err)
		}
	})
}

// TestT106StolenDatabase: what is stored opens nothing.
func TestT106StolenDatabase(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		e.Invite(t, master.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
		wantCode(t, "ask for a new password", e.Resets.Request(t.Context(), gatehousetest.Stranger(), "mara@meridian.example"), "")
		for what, token := range map[string]string{
			"the token of a session": master.Token,
			"an invitation's link":   e.OutboxToken(t, "olga@meridian.example"),
			"a reset link":           e.OutboxToken(t, "mara@meridian.example"),
			"a password":             gatehousetest.Password,
		} {
			wantNowhere(t, e, what, token)
		}
		for _, row := range e.Strings(t, `
			SELECT id FROM session UNION SELECT token_hash FROM invitation WHERE token_hash IS NOT NULL UNION SELECT token_hash FROM password_reset
			UNION SELECT password_hash FROM account`) {
			_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), row[0])
			wantCode(t, "a stored value as session", err, gatehouse.CodeNotSignedIn)
			_, err = e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), row[0])
			wantCode(t, "a stored value as invitation", err, gatehouse.CodeLinkDead)
			wantCode(t, "a stored value as reset link", e.Resets.Check(t.Context(), row[0]), gatehouse.CodeLinkDead)
		}
	})
}

// TestT107IdleAndAbsolute: an hour without use ends a session, twelve hours end it
// however busy it is.
func TestT107IdleAndAbsolute(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		idle := e.SignIn(t, string(master.Account.Email))
		for elapsed := 59 * time.Minute; elapsed < gatehouse.SessionLifetime; elapsed += 59 * time.Minute {
			e.Clock.Advance(59 * time.Minute)
			e.Again(t, master)
		}
		_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), idle.Token)
		wantCode(t, "a session that nobody used", err, gatehouse.CodeNotSignedIn)
		e.Clock.Advance(12 * time.Minute) // it was used eleven minutes ago
		_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), master.Token)
		wantCode(t, "a session of twelve hours", err, gatehouse.CodeNotSignedIn)
		_, err = e.Admins.Invite(t.Context(), master.Actor, "", invitee("x@example.com", gatehouse.PartnerObserver), false)
		wantCode(t, "a request that was let in before", err, gatehouse.CodeNotSignedIn)
	})
}

// TestT109OwnSessions: everybody sees and ends their own.
func TestT109OwnSessions(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
		second := e.SignIn(t, "olga@meridian.example")
		own, err := e.Accounts.Sessions(t.Context(), olga.Actor)
		if err != nil || len(own) != 2 || own[0].Current || !own[1].Current || own[0].Address != "192.0.2.1" || own[0].UserAgent != "test" {
			t.Fatalf("the sessions are %+v, %v", own, err)
		}
		for _, s := range own {
			wantCode(t, "end somebody else's", e.Accounts.EndSession(t.Context(), master.Actor, s.ID.Public()), gatehouse.CodeNotFound)
			wantCode(t, "end by the stored id", e.Accounts.EndSession(t.Context(), olga.Actor, string(s.ID)), gatehouse.CodeNotFound)
		}
		wantCode(t, "end the other one", e.Accounts.EndSession(t.Context(), olga.Actor, own[0].ID.Public()), "")
		_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), second.Token)
		wantCode(t, "the ended session", err, gatehouse.CodeNotSignedIn)
		e.Again(t, olga)
	})
}

// TestT111ExportIsCut: an export that began before the lock does not go on after it.
func TestT111ExportIsCut(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
		for n := range 20 {
			e.Invite(t, master.Actor, fmt.Sprintf("person%d@meridian.example", n), gatehouse.PartnerObserver)
		}
		rows := 0
		var cut time.Duration
		start := time.Now()
		err := e.Admins.Export(t.Context(), olga.Actor, gatehouse.AdminFilter{}, func(gatehouse.Admin) error {
			if rows++; rows == 1 {
				wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), master.Actor, "", ids(olga.Actor.Person))), "")
			}
			<-time.After(250 * time.Millisecond) // a slow reader
			cut = time.Since(start)
			return nil
		})
		wantCode(t, "the export", err, gatehouse.CodeNotSignedIn)
		if rows < 2 || rows > 20 || cut > 5*time.Second {
			t.Errorf("it was cut after %d rows and %v", rows, cut)
		}
	})
}

// TestT114PurgeOfSessions: dead sessions go in small transactions, between which
// others write; living ones stay.
func TestT114PurgeOfSessions(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		total := gatehousetest.Repeat(100000)
		e.Exec(t, `
			INSERT INTO session (id, account_id, partner_id, created_at, last_used_at, expires_at, user_agent, address)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
			SELECT 'dead' || i, $2, '', 1, 1, i, '', '' FROM n`, total, string(master.Account.ID))
		c := newCrossing(t, e)
		transactions := 0
		count := &stop{skip: total, at: store.AfterCommit}
		wantCode(t, "purge", c.Deliveries.Purge(context.WithValue(t.Context(), stopKey{}, count)), "")
		transactions = total - count.skip
		if transactions < total/500 {
			t.Errorf("%d sessions went in %d transactions", total, transactions)
		}
		if left := e.Strings(t, `SELECT id FROM session`); len(left) != 1 {
			t.Errorf("%d sessions are left", len(left))
		}
		e.Again(t, master)
	})
}

// TestT292ExportsTakeTurns: however slowly exports are read, everybody else is
// answered; who comes when all turns are taken is told to come back.
func TestT292ExportsTakeTurns(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		const turns = 4
		master := e.SetUp(t)
		export := func(each func(gatehouse.Admin) error) error {
			return e.Admins.Export(t.Context(), master.Actor, gatehouse.AdminFilter{}, each)
		}
		begun, read, done := make(chan struct{}), make(chan struct{}), make(chan error)
		for range turns {
			go func() {
				done <- export(func(gatehouse.Admin) error {
					begun <- struct{}{}
					<-read
					return nil
				})
			}()
			<-begun
		}
		wantCode(t, "one export more", export(func(gatehouse.Admin) error { return nil }), gatehouse.CodeOverloaded)
		_, err := e.Admins.List(t.Context(), master.Actor, gatehouse.AdminFilter{}, app.Page{})
		wantCode(t, "a list meanwhile", err, "")
		wantCode(t, "a lock meanwhile", firstError(e.Admins.Invite(t.Context(), master.Actor, "", gatehousetest.Addresses(1), false)), "")
		close(read)
		for range turns {
			wantCode(t, "an export", <-done, "")
		}
		wantCode(t, "the next export", export(func(gatehouse.Admin) error { return nil }), "")
	})
}
