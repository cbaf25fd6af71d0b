package app_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestLastSignInCountsSites: whoever comes to a site as the partner's technician was
// there for the partner, though the session never stood at its portal (SPEC section 2:
// the last sign-in at this partner). What somebody does as a site's own administrator
// is no business of the partner's list.
func TestLastSignInCountsSites(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		by := e.SetUp(t).Actor
		site := openSite(t, e, by, "Harbour")
		tess := e.Technician(t, by, "tess@example.com")
		id := tess.Actor.Person
		e.Assign(t, by, id, site, gatehouse.FullIncludingUsers)
		last := func() time.Time { return inTechnicians(t, e, by, id).Person.LastSignInAt }
		comes := func(what string) {
			t.Helper()
			before := last()
			e.Clock.Advance(time.Hour)
			tess = e.SignIn(t, "tess@example.com")
			if what == "by choosing" {
				wantCode(t, what, e.Sessions.Choose(t.Context(), tess.Actor, gatehouse.Spot{Site: site}), "")
			} else {
				e.AtSite(t, tess, site)
			}
			if got := last().Sub(before); got < 30*time.Minute {
				t.Errorf("%s: the last sign-in moved by %s", what, got)
			}
		}
		comes("by choosing")
		comes("by opening a page")

		by = e.SignIn(t, "mara@meridian.example").Actor
		sam := e.JoinSite(t, by, site, "sam@site.example", gatehouse.SiteMaster)
		person, err := e.Store.Person(t.Context(), by.Partner, sam.Actor.Person)
		wantCode(t, "read the site's administrator", err, "")
		if !person.LastSignInAt.IsZero() {
			t.Errorf("the site's own administrator signed in at the partner at %s", person.LastSignInAt)
		}
	})
}
