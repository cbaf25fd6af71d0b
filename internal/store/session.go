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

// SessionFacts is everything that decides what a request with a session may do at
// the partners' portals, read by one statement.
type SessionFacts struct {
	Session gatehouse.Session
	Account gatehouse.Account
	// Memberships are the people that the account is, at every partner.
	Memberships []Membership
	Now         time.Time
}

// At returns the account's membership of the partner, the zero Membership where
// there is none.
func (f SessionFacts) At(partner gatehouse.PartnerID) Membership {
	for _, m := range f.Memberships {
		if m.Partner.ID == partner {
			return m
		}
	}
	return Membership{}
}

// SessionFacts returns the facts of a session. An unknown one is CodeNotFound.
func (r Reads) SessionFacts(ctx context.Context, id gatehouse.SessionID) (SessionFacts, error) {
	return r.sessionFacts(ctx, id, sessionFactsSQL())
}

// LockSessionFacts is SessionFacts inside a transaction; the session cannot be
// ended before the transaction is.
func (tx *Tx) LockSessionFacts(ctx context.Context, id gatehouse.SessionID) (SessionFacts, error) {
	return tx.sessionFacts(ctx, id, sessionFactsSQL()+tx.engine.forShareOf("s"))
}

func (r Reads) sessionFacts(ctx context.Context, id gatehouse.SessionID, text string) (SessionFacts, error) {
	var f SessionFacts
	err := each(ctx, r.q, sessionRowFields, func(row sessionRow) error {
		f.Session, f.Account, f.Now = row.session, row.account, row.now
		if row.membership.Person.ID != "" {
			f.Memberships = append(f.Memberships, row.membership)
		}
		return nil
	}, text, id, r.offset())
	if err == nil && f.Session.ID == "" {
		err = gatehouse.E(gatehouse.CodeNotFound)
	}
	return f, err
}

func sessionFactsSQL() string {
	return `
	SELECT
		` + sessionColumns + `,
		` + accountColumns + `,
		COALESCE(p.id, ''), COALESCE(p.partner_id, ''), COALESCE(p.email, ''), COALESCE(p.account_id, ''), COALESCE(p.name, ''),
		COALESCE(p.role, 0), COALESCE(p.technician, false), ` + personState + `,
		COALESCE(r.id, ''), COALESCE(r.name, ''), COALESCE(r.activated_at, 0), ` + hasSites + `,
		gatehouse_now() + $2
	FROM session s
	JOIN account a ON a.id = s.account_id
	LEFT JOIN person p ON p.account_id = s.account_id
	LEFT JOIN partner r ON r.id = p.partner_id
	WHERE s.id = $1`
}

// sessionRow is a session with one of the account's memberships.
type sessionRow struct {
	session    gatehouse.Session
	account    gatehouse.Account
	membership Membership
	now        time.Time
}

func sessionRowFields(row *sessionRow) []any {
	m := &row.membership
	fields := append(sessionFields(&row.session), accountFields(&row.account)...)
	return append(fields,
		&m.Person.ID, &m.Person.Partner, &m.Person.Email, &m.Person.Account, &m.Person.Name,
		&m.Person.Role, &m.Person.Technician, when(&m.Person.Lock.At), when(&m.Person.SessionsEndedAt),
		&m.Partner.ID, &m.Partner.Name, when(&m.Partner.ActivatedAt), &m.HasSites,
		when(&row.now))
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
