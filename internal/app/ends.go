package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// endsBatch bounds how many assignments one run announces the end of.
const endsBatch = 500

// announceEnds mails people whose access to a site ends within
// [gatehouse.AccessEndsLead], once for each end.
func (d Deliveries) announceEnds(ctx context.Context) error {
	now, err := d.Store.Now(ctx)
	if err != nil {
		return err
	}
	due, err := d.Store.UnscopedEndingAssignments(ctx, now, gatehouse.AccessEndsLead, endsBatch)
	if err != nil {
		return err
	}
	actor := gatehouse.Actor{Installation: true, Via: gatehouse.ViaJob}
	for _, a := range due {
		op := operation{action: gatehouse.ActionAssignmentEnds, partner: a.Partner}
		if _, err := change(ctx, d.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
			return struct{}{}, d.announceEnd(ctx, tx, actor, a)
		}); err != nil {
			return err
		}
	}
	return nil
}

// announceEnd mails one person, unless the end has moved or come meanwhile.
// Whoever could not enter anyway is not told.
func (d Deliveries) announceEnd(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, found gatehouse.Assignment) error {
	m, err := d.machine(ctx, tx, actor, found.Partner, gatehouse.InviteTechnician)
	if err != nil {
		return err
	}
	row, err := tx.AssignmentRow(ctx, found.Partner, found.ID)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return nil
	}
	ends := row.Assignment.Window.EndsAt
	if err != nil || ends.IsZero() || !ends.After(m.now) || ends.After(m.now.Add(gatehouse.AccessEndsLead)) {
		return err
	}
	if err := tx.NoteWarned(ctx, row.Assignment, m.now); err != nil {
		return err
	}
	if !gatehouse.Decide(&row.AccessFacts, gatehouse.SiteEnter).Access {
		return nil
	}
	m.notifyAt(row.Site.ID, row.Person, gatehouse.MailAccessEnds, gatehouse.MessageDetail{
		ExpiresAt: ends, Sites: []gatehouse.MailedSite{{ID: row.Site.ID, Name: row.Site.Name}},
	})
	e := event(actor, found.Partner, gatehouse.ActionAssignmentEnds, string(row.Person.ID), row.Person.DisplayName())
	e.Site = row.Site.ID
	tx.Record(e)
	return m.send(ctx)
}
