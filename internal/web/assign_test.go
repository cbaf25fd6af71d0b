package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestAssign(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		f := newField(t, engine)
		yard := f.NewSite(t, f.mara.Actor, "Third Yard")
		pending := f.InviteTechnician(t, f.mara.Actor, carla)
		b := f.as(t, f.oleg)
		action := techniciansOf(f.mara) + "/assign"
		open := func() answer {
			return chooseOn(t, b, techniciansOf(f.mara), "assign", f.tess.Actor.Person, pending)
		}

		t.Run("OKSearch", func(t *testing.T) {
			page := open()
			if diff := cmp.Diff([]string{"Harbour Tower Germany · Europe/Berlin · needs the site's approval", "Old Mill Germany · Europe/Berlin · needs the site's approval", "Third Yard Germany · Europe/Berlin · needs the site's approval"}, page.page.Texts("fieldset .pick-text")[:3]); diff != "" {
				t.Errorf("the sites (-want +got):\n%s", diff)
			}
			form := fieldsOf(t, page, action)
			form["id"] = []string{string(f.tess.Actor.Person), string(pending)}
			form["site"] = []string{string(yard)}
			form["step"], form["q"] = []string{"search"}, []string{"mill"}
			page = b.post(t, action, form, http.StatusOK)
			if got := page.page.One(t, "input[name=site][checked]").Attr("value"); got != string(yard) {
				t.Errorf("what was chosen became %s", got)
			}
			if got := page.page.Texts("input[name=site]"); len(got) != 2 {
				t.Errorf("%d sites, want the chosen and the found one", len(got))
			}
			form["step"], form["q"] = []string{"all"}, []string{""}
			page = b.post(t, action, form, http.StatusOK)
			if got := len(page.page.All("input[name=site][checked]")); got != 3 {
				t.Errorf("all that is found: %d", got)
			}
		})

		draft := func(t *testing.T, more url.Values) url.Values {
			t.Helper()
			form := fieldsOf(t, open(), action)
			form["id"] = []string{string(f.tess.Actor.Person), string(pending)}
			form["site"] = []string{string(f.mill), string(yard)}
			form["own"] = []string{"", string(pending) + " full_excluding_users"}
			for name, values := range more {
				form[name] = values
			}
			return form
		}

		t.Run("OK", func(t *testing.T) {
			preview := b.post(t, action, draft(t, url.Values{"step": {"preview"}, "ends": {"2099-01-01T12:00"}}), http.StatusOK)
			want := []string{
				"Tess Technician tess@meridian.example Old Mill – none This person is assigned to the site already.",
				"Tess Technician tess@meridian.example Third Yard Devices Only Waits for the site's approval",
				carla + " Old Mill Full Excluding Users Waits for the site's approval The invitation is not accepted",
				carla + " Third Yard Full Excluding Users Waits for the site's approval The invitation is not accepted",
			}
			if diff := cmp.Diff(want, preview.page.Texts("tbody tr")); diff != "" {
				t.Errorf("the preview (-want +got):\n%s", diff)
			}
			if got := strings.Join(preview.page.Texts("ul.summary li"), " "); !strings.HasPrefix(got, "3 assignments will be made. 3 of them wait for the sites' approval. 1 is not possible. Time window: until 1 Jan 2099, 12:00 UTC+01:00") {
				t.Errorf("it sums up %q", got)
			}
			back := b.submit(t, preview, action, url.Values{"step": {"edit"}}, http.StatusOK)
			if got := len(back.page.All("input[name=site][checked]")); got != 2 {
				t.Errorf("on the way back %d sites are chosen", got)
			}
			done := b.submit(t, preview, action, url.Values{"step": {"confirm"}}, http.StatusOK)
			if got := done.page.Texts("ul.summary li")[0]; got != "3 assignments were made." {
				t.Errorf("it says %q", got)
			}
			same := b.submit(t, preview, action, url.Values{"step": {"confirm"}}, http.StatusOK)
			if diff := cmp.Diff(done.page.Texts("tbody tr"), same.page.Texts("tbody tr")); diff != "" {
				t.Errorf("sent twice (-first +second):\n%s", diff)
			}
			row := rowOf(t, b.get(t, techniciansOf(f.mara), http.StatusOK), carla)
			if got := row.One(t, "a.count").Text(); got != "2" {
				t.Errorf("the list counts %s sites", got)
			}
		})

		t.Run("OKNobody", func(t *testing.T) {
			list := b.follow(t, b.post(t, action, draft(t, url.Values{"id": nil, "listed": nil}), http.StatusSeeOther))
			if got := list.page.One(t, "dialog.toast p").Text(); got != "Choose at least one row first." {
				t.Errorf("it says %q", got)
			}
		})

		t.Run("Err", func(t *testing.T) {
			for name, c := range map[string]struct {
				more url.Values
				want string
			}{
				"no site":     {url.Values{"site": nil}, "Choose at least one site."},
				"nobody":      {url.Values{"id": nil}, "Choose at least one person first."},
				"odd time":    {url.Values{"ends": {"tomorrow"}}, "Enter a day and a time."},
				"past":        {url.Values{"ends": {"2001-01-01T00:00"}}, "The end must lie in the future."},
				"wrong order": {url.Values{"starts": {"2099-01-02T00:00"}, "ends": {"2099-01-01T00:00"}}, "The end must come after the start."},
			} {
				c.more.Set("step", "preview")
				page := b.post(t, action, draft(t, c.more), http.StatusUnprocessableEntity)
				if got := page.page.One(t, "p.error").Text(); got != c.want {
					t.Errorf("%s: it says %q", name, got)
				}
				led := page.page.One(t, ".error-summary a")
				if !strings.HasSuffix(led.Text(), c.want) || !page.page.Has(led.Attr("href")) {
					t.Errorf("%s: the summary says %q and leads to %s", name, led.Text(), led.Attr("href"))
				}
				if got := page.page.One(t, "input[name=ends]").Attr("value"); got != c.more.Get("ends") {
					t.Errorf("%s: the end that was typed became %q", name, got)
				}
				if got := len(page.page.All("input[name=id]")); got != 2 {
					t.Errorf("%s: %d people are offered, want both", name, got)
				}
			}
			all := draft(t, url.Values{"id": nil, "site": nil, "starts": {"2099-01-02T00:00"}, "ends": {"2099-01-01T00:00"}, "step": {"preview"}})
			want := []string{"Choose at least one site.", "Choose at least one person first.", "End: The end must come after the start."}
			if diff := cmp.Diff(want, b.post(t, action, all, http.StatusUnprocessableEntity).page.Texts(".error-summary a")); diff != "" {
				t.Errorf("all that is wrong (-want +got):\n%s", diff)
			}
			b.post(t, action, draft(t, url.Values{"level": {"all"}}), http.StatusUnprocessableEntity)
			b.post(t, action, draft(t, url.Values{"step": {"preview"}, "site": {"nowhere"}}), http.StatusNotFound)
		})

		t.Run("ErrForeign", func(t *testing.T) {
			other := f.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
			site := f.NewSite(t, other.Actor, "Foreign")
			b.post(t, action, draft(t, url.Values{"step": {"confirm"}, "site": {string(yard), string(site)}}), http.StatusNotFound)
			f.as(t, f.olga).get(t, action+"?person="+string(pending), http.StatusForbidden)
			b.get(t, action+"?person="+string(gatehouse.PersonID("nobody")), http.StatusNotFound)
		})
	})
}

