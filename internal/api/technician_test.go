package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
)

// outcomes reads the results of a bulk call as "outcome code".
func outcomes(t *testing.T, answer *http.Response) []string {
	t.Helper()
	results := read[struct {
		Results []struct{ Outcome, Code string }
	}](t, wantStatus(t, answer, http.StatusOK)).Results
	list := []string{}
	for _, row := range results {
		list = append(list, strings.TrimSpace(row.Outcome+" "+row.Code))
	}
	return list
}

// wantOutcomes holds the results of a bulk call against what each row is to be.
func wantOutcomes(t *testing.T, answer *http.Response, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, outcomes(t, answer)); diff != "" {
		t.Errorf("the outcomes differ (-want +got):\n%s", diff)
	}
}

// items reads one field of each row of a list.
func items(t *testing.T, answer *http.Response, field string) []string {
	t.Helper()
	list := read[struct{ Items []object }](t, wantStatus(t, answer, http.StatusOK))
	got := []string{}
	for _, item := range list.Items {
		got = append(got, fmt.Sprint(item[field]))
	}
	return got
}

func TestListTechnicians(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		by := w.master.Actor
		tess := w.Technician(t, by, "tess@example.com")
		w.InviteTechnician(t, by, "pat@example.com")
		olga := w.Join(t, by, "olga@example.com", gatehouse.PartnerOperator)
		w.Join(t, by, "ben@example.com", gatehouse.PartnerObserver)
		site := w.NewSite(t, by, "Harbour")
		w.Assign(t, by, olga.Actor.Person, site, gatehouse.DevicesOnly)
		w.Assign(t, by, tess.Actor.Person, site, gatehouse.DevicesOnly)

		t.Run("OK item", func(t *testing.T) {
			answer := wantStatus(t, w.call(t, olga, "GET", "/technicians/"+string(tess.Actor.Person), ""), http.StatusOK)
			wantShape(t, answer, object{
				"id": string(tess.Actor.Person), "account_id": string(tess.Account.ID), "email": "tess@example.com", "name": "Tess Technician",
				"status": "accepted", "locked": false, "administrator": false, "invited_sites": 1.0,
				"created_at": "*", "invited_at": "*", "expires_at": "*", "accepted_at": "*", "last_sign_in_at": "*",
				"invited_by": object{"id": string(by.Person), "name": "Mara Master"}, "mail": object{"state": "sent"},
			})
		})
		t.Run("OK administrator with access to a site", func(t *testing.T) {
			item := read[object](t, w.call(t, w.master, "GET", "/technicians/"+string(olga.Actor.Person), ""))
			if item["administrator"] != true || item["invited_sites"] != 1.0 || item["status"] != "accepted" {
				t.Errorf("the row is %v", item)
			}
		})
		t.Run("ErrNoTechnician", func(t *testing.T) {
			answer := w.call(t, w.master, "GET", "/technicians/"+string(by.Person), "")
			wantProblem(t, answer, gatehouse.CodeNotFound)
		})
		t.Run("OK filters", func(t *testing.T) {
			for query, want := range map[string][]string{
				"":                             {"olga@example.com", "pat@example.com", "tess@example.com"},
				"status=pending":               {"pat@example.com"},
				"status=accepted&sort=email":   {"olga@example.com", "tess@example.com"},
				"sort=invited_sites&q=EXAMPLE": {"pat@example.com", "olga@example.com", "tess@example.com"},
				"q=tess":                       {"tess@example.com"},
				"locked=true":                  {},
				"locked=false&sort=-email":     {"tess@example.com", "pat@example.com", "olga@example.com"},
				"status=revoked":               {},
			} {
				got := items(t, w.call(t, olga, "GET", "/technicians?"+query, ""), "email")
				if query == "" || strings.Contains(query, "invited_sites") {
					// Rows that tie follow their ids, which tell nothing here.
					if len(got) != len(want) {
						t.Errorf("?%s answers %v", query, got)
					}
					continue
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("?%s (-want +got):\n%s", query, diff)
				}
			}
		})
		t.Run("OK pages", func(t *testing.T) {
			cursor, got := "", []string{}
			for range 3 {
				page := read[object](t, w.call(t, olga, "GET", "/technicians?sort=email&limit=1&cursor="+url.QueryEscape(cursor), ""))
				got = append(got, fmt.Sprint(page["items"].([]any)[0].(object)["email"]))
				cursor, _ = page["next_cursor"].(string)
			}
			if diff := cmp.Diff([]string{"olga@example.com", "pat@example.com", "tess@example.com"}, got); diff != "" || cursor != "" {
				t.Errorf("went through %v, then %q", got, cursor)
			}
		})
		t.Run("OK export", func(t *testing.T) {
			answer := wantStatus(t, w.call(t, olga, "GET", "/technicians/export?sort=email", ""), http.StatusOK)
			text, _ := io.ReadAll(answer.Body)
			if lines := strings.Split(strings.TrimSpace(string(text)), "\n"); len(lines) != 4 || !strings.Contains(lines[1], "olga@example.com") {
				t.Errorf("the file is\n%s", text)
			}
			lines := wantStatus(t, w.call(t, olga, "GET", "/technicians/export?format=ndjson&status=pending", ""), http.StatusOK)
			wantShape(t, lines, object{
				"id": "*", "email": "pat@example.com", "name": "", "status": "pending", "locked": false, "administrator": false, "invited_sites": 0.0,
				"created_at": "*", "invited_at": "*", "expires_at": "*", "accepted_at": nil, "last_sign_in_at": nil,
				"invited_by": object{"id": "*", "name": "*"}, "mail": object{"state": "sent"},
			})
		})
		t.Run("ErrParameter", func(t *testing.T) {
			for _, query := range []string{"sort=password_hash", "role=admin", "status=gone", "locked=1", "limit=201", "q=a&q=b", "cursor=x"} {
				wantProblem(t, w.call(t, olga, "GET", "/technicians?"+query, ""), gatehouse.CodeUnknownParameter)
			}
		})
	})
}

