package app_test

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestRenamePartner: a Master gives the partner another name, which everybody has at the
// next request and every mail from then on. Nobody else may, and nobody learns from it
// what other partners are called (SPEC section 3, SECURITY T137).
func TestRenamePartner(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		mara := e.SetUp(t)
		other := e.NewPartner(t, "Northgate", "mina@northgate.example")
		ada := e.Join(t, mara.Actor, "ada@example.com", gatehouse.PartnerAdmin)
		rename := func(by gatehousetest.Member, key, name string, ifMatch int) error {
			return e.Partners.Rename(t.Context(), by.Actor, key, name, ifMatch)
		}
		name := func(by gatehousetest.Member) string {
			t.Helper()
			partner, err := e.Partners.Get(t.Context(), by.Actor)
			wantCode(t, "read the partner", err, "")
			return partner.Name
		}

		wantCode(t, "a name that somebody else has", rename(mara, "one", " Northgate ", 0), "")
		wantCode(t, "the same again", rename(mara, "one", " Northgate ", 0), "")
		wantCode(t, "the same key for another name", rename(mara, "one", "Southgate", 0), gatehouse.CodeIdempotencyReused)
		if got := name(mara); got != "Northgate" {
			t.Errorf("the partner is called %q", got)
		}
		if again := e.Again(t, ada); again.PartnerName != "Northgate" {
			t.Errorf("an open session stands at %q", again.PartnerName)
		}
		events := trail(t, e, mara.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionPartnerRename})
		if len(events) != 1 || string(events[0].Before) != `{"name":"Meridian Access"}` || string(events[0].After) != `{"name":"Northgate"}` {
			t.Errorf("on record is %+v", events)
		}

		wantCode(t, "no name", rename(mara, "", "  ", 0), gatehouse.CodeInvalid)
		wantCode(t, "a version that is gone", rename(mara, "", "Southgate", 1), gatehouse.CodeStale)
		wantCode(t, "an Admin", rename(ada, "", "Southgate", 0), gatehouse.CodeForbidden)
		wantRefusal(t, e, mara.Actor.Partner, gatehouse.ActionPartnerRename, gatehouse.CodeForbidden)
		tess := e.Technician(t, mara.Actor, "tess@example.com")
		wantCode(t, "a technician", rename(tess, "", "Southgate", 0), gatehouse.CodeForbidden)
		_, err := e.Partners.Get(t.Context(), tess.Actor)
		wantCode(t, "a technician looks", err, gatehouse.CodeForbidden)
		wantRefusal(t, e, mara.Actor.Partner, gatehouse.ActionPartnerView, gatehouse.CodeForbidden)
		wantCode(t, "a stranger", e.Partners.Rename(t.Context(), gatehousetest.Stranger(), "", "Southgate", 0), gatehouse.CodeNotSignedIn)
		if got := name(mara) + name(ada) + name(other); got != "NorthgateNorthgateNorthgate" {
			t.Errorf("the partners are called %q", got)
		}
	})
}
