package store

import (
	"context"
	"fmt"
)

// Ready reports whether the database answers and this program can work with its
// schema: its own, or a newer one whose floor is not above it (migration 0007).
func (db *DB) Ready(ctx context.Context) error {
	version, err := db.schemaVersion(ctx)
	if err != nil {
		return err
	}
	want := newestMigration()
	if version < want {
		return fmt.Errorf("the database's schema has version %d, this program needs %d", version, want)
	}
	if version == want {
		return nil
	}
	return db.checkFloor(ctx, version, want)
}

// checkFloor returns why a program of the version own does not work with a database
// of a newer one.
func (db *DB) checkFloor(ctx context.Context, version, own int64) error {
	floor, err := value[int64](ctx, db.q, `SELECT floor FROM installation WHERE id = 1`)
	if err == nil && floor > own {
		return fmt.Errorf("the database's schema has version %d, which programs of version %d and newer can use, and this one is of %d", version, floor, own)
	}
	return err
}

// schemaVersion returns the newest migration that the database has.
func (db *DB) schemaVersion(ctx context.Context) (int64, error) {
	return value[int64](ctx, db.q, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied")
}

// newer reports whether the database has a newer schema than this program knows. A
// database that has none yet has not.
func (db *DB) newer(ctx context.Context) bool {
	version, err := db.schemaVersion(ctx)
	return err == nil && version > newestMigration()
}
