package app_test

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAuditActorless: the filter tells the installation from whoever was not signed
// in, and neither finds what a person did.
func TestAuditActorless(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		_, err := e.Partners.Invite(t.Context(), gatehousetest.Operator(), string(partner), "second@meridian.example")
		wantCode(t, "invite", err, "")
		found := map[string]int{}
		for _, who := range []string{gatehouse.ActorInstallation, gatehouse.ActorStranger} {
			for _, event := range trail(t, e, partner, gatehouse.AuditFilter{Actor: who}) {
				byMachine := event.Via == gatehouse.ViaCommandLine || event.Via == gatehouse.ViaJob
				if event.Actor != "" || byMachine != (who == gatehouse.ActorInstallation) {
					t.Errorf("%s finds %+v", who, event)
				}
				found[who]++
			}
		}
		all := 0
		for _, event := range trail(t, e, partner, gatehouse.AuditFilter{}) {
			if event.Actor == "" {
				all++
			}
		}
		if found[gatehouse.ActorInstallation] == 0 || found[gatehouse.ActorInstallation]+found[gatehouse.ActorStranger] != all {
			t.Errorf("found are %v of %d", found, all)
		}
	})
}

// TestOwnerStandsNowhere: what is done where one stands is refused to the owner of the
// installation, and never answered as if it had been done.
func TestOwnerStandsNowhere(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		owner := gatehousetest.Operator()
		owner.Partner = master.Actor.Partner
		_, err := e.Admins.Lock(t.Context(), owner, "", app.Bulk{IDs: []gatehouse.PersonID{master.Actor.Person}})
		wantCode(t, "lock", err, gatehouse.CodePlaceNotChosen)
		_, err = e.Technicians.Invite(t.Context(), owner, "", []string{"tess@meridian.example"}, false)
		wantCode(t, "invite", err, gatehouse.CodePlaceNotChosen)
		_, err = e.Assignments.SetPartnerLocks(t.Context(), owner, "", app.PartnerLocks{Person: master.Actor.Person, Locked: map[gatehouse.AssignmentID]bool{"any": true}})
		wantCode(t, "lock at a site", err, gatehouse.CodePlaceNotChosen)
	})
}
