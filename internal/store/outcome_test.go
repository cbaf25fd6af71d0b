package store_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// silence is how long the database may be silent in these tests.
const silence = 700 * time.Millisecond

// lined is a database on a cluster of the test's own, behind a line.
type lined struct {
	*gatehousetest.Line
	cluster *gatehousetest.Cluster
	db      *store.DB
	beside  *store.DB
}

func line(t *testing.T) *lined {
	t.Helper()
	l := &lined{cluster: gatehousetest.StartCluster(t)}
	l.Line = gatehousetest.StartLine(t, l.cluster)
	l.beside = gatehousetest.OpenStore(t, l.cluster.URL, nil)
	l.db = l.openStore(t, l.URL)
	return l
}

func (l *lined) openStore(t *testing.T, url string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: url, Patience: silence})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// create makes a partner of this name in one transaction.
func create(ctx context.Context, db *store.DB, name string) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		return tx.CreatePartner(ctx, &gatehouse.Partner{Name: name})
	})
}

// made reports whether there is a partner of this name, as another replica sees it.
func (l *lined) made(t *testing.T, name string) bool {
	t.Helper()
	partners, err := l.beside.UnscopedPartners(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range partners {
		if p.Name == name {
			n++
		}
	}
	if n > 1 {
		t.Errorf("%s was made %d times", name, n)
	}
	return n == 1
}

func wantUnknown(t *testing.T, err error) {
	t.Helper()
	wantCode(t, "a commit without an answer", err, gatehouse.CodeStorage)
	if !strings.Contains(err.Error(), "unknown whether the transaction was committed") {
		t.Errorf("it does not say that the outcome is unknown: %v", err)
	}
}

// wantPrompt fails when something took longer than the patience and a second.
func wantPrompt(t *testing.T, begun time.Time) {
	t.Helper()
	if took := time.Since(begun); took > silence+time.Second {
		t.Errorf("it took %v", took)
	}
}

// wantBack asserts that the store works again, with the first call.
func (l *lined) wantBack(t *testing.T, name string) {
	t.Helper()
	l.Restore()
	deadline := time.Now().Add(10 * time.Second)
	for create(t.Context(), l.db, name) != nil {
		if time.Now().After(deadline) {
			t.Fatal("the store does not find back to its database")
		}
	}
	if !l.made(t, name) {
		t.Errorf("%s was acknowledged and is not there", name)
	}
}

// TestT276CutInsideCommit: a connection that is lost in COMMIT leaves open whether the
// change was made. It is never said to be made, nor made a second time, and never
// said not to be.
func TestT276CutInsideCommit(t *testing.T) {
	t.Parallel()
	l := line(t)
	t.Run("Err the COMMIT is lost", func(t *testing.T) {
		l.OnCommit(l.Cut)
		wantUnknown(t, create(t.Context(), l.db, "lost"))
		if l.made(t, "lost") {
			t.Error("it was made")
		}
		l.wantBack(t, "after the lost commit")
	})
	t.Run("Err its answer is lost", func(t *testing.T) {
		l.OnCommitAnswer(l.Cut)
		wantUnknown(t, create(t.Context(), l.db, "answer lost"))
		if !l.made(t, "answer lost") {
			t.Error("it was not made")
		}
		l.wantBack(t, "after the lost answer")
	})
	t.Run("Err its answer does not come", func(t *testing.T) {
		l.OnCommitAnswer(l.Die)
		begun := time.Now()
		wantUnknown(t, create(t.Context(), l.db, "no answer"))
		wantPrompt(t, begun)
		l.wantBack(t, "after the silence")
	})
	t.Run("Err the caller leaves, the commit does not", func(t *testing.T) {
		ctx, leave := context.WithCancel(t.Context())
		l.OnCommit(leave)
		if err := create(ctx, l.db, "left"); err != nil || !l.made(t, "left") {
			t.Errorf("the caller left during the commit: %v", err)
		}
	})
}

// TestT276SilentDatabase: whatever waits for a database that does not answer is told
// so in time, and nothing is left behind.
func TestT276SilentDatabase(t *testing.T) {
	t.Parallel()
	l := line(t)
	for name, ask := range map[string]func() error{
		"a read":     func() error { _, err := l.db.UnscopedPartners(t.Context()); return err },
		"a change":   func() error { return create(t.Context(), l.db, "in silence") },
		"is it well": func() error { return l.db.Ready(t.Context()) },
	} {
		t.Run("Err "+name, func(t *testing.T) {
			l.wantBack(t, "before "+name)
			l.Die()
			begun := time.Now()
			wantCode(t, name, ask(), gatehouse.CodeStorage)
			wantPrompt(t, begun)
		})
		t.Run("Err "+name+", cut", func(t *testing.T) {
			l.wantBack(t, "before the cut of "+name)
			l.Cut()
			begun := time.Now()
			wantCode(t, name, ask(), gatehouse.CodeStorage)
			wantPrompt(t, begun)
		})
	}
	l.wantBack(t, "at last")
	if l.made(t, "in silence") {
		t.Error("a change that was refused was made")
	}
}

// TestT274NoStandby: while the standby that has to confirm is away, a commit that
// PostgreSQL makes on its own disk alone is not one that lasts.
func TestT274NoStandby(t *testing.T) {
	t.Parallel()
	l := line(t)
	l.cluster.Exec(t, `ALTER SYSTEM SET synchronous_standby_names = 'away'`)
	l.cluster.Exec(t, `SELECT pg_reload_conf()`)
	t.Run("Err it waits for ever", func(t *testing.T) {
		// The server's checkpointer takes the setting over in its own time; until then
		// commits wait for nobody.
		var begun time.Time
		var err error
		for patience := time.Now().Add(10 * time.Second); err == nil && time.Now().Before(patience); {
			begun = time.Now()
			err = create(t.Context(), l.db, "waiting")
		}
		wantUnknown(t, err)
		wantPrompt(t, begun)
	})
	t.Run("Err committed locally, says a warning", func(t *testing.T) {
		patient, err := store.Open(t.Context(), store.Options{URL: l.cluster.URL})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = patient.Close() })
		said := make(chan error, 1)
		go func() { said <- create(context.Background(), patient, "locally") }()
		for {
			select {
			case err := <-said:
				wantUnknown(t, err)
				if !l.made(t, "locally") {
					t.Error("it is not even there")
				}
				return
			default:
				l.cluster.Exec(t, `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query = 'commit'`)
			}
		}
	})
	t.Run("OK when nobody has to confirm any more", func(t *testing.T) {
		l.cluster.Exec(t, `ALTER SYSTEM RESET synchronous_standby_names`)
		l.cluster.Exec(t, `SELECT pg_reload_conf()`)
		l.wantBack(t, "alone")
	})
}

