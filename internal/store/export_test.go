package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// What the tests of this package look at from outside.

// StatusSQL is the status of an invitation as a condition.
func StatusSQL(status gatehouse.InvitationStatus, now string) string {
	return statusSQL(status, "+i.expires_at", now)
}

// NewestMigration is the version of the schema that this program knows.
func NewestMigration() int64 { return newestMigration() }

// VersionAtLeast compares a version of SQLite with 3.51.3, the oldest allowed.
func VersionAtLeast(version string) bool { return versionAtLeast(version, 3, 51, 3) }

// PrepareSQLite is the check at every start.
func (db *DB) PrepareSQLite(ctx context.Context) error { return db.prepareSQLite(ctx) }

// Storable is what is handed to a database.
func Storable(args ...any) []any { return storable(args) }

// Fold is what search and sorting compare.
func Fold(s string) string { return fold(s) }

// WriteOutside tries to write with what only reads.
func (db *DB) WriteOutside(ctx context.Context) error {
	return exec(ctx, db.q, `UPDATE installation SET audit_seq = audit_seq WHERE id = 1`)
}

// Run executes a statement that the package does not have.
func (tx *Tx) Run(ctx context.Context, text string) (int64, error) { return run(ctx, tx.q, text) }
