package app_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// inTechnicians returns a row of the technicians' list.
func inTechnicians(t *testing.T, e *gatehousetest.Env, actor gatehouse.Actor, id gatehouse.PersonID) gatehouse.Technician {
	t.Helper()
	row, err := e.Technicians.Get(t.Context(), actor, id)
	wantCode(t, "read the technician", err, "")
	return row
}

// openSite makes a site that lets technicians in without approval.
func openSite(t *testing.T, e *gatehousetest.Env, by gatehouse.Actor, name string) gatehouse.SiteID {
	t.Helper()
	id, err := e.Sites.Create(t.Context(), by, "", app.NewSite{
		SiteInput:        gatehouse.SiteInput{Name: name, Country: "DE", TimeZone: "Europe/Berlin"},
		TechnicianAccess: true,
	})
	wantCode(t, "create the site", err, "")
	return id
}

// TestTechnicianStatus does everything to technicians in every status: only Pending
// is revoked; Pending, Expired and Revoked are sent again; only Accepted is locked
// and unlocked; and every status is deleted (seed: Invitation status).
func TestTechnicianStatus(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		make := map[gatehouse.InvitationStatus]func(email string) gatehouse.PersonID{
			gatehouse.Pending:  func(email string) gatehouse.PersonID { return e.InviteTechnician(t, by, email) },
			gatehouse.Accepted: func(email string) gatehouse.PersonID { return e.Technician(t, by, email).Actor.Person },
			gatehouse.Revoked: func(email string) gatehouse.PersonID {
				id := e.InviteTechnician(t, by, email)
				results, err := e.Technicians.Revoke(t.Context(), by, "", ids(id))
				wantRows(t, "revoke", results, err, changed)
				return id
			},
			gatehouse.Expired: func(email string) gatehouse.PersonID {
				id := e.InviteTechnician(t, by, email)
				e.Exec(t, `UPDATE invitation SET expires_at = invited_at WHERE person_id = $1`, string(id))
				return id
			},
		}
		verbs := map[string]struct {
			do   func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)
			code gatehouse.Code
			good []gatehouse.InvitationStatus
			then gatehouse.InvitationStatus
		}{
			"revoke":      {e.Technicians.Revoke, gatehouse.CodeNotPending, []gatehouse.InvitationStatus{gatehouse.Pending}, gatehouse.Revoked},
			"resend":      {e.Technicians.Resend, gatehouse.CodeAlreadyAccepted, []gatehouse.InvitationStatus{gatehouse.Pending, gatehouse.Expired, gatehouse.Revoked}, gatehouse.Pending},
			"lock":        {e.Technicians.Lock, gatehouse.CodeNotAccepted, []gatehouse.InvitationStatus{gatehouse.Accepted}, gatehouse.Accepted},
			"endsessions": {e.Technicians.EndSessions, gatehouse.CodeNotAccepted, []gatehouse.InvitationStatus{gatehouse.Accepted}, gatehouse.Accepted},
			"delete":      {e.Technicians.Delete, "", gatehouse.InvitationStatuses(), ""},
		}
		for name, verb := range verbs {
			for status, create := range make {
				t.Run(name+" "+string(status), func(t *testing.T) {
					id := create(name + "." + string(status) + "@example.com")
					if got := inTechnicians(t, e, by, id).Status; got != status {
						t.Fatalf("begins as %s", got)
					}
					want, after := refused(verb.code), status
					for _, good := range verb.good {
						if good == status {
							want, after = changed, verb.then
						}
					}
					results, err := verb.do(t.Context(), by, "", ids(id))
					wantRows(t, name, results, err, want)
					if name == "delete" {
						_, err := e.Technicians.Get(t.Context(), by, id)
						wantCode(t, "a deleted technician", err, gatehouse.CodeNotFound)
						return
					}
					if got := inTechnicians(t, e, by, id).Status; got != after {
						t.Errorf("became %s, want %s", got, after)
					}
				})
			}
		}
	})
}

