package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestImpactCountsLosses: the question before a lock counts the sites that lose their
// last technician who may enter, not those that have none anyway (SPEC section 6).
func TestImpactCountsLosses(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		tess, pat := e.Technician(t, by, "tess@example.com").Actor.Person, e.Technician(t, by, "pat@example.com").Actor.Person
		assign := func(person gatehouse.PersonID, site gatehouse.SiteID, level gatehouse.Level, window gatehouse.Window) gatehouse.AssignmentID {
			t.Helper()
			results, err := e.Assignments.Assign(t.Context(), by, "", []app.Pair{{Person: person, Site: site, Level: level, Window: window}}, false)
			wantCode(t, "assign", err, "")
			return results[0].ID
		}
		always := gatehouse.Window{}
		full := gatehouse.FullIncludingUsers
		alone := openSite(t, e, by, "Loses its last")
		hers := assign(tess, alone, full, always)
		covered := openSite(t, e, by, "Keeps another")
		assign(tess, covered, full, always)
		assign(pat, covered, full, always)

		assign(tess, e.NewSite(t, by, "Waits for approval"), full, always)
		assign(tess, openSite(t, e, by, "Level None"), gatehouse.LevelNone, always)
		assign(tess, openSite(t, e, by, "Not yet"), full, gatehouse.Window{StartsAt: time.Now().Add(time.Hour)})
		locked := assign(tess, openSite(t, e, by, "Locked"), full, always)
		_, err := e.Assignments.SetPartnerLocks(t.Context(), by, "", app.PartnerLocks{Person: tess, Locked: map[gatehouse.AssignmentID]bool{locked: true}})
		wantCode(t, "lock at one site", err, "")

		dry := app.Bulk{IDs: []gatehouse.PersonID{tess}, DryRun: true}
		results, err := e.Technicians.Lock(t.Context(), by, "", dry)
		wantRows(t, "lock", results, err, changed)
		if got := results.Impact.SitesUncovered; got != 1 {
			t.Errorf("a lock leaves %d sites without a technician, want 1", got)
		}
		if diff := cmp.Diff([]gatehouse.NamedSite{{ID: alone, Name: "Loses its last"}}, results.Impact.Uncovered); diff != "" {
			t.Errorf("the sites named differ (-want +got):\n%s", diff)
		}
		results, err = e.Technicians.Lock(t.Context(), by, "", app.Bulk{IDs: []gatehouse.PersonID{tess, pat}, DryRun: true})
		wantRows(t, "lock both", results, err, changed, changed)
		if got := results.Impact.SitesUncovered; got != 2 {
			t.Errorf("a lock of both leaves %d sites without a technician, want 2", got)
		}

		// Whoever is the site's administrator, too, is its technician all the same.
		e.Exec(t, `INSERT INTO site_admin (partner_id, site_id, person_id, role, created_at) VALUES ($1, $2, $3, 1, 1)`, string(by.Partner), string(alone), string(tess))
		results, err = e.Technicians.Lock(t.Context(), by, "", dry)
		wantRows(t, "lock an administrator", results, err, changed)
		if got := results.Impact.SitesUncovered; got != 1 {
			t.Errorf("a lock of a site's administrator leaves %d sites without a technician, want 1", got)
		}

		// Somebody behind many who may not enter counts as well.
		crowd := openSite(t, e, by, "Crowded")
		for i := range 25 {
			assign(e.InviteTechnician(t, by, fmt.Sprintf("new%02d@example.com", i)), crowd, full, always)
		}
		last := e.Technician(t, by, "zoe@example.com").Actor.Person
		assign(last, crowd, full, always)
		results, err = e.Technicians.Lock(t.Context(), by, "", app.Bulk{IDs: []gatehouse.PersonID{last}, DryRun: true})
		wantRows(t, "lock the last of a crowd", results, err, changed)
		if got := results.Impact.SitesUncovered; got != 1 {
			t.Errorf("a lock of the only one who may enter leaves %d sites without a technician, want 1", got)
		}

		// One site closes while another opens: the one is lost all the same.
		both, err := e.Assignments.SetPartnerLocks(t.Context(), by, "", app.PartnerLocks{Person: tess, Locked: map[gatehouse.AssignmentID]bool{hers: true, locked: false}, DryRun: true})
		wantCode(t, "swap the locks", err, "")
		if got := both.Impact.SitesUncovered; got != 1 {
			t.Errorf("swapped locks leave %d sites without a technician, want 1", got)
		}

		// Of many, the first are named.
		for _, name := range []string{"F", "e", "D", "c", "B", "a"} {
			assign(last, openSite(t, e, by, name), full, always)
		}
		results, err = e.Technicians.Lock(t.Context(), by, "", app.Bulk{IDs: []gatehouse.PersonID{last}, DryRun: true})
		wantRows(t, "lock the only one of many sites", results, err, changed)
		var names []string
		for _, site := range results.Impact.Uncovered {
			names = append(names, site.Name)
		}
		if diff := cmp.Diff([]string{"a", "B", "c", "Crowded", "D"}, names); diff != "" || results.Impact.SitesUncovered != 7 {
			t.Errorf("of %d sites are named (-want +got):\n%s", results.Impact.SitesUncovered, diff)
		}
		results, err = e.Technicians.Lock(t.Context(), by, "", app.Bulk{IDs: []gatehouse.PersonID{last}})
		wantRows(t, "lock", results, err, changed)
		if got := results.Impact.Uncovered; len(got) != 0 {
			t.Errorf("what is done names %v", got)
		}
	})
}