// TestAssignWindow: a window that is typed counts by the clock of each site, and the form
// says whose clocks those are.
func TestAssignWindow(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	f.Exec(t, `UPDATE site SET time_zone = 'Europe/Lisbon' WHERE id = $1`, string(f.mill))
	yard := f.NewSite(t, f.mara.Actor, "Third Yard")
	pat := f.Technician(t, f.mara.Actor, "pat@meridian.example").Actor.Person
	b := f.as(t, f.oleg)
	action := techniciansOf(f.mara) + "/assign"
	form := func(sites ...gatehouse.SiteID) url.Values {
		values := fieldsOf(t, b.get(t, action+"?person="+string(pat), http.StatusOK), action)
		values["id"], values["own"], values["starts"], values["ends"] = []string{string(pat)}, nil, []string{"2098-06-01T08:00"}, []string{"2099-01-01T12:00"}
		for _, site := range sites {
			values.Add("site", string(site))
		}
		return values
	}
	hints := func(t *testing.T, values url.Values) []string {
		t.Helper()
		values["step"] = []string{"search"}
		page := b.post(t, action, values, http.StatusOK).page
		return append(page.Texts(".pair .hint"), page.Texts("p.zones")...)
	}
	for name, c := range map[string]struct {
		sites []gatehouse.SiteID
		want  []string
	}{
		"no site yet": {nil, []string{"Each site's own time", "Each site's own time"}},
		"one zone":    {[]gatehouse.SiteID{f.harbour, yard}, []string{"Europe/Berlin", "Europe/Berlin"}},
		"several":     {[]gatehouse.SiteID{f.mill, yard}, []string{"Each site's own time", "Each site's own time", "The sites' time zones: Europe/Berlin, Europe/Lisbon"}},
	} {
		if diff := cmp.Diff(c.want, hints(t, form(c.sites...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	values := form(f.mill, yard)
	values["step"] = []string{"preview"}
	preview := b.post(t, action, values, http.StatusOK)
	if lines := preview.page.Texts("ul.summary li"); lines[len(lines)-1] != "Time window: by each site's own clock, as its rows say" {
		t.Errorf("the preview sums up %q", lines)
	}
	// The window stands apart from the site's name, below a label of its own.
	want := map[string][]string{
		"td.where": {"Old Mill", "Third Yard"},
		"td.when":  {"1 Jun 2098, 08:00 UTC+01:00 to 1 Jan 2099, 12:00 UTC", "1 Jun 2098, 08:00 UTC+02:00 to 1 Jan 2099, 12:00 UTC+01:00"},
	}
	for cells, texts := range want {
		if diff := cmp.Diff(texts, preview.page.Texts(cells)); diff != "" {
			t.Errorf("%s in the preview (-want +got):\n%s", cells, diff)
		}
	}
	b.submit(t, preview, action, url.Values{"step": {"confirm"}}, http.StatusOK)
	rows := b.get(t, personPath(f.mara, pat), http.StatusOK)
	for site, want := range map[string]string{"Old Mill": "12:00 UTC", "Third Yard": "12:00 UTC+01:00"} {
		if got := siteRow(t, rows, site).Text(); !strings.Contains(got, want) {
			t.Errorf("Edit Technician says %q of %s, want %s", got, site, want)
		}
	}
}

// TestAssignForesees: the preview says from when on somebody could enter, and what would
// keep them out besides, instead of promising what a later page denies.
func TestAssignForesees(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	yard := f.NewSite(t, f.mara.Actor, "Third Yard")
	f.Exec(t, `UPDATE site SET approval_required = false, time_zone = 'UTC' WHERE id = $1`, string(yard))
	pat := f.Technician(t, f.mara.Actor, "pat@meridian.example").Actor.Person
	b, action := f.as(t, f.oleg), techniciansOf(f.mara)+"/assign"
	preview := func(starts string) string {
		t.Helper()
		values := fieldsOf(t, b.get(t, action+"?person="+string(pat), http.StatusOK), action)
		values["id"], values["own"], values["starts"] = []string{string(pat)}, nil, []string{starts}
		values["site"], values["step"] = []string{string(yard)}, []string{"preview"}
		page := b.post(t, action, values, http.StatusOK).page
		window := "Time window: from 1 Jun 2098, 08:00 UTC"
		if starts == "" {
			window = "Time window: none, the access stays until it is taken away"
		}
		if lines := page.Texts("ul.summary li"); lines[len(lines)-1] != window {
			t.Errorf("the preview says of the window %q", lines)
		}
		cells := page.Texts("td")
		return cells[len(cells)-1]
	}
	for _, step := range []struct{ change, starts, want string }{
		{`UPDATE person SET version = version WHERE id = $1`, "", "Active at once"},
		{`UPDATE person SET version = version WHERE id = $1`, "2098-06-01T08:00", "Active from 1 Jun 2098, 08:00 UTC"},
		{`UPDATE person SET locked_at = 1 WHERE id = $1`, "", "Assigned, may not enter yet The account is locked"},
		{`UPDATE site SET technician_access = false WHERE id <> $1`, "2098-06-01T08:00", "Active from 1 Jun 2098, 08:00 UTC The account is locked The site lets no technicians in"},
	} {
		f.Exec(t, step.change, string(pat))
		if got := preview(step.starts); got != step.want {
			t.Errorf("after %s the preview says %q, want %q", step.change, got, step.want)
		}
	}
}
