package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestSiteSeesNoOffer: that the partner offers one of its technicians a role is told to the
// partner's people, and not to those of a site, nor to a key of theirs.
func TestSiteSeesNoOffer(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := openSite(t, e, by, "Harbour")
		sam := e.SiteMember(t, by, site, "sam@site.example", gatehouse.SiteMaster)
		tess := e.SiteTechnician(t, by, site, "tess@example.com", gatehouse.FullIncludingUsers)
		key := e.NewKey(t, sam.Actor, gatehouse.KeyDecisions)
		explained := func(actor gatehouse.Actor) []gatehouse.GateState {
			t.Helper()
			found, err := e.Assignments.Explain(t.Context(), actor, tess.Actor.Person, site, gatehouse.SiteEnter)
			wantCode(t, "explain", err, "")
			var gates []gatehouse.GateState
			for _, gate := range found.Gates {
				gates = append(gates, gate.GateState)
			}
			return gates
		}
		reasons := func() []gatehouse.GateState {
			t.Helper()
			q := app.Question{Subject: "tess@example.com", Site: site, Action: gatehouse.SiteEnter, Reasons: true}
			_, v, err := e.Decisions.Evaluate(t.Context(), gatehousetest.Stranger(), key.Token, q)
			wantCode(t, "ask for reasons", err, "")
			return v.Gates
		}
		mine, theirs, asked := explained(by), explained(sam.Actor), reasons()
		e.Invite(t, by, "tess@example.com", gatehouse.PartnerMaster)
		if diff := cmp.Diff(mine, explained(by)); diff == "" {
			t.Error("the partner does not see who can lock a person who is offered a role")
		}
		if diff := cmp.Diff(theirs, explained(sam.Actor)); diff != "" {
			t.Errorf("the site's people see the offer (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(asked, reasons()); diff != "" {
			t.Errorf("a key of the site sees the offer (-before +after):\n%s", diff)
		}
	})
}
