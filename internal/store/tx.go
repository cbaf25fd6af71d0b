package store

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"gatehouse.example/gatehouse"
)

// Tx is an open write transaction. Its reads see its own writes.
type Tx struct {
	Reads
	db     *DB
	on     transaction
	wrote  bool
	now    time.Time
	events []gatehouse.AuditEvent
	// partners are those whose rows it has said to change.
	partners []string
}

// transaction is one of the engines' own.
type transaction interface {
	querier
	// commit makes it count. An error that wraps errUnknown leaves open whether it
	// does; with every other it does not.
	commit(ctx context.Context) error
	// end gives up what is not committed, and returns the connection.
	end(ctx context.Context)
	// ahead runs a statement of which nothing is wanted but that it works. On PostgreSQL
	// it goes in the round trip of the next statement, which fails with it.
	ahead(ctx context.Context, text string, args []any) error
	// wall says whose rows may be changed from the next statement on.
	wall(partners string)
}

const maxAttempts = 5

// Update runs fn in a write transaction and commits it when fn returns nil. When
// PostgreSQL asks for it the whole is run again, so fn must not change anything
// outside of the transaction. Where nobody can tell whether it was committed, it is
// CodeStorage that says so, and nothing is run again.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	db.pauseAt(ctx, BeforeBegin)
	for attempt := 1; ; attempt++ {
		err := db.updateOnce(ctx, fn)
		if err == nil {
			db.pauseAt(ctx, AfterCommit)
		}
		if !isRetryable(err) || attempt == maxAttempts {
			return translate(err)
		}
		pause := time.NewTimer(time.Duration(attempt) * time.Duration(1+rand.IntN(10)) * time.Millisecond)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		}
	}
}

func (db *DB) updateOnce(ctx context.Context, fn func(*Tx) error) error {
	on, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer on.end(ctx)
	tx := &Tx{db: db, on: on}
	tx.Reads = Reads{q: tx, engine: db.engine, clock: db.clock}
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.writeAudit(ctx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	db.pauseAt(ctx, BeforeCommit)
	return on.commit(ctx)
}

func (tx *Tx) rows(ctx context.Context, text string, args []any) (cursor, error) {
	return tx.on.rows(ctx, text, args)
}

func (tx *Tx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	if !tx.wrote {
		tx.wrote = true
		tx.db.pauseAt(ctx, BeforeWrite)
	}
	return tx.on.exec(ctx, text, args)
}

// Now returns the database's time, read once for the whole transaction, after the
// locks that were taken before the first call.
func (tx *Tx) Now(ctx context.Context) (time.Time, error) {
	if !tx.now.IsZero() {
		return tx.now, nil
	}
	now, err := tx.Reads.Now(ctx)
	if err == nil {
		tx.now = now
	}
	return now, err
}

// newID makes an id that sorts by creation and cannot be guessed.
func newID[T ~string]() T { return T(uuid.Must(uuid.NewV7()).String()) }
