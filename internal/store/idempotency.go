package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

// StoredResult is what a call with an idempotency key answered.
type StoredResult struct {
	RequestHash string
	Result      string
}

// StoredResult returns the answer stored under the caller's key, or CodeNotFound.
func (r Reads) StoredResult(ctx context.Context, caller, key string, notBefore time.Time) (StoredResult, error) {
	return one(ctx, r.q, func(s *StoredResult) []any { return []any{&s.RequestHash, &s.Result} }, `
		SELECT request_hash, result
		FROM idempotency
		WHERE caller = $1 AND key = $2 AND created_at > $3`,
		caller, key, micros(notBefore))
}

// StoreResult keeps an answer under the caller's key; an outlived one is
// replaced. When another call with the same key was faster it is CodeStale.
func (tx *Tx) StoreResult(ctx context.Context, caller, key string, s StoredResult, now, notBefore time.Time) error {
	if err := exec(ctx, tx.q, `
		DELETE FROM idempotency
		WHERE caller = $1 AND key = $2 AND created_at <= $3`,
		caller, key, micros(notBefore)); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `
		INSERT INTO idempotency (caller, key, request_hash, result, created_at)
		VALUES ($1, $2, $3, $4, $5)`,
		[]any{caller, key, s.RequestHash, s.Result, micros(now)})
	if isUnique(err) {
		return gatehouse.E(gatehouse.CodeStale)
	}
	return translate(err)
}

// DeleteOldResults removes answers stored before the time, a batch at a time.
func (tx *Tx) DeleteOldResults(ctx context.Context, before time.Time, batch int) (int64, error) {
	return run(ctx, tx.q, `
		DELETE FROM idempotency
		WHERE (caller, key) IN (SELECT caller, key FROM idempotency WHERE created_at <= $1 ORDER BY created_at LIMIT $2)`,
		micros(before), batch)
}
