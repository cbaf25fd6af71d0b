package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestSiteWindow: a site that sets the time window of several technicians removes nobody's
// by leaving a field empty; to remove a bound its box is ticked.
func TestSiteWindow(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	sam := f.AtSite(t, f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster), f.mill)
	theo := f.Technician(t, f.mara.Actor, "theo@meridian.example")
	atTheo := f.Assign(t, f.mara.Actor, theo.Actor.Person, f.mill, gatehouse.DevicesOnly)
	b, list := f.as(t, sam), "/s/"+string(f.mill)+"/technicians"
	clock := time.FixedZone("", 3600) // that of the site, in January
	begins, ends := time.Date(2098, 1, 1, 10, 0, 0, 0, clock), time.Date(2099, 1, 1, 10, 0, 0, 0, clock)
	set := func(t *testing.T, id gatehouse.AssignmentID, w gatehouse.Window) {
		t.Helper()
		if _, err := f.Assignments.Change(t.Context(), sam.Actor, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{id}}, app.AssignmentPatch{Window: &w}); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(t *testing.T, ids ...gatehouse.AssignmentID) answer {
		t.Helper()
		form := fieldsOf(t, b.get(t, list, http.StatusOK), list+"/lock")
		form.Del("id")
		for _, id := range ids {
			form.Add("id", string(id))
		}
		return b.post(t, list+"/window", form, http.StatusOK)
	}
	with := func(fields ...string) url.Values {
		form := url.Values{"confirm": {"yes"}}
		for i := 0; i < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		return form
	}
	wantWindow := func(t *testing.T, id gatehouse.AssignmentID, want gatehouse.Window) {
		t.Helper()
		row, err := f.Assignments.Get(t.Context(), sam.Actor, id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, row.Assignment.Window, cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("the window of %s (-want +got):\n%s", row.Person.Email, diff)
		}
	}
	wantError := func(t *testing.T, page answer, field, says string) {
		t.Helper()
		if got := page.page.One(t, "#"+field+"-error").Text(); got != says {
			t.Errorf("it says %q, want %q", got, says)
		}
	}
	window := gatehouse.Window{StartsAt: begins, EndsAt: ends}

	t.Run("OKRows", func(t *testing.T) {
		set(t, f.atMill, window)
		asked := ask(t, f.atMill, atTheo)
		got := asked.page.Texts("ul.chosen li")
		slices.Sort(got)
		want := []string{
			"Tess Technician tess@meridian.example 1 Jan 2098, 10:00 UTC+01:00 to 1 Jan 2099, 10:00 UTC+01:00",
			"Tess Technician theo@meridian.example Always",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the rows (-want +got):\n%s", diff)
		}
		if got := asked.page.One(t, "#starts_at").Attr("value") + asked.page.One(t, "#ends_at").Attr("value"); got != "" {
			t.Errorf("of different windows the fields begin with %q", got)
		}
	})

	t.Run("ErrEmpty", func(t *testing.T) {
		set(t, f.atMill, window)
		page := b.submit(t, ask(t, f.atMill, atTheo), list+"/window", yes, http.StatusUnprocessableEntity)
		wantError(t, page, "ends_at", "Change a start or an end, or tick what is to be removed.")
		wantWindow(t, f.atMill, window)
	})

	t.Run("OKEmptyStays", func(t *testing.T) {
		set(t, f.atMill, window)
		later := ends.AddDate(0, 1, 0)
		done := b.submit(t, ask(t, f.atMill, atTheo), list+"/window", with("ends_at", "2099-02-01T10:00"), http.StatusSeeOther)
		wantCalm(t, b.follow(t, done), "Time Window 2 time windows were changed. Close")
		wantWindow(t, f.atMill, gatehouse.Window{StartsAt: begins, EndsAt: later})
		wantWindow(t, atTheo, gatehouse.Window{EndsAt: later})
	})

	t.Run("OKRemoved", func(t *testing.T) {
		set(t, f.atMill, window)
		set(t, atTheo, gatehouse.Window{})
		again := b.submit(t, ask(t, f.atMill, atTheo), list+"/window", with("no_start", "yes"), http.StatusOK)
		if got := again.page.Texts(".left-out li"); len(got) != 1 || !strings.Contains(got[0], "theo@") {
			t.Errorf("left out are %q", got)
		}
		if got := again.page.One(t, "button[name=confirm]").Text(); got != "Set time window" {
			t.Errorf("the button says %q", got)
		}
		if !again.page.Has("#no_start[checked]") {
			t.Error("the second question forgot the tick")
		}
		wantWindow(t, f.atMill, window)
		wantCalm(t, b.follow(t, b.submit(t, again, list+"/window", yes, http.StatusSeeOther)), "Time Window 1 time window was changed. Close")
		wantWindow(t, f.atMill, gatehouse.Window{EndsAt: ends})
	})

	t.Run("OKSame", func(t *testing.T) {
		set(t, f.atMill, window)
		set(t, atTheo, window)
		asked := ask(t, f.atMill, atTheo)
		if got := asked.page.One(t, "#starts_at").Attr("value") + " " + asked.page.One(t, "#ends_at").Attr("value"); got != "2098-01-01T10:00 2099-01-01T10:00" {
			t.Errorf("the fields begin with %q", got)
		}
		wantError(t, b.submit(t, asked, list+"/window", with("starts_at", "", "ends_at", ""), http.StatusUnprocessableEntity), "ends_at", "Change a start or an end, or tick what is to be removed.")
		b.submit(t, asked, list+"/window", with("no_start", "yes"), http.StatusSeeOther)
		wantWindow(t, f.atMill, gatehouse.Window{EndsAt: ends})
		wantWindow(t, atTheo, gatehouse.Window{EndsAt: ends})
	})

	// A start that comes after the end of some is put to the others.
	t.Run("OKMisfit", func(t *testing.T) {
		set(t, f.atMill, window)
		set(t, atTheo, gatehouse.Window{})
		again := b.submit(t, ask(t, f.atMill, atTheo), list+"/window", with("starts_at", "2099-03-01T10:00"), http.StatusOK)
		want := []string{"Tess Technician tess@meridian.example The end must come after the start."}
		if diff := cmp.Diff(want, again.page.Texts(".left-out li")); diff != "" {
			t.Errorf("left out (-want +got):\n%s", diff)
		}
		b.submit(t, again, list+"/window", yes, http.StatusSeeOther)
		wantWindow(t, f.atMill, window)
		wantWindow(t, atTheo, gatehouse.Window{StartsAt: time.Date(2099, 3, 1, 10, 0, 0, 0, clock)})
	})

	t.Run("ErrBoth", func(t *testing.T) {
		set(t, f.atMill, window)
		for _, ids := range [][]gatehouse.AssignmentID{{f.atMill}, {f.atMill, atTheo}} {
			page := b.submit(t, ask(t, ids...), list+"/window", with("starts_at", "2098-05-01T10:00", "no_start", "yes"), http.StatusUnprocessableEntity)
			wantError(t, page, "starts_at", "Enter a time or tick the box, not both.")
			page = b.submit(t, ask(t, ids...), list+"/window", with("ends_at", "soon"), http.StatusUnprocessableEntity)
			wantError(t, page, "ends_at", "Enter a day and a time.")
		}
		wantWindow(t, f.atMill, window)
	})

	if diff := cmp.Diff([]gatehouse.Action{}, f.refusals(t, sam.Actor), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("refused attempts (-want +got):\n%s", diff)
	}
}