// TestT277RefusedByServer: no connection to be had, a transaction that is killed while it
// waits, and a deadlock are "not now", without half a change.
func TestT277RefusedByServer(t *testing.T) {
	t.Parallel()
	l := line(t)
	t.Run("Err the pool is exhausted", func(t *testing.T) {
		u, err := url.Parse(l.cluster.URL)
		if err != nil {
			t.Fatal(err)
		}
		query := u.Query()
		query.Set("pool_max_conns", "1")
		u.RawQuery = query.Encode()
		db := l.openStore(t, u.String())
		err = db.Update(t.Context(), func(tx *store.Tx) error {
			if _, err := tx.Now(t.Context()); err != nil {
				return err
			}
			begun := time.Now()
			defer wantPrompt(t, begun)
			return create(t.Context(), db, "beside")
		})
		wantCode(t, "a second transaction on the one connection", err, gatehouse.CodeStorage)
		if err := create(t.Context(), db, "afterwards"); err != nil {
			t.Error(err)
		}
	})
	t.Run("Err killed while it was idle", func(t *testing.T) {
		err := l.db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.CreatePartner(t.Context(), &gatehouse.Partner{Name: "killed"}); err != nil {
				return err
			}
			l.cluster.Exec(t, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`)
			_, err := tx.Now(t.Context())
			return err
		})
		wantCode(t, "a killed transaction", err, gatehouse.CodeStorage)
		if l.made(t, "killed") {
			t.Error("half of it was made")
		}
	})
	t.Run("OK no transaction outlives its replica", func(t *testing.T) {
		if got := l.cluster.Strings(t, l.URL, `SELECT 1`); len(got) != 1 {
			t.Fatal(got)
		}
		var begun time.Time
		err := l.db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.CreatePartner(t.Context(), &gatehouse.Partner{Name: "stopped"}); err != nil {
				return err
			}
			// As a replica does that was stopped: nothing, until PostgreSQL has had enough.
			begun = time.Now()
			for len(l.cluster.Strings(t, l.cluster.URL, `SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'`)) > 0 {
				if time.Since(begun) > 10*time.Second {
					t.Fatal("it is held for ever")
				}
			}
			return nil
		})
		if err == nil || l.made(t, "stopped") {
			t.Errorf("a transaction that PostgreSQL has ended was committed: %v", err)
		}
	})
}
