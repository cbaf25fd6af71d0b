package app_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// from is a stranger at a network address.
func from(address string) gatehouse.Actor {
	stranger := gatehousetest.Stranger()
	stranger.Origin.Address = address
	return stranger
}

// answers counts the codes of calls that are made at the same time, by at most
// width goroutines.
func answers(n, width int, call func(i int) error) map[gatehouse.Code]int {
	var group sync.WaitGroup
	var next atomic.Int64
	codes := make([]gatehouse.Code, n)
	for range min(width, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				codes[i] = gatehouse.CodeOf(call(i))
			}
		})
	}
	group.Wait()
	counted := map[gatehouse.Code]int{}
	for _, code := range codes {
		counted[code]++
	}
	return counted
}

// TestT042GuessesAtTheSameMoment: of many wrong passwords for one account, from
// many network addresses and on two replicas, no more than the documented number
// reaches the hash; the owner gets in when the window is over.
func TestT042GuessesAtTheSameMoment(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		apps := []*app.App{e.App, e.App}
		if e.Engine == gatehousetest.Postgres {
			_, apps[1] = e.Replica(t)
		}
		email := string(master.Account.Email)
		n := gatehousetest.Repeat(10000)
		got := answers(n, 200, func(i int) error {
			address := fmt.Sprintf("198.51.%d.%d", i%2000/250, i%250)
			_, err := apps[i%2].Sessions.SignIn(context.Background(), from(address), email, "not the password at all")
			return err
		})
		if got[gatehouse.CodeWrongCredentials] != gatehouse.AccountFailures {
			t.Errorf("%d tries reached the hash, want %d: %v", got[gatehouse.CodeWrongCredentials], gatehouse.AccountFailures, got)
		}
		if others := got[gatehouse.CodeTooManyRequests] + got[gatehouse.CodeOverloaded]; others != n-gatehouse.AccountFailures || got[gatehouse.CodeTooManyRequests] == 0 {
			t.Errorf("the others were answered %v", got)
		}
		_, err := e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, gatehousetest.Password)
		wantCode(t, "the right password within the window", err, gatehouse.CodeTooManyRequests)
		if wait := problem(t, err).RetryAfter; wait <= 0 || wait > gatehouse.SignInWindow {
			t.Errorf("Retry-After is %v", wait)
		}
		e.Again(t, master) // who was signed in before stays so
		e.Clock.Advance(gatehouse.SignInWindow + time.Second)
		e.SignIn(t, email)
	})
}

// TestT042OneNetworkAddress: guesses at many accounts count for the network address
// that they come from, those that succeed do not.
func TestT042OneNetworkAddress(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		office := from("203.0.113.9")
		for range gatehouse.AddressFailures / 10 {
			_, err := e.Sessions.SignIn(t.Context(), office, string(master.Account.Email), gatehousetest.Password)
			wantCode(t, "the right password", err, "")
		}
		got := answers(gatehouse.AddressFailures+20, 20, func(i int) error {
			_, err := e.Sessions.SignIn(context.Background(), office, fmt.Sprintf("guess%d@meridian.example", i), "not the password at all")
			return err
		})
		if got[gatehouse.CodeWrongCredentials] != gatehouse.AddressFailures || got[gatehouse.CodeTooManyRequests] != 20 {
			t.Errorf("answered %v", got)
		}
		e.SignIn(t, string(master.Account.Email)) // from elsewhere
	})
}

// TestT042ManyDevicesOfOnePerson: signing in on many devices at once is not
// guessing.
func TestT042ManyDevicesOfOnePerson(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		got := answers(3*gatehouse.AccountFailures, 3*gatehouse.AccountFailures, func(int) error {
			_, err := e.Sessions.SignIn(context.Background(), gatehousetest.Stranger(), string(master.Account.Email), gatehousetest.Password)
			return err
		})
		if got[gatehouse.CodeTooManyRequests] > 0 || got[""] == 0 || got[""]+got[gatehouse.CodeOverloaded] != 3*gatehouse.AccountFailures {
			t.Errorf("answered %v", got)
		}
	})
}

// TestT110SessionsOfOnePerson: an account has at most so many sessions. One more
// ends the oldest, which is recorded.
func TestT110SessionsOfOnePerson(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		n := max(gatehouse.SessionsPerAccount+10, gatehousetest.Repeat(1000))
		got := answers(n, 4, func(int) error {
			_, err := e.Sessions.SignIn(context.Background(), gatehousetest.Stranger(), string(master.Account.Email), gatehousetest.Password)
			return err
		})
		if got[""] < gatehouse.SessionsPerAccount || got[gatehouse.CodeTooManyRequests] > 0 {
			t.Fatalf("answered %v", got)
		}
		if rows := e.Strings(t, `SELECT id FROM session`); len(rows) != gatehouse.SessionsPerAccount {
			t.Errorf("there are %d sessions, want %d", len(rows), gatehouse.SessionsPerAccount)
		}
		_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), master.Token)
		wantCode(t, "the oldest session", err, gatehouse.CodeNotSignedIn)
		ended := trail(t, e, master.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionEndSession})
		if want := got[""] + 1 - gatehouse.SessionsPerAccount; len(ended) != want || string(ended[0].After) != `{"ended":1,"limit":100}` {
			t.Errorf("%d sessions were ended on record, want %d: %+v", len(ended), want, ended)
		}
		e.SignIn(t, string(master.Account.Email))
	})
}

// TestT054OneAccountTwoPartners: the person signs in once and then says where; what
// they are at one partner opens nothing at the other.
func TestT054OneAccountTwoPartners(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		email := string(w.a.Account.Email)
		e.Invite(t, w.b.Actor, email, gatehouse.PartnerObserver)
		_, err := e.Invitations.Accept(t.Context(), w.a.Actor, "", app.AcceptInput{Token: e.LinkToken(t, email)})
		wantCode(t, "accept at the second partner", err, "")

		both := e.SignIn(t, email)
		if both.Actor.Placed() {
			t.Fatalf("the session stands at %s before anybody has chosen", both.Actor.Partner)
		}
		_, err = e.Admins.List(t.Context(), both.Actor, gatehouse.AdminFilter{}, app.Page{})
		if err == nil {
			t.Error("somebody who stands nowhere reads a list")
		}
		for partner, role := range map[gatehouse.PartnerID]gatehouse.PartnerRole{
			w.a.Actor.Partner: gatehouse.PartnerMaster, w.b.Actor.Partner: gatehouse.PartnerObserver,
		} {
			wantCode(t, "choose", e.Sessions.Choose(t.Context(), both.Actor, gatehouse.Spot{Partner: partner}), "")
			if actor := e.Again(t, both); actor.Partner != partner || actor.Role != role {
				t.Errorf("stands at %s as %s, want %s", actor.Partner, actor.Role, role)
			}
		}
	})
}
