package api_test

import (
	"net/http"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestInvitations(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		lookup := func(token string) *http.Response {
			return w.do(request(t, "POST", "/invitations/lookup", `{"token":"`+token+`"}`))
		}
		newcomer := func(token string, headers ...string) *http.Response {
			body := `{"token":"` + token + `","name":"Ben Okafor","password":"` + gatehousetest.Password + `","language":"de"}`
			return w.do(request(t, "POST", "/invitations/accept", body, headers...))
		}
		ben := w.Invite(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		token := w.LinkToken(t, "ben@example.com")
		partner := object{"id": string(w.master.Actor.Partner), "name": "Meridian Access"}

		t.Run("OK lookup", func(t *testing.T) {
			for range 2 {
				wantShape(t, wantStatus(t, lookup(token), http.StatusOK), object{
					"kind": "admin", "partner": partner, "email": "ben@example.com", "role": "operator",
					"expires_at": "*", "has_account": false, "invited_by": "Mara Master",
				})
			}
		})
		t.Run("ErrOtherAddress", func(t *testing.T) {
			answer := w.call(t, w.master, "POST", "/invitations/accept", `{"token":"`+token+`"}`)
			wantProblem(t, answer, gatehouse.CodeOtherAddress)
		})
		t.Run("ErrCSRF", func(t *testing.T) {
			wantProblem(t, newcomer(token, "Cookie: gatehouse="+w.master.Token), gatehouse.CodeCSRF)
		})
		t.Run("ErrPassword", func(t *testing.T) {
			answer := w.do(request(t, "POST", "/invitations/accept", `{"token":"`+token+`","name":"Ben","password":"short"}`))
			if problem := wantProblem(t, answer, gatehouse.CodeInvalid); problem.Errors[0].Field != "password" {
				t.Errorf("the fields are %v", problem.Errors)
			}
		})
		t.Run("OK accept", func(t *testing.T) {
			// A cookie of no living session is a stranger's.
			answer := wantStatus(t, newcomer(token, "Idempotency-Key: k", "Cookie: gatehouse=x"), http.StatusOK)
			session := cookie(t, answer)
			accepted := wantShape(t, answer, object{
				"account":    object{"id": "*", "email": "ben@example.com", "name": "Ben Okafor", "language": "de"},
				"csrf_token": auth.CSRFToken(session),
				"places":     []any{object{"kind": "admin", "partner": partner, "role": "operator"}},
				"partner":    partner, "person": string(ben), "kind": "admin", "role": "operator",
			})
			wantStatus(t, w.send(t, session, "GET", "/admins", ""), http.StatusOK)

			again := wantStatus(t, newcomer(token, "Idempotency-Key: k"), http.StatusOK)
			if len(again.Cookies()) > 0 {
				t.Error("the session is given out twice")
			}
			delete(accepted, "csrf_token")
			wantShape(t, again, accepted)
		})
		t.Run("ErrDeadLink", func(t *testing.T) {
			revoked := w.Invite(t, w.master.Actor, "eva@example.com", gatehouse.PartnerObserver)
			dead := w.LinkToken(t, "eva@example.com")
			wantStatus(t, w.call(t, w.master, "POST", "/admins:revoke", idsOf(revoked)), http.StatusOK)
			for _, other := range []string{token, "unknown", dead[:len(dead)-1] + "_"} {
				sameAnswer(t, lookup(dead), lookup(other))
				sameAnswer(t, newcomer(dead), newcomer(other))
			}
			wantProblem(t, lookup(dead), gatehouse.CodeLinkDead)
			wantProblem(t, newcomer(dead), gatehouse.CodeLinkDead)
		})
		t.Run("OK with a session", func(t *testing.T) {
			other := w.NewPartner(t, "Northgate", "nora@northgate.example")
			w.Invite(t, other.Actor, "mara@meridian.example", gatehouse.PartnerMaster)
			token := w.LinkToken(t, "mara@meridian.example")
			if offer := read[object](t, lookup(token)); offer["has_account"] != true {
				t.Errorf("offered %v", offer)
			}
			wantProblem(t, newcomer(token), gatehouse.CodeAccountExists)
			answer := wantStatus(t, w.call(t, w.master, "POST", "/invitations/accept", `{"token":"`+token+`"}`), http.StatusOK)
			if len(answer.Cookies()) > 0 {
				t.Errorf("a session that goes on sets %v", answer.Cookies())
			}
			accepted := read[object](t, answer)
			if accepted["csrf_token"] != auth.CSRFToken(w.master.Token) || len(accepted["places"].([]any)) != 2 || accepted["role"] != "master" {
				t.Errorf("accepted %v", accepted)
			}
			session := read[object](t, w.call(t, w.master, "GET", "/session", ""))
			if place := session["place"].(object)["partner"].(object); place["name"] != "Northgate" {
				t.Errorf("the session stands at %v", place)
			}
		})
		t.Run("OK with the account's password", func(t *testing.T) {
			// Somebody whose only other place is closed cannot sign in to accept.
			olga := w.Join(t, w.master.Actor, "olga@example.com", gatehouse.PartnerObserver)
			wantStatus(t, w.call(t, w.master, "PUT", "/session/place", `{"partner":"`+string(olga.Actor.Partner)+`"}`), http.StatusNoContent)
			wantStatus(t, w.call(t, w.master, "POST", "/admins:lock", idsOf(olga.Actor.Person)), http.StatusOK)
			w.SMTP.WaitFor(t, "olga@example.com") // the mail about the lock
			other := w.NewPartner(t, "Southgate", "sam@southgate.example")
			w.Invite(t, other.Actor, "olga@example.com", gatehouse.PartnerOperator)
			token := w.LinkToken(t, "olga@example.com")
			accept := func(password string) *http.Response {
				return w.do(request(t, "POST", "/invitations/accept", `{"token":"`+token+`","password":"`+password+`"}`))
			}
			wantProblem(t, w.do(request(t, "POST", "/session", `{"email":"olga@example.com","password":"`+gatehousetest.Password+`"}`)), gatehouse.CodeWrongCredentials)
			wantProblem(t, w.do(request(t, "POST", "/invitations/accept", `{"token":"`+token+`"}`)), gatehouse.CodeAccountExists)
			wantProblem(t, newcomer(token), gatehouse.CodeAccountExists)
			wantProblem(t, accept("not the password at all"), gatehouse.CodeWrongCredentials)
			answer := wantStatus(t, accept(gatehousetest.Password), http.StatusOK)
			session := cookie(t, answer)
			accepted := read[object](t, answer)
			if places := accepted["places"].([]any); len(places) != 1 || accepted["role"] != "operator" {
				t.Errorf("accepted %v", accepted)
			}
			wantStatus(t, w.send(t, session, "GET", "/admins", ""), http.StatusOK)
		})
	})
}
