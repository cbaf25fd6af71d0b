package store_test

import (
	"context"
	"errors"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestReadingIsCutOff: who leaves while rows come gets no more of them, and nobody
// after them feels it.
func TestReadingIsCutOff(t *testing.T) {
	t.Parallel()
	e := gatehousetest.Idle(t, gatehousetest.SQLite)
	d, err := gatehousetest.FillAdmins(t.Context(), e.Store, 1000, "hash")
	if err != nil {
		t.Fatal(err)
	}
	list := func(ctx context.Context, fn func(gatehouse.Admin) error) error {
		_, err := e.Store.Admins(ctx, d.Partner.ID, gatehouse.AdminFilter{Sort: "created_at"}, store.After{}, 0, fn)
		return err
	}
	stop := errors.New("enough")
	for range 10 {
		ctx, leave := context.WithCancel(t.Context())
		rows := 0
		err := list(ctx, func(gatehouse.Admin) error {
			if rows++; rows == 2 {
				leave()
				<-ctx.Done()
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) || rows > 900 {
			t.Fatalf("%d rows and %v after the caller had left", rows, err)
		}
		if err := list(t.Context(), func(gatehouse.Admin) error { return stop }); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		rows = 0
		if err := list(t.Context(), func(gatehouse.Admin) error { rows++; return nil }); err != nil || rows < 1000 {
			t.Fatalf("%d rows, %v for the next caller", rows, err)
		}
	}
}

// TestReadersTakeTurns: more readers than connections wait for each other, one that
// leaves waits no longer, and none reads what is closed.
func TestReadersTakeTurns(t *testing.T) {
	t.Parallel()
	e := gatehousetest.Idle(t, gatehousetest.SQLite)
	e.SetUp(t)
	const readers = 50
	done := make(chan error, readers)
	for range readers {
		go func() {
			_, err := e.Store.Now(t.Context())
			done <- err
		}()
	}
	for range readers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := e.Store.Now(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("%v for a caller that had left", err)
	}
	if err := e.Store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Store.Now(t.Context()); err == nil {
		t.Error("a closed database answers")
	}
}
