package app_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// atOpenSite is a site without approval, its Master standing there, and a technician.
func atOpenSite(t *testing.T, e *gatehousetest.Env) (by gatehouse.Actor, site gatehouse.SiteID, owner, tess gatehousetest.Member) {
	t.Helper()
	by = e.SetUp(t).Actor
	site = openSite(t, e, by, "Harbour")
	return by, site, e.JoinSite(t, by, site, "olga@site.example", gatehouse.SiteMaster), e.Technician(t, by, "tess@example.com")
}

// TestWindowEndKillsSessions lets a window end by itself: a session of before stays
// dead when the site opens the window again (SPEC section 5).
func TestWindowEndKillsSessions(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by, site, owner, tess := atOpenSite(t, e)
		id := e.Assign(t, by, tess.Actor.Person, site, gatehouse.DevicesOnly)
		now, err := e.Store.Now(t.Context())
		wantCode(t, "now", err, "")
		change := func(w gatehouse.Window) {
			t.Helper()
			_, err := e.Assignments.Change(t.Context(), owner.Actor, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{id}}, app.AssignmentPatch{Window: &w})
			wantCode(t, "change the window", err, "")
		}
		change(gatehouse.Window{EndsAt: now.Add(10 * time.Minute)})
		wantCode(t, "stand at the site", e.Sessions.Choose(t.Context(), tess.Actor, gatehouse.Spot{Site: site}), "")
		e.Clock.Advance(11 * time.Minute)
		_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), tess.Token)
		wantCode(t, "after the end", err, gatehouse.CodeNotSignedIn)
		change(gatehouse.Window{})
		_, err = e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), tess.Token)
		wantCode(t, "the session of before", err, gatehouse.CodeNotSignedIn)
		e.AtSite(t, e.SignIn(t, "tess@example.com"), site)
	})
}

// TestSiteEndsItsAdministrator removes somebody who was the site's administrator: as
// technician they come back waiting, also with approval automatic (SPEC section 8).
func TestSiteEndsItsAdministrator(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by, site, owner, tess := atOpenSite(t, e)
		assigned := func(t *testing.T, person gatehouse.PersonID) app.PairResult {
			t.Helper()
			results, err := e.Assignments.Assign(t.Context(), by, "", []app.Pair{{Person: person, Site: site, Level: gatehouse.DevicesOnly}}, false)
			wantCode(t, "assign", err, "")
			return results[0]
		}
		join := func(t *testing.T, m gatehousetest.Member) {
			t.Helper()
			e.InviteToSite(t, by, site, string(m.Account.Email), gatehouse.SiteOperator)
			_, err := e.Invitations.Accept(t.Context(), e.Again(t, m), "", app.AcceptInput{Token: e.OutboxToken(t, string(m.Account.Email))})
			wantCode(t, "accept", err, "")
		}
		t.Run("OK removed by the site", func(t *testing.T) {
			join(t, tess)
			_, err := e.SiteAdmins.Delete(t.Context(), owner.Actor, "", site, ids(tess.Actor.Person))
			wantCode(t, "remove", err, "")
			if got := assigned(t, tess.Actor.Person); got.Outcome != gatehouse.Changed || !got.Waiting {
				t.Errorf("the assignment is %+v", got)
			}
		})
		t.Run("OK locked there and removed by the partner", func(t *testing.T) {
			tom := e.Technician(t, by, "tom@example.com")
			join(t, tom)
			_, err := e.SiteAdmins.Lock(t.Context(), owner.Actor, "", site, ids(tom.Actor.Person))
			wantCode(t, "lock", err, "")
			_, err = e.SiteAdmins.Delete(t.Context(), by, "", site, ids(tom.Actor.Person))
			wantCode(t, "remove", err, "")
			if got := assigned(t, tom.Actor.Person); !got.Waiting {
				t.Errorf("the assignment is %+v", got)
			}
		})
		t.Run("OK removed by the partner", func(t *testing.T) {
			tina := e.Technician(t, by, "tina@example.com")
			join(t, tina)
			_, err := e.SiteAdmins.Delete(t.Context(), by, "", site, ids(tina.Actor.Person))
			wantCode(t, "remove", err, "")
			if got := assigned(t, tina.Actor.Person); got.Waiting {
				t.Errorf("the assignment is %+v", got)
			}
		})
	})
}

