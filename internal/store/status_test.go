package store_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestStatusInSQLIsTheRootsStatus: the one rule that stands in SQL as well, for
// filters, agrees with gatehouse.Invitation.Status, and every invitation has exactly
// one status.
func TestStatusInSQLIsTheRootsStatus(t *testing.T) {
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		e := gatehousetest.Idle(t, engine)
		db := e.SQL(t)
		text := `SELECT `
		for _, status := range gatehouse.InvitationStatuses() {
			text += `CASE WHEN ` + store.StatusSQL(status, "CAST($4 AS bigint)") + ` THEN '` + string(status) + `' ELSE '' END || `
		}
		text += `'' FROM (SELECT CAST($1 AS bigint) AS accepted_at, CAST($2 AS bigint) AS revoked_at, CAST($3 AS bigint) AS expires_at) i`
		rapid.Check(t, func(rt *rapid.T) {
			// Times close to each other, so that the borders are met.
			moment := rapid.Int64Range(1, 5)
			maybe := rapid.OneOf(rapid.Just(int64(0)), moment)
			accepted, revoked := maybe.Draw(rt, "accepted"), maybe.Draw(rt, "revoked")
			expires, now := moment.Draw(rt, "expires"), moment.Draw(rt, "now")
			var got string
			if err := db.QueryRowContext(t.Context(), text, accepted, revoked, expires, now).Scan(&got); err != nil {
				rt.Fatal(err)
			}
			invitation := gatehouse.Invitation{AcceptedAt: at(accepted), RevokedAt: at(revoked), ExpiresAt: at(expires)}
			if want := string(invitation.Status(at(now))); got != want {
				rt.Fatalf("SQL says %q, the root package %q", got, want)
			}
		})
		for _, status := range []gatehouse.InvitationStatus{"", "PENDING", "other"} {
			var n int
			if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM invitation i WHERE `+store.StatusSQL(status, "0")).Scan(&n); err != nil || n != 0 {
				t.Errorf("the unknown status %q: %d rows, %v", status, n, err)
			}
		}
	})
}

// at is a time as it is stored.
func at(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros)
}

func TestStorable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes"))
		clean := store.Storable(1, gatehouse.PersonID(text), nil, []byte("\x00"), at(1))
		if clean[0] != 1 || clean[2] != nil || string(clean[3].([]byte)) != "\x00" {
			rt.Fatalf("what is no text changed: %v", clean)
		}
		again := store.Storable(clean...)
		if fmt.Sprint(again[1]) != fmt.Sprint(clean[1]) {
			rt.Fatalf("%q is not clean yet: %q", clean[1], again[1])
		}
	})
	args := []any{"a\x00b", "\xff"}
	if got := store.Storable(args...); got[0] != "a\ufffdb" || got[1] != "\ufffd" || args[0] != "a\x00b" {
		t.Errorf("%q became %q", args, got)
	}
}
