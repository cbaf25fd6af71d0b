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
	conn *sql.Conn
	tx   *sql.Tx
	db   *DB
	// own are statements of this transaction that the writer had not prepared yet.
	own    map[string]*sql.Stmt
	wrote  bool
	now    time.Time
	events []gatehouse.AuditEvent
}

const maxAttempts = 5

// Update runs fn in a write transaction and commits it when fn returns nil. When
// PostgreSQL asks for it the whole is run again, so fn must not change anything
// outside of the transaction. An error of the commit itself means that the
// outcome is unknown; it is answered as CodeStorage.
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
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return err
	}
	tx := &Tx{conn: conn, db: db}
	tx.Reads = Reads{q: tx, engine: db.engine, clock: db.clock}
	defer tx.keepStatements(ctx)
	defer func() { _ = conn.Close() }()
	// A caller who leaves ends the statement under way, never the commit: cut off
	// half-way nobody would know what became of it.
	tx.tx, err = conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.tx.Rollback() }()
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
	return tx.tx.Commit()
}

// keepStatements prepares on the writer what this transaction had to prepare for
// itself, so that the next one finds it.
func (tx *Tx) keepStatements(ctx context.Context) {
	for text := range tx.own {
		if _, err := tx.db.cache.prepare(ctx, text); err != nil {
			return
		}
	}
}

func (tx *Tx) rows(ctx context.Context, text string, args []any) (cursor, error) {
	stmt, ctx, err := tx.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return asCursor(tx.tx.QueryContext(ctx, text, storable(args)...))
	}
	return asCursor(stmt.QueryContext(ctx, storable(args)...))
}

func (tx *Tx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	if !tx.wrote {
		tx.wrote = true
		tx.db.pauseAt(ctx, BeforeWrite)
	}
	stmt, ctx, err := tx.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return tx.tx.ExecContext(ctx, text, storable(args)...)
	}
	return stmt.ExecContext(ctx, storable(args)...)
}

// statement returns a prepared statement on SQLite, the writer's or this
// transaction's own, and nil on PostgreSQL, where pgx wants the text itself. On
// SQLite a caller who leaves is noticed between two statements, not within one: to
// watch each would cost two goroutines, and none of them is long.
func (tx *Tx) statement(ctx context.Context, text string) (*sql.Stmt, context.Context, error) {
	if tx.db.cache == nil {
		return nil, ctx, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, ctx, err
	}
	ctx = context.WithoutCancel(ctx)
	if stmt := tx.own[text]; stmt != nil {
		return stmt, ctx, nil
	}
	if stmt := tx.db.cache.get(text); stmt != nil {
		return tx.tx.StmtContext(ctx, stmt), ctx, nil
	}
	stmt, err := tx.tx.PrepareContext(ctx, text)
	if err != nil {
		return nil, ctx, err
	}
	if tx.own == nil {
		tx.own = map[string]*sql.Stmt{}
	}
	tx.own[text] = stmt
	return stmt, ctx, nil
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
