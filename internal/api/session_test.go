package api_test

import (
	"net/http"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestSetup(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		env := gatehousetest.New(t, engine)
		w := &world{Env: env, do: front(t, env.App)}
		link, _, err := env.Setup.NewLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		body := `{"token":"` + gatehousetest.TokenOf(t, link) + `","partner":"Meridian","name":"Mara","email":"Mara@Meridian.example","password":"` + gatehousetest.Password + `"`
		t.Run("ErrShortPassword", func(t *testing.T) {
			short := `{"token":"` + gatehousetest.TokenOf(t, link) + `","partner":"M","name":"M","email":"m@meridian.example","password":"short"}`
			problem := wantProblem(t, w.do(request(t, "POST", "/setup", short)), gatehouse.CodeInvalid)
			if len(problem.Errors) != 1 || problem.Errors[0].Field != "password" {
				t.Errorf("the fields are %v", problem.Errors)
			}
		})
		t.Run("ErrWrongToken", func(t *testing.T) {
			wrong := `{"token":"x","partner":"M","name":"M","email":"m@meridian.example","password":"` + gatehousetest.Password + `"}`
			wantProblem(t, w.do(request(t, "POST", "/setup", wrong)), gatehouse.CodeLinkDead)
		})
		t.Run("OK", func(t *testing.T) {
			answer := wantStatus(t, w.do(request(t, "POST", "/setup", body+"}", "Idempotency-Key: once")), http.StatusCreated)
			token := cookie(t, answer)
			wantShape(t, answer, object{
				"account":    object{"id": "*", "email": "mara@meridian.example", "name": "Mara", "language": "en"},
				"csrf_token": auth.CSRFToken(token),
				"places":     []any{object{"kind": "admin", "partner": object{"id": "*", "name": "Meridian"}, "role": "master"}},
			})
			wantStatus(t, w.send(t, token, "GET", "/session", ""), http.StatusOK)
		})
		t.Run("ErrDone", func(t *testing.T) {
			wantProblem(t, w.do(request(t, "POST", "/setup", body+"}")), gatehouse.CodeNotFound)
		})
	})
}

// cookie returns the session's token from the answer that sets it.
func cookie(t *testing.T, answer *http.Response) string {
	t.Helper()
	for _, c := range answer.Cookies() {
		if c.Name == "gatehouse" && c.HttpOnly && c.Value != "" {
			return c.Value
		}
	}
	t.Fatalf("no session in %v", answer.Cookies())
	return ""
}

func TestSession(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		signIn := func(email, password string) *http.Response {
			return w.do(request(t, "POST", "/session", `{"email":"`+email+`","password":"`+password+`"}`))
		}
		t.Run("OK", func(t *testing.T) {
			answer := wantStatus(t, signIn("MARA@meridian.example", gatehousetest.Password), http.StatusOK)
			token := cookie(t, answer)
			place := object{"kind": "admin", "partner": object{"id": string(w.master.Actor.Partner), "name": "Meridian Access"}, "role": "master"}
			entered := wantShape(t, answer, object{
				"account":    object{"id": string(w.master.Account.ID), "email": "mara@meridian.example", "name": "Mara Master", "language": "en"},
				"csrf_token": auth.CSRFToken(token),
				"places":     []any{place},
			})
			permissions := []any{}
			for _, p := range gatehouse.PartnerMaster.Permissions() {
				permissions = append(permissions, string(p))
			}
			wantShape(t, w.send(t, token, "GET", "/session", ""), object{
				"account": entered["account"], "csrf_token": entered["csrf_token"],
				"place": place, "role": "master", "permissions": permissions, "places": []any{place},
			})
			gone := wantStatus(t, w.send(t, token, "DELETE", "/session", ""), http.StatusNoContent)
			if cookies := gone.Cookies(); len(cookies) != 1 || cookies[0].MaxAge >= 0 {
				t.Errorf("the cookie is not cleared: %v", cookies)
			}
			wantProblem(t, w.send(t, token, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		})
		t.Run("ErrCredentials", func(t *testing.T) {
			wrong := signIn("mara@meridian.example", "not the right password")
			unknown := signIn("nobody@meridian.example", "not the right password")
			malformed := signIn("nobody", "not the right password")
			sameAnswer(t, wrong, unknown)
			sameAnswer(t, signIn("nobody@meridian.example", "not the right password"), malformed)
			wantProblem(t, signIn("nobody@meridian.example", ""), gatehouse.CodeWrongCredentials)
			if cookies := wrong.Cookies(); len(cookies) > 0 {
				t.Errorf("a refused sign-in sets %v", cookies)
			}
		})
		t.Run("ErrCSRF", func(t *testing.T) {
			other := w.SignIn(t, "mara@meridian.example")
			cookie := "Cookie: gatehouse=" + w.master.Token
			for name, headers := range map[string][]string{
				"missing": {cookie},
				"wrong":   {cookie, "X-CSRF-Token: x"},
				"other":   {cookie, "X-CSRF-Token: " + auth.CSRFToken(other.Token)},
			} {
				answer := w.do(request(t, "POST", "/admins:revoke", `{"ids":["x"]}`, headers...))
				t.Run(name, func(t *testing.T) { wantProblem(t, answer, gatehouse.CodeCSRF) })
			}
			wantStatus(t, w.do(request(t, "GET", "/session", "", cookie)), http.StatusOK)
		})
		t.Run("ErrTwoCookies", func(t *testing.T) {
			wantProblem(t, w.call(t, w.master, "GET", "/session", "", "Cookie: gatehouse=x"), gatehouse.CodeNotSignedIn)
		})
		t.Run("ErrBodyOnGet", func(t *testing.T) {
			wantProblem(t, w.call(t, w.master, "GET", "/session", `{}`), gatehouse.CodeMalformed)
		})
	})
}

