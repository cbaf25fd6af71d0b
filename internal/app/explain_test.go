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
		// Not accepted yet: of two invitations the later one is told.
		tess := e.InviteTechnician(t, by, "tess@example.com")
		e.Assign(t, by, tess, site, gatehouse.FullIncludingUsers)
		key := e.NewKey(t, sam.Actor, gatehouse.KeyDecisions)
		explained := func(actor gatehouse.Actor) []gatehouse.GateState {
			t.Helper()
			found, err := e.Assignments.Explain(t.Context(), actor, tess, site, gatehouse.SiteEnter)
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
			t.Error("the partner does not see which invitation is to be accepted")
		}
		if diff := cmp.Diff(theirs, explained(sam.Actor)); diff != "" {
			t.Errorf("the site's people see the offer (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(asked, reasons()); diff != "" {
			t.Errorf("a key of the site sees the offer (-before +after):\n%s", diff)
		}
	})
}

// TestExplainTellsWhy: every lock that is on tells its reason, to the partner's people and
// to those of the site; why the partner locked the account is the partner's own.
func TestExplainTellsWhy(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := openSite(t, e, by, "Harbour")
		sam := e.SiteMember(t, by, site, "sam@site.example", gatehouse.SiteMaster)
		tess := e.SiteTechnician(t, by, site, "tess@example.com", gatehouse.FullIncludingUsers).Actor.Person
		olga := e.SiteMember(t, by, site, "olga@site.example", gatehouse.SiteObserver).Actor.Person
		rows, err := e.Assignments.List(t.Context(), by, gatehouse.AssignmentFilter{Person: tess}, app.Page{})
		wantCode(t, "list", err, "")
		ids := app.AssignmentBulk{IDs: []gatehouse.AssignmentID{rows.Items[0].Assignment.ID}}
		_, err = e.Assignments.Change(t.Context(), by, "", ids, app.AssignmentPatch{PartnerLocked: new(true), Reason: "bill unpaid"})
		wantCode(t, "the partner's lock", err, "")
		_, err = e.Assignments.Change(t.Context(), sam.Actor, "", ids, app.AssignmentPatch{SiteLocked: new(true), Reason: "works finished"})
		wantCode(t, "the site's lock", err, "")
		_, err = e.Technicians.Lock(t.Context(), by, "", app.Bulk{IDs: []gatehouse.PersonID{tess}, Reason: "laptop stolen"})
		wantCode(t, "the account's lock", err, "")
		_, err = e.SiteAdmins.Lock(t.Context(), sam.Actor, "", site, app.Bulk{IDs: []gatehouse.PersonID{olga}, Reason: "on leave"})
		wantCode(t, "the lock of the site's administrator", err, "")

		reasons := func(actor gatehouse.Actor, person gatehouse.PersonID) map[gatehouse.Gate]string {
			t.Helper()
			found, err := e.Assignments.Explain(t.Context(), actor, person, site, gatehouse.SiteEnter)
			wantCode(t, "explain", err, "")
			told := map[gatehouse.Gate]string{}
			for _, gate := range found.Gates {
				if gate.Reason != "" {
					told[gate.Gate] = gate.Reason
				}
			}
			return told
		}
		seen := map[gatehouse.Gate]string{gatehouse.GatePartnerLock: "bill unpaid", gatehouse.GateSiteLock: "works finished"}
		if diff := cmp.Diff(seen, reasons(sam.Actor, tess)); diff != "" {
			t.Errorf("at the site the reasons are (-want +got):\n%s", diff)
		}
		seen[gatehouse.GateAccountLock] = "laptop stolen"
		if diff := cmp.Diff(seen, reasons(by, tess)); diff != "" {
			t.Errorf("at the partner the reasons are (-want +got):\n%s", diff)
		}
		for _, actor := range []gatehouse.Actor{by, sam.Actor} {
			if diff := cmp.Diff(map[gatehouse.Gate]string{gatehouse.GateSiteAdminLock: "on leave"}, reasons(actor, olga)); diff != "" {
				t.Errorf("of an administrator the reasons are (-want +got):\n%s", diff)
			}
		}
	})
}

// TestOfferedTechnician: a technician who is offered a role stays a technician until they
// accept it: the same people assign and lock them, and Access explained names these.
func TestOfferedTechnician(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		operator := e.Join(t, by, "otto@meridian.example", gatehouse.PartnerOperator).Actor
		one, two := openSite(t, e, by, "One"), openSite(t, e, by, "Two")
		id := e.Technician(t, by, "tess@example.com").Actor.Person
		assignment := e.Assign(t, operator, id, one, gatehouse.DevicesOnly)
		whoCanLock := func() gatehouse.Changer {
			t.Helper()
			found, err := e.Assignments.Explain(t.Context(), by, id, one, gatehouse.SiteEnter)
			wantCode(t, "explain", err, "")
			for _, gate := range found.Gates {
				if gate.Gate == gatehouse.GatePartnerLock {
					return gate.WhoCanChange
				}
			}
			return ""
		}
		lock := func(on bool) error {
			_, err := e.Assignments.SetPartnerLocks(t.Context(), operator, "", app.PartnerLocks{Person: id, Locked: map[gatehouse.AssignmentID]bool{assignment: on}})
			return err
		}
		e.Invite(t, by, "tess@example.com", gatehouse.PartnerAdmin)
		link := e.OutboxToken(t, "tess@example.com")
		if got := whoCanLock(); got != gatehouse.ByPartnerOperators {
			t.Errorf("offered a role, %s can lock", got)
		}
		wantCode(t, "lock", lock(true), "")
		wantCode(t, "unlock", lock(false), "")
		e.Assign(t, operator, id, two, gatehouse.DevicesOnly)
		_, err := e.Invitations.Accept(t.Context(), e.SignIn(t, "tess@example.com").Actor, "", app.AcceptInput{Token: link})
		wantCode(t, "accept", err, "")
		if got := whoCanLock(); got != gatehouse.ByPartnerAdmins {
			t.Errorf("with a role, %s can lock", got)
		}
	})
}
