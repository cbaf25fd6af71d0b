package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// pgTx is a transaction on PostgreSQL. It goes past database/sql, which cannot bound
// a COMMIT, hears no warnings, and takes a round trip for every BEGIN.
type pgTx struct {
	db       *DB
	conn     *pgxpool.Conn
	patience time.Duration
	begun    bool
	// first is what goes to the server together with the next statement; owed is true
	// while that holds rows.
	first []pgFirst
	owed  bool
}

// pgFirst is a statement that goes ahead of another one.
type pgFirst struct {
	text string
	args []any
}

// beginPostgres waits for a lane and takes a connection. BEGIN itself goes with the
// first statement.
func (db *DB) beginPostgres(ctx context.Context) (transaction, error) {
	waiting, w := newWait(ctx, db.patience)
	defer w.over()
	select {
	case db.lanes <- struct{}{}:
	case <-waiting.Done():
		return nil, why(waiting, waiting.Err())
	}
	conn, err := db.pool.Acquire(waiting)
	if err != nil {
		<-db.lanes
		return nil, why(waiting, err)
	}
	t := &pgTx{db: db, conn: conn, patience: db.patience, first: []pgFirst{{text: "begin"}}}
	if db.writeAs != "" {
		t.first = append(t.first, pgFirst{`SELECT set_config('role', $1, true)`, []any{db.writeAs}})
	}
	return t, nil
}

func (t *pgTx) ahead(_ context.Context, text string, args []any) error {
	t.first, t.owed = append(t.first, pgFirst{text, storable(args)}), true
	return nil
}

// wall goes with the next statement.
func (t *pgTx) wall(partners string) {
	t.first = append(t.first, pgFirst{`SELECT set_config('gatehouse.partners', $1, true)`, []any{partners}})
}

func (t *pgTx) rows(ctx context.Context, text string, args []any) (cursor, error) {
	ctx, w := newWait(ctx, t.patience)
	rows, err := t.send(ctx, text, args)
	if err != nil {
		w.over()
		return nil, why(ctx, err)
	}
	rows.wait = w
	return rows, nil
}

func (t *pgTx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	ctx, w := newWait(ctx, t.patience)
	defer w.over()
	if len(t.first) == 0 {
		tag, err := t.conn.Exec(ctx, text, storable(args)...)
		return pgResult(tag), why(ctx, err)
	}
	rows, err := t.send(ctx, text, args)
	if err != nil {
		return nil, why(ctx, err)
	}
	rows.wait = w
	err = rows.Close()
	return pgResult(rows.CommandTag()), err
}

// send sends a statement, with whatever has to go ahead of it in the same round trip.
func (t *pgTx) send(ctx context.Context, text string, args []any) (*pgRows, error) {
	if len(t.first) == 0 {
		rows, err := t.conn.Query(ctx, text, storable(args)...)
		return &pgRows{Rows: rows, ctx: ctx}, err
	}
	batch := &pgx.Batch{}
	ahead := len(t.first)
	for _, f := range t.first {
		batch.Queue(f.text, f.args...)
	}
	batch.Queue(text, storable(args)...)
	t.begun, t.first, t.owed = true, nil, false
	results := t.conn.SendBatch(ctx, batch)
	for range ahead {
		if _, err := results.Exec(); err != nil {
			return nil, errors.Join(err, results.Close())
		}
	}
	rows, err := results.Query()
	if err != nil {
		return nil, errors.Join(err, results.Close())
	}
	return &pgRows{Rows: rows, ctx: ctx, done: results.Close}, nil
}

// lend lends fn the transaction in the form that the job queue wants.
func (t *pgTx) lend(ctx context.Context, fn func(context.Context, pgx.Tx) error) error {
	if len(t.first) > 0 {
		if _, err := t.exec(ctx, "SELECT", nil); err != nil {
			return err
		}
	}
	ctx, w := newWait(ctx, t.patience)
	defer w.over()
	return why(ctx, fn(ctx, openTx{conn: t.conn.Conn()}))
}

// commit says COMMIT and waits for the answer, also when the caller leaves. Without an
// answer, and with the warning that the commit is on this server only, it is unknown
// whether the change will last (SECURITY T274, T276).
func (t *pgTx) commit(ctx context.Context) error {
	if t.owed {
		return errors.New("a transaction with rows that were never sent was to be committed")
	}
	if !t.begun {
		return nil
	}
	conn := t.conn.Conn().PgConn()
	if conn.IsClosed() {
		return errGone
	}
	t.db.warnings.forget(conn)
	ctx, w := newWait(context.WithoutCancel(ctx), t.patience)
	defer w.over()
	tag, err := t.conn.Exec(ctx, "commit")
	t.begun = false
	message, warned := t.db.warnings.last(conn)
	switch {
	case err != nil && refused(err):
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", errUnknown, why(ctx, err))
	case tag.String() == "ROLLBACK":
		return errors.New("a transaction with a failed statement was to be committed")
	case warned:
		return fmt.Errorf("%w: %s", errUnknown, message)
	default:
		return nil
	}
}

// errGone says that the connection was lost before anything was committed.
var errGone = fmt.Errorf("the connection is gone: %w", driver.ErrBadConn)

// errUnknown says that a change may have been made and may not.
var errUnknown = errors.New("it is unknown whether the transaction was committed")

// refused reports whether PostgreSQL has said that it did not commit: a constraint
// looked at last, or a conflict. Every other error can come behind the commit itself.
func refused(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code[:2] == "23" || pg.Code[:2] == "40" && pg.Code != "40003")
}

// end rolls back what is not committed. A connection on which that fails is closed.
func (t *pgTx) end(ctx context.Context) {
	if t.begun && !t.conn.Conn().IsClosed() {
		ctx, w := newWait(context.WithoutCancel(ctx), t.patience)
		_, _ = t.conn.Exec(ctx, "rollback")
		w.over()
	}
	t.conn.Release() // destroys one that is in a transaction
	<-t.db.lanes
}
