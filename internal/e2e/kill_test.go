package e2e_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// The kills of one run: SQLite takes most of them, PostgreSQL's own kill -9 is that
// of its postmaster. With GATEHOUSE_SOAK=1 it is a hundred or more on each.
const (
	killsSQLite     = 70
	killsPostgres   = 24
	killsPostmaster = 6
	soakKills       = 200
)

func kills(n int) int {
	if gatehousetest.Soak() {
		return max(soakKills, n)
	}
	return n
}

// TestKillSQLite kills the program under load, again and again. Nothing that was
// acknowledged is lost, nothing is half done, and a repeated call tells what became
// of one whose answer was lost (SECURITY T005, T020, T262, F01, F02, I14, I17).
func TestKillSQLite(t *testing.T) {
	w := newKillWorld(t, gatehousetest.StartProgram(t, gatehousetest.SQLite))
	for range kills(killsSQLite) {
		w.round(t, func() { w.Kill9(t) }, func() { w.Start(t) })
	}
	w.conclude(t)
	if got := w.Look().Strings(t, "PRAGMA integrity_check"); got[0][0] != "ok" {
		t.Errorf("the integrity check says %v", got)
	}
}

// TestKillPostgres does the same with a PostgreSQL that syncs to the disk, and
// kills that as well; then the program lives on and has to find back.
func TestKillPostgres(t *testing.T) {
	cluster := gatehousetest.StartCluster(t)
	w := newKillWorld(t, gatehousetest.StartProgram(t, gatehousetest.Postgres, gatehousetest.OnCluster(cluster), gatehousetest.Troubled()))
	for i := range kills(killsPostgres) {
		w.round(t, func() { w.Kill9(t) }, func() { w.Start(t) })
		if i%(killsPostgres/killsPostmaster) == 0 {
			w.round(t, func() { cluster.Kill9(t) }, func() { cluster.Start(t) })
		}
	}
	w.conclude(t)
}

// killWorld is the program under load, and what is expected of its data.
type killWorld struct {
	*gatehousetest.Program
	follower *follower
	workers  []*worker
	inbox    *inbox
	partner  string
	// seq is the last audit event that was looked at.
	seq    int64
	rounds int
	// unknown counts answers that were lost, done those whose change had been
	// made all the same.
	unknown, done int
	// slowest is the longest that the program took to answer again.
	slowest time.Duration
}

