package gatehousetest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"gatehouse.example/gatehouse"
)

// SQL returns a way to the environment's database beside the program, for tests
// that look at what is stored, or that damage it.
func (e *Env) SQL(t *testing.T) *sql.DB {
	t.Helper()
	e.besideOnce.Do(func() {
		driver, source := "pgx", e.DatabaseURL
		if path, ok := strings.CutPrefix(e.DatabaseURL, "sqlite:"); ok {
			driver, source = "sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)"
		}
		e.beside, e.besideErr = sql.Open(driver, source)
	})
	if e.besideErr != nil {
		t.Fatalf("open the database beside the program: %v", e.besideErr)
	}
	return e.beside
}

// Exec runs one statement beside the program.
func (e *Env) Exec(t *testing.T, text string, args ...any) {
	t.Helper()
	if _, err := e.SQL(t).ExecContext(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// Strings returns the rows of a query with every column as text; NULL is "".
func (e *Env) Strings(t *testing.T, text string, args ...any) [][]string {
	t.Helper()
	rows, err := e.SQL(t).QueryContext(t.Context(), text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(columns))
		for i, v := range values {
			row[i] = asText(v)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []byte:
		return string(v)
	default:
		return fmt.Sprint(v)
	}
}

// Tables lists every table of the database, the job queue's included.
func (e *Env) Tables(t *testing.T) []string {
	t.Helper()
	text := `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`
	if e.Engine == SQLite {
		text = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`
	}
	var names []string
	for _, row := range e.Strings(t, text) {
		names = append(names, row[0])
	}
	return names
}

// Queued returns the ids of the messages that wait in the outbox, oldest first.
func (e *Env) Queued(t *testing.T) []gatehouse.MessageID {
	t.Helper()
	var ids []gatehouse.MessageID
	for _, row := range e.Strings(t, `SELECT id FROM outbox WHERE state = 'queued' ORDER BY id`) {
		ids = append(ids, gatehouse.MessageID(row[0]))
	}
	return ids
}

// Settled waits until background work has said of every mail what became of it,
// which is a moment after the mail has arrived.
func (e *Env) Settled(t *testing.T) {
	t.Helper()
	patience := time.NewTimer(mailPatience)
	defer patience.Stop()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for len(e.Strings(t, `SELECT id FROM outbox WHERE state = 'queued'`)) > 0 {
		select {
		case <-again.C:
		case <-patience.C:
			t.Fatalf("waited %v for the mails to be sent", mailPatience)
		}
	}
}

// Deliver sends every message that waits, as the background work would.
func (e *Env) Deliver(t *testing.T) {
	t.Helper()
	for _, id := range e.Queued(t) {
		if err := e.Deliveries.Send(t.Context(), id); err != nil {
			t.Fatalf("send message %s: %v", id, err)
		}
	}
}

// OutboxToken returns the token of the newest mail that waits for an address,
// without sending it.
func (e *Env) OutboxToken(t *testing.T, email string) string {
	t.Helper()
	rows := e.Strings(t, `SELECT id, token FROM outbox WHERE state = 'queued' AND email = $1 ORDER BY id DESC`, email)
	if len(rows) == 0 {
		t.Fatalf("no mail waits for %s", email)
	}
	token, err := e.Sealer.Open([]byte(rows[0][1]), rows[0][0])
	if err != nil {
		t.Fatalf("open the link for %s: %v", email, err)
	}
	return string(token)
}
