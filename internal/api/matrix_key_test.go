package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// withKey makes a call with an API key and nothing else: no cookie, no form token.
func (w *world) withKey(t *testing.T, token, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	return w.do(request(t, method, path, body, append([]string{"Authorization: Bearer " + token}, headers...)...))
}

// keyMatrix is who makes every call: the keys of each scope at a place, and what a
// session with the same role may there.
type keyMatrix struct {
	place string
	rules map[string]map[string]string
	keys  map[gatehouse.KeyScope]gatehousetest.Key
	fill  func(*testing.T, api.Route, matrixCall) (path, body string)
}

// TestT115KeyMatrix makes every call with keys of every scope, of the partner and of a
// site: they may what a session of that role may, but for the rows of the third table of
// testdata/routes.txt (SECURITY T115).
func TestT115KeyMatrix(t *testing.T) {
	differ := gatehousetest.KeyRoutes(t)
	known := map[string]bool{}
	for _, rt := range api.Table() {
		known[rt.Method+" "+rt.Path] = true
	}
	for pattern := range differ {
		if !known[pattern] {
			t.Errorf("testdata/routes.txt has the unknown call %s", pattern)
		}
	}
	eachWorld(t, func(t *testing.T, w *world) {
		site := newSiteMatrix(t, w)
		ofPartner := keyMatrix{"partner", gatehousetest.Routes(t, "api"), map[gatehouse.KeyScope]gatehousetest.Key{}, w.fill}
		ofSite := keyMatrix{"site", gatehousetest.SiteRoutes(t, "api"), map[gatehouse.KeyScope]gatehousetest.Key{}, site.fill}
		for _, scope := range gatehouse.KeyScopes() {
			ofPartner.keys[scope] = w.NewKey(t, w.master.Actor, scope)
			ofSite.keys[scope] = w.NewKey(t, site.keeper.Actor, scope)
		}
		for _, m := range []keyMatrix{ofPartner, ofSite} {
			for _, rt := range api.Table() {
				pattern := rt.Method + " " + rt.Path
				if rt.Stranger && differ[pattern] == "" {
					continue // it never looks
				}
				fill := forEach(t, rt, func(t *testing.T) (string, string) { return m.fill(t, rt, matrixCalls[rt.ID]) })
				for _, scope := range gatehouse.KeyScopes() {
					t.Run(fmt.Sprintf("%s by %s of the %s", rt.ID, scope, m.place), func(t *testing.T) {
						path, body := fill(t)
						if rt.ID == "acceptInvitation" {
							body = `{"token":"x"}`
						}
						m.check(t, w.withKey(t, m.keys[scope].Token, rt.Method, path, body), rt, scope, differ[pattern])
					})
				}
			}
		}
	})
}

func (m keyMatrix) check(t *testing.T, answer *http.Response, rt api.Route, scope gatehouse.KeyScope, differs string) {
	t.Helper()
	call := matrixCalls[rt.ID]
	session := m.rules[rt.Method+" "+rt.Path][string(scope)]
	switch {
	case differs == "keys":
		wantStatus(t, answer, http.StatusOK)
	case differs == "people", scope == gatehouse.KeyDecisions:
		wantProblem(t, answer, gatehouse.CodeKeyNotAllowed)
	case session != "yes":
		wantProblem(t, answer, gatehouse.CodeForbidden)
	case call.want == 0 && answer.StatusCode/100 != 2, call.want != 0 && answer.StatusCode != call.want:
		t.Errorf("answered %d, want %d", answer.StatusCode, call.want)
	}
}

// fill makes what a call from the partner's portal is about, and returns its path and
// body.
func (w *world) fill(t *testing.T, rt api.Route, call matrixCall) (path, body string) {
	t.Helper()
	w.made++
	by := w.master.Actor
	site := w.NewSite(t, by, "Harbour")
	if _, about := accessMatrixCalls[rt.ID]; about {
		return w.accessCall(t, rt, site)
	}
	target := string(w.Invite(t, by, fmt.Sprintf("target%d@keys.example", w.made), gatehouse.PartnerObserver))
	fill := strings.NewReplacer("PARTNER", string(by.Partner), "ID", target, "{id}", target, "{site}", string(site), "UNIQUE", fmt.Sprint("key ", w.made))
	return fill.Replace(strings.TrimPrefix(rt.Path, "/api/v1")), fill.Replace(call.body)
}
