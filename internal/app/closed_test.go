package app_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestClosedSites: a technician learns of each site of theirs that is closed to them
// which gates are, and whom to ask; of nobody else, and nothing of a partner that has
// locked them.
func TestClosedSites(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		tess := e.Technician(t, by, "tess@example.com")
		id := tess.Actor.Person
		assign := func(site gatehouse.SiteID, level gatehouse.Level, window gatehouse.Window) gatehouse.AssignmentID {
			t.Helper()
			done, err := e.Assignments.Assign(t.Context(), by, "", []app.Pair{{Person: id, Site: site, Level: level, Window: window}}, false)
			wantCode(t, "assign", err, "")
			return done[0].ID
		}
		full, always := gatehouse.FullIncludingUsers, gatehouse.Window{}
		assign(openSite(t, e, by, "a open"), full, always)
		owned := e.NewSite(t, by, "b waits")
		e.JoinSite(t, by, owned, "sam@site.example", gatehouse.SiteMaster)
		assign(owned, full, always)
		locked := assign(openSite(t, e, by, "c locked by the partner"), full, always)
		_, err := e.Assignments.SetPartnerLocks(t.Context(), by, "", app.PartnerLocks{Person: id, Locked: map[gatehouse.AssignmentID]bool{locked: true}})
		wantCode(t, "lock", err, "")
		window := gatehouse.Window{StartsAt: time.Now().Add(48 * time.Hour).UTC().Truncate(time.Second)}
		assign(openSite(t, e, by, "d to come"), full, window)
		assign(openSite(t, e, by, "e nothing to do"), gatehouse.LevelNone, always)
		lifted := assign(openSite(t, e, by, "f locked for a while"), full, always)
		for _, on := range []bool{true, false} {
			_, err := e.Assignments.SetPartnerLocks(t.Context(), by, "", app.PartnerLocks{Person: id, Locked: map[gatehouse.AssignmentID]bool{lifted: on}})
			wantCode(t, "lock and unlock", err, "")
		}
		// Somebody else's site.
		e.Assign(t, by, e.Technician(t, by, "pat@example.com").Actor.Person, e.NewSite(t, by, "g of others"), full)

		type seen struct {
			Name  string
			Gates []gatehouse.Gate
			Ask   []gatehouse.Changer
		}
		want := []seen{
			{"b waits", []gatehouse.Gate{gatehouse.GateApproved}, []gatehouse.Changer{gatehouse.BySiteAdmins}},
			{"c locked by the partner", []gatehouse.Gate{gatehouse.GatePartnerLock}, []gatehouse.Changer{gatehouse.ByPartnerOperators}},
			{"d to come", []gatehouse.Gate{gatehouse.GateWindow}, []gatehouse.Changer{gatehouse.ByFirstSiteAdmin}},
			{"e nothing to do", []gatehouse.Gate{gatehouse.GateLevel}, []gatehouse.Changer{gatehouse.ByFirstSiteAdmin}},
			{"f locked for a while", nil, nil},
		}
		look := func(actor gatehouse.Actor) []seen {
			t.Helper()
			actor.Portals = gatehouse.Portals{} // as they were before
			found, err := e.Sessions.Doors(t.Context(), actor)
			wantCode(t, "closed sites", err, "")
			var got []seen
			for _, site := range found.Closed {
				s := seen{Name: site.Name}
				for _, gate := range site.Gates {
					s.Gates, s.Ask = append(s.Gates, gate.Gate), append(s.Ask, gate.WhoCanChange)
				}
				got = append(got, s)
				if site.Name == "d to come" && !site.Window.StartsAt.Equal(window.StartsAt) {
					t.Errorf("it opens at %s, want %s", site.Window.StartsAt, window.StartsAt)
				}
			}
			return got
		}
		if diff := cmp.Diff(want, look(tess.Actor)); diff != "" {
			t.Errorf("before (-want +got):\n%s", diff)
		}
		later := e.SignIn(t, "tess@example.com")
		if diff := cmp.Diff(want[:4], look(later.Actor)); diff != "" {
			t.Errorf("after a new sign-in (-want +got):\n%s", diff)
		}
		results, err := e.Technicians.Lock(t.Context(), by, "", ids(id))
		wantRows(t, "lock the account", results, err, changed)
		if got := look(later.Actor); got != nil {
			t.Errorf("a locked account learns of %+v", got)
		}
	})
}
