package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestInviteSaysAlso: whoever is invited as one of the two, and is the other already or
// invited as that, is told of before and after. A site does not learn it.
func TestInviteSaysAlso(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		e.Join(t, master.Actor, "adam@meridian.example", gatehouse.PartnerAdmin)
		e.Invite(t, master.Actor, "asked@meridian.example", gatehouse.PartnerObserver)
		gone := e.Invite(t, master.Actor, "gone@meridian.example", gatehouse.PartnerObserver)
		if _, err := e.Admins.Revoke(t.Context(), master.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{gone}}); err != nil {
			t.Fatal(err)
		}
		e.Technician(t, master.Actor, "tess@meridian.example")
		addresses := []string{"adam@meridian.example", "asked@meridian.example", "gone@meridian.example", "tess@meridian.example", "new@meridian.example"}
		want := []gatehouse.InvitationKind{gatehouse.InviteAdmin, gatehouse.InviteAdmin, "", "", ""}
		for _, dry := range []bool{true, false} {
			results, err := e.Technicians.Invite(t.Context(), master.Actor, "", addresses, dry)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, alsoOf(results)); diff != "" {
				t.Errorf("as technicians, dry run %v (-want +got):\n%s", dry, diff)
			}
		}
		results, err := e.Admins.Invite(t.Context(), master.Actor, "", []app.Invitee{{Email: "tess@meridian.example", Role: "observer"}}, true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]gatehouse.InvitationKind{gatehouse.InviteTechnician}, alsoOf(results)); diff != "" {
			t.Errorf("as administrator (-want +got):\n%s", diff)
		}
		site := e.NewSite(t, master.Actor, "Harbour Tower")
		results, err = e.SiteAdmins.Invite(t.Context(), master.Actor, "", site, []app.Invitee{{Email: "tess@meridian.example", Role: "observer"}}, true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]gatehouse.InvitationKind{""}, alsoOf(results)); diff != "" {
			t.Errorf("at a site (-want +got):\n%s", diff)
		}
	})
}

func alsoOf(results gatehouse.Results) []gatehouse.InvitationKind {
	kinds := []gatehouse.InvitationKind{}
	for _, row := range results.Rows {
		kinds = append(kinds, row.Also)
	}
	return kinds
}
