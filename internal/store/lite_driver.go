package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// keptStatements is how many prepared statements the writer keeps. The program has
// fewer; what a migration or a person brings once does not push them out.
const keptStatements = 1000

// openWriter opens the connection that writes to SQLite. It keeps what it has prepared:
// to read a statement's text takes SQLite longer than to run most of them, and the job
// queue, which shares the connection, prepares nothing itself.
func openWriter(path string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(sqliteDSN(path))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writer := sql.OpenDB(keeping{connector})
	// One writer connection makes the writers queue fairly; a shared pool starves
	// some of them for seconds in SQLite's busy handler.
	writer.SetMaxOpenConns(1)
	return writer, nil
}

// keeping makes connections that keep their statements.
type keeping struct{ driver.Connector }

// Connect implements driver.Connector.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	lite, ok := conn.(liteConn)
	if !ok {
		return nil, fmt.Errorf("%T is no connection to SQLite as it was", conn)
	}
	return &keepingConn{liteConn: lite, idle: map[string]liteStmt{}}, nil
}

// liteConn is what database/sql uses of a connection to SQLite, but for its ways to run
// a text without preparing it.
type liteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// liteStmt is what is used of a prepared statement.
type liteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keepingConn is a connection that keeps its statements. Like every connection it is
// used by one caller at a time.
type keepingConn struct {
	liteConn
	// idle are the statements by their texts, but for those whose rows are being read.
	idle map[string]liteStmt
}

// ExecContext implements driver.ExecerContext.
func (c *keepingConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	stmt, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := stmt.ExecContext(ctx, args)
	return result, c.give(text, stmt, err)
}

// QueryContext implements driver.QueryerContext.
func (c *keepingConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	stmt, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(ctx, args)
	if err != nil {
		return nil, c.give(text, stmt, err)
	}
	return &keptRows{rows, func(err error) error { return c.give(text, stmt, err) }}, nil
}

// take returns a statement that nobody else has.
func (c *keepingConn) take(ctx context.Context, text string) (liteStmt, error) {
	if stmt := c.idle[text]; stmt != nil {
		delete(c.idle, text)
		return stmt, nil
	}
	stmt, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.(liteStmt), nil
}

// give takes a statement back and returns the error that it ended with, if any. One
// that failed is not kept.
func (c *keepingConn) give(text string, stmt liteStmt, failed error) error {
	if failed != nil || c.idle[text] != nil || len(c.idle) >= keptStatements {
		if err := stmt.Close(); failed == nil {
			return err
		}
		return failed
	}
	c.idle[text] = stmt
	return nil
}

// Close implements driver.Conn.
func (c *keepingConn) Close() error {
	for _, stmt := range c.idle {
		_ = stmt.Close() // the connection's own Close says what is wrong with it
	}
	clear(c.idle)
	return c.liteConn.Close()
}

// keptRows are rows of a kept statement.
type keptRows struct {
	driver.Rows
	done func(error) error
}

// Close implements driver.Rows.
func (r *keptRows) Close() error { return r.done(r.Rows.Close()) }