// TestTechnicianInvitationEnds expires after seven days and is sent again: the old
// link stays dead, the new one is good for another seven.
func TestTechnicianInvitationEnds(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		id := e.InviteTechnician(t, by, "tess@example.com")
		old := e.LinkToken(t, "tess@example.com")
		e.Clock.Advance(7*24*time.Hour - time.Minute)
		if got := inTechnicians(t, e, by, id).Status; got != gatehouse.Pending {
			t.Fatalf("a minute before the end it is %s", got)
		}
		e.Clock.Advance(time.Minute)
		if got := inTechnicians(t, e, by, id).Status; got != gatehouse.Expired {
			t.Fatalf("after seven days it is %s", got)
		}
		by = e.SignIn(t, "mara@meridian.example").Actor
		results, err := e.Technicians.Resend(t.Context(), by, "", ids(id))
		wantRows(t, "resend", results, err, changed)
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(old, "Tess"))
		wantCode(t, "the old link", err, gatehouse.CodeLinkDead)
		tess := e.AcceptAs(t, "tess@example.com", "Tess")
		if row := inTechnicians(t, e, by, id); row.Status != gatehouse.Accepted || row.Person.Lock.On() || tess.Actor.Person != id {
			t.Errorf("the row is %+v", row)
		}
	})
}

// TestT147NoSiteWithoutAssignment: an accepted technician of no site may do nothing
// anywhere, and stands at the partner's portal alone.
func TestT147NoSiteWithoutAssignment(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := openSite(t, e, by, "Harbour")
		tess := e.Technician(t, by, "tess@example.com")
		for _, action := range gatehouse.SiteActions() {
			explained, err := e.Assignments.Explain(t.Context(), by, tess.Actor.Person, site, action)
			wantCode(t, "explain", err, "")
			if explained.Access.Access {
				t.Errorf("%s is open", action)
			}
		}
		_, err := e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), tess.Token, gatehouse.Spot{Site: site})
		wantCode(t, "stand at the site", err, gatehouse.CodeNotFound)
		places, err := e.Sessions.Places(t.Context(), tess.Actor)
		wantCode(t, "places", err, "")
		if len(places) != 1 || places[0].Kind != gatehouse.PlaceTechnician {
			t.Errorf("the places are %+v", places)
		}
	})
}

// TestTechnicianLock closes the partner's portal and its sites, keeps everything,
// and opens both again (seed: Lock or unlock technician accounts).
func TestTechnicianLock(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := openSite(t, e, by, "Harbour")
		tess := e.Technician(t, by, "tess@example.com")
		id := tess.Actor.Person
		assignment := e.Assign(t, by, id, site, gatehouse.FullIncludingUsers)
		tess = e.SignIn(t, "tess@example.com")
		wantCode(t, "choose the site", e.Sessions.Choose(t.Context(), tess.Actor, gatehouse.Spot{Site: site}), "")
		home := e.SignIn(t, "tess@example.com")
		wantCode(t, "choose the portal", e.Sessions.Choose(t.Context(), home.Actor, gatehouse.Spot{Partner: by.Partner}), "")

		results, err := e.Technicians.Lock(t.Context(), by, "", app.Bulk{IDs: []gatehouse.PersonID{id}, Reason: "lost phone"})
		wantRows(t, "lock", results, err, changed)
		for _, token := range []string{tess.Token, home.Token} {
			_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), token)
			wantCode(t, "a session", err, gatehouse.CodeNotSignedIn)
			_, err = e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), token, gatehouse.Spot{Site: site})
			wantCode(t, "a session at the site", err, gatehouse.CodeNotSignedIn)
		}
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "tess@example.com", gatehousetest.Password)
		wantCode(t, "sign in while locked", err, gatehouse.CodeWrongCredentials)
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "tess@example.com", "a password that is wrong")
		wantCode(t, "guess while locked", err, gatehouse.CodeWrongCredentials)
		if diff := cmp.Diff([]gatehouse.Code{gatehouse.CodeAccountLocked, gatehouse.CodeWrongCredentials}, refusedSignIns(t, e, by.Partner)); diff != "" {
			t.Errorf("refused sign-ins on record (-want +got):\n%s", diff)
		}
		if e.Enters(t, by.Partner, id, site) {
			t.Error("the site is open")
		}
		row, err := e.Assignments.Get(t.Context(), by, assignment)
		wantCode(t, "read the assignment", err, "")
		if row.Assignment.Level != gatehouse.FullIncludingUsers || row.Assignment.PartnerLock.On() || !inTechnicians(t, e, by, id).Person.Lock.On() {
			t.Errorf("the assignment is %+v", row.Assignment)
		}

		results, err = e.Technicians.Unlock(t.Context(), by, "", ids(id))
		wantRows(t, "unlock", results, err, changed)
		_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), tess.Token)
		wantCode(t, "the session from before", err, gatehouse.CodeNotSignedIn)
		e.AtSite(t, e.SignIn(t, "tess@example.com"), site)
	})
}

