package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gatehouse.example/gatehouse"
)

// NewMessageID makes the id of a message before the message is written, for rows
// that refer to it.
func NewMessageID() gatehouse.MessageID { return newID[gatehouse.MessageID]() }

// Send puts messages into the outbox and asks for them to be sent once the
// transaction commits.
func (tx *Tx) Send(ctx context.Context, messages []gatehouse.Message) error {
	ids := make([]gatehouse.MessageID, len(messages))
	rows := make([][]any, len(messages))
	for i, m := range messages {
		detail, err := json.Marshal(m.Detail)
		if err != nil {
			return fmt.Errorf("encode the detail of a message: %w", err)
		}
		tx.writes(m.Partner)
		ids[i] = m.ID
		rows[i] = []any{m.ID, m.Partner, m.Kind, m.To, m.Language, m.Invitation, m.Rotation, m.Site, m.Token, string(detail), micros(m.CreatedAt)}
	}
	if err := tx.insertRows(ctx, `
		INSERT INTO outbox (id, partner_id, kind, email, language, invitation_id, rotation, site_id, token, detail, created_at)`,
		rows); err != nil {
		return err
	}
	return tx.enqueueSends(ctx, ids)
}

// UnscopedMessage returns a message for the job that sends it and keeps others
// from settling it meanwhile. An unknown one is CodeNotFound.
func (tx *Tx) UnscopedMessage(ctx context.Context, id gatehouse.MessageID) (gatehouse.Message, error) {
	defer tx.acrossPartners()()
	row, err := one(ctx, tx.q, messageFields, `
		SELECT `+messageColumns+`
		FROM outbox
		WHERE id = $1`+tx.engine.forUpdate(),
		id)
	if err != nil {
		return row.message, err
	}
	return row.derived()
}

// UnscopedQueued returns the ids of at most limit messages that wait, oldest first,
// of those asked for after the one named. The demo sends its mails itself, while no
// background work runs.
func (r Reads) UnscopedQueued(ctx context.Context, after gatehouse.MessageID, limit int) ([]gatehouse.MessageID, error) {
	return all(ctx, r.q, func(id *gatehouse.MessageID) []any { return []any{id} }, `
		SELECT id FROM outbox WHERE id > $1 AND state = $2 ORDER BY id LIMIT $3`,
		after, gatehouse.MessageQueued, limit)
}

// EarlierMessage returns the oldest of the partner's messages to the same address that
// still wait, were asked for before this one, since the given time, and after the one
// named; CodeNotFound when there is none.
func (tx *Tx) EarlierMessage(ctx context.Context, m gatehouse.Message, since time.Time, after gatehouse.MessageID) (gatehouse.Message, error) {
	row, err := one(ctx, tx.q, messageFields, `
		SELECT `+messageColumns+`
		FROM outbox
		WHERE partner_id = $1 AND email = $2 AND state = $3 AND id < $4 AND id > $5 AND created_at > $6
		ORDER BY id
		LIMIT 1`,
		m.Partner, m.To, gatehouse.MessageQueued, m.ID, after, micros(since))
	if err != nil {
		return row.message, err
	}
	return row.derived()
}

const messageColumns = `id, partner_id, kind, email, language, invitation_id, rotation, site_id, token, detail, state, error, created_at`

// messageRow is a Message as it is read.
type messageRow struct {
	message gatehouse.Message
	detail  string
}

func messageFields(r *messageRow) []any {
	m := &r.message
	return []any{
		&m.ID, &m.Partner, &m.Kind, &m.To, &m.Language, &m.Invitation, &m.Rotation, &m.Site, &m.Token, &r.detail,
		&m.State, &m.Error, when(&m.CreatedAt),
	}
}

func (r messageRow) derived() (gatehouse.Message, error) {
	if err := json.Unmarshal([]byte(r.detail), &r.message.Detail); err != nil {
		return r.message, fmt.Errorf("read the detail of message %s: %w", r.message.ID, err)
	}
	return r.message, nil
}

// DeleteMessage removes a message altogether, with the address in it.
func (tx *Tx) DeleteMessage(ctx context.Context, id gatehouse.MessageID) error {
	defer tx.acrossPartners()()
	return exec(ctx, tx.q, `DELETE FROM outbox WHERE id = $1`, id)
}

// DeleteMessagesTo removes what a partner has mailed, or is about to mail, to an
// address.
func (tx *Tx) DeleteMessagesTo(ctx context.Context, partner gatehouse.PartnerID, email gatehouse.Email) error {
	tx.writes(partner)
	return exec(ctx, tx.q, `DELETE FROM outbox WHERE partner_id = $1 AND email = $2`, partner, email)
}

// SettleMessage says what became of a message and forgets its secret and what its
// text told.
func (tx *Tx) SettleMessage(ctx context.Context, id gatehouse.MessageID, state gatehouse.MessageState, reason string, at time.Time) error {
	defer tx.acrossPartners()()
	return mustChange(ctx, tx.q, `
		UPDATE outbox
		SET state = $2, error = $3, settled_at = $4, token = NULL, detail = '{}'
		WHERE id = $1`,
		id, state, reason, micros(at))
}

// NoteMessageError keeps the reason of a try that failed and will be repeated.
func (tx *Tx) NoteMessageError(ctx context.Context, id gatehouse.MessageID, reason string) error {
	defer tx.acrossPartners()()
	return mustChange(ctx, tx.q, `UPDATE outbox SET error = $2 WHERE id = $1`, id, reason)
}

// DeleteSettledMessages removes what was settled before the time and is not the
// latest message of an invitation, a batch at a time.
func (tx *Tx) DeleteSettledMessages(ctx context.Context, before time.Time, batch int) (int64, error) {
	defer tx.acrossPartners()()
	return run(ctx, tx.q, `
		DELETE FROM outbox
		WHERE id IN (
			SELECT o.id
			FROM outbox o
			WHERE o.settled_at > 0 AND o.settled_at < $1
				AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.id = o.invitation_id AND i.message_id = o.id)
			ORDER BY o.settled_at
			LIMIT $2)`,
		micros(before), batch)
}
