package store_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

func TestT270SQLiteRefusesWhatCouldLoseACommit(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"3.51.3": true, "3.51.10": true, "3.52.0": true, "4.0.0": true,
		"3.51.2": false, "3.50.9": false, "3.9.99": false, "2.99.99": false, "": false, "three": false,
	} {
		if got := store.VersionAtLeast(version); got != want {
			t.Errorf("SQLite %q is good enough: %v, want %v", version, got, want)
		}
	}
	db := openSQLite(t, filepath.Join(t.TempDir(), "gatehouse.db"))
	if err := db.PrepareSQLite(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, setting := range []string{"OFF", "NORMAL"} {
		if _, err := db.SQLite().ExecContext(t.Context(), "PRAGMA synchronous="+setting); err != nil {
			t.Fatal(err)
		}
		if err := db.PrepareSQLite(t.Context()); err == nil || !strings.Contains(err.Error(), "synchronous") {
			t.Errorf("synchronous=%s: %v", setting, err)
		}
	}
}

func TestSQLiteSettings(t *testing.T) {
	t.Parallel()
	e := gatehousetest.Idle(t, gatehousetest.SQLite)
	for setting, want := range map[string]string{
		"synchronous": "2", "secure_delete": "1", "journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "5000", "temp_store": "2",
	} {
		var got string
		if err := e.Store.SQLite().QueryRowContext(t.Context(), "PRAGMA "+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v; want %q", setting, got, err, want)
		}
	}
	if n := e.Store.SQLite().Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections can write, want one", n)
	}
	var secure string
	rank := `SELECT v FROM person_search_config WHERE k = 'secure-delete'`
	if err := e.Store.SQLite().QueryRowContext(t.Context(), rank).Scan(&secure); err != nil || secure != "1" {
		t.Errorf("the search index keeps deleted words: %q, %v", secure, err)
	}
}

func TestSQLiteFilesArePrivate(t *testing.T) {
	t.Parallel()
	// A path that would be more than a path, were it not escaped.
	dir := filepath.Join(t.TempDir(), "data ?_pragma=synchronous(0)&x=%41#y")
	path := filepath.Join(dir, "gate%20house.db")
	db := openSQLite(t, path)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var synchronous int
	if err := db.SQLite().QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&synchronous); err != nil || synchronous != 2 {
		t.Errorf("the path changed a setting: synchronous is %d, %v", synchronous, err)
	}
	for name, want := range map[string]fs.FileMode{dir: 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: mode %v, %v; want %v", filepath.Base(name), mode(info), err, want)
		}
	}
}

func mode(info fs.FileInfo) string {
	if info == nil {
		return "none"
	}
	return fmt.Sprint(info.Mode().Perm())
}

// TestSQLiteReadersCannotWrite: a statement that was meant to read has no way to
// change anything outside of a transaction.
func TestSQLiteReadersCannotWrite(t *testing.T) {
	t.Parallel()
	e := gatehousetest.Idle(t, gatehousetest.SQLite)
	if err := e.Store.WriteOutside(t.Context()); err == nil {
		t.Error("a statement outside of a transaction wrote")
	}
}

func openSQLite(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
