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

// matrixCall is what a call of the matrix sends, and the status with which it ends
// for whoever may make it: 0 is any success. ID stands for the id of a person whose
// invitation is pending, PARTNER for the partner's.
type matrixCall struct {
	body string
	want int
}

// matrixCalls has every call that needs a session. One that is missing here fails
// the test.
var matrixCalls = map[string]matrixCall{
	"getSession":       {},
	"signOut":          {},
	"choosePlace":      {body: `{"partner":"PARTNER"}`},
	"listAdmins":       {},
	"inviteAdmins":     {body: `{"invitations":[{"email":"new@example.com","role":"observer"}],"dry_run":true}`},
	"exportAdmins":     {},
	"getAdmin":         {},
	"changeAdmin":      {body: `{"locked":true}`, want: 409},
	"deleteAdmin":      {},
	"revokeAdmins":     {body: `{"ids":["ID"]}`},
	"resendAdmins":     {body: `{"ids":["ID"]}`},
	"lockAdmins":       {body: `{"ids":["ID"]}`},
	"unlockAdmins":     {body: `{"ids":["ID"]}`},
	"endAdminSessions": {body: `{"ids":["ID"]}`},
	"deleteAdmins":     {body: `{"ids":["ID"]}`},
	"listAudit":        {},
	"exportAudit":      {},
	"getAccount":       {},
	"changeAccount":    {body: `{"language":"de"}`},
	"deleteAccount":    {body: `{"confirm":"somebody@example.com","password":"x"}`, want: 422},
	"changePassword":   {body: `{"current_password":"x","password":"nine lanterns along the quay"}`, want: 422},
	"listSessions":     {},
	"endOtherSessions": {},
	"endSession":       {want: 404},
	"getPartner":       {},
	"changePartner":    {body: `{"name":"Renamed"}`},
	"listAPIKeys":      {},
	"createAPIKey":     {body: `{"name":"Turnstiles","scope":"observer"}`},
	"getOwnAPIKey":     {},
	"getAPIKey":        {want: 404},
	"renameAPIKey":     {body: `{"name":"Doors"}`, want: 404},
	"rotateAPIKey":     {body: `{}`, want: 404},
	"revokeAPIKey":     {want: 404},
}

// filled makes what a call is about and returns its path and body.
type filled func(t *testing.T) (path, body string)

// forEach is fill for every caller of a call: what it only reads is made once.
func forEach(t *testing.T, rt api.Route, fill filled) filled {
	t.Helper()
	if rt.Method != http.MethodGet {
		return fill
	}
	path, body := fill(t)
	return func(*testing.T) (string, string) { return path, body }
}

