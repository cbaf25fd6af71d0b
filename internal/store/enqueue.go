package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"gatehouse.example/gatehouse"
)

// SendMessageArgs are the arguments of the job that sends one message of the
// outbox. They hold its id only: whatever is secret or personal stays in the
// outbox, where it can be erased.
type SendMessageArgs struct {
	Message gatehouse.MessageID `json:"message"`
}

// Kind names the job for the queue.
func (SendMessageArgs) Kind() string { return string(gatehouse.JobSendMessage) }

// maxTries lets a mail be tried for longer than any invitation can live; one that
// lost its use is cancelled by the job itself.
const maxTries = 1000

// InsertOpts says how the queue treats the job.
func (SendMessageArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: maxTries} }

// SpreadArgs are the arguments of the job that makes a job for each of its messages.
// A bulk call asks for thousands of mails in one transaction, which everybody else's
// changes wait for; the queue's rows for them can follow.
type SpreadArgs struct {
	Messages []gatehouse.MessageID `json:"messages"`
}

// Kind names the job for the queue.
func (SpreadArgs) Kind() string { return string(gatehouse.JobSpreadMessages) }

// InsertOpts says how the queue treats the job.
func (SpreadArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: maxTries} }

// spreadFrom is from how many messages on a call has them spread, spreadAtOnce how
// many one job makes jobs for.
const (
	spreadFrom   = 200
	spreadAtOnce = 200
)

// ScrubArgs are the arguments of the job that removes the traces of erased people
// from the database's files.
type ScrubArgs struct{}

// Kind names the job for the queue.
func (ScrubArgs) Kind() string { return string(gatehouse.JobScrub) }

// scrubPeriod is within which several deletions share one scrub.
const scrubPeriod = time.Minute

// InsertOpts puts the job at the end of the period, so that it finds whatever was
// deleted in it.
func (ScrubArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{
		ScheduledAt: time.Now().Add(scrubPeriod),
		UniqueOpts: river.UniqueOpts{
			ByPeriod: scrubPeriod,
			ByState:  []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled},
		},
	}
}

// enqueuer inserts jobs in the business transaction. It never works them off.
type enqueuer struct {
	lite *river.Client[*sql.Tx]
	pg   *river.Client[pgx.Tx]
}

// quietly keeps the queue from logging to standard output, where the set-up link
// stands: whatever goes wrong comes back as an error as well.
var quietly = &river.Config{Logger: slog.New(slog.DiscardHandler)}

func (e *enqueuer) openSQLite() error {
	client, err := river.NewClient(riversqlite.New(nil), quietly)
	e.lite = client
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	return nil
}

func (e *enqueuer) openPostgres() error {
	client, err := river.NewClient(riverpgxv5.New(nil), quietly)
	e.pg = client
	if err != nil {
		return fmt.Errorf("open the job queue: %w", err)
	}
	return nil
}

// enqueueSends asks for the messages to be sent once the transaction commits.
func (tx *Tx) enqueueSends(ctx context.Context, ids []gatehouse.MessageID) error {
	if len(ids) < spreadFrom {
		return tx.EnqueueEach(ctx, ids)
	}
	var params []river.InsertManyParams
	for chunk := range slices.Chunk(ids, spreadAtOnce) {
		params = append(params, river.InsertManyParams{Args: SpreadArgs{Messages: chunk}})
	}
	return tx.enqueue(ctx, params)
}

// EnqueueEach makes a job for each of the messages. A message that has two jobs is
// sent once.
func (tx *Tx) EnqueueEach(ctx context.Context, ids []gatehouse.MessageID) error {
	if len(ids) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		params[i] = river.InsertManyParams{Args: SendMessageArgs{Message: id}}
	}
	return tx.enqueue(ctx, params)
}

// EnqueueScrub asks for the traces of what this transaction deletes to be removed.
// One that is asked for already is enough. The fast way to insert would fail on it:
// on PostgreSQL that is a COPY, which passes nothing over.
func (tx *Tx) EnqueueScrub(ctx context.Context) error {
	if tx.db.enqueue.lite != nil {
		_, err := tx.db.enqueue.lite.InsertTx(ctx, tx.on.(*liteTx).tx, ScrubArgs{}, nil)
		return translate(err)
	}
	return translate(tx.on.(*pgTx).lend(ctx, func(ctx context.Context, pg pgx.Tx) error {
		_, err := tx.db.enqueue.pg.InsertTx(ctx, pg, ScrubArgs{}, nil)
		return err
	}))
}

func (tx *Tx) enqueue(ctx context.Context, params []river.InsertManyParams) error {
	if tx.db.enqueue.lite != nil {
		_, err := tx.db.enqueue.lite.InsertManyFastTx(ctx, tx.on.(*liteTx).tx, params)
		return translate(err)
	}
	return translate(tx.on.(*pgTx).lend(ctx, func(ctx context.Context, pg pgx.Tx) error {
		// The fast way is a COPY, which takes three round trips where this takes one.
		_, err := tx.db.enqueue.pg.InsertManyTx(ctx, pg, params)
		return err
	}))
}

// openTx presents a connection on which a transaction has begun as the pgx.Tx that
// the job queue wants. Only [pgTx] ends the transaction, so the embedded interface
// stays nil: whatever else is called on it panics in the first test.
type openTx struct {
	pgx.Tx
	conn *pgx.Conn
}

func (t openTx) Exec(ctx context.Context, text string, args ...any) (pgconn.CommandTag, error) {
	return t.conn.Exec(ctx, text, args...)
}

func (t openTx) Query(ctx context.Context, text string, args ...any) (pgx.Rows, error) {
	return t.conn.Query(ctx, text, args...)
}

func (t openTx) QueryRow(ctx context.Context, text string, args ...any) pgx.Row {
	return t.conn.QueryRow(ctx, text, args...)
}

func (t openTx) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return t.conn.CopyFrom(ctx, table, columns, rows)
}

func (t openTx) Conn() *pgx.Conn { return t.conn }

// ReleaseJobs puts back into the queue what a process was working on when it was
// killed. Behind an SQLite file there is one process, so whatever is under way
// while it starts is nobody's. On PostgreSQL another replica may be at it, and the
// queue itself finds out which is not.
func (db *DB) ReleaseJobs(ctx context.Context) error {
	if db.Postgres() {
		return nil
	}
	return db.Update(ctx, func(tx *Tx) error {
		return exec(ctx, tx.q, `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
	})
}
