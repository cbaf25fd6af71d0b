package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT229TracesOfTheAddressAlone: an address also stands where no person is named,
// in the event of a row that was refused before there was one, and spelled as JSON
// spells it in stored answers.
func TestT229TracesOfTheAddressAlone(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		admin := e.Join(t, master.Actor, "anton@meridian.example", gatehouse.PartnerAdmin)
		const email = "rose&thorn@meridian.example"
		results, err := e.Admins.Invite(t.Context(), admin.Actor, "", invitee(email, gatehouse.PartnerMaster), false)
		wantRows(t, "invite above the own role", results, err, refused(gatehouse.CodeRoleAboveYours))
		results, err = e.Admins.Invite(t.Context(), admin.Actor, "invite", invitee(email, gatehouse.PartnerObserver), false)
		wantRows(t, "invite", results, err, changed)
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "accept", e.Newcomer(e.LinkToken(t, email), "Rose"))
		wantCode(t, "accept", err, "")

		results, err = e.Admins.Delete(t.Context(), master.Actor, "", ids(results.Rows[0].ID))
		wantRows(t, "delete", results, err, changed)
		e.Deliver(t)
		wantCode(t, "clear up", e.Store.Scrub(t.Context()), "")
		wantNowhere(t, e, "the address", "thorn@meridian.example")
	})
}

// TestI08ADeletionLeavesTheAnswersOfOthers: what another partner was answered about
// the same address, or this one about a longer address, is answered again.
func TestI08ADeletionLeavesTheAnswersOfOthers(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		const email, longer = "shared@meridian.example", "un.shared@meridian.example"
		id := e.Invite(t, w.a.Actor, email, gatehouse.PartnerObserver)
		for what, kept := range map[string]struct {
			actor gatehouse.Actor
			email string
		}{
			"another partner's": {w.b.Actor, email},
			"a longer address":  {w.a.Actor, longer},
		} {
			first, err := e.Admins.Invite(t.Context(), kept.actor, "key", invitee(kept.email, gatehouse.PartnerObserver), false)
			wantRows(t, what, first, err, changed)
			results, err := e.Admins.Delete(t.Context(), w.a.Actor, "", ids(id))
			wantRows(t, "delete", results, err, changed)
			again, err := e.Admins.Invite(t.Context(), kept.actor, "key", invitee(kept.email, gatehouse.PartnerObserver), false)
			wantCode(t, what, err, "")
			if diff := cmp.Diff(first, again); diff != "" {
				t.Errorf("%s answer is not the same any more (-first +again):\n%s", what, diff)
			}
			id = e.Invite(t, w.a.Actor, email, gatehouse.PartnerObserver)
		}
	})
}
