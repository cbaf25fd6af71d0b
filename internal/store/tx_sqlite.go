package store

import (
	"context"
	"database/sql"
)

// liteTx is a transaction on the one connection that writes to SQLite.
type liteTx struct {
	conn  *sql.Conn
	tx    *sql.Tx
	cache *statements
	// own are statements of this transaction that the writer had not prepared yet.
	own map[string]*sql.Stmt
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
	return &liteTx{conn: conn, tx: tx, cache: db.cache}, nil
}

func (t *liteTx) ahead(ctx context.Context, text string, args []any) error {
	_, err := t.exec(ctx, text, args)
	return err
}

// wall does nothing: SQLite has no policies.
func (t *liteTx) wall(string) {}

func (t *liteTx) commit(context.Context) error { return t.tx.Commit() }

func (t *liteTx) end(ctx context.Context) {
	_ = t.tx.Rollback() // sql.ErrTxDone behind a commit
	_ = t.conn.Close()
	t.keepStatements(ctx)
}

// keepStatements prepares on the writer what this transaction had to prepare for
// itself, so that the next one finds it.
func (t *liteTx) keepStatements(ctx context.Context) {
	for text := range t.own {
		if _, err := t.cache.prepare(ctx, text); err != nil {
			return
		}
	}
}

func (t *liteTx) rows(ctx context.Context, text string, args []any) (cursor, error) {
	stmt, ctx, err := t.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return asCursor(stmt.QueryContext(ctx, storable(args)...))
}

func (t *liteTx) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	stmt, ctx, err := t.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, storable(args)...)
}

// statement returns a prepared statement, the writer's or this transaction's own. A
// caller who leaves is noticed between two statements, not within one: to watch each
// would cost two goroutines, and none of them is long.
func (t *liteTx) statement(ctx context.Context, text string) (*sql.Stmt, context.Context, error) {
	if err := ctx.Err(); err != nil {
		return nil, ctx, err
	}
	ctx = context.WithoutCancel(ctx)
	if stmt := t.own[text]; stmt != nil {
		return stmt, ctx, nil
	}
	if stmt := t.cache.get(text); stmt != nil {
		return t.tx.StmtContext(ctx, stmt), ctx, nil
	}
	stmt, err := t.tx.PrepareContext(ctx, text)
	if err != nil {
		return nil, ctx, err
	}
	if t.own == nil {
		t.own = map[string]*sql.Stmt{}
	}
	t.own[text] = stmt
	return stmt, ctx, nil
}
