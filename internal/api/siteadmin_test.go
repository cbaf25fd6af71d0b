package api_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestSiteAdmins(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		path := "/sites/" + string(h.site) + "/admins"
		sam := h.owner.Actor.Person
		invite := func(as gatehousetest.Member, rows string) *http.Response {
			return h.call(t, as, "POST", path, `{"invitations":[`+rows+`]}`)
		}
		t.Run("OK item", func(t *testing.T) {
			answer := wantStatus(t, h.call(t, h.operator, "GET", path+"/"+string(sam), ""), http.StatusOK)
			wantShape(t, answer, object{
				"id": string(sam), "account_id": "*", "email": "sam@site.example", "name": "Sam of the site", "role": "master",
				"status": "accepted", "locked": false, "created_at": "*", "invited_at": "*", "expires_at": "*", "accepted_at": "*",
				"last_sign_in_at": "*", "invited_by": object{"id": "*", "name": "Mara Master"}, "mail": object{"state": "sent"},
			})
		})
		t.Run("OK invite from both places", func(t *testing.T) {
			wantProblem(t, invite(h.operator, `{"email":"x@example.com","role":"observer"}`), gatehouse.CodeForbidden)
			wantOutcomes(t, invite(h.master, `{"email":"ada@site.example","role":"admin"},{"email":"sam@site.example","role":"admin"}`), "changed", "refused already_member")
			answer := h.at(t, h.owner, "POST", path, `{"invitations":[{"email":"max@site.example","role":"master"},{"email":"ada@site.example","role":"observer"}]}`)
			wantOutcomes(t, answer, "changed", "refused already_pending")
			wantProblem(t, h.at(t, h.owner, "POST", path, `{"invitations":[{"email":"nobody","role":"admin"}]}`), gatehouse.CodeInvalid)
		})
		t.Run("OK filters", func(t *testing.T) {
			for query, want := range map[string][]string{
				"":                          {"max@site.example", "ada@site.example", "sam@site.example"},
				"sort=created_at":           {"sam@site.example", "ada@site.example", "max@site.example"},
				"sort=-email":               {"sam@site.example", "max@site.example", "ada@site.example"},
				"status=pending":            {"max@site.example", "ada@site.example"},
				"role=master":               {"max@site.example", "sam@site.example"},
				"role=master&status=locked": nil,
				"q=SAM":                     {"sam@site.example"},
				"locked=true":               {},
				"locked=false&q=ada":        {"ada@site.example"},
			} {
				answer := h.at(t, h.owner, "GET", path+"?"+query, "")
				if want == nil {
					wantProblem(t, answer, gatehouse.CodeUnknownParameter)
					continue
				}
				if diff := cmp.Diff(want, items(t, answer, "email")); diff != "" {
					t.Errorf("?%s (-want +got):\n%s", query, diff)
				}
			}
		})
		t.Run("OK pages and files", func(t *testing.T) {
			h.Settled(t)
			first := read[object](t, wantStatus(t, h.at(t, h.owner, "GET", path+"?sort=email&limit=2", ""), http.StatusOK))
			cursor, _ := first["next_cursor"].(string)
			rest := items(t, h.at(t, h.owner, "GET", path+"?sort=email&limit=2&cursor="+cursor, ""), "email")
			if diff := cmp.Diff([]string{"sam@site.example"}, rest); diff != "" || cursor == "" {
				t.Errorf("the second page (-want +got):\n%s", diff)
			}
			elsewhere := h.NewSite(t, h.master.Actor, "Another")
			wantProblem(t, h.call(t, h.master, "GET", "/sites/"+string(elsewhere)+"/admins?sort=email&cursor="+cursor, ""), gatehouse.CodeUnknownParameter)
			list := read[struct{ Items []object }](t, h.at(t, h.owner, "GET", path+"?sort=email", ""))
			file := wantStatus(t, h.at(t, h.owner, "GET", path+"/export?format=ndjson&sort=email", ""), http.StatusOK)
			wantFile(t, file, "application/x-ndjson", "gatehouse-site-admins.ndjson")
			if diff := cmp.Diff(list.Items, lines(t, file)); diff != "" {
				t.Errorf("the lines are not the items of the list:\n%s", diff)
			}
			table := wantStatus(t, h.call(t, h.operator, "GET", path+"/export?q=sam", ""), http.StatusOK)
			wantFile(t, table, "text/csv; charset=utf-8; header=present", "gatehouse-site-admins.csv")
			rows, err := csv.NewReader(table.Body).ReadAll()
			if err != nil || len(rows) != 2 || rows[1][1] != "sam@site.example" || rows[1][3] != "master" {
				t.Errorf("the file is %v, %v", rows, err)
			}
		})
		t.Run("OK revoke and resend", func(t *testing.T) {
			ids := h.idsAt(t, path+"?status=pending")
			wantOutcomes(t, h.at(t, h.owner, "POST", path+":revoke", ids), "changed", "changed")
			wantOutcomes(t, h.call(t, h.master, "POST", path+":revoke", ids), "refused invitation_not_pending", "refused invitation_not_pending")
			wantOutcomes(t, h.call(t, h.master, "POST", path+":resend", ids), "changed", "changed")
			wantOutcomes(t, h.call(t, h.master, "POST", path+":lock", ids), "refused not_accepted", "refused not_accepted")
		})
		t.Run("ErrForeign", func(t *testing.T) {
			elsewhere := h.NewSite(t, h.master.Actor, "Elsewhere")
			away := h.JoinSite(t, h.master.Actor, elsewhere, "eve@site.example", gatehouse.SiteMaster)
			other := h.NewPartner(t, "Northgate", "nora@northgate.example")
			foreign := h.NewSite(t, other.Actor, "Theirs")
			own := "/sites/" + string(elsewhere) + "/admins"
			wantProblem(t, h.call(t, h.master, "GET", own+"/"+string(sam), ""), gatehouse.CodeNotFound)
			wantProblem(t, h.call(t, h.master, "POST", own+":lock", idsOf(away.Actor.Person, sam)), gatehouse.CodeNotFound)
			for _, call := range [][3]string{
				{"GET", "", ""},
				{"GET", "/" + string(sam), ""},
				{"POST", "", `{"invitations":[{"email":"x@example.com","role":"observer"}]}`},
				{"PATCH", "/" + string(sam), `{"role":"observer"}`},
				{"DELETE", "/" + string(sam), ""},
				{"POST", ":delete", idsOf(sam)},
				{"POST", ":end-sessions", idsOf(sam)},
			} {
				wantProblem(t, h.call(t, away, call[0], path+call[1], call[2]), gatehouse.CodeNotFound)
				ask := func(site string) *http.Response {
					return h.call(t, h.master, call[0], "/sites/"+site+"/admins"+call[1], call[2])
				}
				wantProblem(t, ask(string(foreign)), gatehouse.CodeNotFound)
				sameAnswer(t, ask(string(foreign)), ask(unknownID))
			}
		})
	})
}

