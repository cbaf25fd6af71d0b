package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// DeleteOldestSessions ends the account's oldest sessions, so that with the newest
// there are at most limit, and returns how many.
func (tx *Tx) DeleteOldestSessions(ctx context.Context, newest gatehouse.Session, limit int) (int64, error) {
	return run(ctx, tx.q, `
		DELETE FROM session
		WHERE id IN (
			SELECT id
			FROM session
			WHERE account_id = $1 AND id <> $2
			ORDER BY created_at DESC, id
			LIMIT 1000 OFFSET $3)`,
		newest.Account, newest.ID, limit-1)
}
