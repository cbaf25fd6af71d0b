package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

// CreateSession inserts a session. Its id is the hash of its token.
func (tx *Tx) CreateSession(ctx context.Context, s gatehouse.Session) error {
	return exec(ctx, tx.q, `
		INSERT INTO session (id, account_id, partner_id, site_id, created_at, last_used_at, expires_at, user_agent, address)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.Account, s.Partner, s.Site, micros(s.CreatedAt), micros(s.LastUsedAt), micros(s.ExpiresAt), s.UserAgent, s.Address)
}

// SessionFacts is everything that decides what a request with a session may do,
// read by one statement.
type SessionFacts struct {
	Session gatehouse.Session
	Account gatehouse.Account
	// Person and Partner are zero when the account has no membership where the
	// request wants to stand.
	Person  gatehouse.Person
	Partner gatehouse.Partner
	Now     time.Time
}

// SessionFacts returns the facts of a session at the place partner, or where the
// session stands when partner is empty. An unknown session is CodeNotFound.
func (r Reads) SessionFacts(ctx context.Context, id gatehouse.SessionID, partner gatehouse.PartnerID) (SessionFacts, error) {
	return one(ctx, r.q, sessionFactsFields, sessionFactsSQL(), id, partner, r.offset())
}

// LockSessionFacts is SessionFacts inside a transaction; the session cannot be
// ended before the transaction is.
func (tx *Tx) LockSessionFacts(ctx context.Context, id gatehouse.SessionID, partner gatehouse.PartnerID) (SessionFacts, error) {
	return one(ctx, tx.q, sessionFactsFields, sessionFactsSQL()+tx.engine.forShareOf("s"), id, partner, tx.offset())
}

func sessionFactsSQL() string {
	return `
	SELECT
		` + sessionColumns + `,
		` + accountColumns + `,
		COALESCE(p.id, ''), COALESCE(p.partner_id, ''), COALESCE(p.email, ''), COALESCE(p.account_id, ''), COALESCE(p.name, ''),
		COALESCE(p.role, 0), COALESCE(p.technician, false), ` + personState + `,
		COALESCE(r.id, ''), COALESCE(r.name, ''), COALESCE(r.activated_at, 0),
		gatehouse_now() + $3
	FROM session s
	JOIN account a ON a.id = s.account_id
	LEFT JOIN person p ON p.account_id = s.account_id
		AND p.partner_id = CASE WHEN CAST($2 AS text) = '' THEN s.partner_id ELSE CAST($2 AS text) END
	LEFT JOIN partner r ON r.id = p.partner_id
	WHERE s.id = $1`
}

func sessionFactsFields(f *SessionFacts) []any {
	fields := append(sessionFields(&f.Session), accountFields(&f.Account)...)
	return append(fields,
		&f.Person.ID, &f.Person.Partner, &f.Person.Email, &f.Person.Account, &f.Person.Name,
		&f.Person.Role, &f.Person.Technician, when(&f.Person.Lock.At), when(&f.Person.SessionsEndedAt),
		&f.Partner.ID, &f.Partner.Name, when(&f.Partner.ActivatedAt),
		when(&f.Now))
}

// TouchSession notes that the session was used.
func (tx *Tx) TouchSession(ctx context.Context, id gatehouse.SessionID, at time.Time) error {
	return exec(ctx, tx.q, `UPDATE session SET last_used_at = $2 WHERE id = $1`, id, micros(at))
}

// SetSessionPlace says where the session stands from now on.
func (tx *Tx) SetSessionPlace(ctx context.Context, id gatehouse.SessionID, spot gatehouse.Spot) error {
	return mustChange(ctx, tx.q, `UPDATE session SET partner_id = $2, site_id = $3 WHERE id = $1`, id, spot.Partner, spot.Site)
}

// DeleteSession ends a session. Ending one that is gone already is no error.
func (tx *Tx) DeleteSession(ctx context.Context, id gatehouse.SessionID) error {
	return exec(ctx, tx.q, `DELETE FROM session WHERE id = $1`, id)
}

// DeleteDeadSessions removes sessions that nobody can use any more, a batch at a
// time, and returns how many.
func (tx *Tx) DeleteDeadSessions(ctx context.Context, now time.Time, batch int) (int64, error) {
	return run(ctx, tx.q, `
		DELETE FROM session
		WHERE id IN (SELECT id FROM session WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)`,
		micros(now), batch)
}

const sessionColumns = `s.id, s.account_id, s.partner_id, s.site_id, s.created_at, s.last_used_at, s.expires_at, s.user_agent, s.address`

func sessionFields(s *gatehouse.Session) []any {
	return []any{
		&s.ID, &s.Account, &s.Partner, &s.Site, when(&s.CreatedAt), when(&s.LastUsedAt), when(&s.ExpiresAt), &s.UserAgent, &s.Address,
	}
}

// SessionsOf returns the account's sessions, the newest first.
func (r Reads) SessionsOf(ctx context.Context, account gatehouse.AccountID) ([]gatehouse.Session, error) {
	return all(ctx, r.q, sessionFields, `
		SELECT `+sessionColumns+`
		FROM session s
		WHERE s.account_id = $1
		ORDER BY s.created_at DESC, s.id`,
		account)
}

// DeleteSessionsOf ends every session of the account but the one kept, and
// returns how many.
func (tx *Tx) DeleteSessionsOf(ctx context.Context, account gatehouse.AccountID, keep gatehouse.SessionID) (int64, error) {
	return run(ctx, tx.q, `DELETE FROM session WHERE account_id = $1 AND id <> $2`, account, keep)
}

// RenameSession gives a session another token.
func (tx *Tx) RenameSession(ctx context.Context, from, to gatehouse.SessionID) error {
	return mustChange(ctx, tx.q, `UPDATE session SET id = $2 WHERE id = $1`, from, to)
}
