package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestT216RolledBackIsNotRecorded: what a transaction recorded, sent and wrote
// comes with its commit or not at all.
func TestT216RolledBackIsNotRecorded(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		everything := func() map[string][][]string {
			all := map[string][][]string{}
			for _, table := range []string{"partner", "installation", "audit_event", "audit_context", "outbox", "river_job"} {
				all[table] = e.Strings(t, `SELECT * FROM `+table+` ORDER BY 1`)
			}
			return all
		}
		before := everything()
		work := func(tx *store.Tx) error {
			if _, err := tx.LockPartner(t.Context(), master.Actor.Partner); err != nil {
				return err
			}
			tx.Record(gatehouse.AuditEvent{Partner: master.Actor.Partner, Action: gatehouse.ActionAdminInvite, Outcome: gatehouse.Done})
			return tx.Send(t.Context(), []gatehouse.Message{{ID: store.NewMessageID(), Partner: master.Actor.Partner, To: "x@example.com", Token: []byte("x")}})
		}
		stop := errors.New("stop")
		if err := e.Store.Update(t.Context(), func(tx *store.Tx) error { return errors.Join(work(tx), stop) }); !errors.Is(err, stop) {
			t.Fatalf("update: %v", err)
		}
		if diff := cmp.Diff(before, everything()); diff != "" {
			t.Errorf("a rolled back transaction left something behind:\n%s", diff)
		}
		if err := e.Store.Update(t.Context(), work); err != nil {
			t.Fatal(err)
		}
		after := everything()
		for table, rows := range map[string]int{"audit_event": 1, "audit_context": 1, "outbox": 1, "river_job": 1} {
			if n := len(after[table]) - len(before[table]); n != rows {
				t.Errorf("%d new rows in %s, want %d", n, table, rows)
			}
		}
	})
}

// TestT217NoChangeWithoutItsEvent: when the audit trail cannot be written, be it the
// event or what is personal of it, the change is not made.
func TestT217NoChangeWithoutItsEvent(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.Invite(t, master.Actor, "bob@meridian.example", gatehouse.PartnerObserver)
		for _, table := range []string{"audit_event", "audit_context"} {
			e.Exec(t, `ALTER TABLE `+table+` RENAME TO audit_away`)
			_, err := e.Admins.Revoke(t.Context(), master.Actor, "", bulk(id))
			if err == nil {
				t.Fatalf("a change was made that could not be recorded in %s", table)
			}
			e.Exec(t, `ALTER TABLE audit_away RENAME TO `+table)
			if status := e.Status(t, master.Actor.Partner, id); status != gatehouse.Pending {
				t.Errorf("the invitation is %s", status)
			}
		}
	})
}

// TestUpdateRunsAgain: a transaction that PostgreSQL asks to repeat is repeated, a
// few times, and leaves no trace of the tries before.
func TestUpdateRunsAgain(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		for code, want := range map[string]int{"40001": 5, "40P01": 5, "23505": 1} {
			tries := 0
			err := e.Store.Update(t.Context(), func(tx *store.Tx) error {
				tries++
				tx.Record(gatehouse.AuditEvent{Action: gatehouse.ActionSignIn, Outcome: gatehouse.Done})
				return &pgconn.PgError{Code: code}
			})
			if err == nil || tries != want {
				t.Errorf("%s: %d tries, %v; want %d", code, tries, err, want)
			}
			if retry := gatehouse.CodeOf(err) == gatehouse.CodeStorage; retry != (want > 1) {
				t.Errorf("%s is answered as %v", code, err)
			}
		}
		tries := 0
		err := e.Store.Update(t.Context(), func(tx *store.Tx) error {
			tx.Record(gatehouse.AuditEvent{Action: gatehouse.ActionSignIn, Outcome: gatehouse.Done})
			if tries++; tries < 3 {
				return &pgconn.PgError{Code: "40001"}
			}
			return nil
		})
		if n := e.Strings(t, `SELECT count(*) FROM audit_event`)[0][0]; err != nil || n != "1" {
			t.Errorf("the third try: %v, %s events", err, n)
		}
	})
}

// TestStorageErrors: a database that is gone is "try again", never an answer from
// memory, and never a panic.
func TestStorageErrors(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		db := gatehousetest.OpenStore(t, e.DatabaseURL, e.Clock)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Partner(t.Context(), master.Actor.Partner); err == nil {
			t.Error("a closed database answers")
		}
		if err := db.Update(t.Context(), func(*store.Tx) error { return nil }); err == nil {
			t.Error("a closed database commits")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
		defer cancel()
		<-ctx.Done()
		if _, err := e.Store.Partner(ctx, master.Actor.Partner); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a request out of time: %v", err)
		}
		if _, err := e.Store.Partner(t.Context(), "nobody"); gatehouse.CodeOf(err) != gatehouse.CodeNotFound || errors.Is(err, sql.ErrNoRows) {
			t.Errorf("an unknown partner: %v", err)
		}
	})
}
