package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// onPostgres is how much the partner has that is measured on PostgreSQL.
var onPostgres = size{10_000, 0, gatehousetest.AccessSize{Technicians: 10_000, Sites: 10_000, Assigned: 4}}

// measurePostgres compares decisions on PostgreSQL with a bare handler that parses a
// question as long and reads the three rows that it is mostly about.
func measurePostgres(ctx context.Context, w *world, s settings, r *report) error {
	if s.postgres == "" {
		r.note("on PostgreSQL", "not measured: -postgres names no server")
		return nil
	}
	if err := w.rest(); err != nil {
		return err
	}
	database, drop, err := ownDatabase(ctx, s.postgres)
	if err != nil {
		return err
	}
	defer drop()
	dir, err := os.MkdirTemp(w.dir, "postgres")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := newWorld(ctx, dir, database, onPostgres)
	if err != nil {
		return err
	}
	defer p.close()
	// Autovacuum does this within a minute of so many rows.
	if err := onServer(ctx, database, "ANALYZE"); err != nil {
		return err
	}
	return p.decideOnPostgres(ctx, s, r)
}

func (w *world) decideOnPostgres(ctx context.Context, s settings, r *report) error {
	a, err := w.newAsker(ctx)
	if err != nil {
		return err
	}
	if err := a.check(ctx, w); err != nil {
		return err
	}
	asked := a.post(w, "PostgreSQL: AuthZEN evaluation, another site each", "evaluation", a.singles()...)
	var reads []string
	for _, three := range w.Access.Assignments[:busySites/apart] {
		reads = append(reads, fmt.Sprintf(
			`{"subject":{"type":"user","id":"%s"},"action":{"name":"%s"},"resource":{"type":"site","id":"%s"}}`, three.Person, three.ID, three.Site))
	}
	bare := post("bare three-table read", "http://"+w.limit.addr, barePath+"/read", a.headers(), reads...)
	share, perSecond, err := beside(ctx, bare, asked, s.rounds)
	if err != nil {
		return err
	}
	r.row(asked.name, fmt.Sprintf("%.2f of a bare three-table read (%.0f/s)", share, perSecond), ">= 0.65", atLeast(share, 0.65))
	for _, row := range []rates{
		{a.post(w, "PostgreSQL: AuthZEN batch of 100", "evaluations", a.batch()), questions, 20_000, "decisions/s"},
		{a.post(w, "PostgreSQL: search of 5,000 sites", "search/resource", a.search()), 1, 500, "/s"},
	} {
		if err := row.measure(ctx, s, r); err != nil {
			return err
		}
	}
	return measureLockMeanwhile(ctx, w, r, a, "PostgreSQL: ")
}

// ownDatabase makes a database of this run on the server, and returns its URL and what
// drops it.
func ownDatabase(ctx context.Context, server string) (database string, drop func(), err error) {
	name := fmt.Sprintf("gatehouse_bench_%d", os.Getpid())
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	if err := onServer(ctx, server, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if err := onServer(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
		}
	}, nil
}

func onServer(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// bareRead answers a question with a constant, once it has read the columns that decide
// from site, person and assignment by their primary keys.
func bareRead(pool *pgxpool.Pool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q question
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, "malformed", http.StatusBadRequest)
			return
		}
		var access, approval, technician, waiting bool
		var role, locked, level, partnerLocked, siteLocked, starts, ends int64
		if err := pool.QueryRow(r.Context(), threeTables, q.Resource.ID, q.Subject.ID, q.Action.Name).Scan(&access, &approval, &technician, &role, &locked,
			&level, &partnerLocked, &siteLocked, &waiting, &starts, &ends); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"decision":true}`))
	}
}
