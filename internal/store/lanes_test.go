package store_test

import (
	"sync"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// TestT277ChangesLeaveConnections: changes that wait for a partner's row do not take every
// connection of the pool. Whoever reads, as every decision does, finds one.
func TestT277ChangesLeaveConnections(t *testing.T) {
	e := onPostgres(t)
	ctx, partner := t.Context(), e.SetUp(t).Actor.Partner
	lock := func(tx *store.Tx) error {
		_, err := tx.LockPartner(ctx, partner)
		return err
	}
	const crowd = 24 // more than there are connections
	var changes sync.WaitGroup
	defer changes.Wait()
	err := e.Store.Update(ctx, func(tx *store.Tx) error {
		if err := lock(tx); err != nil {
			return err
		}
		for range crowd {
			changes.Go(func() {
				if err := e.Store.Update(ctx, lock); err != nil {
					t.Errorf("a change that had to wait: %v", err)
				}
			})
		}
		waiting := `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
		for begun := time.Now(); len(e.Strings(t, waiting)) < 11; {
			if time.Since(begun) > 10*time.Second {
				t.Fatal("nobody waits for the partner")
			}
		}
		for range 100 {
			begun := time.Now()
			_, err := e.Store.UnscopedAccountByEmail(ctx, "nobody@example.com")
			wantCode(t, "a read beside them", err, gatehouse.CodeNotFound)
			if took := time.Since(begun); took > 2*time.Second {
				t.Fatalf("a read beside them took %v", took)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