func TestPlaces(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		// The Master of one partner joins another as Observer.
		other := w.NewPartner(t, "Northgate", "nora@northgate.example")
		w.Invite(t, other.Actor, "mara@meridian.example", gatehouse.PartnerObserver)
		token := w.LinkToken(t, "mara@meridian.example")
		wantStatus(t, w.call(t, w.master, "POST", "/invitations/accept", `{"token":"`+token+`"}`), http.StatusOK)
		elsewhere := w.NewPartner(t, "Elsewhere", "eli@elsewhere.example")

		both := w.SignIn(t, "mara@meridian.example")
		home, away := string(w.master.Actor.Partner), string(other.Actor.Partner)
		t.Run("ErrNotChosen", func(t *testing.T) {
			answer := wantStatus(t, w.call(t, both, "GET", "/session", ""), http.StatusOK)
			session := read[object](t, answer)
			if session["place"] != nil || session["role"] != nil || len(session["permissions"].([]any)) != 0 || len(session["places"].([]any)) != 2 {
				t.Errorf("stands at %v", session)
			}
			wantProblem(t, w.call(t, both, "GET", "/admins", ""), gatehouse.CodePlaceNotChosen)
			wantProblem(t, w.call(t, both, "POST", "/admins", `{}`), gatehouse.CodePlaceNotChosen)
		})
		t.Run("OK by header", func(t *testing.T) {
			answer := wantStatus(t, w.call(t, both, "GET", "/session", "", "Gatehouse-Place: partner:"+away), http.StatusOK)
			if session := read[object](t, answer); session["role"] != "observer" {
				t.Errorf("stands at %v", session)
			}
			wantProblem(t, w.call(t, both, "GET", "/admins", ""), gatehouse.CodePlaceNotChosen)
		})
		t.Run("OK chosen", func(t *testing.T) {
			wantStatus(t, w.call(t, both, "PUT", "/session/place", `{"partner":"`+home+`"}`), http.StatusNoContent)
			wantStatus(t, w.call(t, both, "GET", "/admins", ""), http.StatusOK)
			answer := w.call(t, both, "POST", "/admins", `{"invitations":[{"email":"x@example.com","role":"observer"}]}`, "Gatehouse-Place: partner:"+away)
			wantProblem(t, answer, gatehouse.CodeForbidden)
		})
		t.Run("ErrForeign", func(t *testing.T) {
			foreign, random := string(elsewhere.Actor.Partner), "0198f0c1-0000-7000-8000-000000000000"
			for _, call := range [][2]string{{"GET", "/session"}, {"GET", "/admins"}} {
				a := w.call(t, both, call[0], call[1], "", "Gatehouse-Place: partner:"+foreign)
				b := w.call(t, both, call[0], call[1], "", "Gatehouse-Place: partner:"+random)
				sameAnswer(t, a, b)
				wantProblem(t, w.call(t, both, call[0], call[1], "", "Gatehouse-Place: partner:"+random), gatehouse.CodeNotFound)
			}
			a := w.call(t, both, "PUT", "/session/place", `{"partner":"`+foreign+`"}`)
			b := w.call(t, both, "PUT", "/session/place", `{"partner":"`+random+`"}`)
			sameAnswer(t, a, b)
			wantProblem(t, w.call(t, both, "PUT", "/session/place", `{"partner":"`+random+`"}`), gatehouse.CodeNotFound)
		})
		t.Run("ErrMalformed", func(t *testing.T) {
			for _, value := range []string{"partner:", "partner", home, "Partner:" + home, "partner: " + home, "partner:é"} {
				wantProblem(t, w.call(t, both, "GET", "/session", "", "Gatehouse-Place: "+value), gatehouse.CodeMalformed)
			}
			twice := w.call(t, both, "GET", "/session", "", "Gatehouse-Place: partner:"+home, "Gatehouse-Place: partner:"+home)
			wantProblem(t, twice, gatehouse.CodeMalformed)
		})
	})
}
