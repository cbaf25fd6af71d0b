package store

import (
	"context"
	"encoding/json"
	"time"

	"gatehouse.example/gatehouse"
)

// Record adds events to the audit trail. They are written with their numbers when
// the transaction commits, in the order recorded.
func (tx *Tx) Record(events ...gatehouse.AuditEvent) { tx.events = append(tx.events, events...) }

// writeAudit numbers the recorded events and inserts them. A partner's counter is
// a column of its row, which every change has locked, so numbers have no gap and
// stand in the order of commits.
func (tx *Tx) writeAudit(ctx context.Context) error {
	byPartner := map[gatehouse.PartnerID]int64{}
	for _, e := range tx.events {
		byPartner[e.Partner]++
	}
	next := map[gatehouse.PartnerID]int64{}
	for partner, n := range byPartner {
		last, err := tx.reserveSeq(ctx, partner, n)
		if err != nil {
			return err
		}
		next[partner] = last - n + 1
	}
	now, err := tx.nowForAudit(ctx)
	if err != nil {
		return err
	}
	for i := range tx.events {
		e := &tx.events[i]
		e.ID, e.Seq, e.At = newID[string](), next[e.Partner], now
		next[e.Partner]++
	}
	return tx.insertEvents(ctx, tx.events)
}

func (tx *Tx) nowForAudit(ctx context.Context) (time.Time, error) {
	if len(tx.events) == 0 {
		return time.Time{}, nil
	}
	return tx.Now(ctx)
}

func (tx *Tx) reserveSeq(ctx context.Context, partner gatehouse.PartnerID, n int64) (int64, error) {
	if partner == "" {
		return value[int64](ctx, tx.q, `UPDATE installation SET audit_seq = audit_seq + $1 WHERE id = 1 RETURNING audit_seq`, n)
	}
	tx.writes(partner)
	return value[int64](ctx, tx.q, `UPDATE partner SET audit_seq = audit_seq + $1 WHERE id = $2 RETURNING audit_seq`, n, partner)
}

func (tx *Tx) insertEvents(ctx context.Context, events []gatehouse.AuditEvent) error {
	rows, contexts := make([][]any, len(events)), make([][]any, len(events))
	for i, e := range events {
		rows[i] = []any{
			e.ID, e.Partner, e.Site, e.Seq, micros(e.At), e.Via, e.Key, e.Actor, e.Action, e.Target, e.Outcome, e.Code,
			string(e.Before), string(e.After), e.RequestID,
		}
		c := e.Context
		contexts[i] = []any{e.ID, e.Partner, c.ActorName, c.TargetName, c.Address, c.UserAgent, c.Reason, 1, micros(e.At)}
	}
	if err := tx.insertRowsAhead(ctx, `
		INSERT INTO audit_event (id, partner_id, site_id, seq, at, via, key_id, actor, action, target, outcome, code, before, after, request_id)`,
		rows); err != nil {
		return err
	}
	return tx.insertRows(ctx, `
		INSERT INTO audit_context (event_id, partner_id, actor_name, target_name, address, user_agent, reason, count, last_at)`,
		contexts)
}

// CountRefusal adds one to the count of the same refused attempt (actor and through
// what, action, target, site, address) made since the time, and reports whether there
// was one. The count stands outside the event, which never changes.
func (tx *Tx) CountRefusal(ctx context.Context, e gatehouse.AuditEvent, since time.Time) (bool, error) {
	tx.writes(e.Partner)
	now, err := tx.Now(ctx)
	if err != nil {
		return false, err
	}
	n, err := run(ctx, tx.q, `
		UPDATE audit_context
		SET count = count + 1, last_at = $1
		WHERE address = $2 AND event_id = (
			SELECT id
			FROM audit_event
			WHERE partner_id = $3 AND target = $4 AND site_id = $5 AND actor = $6 AND action = $7 AND code = $8 AND at > $9 AND outcome = 'refused'
				AND via = $10 AND key_id = $11
			ORDER BY at DESC
			LIMIT 1)`,
		micros(now), e.Context.Address, e.Partner, e.Target, e.Site, e.Actor, e.Action, e.Code, micros(since), e.Via, e.Key)
	return n > 0, err
}

// auditRow is an event as it is read.
type auditRow struct {
	event         gatehouse.AuditEvent
	before, after string
}

