package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

func TestThrottleWindows(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		start := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		const window = 15 * time.Minute
		count := func(scope, subject string, at time.Time) (n int, until time.Time) {
			t.Helper()
			err := e.Store.Update(t.Context(), func(tx *store.Tx) error {
				var err error
				n, until, err = tx.CountAttempt(t.Context(), scope, subject, at, window)
				return err
			})
			wantCode(t, "count", err, "")
			return n, until
		}
		for i, c := range []struct {
			after time.Duration
			want  int
			until time.Duration
		}{
			{0, 1, window},
			{time.Minute, 2, window},
			{window - time.Microsecond, 3, window},
			{window, 1, 2 * window},
			{window + time.Second, 2, 2 * window},
			{5 * window, 1, 6 * window},
		} {
			n, until := count("scope", "subject", start.Add(c.after))
			if n != c.want || !until.Equal(start.Add(c.until)) {
				t.Errorf("attempt %d: the count is %d until %v, want %d until %v", i+1, n, until, c.want, start.Add(c.until))
			}
		}
		if n, _ := count("other", "subject", start.Add(5*window)); n != 1 {
			t.Errorf("another scope begins at %d", n)
		}
		if n, _ := count("scope", "other", start.Add(5*window)); n != 1 {
			t.Errorf("another subject begins at %d", n)
		}
		for since, want := range map[time.Duration]int{5*window - time.Microsecond: 1, 5 * window: 0} {
			if n, err := e.Store.Attempts(t.Context(), "scope", "subject", start.Add(since)); n != want || err != nil {
				t.Errorf("attempts since %v: %d, %v; want %d", since, n, err, want)
			}
		}
		err := e.Store.Update(t.Context(), func(tx *store.Tx) error { return tx.ForgetAttempts(t.Context(), "scope", "subject") })
		wantCode(t, "forget", err, "")
		if n, err := e.Store.Attempts(t.Context(), "scope", "subject", start); n != 0 || err != nil {
			t.Errorf("after forgetting: %d, %v", n, err)
		}
		if n, err := e.Store.Attempts(t.Context(), "scope", "other", start); n != 1 || err != nil {
			t.Errorf("forgetting took another subject: %d, %v", n, err)
		}
	})
}

func TestThrottleCountsEveryReplicasAttempts(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		other, _ := e.Replica(t)
		now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		const n = 40
		seen := make(chan int, n)
		var group sync.WaitGroup
		for i := range n {
			db := []*store.DB{e.Store, other}[i%2]
			group.Go(func() {
				err := db.Update(context.Background(), func(tx *store.Tx) error {
					count, _, err := tx.CountAttempt(context.Background(), "scope", "subject", now, time.Hour)
					if err == nil {
						seen <- count
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		close(seen)
		counts := map[int]bool{}
		for count := range seen {
			counts[count] = true
		}
		if len(counts) != n || !counts[n] {
			t.Errorf("%d attempts were counted as %d", n, len(counts))
		}
	})
}
