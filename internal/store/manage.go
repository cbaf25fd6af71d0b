package store

import (
	"context"
	"encoding/json"
	"time"

	"gatehouse.example/gatehouse"
)

// SetLock sets the account lock of people of one partner, which ends their sessions
// for this partner like [Tx.EndSessions], or lifts it with the zero Lock.
func (tx *Tx) SetLock(ctx context.Context, people []gatehouse.Person, lock gatehouse.Lock) error {
	for chunk := range chunks(people) {
		these, args := among(tx.engine, personIDs(chunk), chunk[0].Partner, micros(lock.At), lock.By, lock.Reason)
		n, err := run(ctx, tx.q, `
			UPDATE person
			SET locked_at = CAST($2 AS bigint), locked_by = $3, lock_reason = $4, version = version + 1,
				sessions_ended_at = CASE WHEN CAST($2 AS bigint) > 0 THEN CAST($2 AS bigint) ELSE sessions_ended_at END
			WHERE partner_id = $1 AND id `+these,
			args...)
		if err != nil {
			return err
		}
		if n != int64(len(chunk)) {
			return gatehouse.E(gatehouse.CodeStale)
		}
		if !lock.On() {
			continue
		}
		if err := tx.deleteSessionsFor(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

// SetRole gives an administrator another role; NoPartnerRole takes them off the
// list.
func (tx *Tx) SetRole(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID, role gatehouse.PartnerRole) error {
	return mustChange(ctx, tx.q, `
		UPDATE person
		SET role = $3, listed_role = $3, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		partner, id, int64(role))
}

// EndSessions ends every session of the person for this partner: those that stand
// there, or at a site by one of the partner's assignments, are deleted, and none
// that began before can choose these places again.
func (tx *Tx) EndSessions(ctx context.Context, p gatehouse.Person, at time.Time) error {
	if err := mustChange(ctx, tx.q, `
		UPDATE person
		SET sessions_ended_at = $3, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		p.Partner, p.ID, micros(at)); err != nil {
		return err
	}
	return tx.deleteSessionsFor(ctx, []gatehouse.Person{p})
}

// deleteSessionsFor deletes the sessions of people of one partner that stand at its
// portal, or at a site by one of its assignments.
func (tx *Tx) deleteSessionsFor(ctx context.Context, people []gatehouse.Person) error {
	these, args := among(tx.engine, personIDs(people), people[0].Partner)
	return exec(ctx, tx.q, `
		DELETE FROM session
		WHERE partner_id = $1
			AND (site_id = '' OR EXISTS (
				SELECT 1
				FROM person p
				JOIN assignment x ON x.partner_id = p.partner_id AND x.person_id = p.id
				WHERE p.partner_id = $1 AND p.account_id = session.account_id AND x.site_id = session.site_id))
			AND account_id IN (SELECT account_id FROM person WHERE partner_id = $1 AND id `+these+`)`,
		args...)
}

func personIDs(people []gatehouse.Person) []gatehouse.PersonID {
	ids := make([]gatehouse.PersonID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return ids
}

// CountMasters returns how many Masters the partner has. It is only worth
// something under [Tx.LockPartner].
func (tx *Tx) CountMasters(ctx context.Context, partner gatehouse.PartnerID) (int, error) {
	return value[int](ctx, tx.q, `SELECT count(*) FROM person WHERE partner_id = $1 AND role = $2`, partner, int64(gatehouse.PartnerMaster))
}

// PendingBy returns the invitations pending at now that the person sent last. Which
// of the open ones have expired is not asked of the database: it would look through
// every pending invitation of the partner.
func (r Reads) PendingBy(ctx context.Context, partner gatehouse.PartnerID, inviter gatehouse.PersonID, now time.Time) ([]gatehouse.Invitation, error) {
	var pending []gatehouse.Invitation
	err := each(ctx, r.q, invitationFields, func(i gatehouse.Invitation) error {
		if i.Status(now) == gatehouse.Pending {
			pending = append(pending, i)
		}
		return nil
	}, `
		SELECT `+invitationColumns+invitationFrom+`
		WHERE i.partner_id = $1 AND i.invited_by = $2 AND i.accepted_at = 0 AND i.revoked_at = 0
		ORDER BY i.id`,
		partner, inviter)
	return pending, err
}

// EndAdmin ends the administrator's side of a person who stays as technician.
func (tx *Tx) EndAdmin(ctx context.Context, p gatehouse.Person) error {
	if err := exec(ctx, tx.q, `
		DELETE FROM invitation
		WHERE partner_id = $1 AND person_id = $2 AND kind = $3 AND site_id = ''`,
		p.Partner, p.ID, gatehouse.InviteAdmin); err != nil {
		return err
	}
	if _, err := tx.deleteKeysAt(ctx, p, ""); err != nil {
		return err
	}
	return tx.SetRole(ctx, p.Partner, p.ID, gatehouse.NoPartnerRole)
}

// DeletePerson removes everything a partner holds about a person: the row, its
// invitations, the mails to its address, its API keys, its sessions there, and its
// names in the erasable part of the audit trail.
func (tx *Tx) DeletePerson(ctx context.Context, p gatehouse.Person) error {
	if err := tx.DeleteMessagesTo(ctx, p.Partner, p.Email); err != nil {
		return err
	}
	if _, err := tx.DropAssignments(ctx, p); err != nil {
		return err
	}
	if err := tx.dropSites(ctx, p); err != nil {
		return err
	}
	if _, err := tx.DeleteKeysOf(ctx, p); err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM invitation WHERE partner_id = $1 AND person_id = $2`,
		`UPDATE audit_context SET actor_name = '', address = '', user_agent = ''
		 WHERE partner_id = $1 AND event_id IN (SELECT id FROM audit_event WHERE partner_id = $1 AND actor = $2)`,
		`UPDATE audit_context SET target_name = '', reason = ''
		 WHERE partner_id = $1 AND event_id IN (SELECT id FROM audit_event WHERE partner_id = $1 AND target = $2)`,
		`DELETE FROM person WHERE partner_id = $1 AND id = $2`,
	} {
		if err := exec(ctx, tx.q, text, p.Partner, p.ID); err != nil {
			return err
		}
	}
	if err := exec(ctx, tx.q, `DELETE FROM session WHERE account_id = $1 AND partner_id = $2`, p.Account, p.Partner); err != nil {
		return err
	}
	// A row that was refused before there was such a person is about nobody's id,
	// but names the address.
	if err := exec(ctx, tx.q, `
		UPDATE audit_context SET target_name = ''
		WHERE partner_id = $1 AND target_name = $2
			AND event_id IN (SELECT id FROM audit_event WHERE partner_id = $1 AND target = '')`,
		p.Partner, p.Email); err != nil {
		return err
	}
	// Answers to other partners about the same address are theirs.
	return exec(ctx, tx.q, `
		DELETE FROM idempotency
		WHERE caller = $1 OR result LIKE $2 ESCAPE '\' AND (caller LIKE $3 ESCAPE '\' OR result LIKE $4 ESCAPE '\')`,
		"account:"+string(p.Account)+"@"+string(p.Partner), holds(string(p.Email)),
		"%"+escapeLike("@"+string(p.Partner)), holds(string(p.Partner)))
}

// holds is the LIKE pattern of JSON in which the text is a whole value, spelled as
// encoding/json spells it: it writes & as \u0026.
func holds(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has a spelling
	}
	return "%" + escapeLike(string(encoded)) + "%"
}

// UnscopedEraseAccount removes an account that has no membership left, and what
// the installation itself knows about it.
func (tx *Tx) UnscopedEraseAccount(ctx context.Context, a gatehouse.Account) error {
	for _, text := range []string{
		`DELETE FROM session WHERE account_id = $1`,
		`DELETE FROM password_reset WHERE account_id = $1`,
		`UPDATE audit_context SET actor_name = '', target_name = '', address = '', user_agent = ''
		 WHERE partner_id = '' AND event_id IN (
			SELECT id FROM audit_event WHERE partner_id = '' AND actor = $1
			UNION ALL SELECT id FROM audit_event WHERE partner_id = '' AND target = $1)`,
		`DELETE FROM account WHERE id = $1`,
	} {
		if err := exec(ctx, tx.q, text, a.ID); err != nil {
			return err
		}
	}
	return tx.UnscopedForgetAddress(ctx, a.Email)
}

// UnscopedForgetAddress removes what is kept about an address that has no account
// any more: mails of the installation itself, counters, stored answers, and failed
// sign-ins.
func (tx *Tx) UnscopedForgetAddress(ctx context.Context, email gatehouse.Email) error {
	if err := tx.DeleteMessagesTo(ctx, "", email); err != nil {
		return err
	}
	if err := exec(ctx, tx.q, `UPDATE audit_context SET target_name = '' WHERE partner_id = '' AND target_name <> '' AND target_name = $1`, email); err != nil {
		return err
	}
	if err := exec(ctx, tx.q, `DELETE FROM idempotency WHERE result LIKE $1 ESCAPE '\'`, holds(string(email))); err != nil {
		return err
	}
	return exec(ctx, tx.q, `DELETE FROM throttle WHERE subject = $1`, email)
}

// UnscopedAddressKnown reports whether any partner or account knows the address.
func (r Reads) UnscopedAddressKnown(ctx context.Context, email gatehouse.Email) (bool, error) {
	n, err := value[int](ctx, r.q, `
		SELECT (SELECT count(*) FROM person WHERE email = $1) + (SELECT count(*) FROM account WHERE email = $1)`, email)
	return n > 0, err
}

// Scrub removes what deleted rows have left behind in the database's files: on
// SQLite the write-ahead log is folded in and cut (deleted cells are overwritten
// as they go); on PostgreSQL the dead rows of the personal tables are vacuumed.
func (db *DB) Scrub(ctx context.Context) error {
	if !db.Postgres() {
		_, err := db.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		return translate(err)
	}
	for _, table := range []string{"account", "person", "invitation", "session", "password_reset", "outbox", "audit_context", "idempotency", "throttle", "site_user", "api_key"} {
		if _, err := db.writer.ExecContext(ctx, "VACUUM "+table); err != nil {
			return translate(err)
		}
	}
	return nil
}
