package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// roundTime is how long each figure of a round is measured.
	roundTime = time.Second
	mega      = 1 << 20
)

// measureProgram looks at the program itself: its size, its start, its memory.
func measureProgram(ctx context.Context, w *world, s settings, r *report) error {
	info, err := os.Stat(w.binary)
	if err != nil {
		return err
	}
	size := float64(info.Size()) / mega
	r.row("binary, stripped", fmt.Sprintf("%.1f MB", size), "<= 40 MB", atMost(size, 40))
	var starts []time.Duration
	for range s.rounds {
		if err := w.portal.stop(); err != nil {
			return err
		}
		begin := time.Now()
		if err := w.start(ctx); err != nil {
			return err
		}
		starts = append(starts, time.Since(begin))
	}
	start := median(starts)
	r.row("start to ready", start.Round(time.Millisecond).String(), "<= 300ms", atMost(start, 300*time.Millisecond))
	memory, err := residentMemory(w.portal.cmd.Process.Pid)
	if err != nil {
		r.note("idle memory", "not known here: "+err.Error())
		return nil
	}
	r.row("idle memory", fmt.Sprintf("%.1f MB", memory), "<= 60 MB", atMost(memory, 60))
	return nil
}

// residentMemory returns the megabytes of a process, on Linux.
func residentMemory(pid int) (float64, error) {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			kilobytes, err := strconv.ParseFloat(fields[1], 64)
			return kilobytes / 1024, err
		}
	}
	return 0, fmt.Errorf("no VmRSS for process %d", pid)
}

// read is a request and the least share of the bare handler's rate it has to reach.
type read struct {
	target
	least float64
}

// measureReads compares rates with the bare handler's, round by round.
func measureReads(ctx context.Context, w *world, s settings, r *report) error {
	return compareReads(ctx, w, s, r, []read{
		{w.api("who am I, by session cookie", "/api/v1/session"), 0.25},
		{w.api("REST list of 50, filtered by status", "/api/v1/admins?status=accepted"), 0.06},
		{w.api("REST list of 50, pending only", "/api/v1/admins?status=pending"), 0.06},
		{w.api("REST list of 50, by name", "/api/v1/admins?sort=name"), 0.06},
		{w.page("HTML list of 50", "admins?status=accepted"), 0.03},
	})
}

func compareReads(ctx context.Context, w *world, s settings, r *report, reads []read) error {
	for _, row := range reads {
		share, perSecond, err := beside(ctx, w.limit, row.target, s.rounds)
		if err != nil {
			return err
		}
		r.row(row.name, fmt.Sprintf("%.3f of the bare handler (%.0f/s)", share, perSecond), fmt.Sprintf(">= %.2f", row.least), atLeast(share, row.least))
	}
	return nil
}

// measureLatency looks at the slowest answers at half the highest rate.
func measureLatency(ctx context.Context, w *world, s settings, r *report) error {
	for _, t := range []target{
		w.api("p99 who am I, at half rate", "/api/v1/session"),
		w.api("p99 REST list, at half rate", "/api/v1/admins?status=accepted"),
	} {
		highest, err := rate(ctx, t, roundTime)
		if err != nil {
			return err
		}
		took, err := paced(ctx, t, highest/2, time.Duration(s.rounds)*roundTime)
		if err != nil {
			return err
		}
		p99 := quantile(took, 0.99)
		r.row(t.name, p99.Round(100*time.Microsecond).String(), "<= 50ms", atMost(p99, 50*time.Millisecond))
	}
	return nil
}

// measureSearch looks for words that stand in a known share of the names.
func measureSearch(ctx context.Context, w *world, s settings, r *report) error {
	words := w.Dataset.Marked
	for _, row := range []struct {
		name, query string
		least       float64
	}{
		{"search, newest first, no hit", "q=nobodyatall", 300},
		{"search, newest first, 0.1 % hits", "q=" + words[1], 300},
		{"search, newest first, 1 % hits", "q=" + words[10], 300},
		{"search, newest first, 4 % hits", "q=" + words[40], 300},
		{"search, newest first, 10 % hits", "q=" + words[100], 300},
		{"search, 10 % hits, by name", "sort=name&q=" + words[100], 40},
		{"search, all hit, by last sign-in", "sort=-last_sign_in_at&q=bench.example", 40},
		{"search, two letters, by name", "sort=name&q=ma", 40},
	} {
		var rates []float64
		for range s.rounds {
			got, err := rate(ctx, w.api(row.name, "/api/v1/admins?"+row.query), roundTime)
			if err != nil {
				return err
			}
			rates = append(rates, got)
		}
		got := median(rates)
		r.row(row.name, fmt.Sprintf("%.0f/s", got), fmt.Sprintf(">= %.0f/s", row.least), atLeast(got, row.least))
	}
	return nil
}

// writes is how many changes of each kind are timed.
const writes = 200

// measureWrites times changes one after the other, each beside a bare commit.
func measureWrites(ctx context.Context, w *world, _ settings, r *report) error {
	commit, closeDB, err := bareCommit(ctx, filepath.Join(w.dir, "bare.db"))
	if err != nil {
		return err
	}
	defer closeDB()
	if err := w.quiet(ctx); err != nil {
		return err
	}
	ids, err := w.pending(ctx, 2*writes)
	if err != nil {
		return err
	}
	for i, row := range []struct {
		name, path string
		most       time.Duration
	}{
		{"a change without mail (revoke), median", "/api/v1/admins:revoke", 600 * time.Microsecond},
		{"a change with mail (resend), median", "/api/v1/admins:resend", 1600 * time.Microsecond},
	} {
		var bare, took []time.Duration
		for _, id := range ids[i*len(ids)/2 : (i+1)*len(ids)/2] {
			begin := time.Now()
			if err := commit(); err != nil {
				return err
			}
			bare = append(bare, time.Since(begin))
			begin = time.Now()
			if _, err := w.post(ctx, row.path, map[string][]string{"ids": {id}}, &struct{}{}); err != nil {
				return err
			}
			took = append(took, time.Since(begin))
		}
		extra := median(took) - median(bare)
		r.row(row.name, fmt.Sprintf("bare commit %v + %v", median(bare).Round(10*time.Microsecond), extra.Round(10*time.Microsecond)),
			fmt.Sprintf("<= + %v", row.most), atMost(extra, row.most))
	}
	return nil
}

// pending returns ids of pending invitations.
func (w *world) pending(ctx context.Context, n int) ([]string, error) {
	db, err := sql.Open("sqlite", "file:"+w.file()+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(ctx, `
		SELECT person_id FROM invitation
		WHERE accepted_at = 0 AND revoked_at = 0 AND expires_at > gatehouse_now()
		LIMIT $1`, n)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// bareCommit returns a function that commits one row as durably as the portal
// does.
func bareCommit(ctx context.Context, path string) (commit func() error, closeDB func(), err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	closeDB = func() { _ = db.Close() }
	if _, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS t (v TEXT)`); err != nil {
		closeDB()
		return nil, nil, err
	}
	insert, err := db.PrepareContext(ctx, `INSERT INTO t VALUES ('a row about as long as an audit event has to be to mean something')`)
	if err != nil {
		closeDB()
		return nil, nil, err
	}
	return func() error { _, err := insert.ExecContext(ctx); return err }, closeDB, nil
}
