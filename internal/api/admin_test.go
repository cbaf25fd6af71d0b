package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
)

func TestAdmins(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ben := w.Join(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		eva := w.Invite(t, w.master.Actor, "eva@example.com", gatehouse.PartnerAdmin)
		inviter := object{"id": string(w.master.Actor.Person), "name": "Mara Master"}

		t.Run("OK accepted", func(t *testing.T) {
			answer := wantStatus(t, w.call(t, ben, "GET", "/admins/"+string(ben.Actor.Person), ""), http.StatusOK)
			if etag := answer.Header.Get("ETag"); len(etag) < 3 || etag[0] != '"' {
				t.Errorf("the ETag is %q", etag)
			}
			item := wantShape(t, answer, object{
				"id": string(ben.Actor.Person), "account_id": string(ben.Account.ID), "email": "ben@example.com", "name": "The operator",
				"role": "operator", "status": "accepted", "locked": false, "invited_by": inviter,
				"created_at": "*", "invited_at": "*", "expires_at": "*", "accepted_at": "*", "last_sign_in_at": "*", "mail": object{"state": "*"},
			})
			for _, field := range []string{"created_at", "invited_at", "expires_at", "accepted_at", "last_sign_in_at"} {
				text := fmt.Sprint(item[field])
				if at, err := time.Parse(time.RFC3339, text); err != nil || !strings.HasSuffix(text, "Z") || at.IsZero() {
					t.Errorf("%s is %s", field, text)
				}
			}
		})
		t.Run("OK pending", func(t *testing.T) {
			wantShape(t, w.call(t, ben, "GET", "/admins/"+string(eva), ""), object{
				"id": string(eva), "email": "eva@example.com", "name": "", "role": "admin", "status": "pending", "locked": false,
				"invited_by": inviter, "created_at": "*", "invited_at": "*", "expires_at": "*", "accepted_at": nil, "last_sign_in_at": nil,
				"mail": object{"state": "*"},
			})
		})
		t.Run("OK set up by the installation", func(t *testing.T) {
			item := read[object](t, w.call(t, ben, "GET", "/admins/"+string(w.master.Actor.Person), ""))
			if by, there := item["invited_by"]; by != nil || !there {
				t.Errorf("invited by %v", by)
			}
		})
		t.Run("OK filters", func(t *testing.T) {
			for query, want := range map[string][]string{
				"":                               {"eva@example.com", "ben@example.com", "mara@meridian.example"},
				"status=pending":                 {"eva@example.com"},
				"role=operator":                  {"ben@example.com"},
				"role=admin&status=accepted":     {},
				"q=EXAMPLE.com&sort=email":       {"ben@example.com", "eva@example.com"},
				"locked=true":                    {},
				"locked=false&sort=-email&q=mar": {"mara@meridian.example"},
				"status=revoked":                 {},
				"q":                              {"eva@example.com", "ben@example.com", "mara@meridian.example"},
				"cursor&q=ben":                   {"ben@example.com"},
				"%71=ben":                        {"ben@example.com"},
			} {
				list := read[struct{ Items []struct{ Email string } }](t, wantStatus(t, w.call(t, ben, "GET", "/admins?"+query, ""), http.StatusOK))
				got := []string{}
				for _, item := range list.Items {
					got = append(got, item.Email)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("?%s (-want +got):\n%s", query, diff)
				}
			}
		})
		t.Run("OK pages", func(t *testing.T) {
			cursor, got := "", []string{}
			for range 3 {
				page := read[object](t, w.call(t, ben, "GET", "/admins?sort=email&limit=1&cursor="+url.QueryEscape(cursor), ""))
				got = append(got, fmt.Sprint(page["items"].([]any)[0].(object)["email"]))
				cursor, _ = page["next_cursor"].(string)
			}
			if diff := cmp.Diff([]string{"ben@example.com", "eva@example.com", "mara@meridian.example"}, got); diff != "" || cursor != "" {
				t.Errorf("went through %v, then %q", got, cursor)
			}
		})
		t.Run("ErrCursor", func(t *testing.T) {
			page := read[object](t, w.call(t, ben, "GET", "/admins?sort=email&limit=1", ""))
			cursor := fmt.Sprint(page["next_cursor"])
			other := w.NewPartner(t, "Northgate", "nora@northgate.example")
			for _, c := range []struct {
				as    string
				query string
			}{
				{ben.Token, "sort=name&cursor=" + cursor},
				{ben.Token, "cursor=x"},
				{ben.Token, "sort=email&cursor=" + cursor + "A"},
				{ben.Token, "cursor=" + strings.Repeat("A", 2000)},
				{other.Token, "sort=email&cursor=" + cursor},
			} {
				wantProblem(t, w.send(t, c.as, "GET", "/admins?"+c.query, ""), gatehouse.CodeUnknownParameter)
			}
			wantProblem(t, w.call(t, ben, "GET", "/audit?cursor="+cursor, ""), gatehouse.CodeForbidden)
			wantProblem(t, w.call(t, w.master, "GET", "/audit?cursor="+cursor, ""), gatehouse.CodeUnknownParameter)
		})
	})
}