func auditFields(r *auditRow) []any {
	e := &r.event
	return []any{
		&e.ID, &e.Partner, &e.Site, &e.Seq, when(&e.At), &e.Via, (*string)(&e.Key), &e.Actor, &e.Action, &e.Target, &e.Outcome, &e.Code,
		&r.before, &r.after, &e.RequestID,
		&e.Context.ActorName, &e.Context.TargetName, &e.Context.Address, &e.Context.UserAgent, &e.Context.Reason, &e.Context.Count, when(&e.Context.LastAt),
	}
}

func (r auditRow) derived() gatehouse.AuditEvent {
	if r.before != "" {
		r.event.Before = json.RawMessage(r.before)
	}
	if r.after != "" {
		r.event.After = json.RawMessage(r.after)
	}
	return r.event
}

const auditSelect = `
	SELECT e.id, e.partner_id, e.site_id, e.seq, e.at, e.via, e.key_id, e.actor, e.action, e.target, e.outcome, e.code, e.before, e.after, e.request_id,
		c.actor_name, c.target_name, c.address, c.user_agent, c.reason, c.count, c.last_at
	FROM audit_event e`

const auditWhere = `
	JOIN audit_context c ON c.partner_id = e.partner_id AND c.event_id = e.id
	WHERE e.partner_id = $1`

// auditIndex is the index that begins with what the filter asks for and goes on by
// time. SQLite, which knows nothing of how many events there are of what, has to be
// told.
func auditIndex(f gatehouse.AuditFilter) string {
	events := "audit_by_"
	if f.Outcome == gatehouse.Denied {
		events = "audit_refused_by_"
	}
	switch {
	case f.Target != "":
		return "audit_by_target"
	case f.Action != "":
		return events + "action"
	case f.Actor != "":
		return events + "actor"
	case f.Site != "":
		return events + "site"
	default:
		return events + "time"
	}
}

// AuditPage says which part of the trail to read: what came before the event numbered
// Before (0 for the newest), newest first, or with Oldest all from the beginning.
type AuditPage struct {
	Before int64
	Oldest bool
	Limit  int
}

// Audit calls fn for the partner's events that pass the filter. An empty partner
// means the installation's own trail.
func (r Reads) Audit(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AuditFilter, p AuditPage, fn func(gatehouse.AuditEvent) error) error {
	q := newQuery(auditSelect, partner)
	q.write(r.engine.indexedBy(auditIndex(f)) + auditWhere)
	if !f.From.IsZero() {
		q.and(`e.at >= %s`, micros(f.From))
	}
	if !f.Until.IsZero() {
		q.and(`e.at < %s`, micros(f.Until))
	}
	switch f.Actor {
	case "":
	case gatehouse.ActorInstallation:
		q.and(`e.actor = '' AND e.via IN (%s, %s)`, gatehouse.ViaCommandLine, gatehouse.ViaJob)
	case gatehouse.ActorStranger:
		q.and(`e.actor = '' AND e.via NOT IN (%s, %s)`, gatehouse.ViaCommandLine, gatehouse.ViaJob)
	default:
		q.and(`e.actor = %s`, f.Actor)
	}
	if f.Action != "" {
		q.and(`e.action = %s`, f.Action)
	}
	if f.Target != "" {
		q.and(`e.target = %s`, f.Target)
	}
	if f.Site != "" {
		q.and(`e.site_id = %s AND e.site_id <> ''`, f.Site)
	}
	switch f.Outcome {
	case "":
	case gatehouse.Denied:
		q.and(`e.outcome = 'refused'`) // in words, as the indexes of refusals have it
	default:
		q.and(`e.outcome = %s`, f.Outcome)
	}
	if p.Before > 0 {
		q.and(`(e.at, e.seq) < ((SELECT b.at FROM audit_event b WHERE b.partner_id = $1 AND b.seq = %s), %s)`, p.Before, p.Before)
	}
	direction := " DESC"
	if p.Oldest {
		direction = " ASC"
	}
	q.write("\n\tORDER BY e.at" + direction + ", e.seq" + direction)
	q.limit(p.Limit)
	return each(ctx, r.q, auditFields, func(row auditRow) error { return fn(row.derived()) }, q.String(), q.args...)
}
