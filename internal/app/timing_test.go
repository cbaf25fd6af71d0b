package app_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// rounds are the times of all kinds of tries, a row for each time that all of them
// were made one after the other.
type rounds [][]time.Duration

// medians returns for each kind the median of its times as parts of their round's
// own median: what else the machine does makes whole rounds slower, and is taken
// out like this.
func (r rounds) medians() []float64 {
	list := make([]float64, len(r[0]))
	for kind := range list {
		parts := make([]float64, len(r))
		for i, round := range r {
			sorted := slices.Sorted(slices.Values(round))
			parts[i] = float64(round[kind]) / float64(sorted[len(sorted)/2])
		}
		slices.Sort(parts)
		list[kind] = parts[len(parts)/2]
	}
	return list
}

// spread is how far apart the fastest and the slowest kind are.
func (r rounds) spread() float64 {
	medians := r.medians()
	return slices.Max(medians)/slices.Min(medians) - 1
}

// compare tries every kind in turn and goes on until the medians are within the
// limit, or it has tried often enough to say that they are not.
func compare(t *testing.T, limit float64, least, most int, before func(), kinds map[string]func() error) {
	t.Helper()
	var taken rounds
	names := slices.Sorted(maps.Keys(kinds))
	for n := 1; n <= most; n++ {
		before()
		round := make([]time.Duration, len(names))
		for i := range names {
			kind := (i + n) % len(names) // nobody is always first
			start := time.Now()
			err := kinds[names[kind]]()
			round[kind] = time.Since(start)
			if err != nil {
				t.Fatalf("%s: %v", names[kind], err)
			}
		}
		taken = append(taken, round)
		if n >= least && n%5 == 0 && taken.spread() < limit {
			t.Logf("after %d tries each the medians are within %.1f %%", n, 100*taken.spread())
			return
		}
	}
	for kind, median := range taken.medians() {
		t.Errorf("%s takes %.3f of the usual time", names[kind], median)
	}
	t.Errorf("after %d tries each the medians are %.1f %% apart, more than %.0f %%", most, 100*taken.spread(), 100*limit)
}

// nobodies are addresses that cannot sign in, each for a reason of its own.
func nobodies(t *testing.T, e *gatehousetest.Env) []string {
	t.Helper()
	master := e.SetUp(t)
	locked := e.Join(t, master.Actor, "locked@meridian.example", gatehouse.PartnerObserver)
	wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), master.Actor, "", ids(locked.Actor.Person))), "")
	erased := e.Join(t, master.Actor, "erased@meridian.example", gatehouse.PartnerObserver)
	wantCode(t, "delete", rowError(e.Admins.Delete(t.Context(), master.Actor, "", ids(erased.Actor.Person))), "")
	e.Invite(t, master.Actor, "pending@meridian.example", gatehouse.PartnerObserver)
	_, _, err := e.Partners.Create(t.Context(), gatehousetest.Operator(), "Not Active Yet", "inactive@meridian.example")
	wantCode(t, "create a partner", err, "")
	e.Deliver(t)
	return []string{"unknown@meridian.example", "locked@meridian.example", "erased@meridian.example", "pending@meridian.example", "inactive@meridian.example"}
}

// TestT036SignInTellsNothing: an unknown address, a wrong password, somebody locked
// or erased with the right password, somebody who has not accepted yet, at an active
// partner and at one that is not: the same answer, after the same time, at the real
// cost of a hash. It runs alone, because it looks at the clock.
func TestT036SignInTellsNothing(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		e := gatehousetest.Idle(t, engine)
		slow := app.New(app.Config{
			BaseURL: e.BaseURL, Store: e.Store, Hasher: auth.NewHasher(auth.DefaultParams, 1, 0), Sealer: e.Sealer, Log: gatehousetest.Quiet(),
		})
		kinds := map[string]func() error{}
		signIn := func(email, password string) func() error {
			return func() error {
				_, err := slow.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, password)
				if gatehouse.CodeOf(err) != gatehouse.CodeWrongCredentials {
					return fmt.Errorf("answered %w", err)
				}
				return nil
			}
		}
		for _, email := range nobodies(t, e) {
			kinds[email] = signIn(email, gatehousetest.Password)
		}
		// Hashes are made anew where their cost has changed, so everybody has one of
		// the cost that is being measured.
		hash, err := auth.NewHasher(auth.DefaultParams, 1, 0).Hash(t.Context(), gatehousetest.Password)
		if err != nil {
			t.Fatal(err)
		}
		e.Exec(t, `UPDATE account SET password_hash = $1`, hash)
		kinds["wrong password"] = signIn("mara@meridian.example", "not the password at all")
		compare(t, 0.05, gatehousetest.Repeat(100), max(200, gatehousetest.Repeat(1000)), func() { e.Exec(t, `DELETE FROM throttle`) }, kinds)
	})
}

// TestT037ResetTellsNothing: asking for a new password takes as long for everybody,
// whether a mail will be sent or not.
func TestT037ResetTellsNothing(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		e := gatehousetest.Idle(t, engine)
		kinds := map[string]func() error{}
		for _, email := range append(nobodies(t, e), "mara@meridian.example") {
			kinds[email] = func() error { return e.Resets.Request(t.Context(), gatehousetest.Stranger(), email) }
		}
		compare(t, 0.1, 50, 1000, func() { e.Exec(t, `DELETE FROM throttle`) }, kinds)

		// Only one of them gets a mail, and nothing stays of the others.
		sent := len(e.SMTP.Received())
		e.Deliver(t)
		for _, mail := range e.SMTP.Received()[sent:] {
			if mail.To != "mara@meridian.example" {
				t.Errorf("a mail went to %s", mail.To)
			}
		}
		if len(e.SMTP.Received()) == sent {
			t.Error("no mail went out")
		}
		if rows := e.Strings(t, `SELECT email FROM outbox WHERE kind = 'password_reset' AND email <> 'mara@meridian.example'`); len(rows) > 0 {
			t.Errorf("the outbox keeps %v", rows)
		}
	})
}