func TestInviteTechnicians(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		olga := w.Join(t, w.master.Actor, "olga@example.com", gatehouse.PartnerOperator)
		invite := func(body string, headers ...string) *http.Response {
			return w.call(t, olga, "POST", "/technicians", body, headers...)
		}
		const tess = `{"email":"Tess@Example.com"}`
		t.Run("OK dry run", func(t *testing.T) {
			wantOutcomes(t, invite(`{"invitations":[`+tess+`],"dry_run":true}`), "changed")
			if got := items(t, w.call(t, olga, "GET", "/technicians", ""), "email"); len(got) > 0 {
				t.Errorf("there is %v", got)
			}
		})
		t.Run("OK once under a key", func(t *testing.T) {
			body := `{"invitations":[` + tess + `,` + tess + `]}`
			first := invite(body, "Idempotency-Key: k")
			wantOutcomes(t, first, "changed", "refused duplicate")
			wantOutcomes(t, invite(body, "Idempotency-Key: k"), "changed", "refused duplicate")
			wantOutcomes(t, invite(body), "refused already_pending", "refused duplicate")
			wantProblem(t, invite(`{"invitations":[{"email":"other@example.com"}]}`, "Idempotency-Key: k"), gatehouse.CodeIdempotencyReused)
		})
		t.Run("OK an administrator as technician", func(t *testing.T) {
			wantOutcomes(t, invite(`{"invitations":[{"email":"mara@meridian.example"}]}`), "changed")
		})
		t.Run("ErrBody", func(t *testing.T) {
			for _, body := range []string{
				`{"invitations":[]}`, `{"invitations":[{"email":"a@example.com","role":"admin"}]}`, `{"invitations":[{"email":"nobody"}]}`,
				`{"invitations":[{"Email":"a@example.com"}]}`, `{"invitations":null}`, `{"emails":["a@example.com"]}`,
			} {
				wantProblem(t, invite(body), gatehouse.CodeInvalid)
			}
			wantProblem(t, invite(`{"invitations":[`+tess+`],"invitations":[`+tess+`]}`), gatehouse.CodeMalformed)
		})
	})
}

