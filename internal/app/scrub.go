package app

import (
	"context"
	"errors"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

// scrubNow removes the traces of a deletion where that is quick: from the local
// mailbox and from SQLite's files. The job that the deletion enqueued comes after
// it and does what was left: a reader may hold on to the write-ahead log for a
// moment, and PostgreSQL takes its time.
func (c *core) scrubNow(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	err := c.emptyMailbox(ctx)
	if !c.Store.Postgres() {
		err = errors.Join(err, c.Store.Scrub(ctx))
	}
	if err != nil {
		c.Log.WarnContext(ctx, "the traces of a deletion wait for the job that removes them", "error", err)
	}
}

// Scrub removes the traces of deletions from the local mailbox and the database's
// files.
func (d Deliveries) Scrub(ctx context.Context) error {
	return errors.Join(d.emptyMailbox(ctx), d.Store.Scrub(ctx))
}

// emptyMailbox removes mails to addresses that nobody knows any more from the
// local mailbox, where there is one.
func (c *core) emptyMailbox(ctx context.Context) error {
	mailbox, ok := c.Sender.(*mail.Mailbox)
	if !ok {
		return nil
	}
	var failed error
	_, err := mailbox.Remove(func(to gatehouse.Email) bool {
		known, err := c.Store.UnscopedAddressKnown(ctx, to)
		failed = errors.Join(failed, err)
		return err == nil && !known
	})
	return errors.Join(err, failed)
}
