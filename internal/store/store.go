// Package store holds all SQL. One statement text serves SQLite and PostgreSQL;
// what the engines must do differently stands in engine.go. The package fetches
// facts and writes rows; it decides no permissions.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Options say which database to open.
type Options struct {
	// URL is "sqlite:PATH" or "postgres://…".
	URL string
	// Clock returns an offset that is added to the database's clock. Only the
	// test harness and the demo set it; nil means none.
	Clock func() time.Duration
	// Pause is called at every [Point] of every write transaction and holds it up
	// until it returns. Only the test harness sets it, to let two transactions meet
	// where it matters; nil means never.
	Pause func(ctx context.Context, at Point)
	// Patience is how long PostgreSQL may be silent; zero means ten seconds.
	Patience time.Duration
}

// DB is the open database. Its embedded Reads run outside any transaction.
type DB struct {
	Reads
	engine  engine
	writer  *sql.DB
	readers *readers      // SQLite only; PostgreSQL reads with the writer's pool
	pool    *pgxpool.Pool // PostgreSQL only
	clock   func() time.Duration
	pause   func(ctx context.Context, at Point)
	enqueue enqueuer
	// begin begins a write transaction.
	begin func(context.Context) (transaction, error)

	patience time.Duration // PostgreSQL only, as is what its commits warn of
	warnings *warnings
	lanes    chan struct{} // one for each change under way
	// writeAs is the role to write as, "" for whom the program has connected as.
	writeAs string
}

const (
	readConnections = 8
	// busyTimeout bounds how long a second process (a backup, the command line)
	// can make this one wait for SQLite's write lock.
	busyTimeout = 5 * time.Second
	// synchronousFull is SQLite's number for PRAGMA synchronous=FULL: a commit
	// is on the disk when it returns.
	synchronousFull = 2
)

// Open opens the database. It does not migrate it.
func Open(ctx context.Context, o Options) (*DB, error) {
	clock := o.Clock
	if clock == nil {
		clock = func() time.Duration { return 0 }
	}
	var db *DB
	var err error
	if path, ok := strings.CutPrefix(o.URL, "sqlite:"); ok {
		db, err = openSQLite(ctx, path, clock)
	} else {
		db, err = openPostgres(ctx, o.URL, clock, cmp.Or(o.Patience, usualPatience))
	}
	if err == nil {
		db.pause = o.Pause
	}
	return db, err
}

func openSQLite(ctx context.Context, path string, clock func() time.Duration) (*DB, error) {
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	writer, err := openWriter(path)
	if err != nil {
		return nil, err
	}
	db := &DB{
		engine:  sqliteEngine,
		writer:  writer,
		readers: newReaders(path),
		clock:   clock,
	}
	db.begin = db.beginSQLite
	db.Reads = Reads{q: db.readers, engine: db.engine, clock: clock}
	if err := db.prepareSQLite(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func sqliteDSN(path string) string {
	return fmt.Sprintf("file:%s?_txlock=immediate&_pragma=busy_timeout(%d)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"+
		"&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=temp_store(MEMORY)",
		(&url.URL{Path: path}).EscapedPath(), busyTimeout.Milliseconds())
}

// createPrivate makes the database file with mode 0600 before SQLite would make
// it with whatever the umask leaves; the -wal and -shm files take its mode over.
func createPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("create the data directory: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the database file: %w", err)
	}
	return f.Close()
}

// prepareSQLite refuses a library or a setting that could lose a commit.
func (db *DB) prepareSQLite(ctx context.Context) error {
	if err := db.enqueue.openSQLite(); err != nil {
		return err
	}
	var version string
	var synchronous int
	if err := db.writer.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("read the version of SQLite: %w", err)
	}
	if !versionAtLeast(version, 3, 51, 3) {
		return fmt.Errorf("SQLite %s is too old, at least 3.51.3 is needed", version)
	}
	if err := db.writer.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return fmt.Errorf("read synchronous: %w", err)
	}
	if synchronous != synchronousFull {
		return fmt.Errorf("SQLite runs with synchronous=%d, FULL (2) is needed", synchronous)
	}
	return nil
}

func versionAtLeast(version string, want ...int) bool {
	have := make([]int, len(want))
	_, _ = fmt.Sscanf(version, "%d.%d.%d", &have[0], &have[1], &have[2])
	for i := range want {
		if have[i] != want[i] {
			return have[i] > want[i]
		}
	}
	return true
}

// Close closes every connection.
func (db *DB) Close() error {
	var err error
	if db.readers != nil {
		err = db.readers.close()
	}
	// The writer is the last to leave SQLite's file, and empties the log behind it.
	err = errors.Join(err, db.writer.Close())
	if db.pool != nil {
		db.pool.Close()
	}
	return err
}

// Postgres reports whether the database is PostgreSQL.
func (db *DB) Postgres() bool { return db.engine == postgresEngine }

// SQLite returns the writer connection for the job runner; nil on PostgreSQL.
func (db *DB) SQLite() *sql.DB {
	if db.Postgres() {
		return nil
	}
	return db.writer
}

// Pool returns the connection pool for the job runner; nil on SQLite.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }
