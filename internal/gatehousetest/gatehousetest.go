// Package gatehousetest is the test harness: the use cases on a temporary SQLite
// file or a throw-away PostgreSQL database, a clock that tests can turn, fixtures,
// and the whole program on a loopback address.
package gatehousetest

import (
	"context"
	"database/sql"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/cli"
	"gatehouse.example/gatehouse/internal/jobs"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Engine is a database that tests run on.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// CheapHash is the cost of password hashes in tests: only the cases about hashing
// use the real one.
var CheapHash = auth.Params{Memory: 64, Time: 1, Threads: 1}

// EachEngine runs the test on both engines. PostgreSQL is skipped where
// GATEHOUSE_TEST_POSTGRES names none.
func EachEngine(t *testing.T, test func(*testing.T, Engine)) {
	t.Helper()
	for _, engine := range []Engine{SQLite, Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			if engine == Postgres {
				NeedPostgres(t)
			}
			test(t, engine)
		})
	}
}

// NeedPostgres skips a test where there is no PostgreSQL.
func NeedPostgres(t *testing.T) {
	t.Helper()
	if os.Getenv("GATEHOUSE_TEST_POSTGRES") == "" {
		t.Skip("GATEHOUSE_TEST_POSTGRES names no PostgreSQL server")
	}
}

// Clock is the time that a test can turn.
type Clock struct{ offset atomic.Int64 }

// Offset is what is added to the database's clock.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// Advance turns the clock by d.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

// Env is the use cases on a database of their own.
type Env struct {
	*app.App
	Engine  Engine
	Store   *store.DB
	Clock   *Clock
	SMTP    *SMTPServer
	BaseURL *url.URL
	// Dir is a directory of this test.
	Dir string
	// DatabaseURL opens the same database again, as another replica would.
	DatabaseURL string
	Sealer      *auth.Sealer
	// working is true once background work runs.
	working bool

	// beside is the database for the test itself, opened with the first need.
	besideOnce sync.Once
	beside     *sql.DB
	besideErr  error
}

// New makes the use cases on a fresh database, with mails going to a real SMTP
// server on the loopback address. Background work runs.
func New(t *testing.T, engine Engine) *Env {
	t.Helper()
	e := Idle(t, engine)
	e.Work(t)
	return e
}

// Idle is New without background work: mails stay in the outbox until the test
// sends them with [Env.Deliver] or starts [Env.Work].
func Idle(t *testing.T, engine Engine) *Env {
	t.Helper()
	e := &Env{Engine: engine, Clock: &Clock{}, SMTP: StartSMTP(t), Dir: t.TempDir()}
	e.BaseURL, _ = url.Parse("http://localhost:8080")
	e.DatabaseURL = Database(t, engine, e.Dir)
	e.Sealer = auth.NewSealer([32]byte{1, 2, 3})
	e.Store, e.App = e.Replica(t)
	t.Cleanup(func() {
		if e.beside != nil {
			_ = e.beside.Close()
		}
	})
	return e
}

// Work runs the background work until the test ends.
func (e *Env) Work(t *testing.T) {
	t.Helper()
	e.working = true
	runner, err := jobs.Start(context.Background(), e.Store, cli.Work(e.App), jobs.Options{Poll: 10 * time.Millisecond, Retry: 20 * time.Millisecond}, Quiet())
	if err != nil {
		t.Fatalf("start the jobs: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := runner.Stop(ctx); err != nil {
			t.Errorf("stop the jobs: %v", err)
		}
	})
}

// Replica opens the environment's database once more and returns use cases on it.
func (e *Env) Replica(t *testing.T) (*store.DB, *app.App) {
	t.Helper()
	db := OpenStore(t, e.DatabaseURL, e.Clock)
	sender, err := mail.NewSMTP(e.SMTP.URL())
	if err != nil {
		t.Fatalf("make the sender: %v", err)
	}
	return db, app.New(app.Config{
		BaseURL: e.BaseURL, Store: db, Hasher: auth.NewHasher(CheapHash, 4, 1000), Sealer: e.Sealer, Sender: sender, Log: Quiet(),
	})
}

// Quiet is a log that keeps nothing.
func Quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// OpenStore opens and migrates a database for the length of the test.
func OpenStore(t *testing.T, databaseURL string, clock *Clock) *store.DB {
	t.Helper()
	options := store.Options{URL: databaseURL}
	if clock != nil {
		options.Clock = clock.Offset
	}
	db, err := store.Open(context.Background(), options)
	if err != nil {
		t.Fatalf("open the database: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatalf("migrate the database: %v", err)
	}
	return db
}

// Database makes an empty database, migrated already, and returns its URL. It is
// gone after the test.
func Database(t *testing.T, engine Engine, dir string) string {
	t.Helper()
	if engine == SQLite {
		return sqliteDatabase(t, dir)
	}
	return postgresDatabase(t)
}

// migrated holds a migrated SQLite file of this process, to be copied.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "gatehousetest")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(databaseURL string) error {
	db, err := store.Open(context.Background(), store.Options{URL: databaseURL})
	if err != nil {
		return err
	}
	if err := db.Migrate(context.Background()); err != nil {
		_ = db.Close()
		return err
	}
	return db.Close()
}

func sqliteDatabase(t *testing.T, dir string) string {
	t.Helper()
	content, err := migrated()
	if err != nil {
		t.Fatalf("make a SQLite database: %v", err)
	}
	path := filepath.Join(dir, "gatehouse.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}
