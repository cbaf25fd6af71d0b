package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
	zombiezen "zombiezen.com/go/sqlite"

	"gatehouse.example/gatehouse"
)

// engine is the database behind the one statement text. Each method is a place
// where the two must differ.
type engine int

const (
	sqliteEngine engine = iota
	postgresEngine
)

func init() {
	// PostgreSQL has a function of this name from the first migration. It is asked
	// once for a statement, not for each of its rows.
	sqlite.MustRegisterDeterministicScalarFunction("gatehouse_now", 0,
		func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
			return time.Now().UnixMicro(), nil
		})
}

// forUpdate ends a SELECT whose rows are to stay as they are read. SQLite has one
// writer at a time and needs nothing.
func (e engine) forUpdate() string {
	if e == postgresEngine {
		return " FOR UPDATE"
	}
	return ""
}

// forShareOf ends a SELECT that holds the rows of one of its tables against
// changes until the transaction ends.
func (e engine) forShareOf(table string) string {
	if e == postgresEngine {
		return " FOR SHARE OF " + table
	}
	return ""
}

// placeholders writes n placeholders in parentheses, of the values from the first on.
// They have to be the last of the statement. SQLite would look for each name among
// all of them, so there they have none.
func (e engine) placeholders(first, n int) string {
	text := make([]byte, 0, 1+n*6)
	for i := range n {
		if e == sqliteEngine {
			text = append(text, ", ?"...)
			continue
		}
		text = strconv.AppendInt(append(text, ", $"...), int64(first+i), 10)
	}
	return "(" + string(text[2:]) + ")"
}

// among is the condition that a value is one of these, which stands last in its
// statement, and the statement's arguments with them at the end.
func among[T any](e engine, values []T, args ...any) (string, []any) {
	text := "IN " + e.placeholders(len(args)+1, len(values))
	for _, value := range values {
		args = append(args, value)
	}
	return text, args
}

// isUnique reports whether the error is a violated unique constraint.
func isUnique(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505"
	}
	code := liteCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}

// liteCode returns SQLite's extended code of an error of the writer or of a reader,
// SQLITE_OK for an error that is not SQLite's.
func liteCode(err error) int {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code()
	}
	if code := zombiezen.ErrCode(err); code != zombiezen.ResultError {
		return int(code)
	}
	return sqlite3.SQLITE_OK
}

// isRetryable reports whether PostgreSQL asks to run the transaction again.
func isRetryable(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pg.Code == "40001" || pg.Code == "40P01")
}

// translate turns an error of a driver that means "not now" into CodeStorage.
// Everything else stays as it is and counts as internal.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errUnknown):
		return &gatehouse.Error{Code: gatehouse.CodeStorage, RetryAfter: -1, Message: unknownOutcome, Err: err}
	case isRetryable(err), unavailable(err):
		return &gatehouse.Error{Code: gatehouse.CodeStorage, RetryAfter: time.Second, Err: err}
	default:
		return err
	}
}

// indexedBy has SQLite read a table by the index, which it would not always choose
// itself. PostgreSQL keeps statistics and chooses well.
func (e engine) indexedBy(index string) string {
	if e == postgresEngine {
		return ""
	}
	return " INDEXED BY " + index
}

// unknownOutcome is the sentence for a change of which nobody knows whether it was
// made.
const unknownOutcome = "Unknown outcome: the database did not say whether the change was made. " +
	"Look before you repeat it, or repeat it with the same Idempotency-Key."

func unavailable(err error) bool {
	if errors.Is(err, errSilent) {
		return true
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		// Connection, resource, operator intervention and system errors.
		switch pg.Code[:2] {
		case "08", "53", "57", "58":
			return true
		}
		return false
	}
	if code := liteCode(err); code != sqlite3.SQLITE_OK {
		switch code & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
			return true
		}
		return false
	}
	_, network := errors.AsType[net.Error](err)
	_, connect := errors.AsType[*pgconn.ConnectError](err)
	return network || connect || pgconn.SafeToRetry(err) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
