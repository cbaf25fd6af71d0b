package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"testing/fstest"
	"text/template"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// The migrations are templates with the fields .SQLite and .Postgres, for the few
// words that the engines do not share.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// rivals is how many other processes may be faster with a migration of SQLite.
const rivals = 5

// Migrate brings the schema up to date. One that is newer than this program stays as
// it is, and is refused when it does not work with it. On PostgreSQL a session lock lets one of several starting replicas do
// it while the others wait. On SQLite whoever comes second finds a step done that
// it saw undone; as every step is one transaction it goes on behind it.
func (db *DB) Migrate(ctx context.Context) error {
	if !db.newer(ctx) {
		if err := db.migrateUp(ctx); err != nil {
			return fmt.Errorf("migrate the database: %w", err)
		}
	}
	if err := db.raiseWall(ctx); err != nil {
		return err
	}
	return db.Ready(ctx)
}

func (db *DB) migrateUp(ctx context.Context) error {
	provider, err := db.migrations()
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	for try := 0; err != nil && !db.Postgres() && ctx.Err() == nil && try < rivals; try++ {
		_, err = provider.Up(ctx)
	}
	return err
}

func (db *DB) migrations() (*goose.Provider, error) {
	files, err := renderMigrations(db.engine)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithGoMigrations(db.riverMigration()), goose.WithDisableGlobalRegistry(true)}
	dialect := goose.DialectSQLite3
	if db.Postgres() {
		dialect = goose.DialectPostgres
		// Whoever waits looks every second, for five minutes: a start is quick.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, fmt.Errorf("make the migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db.writer, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, nil
}

func renderMigrations(e engine) (fs.FS, error) {
	rendered := fstest.MapFS{}
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	parsed, err := template.ParseFS(migrationFiles, names...)
	if err != nil {
		return nil, fmt.Errorf("parse the migrations: %w", err)
	}
	if parsed, err = addNext(parsed); err != nil {
		return nil, err
	}
	for _, t := range parsed.Templates() {
		var text bytes.Buffer
		data := map[string]bool{"SQLite": e == sqliteEngine, "Postgres": e == postgresEngine}
		if err := t.Execute(&text, data); err != nil {
			return nil, fmt.Errorf("render the migration %s: %w", t.Name(), err)
		}
		rendered[t.Name()] = &fstest.MapFile{Data: text.Bytes()}
	}
	return rendered, nil
}

// riverMigration makes the tables of the job queue, as the queue itself wants
// them. On SQLite it has to run on the migration's own transaction: the one
// writer connection is taken.
func (db *DB) riverMigration() *goose.Migration {
	if db.Postgres() {
		return goose.NewGoMigration(1, &goose.GoFunc{RunDB: func(ctx context.Context, _ *sql.DB) error {
			migrator, err := rivermigrate.New(riverpgxv5.New(db.pool), nil)
			if err != nil {
				return err
			}
			_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
			return err
		}}, nil)
	}
	return goose.NewGoMigration(1, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		migrator, err := rivermigrate.New(riversqlite.New(db.writer), nil)
		if err != nil {
			return err
		}
		_, err = migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, nil)
		return err
	}}, nil)
}

// addNext adds the migration of a version to come, where this is such a program.
func addNext(to *template.Template) (*template.Template, error) {
	if nextMigration.name == "" {
		return to, nil
	}
	_, err := to.New(nextMigration.name).Parse(nextMigration.text)
	return to, err
}

// newestMigration returns the version of the schema that this program knows.
func newestMigration() int64 {
	newest := int64(1)
	names, _ := fs.Glob(migrationFiles, "migrations/*.sql")
	if nextMigration.name != "" {
		names = append(names, nextMigration.name)
	}
	for _, name := range names {
		if version, err := goose.NumericComponent(name); err == nil && version > newest {
			newest = version
		}
	}
	return newest
}
