package app_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// crowded is a technician who may enter one of two sites, and a key that asks.
type crowded struct {
	*gatehousetest.Env
	by       gatehouse.Actor
	person   gatehouse.PersonID
	key      gatehousetest.Key
	yes, no  app.Question
	stranger app.Question
}

func newCrowded(t *testing.T) crowded {
	t.Helper()
	gatehousetest.NeedPostgres(t)
	e := gatehousetest.Idle(t, gatehousetest.Postgres)
	by := e.SetUp(t).Actor
	tess := e.Technician(t, by, "tess@example.com")
	open := openSite(t, e, by, "Harbour")
	e.Assign(t, by, tess.Actor.Person, open, gatehouse.FullIncludingUsers)
	asks := func(subject string, site gatehouse.SiteID) app.Question {
		return app.Question{Subject: subject, Site: site, Action: gatehouse.SiteEnter}
	}
	return crowded{
		Env: e, by: by, person: tess.Actor.Person, key: e.NewKey(t, by, gatehouse.KeyDecisions),
		yes: asks("tess@example.com", open), no: asks(string(tess.Account.ID), openSite(t, e, by, "Mill")),
		stranger: asks("nobody@example.com", open),
	}
}

func (c crowded) ask(ctx context.Context, token string, q app.Question) (bool, error) {
	_, v, err := c.Decisions.Evaluate(ctx, gatehousetest.Stranger(), token, q)
	return v.Access, err
}

// TestGatheredDecisions: questions of one key that come while its statements are held up
// are read together, and each has the answer of its own. Whoever leaves meanwhile holds up
// nobody.
func TestGatheredDecisions(t *testing.T) {
	t.Parallel()
	c := newCrowded(t)
	revoked, other := c.NewKey(t, c.by, gatehouse.KeyDecisions), c.NewKey(t, c.by, gatehouse.KeyDecisions)
	wantCode(t, "revoke", c.APIKeys.Revoke(t.Context(), c.by, "", revoked.ID, 0), "")

	// On a machine with much else to do some are told in time that there is no answer:
	// that is none that is wrong, but then it was not seen that all are answered.
	const rounds = 10
	for n := 1; ; n++ {
		late := c.heldUp(t, revoked.Token, other.Token)
		if late == 0 {
			break
		}
		if n == rounds {
			t.Fatalf("in each of %d rounds some had no answer in time, %d in the last", rounds, late)
		}
	}
	if allowed, err := c.ask(t.Context(), other.Token, c.yes); err != nil || !allowed {
		t.Errorf("afterwards it is answered with %v, %v", allowed, err)
	}
}

// heldUp asks while the statements of the keys are held up, and returns how many had no
// answer in time.
func (c crowded) heldUp(t *testing.T, revoked, other string) int64 {
	t.Helper()
	held, err := c.SQL(t).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Rollback() }()
	if _, err := held.ExecContext(t.Context(), `LOCK TABLE api_key_token IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	const crowd = 40
	var asking, leaving sync.WaitGroup
	var late latecomers
	for n := range crowd {
		q := []app.Question{c.yes, c.no, c.stranger, {}}[n%4]
		q.Reasons = n%8 == 0
		asking.Go(func() {
			allowed, err := c.ask(t.Context(), c.key.Token, q)
			if late.note(err) {
				return
			}
			if err != nil || allowed != (n%4 == 0) {
				t.Errorf("question %d is answered with %v, %v", n, allowed, err)
			}
		})
		asking.Go(func() {
			allowed, err := c.ask(t.Context(), revoked, q)
			if late.note(err) {
				return
			}
			if allowed || gatehouse.CodeOf(err) != gatehouse.CodeKeyInvalid {
				t.Errorf("question %d of a revoked key is answered with %v, %v", n, allowed, err)
			}
		})
		leaving.Go(func() {
			ctx, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer leave()
			if allowed, err := c.ask(ctx, other, q); allowed || err == nil {
				t.Errorf("question %d is answered although nothing can be read", n)
			}
		})
	}
	leaving.Wait()
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	asking.Wait()
	return late.Load()
}

// latecomers counts questions that had no answer in time.
type latecomers struct{ atomic.Int64 }

// note reports whether the error is that of such a question, and counts it.
func (l *latecomers) note(err error) bool {
	late := gatehouse.CodeOf(err) == gatehouse.CodeStorage
	if late {
		l.Add(1)
	}
	return late
}

// TestI02GatheredDecisions: a crowd that asks all the time gets no yes to a question that
// was asked after a lock had returned, and no no after an unlock.
func TestI02GatheredDecisions(t *testing.T) {
	t.Parallel()
	c := newCrowded(t)
	ctx, stop := context.WithCancel(t.Context())
	// turn counts locks and unlocks, twice each: it is even while nothing is under way,
	// and two more than a multiple of four while the account is locked.
	var turn, answered atomic.Int64
	var late latecomers // no answer is none that is wrong
	var asking sync.WaitGroup
	defer asking.Wait()
	defer stop()
	const crowd = 24 // several for each statement that a key has
	for range crowd {
		asking.Go(func() {
			for ctx.Err() == nil {
				before := turn.Load()
				allowed, err := c.ask(t.Context(), c.key.Token, c.yes)
				if late.note(err) {
					continue
				}
				if err != nil {
					t.Errorf("a question: %v", err)
					return
				}
				if turn.Load() == before && before%2 == 0 && allowed != (before%4 == 0) {
					t.Errorf("after turn %d the answer is %v", before, allowed)
				}
				answered.Add(1)
			}
		})
	}
	for range gatehousetest.Repeat(100) {
		for _, verb := range []func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error){
			c.Technicians.Lock, c.Technicians.Unlock,
		} {
			turn.Add(1)
			results, err := verb(t.Context(), c.by, "", ids(c.person))
			wantRows(t, "turn", results, err, changed)
			turn.Add(1)
			for since := answered.Load(); answered.Load() < since+2*crowd && ctx.Err() == nil; {
				allowed, err := c.ask(t.Context(), c.key.Token, c.yes)
				if late.note(err) {
					continue
				}
				if err != nil || allowed != (turn.Load()%4 == 0) {
					t.Fatalf("at turn %d it is answered with %v, %v", turn.Load(), allowed, err)
				}
			}
		}
	}
}
