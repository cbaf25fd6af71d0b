package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
)

// Reads are the queries that can run in a transaction or outside of one.
type Reads struct {
	q      querier
	engine engine
	clock  func() time.Duration
}

// querier runs a statement: on the read pool, or inside a transaction.
type querier interface {
	rows(ctx context.Context, text string, args []any) (cursor, error)
	exec(ctx context.Context, text string, args []any) (sql.Result, error)
}

// cursor steps through the rows of a query; *sql.Rows is one.
type cursor interface {
	Next() bool
	Scan(targets ...any) error
	Err() error
	Close() error
}

// asCursor keeps a failed query from being a cursor that is not nil.
func asCursor(rows *sql.Rows, err error) (cursor, error) {
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// storable returns the arguments with every text as both engines can hold it:
// PostgreSQL refuses NUL and bytes that are not UTF-8, SQLite's full-text search
// ends at a NUL. Such text is made up by whoever sends headers, ids or searches; it
// finds nothing, and it keeps no change from being recorded.
func storable(args []any) []any {
	clean := args
	for i, arg := range args {
		v := reflect.ValueOf(arg)
		if v.Kind() != reflect.String || isStorable(v.String()) {
			continue
		}
		if &clean[0] == &args[0] {
			clean = slices.Clone(args)
		}
		clean[i] = storableText(v.String())
	}
	return clean
}

func isStorable(text string) bool {
	return utf8.ValidString(text) && !strings.Contains(text, "\x00")
}

func storableText(text string) string {
	if isStorable(text) {
		return text
	}
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", replacement), replacement)
}

// replacement stands where there was something unreadable.
const replacement = "\ufffd"

// one reads exactly one row into the targets that fields names. No row is
// CodeNotFound.
func one[T any](ctx context.Context, q querier, fields func(*T) []any, text string, args ...any) (T, error) {
	var v T
	rows, err := q.rows(ctx, text, args)
	if err != nil {
		return v, translate(err)
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return v, translate(err)
		}
		return v, gatehouse.E(gatehouse.CodeNotFound)
	}
	if err := rows.Scan(targets(fields(&v))...); err != nil {
		return v, translate(err)
	}
	return v, translate(rows.Close())
}

// all reads every row.
func all[T any](ctx context.Context, q querier, fields func(*T) []any, text string, args ...any) ([]T, error) {
	var list []T
	err := each(ctx, q, fields, func(v T) error {
		list = append(list, v)
		return nil
	}, text, args...)
	return list, err
}

// each calls fn for every row, as the rows come.
func each[T any](ctx context.Context, q querier, fields func(*T) []any, fn func(T) error, text string, args ...any) error {
	rows, err := q.rows(ctx, text, args)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = rows.Close() }()
	// One value takes the rows in turn, so that its targets are made once.
	var v, zero T
	into := targets(fields(&v))
	for rows.Next() {
		v = zero
		if err := rows.Scan(into...); err != nil {
			return translate(err)
		}
		if err := fn(v); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// value reads one column of one row.
func value[T any](ctx context.Context, q querier, text string, args ...any) (T, error) {
	return one(ctx, q, func(v *T) []any { return []any{v} }, text, args...)
}

// run executes a statement and returns how many rows it changed.
func run(ctx context.Context, q querier, text string, args ...any) (int64, error) {
	result, err := q.exec(ctx, text, args)
	if err != nil {
		return 0, translate(err)
	}
	return result.RowsAffected()
}

// exec executes a statement whose count of rows does not matter.
func exec(ctx context.Context, q querier, text string, args ...any) error {
	_, err := q.exec(ctx, text, args)
	return translate(err)
}

// mustChange executes a statement that has to change exactly one row; anything
// else means that the caller's picture of the row was old: CodeStale.
func mustChange(ctx context.Context, q querier, text string, args ...any) error {
	n, err := run(ctx, q, text, args...)
	if err == nil && n != 1 {
		return gatehouse.E(gatehouse.CodeStale)
	}
	return err
}

// micros stores a time as integer microseconds UTC; the zero time is 0.
type micros time.Time

// Value implements driver.Valuer.
func (m micros) Value() (driver.Value, error) {
	if time.Time(m).IsZero() {
		return int64(0), nil
	}
	return time.Time(m).UnixMicro(), nil
}

// Scan implements sql.Scanner.
func (m *micros) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", src)
	}
	if n == 0 {
		*m = micros{}
		return nil
	}
	*m = micros(time.UnixMicro(n).UTC())
	return nil
}

// when names a time as a target of Scan.
func when(t *time.Time) *micros { return (*micros)(t) }

// Now returns the database's time.
func (r Reads) Now(ctx context.Context) (time.Time, error) {
	n, err := value[int64](ctx, r.q, "SELECT gatehouse_now() + $1", r.offset())
	return time.UnixMicro(n).UTC(), err
}

// offset is added to gatehouse_now() wherever a statement asks for the time.
func (r Reads) offset() int64 { return r.clock().Microseconds() }
