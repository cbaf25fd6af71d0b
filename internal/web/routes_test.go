package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT115T125Routes opens every page as everybody and holds what happens against the
// table written by hand in testdata/routes.txt (SECURITY T115, T125, T132).
func TestT115T125Routes(t *testing.T) {
	rules := gatehousetest.Routes(t, "page")
	p := newPortal(t)
	mara := p.SetUp(t)
	emails := map[string]string{"master": string(mara.Account.Email), "technician": "tess@meridian.example", "other": "otto@hafen.example"}
	for _, role := range []gatehouse.PartnerRole{gatehouse.PartnerObserver, gatehouse.PartnerOperator, gatehouse.PartnerAdmin} {
		emails[role.String()] = string(p.Join(t, mara.Actor, role.String()+"@meridian.example", role).Account.Email)
	}
	tess := p.Join(t, mara.Actor, emails["technician"], gatehouse.PartnerObserver)
	p.Exec(t, "UPDATE person SET role = 0, technician = true WHERE id = $1", string(tess.Actor.Person))
	p.NewPartner(t, "Hafen Zutritt", emails["other"])
	site := p.NewSite(t, mara.Actor, "Harbour Tower")

	for _, pattern := range p.site.Patterns() {
		if rules[pattern] == nil {
			t.Errorf("testdata/routes.txt says nothing about %s", pattern)
		}
	}
	for pattern, rule := range rules {
		if !slices.Contains(p.site.Patterns(), pattern) {
			t.Errorf("testdata/routes.txt speaks of %s, which is no route", pattern)
			continue
		}
		aim := func(t *testing.T) target {
			t.Helper()
			// Some of the routes end the Master's other sessions.
			master := p.SignIn(t, emails["master"]).Actor
			fresh := auth.NewToken()[:12] + "@example.com"
			at := target{site: site, admin: p.Invite(t, master, "target"+fresh, gatehouse.PartnerObserver)}
			at.technician = p.InviteTechnician(t, master, "technician"+fresh)
			at.assignment = p.Assign(t, master, at.technician, site, gatehouse.DevicesOnly)
			if strings.Contains(pattern, "{key}") {
				at.key = p.NewKey(t, master, gatehouse.KeyObserver).ID
			}
			return at
		}
		reads := strings.HasPrefix(pattern, "GET ")
		var read target
		if reads {
			read = aim(t)
		}
		for _, caller := range gatehousetest.Callers {
			if rule[caller] == "-" {
				continue
			}
			t.Run(pattern+" by "+caller, func(t *testing.T) {
				target := read
				if !reads {
					target = aim(t)
				}
				b := p.browser(t)
				if email := emails[caller]; email != "" {
					b = p.as(t, p.SignIn(t, email))
				}
				got := outcome(b.visit(t, pattern, mara, target))
				if got != rule[caller] {
					t.Errorf("%s, want %s", got, rule[caller])
				}
			})
		}
	}
}

// target is what a request may act on: an invited administrator, an invited
// technician who is assigned to a site, and an API key.
type target struct {
	admin, technician gatehouse.PersonID
	site              gatehouse.SiteID
	assignment        gatehouse.AssignmentID
	key               gatehouse.APIKeyID
}

