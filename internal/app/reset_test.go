package app_test

import (
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT040ResetLinks: a link to a new password is good once, until a newer one, a new
// password, a lock or half an hour later; and it is stored as a hash.
func TestT040ResetLinks(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		ask := func(email string) string {
			wantCode(t, "ask", e.Resets.Request(t.Context(), gatehousetest.Stranger(), email), "")
			return e.OutboxToken(t, email)
		}
		complete := func(token string) error {
			return e.Resets.Complete(t.Context(), gatehousetest.Stranger(), token, otherPassword)
		}
		for name, kill := range map[string]func(*testing.T, gatehousetest.Member, string){
			"ErrUsed": func(t *testing.T, _ gatehousetest.Member, token string) {
				wantCode(t, "the first use", complete(token), "")
			},
			"ErrSuperseded": func(_ *testing.T, m gatehousetest.Member, _ string) { ask(string(m.Account.Email)) },
			"ErrPasswordChanged": func(t *testing.T, m gatehousetest.Member, _ string) {
				_, err := e.Accounts.ChangePassword(t.Context(), m.Actor, gatehousetest.Password, otherPassword)
				wantCode(t, "change the password", err, "")
			},
			"ErrLocked": func(t *testing.T, m gatehousetest.Member, _ string) {
				wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), master.Actor, "", ids(m.Actor.Person))), "")
			},
			"ErrDeleted": func(t *testing.T, m gatehousetest.Member, _ string) {
				wantCode(t, "delete", rowError(e.Admins.Delete(t.Context(), master.Actor, "", ids(m.Actor.Person))), "")
			},
		} {
			t.Run(name, func(t *testing.T) {
				m := e.Join(t, master.Actor, strings.ToLower(name)+"@meridian.example", gatehouse.PartnerObserver)
				token := ask(string(m.Account.Email))
				wantNowhere(t, e, "the link", token)
				wantCode(t, "open", e.Resets.Check(t.Context(), token), "")
				kill(t, m, token)
				wantCode(t, "open the dead link", e.Resets.Check(t.Context(), token), gatehouse.CodeLinkDead)
				wantCode(t, "use the dead link", complete(token), gatehouse.CodeLinkDead)
			})
		}
		t.Run("ErrTooLate", func(t *testing.T) {
			e.Join(t, master.Actor, "late@meridian.example", gatehouse.PartnerObserver)
			token := ask("late@meridian.example")
			e.Clock.Advance(gatehouse.ResetLinkTTL)
			wantCode(t, "open", e.Resets.Check(t.Context(), token), gatehouse.CodeLinkDead)
			wantCode(t, "use", complete(token), gatehouse.CodeLinkDead)
		})
	})
}

// TestResetRequestsOfOneNetworkAddress: whoever asks too often is sent away, for
// whichever address; one address gets a few mails an hour.
func TestResetRequestsOfOneNetworkAddress(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		e.SetUp(t)
		got := answers(gatehouse.ResetRequests, 1, func(int) error {
			return e.Resets.Request(t.Context(), from("203.0.113.9"), "mara@meridian.example")
		})
		if got[""] != gatehouse.ResetRequests {
			t.Errorf("answered %v", got)
		}
		if mails := e.Strings(t, `SELECT id FROM outbox WHERE kind = 'password_reset'`); len(mails) != gatehouse.ResetMails {
			t.Errorf("%d mails are written, want %d", len(mails), gatehouse.ResetMails)
		}
		for _, email := range []string{"mara@meridian.example", "unknown@meridian.example"} {
			wantCode(t, "one more", e.Resets.Request(t.Context(), from("203.0.113.9"), email), gatehouse.CodeTooManyRequests)
			wantCode(t, "from elsewhere", e.Resets.Request(t.Context(), from("203.0.113.10"), email), "")
		}
	})
}