// idsAt makes the body of a :verb call of the ids that a list answers.
func (h *harbour) idsAt(t *testing.T, path string) string {
	t.Helper()
	ids := []gatehouse.PersonID{}
	for _, id := range items(t, h.at(t, h.owner, "GET", path, ""), "id") {
		ids = append(ids, gatehouse.PersonID(id))
	}
	return idsOf(ids...)
}

func TestChangeSiteAdmin(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		list := "/sites/" + string(h.site) + "/admins"
		ada := h.JoinSite(t, h.owner.Actor, h.site, "ada@site.example", gatehouse.SiteAdminRole)
		olli := h.JoinSite(t, h.owner.Actor, h.site, "olli@site.example", gatehouse.SiteOperator)
		row := func(m gatehousetest.Member) string { return list + "/" + string(m.Actor.Person) }
		t.Run("OK lock", func(t *testing.T) {
			seen := h.at(t, ada, "GET", row(olli), "").Header.Get("ETag")
			item := read[object](t, wantStatus(t, h.at(t, ada, "PATCH", row(olli), `{"locked":true,"reason":"gone"}`, "If-Match: "+seen), http.StatusOK))
			if by, _ := item["locked_by"].(object); item["locked"] != true || item["lock_reason"] != "gone" || by["id"] != string(ada.Actor.Person) {
				t.Errorf("the row is %v", item)
			}
			wantProblem(t, h.call(t, olli, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
			wantProblem(t, h.at(t, ada, "PATCH", row(olli), `{"locked":false}`, "If-Match: "+seen), gatehouse.CodeStale)
			wantProblem(t, h.at(t, h.owner, "PATCH", row(olli), `{"role":"master"}`), gatehouse.CodeAccountLocked)
			wantStatus(t, h.call(t, h.master, "PATCH", row(olli), `{"locked":false}`), http.StatusOK)
		})
		t.Run("ErrRole", func(t *testing.T) {
			wantProblem(t, h.at(t, ada, "PATCH", row(h.owner), `{"role":"observer"}`), gatehouse.CodeRoleAboveYours)
			wantProblem(t, h.at(t, ada, "PATCH", row(olli), `{"role":"master"}`), gatehouse.CodeRoleAboveYours)
			wantProblem(t, h.at(t, ada, "PATCH", row(ada), `{"role":"observer"}`), gatehouse.CodeSelfNotAllowed)
			wantProblem(t, h.at(t, ada, "DELETE", row(h.owner), ""), gatehouse.CodeRoleAboveYours)
			wantProblem(t, h.call(t, h.master, "PATCH", row(h.owner), `{"locked":true}`), gatehouse.CodeRoleNotLockable)
			wantProblem(t, h.call(t, h.operator, "PATCH", row(olli), `{"role":"observer"}`), gatehouse.CodeForbidden)
			for _, body := range []string{`{}`, `{"role":"observer","locked":true}`, `{"role":"owner"}`, `{"role":""}`, `{"level":"none"}`} {
				wantProblem(t, h.at(t, ada, "PATCH", row(olli), body), gatehouse.CodeInvalid)
			}
		})
		t.Run("ErrLastMaster", func(t *testing.T) {
			wantProblem(t, h.call(t, h.master, "PATCH", row(h.owner), `{"role":"admin"}`), gatehouse.CodeLastSiteMaster)
			wantProblem(t, h.call(t, h.master, "DELETE", row(h.owner), ""), gatehouse.CodeLastSiteMaster)
			wantOutcomes(t, h.call(t, h.master, "POST", list+":delete", `{"ids":["`+string(h.owner.Actor.Person)+`"],"dry_run":true}`), "refused last_site_master")
		})
		t.Run("OK role", func(t *testing.T) {
			for range 2 {
				if item := read[object](t, wantStatus(t, h.at(t, h.owner, "PATCH", row(ada), `{"role":"observer"}`), http.StatusOK)); item["role"] != "observer" {
					t.Errorf("the row is %v", item)
				}
			}
			wantProblem(t, h.at(t, ada, "GET", list, ""), gatehouse.CodeForbidden)
		})
		t.Run("OK end sessions, then delete", func(t *testing.T) {
			wantOutcomes(t, h.at(t, h.owner, "POST", list+":end-sessions", idsOf(ada.Actor.Person)), "changed")
			wantProblem(t, h.call(t, ada, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
			wantStatus(t, h.at(t, h.owner, "DELETE", row(ada), "", "Idempotency-Key: d"), http.StatusNoContent)
			wantStatus(t, h.at(t, h.owner, "DELETE", row(ada), "", "Idempotency-Key: d"), http.StatusNoContent)
			wantProblem(t, h.at(t, h.owner, "GET", row(ada), ""), gatehouse.CodeNotFound)
			wantOutcomes(t, h.at(t, h.owner, "POST", list+":delete", idsOf(olli.Actor.Person, h.owner.Actor.Person)), "changed", "refused self_not_allowed")
		})
	})
}

// TestSiteInvitation looks an invitation to a site up and accepts it, as a newcomer
// and as a technician who has an account.
func TestSiteInvitation(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		partner := object{"id": string(h.master.Actor.Partner), "name": "Meridian Access"}
		site := object{"id": string(h.site), "name": "Harbour"}
		person := h.InviteToSite(t, h.owner.Actor, h.site, "ada@site.example", gatehouse.SiteOperator)
		token := h.LinkToken(t, "ada@site.example")
		t.Run("OK lookup", func(t *testing.T) {
			answer := h.do(request(t, "POST", "/invitations/lookup", `{"token":"`+token+`"}`))
			wantShape(t, wantStatus(t, answer, http.StatusOK), object{
				"kind": "site_admin", "partner": partner, "site": site, "email": "ada@site.example", "role": "operator",
				"expires_at": "*", "has_account": false, "invited_by": "Sam of the site",
			})
		})
		t.Run("OK accept", func(t *testing.T) {
			body := `{"token":"` + token + `","name":"Ada Byron","password":"` + gatehousetest.Password + `"}`
			answer := wantStatus(t, h.do(request(t, "POST", "/invitations/accept", body)), http.StatusOK)
			session := cookie(t, answer)
			wantShape(t, answer, object{
				"account":    object{"id": "*", "email": "ada@site.example", "name": "Ada Byron", "language": "en"},
				"csrf_token": auth.CSRFToken(session),
				"places":     []any{object{"kind": "site_admin", "partner": partner, "site": site, "role": "operator"}},
				"partner":    partner, "site": site, "person": string(person), "kind": "site_admin", "role": "operator",
			})
			wantStatus(t, h.send(t, session, "GET", "/sites/"+string(h.site)+"/users", ""), http.StatusOK)
			wantProblem(t, h.send(t, session, "GET", "/admins", ""), gatehouse.CodeForbidden)
		})
		t.Run("OK a technician becomes administrator and is no technician there any more", func(t *testing.T) {
			id := h.Assign(t, h.master.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
			h.InviteToSite(t, h.owner.Actor, h.site, "tess@example.com", gatehouse.SiteAdminRole)
			h.SMTP.WaitFor(t, "tess@example.com") // the mail about the assignment
			link := h.LinkToken(t, "tess@example.com")
			wantStatus(t, h.call(t, h.tess, "POST", "/invitations/accept", `{"token":"`+link+`"}`), http.StatusOK)
			wantProblem(t, h.call(t, h.operator, "GET", "/assignments/"+string(id), ""), gatehouse.CodeNotFound)
			answer := h.call(t, h.operator, "POST", "/assignments", fmt.Sprintf(`{"people":[%q],"sites":[%q],"level":"none"}`, h.tess.Actor.Person, h.site))
			wantOutcomes(t, answer, "refused already_site_administrator")
			session := read[object](t, h.call(t, h.tess, "GET", "/session", ""))
			if place, _ := session["place"].(object); place["kind"] != "site_admin" || place["role"] != "admin" || len(session["places"].([]any)) != 2 {
				t.Errorf("stands at %v", session)
			}
		})
	})
}

// TestSitePlaces stands at sites, as administrator and by an assignment, and leaves
// them.
func TestSitePlaces(t *testing.T) {
	eachHarbour(t, func(t *testing.T, h *harbour) {
		id := h.Assign(t, h.master.Actor, h.tess.Actor.Person, h.site, gatehouse.DevicesOnly)
		choose := func(m gatehousetest.Member, body string) *http.Response {
			return h.call(t, m, "PUT", "/session/place", body)
		}
		here := `{"site":"` + string(h.site) + `"}`
		t.Run("ErrWaiting", func(t *testing.T) {
			wantProblem(t, choose(h.tess, here), gatehouse.CodeNotFound)
			sameAnswer(t, choose(h.tess, here), choose(h.tess, `{"site":"`+unknownID+`"}`))
			wantProblem(t, h.at(t, h.tess, "GET", "/session", ""), gatehouse.CodeNotFound)
		})
		h.approve(t, id)
		tess := h.SignIn(t, "tess@example.com")
		t.Run("OK by header", func(t *testing.T) {
			session := read[object](t, wantStatus(t, h.at(t, tess, "GET", "/session", ""), http.StatusOK))
			place := session["place"].(object)
			if place["kind"] != "assignment" || place["level"] != "devices_only" || place["site"].(object)["name"] != "Harbour" || session["role"] != nil {
				t.Errorf("stands at %v", session)
			}
			want := []any{"site.enter", "dashboard.view", "devices.view", "devices.manage"}
			if diff := cmp.Diff(want, session["permissions"]); diff != "" {
				t.Errorf("the permissions differ (-want +got):\n%s", diff)
			}
		})
		t.Run("OK chosen", func(t *testing.T) {
			wantProblem(t, h.call(t, tess, "GET", "/sites/"+string(h.site)+"/devices", ""), gatehouse.CodePlaceNotChosen)
			wantStatus(t, choose(tess, here), http.StatusNoContent)
			wantStatus(t, h.call(t, tess, "GET", "/sites/"+string(h.site)+"/devices", ""), http.StatusOK)
			wantProblem(t, h.call(t, tess, "GET", "/sites/"+string(h.site)+"/users", ""), gatehouse.CodeForbidden)
			wantStatus(t, choose(tess, `{"partner":"`+string(h.master.Actor.Partner)+`"}`), http.StatusNoContent)
			wantProblem(t, h.call(t, tess, "GET", "/sites/"+string(h.site)+"/devices", ""), gatehouse.CodeForbidden)
			wantStatus(t, choose(tess, here), http.StatusNoContent)
		})
		t.Run("ErrChoice", func(t *testing.T) {
			wantProblem(t, choose(tess, `{}`), gatehouse.CodeInvalid)
			wantProblem(t, choose(tess, `{"site":"x","partner":"y"}`), gatehouse.CodeInvalid)
			wantProblem(t, choose(h.master, here), gatehouse.CodeNotFound)
			for _, value := range []string{"site:", "site", "Site:" + string(h.site), "site: " + string(h.site)} {
				wantProblem(t, h.call(t, tess, "GET", "/session", "", "Gatehouse-Place: "+value), gatehouse.CodeMalformed)
			}
		})
		t.Run("ErrLevel counts from the next request on", func(t *testing.T) {
			wantStatus(t, h.at(t, h.owner, "PATCH", h.row(id), `{"level":"none"}`), http.StatusOK)
			wantProblem(t, h.call(t, tess, "GET", "/sites/"+string(h.site)+"/devices", ""), gatehouse.CodeNotSignedIn)
		})
		t.Run("OK permissions of a role", func(t *testing.T) {
			session := read[object](t, wantStatus(t, h.at(t, h.owner, "GET", "/session", ""), http.StatusOK))
			if session["role"] != "master" || !strings.Contains(fmt.Sprint(session["permissions"]), "settings.manage") {
				t.Errorf("stands at %v", session)
			}
		})
	})
}