// visit opens the page, or sends the smallest form that its handler reads.
func (b *browser) visit(t *testing.T, pattern string, mara gatehousetest.Member, target target) answer {
	t.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	if strings.Contains(path, "/sites") {
		return b.visitSites(t, method, path, mara, target)
	}
	path = strings.NewReplacer("{$}", "", "{partner}", string(mara.Actor.Partner), "{message}", "1", "{site}", string(target.site), "{entry}", "x", "{key}", string(target.key), "{person}", string(target.technician)).Replace(path)
	if strings.HasSuffix(path, "/explain") {
		path += "?person=" + string(target.technician) + "&site=" + string(target.site)
	}
	if path == "/events" {
		method = http.MethodHead // the answer to GET goes on until the session ends
	}
	if method == http.MethodGet || method == http.MethodHead {
		return b.send(t, method, path, "", nil)
	}
	form := url.Values{}
	switch {
	case strings.HasSuffix(path, "/technicians/invite"):
		form = url.Values{"key": {auth.NewToken()}, "invitee": {"new@example.com"}, "step": {"confirm"}}
	case strings.HasSuffix(path, "/technicians/assign"):
		form = url.Values{"key": {auth.NewToken()}, "id": {string(target.technician)}, "site": {string(target.site)}, "step": {"confirm"}}
	case strings.HasSuffix(path, "/locks"):
		seen := string(target.assignment) + " " + string(target.site) + " 1 unlocked usable"
		form = url.Values{"key": {auth.NewToken()}, "seen": {seen}, "locks": {string(target.assignment)}}
	case strings.HasSuffix(path, string(target.technician)+"/remove"), strings.HasSuffix(path, string(target.technician)+"/approve"),
		strings.HasSuffix(path, string(target.technician)+"/window"):
		form = url.Values{"key": {auth.NewToken()}, "id": {string(target.assignment)}, "confirm": {"yes"}}
	case strings.Contains(path, "/technicians/"):
		form = url.Values{"id": {string(target.technician)}, "key": {auth.NewToken()}, "confirm": {"yes"}}
	case strings.HasSuffix(path, "/admins/role"):
		form = url.Values{"id": {string(target.admin)}, "role": {"operator"}, "key": {auth.NewToken()}}
	case strings.HasSuffix(path, "/admins/invite"):
		form = url.Values{"key": {auth.NewToken()}, "role": {"observer"}, "invitee": {"observer new@example.com"}, "step": {"confirm"}}
	case strings.Contains(path, "/admins/"):
		form = url.Values{"id": {string(target.admin)}, "key": {auth.NewToken()}, "confirm": {"yes"}}
	case strings.Contains(path, "/api-keys/"):
		form = keyForm(path)
	case path == "/sign-in":
		form = url.Values{"email": {string(mara.Account.Email)}, "password": {gatehousetest.Password}}
	case path == "/account/sessions/end":
		form = url.Values{"id": {gatehouse.SessionID(auth.HashToken(b.cookie("gatehouse", "/"))).Public()}}
	case path == "/places":
		form = url.Values{"partner": {string(mara.Actor.Partner)}}
	}
	return b.sendForm(t, path, form)
}

// keyForm is the smallest form that a page of API keys takes.
func keyForm(path string) url.Values {
	form := url.Values{"key": {auth.NewToken()}}
	switch {
	case strings.HasSuffix(path, "/create"):
		form.Set("name", "Turnstiles")
		form.Set("scope", "observer")
		form.Set("days", "30")
	case strings.HasSuffix(path, "/rotate"):
		form.Set("overlap", "24")
		fallthrough
	default:
		form.Set("confirm", "yes")
	}
	return form
}

// sendForm sends a form with the token that the browser's own pages carry.
func (b *browser) sendForm(t *testing.T, path string, form url.Values) answer {
	t.Helper()
	secret := b.cookie("gatehouse", "/")
	if secret == "" {
		secret = auth.NewToken()
		b.jar.SetCookies(b.portal.BaseURL, []*http.Cookie{{Name: "gatehouse-form", Value: secret, Path: "/"}})
	}
	form.Set("csrf", auth.CSRFToken(secret))
	return b.send(t, http.MethodPost, path, form.Encode(), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"},
		"Origin":       {b.portal.BaseURL.String()},
	})
}

// outcome puts an answer into the words of the table.
func outcome(a answer) string {
	ended := slices.ContainsFunc(a.Cookies(), func(c *http.Cookie) bool { return c.Name == "gatehouse" && c.MaxAge < 0 })
	switch {
	case ended:
		return "yes" // signed out, which also leads to the sign-in page
	case a.StatusCode == http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Location"), "/sign-in"), a.StatusCode == http.StatusUnauthorized:
		return "in"
	case a.StatusCode == http.StatusForbidden:
		return "no"
	case a.StatusCode == http.StatusNotFound:
		return "404"
	case a.StatusCode >= http.StatusInternalServerError:
		return a.Status
	default:
		return "yes"
	}
}
