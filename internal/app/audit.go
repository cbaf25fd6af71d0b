package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Audit are the use cases of reading the audit trail.
type Audit struct{ *core }

// AuditPage is a page of the trail, newest first; Next is "" at its end.
type AuditPage struct {
	Items []gatehouse.AuditEvent
	Next  string
}

// List returns a page of the partner's trail. The role needs
// [gatehouse.ViewAudit].
func (a Audit) List(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AuditFilter, page Page) (AuditPage, error) {
	if err := a.checkRead(ctx, actor, gatehouse.ViewAudit, gatehouse.ActionAuditView); err != nil {
		return AuditPage{}, err
	}
	if err := checkAuditFilter(filter); err != nil {
		return AuditPage{}, err
	}
	limit, err := page.limit()
	if err != nil {
		return AuditPage{}, err
	}
	var before int64
	if err := page.decode(actor.Partner, "audit", &before); err != nil {
		return AuditPage{}, err
	}
	items := make([]gatehouse.AuditEvent, 0, limit+1)
	err = a.Store.Audit(ctx, actor.Partner, filter, store.AuditPage{Before: before, Limit: limit + 1}, func(e gatehouse.AuditEvent) error {
		items = append(items, e)
		return nil
	})
	if err != nil || len(items) <= limit {
		return AuditPage{Items: items}, err
	}
	items = items[:limit]
	return AuditPage{Items: items, Next: encodeCursor(actor.Partner, "audit", items[limit-1].Seq)}, nil
}

func checkAuditFilter(f gatehouse.AuditFilter) error {
	known := f.Action == "" || oneOf(f.Action, gatehouse.Actions())
	known = known && (f.Outcome == "" || f.Outcome == gatehouse.Done || f.Outcome == gatehouse.Denied)
	if !known {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return nil
}

// Export calls each for every event that passes the filter, oldest first, and
// records that the trail was exported in the format.
func (a Audit) Export(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AuditFilter, format string, each func(gatehouse.AuditEvent) error) error {
	if err := checkAuditFilter(filter); err != nil {
		return err
	}
	op := operation{action: gatehouse.ActionAuditExport, partner: actor.Partner, ask: needs(gatehouse.ViewAudit)}
	if err := a.recordExport(ctx, actor, op, facts{"format": format}); err != nil {
		return err
	}
	return a.Store.Audit(ctx, actor.Partner, filter, store.AuditPage{Oldest: true}, whileAllowed(ctx, a.core, actor, op.ask, each))
}
