package api_test

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
)

func TestChangeAdmin(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ben := w.Join(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		adam := w.Join(t, w.master.Actor, "adam@example.com", gatehouse.PartnerAdmin)
		path := "/admins/" + string(ben.Actor.Person)
		change := func(body string, headers ...string) *http.Response {
			return w.call(t, w.master, "PATCH", path, body, headers...)
		}
		t.Run("OK lock", func(t *testing.T) {
			before := w.call(t, w.master, "GET", path, "").Header.Get("ETag")
			answer := wantStatus(t, change(`{"locked":true,"reason":"lost phone"}`, "If-Match: "+before, "Idempotency-Key: k"), http.StatusOK)
			if answer.Header.Get("ETag") == before {
				t.Error("the version did not grow")
			}
			item := read[object](t, answer)
			by, _ := item["locked_by"].(object)
			if item["locked"] != true || item["lock_reason"] != "lost phone" || item["locked_at"] == nil || by["name"] != "Mara Master" {
				t.Errorf("the row is %v", item)
			}
			wantProblem(t, w.call(t, ben, "GET", "/admins", ""), gatehouse.CodeNotSignedIn)
			wantProblem(t, change(`{"role":"observer"}`, "If-Match: "+before), gatehouse.CodeStale)
			wantStatus(t, change(`{"locked":true,"reason":"lost phone"}`, "If-Match: "+before, "Idempotency-Key: k"), http.StatusOK)
		})
		t.Run("ErrPromoteLocked", func(t *testing.T) {
			wantProblem(t, change(`{"role":"admin"}`), gatehouse.CodeAccountLocked)
		})
		t.Run("OK unlock", func(t *testing.T) {
			item := read[object](t, wantStatus(t, change(`{"locked":false}`), http.StatusOK))
			if _, there := item["locked_by"]; item["locked"] != false || there {
				t.Errorf("the row is %v", item)
			}
		})
		t.Run("OK role", func(t *testing.T) {
			for range 2 {
				if item := read[object](t, wantStatus(t, change(`{"role":"admin"}`), http.StatusOK)); item["role"] != "admin" {
					t.Errorf("the row is %v", item)
				}
			}
		})
		t.Run("ErrRefused", func(t *testing.T) {
			own := "/admins/" + string(adam.Actor.Person)
			wantProblem(t, change(`{"locked":true}`), gatehouse.CodeRoleNotLockable)
			wantProblem(t, w.call(t, adam, "PATCH", own, `{"role":"master"}`), gatehouse.CodeSelfNotAllowed)
			wantProblem(t, w.call(t, adam, "PATCH", path, `{"role":"master"}`), gatehouse.CodeRoleAboveYours)
			wantProblem(t, w.call(t, adam, "DELETE", own, ""), gatehouse.CodeSelfNotAllowed)
			wantProblem(t, w.call(t, w.master, "PATCH", "/admins/"+string(w.master.Actor.Person), `{"role":"admin"}`), gatehouse.CodeSelfNotAllowed)
		})
		t.Run("ErrBody", func(t *testing.T) {
			for _, body := range []string{`{}`, `{"reason":"x"}`, `{"role":"observer","locked":true}`, `{"locked":null}`, `{"role":""}`, `{"email":"x@example.com"}`, `{"locked":true,"reason":"` + strings.Repeat("x", 501) + `"}`} {
				wantProblem(t, change(body), gatehouse.CodeInvalid)
			}
		})
		t.Run("OK delete", func(t *testing.T) {
			stale := w.call(t, w.master, "DELETE", path, "", `If-Match: "1"`)
			wantProblem(t, stale, gatehouse.CodeStale)
			wantStatus(t, w.call(t, w.master, "DELETE", path, "", "Idempotency-Key: d"), http.StatusNoContent)
			wantProblem(t, w.call(t, w.master, "GET", path, ""), gatehouse.CodeNotFound)
			wantStatus(t, w.call(t, w.master, "DELETE", path, "", "Idempotency-Key: d"), http.StatusNoContent)
			wantProblem(t, w.call(t, w.master, "DELETE", path, ""), gatehouse.CodeNotFound)
		})
	})
}

