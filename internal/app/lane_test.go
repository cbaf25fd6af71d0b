package app_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// lane makes use cases meet at the one point that matters: each has read and
// checked everything before its transaction and waits for the lock that the test
// holds. On PostgreSQL they run on two replicas and get the lock in the order of
// their coming; on SQLite they share a replica, whose one writer they wait for.
type lane struct {
	holder *store.DB
	apps   []*app.App
	next   int
	// waiting counts who waits for the lock, or has ever had to.
	waiting func() int
}

func newLane(t *testing.T, e *gatehousetest.Env) *lane {
	t.Helper()
	if e.Engine == gatehousetest.SQLite {
		db, a := e.Replica(t)
		return &lane{holder: db, apps: []*app.App{a}, waiting: func() int { return int(db.SQLite().Stats().WaitCount) }}
	}
	_, first := e.Replica(t)
	_, second := e.Replica(t)
	beside := e.SQL(t)
	return &lane{holder: e.Store, apps: []*app.App{first, second}, waiting: func() int {
		var n int
		err := beside.QueryRowContext(context.Background(),
			`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n)
		if err != nil {
			t.Errorf("look at who waits: %v", err)
		}
		return n
	}}
}

// hold takes the partner's lock until release is called, which returns when it is
// free.
func (l *lane) hold(t *testing.T, partner gatehouse.PartnerID) (release func()) {
	t.Helper()
	held, let, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- l.holder.Update(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.LockPartner(context.Background(), partner); err != nil {
				return err
			}
			close(held)
			<-let
			return nil
		})
	}()
	select {
	case <-held:
	case err := <-done:
		t.Fatalf("hold the partner's lock: %v", err)
	}
	return func() {
		close(let)
		if err := <-done; err != nil {
			t.Fatalf("release the partner's lock: %v", err)
		}
	}
}

// start begins a use case and returns when it waits for the lock, or is over.
func (l *lane) start(t *testing.T, use func(*app.App) error) <-chan error {
	t.Helper()
	before := l.waiting()
	result, over := make(chan error, 1), make(chan struct{})
	a := l.apps[l.next%len(l.apps)]
	l.next++
	go func() {
		defer close(over)
		result <- use(a)
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	end := time.NewTimer(patience)
	defer end.Stop()
	for l.waiting() <= before {
		select {
		case <-over:
			return result
		case <-tick.C:
		case <-end.C:
			t.Fatal("the use case neither ended nor came to wait for the lock")
		}
	}
	return result
}

// meet lets use cases meet at the partner's lock, in this order, and returns what
// became of each.
func (l *lane) meet(t *testing.T, partner gatehouse.PartnerID, uses ...func(*app.App) error) []error {
	t.Helper()
	release := l.hold(t, partner)
	results := make([]<-chan error, len(uses))
	for i, use := range uses {
		results[i] = l.start(t, use)
	}
	release()
	errs := make([]error, len(uses))
	for i := range results {
		select {
		case errs[i] = <-results[i]:
		case <-time.After(patience):
			t.Fatal("a use case does not end")
		}
	}
	return errs
}

// collide starts use cases at the same moment and returns what became of each.
func (l *lane) collide(t *testing.T, _ gatehouse.PartnerID, uses ...func(*app.App) error) []error {
	t.Helper()
	errs := make([]error, len(uses))
	var group sync.WaitGroup
	begin := make(chan struct{})
	for i, use := range uses {
		group.Go(func() {
			<-begin
			errs[i] = use(l.apps[i%len(l.apps)])
		})
	}
	close(begin)
	group.Wait()
	return errs
}

// turnTo turns the clock to a time.
func turnTo(t *testing.T, e *gatehousetest.Env, at time.Time) {
	t.Helper()
	now, err := e.Store.Now(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	e.Clock.Advance(at.Sub(now))
}
