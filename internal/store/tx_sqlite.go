package store

import (
	"context"
	"database/sql"
)

// liteTx is a transaction on the one connection that writes to SQLite.
type liteTx struct {
	conn *sql.Conn
	tx   *sql.Tx
}

func (db *DB) beginSQLite(ctx context.Context) (transaction, error) {
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return nil, err
	}
	// A caller who leaves ends the statement under way, never the commit: cut off
	// half-way nobody would know what became of it.
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &liteTx{conn, tx}, nil
}

func (t *liteTx) ahead(ctx context.Context, text string, args []any) error {
	_, err := t.exec(ctx, text, args)
	return err
}

// wall does nothing: SQLite has no policies.
func (t *liteTx) wall(string) {}

func (t *liteTx) commit(context.Context) error { return t.tx.Commit() }

func (t *liteTx) end(context.Context) {
	_ = t.tx.Rollback() // sql.ErrTxDone behind a commit
	_ = t.conn.Close()
}

func (t *liteTx) rows(ctx context.Context, text string, args []any) (cursor, error) {
	ctx, err := between(ctx)
	if err != nil {
		return nil, err
	}
	return asCursor(t.tx.QueryContext(ctx, text, storable(args)...))
}

func (t *liteTx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	ctx, err := between(ctx)
	if err != nil {
		return nil, err
	}
	return t.tx.ExecContext(ctx, text, storable(args)...)
}

// between notices a caller who leaves between two statements, not within one: to watch
// each would cost two goroutines, and none of them is long.
func between(ctx context.Context) (context.Context, error) {
	return context.WithoutCancel(ctx), ctx.Err()
}