func newKillWorld(t *testing.T, p *gatehousetest.Program) *killWorld {
	t.Helper()
	w := &killWorld{Program: p, follower: &follower{}}
	w.follower.follow(t, p)
	link, err := url.Parse(p.SetupLink(t))
	if err != nil {
		t.Fatal(err)
	}
	// The one session outlives every kill.
	master := w.follower.client(t)
	entered, err := master.CompleteSetup(t.Context(), client.Setup{
		Token: link.Query().Get("token"), Partner: "Meridian Access", Name: "Mara Master",
		Email: "mara@meridian.example", Password: gatehousetest.Password,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.partner = entered.Places[0].Partner.ID
	w.inbox = &inbox{smtp: p.SMTP, newcomer: w.follower.client(t), tokens: map[string]string{}}
	w.workers = []*worker{
		newWorker("ivo", master, inviting()),
		newWorker("ines", master, inviting()),
		newWorker("jana", master, joining(w.inbox)),
	}
	return w
}

// round lets the workers loose, strikes after a moment, repairs, and looks whether
// everything is as it was said to be.
func (w *killWorld) round(t *testing.T, strike, repair func()) {
	t.Helper()
	w.rounds++
	w.inbox.fetch()
	stop := make(chan struct{})
	var working sync.WaitGroup
	for _, worker := range w.workers {
		working.Go(func() { worker.run(t.Context(), stop) })
	}
	<-time.After(time.Duration(5+rand.IntN(146)) * time.Millisecond) //nolint:gosec // any moment
	strike()
	close(stop)
	begun := time.Now()
	repair()
	w.follower.follow(t, w.Program)
	working.Wait()
	w.answers(t)
	w.slowest = max(w.slowest, time.Since(begun))
	w.check(t)
	if t.Failed() {
		t.FailNow()
	}
}

// answers waits for the first good answer.
func (w *killWorld) answers(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		_, err := w.workers[0].portal.Session(t.Context())
		if err == nil {
			return
		}
		if !lost(err) || time.Now().After(deadline) {
			t.Fatalf("the portal does not answer: %v", err)
		}
	}
}

// check holds the data against what the workers know. It looks with a connection
// of its own, which is gone before the next kill: beside an open one SQLite would
// have nothing to recover.
func (w *killWorld) check(t *testing.T) {
	t.Helper()
	db := w.Look().SQL(t)
	defer db.Close()
	stored := states(t, db)
	for _, worker := range w.workers {
		if worker.failure != nil {
			t.Fatal(worker.failure)
		}
		if worker.doubt != nil {
			w.resolve(t, worker, stored)
		}
	}
	stored = states(t, db)
	for _, worker := range w.workers {
		for email, want := range worker.states {
			if got := stored[email]; got != want {
				t.Errorf("%s is %q, acknowledged was %q", email, got, want)
			}
		}
	}
	w.checkAudit(t, db)
}

// resolve asks again for a change whose answer was lost: it is wholly there or
// wholly not, and afterwards it is there.
func (w *killWorld) resolve(t *testing.T, worker *worker, stored map[string]string) {
	t.Helper()
	w.unknown++
	doubt := worker.doubt
	found := map[string]int{}
	for _, email := range doubt.emails {
		found[stored[email]]++
	}
	if found[doubt.from]+found[doubt.to] != len(doubt.emails) || found[doubt.from] > 0 && found[doubt.to] > 0 {
		t.Errorf("%s of %v is half done: %v, from %q to %q", doubt.action, doubt.emails, found, doubt.from, doubt.to)
	}
	if found[doubt.to] > 0 {
		w.done++
	}
	if !worker.settle(t.Context()) {
		t.Fatalf("%s of %v, asked again, is %v", doubt.action, doubt.emails, errors.Join(worker.failure, t.Context().Err()))
	}
}

// states reads everybody's state, by address: how often the invitation was sent,
// or the role.
func states(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `
		SELECT p.email,
			CASE
				WHEN i.revoked_at > 0 THEN 'revoked'
				WHEN i.accepted_at = 0 THEN 'pending ' || i.rotation
				WHEN p.role = 1 THEN 'observer'
				WHEN p.role = 2 THEN 'operator'
				ELSE 'something else'
			END || CASE WHEN p.locked_at > 0 THEN ' locked' ELSE '' END
		FROM person p JOIN invitation i ON i.person_id = p.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var email, state string
		if err := rows.Scan(&email, &state); err != nil {
			t.Fatal(err)
		}
		found[email] = state
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// checkAudit reads the events that are new since the last look: they have no gap,
// none is refused, and they are what was acknowledged, each once and in order.
func (w *killWorld) checkAudit(t *testing.T, db *sql.DB) {
	t.Helper()
	emails := map[string]string{}
	for _, worker := range w.workers {
		for email, id := range worker.ids {
			emails[id] = email
		}
	}
	happened := map[string][]string{}
	for _, event := range w.events(t, db) {
		w.seq++
		if event.seq != w.seq {
			t.Fatalf("the event after %d has the number %d", w.seq-1, event.seq)
		}
		if event.outcome != "done" {
			t.Errorf("the event %d, %s, is %s", event.seq, event.action, event.outcome)
		}
		if email := emails[event.target]; email != "" {
			happened[email] = append(happened[email], event.action)
		}
	}
	acknowledged := map[string][]string{}
	for _, worker := range w.workers {
		maps.Copy(acknowledged, worker.histories)
		worker.histories = map[string][]string{}
	}
	if diff := cmp.Diff(acknowledged, happened); diff != "" {
		t.Errorf("the audit trail differs from what was acknowledged (-acknowledged +audited):\n%s", diff)
	}
	var last int64
	if err := db.QueryRowContext(t.Context(), "SELECT audit_seq FROM partner WHERE id = $1", w.partner).Scan(&last); err != nil {
		t.Fatal(err)
	}
	if last != w.seq {
		t.Errorf("the partner counts %d events, there are %d", last, w.seq)
	}
}

type auditEvent struct {
	seq                     int64
	action, outcome, target string
}

func (w *killWorld) events(t *testing.T, db *sql.DB) []auditEvent {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `
		SELECT seq, action, outcome, target FROM audit_event
		WHERE partner_id = $1 AND seq > $2 ORDER BY seq`, w.partner, w.seq)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	events := []auditEvent{}
	for rows.Next() {
		var e auditEvent
		if err := rows.Scan(&e.seq, &e.action, &e.outcome, &e.target); err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return events
}

// conclude waits for the mails and looks at them: whoever is invited has the one
// link that works, and nobody was mailed whose invitation was never committed
// (SECURITY I15, F03).
func (w *killWorld) conclude(t *testing.T) {
	t.Helper()
	w.drain(t)
	w.inbox.fetch()
	made := 0
	known := map[string]bool{"mara@meridian.example": true}
	for _, worker := range w.workers {
		made += worker.made
		for email := range worker.states {
			known[email] = true
		}
	}
	for email := range w.inbox.tokens {
		if !known[email] {
			t.Errorf("%s was mailed but never invited", email)
		}
	}
	living := w.Look().Strings(t, `
		SELECT p.email, i.token_hash FROM person p JOIN invitation i ON i.person_id = p.id
		WHERE i.accepted_at = 0 AND i.revoked_at = 0`)
	for _, row := range living {
		if got := auth.HashToken(w.inbox.tokens[row[0]]); got != row[1] {
			t.Errorf("%s is invited but has no mail with the link that works", row[0])
		}
	}
	t.Logf("%d calls, %d answers lost, %d of them done all the same; %d invited; answered again within %v", made, w.unknown, w.done, len(living), w.slowest)
	if w.unknown < w.rounds || made < 2*w.rounds {
		t.Error("there was too little load for the kills to hit")
	}
}

// drain waits until no mail waits. On PostgreSQL it plays the time after which the
// queue takes a job from a process that is gone.
func (w *killWorld) drain(t *testing.T) {
	t.Helper()
	if w.Engine == gatehousetest.Postgres {
		w.Look().Exec(t, `
			UPDATE river_job SET state = 'available'
			WHERE state = 'running' AND attempted_by[cardinality(attempted_by)] NOT LIKE $1`, fmt.Sprintf("%%/%d/%%", w.PID()))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	db := w.Look().SQL(t)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		var waiting int
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM outbox WHERE state = 'queued'").Scan(&waiting); err != nil {
			t.Fatal(err)
		}
		if waiting == 0 {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("%d mails wait", waiting)
		}
	}
}

func asProblem(err error) (*client.Problem, bool) { return errors.AsType[*client.Problem](err) }
