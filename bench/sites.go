package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// measureSites compares the lists of technicians and sites with the bare handler.
func measureSites(ctx context.Context, w *world, s settings, r *report) error {
	return compareReads(ctx, w, s, r, []read{
		{w.api("REST technicians, 50, by status", "/api/v1/technicians?status=accepted"), 0.06},
		{w.api("REST technicians, 50, pending only", "/api/v1/technicians?status=pending"), 0.06},
		{w.api("REST technicians, 50, by Invited Sites", "/api/v1/technicians?sort=-invited_sites"), 0.06},
		{w.api("REST sites, 50, by name", "/api/v1/sites?sort=name"), 0.06},
		{w.api("REST sites, 50, by credits", "/api/v1/sites?sort=-credits"), 0.06},
		{w.page("HTML technicians, 50", "technicians?status=accepted"), 0.03},
		{w.page("HTML sites, 50", "sites?sort=name"), 0.03},
	})
}

// asked is how many questions of each kind are timed together, in turn.
const asked = 500

// measureAccess compares the question of what somebody may do at a site with a bare
// read of the three rows that it is mostly about, both in this process.
func measureAccess(ctx context.Context, w *world, s settings, r *report) error {
	path := w.file()
	db, err := store.Open(ctx, store.Options{URL: w.database})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	bare, closeBare, err := bareAccess(ctx, path)
	if err != nil {
		return err
	}
	defer closeBare()
	decide := func(a gatehouse.Assignment) error {
		facts, err := db.AccessFacts(ctx, a.Partner, a.Site, a.Person)
		if err == nil {
			gatehouse.Decide(&facts, gatehouse.SiteEnter)
		}
		return err
	}
	var ratios []float64
	var took []time.Duration
	for round := range 10 * s.rounds {
		pairs := make([]gatehouse.Assignment, asked)
		for i := range pairs {
			pairs[i] = w.Access.Assignments[(round*asked+i)*7919%len(w.Access.Assignments)]
		}
		limit, err := timeEach(pairs, bare)
		if err != nil {
			return err
		}
		got, err := timeEach(pairs, decide)
		if err != nil {
			return err
		}
		ratios, took = append(ratios, float64(got)/float64(limit)), append(took, got/asked)
	}
	ratio := median(ratios)
	r.row("effective access, in process", fmt.Sprintf("%.2f x a bare three-table read (%v)", ratio, median(took).Round(time.Microsecond)), "<= 2.50 x", atMost(ratio, 2.5))
	return nil
}

func timeEach(pairs []gatehouse.Assignment, ask func(gatehouse.Assignment) error) (time.Duration, error) {
	begin := time.Now()
	for _, a := range pairs {
		if err := ask(a); err != nil {
			return 0, err
		}
	}
	return time.Since(begin), nil
}

// threeTables reads the columns that decide from site, person and assignment.
const threeTables = `
	SELECT t.technician_access, t.approval_required, p.technician, p.role, p.locked_at,
		x.level, x.partner_locked_at, x.site_locked_at, x.waiting, x.starts_at, x.ends_at
	FROM site t, person p, assignment x
	WHERE t.id = $1 AND p.id = $2 AND x.id = $3`

// bareAccess returns a function that reads the columns that decide from site, person
// and assignment by their primary keys, with a prepared statement.
func bareAccess(ctx context.Context, path string) (read func(gatehouse.Assignment) error, closeDB func(), err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, nil, err
	}
	closeDB = func() { _ = db.Close() }
	stmt, err := db.PrepareContext(ctx, threeTables)
	if err != nil {
		closeDB()
		return nil, nil, err
	}
	return func(a gatehouse.Assignment) error {
		var access, approval, technician, waiting bool
		var role, locked, level, partnerLocked, siteLocked, starts, ends int64
		return stmt.QueryRowContext(ctx, a.Site, a.Person, a.ID).Scan(&access, &approval, &technician, &role, &locked,
			&level, &partnerLocked, &siteLocked, &waiting, &starts, &ends)
	}, closeDB, nil
}