// TestAcceptWhereOneStands accepts a site's invitation with a session that stands at
// that site by an assignment, which ends with it.
func TestAcceptWhereOneStands(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by, site, owner, tess := atOpenSite(t, e)
		e.Assign(t, by, tess.Actor.Person, site, gatehouse.FullIncludingUsers)
		wantCode(t, "stand at the site", e.Sessions.Choose(t.Context(), tess.Actor, gatehouse.Spot{Site: site}), "")
		there := e.AtSite(t, tess, site)
		e.InviteToSite(t, owner.Actor, site, "tess@example.com", gatehouse.SiteObserver)
		_, err := e.Invitations.Accept(t.Context(), there.Actor, "", app.AcceptInput{Token: e.OutboxToken(t, "tess@example.com")})
		wantCode(t, "accept", err, "")
		actor, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), tess.Token)
		wantCode(t, "the session goes on", err, "")
		if actor.Site != site || actor.At.Way != gatehouse.WaySiteAdmin || actor.At.Role != gatehouse.SiteObserver {
			t.Errorf("the session stands at %s as %+v", actor.Site, actor.At)
		}
	})
}

// TestReasonIsAudited holds that the reason of a lock stands in its event, whichever
// list it was set from.
func TestReasonIsAudited(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by, site, owner, tess := atOpenSite(t, e)
		sam := e.JoinSite(t, by, site, "sam@site.example", gatehouse.SiteObserver)
		lock := func(m gatehousetest.Member) app.Bulk {
			return app.Bulk{IDs: []gatehouse.PersonID{m.Actor.Person}, Reason: "lost a key"}
		}
		_, err := e.Technicians.Lock(t.Context(), by, "", lock(tess))
		wantCode(t, "lock the technician", err, "")
		_, err = e.SiteAdmins.Lock(t.Context(), owner.Actor, "", site, lock(sam))
		wantCode(t, "lock the administrator", err, "")
		for _, action := range []gatehouse.Action{gatehouse.ActionTechnicianLock, gatehouse.ActionSiteAdminLock} {
			events := trail(t, e, by.Partner, gatehouse.AuditFilter{Action: action})
			if len(events) != 1 || events[0].Context.Reason != "lost a key" {
				t.Errorf("the events of %s are %+v", action, events)
			}
		}
	})
}

// TestWindowOutlivesTheAssignment takes an assignment away and gives it anew without
// an end: the site's window still bounds it (SPEC section 8).
func TestWindowOutlivesTheAssignment(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by, site, owner, tess := atOpenSite(t, e)
		id := e.Assign(t, by, tess.Actor.Person, site, gatehouse.DevicesOnly)
		now, err := e.Store.Now(t.Context())
		wantCode(t, "now", err, "")
		rows := app.AssignmentBulk{IDs: []gatehouse.AssignmentID{id}}
		ends := now.Add(time.Hour)
		_, err = e.Assignments.Change(t.Context(), owner.Actor, "", rows, app.AssignmentPatch{EndsAt: &ends})
		wantCode(t, "the site sets an end", err, "")
		_, err = e.Assignments.Remove(t.Context(), by, "", rows)
		wantCode(t, "the partner takes it away", err, "")
		e.Assign(t, by, tess.Actor.Person, site, gatehouse.FullIncludingUsers)
		if !e.Enters(t, by.Partner, tess.Actor.Person, site) {
			t.Error("nobody enters before the end")
		}
		e.Clock.Advance(61 * time.Minute)
		if e.Enters(t, by.Partner, tess.Actor.Person, site) {
			t.Error("the site's end does not hold")
		}
	})
}

// TestNobodyInvitesThemselvesToASite: a partner's Master becomes no site's
// administrator of their own accord.
func TestNobodyInvitesThemselvesToASite(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by, site, _, _ := atOpenSite(t, e)
		results, err := e.SiteAdmins.Invite(t.Context(), by, "", site, []app.Invitee{{Email: string(by.Email), Role: "master"}}, false)
		wantRows(t, "invite oneself", results, err, refused(gatehouse.CodeSelfNotAllowed))
	})
}