func TestInviteAdmins(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		invite := func(rows string, headers ...string) *http.Response {
			return w.call(t, w.master, "POST", "/admins", `{"invitations":[`+rows+`]}`, headers...)
		}
		const ben = `{"email":"Ben@Example.com","role":"operator"}`
		t.Run("OK dry run", func(t *testing.T) {
			answer := w.call(t, w.master, "POST", "/admins", `{"invitations":[`+ben+`],"dry_run":true}`, "Idempotency-Key: k")
			got := read[object](t, wantStatus(t, answer, http.StatusOK))
			if got["impact"] == nil || got["results"].([]any)[0].(object)["outcome"] != "changed" {
				t.Errorf("answered %v", got)
			}
			if list := read[object](t, w.call(t, w.master, "GET", "/admins?status=pending", "")); len(list["items"].([]any)) > 0 {
				t.Errorf("there is %v", list)
			}
		})
		t.Run("OK", func(t *testing.T) {
			mara := `{"email":"mara@meridian.example","role":"admin"}`
			answer := wantStatus(t, invite(ben+","+mara+","+ben, "Idempotency-Key: k"), http.StatusOK)
			first := wantShape(t, answer, object{"results": []any{
				object{"id": "*", "email": "ben@example.com", "outcome": "changed"},
				object{"id": "*", "email": "mara@meridian.example", "outcome": "refused", "code": "already_member", "message": "*"},
				object{"email": "ben@example.com", "outcome": "refused", "code": "duplicate", "message": "*"},
			}})
			wantShape(t, invite(ben+","+mara+","+ben, "Idempotency-Key: k"), first)
			wantProblem(t, invite(ben, "Idempotency-Key: k"), gatehouse.CodeIdempotencyReused)
		})
		t.Run("ErrRows", func(t *testing.T) {
			answer := invite(`{"email":"new@example.com","role":"admin"},{"email":"nobody","role":"admin"},{"email":"a@127.0.0.1","role":"admin"}`)
			problem := wantProblem(t, answer, gatehouse.CodeInvalid)
			fields := []string{}
			for _, field := range problem.Errors {
				fields = append(fields, field.Field)
			}
			if !slices.Equal(fields, []string{"invitations[1].email", "invitations[2].email"}) {
				t.Errorf("the fields are %v", fields)
			}
			if list := read[object](t, w.call(t, w.master, "GET", "/admins?q=new", "")); len(list["items"].([]any)) > 0 {
				t.Errorf("half of the call happened: %v", list)
			}
		})
	})
}

func TestBulkVerbs(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.Join(t, w.master.Actor, "adam@example.com", gatehouse.PartnerAdmin)
		ben := w.Invite(t, w.master.Actor, "ben@example.com", gatehouse.PartnerOperator)
		max := w.Invite(t, w.master.Actor, "max@example.com", gatehouse.PartnerMaster)
		etag := func(id gatehouse.PersonID) string {
			return w.call(t, w.master, "GET", "/admins/"+string(id), "").Header.Get("ETag")
		}
		t.Run("ErrIfMatchWithTwo", func(t *testing.T) {
			answer := w.call(t, w.master, "POST", "/admins:revoke", idsOf(ben, max), "If-Match: "+etag(ben))
			wantProblem(t, answer, gatehouse.CodeMalformed)
		})
		t.Run("ErrForeign", func(t *testing.T) {
			other := w.NewPartner(t, "Northgate", "nora@northgate.example")
			foreign := w.Invite(t, other.Actor, "fay@example.com", gatehouse.PartnerObserver)
			for _, verb := range []string{"revoke", "resend"} {
				a := w.call(t, w.master, "POST", "/admins:"+verb, idsOf(ben, foreign))
				b := w.call(t, w.master, "POST", "/admins:"+verb, idsOf(ben, "0198f0c1-0000-7000-8000-000000000000"))
				sameAnswer(t, a, b)
				wantProblem(t, w.call(t, w.master, "POST", "/admins:"+verb, idsOf(ben, foreign)), gatehouse.CodeNotFound)
			}
			sameAnswer(t,
				w.call(t, w.master, "GET", "/admins/"+string(foreign), ""),
				w.call(t, w.master, "GET", "/admins/0198f0c1-0000-7000-8000-000000000000", ""))
			if w.Status(t, w.master.Actor.Partner, ben) != gatehouse.Pending || w.Status(t, other.Actor.Partner, foreign) != gatehouse.Pending {
				t.Error("a call that is 404 changed something")
			}
		})
		t.Run("OK dry run", func(t *testing.T) {
			answer := w.call(t, admin, "POST", "/admins:revoke", `{"ids":["`+string(ben)+`"],"dry_run":true}`)
			wantShape(t, answer, object{
				"results": []any{object{"id": string(ben), "email": "ben@example.com", "outcome": "changed"}},
				"impact":  object{"invitations_void": 0.0, "sites_uncovered": 0.0},
			})
		})
		t.Run("OK each row its outcome", func(t *testing.T) {
			seen := etag(ben)
			answer := w.call(t, admin, "POST", "/admins:revoke", idsOf(ben, max, admin.Actor.Person), "Idempotency-Key: r")
			wantShape(t, wantStatus(t, answer, http.StatusOK), object{"results": []any{
				object{"id": string(ben), "email": "ben@example.com", "outcome": "changed"},
				object{"id": string(max), "email": "max@example.com", "outcome": "refused", "code": "role_above_yours", "message": "*"},
				object{"id": string(admin.Actor.Person), "email": "adam@example.com", "outcome": "refused", "code": "self_not_allowed", "message": "*"},
			}})
			wantProblem(t, w.call(t, admin, "POST", "/admins:resend", idsOf(ben), "If-Match: "+seen), gatehouse.CodeStale)
			again := w.call(t, admin, "POST", "/admins:resend", idsOf(ben), "If-Match: "+etag(ben))
			wantShape(t, again, object{"results": []any{object{"id": string(ben), "email": "ben@example.com", "outcome": "changed"}}})
		})
	})
}