// TestT156TwoPartners: a technician of two partners is two memberships, and what one
// partner does leaves the other alone.
func TestT156TwoPartners(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		a, b := w.a.Actor, w.b.Actor
		tess := e.Technician(t, a, "tess@example.com")
		ours, theirs := tess.Actor.Person, e.InviteTechnician(t, b, "tess@example.com")
		_, err := e.Invitations.Accept(t.Context(), tess.Actor, "", app.AcceptInput{Token: e.LinkToken(t, "tess@example.com")})
		wantCode(t, "accept at B", err, "")
		here, there := openSite(t, e, a, "Here"), openSite(t, e, b, "There")
		e.Assign(t, a, ours, here, gatehouse.DevicesOnly)
		e.Assign(t, b, theirs, there, gatehouse.DevicesOnly)
		tess = e.SignIn(t, "tess@example.com")
		places, err := e.Sessions.Places(t.Context(), tess.Actor)
		if wantCode(t, "places", err, ""); len(places) != 4 {
			t.Fatalf("the places are %+v", places)
		}
		before := rowsOf(t, e, b.Partner)
		results, err := e.Technicians.Lock(t.Context(), a, "", ids(ours))
		wantRows(t, "lock at A", results, err, changed)
		if diff := cmp.Diff(before["person"], rowsOf(t, e, b.Partner)["person"]); diff != "" {
			t.Errorf("B's people changed:\n%s", diff)
		}
		again := e.SignIn(t, "tess@example.com")
		e.AtSite(t, again, there)
		_, err = e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), again.Token, gatehouse.Spot{Site: here})
		wantCode(t, "stand at A's site", err, gatehouse.CodeNotFound)
		results, err = e.Technicians.Delete(t.Context(), a, "", ids(ours))
		wantRows(t, "delete at A", results, err, changed)
		if !e.Enters(t, b.Partner, theirs, there) || inTechnicians(t, e, b, theirs).Person.Lock.On() {
			t.Error("B's technician is locked by A")
		}
	})
}

// wantCounts holds what the list of sites counts against what it is to be.
func wantCounts(t *testing.T, e *gatehousetest.Env, site gatehouse.SiteID, technicians, waiting string) {
	t.Helper()
	got := e.Strings(t, `SELECT technicians, waiting FROM site WHERE id = $1`, string(site))
	if diff := cmp.Diff([][]string{{technicians, waiting}}, got); diff != "" {
		t.Errorf("the site's counts (-want +got):\n%s", diff)
	}
}

// TestT155DeletionMeetsAssignment: somebody deletes their account while they are
// being assigned. One comes first; no assignment is left of nobody.
func TestT155DeletionMeetsAssignment(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := openSite(t, e, by, "Harbour")
		lane := newLane(t, e)
		for n := range gatehousetest.Repeat(20) {
			tess := e.Technician(t, by, fmt.Sprintf("tess%d@example.com", n))
			leave := func(a *app.App) error {
				return a.Accounts.Delete(context.Background(), tess.Actor, string(tess.Account.Email), gatehousetest.Password)
			}
			assign := func(a *app.App) error {
				pair := app.Pair{Person: tess.Actor.Person, Site: site, Level: gatehouse.DevicesOnly}
				_, err := a.Assignments.Assign(context.Background(), by, "", []app.Pair{pair}, false)
				return err
			}
			if got := codes(lane.meet(t, by.Partner, assign, leave)); !slices.Equal(got, []gatehouse.Code{"", ""}) {
				t.Fatalf("round %d, assigned first: %v", n, got)
			}
			// The check of the password counts an attempt before the deletion itself,
			// so that the assignment may still come first.
			tess = e.Technician(t, by, fmt.Sprintf("pat%d@example.com", n))
			got := codes(lane.meet(t, by.Partner, leave, assign))
			if got[0] != "" || got[1] != "" && got[1] != gatehouse.CodeNotFound {
				t.Fatalf("round %d, deleted first: %v", n, got)
			}
			wantCode(t, "assign somebody gone", assign(e.App), gatehouse.CodeNotFound)
		}
		if left := e.Strings(t, `SELECT id FROM assignment`); len(left) > 0 {
			t.Errorf("assignments of nobody: %v", left)
		}
		wantCounts(t, e, site, "0", "0")
	})
}

