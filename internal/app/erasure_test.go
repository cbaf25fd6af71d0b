package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestI13Erasure deletes somebody's last membership and looks for what is left of
// them, byte by byte, in the files of the database (SPEC section 6, SECURITY M9).
func TestI13Erasure(t *testing.T) {
	e := gatehousetest.Idle(t, gatehousetest.SQLite)
	mara := e.SetUp(t)
	const email, name = "zacharias@quitegone.example", "Zacharias Quitegone"
	e.Invite(t, mara.Actor, email, gatehouse.PartnerOperator)
	gone := e.AcceptAs(t, email, name)
	if _, err := e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, "not the password at all"); err == nil {
		t.Fatal("signed in with a wrong password")
	}
	if _, err := e.Admins.Lock(t.Context(), mara.Actor, "lock", app.Bulk{IDs: []gatehouse.PersonID{gone.Actor.Person}}); err != nil {
		t.Fatal(err)
	}
	if !inFiles(t, e.Dir, email) {
		t.Fatal("the address is nowhere to begin with: this test looks in the wrong place")
	}

	results, err := e.Admins.Delete(t.Context(), mara.Actor, "delete", app.Bulk{IDs: []gatehouse.PersonID{gone.Actor.Person}})
	if err != nil || results.Changed() != 1 {
		t.Fatalf("delete: %+v, %v", results, err)
	}
	e.Deliver(t) // the goodbye, whose row goes when it is sent
	if err := e.Deliveries.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{email, "zacharias", "Zacharias", "quitegone", "Quitegone"} {
		if inFiles(t, e.Dir, trace) {
			t.Errorf("%q is still in the database's files", trace)
		}
	}
	if _, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), gone.Token); gatehouse.CodeOf(err) != gatehouse.CodeNotSignedIn {
		t.Errorf("the session lives on: %v", err)
	}
	if _, err := e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, gatehousetest.Password); gatehouse.CodeOf(err) != gatehouse.CodeWrongCredentials {
		t.Errorf("signing in: %v", err)
	}
	// The event stays, and names nobody.
	page, err := e.Audit.List(t.Context(), mara.Actor, gatehouse.AuditFilter{Action: gatehouse.ActionAdminDelete}, app.Page{})
	if err != nil || len(page.Items) != 1 || page.Items[0].Target != string(gone.Actor.Person) || page.Items[0].Context.TargetName != "" {
		t.Errorf("the event of the deletion: %+v, %v", page.Items, err)
	}
}

// TestSeveralDeletionsShareOneScrub: the second deletion within the period finds the
// job asked for already, and goes through.
func TestSeveralDeletionsShareOneScrub(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for range 3 {
			id := e.Invite(t, master.Actor, "brief@meridian.example", gatehouse.PartnerObserver)
			results, err := e.Admins.Delete(t.Context(), master.Actor, "", ids(id))
			wantRows(t, "delete", results, err, changed)
		}
		// Two, only when one of the periods ended meanwhile.
		if jobs := e.Strings(t, `SELECT state FROM river_job WHERE kind = $1`, string(gatehouse.JobScrub)); len(jobs) == 0 || len(jobs) > 2 {
			t.Errorf("%d jobs were asked for", len(jobs))
		}
	})
}

// inFiles reports whether a text stands anywhere in the database's files.
func inFiles(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "gatehouse.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no database in %s: %v", dir, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}