// TestT115Matrix makes every call of the table as everybody, and holds the answers
// against the table written by hand in testdata/routes.txt (SECURITY T115).
func TestT115Matrix(t *testing.T) {
	rules := gatehousetest.Routes(t, "api")
	eachWorld(t, func(t *testing.T, w *world) {
		everybody := map[gatehouse.PartnerRole]string{}
		for _, role := range gatehouse.PartnerRoles() {
			everybody[role] = string(w.Join(t, w.master.Actor, role.String()+"@example.com", role).Account.Email)
		}
		n := 0
		for _, rt := range api.Table() {
			if rt.Stranger {
				continue
			}
			rule := rules[rt.Method+" "+rt.Path]
			if rule == nil {
				t.Errorf("testdata/routes.txt says nothing about %s %s", rt.Method, rt.Path)
				continue
			}
			call, known := matrixCalls[rt.ID]
			if !known {
				t.Errorf("the matrix does not know %s", rt.ID)
				continue
			}
			n++
			target := w.Invite(t, w.master.Actor, fmt.Sprintf("target%d@example.com", n), gatehouse.PartnerObserver)
			fill := strings.NewReplacer("PARTNER", string(w.master.Actor.Partner), "ID", string(target), "{id}", string(target))
			path, body := fill.Replace(strings.TrimPrefix(rt.Path, "/api/v1")), fill.Replace(call.body)
			t.Run(rt.ID+" by nobody", func(t *testing.T) {
				wantProblem(t, w.do(request(t, rt.Method, path, body)), gatehouse.CodeNotSignedIn)
				wantProblem(t, w.send(t, "made-up", rt.Method, path, body), gatehouse.CodeNotSignedIn)
			})
			fillPlace := forEach(t, rt, func(t *testing.T) (string, string) {
				if _, about := accessMatrixCalls[rt.ID]; about {
					return w.accessCall(t, rt, w.NewSite(t, w.master.Actor, "Harbour"))
				}
				if strings.Contains(rt.Path, "{site}") {
					// A fresh site for each: one of them is deleted.
					return strings.ReplaceAll(path, "{site}", string(w.NewSite(t, w.master.Actor, "Harbour"))), body
				}
				return path, body
			})
			// From the least to the most powerful: what changes the target comes last.
			for _, role := range gatehouse.PartnerRoles() {
				t.Run(rt.ID+" by "+role.String(), func(t *testing.T) {
					if rt.ID == "deleteAdmin" && role == gatehouse.PartnerMaster {
						path = "/admins/" + string(w.Invite(t, w.master.Actor, "again@example.com", gatehouse.PartnerObserver))
					}
					if rt.ID == "deleteAdmins" && role == gatehouse.PartnerMaster {
						body = idsOf(w.Invite(t, w.master.Actor, "once.more@example.com", gatehouse.PartnerObserver))
					}
					path, body := fillPlace(t)
					member := w.SignIn(t, everybody[role])
					answer := w.call(t, member, rt.Method, path, body)
					switch {
					case rule[role.String()] == "no":
						wantProblem(t, answer, gatehouse.CodeForbidden)
					case rule[role.String()] != "yes":
						t.Errorf("testdata/routes.txt says %q", rule[role.String()])
					case call.want == 0 && answer.StatusCode/100 != 2, call.want != 0 && answer.StatusCode != call.want:
						t.Errorf("answered %d, want %d", answer.StatusCode, call.want)
					}
				})
			}
		}
	})
}

// TestT146TechnicianPortal makes every call as somebody who stands at a partner
// without a role: nothing but the own session and a part of the own account is open.
func TestT146TechnicianPortal(t *testing.T) {
	rules := gatehousetest.Routes(t, "api")
	eachWorld(t, func(t *testing.T, w *world) {
		w.Technician(t, w.master.Actor, "tess@example.com")
		site := w.NewSite(t, w.master.Actor, "Harbour")
		target := w.Invite(t, w.master.Actor, "target@example.com", gatehouse.PartnerObserver)
		fill := strings.NewReplacer("PARTNER", string(w.master.Actor.Partner), "ID", string(target), "{id}", string(target))
		for _, rt := range api.Table() {
			if rt.Stranger {
				continue
			}
			member := w.SignIn(t, "tess@example.com")
			path, body := fill.Replace(strings.TrimPrefix(rt.Path, "/api/v1")), fill.Replace(matrixCalls[rt.ID].body)
			if _, about := accessMatrixCalls[rt.ID]; about {
				path, body = w.accessCall(t, rt, site)
			}
			answer := w.call(t, member, rt.Method, path, body)
			t.Run(rt.ID, func(t *testing.T) {
				if rules[rt.Method+" "+rt.Path]["technician"] == "yes" {
					if answer.StatusCode == gatehouse.CodeForbidden.Status() {
						t.Error("refused")
					}
					return
				}
				wantProblem(t, answer, gatehouse.CodeForbidden)
			})
		}
		answer := w.call(t, w.SignIn(t, "tess@example.com"), "PATCH", "/account", `{"name":"Somebody Else"}`)
		wantProblem(t, answer, gatehouse.CodeForbidden)
	})
}