// TestTechnicianDeletion removes everything that was of the technician, for good
// (seed: Delete technician accounts).
func TestTechnicianDeletion(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := e.NewSite(t, by, "Harbour")
		tess := e.Technician(t, by, "tess.traceless@example.com")
		e.Assign(t, by, tess.Actor.Person, site, gatehouse.FullIncludingUsers)
		wantCounts(t, e, site, "1", "1")
		results, err := e.Technicians.Delete(t.Context(), by, "", ids(tess.Actor.Person))
		wantRows(t, "delete", results, err, changed)
		wantCounts(t, e, site, "0", "0")
		_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), tess.Token)
		wantCode(t, "the session", err, gatehouse.CodeNotSignedIn)
		e.Deliver(t)
		wantCode(t, "clear up", e.Store.Scrub(t.Context()), "")
		wantNowhere(t, e, "the address", "tess.traceless@example.com")
		// Trying it leaves the address that was tried.
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "tess.traceless@example.com", gatehousetest.Password)
		wantCode(t, "sign in", err, gatehouse.CodeWrongCredentials)
	})
}

// TestPendingTechnicianAssigned: assigned before acceptance, somebody enters nothing
// until then and is mailed at acceptance, once; revoked, they lose the assignment;
// expired, they keep it (SPEC section 8).
func TestPendingTechnicianAssigned(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		one, two := openSite(t, e, by, "One"), openSite(t, e, by, "Two")
		mails := func(email string) []string {
			kinds := []string{}
			for _, row := range e.Strings(t, `SELECT kind FROM outbox WHERE email = $1 ORDER BY created_at, id`, email) {
				kinds = append(kinds, row[0])
			}
			return kinds
		}
		pairs := func(id gatehouse.PersonID) []app.Pair {
			return app.Pairs([]gatehouse.PersonID{id}, []gatehouse.SiteID{one, two}, gatehouse.DevicesOnly, gatehouse.Window{})
		}
		t.Run("OK accepted", func(t *testing.T) {
			id := e.InviteTechnician(t, by, "tess@example.com")
			_, err := e.Assignments.Assign(t.Context(), by, "", pairs(id), false)
			wantCode(t, "assign", err, "")
			if e.Enters(t, by.Partner, id, one) || len(mails("tess@example.com")) != 1 {
				t.Fatalf("a pending technician enters, or is mailed of it: %v", mails("tess@example.com"))
			}
			tess := e.AcceptAs(t, "tess@example.com", "Tess")
			if diff := cmp.Diff([]string{"invitation", "assigned"}, mails("tess@example.com")); diff != "" {
				t.Errorf("the mails (-want +got):\n%s", diff)
			}
			if !e.Enters(t, by.Partner, id, one) || !e.Enters(t, by.Partner, id, two) {
				t.Error("accepted, and still outside")
			}
			e.AtSite(t, tess, two)
		})
		t.Run("OK revoked", func(t *testing.T) {
			id := e.InviteTechnician(t, by, "rae@example.com")
			_, err := e.Assignments.Assign(t.Context(), by, "", pairs(id), false)
			wantCode(t, "assign", err, "")
			results, err := e.Technicians.Revoke(t.Context(), by, "", ids(id))
			wantRows(t, "revoke", results, err, changed)
			if row := inTechnicians(t, e, by, id); row.InvitedSites != 0 || row.Status != gatehouse.Revoked {
				t.Errorf("the row is %+v", row)
			}
			again, err := e.Assignments.Assign(t.Context(), by, "", pairs(id), false)
			if err != nil || again[0].Code != gatehouse.CodeNotInvited {
				t.Errorf("assigned while revoked: %+v, %v", again, err)
			}
		})
		t.Run("OK expired", func(t *testing.T) {
			id := e.InviteTechnician(t, by, "exa@example.com")
			_, err := e.Assignments.Assign(t.Context(), by, "", pairs(id), false)
			wantCode(t, "assign", err, "")
			e.Exec(t, `UPDATE invitation SET expires_at = invited_at WHERE person_id = $1`, string(id))
			if row := inTechnicians(t, e, by, id); row.InvitedSites != 2 || row.Status != gatehouse.Expired {
				t.Errorf("the row is %+v", row)
			}
		})
	})
}

// refusedSignIns returns why sign-ins of a partner's people were refused, as its
// administrators read it.
func refusedSignIns(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID) []gatehouse.Code {
	t.Helper()
	var codes []gatehouse.Code
	for _, event := range trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionSignIn, Outcome: gatehouse.Denied}) {
		codes = append(codes, event.Code)
	}
	return codes
}
