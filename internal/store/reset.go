package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

// SetReset replaces the account's link to a new password.
func (tx *Tx) SetReset(ctx context.Context, account gatehouse.AccountID, tokenHash string, expires time.Time) error {
	return exec(ctx, tx.q, `
		INSERT INTO password_reset (account_id, token_hash, expires_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET token_hash = $2, expires_at = $3`,
		account, tokenHash, micros(expires))
}

// UnscopedAccountByReset returns the account whose living reset link has this
// hash at now, or CodeNotFound.
func (r Reads) UnscopedAccountByReset(ctx context.Context, tokenHash string, now time.Time) (gatehouse.Account, error) {
	return one(ctx, r.q, accountFields, `
		SELECT `+accountColumns+`
		FROM password_reset t
		JOIN account a ON a.id = t.account_id
		WHERE t.token_hash = $1 AND t.expires_at > $2`,
		tokenHash, micros(now))
}

// UseReset takes the link away. When somebody else was faster it is CodeLinkDead.
func (tx *Tx) UseReset(ctx context.Context, account gatehouse.AccountID, tokenHash string) error {
	n, err := run(ctx, tx.q, `DELETE FROM password_reset WHERE account_id = $1 AND token_hash = $2`, account, tokenHash)
	if err == nil && n != 1 {
		return gatehouse.E(gatehouse.CodeLinkDead)
	}
	return err
}

// EndReset kills the account's link to a new password, if there is one.
func (tx *Tx) EndReset(ctx context.Context, account gatehouse.AccountID) error {
	return exec(ctx, tx.q, `DELETE FROM password_reset WHERE account_id = $1`, account)
}
