// Package jobs runs the background work: the mails of the outbox, reminders,
// clearing up. The use cases put jobs into the queue in their own transactions;
// this package takes them out and calls the functions it was given.
package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Work is what the jobs do.
type Work struct {
	Send   func(context.Context, gatehouse.MessageID) error
	Spread func(context.Context, []gatehouse.MessageID) error
	Remind func(context.Context) error
	Purge  func(context.Context) error
	Scrub  func(context.Context) error
	Charge func(context.Context) error
}

// Options tune the runner; zero values are the usual ones.
type Options struct {
	// Poll is how often the queue is looked at where the database cannot tell of
	// new jobs (SQLite).
	Poll time.Duration
	// Retry is the wait after the first failed try; it doubles from try to try,
	// up to an hour.
	Retry time.Duration
}

const (
	usualPoll  = 500 * time.Millisecond
	usualRetry = 15 * time.Second
	maxRetry   = time.Hour
	// senders is how many mails are on their way at once.
	senders = 8
	// fetchPause is the least time between two looks into a full queue: with the
	// senders it bounds how many mails leave in a second.
	fetchPause = 10 * time.Millisecond

	sendTimeout = 2 * time.Minute
	// rescueAfter is when a job under way belongs to a process that is gone: no
	// try takes that long.
	rescueAfter   = sendTimeout + time.Minute
	remindEvery   = 10 * time.Minute
	purgeEvery    = time.Hour
	keepCompleted = time.Hour
	keepDiscarded = 7 * 24 * time.Hour
)

// Runner works jobs off until it is stopped.
type Runner struct {
	stop func(context.Context) error
}

// Start begins to work jobs off. Among several replicas on one database each job
// runs once, and one leader enqueues the periodic ones.
func Start(ctx context.Context, db *store.DB, work Work, o Options, log *slog.Logger) (*Runner, error) {
	config := configuration(work, o, log)
	if err := db.ReleaseJobs(ctx); err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	if db.Postgres() {
		return start(ctx, riverpgxv5.New(db.Pool()), config)
	}
	return start(ctx, riversqlite.New(db.SQLite()), config)
}

func start[T any](ctx context.Context, driver riverdriver.Driver[T], config *river.Config) (*Runner, error) {
	client, err := river.NewClient(driver, config)
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	if err := client.Start(ctx); err != nil {
		return nil, fmt.Errorf("start the job queue: %w", err)
	}
	return &Runner{stop: client.Stop}, nil
}

// Stop lets running jobs finish until the context ends.
func (r *Runner) Stop(ctx context.Context) error { return r.stop(ctx) }

func configuration(work Work, o Options, log *slog.Logger) *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[remindArgs]) error { return work.Remind(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[purgeArgs]) error { return work.Purge(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[store.ScrubArgs]) error { return work.Scrub(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[chargeArgs]) error { return work.Charge(ctx) }))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[store.SpreadArgs]) error {
		return work.Spread(ctx, job.Args.Messages)
	}))
	if o.Poll == 0 {
		o.Poll = usualPoll
	}
	if o.Retry == 0 {
		o.Retry = usualRetry
	}
	river.AddWorker(workers, &sendWorker{send: work.Send, pause: o.Retry})
	return &river.Config{
		ID:                          runnerID(),
		Logger:                      slog.New(quiet{log.Handler()}),
		Workers:                     workers,
		Queues:                      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: senders}},
		FetchPollInterval:           o.Poll,
		FetchCooldown:               min(o.Poll, fetchPause),
		RescueStuckJobsAfter:        rescueAfter,
		RetryPolicy:                 backoff{first: o.Retry},
		CompletedJobRetentionPeriod: keepCompleted,
		DiscardedJobRetentionPeriod: keepDiscarded,
		PeriodicJobs: []*river.PeriodicJob{
			periodic(remindArgs{}, remindEvery),
			periodic(purgeArgs{}, purgeEvery),
			onTheHour(chargeArgs{}),
		},
	}
}

// runnerID names this runner in the queue's own tables, such as that of the leader,
// so that somebody who looks there finds its process.
func runnerID() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	const longest = 40 // of the hundred bytes that the queue takes
	return fmt.Sprintf("%.*s/%d/%s", longest, host, os.Getpid(), rand.Text())
}

func periodic(args river.JobArgs, every time.Duration) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(every), func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: every}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// onTheHour enqueues a job at the start and at every full hour, so that what is due at
// the beginning of a month is done then.
func onTheHour(args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(fullHours{}, func() (river.JobArgs, *river.InsertOpts) {
		return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// fullHours is the schedule of every full hour, UTC.
type fullHours struct{}

// Next returns the next full hour.
func (fullHours) Next(t time.Time) time.Time { return t.UTC().Truncate(time.Hour).Add(time.Hour) }

type chargeArgs struct{}

// Kind names the job for the queue.
func (chargeArgs) Kind() string { return string(gatehouse.JobCharge) }

type remindArgs struct{}

// Kind names the job for the queue.
func (remindArgs) Kind() string { return string(gatehouse.JobRemind) }

type purgeArgs struct{}

// Kind names the job for the queue.
func (purgeArgs) Kind() string { return string(gatehouse.JobPurge) }

// sendWorker sends one message of the outbox.
type sendWorker struct {
	river.WorkerDefaults[store.SendMessageArgs]
	send func(context.Context, gatehouse.MessageID) error
	// pause is the longest wait of a message whose turn has not come.
	pause time.Duration
}

// Work sends the job's message. One whose turn has not come is looked at again a
// little later, which does not count as a try.
func (w *sendWorker) Work(ctx context.Context, job *river.Job[store.SendMessageArgs]) error {
	err := w.send(ctx, job.Args.Message)
	if later, ok := errors.AsType[*gatehouse.Error](err); ok && later.Code == gatehouse.CodeOverloaded {
		return river.JobSnooze(min(later.RetryAfter, w.pause))
	}
	return err
}

// Timeout bounds one try.
func (w *sendWorker) Timeout(*river.Job[store.SendMessageArgs]) time.Duration { return sendTimeout }

// backoff waits longer from try to try, with some jitter so that mails held up
// together do not come back together.
type backoff struct{ first time.Duration }

// NextRetry returns when a failed job is tried again.
func (b backoff) NextRetry(job *rivertype.JobRow) time.Time {
	wait := float64(b.first) * math.Pow(2, float64(min(job.Attempt-1, 20)))
	wait = min(wait, float64(maxRetry))
	jitter := 0.9 + 0.2*float64(job.ID%11)/10
	return time.Now().Add(time.Duration(wait * jitter))
}

// quiet is the log of the queue itself: only what needs somebody's attention.
// What it says about its own stopping does not.
type quiet struct{ slog.Handler }

// Enabled leaves out what is below a warning.
func (q quiet) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}

// Handle leaves out errors that come from being stopped.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	stopped := false
	r.Attrs(func(a slog.Attr) bool {
		err, isError := a.Value.Any().(error)
		stopped = stopped || isError && errors.Is(err, context.Canceled)
		stopped = stopped || a.Key == "error" && a.Value.String() == context.Canceled.Error()
		return !stopped
	})
	if stopped {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}

// WithAttrs keeps the filter.
func (q quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(attrs)} }

// WithGroup keeps the filter.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }
