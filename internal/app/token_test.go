package app_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestT002GuessedTokens(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.Invite(t, master.Actor, "bob@meridian.example", gatehouse.PartnerObserver)
		token := e.LinkToken(t, "bob@meridian.example")
		guesses := []string{auth.NewToken(), "", " " + token, token + "=", strings.ToUpper(token), token + "\x00", "\xff", strings.Repeat("A", 1<<16), auth.HashToken(token)}
		for i := range token {
			other := byte('A')
			if token[i] == other {
				other = 'B'
			}
			guesses = append(guesses, token[:i]+string(other)+token[i+1:])
		}
		for _, guess := range guesses {
			_, lookup := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), guess)
			_, accept := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(guess, "Guesser"))
			for _, err := range []error{lookup, accept} {
				if diff := cmp.Diff(error(gatehouse.E(gatehouse.CodeLinkDead)), err); diff != "" {
					t.Fatalf("token %.50q (-want +got):\n%s", guess, diff)
				}
			}
		}
		wantStatus(t, e, master.Actor.Partner, id, gatehouse.Pending)

		t.Run("OK every guess is counted for its network address", func(t *testing.T) {
			got := e.Strings(t, `SELECT count FROM throttle WHERE scope = 'dead_link' AND subject = '192.0.2.1'`)
			if want := [][]string{{fmt.Sprint(2 * len(guesses))}}; !cmp.Equal(want, got) {
				t.Errorf("counted %v, want %v", got, want)
			}
		})
		t.Run("Err too many guesses from one network address", func(t *testing.T) {
			e.Exec(t, `UPDATE throttle SET count = $1 WHERE scope = 'dead_link'`, gatehouse.DeadLinks-1)
			neighbour := gatehousetest.Stranger()
			neighbour.Origin.Address = "192.0.2.2"
			for actor, want := range map[*gatehouse.Actor][]gatehouse.Code{
				{Origin: gatehouse.Origin{Address: "192.0.2.1"}}: {gatehouse.CodeLinkDead, gatehouse.CodeTooManyRequests, gatehouse.CodeTooManyRequests},
				&neighbour: {gatehouse.CodeLinkDead, gatehouse.CodeLinkDead},
			} {
				for _, code := range want {
					_, err := e.Invitations.Lookup(t.Context(), *actor, auth.NewToken())
					wantCode(t, "look up", err, code)
					if code == gatehouse.CodeTooManyRequests && problem(t, err).RetryAfter <= 0 {
						t.Error("no word on when to try again")
					}
				}
			}
			if _, err := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), token); err != nil {
				t.Errorf("whoever has the right link is shut out with the guesser: %v", err)
			}
			e.Clock.Advance(gatehouse.DeadLinkWindow)
			_, err := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), auth.NewToken())
			wantCode(t, "an hour later", err, gatehouse.CodeLinkDead)
		})
	})
}

// forms returns the spellings of a secret that could give it away.
func forms(secret string) map[string]string {
	return map[string]string{
		"itself":        secret,
		"in base64":     base64.StdEncoding.EncodeToString([]byte(secret)),
		"in base64url":  base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"in hex":        hex.EncodeToString([]byte(secret)),
		"URL-escaped":   url.QueryEscape(secret),
		"decoded":       decoded(secret),
		"decoded, hex":  hex.EncodeToString([]byte(decoded(secret))),
		"decoded, \\x…": `\x` + hex.EncodeToString([]byte(secret)),
	}
}

func decoded(secret string) string {
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil {
		return secret
	}
	return string(raw)
}

// wantNowhere fails the test when a secret stands in any column of any table or,
// on SQLite, anywhere in the database's files.
func wantNowhere(t *testing.T, e *gatehousetest.Env, what, secret string) {
	t.Helper()
	columns := 0
	for _, table := range e.Tables(t) {
		for _, stored := range e.Strings(t, `SELECT * FROM "`+table+`"`) {
			for _, value := range stored {
				columns++
				for form, text := range forms(secret) {
					if strings.Contains(value, text) {
						t.Errorf("%s stands %s in the table %s", what, form, table)
					}
				}
			}
		}
	}
	if columns < 50 {
		t.Fatalf("only %d columns were looked at", columns)
	}
	if e.Engine != gatehousetest.SQLite {
		return
	}
	path := strings.TrimPrefix(e.DatabaseURL, "sqlite:")
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		for form, text := range forms(secret) {
			if strings.Contains(string(content), text) {
				t.Errorf("%s stands %s in the file %s", what, form, "gatehouse.db"+suffix)
			}
		}
	}
}

func TestT017TokensAreNowhere(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		link, _, err := e.Setup.NewLink(t.Context())
		wantCode(t, "set-up link", err, "")
		setup := gatehousetest.TokenOf(t, link)
		done, err := e.Setup.Complete(t.Context(), gatehousetest.Stranger(), "set-up", app.SetupInput{
			Token: setup, Partner: "Meridian Access", Name: "Mara", Email: "mara@meridian.example", Password: gatehousetest.Password,
		})
		wantCode(t, "set up", err, "")
		wantNowhere(t, e, "the set-up link's token", setup)
		wantNowhere(t, e, "the session's token", done.Token)
		wantNowhere(t, e, "the password", gatehousetest.Password)

		actor, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), done.Token)
		wantCode(t, "use the session", err, "")
		results, err := e.Admins.Invite(t.Context(), actor, "invite", invitee("bob@meridian.example", gatehouse.PartnerObserver), false)
		wantRows(t, "invite", results, err, changed)
		token := e.OutboxToken(t, "bob@meridian.example")
		wantNowhere(t, e, "the token of a queued mail", token)

		e.Deliver(t)
		sealed := e.Strings(t, `SELECT state, token FROM outbox WHERE email = 'bob@meridian.example'`)
		if want := [][]string{{"sent", ""}}; !cmp.Equal(want, sealed) {
			t.Errorf("after sending the outbox has %q, want %q", sealed, want)
		}
		accepted, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "accept", e.Newcomer(token, "Bob"))
		wantCode(t, "accept", err, "")
		_, err = e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), token)
		wantCode(t, "the used link", err, gatehouse.CodeLinkDead)
		wantNowhere(t, e, "the used token", token)
		wantNowhere(t, e, "the newcomer's session", accepted.Token)

		for _, value := range []any{results, accepted.Account, accepted.Session} {
			if text := fmt.Sprintf("%+v", value); strings.Contains(text, token) || strings.Contains(text, accepted.Token) {
				t.Errorf("an answer holds a token: %s", text)
			}
		}
	})
}

func TestT031TwoInvitations(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		other := e.NewPartner(t, "Northgate", "nora@northgate.example")
		e.Invite(t, master.Actor, "x@meridian.example", gatehouse.PartnerAdmin)
		e.Invite(t, other.Actor, "y@northgate.example", gatehouse.PartnerObserver)
		for email, want := range map[string]app.Offer{
			"x@meridian.example":  {Partner: gatehouse.Partner{ID: master.Actor.Partner, Name: "Meridian Access"}, InvitedByName: "Mara Master"},
			"y@northgate.example": {Partner: gatehouse.Partner{ID: other.Actor.Partner, Name: "Northgate"}, InvitedByName: "Master of Northgate"},
		} {
			token := e.LinkToken(t, email)
			got, err := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), token)
			if err != nil || string(got.Invitation.Email) != email || got.Partner.ID != want.Partner.ID || got.Partner.Name != want.Partner.Name || got.InvitedByName != want.InvitedByName {
				t.Errorf("%s is shown %+v, %v", email, got, err)
			}
			done, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Somebody"))
			if err != nil || done.Partner != want.Partner.ID || string(done.Account.Email) != email || done.Role != got.Invitation.Role {
				t.Errorf("%s became %+v, %v", email, done, err)
			}
		}
	})
}