func TestChangeTechnician(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		olga := w.Join(t, w.master.Actor, "olga@example.com", gatehouse.PartnerOperator)
		tess := w.Technician(t, w.master.Actor, "tess@example.com")
		path := "/technicians/" + string(tess.Actor.Person)
		change := func(body string, headers ...string) *http.Response {
			return w.call(t, olga, "PATCH", path, body, headers...)
		}
		t.Run("OK lock", func(t *testing.T) {
			seen := w.call(t, olga, "GET", path, "").Header.Get("ETag")
			item := read[object](t, wantStatus(t, change(`{"locked":true,"reason":"lost phone"}`, "If-Match: "+seen, "Idempotency-Key: k"), http.StatusOK))
			if by := item["locked_by"].(object); item["locked"] != true || item["lock_reason"] != "lost phone" || by["id"] != string(olga.Actor.Person) {
				t.Errorf("the row is %v", item)
			}
			wantProblem(t, w.call(t, tess, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
			wantProblem(t, change(`{"locked":false}`, "If-Match: "+seen), gatehouse.CodeStale)
			wantStatus(t, change(`{"locked":true,"reason":"lost phone"}`, "If-Match: "+seen, "Idempotency-Key: k"), http.StatusOK)
			wantProblem(t, change(`{"locked":false}`, "Idempotency-Key: k"), gatehouse.CodeIdempotencyReused)
		})
		t.Run("OK unlock", func(t *testing.T) {
			item := read[object](t, wantStatus(t, change(`{"locked":false}`), http.StatusOK))
			if _, there := item["locked_by"]; item["locked"] != false || there {
				t.Errorf("the row is %v", item)
			}
		})
		t.Run("ErrBody", func(t *testing.T) {
			for _, body := range []string{`{}`, `{"reason":"x"}`, `{"role":"observer"}`, `{"locked":null}`, `{"locked":"yes"}`, `{"locked":true,"administrator":true}`} {
				wantProblem(t, change(body), gatehouse.CodeInvalid)
			}
		})
		t.Run("ErrPending", func(t *testing.T) {
			pat := w.InviteTechnician(t, w.master.Actor, "pat@example.com")
			wantProblem(t, w.call(t, olga, "PATCH", "/technicians/"+string(pat), `{"locked":true}`), gatehouse.CodeNotAccepted)
		})
		t.Run("OK delete", func(t *testing.T) {
			wantProblem(t, w.call(t, olga, "DELETE", path, ""), gatehouse.CodeForbidden)
			wantProblem(t, w.call(t, w.master, "DELETE", path, "", `If-Match: "1"`), gatehouse.CodeStale)
			wantStatus(t, w.call(t, w.master, "DELETE", path, "", "Idempotency-Key: d"), http.StatusNoContent)
			wantStatus(t, w.call(t, w.master, "DELETE", path, "", "Idempotency-Key: d"), http.StatusNoContent)
			wantProblem(t, w.call(t, w.master, "GET", path, ""), gatehouse.CodeNotFound)
		})
	})
}

// TestT150AdministratorInTheTechniciansList manages an administrator who has access
// to a site: from the technicians' list nothing of it goes but their sites
// (SECURITY T100, T150).
func TestT150AdministratorInTheTechniciansList(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		by := w.master.Actor
		site := w.NewSite(t, by, "Harbour")
		olga := w.Join(t, by, "olga@example.com", gatehouse.PartnerOperator)
		adam := w.Join(t, by, "adam@example.com", gatehouse.PartnerAdmin)
		tess := w.Technician(t, by, "tess@example.com")
		assignment := w.Assign(t, by, adam.Actor.Person, site, gatehouse.FullIncludingUsers)
		w.Assign(t, by, olga.Actor.Person, site, gatehouse.DevicesOnly)

		one := func(id gatehouse.PersonID, body string) *http.Response {
			return w.call(t, w.master, "PATCH", "/technicians/"+string(id), body)
		}
		wantProblem(t, one(adam.Actor.Person, `{"locked":true}`), gatehouse.CodeRoleNotLockable)
		wantProblem(t, one(adam.Actor.Person, `{"locked":false}`), gatehouse.CodeRoleNotLockable)
		wantProblem(t, one(olga.Actor.Person, `{"locked":true}`), gatehouse.CodeManagedAsAdministrator)
		wantProblem(t, w.call(t, w.master, "DELETE", "/technicians/"+string(adam.Actor.Person), ""), gatehouse.CodeManagedAsAdministrator)

		all := idsOf(adam.Actor.Person, tess.Actor.Person, olga.Actor.Person)
		for verb, want := range map[string][]string{
			"lock":         {"refused role_not_lockable", "changed", "refused managed_as_administrator"},
			"unlock":       {"refused role_not_lockable", "changed", "refused managed_as_administrator"},
			"end-sessions": {"refused managed_as_administrator", "changed", "refused managed_as_administrator"},
			"revoke":       {"refused managed_as_administrator", "refused invitation_not_pending", "refused managed_as_administrator"},
			"resend":       {"refused managed_as_administrator", "refused already_accepted", "refused managed_as_administrator"},
		} {
			if verb == "unlock" {
				w.call(t, w.master, "POST", "/technicians:lock", all)
			}
			wantOutcomes(t, w.call(t, w.master, "POST", "/technicians:"+verb, all), want...)
			if verb == "lock" {
				w.call(t, w.master, "POST", "/technicians:unlock", all)
			}
		}
		wantOutcomes(t, w.call(t, w.master, "POST", "/technicians:delete", all),
			"refused managed_as_administrator", "changed", "refused managed_as_administrator")

		// What they have of the site is the site's and the partner's to change.
		locks := "/technicians/" + string(adam.Actor.Person) + "/assignments"
		row := `[{"id":"` + string(assignment) + `","partner_locked":true}]`
		wantOutcomes(t, w.call(t, olga, "PATCH", locks, row), "refused forbidden")
		wantOutcomes(t, w.call(t, adam, "PATCH", locks, row), "refused self_not_allowed")
		wantOutcomes(t, w.call(t, w.master, "PATCH", locks, row), "changed")
	})
}

