package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// usualPatience is how long PostgreSQL may be silent: before a connection, a row, or
// the answer to a COMMIT. It is longer than any statement of ours takes, and than the
// largest change holds up another one of the same partner.
const usualPatience = 10 * time.Second

// errSilent is why a wait was given up: PostgreSQL was silent for too long.
var errSilent = errors.New("the database has been silent for too long")

// wait bounds each single wait for PostgreSQL, however many rows there are and
// however long their reader takes over each. It is a context with a deadline that
// moves.
type wait struct {
	patience time.Duration
	timer    *time.Timer
	end      context.CancelCauseFunc
}

// newWait returns the context of a statement whose first wait has begun.
func newWait(ctx context.Context, patience time.Duration) (context.Context, *wait) {
	ctx, end := context.WithCancelCause(ctx)
	return ctx, &wait{patience, time.AfterFunc(patience, func() { end(errSilent) }), end}
}

func (w *wait) pause()  { w.timer.Stop() }
func (w *wait) resume() { w.timer.Reset(w.patience) }

func (w *wait) over() {
	w.timer.Stop()
	w.end(nil)
}

// why returns errSilent for an error that comes from having waited too long.
func why(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errSilent) {
		return errors.Join(errSilent, err)
	}
	return err
}

// pgRows steps through rows of PostgreSQL.
type pgRows struct {
	pgx.Rows
	ctx  context.Context //nolint:containedctx // of this one statement
	wait *wait
	// done is what is to be done when the rows are read.
	done func() error
}

// Next waits for the next row.
func (r *pgRows) Next() bool {
	r.wait.resume()
	defer r.wait.pause()
	return r.Rows.Next()
}

// Err returns why there are no more rows, nil for the end of them.
func (r *pgRows) Err() error { return why(r.ctx, r.Rows.Err()) }

// Close ends the statement, and tells of an error that came behind the rows read.
func (r *pgRows) Close() error {
	r.wait.resume()
	r.Rows.Close()
	err := r.Err()
	if r.done != nil {
		err = errors.Join(err, why(r.ctx, r.done()))
		r.done = nil
	}
	r.wait.over()
	return err
}

// pgReads are the reads outside of a transaction, each on a connection of the pool.
// pgx keeps prepared statements by text for each connection.
type pgReads struct {
	pool     *pgxpool.Pool
	patience time.Duration
}

func (p pgReads) rows(ctx context.Context, text string, args []any) (cursor, error) {
	ctx, w := newWait(ctx, p.patience)
	rows, err := p.pool.Query(ctx, text, storable(args)...)
	if err != nil {
		w.over()
		return nil, why(ctx, err)
	}
	return &pgRows{Rows: rows, ctx: ctx, wait: w}, nil
}

func (p pgReads) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	ctx, w := newWait(ctx, p.patience)
	defer w.over()
	tag, err := p.pool.Exec(ctx, text, storable(args)...)
	return pgResult(tag), why(ctx, err)
}

// pgResult is how many rows a statement has changed.
type pgResult pgconn.CommandTag

// RowsAffected implements sql.Result.
func (r pgResult) RowsAffected() (int64, error) { return pgconn.CommandTag(r).RowsAffected(), nil }

// LastInsertId is there for sql.Result.
func (r pgResult) LastInsertId() (int64, error) { return 0, errors.ErrUnsupported }

// warnings are the connections whose last commit came with a warning. What such a
// warning says is in the language of the server; its code is a general one.
type warnings struct{ byConn sync.Map }

// note is called for every notice of PostgreSQL.
func (w *warnings) note(c *pgconn.PgConn, n *pgconn.Notice) {
	if n.Code == warning {
		w.byConn.Store(c, n.Message)
	}
}

// warning is the code of every warning without one of its own, also of "the
// transaction has already committed locally, but might not have been replicated".
const warning = "01000"

// forget drops what a connection was warned of before.
func (w *warnings) forget(c *pgconn.PgConn) { w.byConn.Delete(c) }

// last returns what a connection was warned of since then, and forgets it.
func (w *warnings) last(c *pgconn.PgConn) (string, bool) {
	message, warned := w.byConn.LoadAndDelete(c)
	if !warned {
		return "", false
	}
	return message.(string), true
}
