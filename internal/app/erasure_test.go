package app_test

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT229ErasedIsNowhere: after the last membership is deleted, name and address
// stand in no table and in no file, whatever the person did and whatever was done
// to them; the call's own answer, kept for its key, is no exception.
func TestT229ErasedIsNowhere(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		const email, name = "wilhelmina.erased@meridian.example", "Wilhelmina Vanishing"
		e.Invite(t, master.Actor, email, gatehouse.PartnerAdmin)
		done, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "accept", e.Newcomer(e.LinkToken(t, email), name))
		wantCode(t, "accept", err, "")
		person, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), done.Token)
		wantCode(t, "use the session", err, "")
		// She invites, fails to sign in, is refused, is demoted, locked and unlocked.
		results, err := e.Admins.Invite(t.Context(), person, "invite", invitee("other@meridian.example", gatehouse.PartnerObserver), false)
		wantRows(t, "invite", results, err, changed)
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, "a wrong password, quite wrong")
		wantCode(t, "sign in", err, gatehouse.CodeWrongCredentials)
		results, err = e.Admins.Revoke(t.Context(), person, "revoke", ids(master.Actor.Person))
		wantRows(t, "revoke", results, err, refused(gatehouse.CodeRoleAboveYours))
		id := ids(person.Person)
		results, err = e.Admins.ChangeRole(t.Context(), master.Actor, "role", id, gatehouse.PartnerOperator)
		wantRows(t, "demote", results, err, changed)
		for _, step := range []bulkCall{e.Admins.Lock, e.Admins.Unlock} {
			id.Reason = "Wilhelmina Vanishing is away"
			results, err = step(t.Context(), master.Actor, "", id)
			wantRows(t, "lock, unlock", results, err, changed)
		}
		e.Deliver(t)

		results, err = e.Admins.Delete(t.Context(), master.Actor, "delete", app.Bulk{IDs: id.IDs})
		wantRows(t, "delete", results, err, changed)
		e.Deliver(t) // the last mail tells her
		for range 2 {
			again, err := e.Admins.Delete(t.Context(), master.Actor, "delete", app.Bulk{IDs: id.IDs})
			wantRows(t, "delete again", again, err, changed)
		}
		wantCode(t, "clear up", e.Store.Scrub(t.Context()), "")
		for what, text := range map[string]string{"the address": email, "the name": name, "a part of the name": "Wilhelmina"} {
			wantNowhere(t, e, what, text)
		}
	})
}