func TestTechnicianVerbs(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		by := w.master.Actor
		tess, pat := w.Technician(t, by, "tess@example.com"), w.InviteTechnician(t, by, "pat@example.com")
		both := idsOf(pat, tess.Actor.Person)
		verb := func(name string, body string, headers ...string) *http.Response {
			return w.call(t, w.master, "POST", "/technicians:"+name, body, headers...)
		}
		wantOutcomes(t, verb("revoke", both), "changed", "refused invitation_not_pending")
		wantOutcomes(t, verb("revoke", both), "refused invitation_not_pending", "refused invitation_not_pending")
		wantOutcomes(t, verb("resend", both), "changed", "refused already_accepted")
		wantOutcomes(t, verb("lock", both), "refused not_accepted", "changed")
		wantOutcomes(t, verb("lock", both), "refused not_accepted", "unchanged")
		wantOutcomes(t, verb("unlock", both), "refused not_accepted", "changed")
		wantOutcomes(t, verb("end-sessions", both), "refused not_accepted", "changed")
		wantProblem(t, verb("lock", both, `If-Match: "1"`), gatehouse.CodeMalformed)

		t.Run("OK dry run tells the sites left without a technician", func(t *testing.T) {
			site := w.NewSite(t, by, "Harbour")
			sam := w.JoinSite(t, by, site, "sam@site.example", gatehouse.SiteMaster)
			assignment := w.Assign(t, by, tess.Actor.Person, site, gatehouse.DevicesOnly)
			wantStatus(t, w.call(t, sam, "PATCH", "/sites/"+string(site)+"/assignments/"+string(assignment), `{"site_locked":false}`, "Gatehouse-Place: site:"+string(site)), http.StatusOK)
			answer := verb("lock", `{"ids":["`+string(tess.Actor.Person)+`"],"dry_run":true}`)
			wantShape(t, answer, object{
				"results": []any{object{"id": "*", "email": "tess@example.com", "outcome": "changed"}},
				"impact":  object{"invitations_void": 0.0, "sites_uncovered": 1.0, "uncovered": []any{object{"id": string(site), "name": "Harbour"}}},
			})
		})
		t.Run("ErrForeign", func(t *testing.T) {
			other := w.NewPartner(t, "Northgate", "nora@northgate.example")
			foreign := w.InviteTechnician(t, other.Actor, "fay@example.com")
			for _, name := range []string{"revoke", "resend", "lock", "unlock", "end-sessions", "delete"} {
				a, b := verb(name, idsOf(pat, foreign)), verb(name, idsOf(pat, "0198f0c1-0000-7000-8000-000000000000"))
				sameAnswer(t, a, b)
				wantProblem(t, verb(name, idsOf(pat, foreign)), gatehouse.CodeNotFound)
			}
			wantProblem(t, w.call(t, w.master, "GET", "/technicians/"+string(foreign)+"/assignments", ""), gatehouse.CodeNotFound)
		})
		wantOutcomes(t, verb("delete", both), "changed", "changed")
		wantProblem(t, verb("delete", both), gatehouse.CodeNotFound)
	})
}
