package web_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAuditActorsAndSites: the filters offer who is no person, and one site among
// however many.
func TestAuditActorsAndSites(t *testing.T) {
	p := newTeam(t)
	tower, depot := p.NewSite(t, p.mara.Actor, "Harbour Tower"), p.NewSite(t, p.mara.Actor, "Airport Depot")
	b := p.as(t, p.mara)
	path := auditOf(p.mara)
	page := b.get(t, path, http.StatusOK)
	offered := page.page.Texts("select#actor option")
	if !slices.Contains(offered, "Installation") || !slices.Contains(offered, "Not signed in") {
		t.Errorf("offered are %v", offered)
	}
	for actor, want := range map[string]string{"installation": "Installation", "stranger": "Not signed in"} {
		found := b.get(t, path+"?actor="+actor, http.StatusOK).page
		for _, cell := range found.All("td.lead-cell + td") {
			if !strings.Contains(cell.Text(), want) {
				t.Errorf("%s finds an event of %q", actor, cell.Text())
			}
		}
		if got := chosen(found.One(t, "select#actor")); got != actor {
			t.Errorf("chosen is %q", got)
		}
	}
	if got := b.get(t, path+"?site="+string(tower), http.StatusOK).page.All("td.lead-cell"); len(got) != 1 || got[0].Text() != "Site created" {
		t.Errorf("%d events are of the site", len(got))
	}
	// A text that one site has chooses it; one that none has says so.
	found := b.get(t, path+"?site_q=depot", http.StatusOK)
	if got := chosen(found.page.One(t, "select#site")); got != string(depot) || len(found.page.All("td.lead-cell")) != 1 {
		t.Errorf("the search chose %q", got)
	}
	credits := "/p/" + string(p.mara.Actor.Partner) + "/credits"
	if got := chosen(b.get(t, credits+"?site_q=tower", http.StatusOK).page.One(t, "select#site")); got != string(tower) {
		t.Errorf("the search of the credits chose %q", got)
	}
	if got := b.get(t, credits+"?site_q=zzz", http.StatusOK).page.Texts("select#site option"); len(got) != 1 || got[0] != "No site matches" {
		t.Errorf("without a match it offers %v", got)
	}
}

func auditOf(m gatehousetest.Member) string {
	return "/p/" + string(m.Actor.Partner) + "/audit"
}

