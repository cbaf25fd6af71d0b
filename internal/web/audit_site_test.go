package web_test

import (
	"net/http"
	"slices"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// TestAuditSite: the partner's log says which site an event is about, and leads there,
// unless the site is what it was done to; a site's own log need not.
func TestAuditSite(t *testing.T) {
	p := newTeam(t)
	tower, depot := p.NewSite(t, p.mara.Actor, "Harbour Tower"), p.NewSite(t, p.mara.Actor, "Airport Depot")
	tess := p.Technician(t, p.mara.Actor, "tess@example.com")
	p.Assign(t, p.mara.Actor, tess.Actor.Person, tower, gatehouse.DevicesOnly)
	p.Assign(t, p.mara.Actor, tess.Actor.Person, depot, gatehouse.DevicesOnly)
	sam := p.JoinSite(t, p.mara.Actor, tower, "sam@harbour.example", gatehouse.SiteMaster)
	b := p.as(t, p.mara)
	assigned := auditOf(p.mara) + "?action=assignment.create"

	t.Run("OK", func(t *testing.T) {
		page := b.get(t, assigned, http.StatusOK).page
		want := []string{"Airport Depot", "Harbour Tower"}
		if got := page.Texts("tr.event td .under a"); !slices.Equal(got, want) {
			t.Fatalf("the rows name %v, want %v", got, want)
		}
		if got := page.All("tr.event td .under a")[0].Attr("href"); got != editOf(p.mara, depot, "") {
			t.Errorf("the site leads to %q", got)
		}
		links := page.All("tr.more details")[0].All("dd a")
		if links[0].Text() != "Airport Depot" || links[1].Text() != "Only this site" {
			t.Fatalf("the details lead to %q, %q", links[0].Text(), links[1].Text())
		}
		only := b.get(t, links[1].Attr("href"), http.StatusOK).page
		if got := only.Texts("tr.event td.lead-cell"); !slices.Equal(got, []string{"Assigned to a site", "Site created"}) {
			t.Errorf("only this site finds %v", got)
		}
		// The site that was created is the target, and is named once.
		if got := only.Texts("tr.event td .under a"); !slices.Equal(got, []string{"Airport Depot"}) {
			t.Errorf("the rows of one site name %v", got)
		}
	})

	t.Run("OKAtSite", func(t *testing.T) {
		page := p.as(t, sam).get(t, "/s/"+string(tower)+"/audit?action=assignment.create", http.StatusOK).page
		if len(page.All("tr.event")) != 1 || page.Has("tr.event td .under") {
			t.Errorf("the site's own log says %v", page.Texts("tr.event"))
		}
	})

	t.Run("OKDeleted", func(t *testing.T) {
		if _, err := p.Sites.Delete(t.Context(), p.mara.Actor, "", depot, app.SiteDeletion{}); err != nil {
			t.Fatal(err)
		}
		for language, want := range map[string]string{"en": "A deleted site", "de": "Ein gelöschter Standort"} {
			p.Exec(t, `UPDATE account SET language = $2 WHERE id = $1`, string(p.mara.Actor.Account), language)
			row := b.get(t, assigned, http.StatusOK).page.All("tr.event td .under")[0]
			if row.Has("a") || row.Text() != want+" …"+string(depot)[len(depot)-8:] || row.One(t, "code").Attr("title") != string(depot) {
				t.Errorf("%s: the row says %q", language, row.Text())
			}
		}
	})
}
