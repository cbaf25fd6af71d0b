package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
)

// TestForbiddenWhere: a page that is refused says what the visitor's rights depend on
// where they stand: a role is what only the partner's administrators have there.
func TestForbiddenWhere(t *testing.T) {
	p := newTeam(t)
	tower := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	tess := p.Technician(t, p.mara.Actor, "tess@example.com")
	p.Assign(t, p.mara.Actor, tess.Actor.Person, tower, gatehouse.DevicesOnly)
	viewer := p.SiteMember(t, p.mara.Actor, tower, "vic@harbour.example", gatehouse.SiteObserver)
	says := func(a answer, want, not string) {
		t.Helper()
		if text := a.page.One(t, "main").Text(); !strings.Contains(text, want) || strings.Contains(text, not) {
			t.Errorf("%q does not say %q, or says %q", text, want, not)
		}
	}
	for _, c := range []struct{ language, admin, technician, atSite, ofPartner string }{
		{"en", "Observer, Operator, Admin or Master", "Technicians may not do this", "Your role or your permission level does not allow this.", "depends on your role:"},
		{"de", "Observer, Operator, Admin oder Master", "Techniker dürfen das", "Ihre Rolle oder Ihre Berechtigungsstufe erlaubt das nicht.", "hängt von Ihrer Rolle ab:"},
	} {
		p.Exec(t, "UPDATE account SET language = $1", c.language)
		says(p.as(t, p.olga).get(t, auditOf(p.olga), http.StatusForbidden), c.admin, c.technician)
		says(p.as(t, tess).get(t, auditOf(tess), http.StatusForbidden), c.technician, c.ofPartner)
		says(p.as(t, viewer).get(t, "/s/"+string(tower)+"/users", http.StatusForbidden), c.atSite, c.ofPartner)
		// A form that came from elsewhere has nothing to do with a role.
		says(p.as(t, p.olga).post(t, "/sign-out", url.Values{}, http.StatusForbidden), "", c.ofPartner)
	}
}
