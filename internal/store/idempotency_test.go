package store_test

import (
	"fmt"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

func TestStoredResults(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
		day := func(at time.Time) time.Time { return at.Add(-gatehouse.IdempotencyTTL) }
		put := func(caller, key, result string, at time.Time) error {
			return e.Store.Update(t.Context(), func(tx *store.Tx) error {
				return tx.StoreResult(t.Context(), caller, key, store.StoredResult{RequestHash: "h", Result: result}, at, day(at))
			})
		}
		get := func(caller, key string, at time.Time) (string, error) {
			found, err := e.Store.StoredResult(t.Context(), caller, key, day(at))
			return found.Result, err
		}
		wantCode(t, "store", put("a", "k", "first", now), "")
		wantCode(t, "store again", put("a", "k", "second", now.Add(gatehouse.IdempotencyTTL-time.Microsecond)), gatehouse.CodeStale)
		wantCode(t, "another caller", put("b", "k", "other", now), "")
		for _, c := range []struct {
			caller, key string
			at          time.Time
			want        string
			code        gatehouse.Code
		}{
			{"a", "k", now, "first", ""},
			{"a", "k", now.Add(gatehouse.IdempotencyTTL - time.Microsecond), "first", ""},
			{"a", "k", now.Add(gatehouse.IdempotencyTTL), "", gatehouse.CodeNotFound},
			{"b", "k", now, "other", ""},
			{"a", "K", now, "", gatehouse.CodeNotFound},
			{"", "k", now, "", gatehouse.CodeNotFound},
		} {
			got, err := get(c.caller, c.key, c.at)
			if got != c.want || gatehouse.CodeOf(err) != c.code {
				t.Errorf("%q of %q at %v: %q, %v", c.key, c.caller, c.at, got, err)
			}
		}
		wantCode(t, "store a day later", put("a", "k", "third", now.Add(gatehouse.IdempotencyTTL)), "")
		if got, err := get("a", "k", now.Add(gatehouse.IdempotencyTTL)); got != "third" {
			t.Errorf("a day later the key answers %q, %v", got, err)
		}
	})
}

func TestPurge(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		const n = 1200 // more than one batch, of two moments
		now, err := e.Store.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		old := now.Add(-gatehouse.IdempotencyTTL)
		err = e.Store.Update(t.Context(), func(tx *store.Tx) error {
			for i := range n {
				if err := tx.StoreResult(t.Context(), "caller", fmt.Sprint("old", i), store.StoredResult{}, old.Add(-time.Duration(i%2)*time.Hour), time.Time{}); err != nil {
					return err
				}
			}
			if err := tx.StoreResult(t.Context(), "caller", "young", store.StoredResult{}, now, time.Time{}); err != nil {
				return err
			}
			if _, _, err := tx.CountAttempt(t.Context(), "scope", "old", old, time.Hour); err != nil {
				return err
			}
			_, _, err := tx.CountAttempt(t.Context(), "scope", "young", now, time.Hour)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		master := e.SetUp(t)
		if err := e.Deliveries.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]string{
			`SELECT COALESCE(string_agg(key, ' '), '') FROM idempotency`:                        "young",
			`SELECT COALESCE(string_agg(subject, ' '), '') FROM throttle WHERE scope = 'scope'`: "young",
			`SELECT count(*) FROM session`:                                                      "1",
		} {
			if got := e.Strings(t, text)[0][0]; got != want {
				t.Errorf("%s: %.80q is left, want %q", text, got, want)
			}
		}
		e.Clock.Advance(gatehouse.SessionLifetime)
		if err := e.Deliveries.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := e.Strings(t, `SELECT count(*) FROM session`)[0][0]; got != "0" {
			t.Errorf("%s dead sessions are left, of %s", got, master.Account.Email)
		}
	})
}