func TestAudit(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
	p.Invite(t, mara.Actor, carla, gatehouse.PartnerOperator)
	b := p.as(t, mara)

	t.Run("OK", func(t *testing.T) {
		page := b.get(t, auditOf(mara), http.StatusOK)
		newest := page.page.All("tr.event")[0]
		for _, want := range []string{"Administrator invited", "Mara Master", carla, "Done"} {
			if !strings.Contains(newest.Text(), want) {
				t.Errorf("the newest event says %q", newest.Text())
			}
		}
		details := page.page.All("tr.more details")[0]
		for _, want := range []string{"Request number", "192.0.2.1", "Operator", string(mara.Actor.Person)} {
			if !strings.Contains(details.Text(), want) {
				t.Errorf("%q is not in the details %q", want, details.Text())
			}
		}
	})

	t.Run("OKFilters", func(t *testing.T) {
		all := len(b.get(t, auditOf(mara), http.StatusOK).page.All("tr.event"))
		for query, want := range map[string]int{
			"?action=admin.invite": 2,
			"?outcome=refused":     0,
			"?from=2001-01-01":     all,
			"?until=2001-01-01":    0,
			"?from=2999-01-01":     0,
			"?actor=" + string(olga.Actor.Person) + "&action=invitation.accept": 1,
			"?target=" + string(olga.Actor.Person):                              3,
			"?target=nobody":                                                    0,
			"?actor=nobody":                                                     0,
			"?from=&until=&actor=&action=&target=&outcome=":                     all,
		} {
			page := b.get(t, auditOf(mara)+query, http.StatusOK)
			if got := len(page.page.All("tr.event")); got != want {
				t.Errorf("%s: %d events, want %d", query, got, want)
			}
			if want == 0 && !page.page.Has("div.empty a[href="+auditOf(mara)+"]") {
				t.Errorf("%s: nothing found, and no way to clear the filter", query)
			}
		}
	})

	t.Run("OKOnlyThisTarget", func(t *testing.T) {
		details := b.get(t, auditOf(mara), http.StatusOK).page.All("tr.more details")[0]
		links := details.All("dd a")
		if len(links) != 2 || links[0].Text() != "Only this actor" || links[1].Text() != "Only this target" {
			t.Fatalf("the details lead to %v", details.Texts("dd a"))
		}
		only := b.get(t, links[1].Attr("href"), http.StatusOK)
		if got := only.page.Texts("tr.event td.lead-cell"); !slices.Equal(got, []string{"Administrator invited"}) {
			t.Errorf("there is left %v", got)
		}
		if got := only.page.One(t, "#target option[selected]").Text(); got != carla {
			t.Errorf("the filter says %q", got)
		}
		if got := only.page.All("div.page-head a")[0].Attr("href"); !strings.Contains(got, "target=") {
			t.Errorf("the export is of %q", got)
		}
	})

	t.Run("OKExport", func(t *testing.T) {
		csv := b.get(t, auditOf(mara)+"/export?format=csv&action=admin.invite", http.StatusOK)
		if lines := strings.Split(strings.TrimSpace(csv.html()), "\r\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "seq,id,at,") {
			t.Errorf("the file is\n%s", csv.html())
		}
		ndjson := b.get(t, auditOf(mara)+"/export?format=ndjson&action=admin.invite", http.StatusOK)
		if got := ndjson.Header.Get("Content-Type"); got != "application/x-ndjson" {
			t.Errorf("the type is %q", got)
		}
		for line := range strings.Lines(ndjson.html()) {
			var event struct {
				Action string
				Actor  struct{ ID, Name string }
			}
			if err := json.Unmarshal([]byte(line), &event); err != nil || event.Action != "admin.invite" || event.Actor.Name != "Mara Master" {
				t.Errorf("a line is %s (%v)", line, err)
			}
		}
	})

	t.Run("OKExportEmpty", func(t *testing.T) {
		for format, kind := range map[string]string{"csv": "text/csv; charset=utf-8; header=present", "ndjson": "application/x-ndjson"} {
			file := b.get(t, auditOf(mara)+"/export?target=nobody&format="+format, http.StatusOK)
			if got := file.Header.Get("Content-Type"); got != kind {
				t.Errorf("%s is %q", format, got)
			}
			if got := file.Header.Get("Content-Disposition"); !strings.HasSuffix(got, "."+format+`"`) {
				t.Errorf("%s is kept as %q", format, got)
			}
		}
	})

	t.Run("OKErasedActor", func(t *testing.T) {
		left := p.Join(t, mara.Actor, "leo@meridian.example", gatehouse.PartnerObserver)
		if err := p.Accounts.Delete(t.Context(), left.Actor, "leo@meridian.example", gatehousetest.Password); err != nil {
			t.Fatal(err)
		}
		offered := b.get(t, auditOf(mara), http.StatusOK).page.Texts("#actor option")
		if !slices.ContainsFunc(offered, func(name string) bool { return strings.HasPrefix(name, "Erased …") }) {
			t.Errorf("the choice of actors is %v", offered)
		}
	})

	t.Run("ErrQuery", func(t *testing.T) {
		for _, query := range []string{
			"?action=odd", "?outcome=odd", "?from=yesterday", "?until=2026-13-01", "?x=1", "?actor=a&actor=b", "?cursor=nonsense",
			"/export", "/export?format=xml", "/export?format=csv&format=csv", "/export?format=csv&from=x",
		} {
			b.get(t, auditOf(mara)+query, http.StatusBadRequest)
		}
	})

	t.Run("ErrObserver", func(t *testing.T) {
		for _, path := range []string{"", "/export?format=csv"} {
			refused := p.as(t, olga).get(t, auditOf(olga)+path, http.StatusForbidden)
			if text := refused.page.One(t, "main").Text(); !strings.Contains(text, "Observer, Operator, Admin or Master") {
				t.Errorf("the page does not explain: %q", text)
			}
		}
	})
}

