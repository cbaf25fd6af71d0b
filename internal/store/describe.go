package store

import (
	"context"
	"fmt"
)

// oldestPostgres is the first version of PostgreSQL that has all that is used
// here, as server_version_num counts.
const oldestPostgres = 140000

// Describe names the engine, its version and how commits reach the disk. It fails
// on a PostgreSQL that is too old or takes no writes.
func (db *DB) Describe(ctx context.Context) (string, error) {
	if db.Postgres() {
		return db.describePostgres(ctx)
	}
	var version, journal string
	if err := db.writer.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return "", fmt.Errorf("read the version of SQLite: %w", err)
	}
	if err := db.writer.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return "", fmt.Errorf("read journal_mode: %w", err)
	}
	if journal != "wal" {
		return "", fmt.Errorf("SQLite runs with journal_mode=%s, wal is needed", journal)
	}
	return fmt.Sprintf("SQLite %s, journal_mode=%s, synchronous=FULL", version, journal), nil // Open has refused less than FULL
}

func (db *DB) describePostgres(ctx context.Context) (string, error) {
	var version, readOnly, commit string
	var number int
	err := db.writer.QueryRowContext(ctx, `
		SELECT current_setting('server_version'),
			current_setting('server_version_num')::int,
			current_setting('transaction_read_only'),
			current_setting('synchronous_commit')`).Scan(&version, &number, &readOnly, &commit)
	switch {
	case err != nil:
		return "", fmt.Errorf("ask PostgreSQL for its version: %w", err)
	case number < oldestPostgres:
		return "", fmt.Errorf("PostgreSQL %s is too old, at least %d is needed", version, oldestPostgres/10000)
	case readOnly != "off":
		return "", fmt.Errorf("PostgreSQL %s takes no writes: it is a standby", version)
	}
	return fmt.Sprintf("PostgreSQL %s, synchronous_commit=%s", version, commit), nil
}
