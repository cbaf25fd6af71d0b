package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// empty returns the URL of a database without any table.
func empty(t *testing.T, engine gatehousetest.Engine) string {
	t.Helper()
	if engine == gatehousetest.SQLite {
		return "sqlite:" + filepath.Join(t.TempDir(), "gatehouse.db")
	}
	e := gatehousetest.Idle(t, engine)
	e.Exec(t, `DROP SCHEMA public CASCADE`)
	e.Exec(t, `CREATE SCHEMA public`)
	return e.DatabaseURL
}

func open(t *testing.T, url string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestT271Migrations(t *testing.T) {
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		t.Run("OK from nothing, and again", func(t *testing.T) {
			db := open(t, empty(t, engine))
			if err := db.Ready(t.Context()); err == nil {
				t.Error("a database without tables is ready")
			}
			for range 2 {
				if err := db.Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Ready(t.Context()); err != nil {
				t.Error(err)
			}
		})
		t.Run("OK two replicas at once", func(t *testing.T) {
			url := empty(t, engine)
			replicas := []*store.DB{open(t, url), open(t, url), open(t, url)}
			errs := make([]error, len(replicas))
			var group sync.WaitGroup
			for i, db := range replicas {
				group.Go(func() { errs[i] = db.Migrate(context.Background()) })
			}
			group.Wait()
			for i, db := range replicas {
				if errs[i] != nil {
					t.Errorf("replica %d: %v", i+1, errs[i])
				}
				if err := db.Ready(t.Context()); err != nil {
					t.Errorf("replica %d: %v", i+1, err)
				}
			}
		})
		t.Run("Err a newer schema", func(t *testing.T) {
			e := gatehousetest.Idle(t, engine)
			newer := store.NewestMigration() + 1
			e.Exec(t, fmt.Sprintf(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, %s)`, newer, truth(engine)))
			e.Exec(t, fmt.Sprintf(`UPDATE installation SET floor = %d`, newer))
			before := e.Tables(t)
			if err := e.Store.Migrate(t.Context()); err == nil {
				t.Error("a newer schema was taken for one's own")
			}
			if err := e.Store.Ready(t.Context()); err == nil {
				t.Error("a newer schema is ready")
			}
			if diff := cmp.Diff(before, e.Tables(t)); diff != "" {
				t.Errorf("it was changed:\n%s", diff)
			}
		})
		t.Run("OK a newer schema that only adds", func(t *testing.T) {
			e := gatehousetest.Idle(t, engine)
			e.Exec(t, fmt.Sprintf(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (%d, %s)`, store.NewestMigration()+1, truth(engine)))
			e.Exec(t, `ALTER TABLE person ADD COLUMN nickname ctext NOT NULL DEFAULT ''`)
			replica := gatehousetest.OpenStore(t, e.DatabaseURL, e.Clock)
			for _, db := range []*store.DB{e.Store, replica} {
				if err := db.Ready(t.Context()); err != nil {
					t.Error(err)
				}
			}
			master := e.SetUp(t)
			e.Invite(t, master.Actor, "bob@meridian.example", gatehouse.PartnerObserver)
		})
		t.Run("OK cut off in the middle, then again", func(t *testing.T) {
			url := empty(t, engine)
			for n := 10; ; n *= 2 {
				ctx := gatehousetest.CutAfter(t.Context(), n)
				err := open(t, url).Migrate(ctx)
				if err == nil {
					break
				}
			}
			if err := open(t, url).Ready(t.Context()); err != nil {
				t.Error(err)
			}
		})
	})
}

func truth(engine gatehousetest.Engine) string {
	if engine == gatehousetest.SQLite {
		return "1"
	}
	return "true"
}
