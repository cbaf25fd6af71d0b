package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// siteWorld is a site with somebody of every role and level, and somebody at another.
type siteWorld struct {
	*portal
	mara, keeper gatehousetest.Member
	site         gatehouse.SiteID
	callers      map[string]gatehousetest.Member
}

func newSiteWorld(t *testing.T) *siteWorld {
	t.Helper()
	p := newPortal(t)
	w := &siteWorld{portal: p, mara: p.SetUp(t), callers: map[string]gatehousetest.Member{}}
	w.site = p.NewSite(t, w.mara.Actor, "Harbour Tower")
	w.keeper = p.SiteMember(t, w.mara.Actor, w.site, "keeper@harbour.example", gatehouse.SiteMaster)
	for _, role := range gatehouse.SiteRoles() {
		w.callers[role.String()] = p.SiteMember(t, w.mara.Actor, w.site, role.String()+"@harbour.example", role)
	}
	for _, level := range gatehouse.Levels()[1:] {
		w.callers[level.String()] = p.SiteTechnician(t, w.mara.Actor, w.site, level.String()+"@meridian.example", level)
	}
	other := p.NewSite(t, w.mara.Actor, "Mill Road")
	w.callers["other"] = p.SiteMember(t, w.mara.Actor, other, "other@mill.example", gatehouse.SiteMaster)
	return w
}

// again is a browser in which the member is signed in anew: some routes end sessions.
func (w *siteWorld) again(t *testing.T, caller string) *browser {
	t.Helper()
	return w.as(t, w.SignIn(t, string(w.callers[caller].Account.Email)))
}

// entry registers a device or a user, and returns its id.
func (w *siteWorld) entry(t *testing.T, path string) string {
	t.Helper()
	if strings.Contains(path, "/devices/") {
		id, err := w.Registers.CreateDevice(t.Context(), w.keeper.Actor, "", w.site, app.DeviceInput{
			Name: "Main door", Serial: auth.NewToken()[:12], Status: gatehouse.DeviceOnline,
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(id)
	}
	id, err := w.Registers.CreateUser(t.Context(), w.keeper.Actor, "", w.site, app.SiteUserInput{Name: "Rosa Silva"})
	if err != nil {
		t.Fatal(err)
	}
	return string(id)
}

// form is the smallest form that the handler of a path takes.
func (w *siteWorld) form(t *testing.T, path string) url.Values {
	t.Helper()
	fresh := strings.ToLower(auth.NewToken()[:12])
	confirmed := url.Values{"key": {auth.NewToken()}, "confirm": {"yes"}}
	switch {
	case strings.HasSuffix(path, "/admins/invite"):
		return url.Values{"key": {auth.NewToken()}, "role": {"observer"}, "invitee": {"observer " + fresh + "@example.com"}, "step": {"confirm"}}
	case strings.Contains(path, "/admins/"):
		confirmed.Set("id", string(w.InviteToSite(t, w.keeper.Actor, w.site, "target"+fresh+"@harbour.example", gatehouse.SiteObserver)))
		if strings.HasSuffix(path, "/role") {
			confirmed.Set("role", "operator")
		}
	case strings.Contains(path, "/technicians/"):
		person := w.InviteTechnician(t, w.mara.Actor, "technician"+fresh+"@example.com")
		confirmed.Set("id", string(w.Assign(t, w.mara.Actor, person, w.site, gatehouse.DevicesOnly)))
		if strings.HasSuffix(path, "/level") {
			confirmed.Set("level", "devices_only")
		}
	case strings.HasSuffix(path, "/lock-all"):
	case strings.HasSuffix(path, "/settings"):
		site := w.Site(t, w.mara.Actor.Partner, w.site)
		return url.Values{
			"key": {auth.NewToken()}, "version": {strconv.Itoa(site.Version)}, "name": {site.Name}, "time_zone": {"Europe/Berlin"},
			"access": {"on"}, "approval": {"required"}, "confirm": {"yes"},
		}
	case strings.Contains(path, "/api-keys/"):
		return keyForm(path)
	case strings.HasSuffix(path, "/delete"):
	case strings.HasSuffix(path, "/add"):
		return url.Values{"key": {auth.NewToken()}, "name": {"New"}, "status": {"online"}, "serial": {fresh}}
	default:
		return url.Values{"key": {auth.NewToken()}, "name": {"Other"}, "status": {"online"}, "serial": {fresh}, "version": {"1"}}
	}
	return confirmed
}

// TestT115SiteRoutes opens every page of a site as everybody who can stand at one, and
// holds what happens against the second table of testdata/routes.txt, written by hand
// (SECURITY T115).
func TestT115SiteRoutes(t *testing.T) {
	w := newSiteWorld(t)
	patterns := map[string]bool{}
	for _, pattern := range w.portal.site.Patterns() {
		patterns[pattern] = true
	}
	for pattern, rule := range gatehousetest.SiteRoutes(t, "page") {
		if !patterns[pattern] {
			t.Errorf("testdata/routes.txt speaks of %s, which is no route", pattern)
			continue
		}
		for _, caller := range gatehousetest.SiteCallers {
			if rule[caller] == "-" {
				continue
			}
			t.Run(pattern+" by "+caller, func(t *testing.T) {
				// One of the routes locks every technician.
				w.Exec(t, "UPDATE assignment SET site_locked_at = 0 WHERE waiting = false")
				method, path, _ := strings.Cut(pattern, " ")
				path = strings.NewReplacer("{$}", "", "{site}", string(w.site), "/export", "/export"+exportQuery(pattern),
					"/explain", "/explain?person="+string(w.keeper.Actor.Person)).Replace(path)
				if strings.Contains(path, "{key}") {
					path = strings.ReplaceAll(path, "{key}", string(w.NewKey(t, w.keeper.Actor, gatehouse.KeyObserver).ID))
				}
				if strings.Contains(path, "{entry}") {
					path = strings.ReplaceAll(path, "{entry}", w.entry(t, path))
				}
				if got := outcome(w.visitSite(t, caller, method, path)); got != rule[caller] {
					t.Errorf("%s, want %s", got, rule[caller])
				}
			})
		}
	}
	for pattern := range patterns {
		if _, path, _ := strings.Cut(pattern, " "); strings.HasPrefix(path, "/s/") && gatehousetest.SiteRoutes(t, "page")[pattern] == nil {
			t.Errorf("the second table of testdata/routes.txt says nothing about %s", pattern)
		}
	}
}

func exportQuery(pattern string) string {
	if strings.Contains(pattern, "/audit/") {
		return "?format=csv"
	}
	return ""
}

func (w *siteWorld) visitSite(t *testing.T, caller, method, path string) answer {
	t.Helper()
	b := w.again(t, caller)
	switch {
	case path == "/events":
		return b.send(t, http.MethodHead, path, "", nil)
	case method == http.MethodGet:
		return b.send(t, method, path, "", nil)
	}
	form := w.form(t, path)
	if strings.Contains(path, "/users/") {
		form.Del("serial")
		form.Del("status")
	}
	form.Set("csrf", auth.CSRFToken(b.cookie("gatehouse", "/")))
	return b.send(t, method, path, form.Encode(), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"},
		"Origin":       {w.BaseURL.String()},
	})
}
