package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"

	"gatehouse.example/gatehouse"
)

// readers are the connections that read from SQLite. They go past database/sql,
// which describes every column and starts goroutines anew for each query (see
// docs/decisions/0014-reading-sqlite.md).
type readers struct {
	path string
	// turns holds one token for each connection in use.
	turns chan struct{}

	mutex  sync.Mutex
	idle   []*reader // the one used last at the end: its pages are in its cache
	closed bool
}

func newReaders(path string) *readers {
	return &readers{path: path, turns: make(chan struct{}, readConnections)}
}

// reader is one connection with its prepared statements by text. The number of
// texts is bounded: they are constants and a few optional conditions.
type reader struct {
	conn       *sqlite.Conn
	statements map[string]*statement
	// cut ends whatever the connection is doing when it is closed.
	cut chan struct{}
}

// statement is a prepared one. args says which of the caller's arguments each of its
// parameters takes: SQLite numbers them in the order in which they stand.
type statement struct {
	*sqlite.Stmt
	args []int
}

var errReadersClosed = errors.New("the database is closed")

// take waits for a connection, but not for ever: CodeStorage.
func (p *readers) take(ctx context.Context) (*reader, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := p.turn(ctx); err != nil {
		return nil, err
	}
	p.mutex.Lock()
	closed := p.closed
	var r *reader
	if last := len(p.idle) - 1; last >= 0 {
		r, p.idle = p.idle[last], p.idle[:last]
	}
	p.mutex.Unlock()
	var err error
	switch {
	case closed:
		err = errReadersClosed
	case r == nil:
		r, err = openReader(p.path)
	}
	if err != nil {
		<-p.turns
	}
	return r, err
}

func (p *readers) turn(ctx context.Context) error {
	select {
	case p.turns <- struct{}{}:
		return nil
	default:
	}
	patience := time.NewTimer(busyTimeout)
	defer patience.Stop()
	select {
	case p.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-patience.C:
		return &gatehouse.Error{Code: gatehouse.CodeStorage, RetryAfter: time.Second}
	}
}

// give takes a connection back.
func (p *readers) give(r *reader) {
	p.mutex.Lock()
	closed := p.closed
	if !closed {
		p.idle = append(p.idle, r)
	}
	p.mutex.Unlock()
	if closed {
		_ = r.close()
	}
	<-p.turns
}

// close closes the connections; those in use follow when they are given back.
func (p *readers) close() error {
	p.mutex.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mutex.Unlock()
	var errs []error
	for _, r := range idle {
		errs = append(errs, r.close())
	}
	return errors.Join(errs...)
}

func openReader(path string) (*reader, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	r := &reader{conn: conn, statements: map[string]*statement{}}
	conn.SetBusyTimeout(busyTimeout)
	r.mayBeCut()
	err = conn.CreateFunction("gatehouse_now", &sqlite.FunctionImpl{
		Deterministic: true, // asked once in a statement, not for each of its rows
		Scalar: func(sqlite.Context, []sqlite.Value) (sqlite.Value, error) {
			return sqlite.IntegerValue(time.Now().UnixMicro()), nil
		},
	})
	for _, pragma := range []string{"PRAGMA query_only=1", "PRAGMA temp_store=MEMORY"} {
		if err == nil {
			_, err = r.run(pragma, nil)
		}
	}
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

// mayBeCut lets a new channel end what the connection does.
func (r *reader) mayBeCut() {
	r.cut = make(chan struct{})
	r.conn.SetInterrupt(r.cut)
}

// close finalizes the statements: they are not the connection's own.
func (r *reader) close() error {
	for _, stmt := range r.statements {
		_ = stmt.Finalize()
	}
	return r.conn.Close()
}

// prepare returns a statement with its arguments bound.
func (r *reader) prepare(text string, args []any) (*statement, error) {
	stmt := r.statements[text]
	if stmt == nil {
		prepared, trailing, err := r.conn.PrepareTransient(text)
		if err != nil {
			return nil, err
		}
		if trailing > 0 {
			return nil, errors.Join(errors.New("more than one statement"), prepared.Finalize())
		}
		if stmt, err = newStatement(prepared); err != nil {
			return nil, errors.Join(err, prepared.Finalize())
		}
		r.statements[text] = stmt
	}
	return stmt, stmt.bind(args)
}

// newStatement reads which argument each parameter takes: $3 the third, a bare ? the
// one of its own place.
func newStatement(prepared *sqlite.Stmt) (*statement, error) {
	stmt := &statement{Stmt: prepared, args: make([]int, prepared.BindParamCount())}
	for i := range stmt.args {
		stmt.args[i] = i
		if number, named := strings.CutPrefix(prepared.BindParamName(i+1), "$"); named {
			n, err := strconv.Atoi(number)
			if err != nil {
				return nil, fmt.Errorf("parameter $%s: %w", number, err)
			}
			stmt.args[i] = n - 1
		}
	}
	return stmt, nil
}

func (s *statement) bind(args []any) error {
	for i, from := range s.args {
		if from >= len(args) {
			return fmt.Errorf("parameter %d has no value", from+1)
		}
		value, err := driver.DefaultParameterConverter.ConvertValue(args[from])
		if err != nil {
			return fmt.Errorf("parameter %d: %w", from+1, err)
		}
		switch v := value.(type) {
		case string:
			s.BindText(i+1, storableText(v))
		case int64:
			s.BindInt64(i+1, v)
		case bool:
			s.BindBool(i+1, v)
		case []byte:
			s.BindBytes(i+1, v)
		default:
			return fmt.Errorf("parameter %d is a %T", from+1, v)
		}
	}
	return nil
}

// run executes a statement to its end.
func (r *reader) run(text string, args []any) (sql.Result, error) {
	stmt, err := r.prepare(text, args)
	for more := err == nil; more && err == nil; {
		more, err = stmt.Step()
	}
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(r.conn.Changes()), stmt.Reset()
}

// rows implements querier.
func (p *readers) rows(ctx context.Context, text string, args []any) (cursor, error) {
	r, err := p.take(ctx)
	if err != nil {
		return nil, err
	}
	found, err := r.rows(ctx, text, args)
	if err != nil {
		p.give(r)
		return nil, err
	}
	found.done = func() { p.give(r) }
	return found, nil
}

func (r *reader) rows(ctx context.Context, text string, args []any) (*found, error) {
	stmt, err := r.prepare(text, args)
	if err != nil {
		return nil, err
	}
	cut := r.cut
	return &found{ctx: ctx, reader: r, stmt: stmt, stop: context.AfterFunc(ctx, func() { close(cut) })}, nil
}

// exec implements querier. The connections read only, so it fails wherever there
// would be something to change.
func (p *readers) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	r, err := p.take(ctx)
	if err != nil {
		return nil, err
	}
	defer p.give(r)
	return r.run(text, args)
}

