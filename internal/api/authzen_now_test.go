package api_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT245I02Now: what a call closes is closed on every replica, in every form of the
// question, when the call returns; and opened again when the next one does.
func TestT245I02Now(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		_, second := p.Replica(t)
		replicas := []http.Handler{p.handler, pointOf(t, second)}
		want := func(t *testing.T, m gatehousetest.Member, open bool) {
			t.Helper()
			for i, handler := range replicas {
				p.wantAccess(t, handler, fmt.Sprint("replica ", i), m, open)
			}
		}
		ctx := t.Context()
		tess, bert, anna := p.tess.Actor.Person, p.bert.Actor.Person, p.anna.Actor.Person
		id := p.Assign(t, p.operator.Actor, tess, p.site, gatehouse.FullIncludingUsers)
		p.approve(t, id)
		change := func(by gatehouse.Actor, id gatehouse.AssignmentID, patch app.AssignmentPatch) error {
			results, err := p.Assignments.Change(ctx, by, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{id}}, patch)
			return outcome(results.Rows, err)
		}
		lock := func(call func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error), person gatehouse.PersonID) error {
			results, err := call(ctx, p.master.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{person}})
			return outcome(results.Rows, err)
		}
		atSite := func(call func(context.Context, gatehouse.Actor, string, gatehouse.SiteID, app.Bulk) (gatehouse.Results, error), person gatehouse.PersonID) error {
			results, err := call(ctx, p.owner.Actor, "", p.site, app.Bulk{IDs: []gatehouse.PersonID{person}})
			return outcome(results.Rows, err)
		}
		on, off := true, false
		none, full := gatehouse.LevelNone, gatehouse.FullIncludingUsers
		now, err := p.Store.Now(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name        string
			who         gatehousetest.Member
			close, open func() error
		}{
			{
				"account lock", p.tess,
				func() error { return lock(p.Technicians.Lock, tess) }, func() error { return lock(p.Technicians.Unlock, tess) },
			},
			{
				"site's lock", p.tess,
				func() error { return change(p.owner.Actor, id, app.AssignmentPatch{SiteLocked: &on}) },
				func() error { return change(p.owner.Actor, id, app.AssignmentPatch{SiteLocked: &off}) },
			},
			{
				"partner's lock", p.tess,
				func() error { return change(p.operator.Actor, id, app.AssignmentPatch{PartnerLocked: &on}) },
				func() error { return change(p.operator.Actor, id, app.AssignmentPatch{PartnerLocked: &off}) },
			},
			{
				"level", p.tess,
				func() error { return change(p.owner.Actor, id, app.AssignmentPatch{Level: &none}) },
				func() error { return change(p.owner.Actor, id, app.AssignmentPatch{Level: &full}) },
			},
			{
				"window", p.tess,
				func() error {
					return change(p.owner.Actor, id, app.AssignmentPatch{Window: &gatehouse.Window{StartsAt: now.Add(time.Hour)}})
				},
				func() error { return change(p.owner.Actor, id, app.AssignmentPatch{Window: &gatehouse.Window{}}) },
			},
			{
				"Technician Access", p.tess,
				func() error {
					return p.Sites.Edit(ctx, p.owner.Actor, "", p.site, app.SiteEdit{TechnicianAccess: &off})
				},
				func() error { return p.Sites.Edit(ctx, p.owner.Actor, "", p.site, app.SiteEdit{TechnicianAccess: &on}) },
			},
			{
				"lock of a site's administrator", p.anna,
				func() error { return atSite(p.SiteAdmins.Lock, anna) }, func() error { return atSite(p.SiteAdmins.Unlock, anna) },
			},
			{"deletion of a technician", p.bert, func() error { return lock(p.Technicians.Delete, bert) }, nil},
			{"deletion of a site's administrator", p.anna, func() error { return atSite(p.SiteAdmins.Delete, anna) }, nil},
			{"removal", p.tess, func() error {
				results, err := p.Assignments.Remove(ctx, p.operator.Actor, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{id}})
				return outcome(results.Rows, err)
			}, nil},
		} {
			t.Run("OK "+c.name, func(t *testing.T) {
				want(t, c.who, true)
				if err := c.close(); err != nil {
					t.Fatal(err)
				}
				want(t, c.who, false)
				if c.open == nil {
					return
				}
				if err := c.open(); err != nil {
					t.Fatal(err)
				}
				want(t, c.who, true)
			})
		}
	})
}

// outcome is an error unless the one row was changed.
func outcome[R app.AssignmentResult | gatehouse.Result](rows []R, err error) error {
	if err != nil || len(rows) != 1 {
		return fmt.Errorf("%d rows: %w", len(rows), err)
	}
	var result gatehouse.Outcome
	switch row := any(rows[0]).(type) {
	case app.AssignmentResult:
		result = row.Outcome
	case gatehouse.Result:
		result = row.Outcome
	}
	if result != gatehouse.Changed {
		return fmt.Errorf("the row is %+v", rows[0])
	}
	return nil
}

