package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAPIKeys goes once through the calls: create, see, use, rename, rotate, revoke.
func TestAPIKeys(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		made := wantStatus(t, w.call(t, w.master, "POST", "/api-keys", `{"name":" Turnstiles ","scope":"operator"}`), http.StatusCreated)
		key := wantShape(t, made, object{
			"id": "*", "name": "Turnstiles", "scope": "operator", "state": "active", "hint": "*", "token": "*",
			"created_by": object{"id": string(w.master.Actor.Person), "name": "Mara Master"},
			"created_at": "*", "expires_at": "*", "last_used_at": nil, "older_until": nil,
		})
		token, path := key["token"].(string), "/api-keys/"+key["id"].(string)
		if !strings.HasPrefix(token, "gh_") || !strings.HasSuffix(token, key["hint"].(string)) {
			t.Errorf("the token is %q, the hint %q", token, key["hint"])
		}
		wantStatus(t, w.withKey(t, token, "GET", "/sites", ""), http.StatusOK)
		wantProblem(t, w.withKey(t, token, "GET", "/audit", ""), gatehouse.CodeForbidden)
		own := read[object](t, wantStatus(t, w.withKey(t, token, "GET", "/api-keys/self", ""), http.StatusOK))
		if own["id"] != key["id"] || own["last_used_at"] == nil || own["token"] != nil {
			t.Errorf("the key is told %v", own)
		}
		tag := made.Header.Get("ETag")
		wantStatus(t, w.call(t, w.master, "PATCH", path, `{"name":"Doors"}`, "If-Match: "+tag), http.StatusOK)
		wantProblem(t, w.call(t, w.master, "PATCH", path, `{"name":"Gates"}`, "If-Match: "+tag), gatehouse.CodeStale)
		rotated := read[object](t, wantStatus(t, w.call(t, w.master, "POST", path+"/rotate", `{"overlap_hours":1}`), http.StatusOK))
		fresh := rotated["token"].(string)
		if rotated["older_until"] == nil || fresh == token {
			t.Errorf("rotated, the key is %v", rotated)
		}
		for _, one := range []string{token, fresh} {
			wantStatus(t, w.withKey(t, one, "GET", "/sites", ""), http.StatusOK)
		}
		list := read[struct{ Items []object }](t, wantStatus(t, w.call(t, w.master, "GET", "/api-keys", ""), http.StatusOK))
		if len(list.Items) != 1 || list.Items[0]["name"] != "Doors" || list.Items[0]["token"] != nil {
			t.Errorf("listed is %v", list.Items)
		}
		wantStatus(t, w.call(t, w.master, "DELETE", path, ""), http.StatusNoContent)
		for _, one := range []string{token, fresh} {
			wantProblem(t, w.withKey(t, one, "GET", "/sites", ""), gatehouse.CodeKeyInvalid)
		}
		wantProblem(t, w.call(t, w.master, "GET", path, ""), gatehouse.CodeNotFound)
	})
}

// TestAPIKeySecretOnce: under an Idempotency-Key there is one key, and the repeated
// answer is without its token.
func TestAPIKeySecretOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		create := func(body string) *http.Response {
			return w.call(t, w.master, "POST", "/api-keys", body, "Idempotency-Key: once")
		}
		first := read[object](t, wantStatus(t, create(`{"name":"Doors","scope":"observer"}`), http.StatusCreated))
		again := read[object](t, wantStatus(t, create(`{"name":"Doors","scope":"observer"}`), http.StatusCreated))
		if first["token"] == nil || again["token"] != nil || again["id"] != first["id"] {
			t.Errorf("answered %v, then %v", first, again)
		}
		wantProblem(t, create(`{"name":"Doors","scope":"admin"}`), gatehouse.CodeIdempotencyReused)
	})
}

