package templates_test

import (
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// TestHere marks the place where the session stands, and no other.
func TestHere(t *testing.T) {
	for _, lang := range gatehouse.Languages() {
		b := member(lang, gatehouse.PartnerMaster)
		page := draw(t, templates.Places{Base: b, Total: 2, Groups: []templates.PlaceGroup{{Name: "Northgate", Places: []gatehouse.Place{
			{Kind: gatehouse.PlaceAdmin, Partner: b.Actor.Partner, PartnerName: b.Actor.PartnerName, Role: gatehouse.PartnerMaster},
			{Kind: gatehouse.PlaceSiteAdmin, Partner: b.Actor.Partner, Site: "site", SiteName: "Depot", SiteRole: gatehouse.SiteMaster, Country: "DE"},
		}}}})
		current := page.All("button.place[aria-current=true]")
		if len(current) != 1 || !strings.Contains(current[0].One(t, ".place-text").Text(), b.Words.Places.Here) {
			t.Errorf("%s: marked are %v", lang, page.Texts("button.place[aria-current=true]"))
		}
	}
}
