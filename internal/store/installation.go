package store

import (
	"context"
	"time"
)

// Setup is the state of first set-up.
type Setup struct {
	DoneAt    time.Time
	TokenHash string
	ExpiresAt time.Time
	// KeyFingerprint names the key that seals links in the outbox.
	KeyFingerprint string
}

func setupFields(s *Setup) []any {
	return []any{when(&s.DoneAt), &s.TokenHash, when(&s.ExpiresAt), &s.KeyFingerprint}
}

const setupSQL = `SELECT setup_done_at, setup_token_hash, setup_expires_at, key_fingerprint FROM installation WHERE id = 1`

// Setup returns the state of first set-up.
func (r Reads) Setup(ctx context.Context) (Setup, error) { return one(ctx, r.q, setupFields, setupSQL) }

// LockSetup returns the state of first set-up and keeps others from changing it
// until the transaction ends.
func (tx *Tx) LockSetup(ctx context.Context) (Setup, error) {
	return one(ctx, tx.q, setupFields, setupSQL+tx.engine.forUpdate())
}

// SetSetupLink replaces the open set-up link.
func (tx *Tx) SetSetupLink(ctx context.Context, tokenHash string, expires time.Time) error {
	return mustChange(ctx, tx.q, `
		UPDATE installation
		SET setup_token_hash = $1, setup_expires_at = $2
		WHERE id = 1`,
		tokenHash, micros(expires))
}

// FinishSetup closes set-up for ever.
func (tx *Tx) FinishSetup(ctx context.Context, at time.Time) error {
	return mustChange(ctx, tx.q, `
		UPDATE installation
		SET setup_done_at = $1, setup_token_hash = '', setup_expires_at = 0
		WHERE id = 1`,
		micros(at))
}

// SetKeyFingerprint remembers which key seals links in the outbox.
func (tx *Tx) SetKeyFingerprint(ctx context.Context, fingerprint string) error {
	return mustChange(ctx, tx.q, `UPDATE installation SET key_fingerprint = $1 WHERE id = 1`, fingerprint)
}
