package store

import (
	"context"
	"time"
)

// CountAttempt adds one to the counter of a subject (an address, an account) in a
// scope, begins a new window when the last has passed, and returns the count in
// this window and when it ends.
func (tx *Tx) CountAttempt(ctx context.Context, scope, subject string, now time.Time, window time.Duration) (int, time.Time, error) {
	type counter struct {
		count   int
		started time.Time
	}
	c, err := one(ctx, tx.q, func(c *counter) []any { return []any{&c.count, when(&c.started)} }, `
		INSERT INTO throttle (scope, subject, count, started_at)
		VALUES ($1, $2, 1, $3)
		ON CONFLICT (scope, subject) DO UPDATE SET
			count      = CASE WHEN throttle.started_at <= $4 THEN 1 ELSE throttle.count + 1 END,
			started_at = CASE WHEN throttle.started_at <= $4 THEN $3 ELSE throttle.started_at END
		RETURNING count, started_at`,
		scope, subject, micros(now), micros(now.Add(-window)))
	return c.count, c.started.Add(window), err
}

// Attempts returns the count of a subject's window that began after since.
func (r Reads) Attempts(ctx context.Context, scope, subject string, since time.Time) (int, error) {
	return value[int](ctx, r.q, `
		SELECT COALESCE(MAX(count), 0)
		FROM throttle
		WHERE scope = $1 AND subject = $2 AND started_at > $3`,
		scope, subject, micros(since))
}

// UncountAttempt takes one attempt back.
func (tx *Tx) UncountAttempt(ctx context.Context, scope, subject string) error {
	return exec(ctx, tx.q, `UPDATE throttle SET count = count - 1 WHERE scope = $1 AND subject = $2 AND count > 0`, scope, subject)
}

// ForgetAttempts clears a subject's counter.
func (tx *Tx) ForgetAttempts(ctx context.Context, scope, subject string) error {
	return exec(ctx, tx.q, `DELETE FROM throttle WHERE scope = $1 AND subject = $2`, scope, subject)
}

// DeleteOldAttempts removes counters whose window began before the time.
func (tx *Tx) DeleteOldAttempts(ctx context.Context, before time.Time) error {
	return exec(ctx, tx.q, `DELETE FROM throttle WHERE started_at <= $1`, micros(before))
}