// TestAuditWords: the log names in the visitor's language what somebody could not open
// and why a sign-in was refused; the file keeps the keys.
func TestAuditWords(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	viewer := p.SiteMember(t, p.mara.Actor, site, "vic@harbour.example", gatehouse.SiteObserver)
	p.as(t, viewer).get(t, "/s/"+string(site)+"/users", http.StatusForbidden)
	p.as(t, p.olga).get(t, auditOf(p.mara), http.StatusForbidden)
	b := p.as(t, p.mara)
	for _, c := range []struct{ language, pages, days, tried, why string }{
		{"en", "View users Harbour Tower; View the audit log", "From is later than Until.", "Tried to open a page", "Refused The role or the permission level did not allow it.; Refused The role did not allow it."},
		{"de", "Benutzer ansehen Harbour Tower; Protokoll ansehen", "„Von“ liegt nach „Bis“.", "Versuch: Seite öffnen", "Abgelehnt Die Rolle oder die Berechtigungsstufe erlaubte es nicht.; Abgelehnt Die Rolle erlaubte es nicht."},
	} {
		p.Exec(t, `UPDATE account SET language = $2 WHERE id = $1`, string(p.mara.Actor.Account), c.language)
		page := b.get(t, auditOf(p.mara)+"?action=page.open", http.StatusOK).page
		var pages, reasons []string
		for _, event := range page.All("tr.event") {
			pages = append(pages, event.All("td")[3].Text())
			cells := event.Texts("td")
			reasons = append(reasons, cells[4])
			if cells[1] != c.tried {
				t.Errorf("%s: what was refused is called %q", c.language, cells[1])
			}
		}
		slices.Reverse(reasons)
		if got := strings.Join(reasons, "; "); got != c.why {
			t.Errorf("%s: they were refused because %q, want %q", c.language, got, c.why)
		}
		slices.Reverse(pages)
		if got := strings.Join(pages, "; "); got != c.pages {
			t.Errorf("%s: refused were %q, want %q", c.language, got, c.pages)
		}
		for _, option := range page.All("select#target option") {
			if option.Text() == "users.view" || option.Text() == "audit.view" {
				t.Errorf("%s: the filter offers %q", c.language, option.Text())
			}
		}
		// Days between which nothing lies are said to be wrong where they stand.
		for _, path := range []string{auditOf(p.mara), "/p/" + string(p.mara.Actor.Partner) + "/credits"} {
			wrong := b.get(t, path+"?from=2026-03-02&until=2026-03-01", http.StatusOK).page
			if got := wrong.One(t, "#from-error").Text(); got != c.days || wrong.One(t, "input#from").Attr("aria-invalid") != "true" {
				t.Errorf("%s %s: the field says %q", c.language, path, got)
			}
			if b.get(t, path+"?from=2026-03-01&until=2026-03-01", http.StatusOK).page.Has("#from-error") {
				t.Errorf("%s %s: one day is wrong", c.language, path)
			}
		}
		if b.get(t, auditOf(p.mara)+"?from=2026-03-02&until=2026-03-01", http.StatusOK).page.Has("div.empty") {
			t.Errorf("%s: it says that nothing was found", c.language)
		}
	}
	file := b.get(t, auditOf(p.mara)+"/export?format=csv", http.StatusOK)
	if !strings.Contains(file.html(), "users.view") || !strings.Contains(file.html(), "audit.view") {
		t.Error("the file has other words for what was refused")
	}
}