// TestAPIKeyInput: what is wrong with a new key is named, and its value is not repeated.
func TestAPIKeyInput(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := string(w.NewKey(t, w.master.Actor, gatehouse.KeyObserver).ID)
		soon := time.Now().Add(time.Minute).UTC().Format(time.RFC3339)
		for _, one := range []struct{ path, body, field string }{
			{"/api-keys", `{"name":"","scope":"observer"}`, "name"},
			{"/api-keys", `{"name":"x","scope":"Observer"}`, "scope"},
			{"/api-keys", `{"name":"x","scope":"observer","expires_at":"` + soon + `"}`, "expires_at"},
			{"/api-keys", `{"name":"x","scope":"observer","expires_at":"tomorrow"}`, "expires_at"},
			{"/api-keys/" + id + "/rotate", `{"overlap_hours":169}`, "overlap_hours"},
			{"/api-keys/" + id + "/rotate", `{"overlap_hours":-1}`, "overlap_hours"},
			{"/api-keys/" + id + "/rotate", `{"expires_at":"` + soon + `"}`, "expires_at"},
		} {
			problem := wantProblem(t, w.call(t, w.master, "POST", one.path, one.body), gatehouse.CodeInvalid)
			if len(problem.Errors) != 1 || problem.Errors[0].Field != one.field {
				t.Errorf("%s: named are %v", one.body, problem.Errors)
			}
		}
	})
}

// TestT247BadKeys: unknown, malformed, expired, revoked, of a locked creator: the same
// bytes, with how to come in.
func TestT247BadKeys(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ben := w.Join(t, w.master.Actor, "ben@meridian.example", gatehouse.PartnerMaster)
		carl := w.Join(t, w.master.Actor, "carl@meridian.example", gatehouse.PartnerMaster)
		now, err := w.Store.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		short, err := w.APIKeys.Create(t.Context(), w.master.Actor, "", gatehouse.KeyInput{
			Name: "Short", Scope: gatehouse.KeyObserver, ExpiresAt: now.Add(gatehouse.MinKeyLifetime + time.Minute),
		})
		if err != nil {
			t.Fatal(err)
		}
		revoked, ofBen, ofCarl := w.NewKey(t, w.master.Actor, gatehouse.KeyObserver), w.NewKey(t, ben.Actor, gatehouse.KeyOperator), w.NewKey(t, carl.Actor, gatehouse.KeyOperator)
		role := func(m gatehousetest.Member, role gatehouse.PartnerRole) {
			t.Helper()
			if _, err := w.Admins.ChangeRole(t.Context(), w.master.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{m.Actor.Person}}, role); err != nil {
				t.Fatal(err)
			}
		}
		role(ben, gatehouse.PartnerOperator)
		wantStatus(t, w.call(t, w.master, "POST", "/admins:lock", idsOf(ben.Actor.Person)), http.StatusOK)
		role(carl, gatehouse.PartnerObserver)
		wantStatus(t, w.call(t, w.master, "DELETE", "/api-keys/"+string(revoked.ID), ""), http.StatusNoContent)
		w.Clock.Advance(gatehouse.MinKeyLifetime + 2*time.Minute)
		unknown := "gh_" + strings.Repeat("x", 43)
		first := w.withKey(t, unknown, "GET", "/sites", "")
		if got := first.Header.Values("WWW-Authenticate"); len(got) != 1 || got[0] != `Bearer realm="Gatehouse", error="invalid_token"` {
			t.Errorf("WWW-Authenticate is %q", got)
		}
		wantProblem(t, first, gatehouse.CodeKeyInvalid)
		for what, token := range map[string]string{
			"expired": short.Token, "revoked": revoked.Token, "creator locked": ofBen.Token, "creator demoted": ofCarl.Token,
			"empty": "", "without a prefix": strings.Repeat("x", 43), "a session's": w.master.Token,
		} {
			t.Run(what, func(t *testing.T) {
				for _, at := range [][2]string{{"GET", "/sites"}, {"POST", "/sites"}, {"GET", "/account"}, {"GET", "/api-keys/self"}} {
					bad, unknown := w.withKey(t, token, at[0], at[1], `{}`), w.withKey(t, unknown, at[0], at[1], `{}`)
					if bad.StatusCode != http.StatusUnauthorized {
						t.Errorf("%s: answered %d", at, bad.StatusCode)
					}
					sameAnswer(t, bad, unknown)
				}
			})
		}
		t.Run("none", func(t *testing.T) {
			answer := w.do(request(t, "GET", "/sites", ""))
			if got := answer.Header.Values("WWW-Authenticate"); len(got) != 2 || !strings.HasPrefix(got[1], "Bearer ") {
				t.Errorf("WWW-Authenticate is %q", got)
			}
			wantProblem(t, answer, gatehouse.CodeNotSignedIn)
		})
	})
}