// found is the cursor of a query.
type found struct {
	ctx    context.Context
	reader *reader
	stmt   *statement
	stop   func() bool
	done   func()
	err    error
	closed bool
}

// Next implements cursor. The connection is given back with the last row.
func (f *found) Next() bool {
	if f.closed {
		return false
	}
	// The cut comes from another goroutine, and may come a few rows late.
	left := f.ctx.Err()
	if left == nil {
		more, err := f.stmt.Step()
		if more && err == nil {
			return true
		}
		if f.err = err; err != nil {
			left = f.ctx.Err()
		}
	}
	if left != nil {
		f.err = left
	}
	_ = f.Close()
	return false
}

// Scan implements cursor. Every column of ours is NOT NULL or made so by the
// statement.
func (f *found) Scan(targets ...any) error {
	for i, target := range targets {
		if err := f.column(i, target); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return nil
}

func (f *found) column(i int, target any) error {
	switch p := target.(type) {
	case *string:
		*p = f.stmt.ColumnText(i)
	case *int64:
		*p = f.stmt.ColumnInt64(i)
	case *bool:
		*p = f.stmt.ColumnInt64(i) != 0
	case *micros:
		return p.Scan(f.stmt.ColumnInt64(i))
	case sql.Scanner:
		return p.Scan(f.value(i))
	case *[]byte:
		*p = make([]byte, f.stmt.ColumnLen(i))
		f.stmt.ColumnBytes(i, *p)
	default:
		return f.named(i, target)
	}
	return nil
}

// named reads a column into a type of ours that [target] does not list.
func (f *found) named(i int, target any) error {
	v := reflect.ValueOf(target)
	if v.Kind() != reflect.Pointer {
		return fmt.Errorf("a %T is no target", target)
	}
	switch v = v.Elem(); v.Kind() {
	case reflect.String:
		v.SetString(f.stmt.ColumnText(i))
	case reflect.Int64:
		v.SetInt(f.stmt.ColumnInt64(i))
	default:
		return fmt.Errorf("a %T is no target", target)
	}
	return nil
}

func (f *found) value(i int) any {
	switch f.stmt.ColumnType(i) {
	case sqlite.TypeInteger:
		return f.stmt.ColumnInt64(i)
	case sqlite.TypeText:
		return f.stmt.ColumnText(i)
	default:
		return nil
	}
}

// Err implements cursor.
func (f *found) Err() error { return f.err }

// Close implements cursor.
func (f *found) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	err := f.stmt.Reset()
	if !f.stop() {
		// The caller has left and the connection was cut, or is about to be.
		<-f.reader.cut
		f.reader.mayBeCut()
		err = nil
	}
	if f.done != nil {
		f.done()
	}
	return err
}
