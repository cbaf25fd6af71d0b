package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// siteMatrixCalls are the calls about sites, credits and registers (see matrixCalls).
// SITE stands for a site's id.
var siteMatrixCalls = map[string]matrixCall{
	"listSites":       {},
	"createSite":      {body: `{"name":"New","country":"DE","time_zone":"Europe/Berlin"}`},
	"exportSites":     {},
	"getSite":         {},
	"changeSite":      {body: `{"name":"Renamed"}`},
	"deleteSite":      {},
	"getCredits":      {},
	"listTransfers":   {},
	"exportTransfers": {},
	"moveCredits":     {body: `{"amount":1}`, want: http.StatusUnprocessableEntity},
	"listDevices":     {},
	"createDevice":    {body: `{"name":"Door","serial":"UNIQUE"}`},
	"exportDevices":   {},
	"getDevice":       {},
	"changeDevice":    {body: `{"place":"Cellar"}`},
	"deleteDevice":    {},
	"listSiteUsers":   {},
	"createSiteUser":  {body: `{"name":"Rosa Silva"}`},
	"exportSiteUsers": {},
	"getSiteUser":     {},
	"changeSiteUser":  {body: `{"card":"A-1"}`},
	"deleteSiteUser":  {},
}

func init() { maps.Copy(matrixCalls, siteMatrixCalls) }

// TestSiteMatrix makes every call as everybody who stands at a site, and holds the
// answers against the second table of testdata/routes.txt (SECURITY T115).
func TestSiteMatrix(t *testing.T) {
	rules := gatehousetest.SiteRoutes(t, "api")
	eachWorld(t, func(t *testing.T, w *world) {
		m := newSiteMatrix(t, w)
		for _, rt := range api.Table() {
			call, known := matrixCalls[rt.ID]
			if rt.Stranger || !known {
				continue // TestMatrix misses what is not known
			}
			rule := rules[rt.Method+" "+rt.Path]
			fill := forEach(t, rt, func(t *testing.T) (string, string) { return m.fill(t, rt, call) })
			for _, caller := range gatehousetest.SiteCallers {
				want := "no"
				if rule != nil {
					want = rule[caller]
				}
				if want == "-" {
					continue
				}
				t.Run(rt.ID+" by "+caller, func(t *testing.T) {
					path, body := fill(t)
					answer := m.call(t, caller, rt.Method, path, body)
					switch {
					case want == "no":
						wantProblem(t, answer, gatehouse.CodeForbidden)
					case want == "404":
						wantProblem(t, answer, gatehouse.CodeNotFound)
					case want != "yes":
						t.Errorf("testdata/routes.txt says %q", want)
					case call.want == 0 && answer.StatusCode/100 != 2, call.want != 0 && answer.StatusCode != call.want:
						t.Errorf("answered %d, want %d", answer.StatusCode, call.want)
					}
				})
			}
		}
	})
}

// siteMatrix is everybody who can stand at a site, and somebody at another.
type siteMatrix struct {
	*world
	site, elsewhere gatehouse.SiteID
	// keeper registers what a call is to find.
	keeper gatehousetest.Member
	n      int
}

func newSiteMatrix(t *testing.T, w *world) *siteMatrix {
	t.Helper()
	by := w.master.Actor
	m := &siteMatrix{world: w, site: w.NewSite(t, by, "Harbour"), elsewhere: w.NewSite(t, by, "Elsewhere")}
	for _, role := range gatehouse.SiteRoles() {
		w.SiteMember(t, by, m.site, role.String()+"@site.example", role)
	}
	for _, level := range gatehouse.Levels()[1:] {
		w.SiteTechnician(t, by, m.site, level.String()+"@site.example", level)
	}
	w.SiteMember(t, by, m.elsewhere, "other@site.example", gatehouse.SiteMaster)
	m.keeper = w.SiteMember(t, by, m.site, "keeper@site.example", gatehouse.SiteMaster)
	return m
}

// call makes the call as the caller, with a session of its own.
func (m *siteMatrix) call(t *testing.T, caller, method, path, body string) *http.Response {
	t.Helper()
	place := m.site
	if caller == "other" {
		place = m.elsewhere
	}
	return m.world.call(t, m.SignIn(t, caller+"@site.example"), method, path, body,
		"Gatehouse-Place: site:"+string(place))
}

// fill makes what the call is about, and returns its path and body.
func (m *siteMatrix) fill(t *testing.T, rt api.Route, call matrixCall) (path, body string) {
	t.Helper()
	m.n++
	body = call.body
	if rt.ID == "choosePlace" {
		body = `{"site":"SITE"}`
	}
	fill := strings.NewReplacer(
		"{site}", string(m.site), "SITE", string(m.site), "PARTNER", string(m.master.Actor.Partner),
		"{id}", m.target(t, rt.Path), "ID", string(m.master.Actor.Person), "UNIQUE", fmt.Sprint("new ", m.n))
	if _, about := accessMatrixCalls[rt.ID]; about {
		return m.accessCall(t, rt, m.site)
	}
	return fill.Replace(strings.TrimPrefix(rt.Path, "/api/v1")), fill.Replace(body)
}

// target makes what the call is about and returns its id.
func (m *siteMatrix) target(t *testing.T, path string) string {
	t.Helper()
	switch {
	case strings.Contains(path, "/devices/{id}"):
		id, err := m.Registers.CreateDevice(t.Context(), m.keeper.Actor, "", m.site, app.DeviceInput{
			Name: "Door", Serial: fmt.Sprint("target ", m.n), Status: gatehouse.DeviceOnline,
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(id)
	case strings.Contains(path, "/users/{id}"):
		id, err := m.Registers.CreateUser(t.Context(), m.keeper.Actor, "", m.site, app.SiteUserInput{Name: "Rosa Silva"})
		if err != nil {
			t.Fatal(err)
		}
		return string(id)
	default:
		return string(m.master.Actor.Person)
	}
}
