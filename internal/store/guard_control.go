//go:build control

package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"time"
)

// GATEHOUSE_CONTROL names the guard that this build leaves out. No program is ever
// built like this: it is for the negative controls of the tests alone.
var (
	locksPartner = !without("partner_lock")
	stillPending = unless("conditional_accept",
		`token_hash = $3 AND accepted_at = 0 AND revoked_at = 0 AND expires_at > $4`, `CAST($3 AS text) <> ''`)
	personState = unless("session_join", `COALESCE(p.locked_at, 0), COALESCE(p.sessions_ended_at, 0)`, `0, 0`)
	ofPartner   = unless("tenant", `p.partner_id = $1`, `CAST($1 AS text) <> ''`)
)

// nextMigration is one that only adds, as the next version would have it.
var nextMigration = struct{ name, text string }{
	unless("version", "", "9999_next.sql"), `-- +goose Up
ALTER TABLE person ADD COLUMN nickname ctext NOT NULL DEFAULT '';
CREATE INDEX person_nickname ON person (partner_id, nickname, id);
CREATE TABLE nickname (id ctext NOT NULL PRIMARY KEY, partner_id ctext NOT NULL REFERENCES partner (id));
`,
}

// fromCommitted leaves out that it is of now: everything is read from a snapshot, the
// next one only half a second later.
func fromCommitted(q querier, db *sql.DB) querier {
	if without("committed_now") {
		return &stale{db: db}
	}
	return q
}

// stale reads as a cache would.
type stale struct {
	db    *sql.DB
	mu    sync.Mutex
	tx    *sql.Tx
	end   context.CancelFunc
	until time.Time
}

const staleFor = 500 * time.Millisecond

func (s *stale) rows(_ context.Context, text string, args []any) (cursor, error) {
	s.mu.Lock()
	tx, err := s.snapshot()
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	rows, err := asCursor(tx.QueryContext(context.Background(), text, args...))
	if err != nil {
		s.until = time.Time{}
		s.mu.Unlock()
		return nil, err
	}
	return &staleRows{cursor: rows, done: sync.OnceFunc(s.mu.Unlock)}, nil
}

func (s *stale) snapshot() (*sql.Tx, error) {
	if time.Now().Before(s.until) {
		return s.tx, nil
	}
	if s.end != nil {
		s.end()
	}
	// It ends by itself when nobody reads any more.
	ctx, cancel := context.WithTimeout(context.Background(), 2*staleFor)
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	s.tx, s.end, s.until = tx, cancel, time.Now().Add(staleFor)
	return tx, err
}

func (s *stale) exec(context.Context, string, []any) (sql.Result, error) {
	return nil, errors.ErrUnsupported
}

// staleRows keep others from the one connection until they are read.
type staleRows struct {
	cursor
	done func()
}

func (r *staleRows) Close() error {
	defer r.done()
	return r.cursor.Close()
}

func without(guard string) bool { return os.Getenv("GATEHOUSE_CONTROL") == guard }

func unless(guard, text, otherwise string) string {
	if without(guard) {
		return otherwise
	}
	return text
}