// TestAPIKeyHeaders: a request has one key or one session, says so once, and other
// schemes are none of ours.
func TestAPIKeyHeaders(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		key := w.NewKey(t, w.master.Actor, gatehouse.KeyMaster)
		partner := "Gatehouse-Place: partner:" + string(w.master.Actor.Partner)
		wantStatus(t, w.withKey(t, key.Token, "GET", "/sites", "", partner), http.StatusOK)
		wantProblem(t, w.withKey(t, key.Token, "GET", "/sites", "", "Gatehouse-Place: partner:other"), gatehouse.CodeNotFound)
		wantProblem(t, w.withKey(t, key.Token, "GET", "/sites", "", "Gatehouse-Place: nowhere"), gatehouse.CodeMalformed)
		wantProblem(t, w.withKey(t, key.Token, "GET", "/sites", "", "Cookie: gatehouse="+w.master.Token), gatehouse.CodeMalformed)
		wantProblem(t, w.withKey(t, key.Token, "GET", "/sites", "", "Authorization: Bearer "+key.Token), gatehouse.CodeKeyInvalid)
		wantProblem(t, w.call(t, w.master, "GET", "/sites", "", "Authorization: Bearer made-up"), gatehouse.CodeKeyInvalid)
		wantStatus(t, w.call(t, w.master, "GET", "/sites", "", "Authorization: Basic eDp5"), http.StatusOK)
		wantProblem(t, w.do(request(t, "GET", "/sites", "", "Authorization: Basic eDp5")), gatehouse.CodeNotSignedIn)
		lower := request(t, "GET", "/sites", "", "Authorization: bearer "+key.Token)
		wantStatus(t, w.do(lower), http.StatusOK)
		wantProblem(t, w.do(request(t, "GET", "/sites?access_token="+key.Token, "")), gatehouse.CodeUnknownParameter)
	})
}

// TestT012InviteWithAKey: the REST call of the case: nothing is queued, and it is on
// record with the key.
func TestT012InviteWithAKey(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		key := w.NewKey(t, w.master.Actor, gatehouse.KeyOperator)
		wantProblem(t, w.withKey(t, key.Token, "POST", "/admins", `{"invitations":[{"email":"new@example.com","role":"master"}]}`), gatehouse.CodeForbidden)
		if rows := w.Strings(t, `SELECT id FROM outbox WHERE email = 'new@example.com'`); len(rows) > 0 {
			t.Error("a mail was queued")
		}
		list := read[struct{ Items []object }](t, wantStatus(t, w.call(t, w.master, "GET", "/audit?action=admin.invite", ""), http.StatusOK))
		if e := list.Items[0]; e["api_key"] != string(key.ID) || e["via"] != "api_key" || e["outcome"] != "refused" {
			t.Errorf("on record is %v", e)
		}
	})
}

// TestT136KeysOfOthers: a key of one partner finds nothing of another, and no key of
// another place is found.
func TestT136KeysOfOthers(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		other := w.NewPartner(t, "Northgate", "nora@northgate.example")
		site := w.NewSite(t, other.Actor, "Their site")
		theirs := w.NewKey(t, other.Actor, gatehouse.KeyMaster)
		ours := w.NewKey(t, w.master.Actor, gatehouse.KeyMaster)
		sameAnswer(t, w.withKey(t, ours.Token, "GET", "/sites/"+string(site), ""), w.withKey(t, ours.Token, "GET", "/sites/none", ""))
		for _, at := range [][2]string{{"GET", ""}, {"PATCH", ""}, {"POST", "/rotate"}, {"DELETE", ""}} {
			body := map[string]string{"PATCH": `{"name":"x"}`, "POST": `{}`}[at[0]]
			found := w.call(t, w.master, at[0], "/api-keys/"+string(theirs.ID)+at[1], body)
			sameAnswer(t, found, w.call(t, w.master, at[0], "/api-keys/none"+at[1], body))
			if found.StatusCode != http.StatusNotFound {
				t.Errorf("%v: answered %d", at, found.StatusCode)
			}
		}
	})
}