// TestForeignRows asks for a row of another partner in every way there is; each
// answer is that of an id that does not exist, byte by byte (SECURITY T132).
func TestForeignRows(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		other := w.NewPartner(t, "Northgate", "nora@northgate.example")
		foreign := string(w.Invite(t, other.Actor, "fay@example.com", gatehouse.PartnerObserver))
		own := string(w.Invite(t, w.master.Actor, "ben@example.com", gatehouse.PartnerObserver))
		const random = "0198f0c1-0000-7000-8000-000000000000"
		for _, call := range [][3]string{
			{"GET", "/admins/ID", ""},
			{"PATCH", "/admins/ID", `{"locked":true}`},
			{"PATCH", "/admins/ID", `{"role":"observer"}`},
			{"DELETE", "/admins/ID", ""},
			{"POST", "/admins:revoke", `{"ids":["OWN","ID"]}`},
			{"POST", "/admins:resend", `{"ids":["ID","OWN"]}`},
			{"POST", "/admins:lock", `{"ids":["OWN","ID"]}`},
			{"POST", "/admins:unlock", `{"ids":["ID"]}`},
			{"POST", "/admins:end-sessions", `{"ids":["OWN","ID"]}`},
			{"POST", "/admins:delete", `{"ids":["OWN","ID"]}`},
			{"DELETE", "/account/sessions/ID", ""},
		} {
			t.Run(call[0]+call[1], func(t *testing.T) {
				ask := func(id string) *http.Response {
					fill := strings.NewReplacer("ID", id, "OWN", own)
					return w.call(t, w.master, call[0], fill.Replace(call[1]), fill.Replace(call[2]))
				}
				wantProblem(t, ask(foreign), gatehouse.CodeNotFound)
				sameAnswer(t, ask(foreign), ask(random))
			})
		}
		if w.Status(t, other.Actor.Partner, gatehouse.PersonID(foreign)) != gatehouse.Pending || w.Status(t, w.master.Actor.Partner, gatehouse.PersonID(own)) != gatehouse.Pending {
			t.Error("a call that is 404 changed something")
		}
	})
}

func TestManageVerbs(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ben := w.Join(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		adam := w.Join(t, w.master.Actor, "adam@example.com", gatehouse.PartnerAdmin)
		verb := func(name string, ids string, outcomes ...string) {
			t.Helper()
			answer := wantStatus(t, w.call(t, w.master, "POST", "/admins:"+name, ids), http.StatusOK)
			results := read[struct {
				Results []struct{ Outcome, Code string }
			}](t, answer).Results
			for i, outcome := range outcomes {
				if got := strings.TrimSpace(results[i].Outcome + " " + results[i].Code); got != outcome {
					t.Errorf(":%s row %d is %q, want %q", name, i, got, outcome)
				}
			}
		}
		both := idsOf(ben.Actor.Person, adam.Actor.Person)
		verb("lock", both, "changed", "refused role_not_lockable")
		verb("lock", both, "unchanged", "refused role_not_lockable")
		wantProblem(t, w.call(t, ben, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		verb("unlock", both, "changed", "refused role_not_lockable")
		wantProblem(t, w.call(t, ben, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		again := w.SignIn(t, "ben@example.com")
		verb("end-sessions", both, "changed", "changed")
		wantProblem(t, w.call(t, again, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		wantProblem(t, w.call(t, adam, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		verb("delete", both, "changed", "changed")
		wantProblem(t, w.call(t, w.master, "POST", "/admins:delete", both), gatehouse.CodeNotFound)

		t.Run("OK a lock takes 10,000 ids and the others 1,000", func(t *testing.T) {
			many := make([]gatehouse.PersonID, gatehouse.BulkLimit+1)
			for i := range many {
				many[i] = "x"
			}
			wantProblem(t, w.call(t, w.master, "POST", "/admins:lock", idsOf(many...)), gatehouse.CodeNotFound)
			wantProblem(t, w.call(t, w.master, "POST", "/admins:delete", idsOf(many...)), gatehouse.CodeInvalid)
		})
	})
}
