package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// vectors are who may do what, written by hand from SPEC section 15.
var vectors = map[string]string{
	"observer": "site.enter dashboard.view logs.view logs.export",
	"operator": "site.enter dashboard.view logs.view logs.export users.view users.manage",
	"admin": "site.enter dashboard.view logs.view logs.export users.view users.manage devices.view devices.manage " +
		"technicians.view admins.view technicians.manage admins.manage",
	"master": "site.enter dashboard.view logs.view logs.export users.view users.manage devices.view devices.manage " +
		"technicians.view admins.view technicians.manage admins.manage settings.view settings.manage",
	"none":                 "",
	"devices_only":         "site.enter dashboard.view devices.view devices.manage",
	"full_excluding_users": "site.enter dashboard.view logs.view logs.export devices.view devices.manage technicians.view admins.view settings.view",
	"full_including_users": "site.enter dashboard.view logs.view logs.export users.view users.manage devices.view devices.manage " +
		"technicians.view admins.view settings.view",
}

// TestT242Vectors asks about every site role and every level and every action, alone,
// in one batch and in searches, and compares the answers byte by byte.
func TestT242Vectors(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		people := map[string]gatehousetest.Member{}
		for _, role := range gatehouse.SiteRoles() {
			people[role.String()] = p.SiteMember(t, p.master.Actor, p.site, role.String()+"@role.example", role)
		}
		for _, level := range gatehouse.Levels() {
			people[level.String()] = p.SiteTechnician(t, p.master.Actor, p.site, level.String()+"@level.example", level)
		}
		if len(people) != len(vectors) {
			t.Fatalf("%d people for %d rows", len(people), len(vectors))
		}
		for name, allowed := range vectors {
			t.Run("OK "+name, func(t *testing.T) { p.wantVector(t, people[name], strings.Fields(allowed)) })
		}
	})
}

func (p *point) wantVector(t *testing.T, m gatehousetest.Member, allowed []string) {
	t.Helper()
	items, answers := []string{}, []string{}
	for _, action := range gatehouse.SiteActions() {
		want := no
		if slices.Contains(allowed, string(action)) {
			want = yes
		}
		wantBody(t, p.ask(t, one, question(account(m), string(action), p.site)), want)
		items, answers = append(items, `{`+actionOf(string(action))+`}`), append(answers, want)
		found := bodyOf(t, p.ask(t, who, `{"subject":{"type":"user"},`+actionOf(string(action))+`,`+siteOf(p.site)+`}`))
		if strings.Contains(found, `{"type":"user","id":"`+account(m)+`"}`) != (want == yes) {
			t.Errorf("%s: the search finds %s", action, found)
		}
		sites := `{"results":[]}`
		if want == yes {
			sites = `{"results":[{"type":"site","id":"` + string(p.site) + `"}]}`
		}
		wantBody(t, p.ask(t, where, `{`+userOf(account(m))+`,`+actionOf(string(action))+`,"resource":{"type":"site"}}`), sites)
	}
	wantBody(t, p.ask(t, many, batch(userOf(account(m))+","+siteOf(p.site)+",", items...)), `{"evaluations":[`+strings.Join(answers, ",")+`]}`)
	names := []string{}
	for _, action := range allowed {
		names = append(names, `{"name":"`+action+`"}`)
	}
	wantBody(t, p.ask(t, what, `{`+userOf(account(m))+`,`+siteOf(p.site)+`}`), `{"results":[`+strings.Join(names, ",")+`]}`)
}

// TestI09ReasonsAreExplain: decision and reasons are what the call explain answers, but
// for the names of people.
func TestI09ReasonsAreExplain(t *testing.T) {
	eachPoint(t, func(t *testing.T, p *point) {
		p.crowd(t)
		p.Exec(t, `UPDATE assignment SET partner_locked_at = 1000000, partner_locked_by = $1 WHERE person_id IN (SELECT id FROM person WHERE email = 'crowd2@example.com')`,
			string(p.operator.Actor.Person))
		for _, row := range p.Strings(t, `SELECT id, email FROM person WHERE partner_id = $1`, string(p.master.Actor.Partner)) {
			for _, action := range gatehouse.SiteActions() {
				query := url.Values{"person": {row[0]}, "site": {string(p.site)}, "action": {string(action)}}
				explained := read[object](t, wantStatus(t, p.call(t, p.master, http.MethodGet, "/explain?"+query.Encode(), ""), http.StatusOK))
				for _, gate := range explained["gates"].([]any) {
					if by, there := gate.(object)["by"].(object); there {
						delete(by, "name")
					}
				}
				body := strings.TrimSuffix(question(row[1], string(action), p.site), "}") + `,"context":{"reasons":true}}`
				decided := read[object](t, wantStatus(t, p.ask(t, one, body), http.StatusOK))
				want := object{"decision": explained["access"], "context": object{"gates": explained["gates"]}}
				if diff := cmp.Diff(want, decided); diff != "" {
					t.Errorf("%s (-explain +decision):\n%s", fmt.Sprint(row[1], " ", action), diff)
				}
			}
		}
	})
}
