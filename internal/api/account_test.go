package api_test

import (
	"net/http"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

const freshPassword = "nine lanterns along the quay"

func TestAccount(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ben := w.Join(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		want := object{"id": string(ben.Account.ID), "email": "ben@example.com", "name": "The operator", "language": "en"}
		t.Run("OK get", func(t *testing.T) {
			wantShape(t, w.call(t, ben, "GET", "/account", ""), want)
		})
		t.Run("OK change", func(t *testing.T) {
			want["language"] = "de"
			wantShape(t, wantStatus(t, w.call(t, ben, "PATCH", "/account", `{"language":"de"}`), http.StatusOK), want)
			want["name"] = "Ben Okafor"
			wantShape(t, wantStatus(t, w.call(t, ben, "PATCH", "/account", `{"name":" Ben  Okafor "}`), http.StatusOK), want)
			wantShape(t, w.call(t, ben, "PATCH", "/account", `{}`), want)
		})
		t.Run("ErrChange", func(t *testing.T) {
			for _, body := range []string{`{"language":"../../etc"}`, `{"name":""}`, `{"email":"x@example.com"}`, `{"role":"master"}`, `{"name":null}`} {
				wantProblem(t, w.call(t, ben, "PATCH", "/account", body), gatehouse.CodeInvalid)
			}
		})
		t.Run("OK sessions", func(t *testing.T) {
			other := w.SignIn(t, "ben@example.com")
			list := read[struct{ Items []object }](t, wantStatus(t, w.call(t, ben, "GET", "/account/sessions", ""), http.StatusOK))
			if len(list.Items) != 2 || list.Items[0]["current"] != false || list.Items[1]["current"] != true {
				t.Fatalf("the sessions are %v", list.Items)
			}
			partner, _ := list.Items[0]["partner"].(object)
			if partner["name"] != "Meridian Access" || list.Items[0]["user_agent"] != "test" || list.Items[0]["address"] != "192.0.2.1" {
				t.Errorf("the session is %v", list.Items[0])
			}
			id, _ := list.Items[0]["id"].(string)
			wantProblem(t, w.call(t, w.master, "DELETE", "/account/sessions/"+id, ""), gatehouse.CodeNotFound)
			gone := wantStatus(t, w.call(t, ben, "DELETE", "/account/sessions/"+id, ""), http.StatusNoContent)
			if len(gone.Cookies()) > 0 {
				t.Error("ending another session clears this one's cookie")
			}
			wantProblem(t, w.call(t, other, "GET", "/session", ""), gatehouse.CodeNotSignedIn)

			own, _ := list.Items[1]["id"].(string)
			second := w.SignIn(t, "ben@example.com")
			wantShape(t, w.call(t, second, "DELETE", "/account/sessions", ""), object{"ended": 1.0})
			wantProblem(t, w.call(t, ben, "DELETE", "/account/sessions/"+own, ""), gatehouse.CodeNotSignedIn)
			ben = second
		})
		t.Run("OK password", func(t *testing.T) {
			other := w.SignIn(t, "ben@example.com")
			change := func(current, password string) *http.Response {
				return w.call(t, ben, "PUT", "/account/password", `{"current_password":"`+current+`","password":"`+password+`"}`)
			}
			for field, answer := range map[string]*http.Response{
				"current_password": change("not the present one", freshPassword),
				"password":         change(gatehousetest.Password, "short"),
			} {
				if problem := wantProblem(t, answer, gatehouse.CodeInvalid); problem.Errors[0].Field != field {
					t.Errorf("the fields are %v", problem.Errors)
				}
			}
			answer := wantStatus(t, change(gatehousetest.Password, freshPassword), http.StatusOK)
			token := cookie(t, answer)
			wantShape(t, answer, object{"csrf_token": auth.CSRFToken(token)})
			wantProblem(t, w.call(t, ben, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
			wantProblem(t, w.call(t, other, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
			wantStatus(t, w.send(t, token, "GET", "/session", ""), http.StatusOK)
			ben.Token = token
		})
		t.Run("ErrDelete", func(t *testing.T) {
			wantProblem(t, w.call(t, ben, "DELETE", "/account", `{"confirm":"ben@example.com","password":"x"}`), gatehouse.CodeInvalid)
			wantProblem(t, w.call(t, ben, "DELETE", "/account", `{"confirm":"yes","password":"`+freshPassword+`"}`), gatehouse.CodeInvalid)
			wantProblem(t, w.call(t, ben, "DELETE", "/account", ""), gatehouse.CodeUnsupportedMedia)
			last := w.call(t, w.master, "DELETE", "/account", `{"confirm":"mara@meridian.example","password":"`+gatehousetest.Password+`"}`)
			wantProblem(t, last, gatehouse.CodeLastMaster)
		})
		t.Run("OK delete", func(t *testing.T) {
			gone := wantStatus(t, w.call(t, ben, "DELETE", "/account", `{"confirm":"Ben@Example.com","password":"`+freshPassword+`"}`), http.StatusNoContent)
			if cookies := gone.Cookies(); len(cookies) != 1 || cookies[0].MaxAge >= 0 {
				t.Errorf("the cookie is not cleared: %v", cookies)
			}
			wantProblem(t, w.call(t, ben, "GET", "/account", ""), gatehouse.CodeNotSignedIn)
			wantProblem(t, w.call(t, w.master, "GET", "/admins/"+string(ben.Actor.Person), ""), gatehouse.CodeNotFound)
		})
	})
}

func TestPasswordReset(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		env := gatehousetest.Idle(t, engine)
		w := &world{Env: env, do: front(t, env.App), master: env.SetUp(t)}
		ask := func(email string) *http.Response {
			return w.do(request(t, "POST", "/password-resets", `{"email":"`+email+`"}`))
		}
		complete := func(token, password string) *http.Response {
			return w.do(request(t, "PUT", "/password-resets", `{"token":"`+token+`","password":"`+password+`"}`))
		}
		sameAnswer(t, wantStatus(t, ask("mara@meridian.example"), http.StatusAccepted), ask("nobody@example.com"))
		token := w.OutboxToken(t, "mara@meridian.example")
		wantProblem(t, ask("nobody"), gatehouse.CodeInvalid)
		wantProblem(t, complete(token, "short"), gatehouse.CodeInvalid)
		done := wantStatus(t, complete(token, freshPassword), http.StatusNoContent)
		if len(done.Cookies()) > 0 {
			t.Errorf("a reset begins a session: %v", done.Cookies())
		}
		wantProblem(t, complete(token, freshPassword), gatehouse.CodeLinkDead)
		sameAnswer(t, complete(token, freshPassword), complete("made-up", freshPassword))
		wantProblem(t, w.call(t, w.master, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		answer := w.do(request(t, "POST", "/session", `{"email":"mara@meridian.example","password":"`+freshPassword+`"}`))
		wantStatus(t, answer, http.StatusOK)
	})
}
