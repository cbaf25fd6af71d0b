package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// refusals are the actions that the audit trail has as refused attempts of a partner's
// people, newest first.
func (p *portal) refusals(t *testing.T, by gatehouse.Actor) []gatehouse.Action {
	t.Helper()
	page, err := p.Audit.List(t.Context(), by, gatehouse.AuditFilter{Outcome: gatehouse.Denied}, app.Page{})
	if err != nil {
		t.Fatal(err)
	}
	actions := []gatehouse.Action{}
	for _, event := range page.Items {
		actions = append(actions, event.Action)
	}
	return actions
}

// wantCalm expects a result that says what was done and nothing else.
func wantCalm(t *testing.T, list answer, want string) {
	t.Helper()
	result := list.page.One(t, "dialog.result")
	if got := result.Text(); got != want {
		t.Errorf("the result says %q, want %q", got, want)
	}
	if list.page.Has("dialog.result .banner.warn") || !list.page.Has("dialog.result .good-text") {
		t.Error("the result does not look as if all was done")
	}
}

// TestLeftOut: whom a question leaves out, the program leaves out. Nobody tries what
// was known to be refused, so no refusal is told of or recorded.
func TestLeftOut(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	team := []gatehouse.PersonID{p.mara.Actor.Person, p.adam.Actor.Person, p.olga.Actor.Person, p.oleg.Actor.Person}

	t.Run("OK", func(t *testing.T) {
		for _, c := range []struct {
			verb, want string
		}{
			{"lock", "Lock Account 2 accounts were locked. Close"},
			{"lock", ""},
			{"revoke", ""},
			{"unlock", "Unlock Account 2 accounts were unlocked. Close"},
			{"end-sessions", "End Sessions 3 people were signed out. Close"},
		} {
			asked := choose(t, b, p.mara, c.verb, team...)
			if asked.page.Has("button[name=confirm]") == (c.want == "") {
				t.Errorf("%s: there is a button where nothing can be done, or none where something can", c.verb)
			}
			if c.want != "" {
				wantCalm(t, b.follow(t, b.submit(t, asked, listOf(p.mara)+"/"+c.verb, yes, http.StatusSeeOther)), c.want)
			}
		}
		if diff := cmp.Diff([]gatehouse.Action{}, p.refusals(t, p.mara.Actor)); diff != "" {
			t.Errorf("refused attempts (-want +got):\n%s", diff)
		}
	})

	t.Run("OKReason", func(t *testing.T) {
		asked := choose(t, b, p.mara, "lock", team...)
		long := url.Values{"confirm": {"yes"}, "reason": {strings.Repeat("x", gatehouse.ReasonLimit+1)}}
		again := b.submit(t, asked, listOf(p.mara)+"/lock", long, http.StatusUnprocessableEntity)
		done := b.submit(t, again, listOf(p.mara)+"/lock", url.Values{"confirm": {"yes"}, "reason": {"away"}}, http.StatusSeeOther)
		wantCalm(t, b.follow(t, done), "Lock Account 2 accounts were locked. Close")
	})

	// What changed between question and answer is refused and told.
	t.Run("ErrMeanwhile", func(t *testing.T) {
		asked := choose(t, b, p.mara, "unlock", p.olga.Actor.Person, p.oleg.Actor.Person)
		if _, err := p.Admins.Delete(t.Context(), p.mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{p.oleg.Actor.Person}}); err != nil {
			t.Fatal(err)
		}
		b.submit(t, asked, listOf(p.mara)+"/unlock", yes, http.StatusNotFound)
		asked = choose(t, b, p.mara, "revoke", p.carla)
		if _, err := p.Admins.Revoke(t.Context(), p.mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{p.carla}}); err != nil {
			t.Fatal(err)
		}
		list := b.follow(t, b.submit(t, asked, listOf(p.mara)+"/revoke", yes, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "Nothing was changed. 1 row was refused: "+carla) {
			t.Errorf("the result says %q", got)
		}
		if diff := cmp.Diff([]gatehouse.Action{gatehouse.ActionAdminRevoke}, p.refusals(t, p.mara.Actor)); diff != "" {
			t.Errorf("refused attempts (-want +got):\n%s", diff)
		}
	})
}