// wantAccess asks every endpoint whether a member may enter the harbour.
func (p *point) wantAccess(t *testing.T, handler http.Handler, where string, m gatehousetest.Member, open bool) {
	t.Helper()
	ask := func(path, body string) string {
		t.Helper()
		return bodyOf(t, wantStatus(t, askOf(t, handler, http.MethodPost, path, body, "Authorization: Bearer "+p.key), http.StatusOK))
	}
	single, subject := question(account(m), "site.enter", p.site), userOf(account(m))
	answers := map[string]bool{
		"evaluation":      ask(one, single) == yes,
		"batch":           strings.Contains(ask(many, batch("", single, single)), "["+yes+","+yes+"]"),
		"subject search":  strings.Contains(ask(who, p.searches()[who]), account(m)),
		"resource search": strings.Contains(ask("/access/v1/search/resource", `{`+subject+`,`+actionOf("site.enter")+`,"resource":{"type":"site"}}`), string(p.site)),
		"action search":   strings.Contains(ask(what, `{`+subject+`,`+siteOf(p.site)+`}`), "site.enter"),
	}
	for form, said := range answers {
		if said != open {
			t.Errorf("%s, %s: %v, want %v", where, form, said, open)
		}
	}
}

// TestT260OneMoment: the answers of a batch are of one moment, whatever is committed
// meanwhile: here one lock that closes all sites at once.
func TestT260OneMoment(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		p.crowd(t)
		p.Exec(t, `UPDATE assignment SET waiting = false, site_locked_at = 0`)
		items := []string{}
		for _, row := range p.Strings(t, `SELECT site_id FROM assignment WHERE person_id = $1`, string(p.bert.Actor.Person)) {
			items = append(items, `{`+siteOf(gatehouse.SiteID(row[0]))+`}`)
		}
		body := batch(userOf(account(p.bert))+","+actionOf("site.enter")+",", items...)
		stop, ended := make(chan struct{}), make(chan error, 1)
		var turns atomic.Int64
		beside := p.SQL(t)
		go func() { ended <- p.flip(beside, stop, &turns) }()
		seen := map[bool]int{}
		for begin := time.Now(); len(seen) < 2 || turns.Load() < 200; {
			list := read[struct{ Evaluations []struct{ Decision bool } }](t, wantStatus(t, p.ask(t, many, body), http.StatusOK)).Evaluations
			for i, d := range list {
				if d.Decision != list[0].Decision {
					t.Fatalf("answer 0 is %v, answer %d is not", list[0].Decision, i)
				}
			}
			if seen[list[0].Decision]++; len(list) != len(items) || time.Since(begin) > time.Minute {
				t.Fatalf("%d answers to %d questions; seen %v in %d turns", len(list), len(items), seen, turns.Load())
			}
		}
		close(stop)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// flip locks and unlocks bert until it is stopped.
func (p *point) flip(db *sql.DB, stop <-chan struct{}, turns *atomic.Int64) error {
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		if _, err := db.Exec(`UPDATE person SET locked_at = 1 - locked_at WHERE id = $1`, string(p.bert.Actor.Person)); err != nil {
			return errors.Join(errors.New("lock beside the program"), err)
		}
		turns.Add(1)
	}
}

// TestT259DatabaseDown: without a database there is no yes, and the answer that there
// is none comes within a second.
func TestT259DatabaseDown(t *testing.T) {
	down := func(t *testing.T, p *point) {
		t.Helper()
		for path, body := range p.everything() {
			start := time.Now()
			answer := p.ask(t, path, body)
			if wantRefused(t, answer, http.StatusServiceUnavailable); answer.Header.Get("Retry-After") == "" {
				t.Errorf("%s: nobody is told when to come back", path)
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s: answered after %v", path, took)
			}
		}
	}
	t.Run("Err closed", func(t *testing.T) {
		eachPoint(t, func(t *testing.T, p *point) {
			wantBody(t, p.ask(t, one, p.everything()[one]), yes)
			if err := p.Store.Close(); err != nil {
				t.Fatal(err)
			}
			down(t, p)
		})
	})
	t.Run("Err too slow", func(t *testing.T) {
		eachPoint(t, func(t *testing.T, p *point) {
			if p.Engine == gatehousetest.SQLite {
				return // a reader of SQLite waits for nobody
			}
			tx, err := p.SQL(t).BeginTx(t.Context(), nil)
			if err == nil {
				_, err = tx.ExecContext(t.Context(), `LOCK TABLE api_key_token IN ACCESS EXCLUSIVE MODE`)
			}
			if err != nil {
				t.Fatal(err)
			}
			down(t, p)
			if err := tx.Rollback(); err != nil {
				t.Fatal(err)
			}
			wantBody(t, p.ask(t, one, p.everything()[one]), yes)
		})
	})
}
