package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// visitSites is visit for the pages of sites, on a site of its own with one pending
// administrator and one technician: some of the routes end all three.
func (b *browser) visitSites(t *testing.T, method, path string, mara gatehousetest.Member, target target) answer {
	t.Helper()
	p := b.portal
	master := p.SignIn(t, string(mara.Account.Email)).Actor
	fresh := auth.NewToken()[:12]
	site := p.NewSite(t, master, "Site "+fresh)
	assignment := p.Assign(t, master, target.technician, site, gatehouse.DevicesOnly)
	invited, err := p.SiteAdmins.Invite(t.Context(), master, "", site, []app.Invitee{{Email: "site" + fresh + "@example.com", Role: "observer"}}, false)
	if err != nil {
		t.Fatal(err)
	}
	path = strings.NewReplacer("{partner}", string(mara.Actor.Partner), "{site}", string(site)).Replace(path)
	if method == http.MethodGet {
		return b.send(t, method, path, "", nil)
	}
	form := url.Values{"key": {auth.NewToken()}}
	set := func(pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
	}
	switch {
	case strings.HasSuffix(path, "/sites/create"):
		set("name", "New", "country", "DE")
	case strings.HasSuffix(path, "/admins/invite"):
		set("invitee", "observer new"+fresh+"@example.com", "step", "confirm")
	case strings.HasSuffix(path, "/technicians/assign"):
		set("of", "technicians", "level", "none", "id", string(target.technician), "confirm", "yes")
	case strings.HasSuffix(path, "/admins/role"):
		set("id", string(invited.Rows[0].ID), "role", "operator", "confirm", "yes")
	case strings.Contains(path, "/admins/"):
		set("id", string(invited.Rows[0].ID), "confirm", "yes")
	case strings.Contains(path, "/technicians/"):
		set("id", string(assignment), "confirm", "yes")
	case strings.HasSuffix(path, "/credits"):
		set("amount", "1", "move", "allocate")
	case strings.HasSuffix(path, "/delete"):
		set("version", "1", "confirm", "yes")
	default:
		set("version", "1", "name", "New name", "country", "AT", "time_zone", "Europe/Vienna")
	}
	return b.sendForm(t, path, form)
}

// siteForms is a field of every form of the pages of sites and credits.
func siteForms(m gatehousetest.Member) map[string]url.Values {
	sites := "/p/" + string(m.Actor.Partner) + "/sites"
	known := map[string]url.Values{
		sites + "/create":               {"key": {"k"}, "name": {"x"}},
		sites + "/x":                    {"version": {"1"}, "name": {"x"}},
		sites + "/x/delete":             {"version": {"1"}, "typed": {"x"}},
		sites + "/x/credits":            {"amount": {"1"}, "move": {"allocate"}},
		sites + "/x/admins/invite":      {"step": {"edit"}, "typed": {""}},
		sites + "/x/technicians/assign": {"key": {"k"}, "level": {"none"}},
	}
	for _, verb := range []string{"revoke", "resend", "lock", "unlock", "end-sessions", "role", "delete"} {
		known[sites+"/x/admins/"+verb] = url.Values{"key": {"k"}}
	}
	for _, verb := range []string{"lock", "unlock", "approve", "decline", "window", "remove"} {
		known[sites+"/x/technicians/"+verb] = url.Values{"key": {"k"}}
	}
	return known
}