func TestLeftOutOfInvitation(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	action := listOf(p.mara) + "/invite"
	page := b.submit(t, b.get(t, action, http.StatusOK), action, step("add", "role", "observer", "typed", "olga@meridian.example, new@x.example"), http.StatusOK)
	asked := b.submit(t, page, action, step("ok"), http.StatusOK)
	back := b.submit(t, asked, action, step("edit"), http.StatusOK)
	if diff := cmp.Diff([]string{"new@x.example Observer", "olga@meridian.example Observer"}, added(back)); diff != "" {
		t.Errorf("on the way back (-want +got):\n%s", diff)
	}
	wantCalm(t, b.follow(t, b.submit(t, asked, action, step("confirm"), http.StatusSeeOther)), "Invite Admins 1 invitation is on its way. Close")
	if got := p.refusals(t, p.mara.Actor); len(got) != 0 {
		t.Errorf("refused attempts: %v", got)
	}
}

// assignedAt are the people assigned to a site.
func (p *portal) assignedAt(t *testing.T, by gatehouse.Actor, site gatehouse.SiteID) []gatehouse.AssignmentRow {
	t.Helper()
	page, err := p.Assignments.List(t.Context(), by, gatehouse.AssignmentFilter{Site: site}, app.Page{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

func TestLeftOutAtSite(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	adam := f.Join(t, f.mara.Actor, "adam@meridian.example", gatehouse.PartnerAdmin)
	f.Assign(t, f.mara.Actor, adam.Actor.Person, f.harbour, gatehouse.DevicesOnly)
	atAdam := gatehouse.AssignmentID("")
	for _, row := range f.assignedAt(t, f.mara.Actor, f.harbour) {
		if row.Person.ID == adam.Actor.Person {
			atAdam = row.Assignment.ID
		}
	}
	b := f.as(t, f.oleg)
	tab := editOf(f.mara, f.harbour, "technicians")
	both := func(t *testing.T, verb string) answer {
		t.Helper()
		form := fieldsOf(t, b.get(t, tab, http.StatusOK), tab+"/lock")
		form["id"] = []string{string(f.atHarbour), string(atAdam)}
		return b.post(t, tab+"/"+verb, form, http.StatusOK)
	}

	t.Run("OKPicker", func(t *testing.T) {
		form := b.get(t, tab+"/assign", http.StatusOK)
		pending := f.InviteTechnician(t, f.mara.Actor, carla)
		fill := url.Values{"id": {string(f.tess.Actor.Person), string(pending)}, "level": {"devices_only"}, "step": {"ask"}}
		asked := b.submit(t, form, tab+"/assign", fill, http.StatusOK)
		back := b.submit(t, asked, tab+"/assign", url.Values{"step": {"edit"}}, http.StatusOK)
		if got := len(back.page.All("input[name=id][checked]")); got != 2 {
			t.Errorf("on the way back %d people are chosen", got)
		}
		list := b.follow(t, b.submit(t, asked, tab+"/assign", yes, http.StatusSeeOther))
		wantCalm(t, list, "Assign Technicians to the Site 1 person was assigned to the site. Close")
	})

	t.Run("OKLock", func(t *testing.T) {
		wantCalm(t, b.follow(t, b.submit(t, both(t, "lock"), tab+"/lock", yes, http.StatusSeeOther)), "Lock 1 person was locked out. Close")
	})

	t.Run("OKNarrow", func(t *testing.T) {
		asked := both(t, "window")
		if diff := cmp.Diff([]string{"The admin adam@meridian.example " + gatehouse.CodeForbidden.Sentence()}, asked.page.Texts(".left-out li")); diff != "" {
			t.Errorf("left out before a window is typed (-want +got):\n%s", diff)
		}
		window := url.Values{"confirm": {"yes"}, "ends_at": {"2099-01-01T10:00"}}
		wantCalm(t, b.follow(t, b.submit(t, asked, tab+"/window", window, http.StatusSeeOther)), "Narrow Window 1 time window was narrowed. Close")
	})

	// Whom a window does not fit shows when it is typed: then it is asked once more.
	t.Run("OKWider", func(t *testing.T) {
		master := f.as(t, f.mara)
		form := fieldsOf(t, master.get(t, tab, http.StatusOK), tab+"/lock")
		form["id"] = []string{string(f.atHarbour), string(atAdam)}
		asked := master.post(t, tab+"/window", form, http.StatusOK)
		window := url.Values{"confirm": {"yes"}, "ends_at": {"2100-01-01T10:00"}}
		again := master.submit(t, asked, tab+"/window", window, http.StatusOK)
		want := []string{"Tess Technician tess@meridian.example That is wider than the window that stands. Only the site can widen it."}
		if diff := cmp.Diff(want, again.page.Texts(".left-out li")); diff != "" {
			t.Errorf("left out of the window typed (-want +got):\n%s", diff)
		}
		list := master.follow(t, master.submit(t, again, tab+"/window", yes, http.StatusSeeOther))
		wantCalm(t, list, "Narrow Window 1 time window was narrowed. Close")
	})

	if diff := cmp.Diff([]gatehouse.Action{}, f.refusals(t, f.mara.Actor), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("refused attempts (-want +got):\n%s", diff)
	}
}

func TestLeftOutOfAssigning(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	yard := f.NewSite(t, f.mara.Actor, "Third Yard")
	b := f.as(t, f.oleg)
	action := techniciansOf(f.mara) + "/assign"
	form := fieldsOf(t, chooseOn(t, b, techniciansOf(f.mara), "assign", f.tess.Actor.Person), action)
	form["id"], form["site"] = []string{string(f.tess.Actor.Person)}, []string{string(f.mill), string(yard)}
	form.Set("step", "preview")
	preview := b.post(t, action, form, http.StatusOK)
	done := b.submit(t, preview, action, url.Values{"step": {"confirm"}}, http.StatusOK)
	if diff := cmp.Diff([]string{"1 assignment was made.", "1 of them waits for the site's approval."}, done.page.Texts("ul.summary li")[:2]); diff != "" {
		t.Errorf("the result (-want +got):\n%s", diff)
	}
	if got := done.page.Texts("tbody tr"); len(got) != 1 || !strings.Contains(got[0], "Third Yard") {
		t.Errorf("the rows are %q", got)
	}
	if got := f.refusals(t, f.mara.Actor); len(got) != 0 {
		t.Errorf("refused attempts: %v", got)
	}
	b.submit(t, preview, action, url.Values{"step": {"confirm"}, "left": {"0 -1"}}, http.StatusBadRequest)
	b.submit(t, preview, action, url.Values{"step": {"confirm"}, "left": {"0 1"}}, http.StatusOK)

	// What is left out does not make room for more than one call takes.
	crowd := url.Values{"step": {"confirm"}, "left": {"0"}, "key": {"another form"}}
	addresses := []string{}
	for i := range 101 {
		addresses = append(addresses, fmt.Sprintf("crowd%d@x.example", i))
	}
	invited, err := f.Technicians.Invite(t.Context(), f.mara.Actor, "", addresses, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range invited.Rows {
		crowd.Add("id", string(row.ID))
	}
	for i := range gatehouse.PairLimit / 100 {
		crowd.Add("site", string(f.NewSite(t, f.mara.Actor, fmt.Sprintf("Yard %d", i))))
	}
	b.submit(t, preview, action, crowd, http.StatusUnprocessableEntity)
	// Whoever may not assign is not shown the form for what it lacks.
	watcher := f.as(t, f.Join(t, f.mara.Actor, "walt@meridian.example", gatehouse.PartnerObserver))
	form.Set("step", "confirm")
	form.Del("site")
	watcher.post(t, action, form, http.StatusForbidden)
}
