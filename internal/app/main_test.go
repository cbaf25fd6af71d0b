package app_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestMain gives the property tests their count from the one place.
func TestMain(m *testing.M) {
	flag.Parse()
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if !given["rapid.checks"] {
		if err := flag.Set("rapid.checks", strconv.Itoa(gatehousetest.Repeat(100))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}

// both runs a test on both engines at once, without background work.
func both(t *testing.T, test func(*testing.T, *gatehousetest.Env)) {
	t.Helper()
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		e := gatehousetest.Idle(t, engine)
		test(t, e)
		e.CheckPlans(t)
	})
}

// wantCode fails the test unless the error has the code; "" is no error.
func wantCode(t *testing.T, what string, err error, want gatehouse.Code) {
	t.Helper()
	if got := gatehouse.CodeOf(err); got != want {
		t.Fatalf("%s: code %q (%v), want %q", what, got, err, want)
	}
}

// problem returns the error as the one type that crosses packages.
func problem(t *testing.T, err error) *gatehouse.Error {
	t.Helper()
	known, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		t.Fatalf("%v is an internal error", err)
	}
	return known
}

// wantRows compares the outcomes and codes of a bulk call.
func wantRows(t *testing.T, what string, results gatehouse.Results, err error, want ...row) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got := []row{}
	for _, r := range results.Rows {
		got = append(got, row{r.Outcome, r.Code})
		if (r.Code == "") != (r.Message == "") {
			t.Errorf("%s: code %q goes with the sentence %q", what, r.Code, r.Message)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// row is what a bulk call says about one row.
type row struct {
	Outcome gatehouse.Outcome
	Code    gatehouse.Code
}

var changed, unchanged = row{Outcome: gatehouse.Changed}, row{Outcome: gatehouse.Unchanged}

func refused(code gatehouse.Code) row { return row{gatehouse.Refused, code} }

// wantStatus fails the test unless the invitation has the status.
func wantStatus(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID, id gatehouse.PersonID, want gatehouse.InvitationStatus) {
	t.Helper()
	if got := e.Status(t, partner, id); got != want {
		t.Fatalf("the invitation is %s, want %s", got, want)
	}
}

// trail returns a partner's audit events, oldest first.
func trail(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID, filter gatehouse.AuditFilter) []gatehouse.AuditEvent {
	t.Helper()
	var events []gatehouse.AuditEvent
	err := e.Store.Audit(context.Background(), partner, filter, store.AuditPage{Oldest: true}, func(event gatehouse.AuditEvent) error {
		events = append(events, event)
		return nil
	})
	if err != nil {
		t.Fatalf("read the audit trail: %v", err)
	}
	return events
}

// wantRefusal fails the test unless the latest event with the action is a refusal
// with the code, and returns it.
func wantRefusal(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID, action gatehouse.Action, code gatehouse.Code) gatehouse.AuditEvent {
	t.Helper()
	events := trail(t, e, partner, gatehouse.AuditFilter{Action: action})
	if len(events) == 0 {
		t.Fatalf("no audit event of %s", action)
	}
	last := events[len(events)-1]
	if last.Outcome != gatehouse.Denied || last.Code != code {
		t.Fatalf("the latest %s is %s %q, want it refused with %q", action, last.Outcome, last.Code, code)
	}
	return last
}

// find returns the row of an administrator from the list, as the actor sees it.
func find(t *testing.T, e *gatehousetest.Env, actor gatehouse.Actor, id gatehouse.PersonID) gatehouse.Admin {
	t.Helper()
	page, err := e.Admins.List(t.Context(), actor, gatehouse.AdminFilter{}, app.Page{Limit: gatehouse.PageLimit})
	if err != nil {
		t.Fatalf("list the administrators: %v", err)
	}
	for _, admin := range page.Items {
		if admin.Person.ID == id {
			return admin
		}
	}
	t.Fatalf("%s is not in the list", id)
	return gatehouse.Admin{}
}

func ids(list ...gatehouse.PersonID) app.Bulk { return app.Bulk{IDs: list} }
