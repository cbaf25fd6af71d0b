package api_test

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// goodBodies are what each call of the matrix sends, where it sends something. A
// route that takes a body and is missing here fails the test.
var goodBodies = map[string]string{
	"choosePlace":  `{"partner":"PARTNER"}`,
	"inviteAdmins": `{"invitations":[{"email":"new@example.com","role":"observer"}],"dry_run":true}`,
	"revokeAdmins": `{"ids":["ID"],"dry_run":true}`,
	"resendAdmins": `{"ids":["ID"],"dry_run":true}`,
}

// TestMatrix makes every call of the table as everybody, and holds the answers
// against the one table of permissions (SECURITY T115).
func TestMatrix(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		everybody := map[gatehouse.PartnerRole]gatehousetest.Member{gatehouse.PartnerMaster: w.master}
		for _, role := range gatehouse.PartnerRoles()[:3] {
			everybody[role] = w.Join(t, w.master.Actor, role.String()+"@example.com", role)
		}
		target := w.Invite(t, w.master.Actor, "target@example.com", gatehouse.PartnerObserver)
		fill := strings.NewReplacer("PARTNER", string(w.master.Actor.Partner), "ID", string(target), "{id}", string(target))
		for _, rt := range api.Table() {
			if rt.Stranger {
				continue
			}
			path := fill.Replace(strings.TrimPrefix(rt.Path, "/api/v1"))
			body, known := goodBodies[rt.ID]
			if takesBody := rt.Method == http.MethodPost || rt.Method == http.MethodPut || rt.Method == http.MethodPatch; takesBody != known {
				t.Errorf("%s: the matrix does not know its body", rt.ID)
				continue
			}
			body = fill.Replace(body)
			t.Run(rt.ID+" by nobody", func(t *testing.T) {
				wantProblem(t, w.do(request(t, rt.Method, path, body)), gatehouse.CodeNotSignedIn)
				wantProblem(t, w.send(t, "made-up", rt.Method, path, body), gatehouse.CodeNotSignedIn)
			})
			for role, member := range everybody {
				t.Run(rt.ID+" by "+role.String(), func(t *testing.T) {
					if rt.ID == "signOut" {
						member = w.SignIn(t, string(member.Account.Email))
					}
					answer := w.call(t, member, rt.Method, path, body)
					if rt.Permission != "" && !role.May(rt.Permission) {
						wantProblem(t, answer, gatehouse.CodeForbidden)
						return
					}
					if answer.StatusCode/100 != 2 {
						t.Errorf("answered %d", answer.StatusCode)
					}
				})
			}
		}
	})
}
