package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// home leads to where the visitor works, or to where they say who they are.
func (s *Site) home(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.actor.SignedIn() {
		return seeOther(w, r, "/sign-in")
	}
	return seeOther(w, r, landing(v.actor.Spot(), v.actor.Role))
}

// adminsPath is the address of a partner's list of administrators.
func adminsPath(partner gatehouse.PartnerID) string {
	return templates.PartnerPath(partner) + "/admins"
}

// landing is the first page of a place, or the selector where none is chosen. A
// partner's own front page knows what somebody without a role sees.
func landing(spot gatehouse.Spot, role gatehouse.PartnerRole) string {
	switch {
	case spot.Site != "":
		return templates.SiteFront(spot.Site)
	case spot.Partner == "":
		return "/places"
	case role == gatehouse.NoPartnerRole:
		return templates.PartnerPath(spot.Partner) + "/"
	default:
		return adminsPath(spot.Partner)
	}
}

// roleAt is the role at a partner's portal, by the list of places.
func roleAt(places []gatehouse.Place, partner gatehouse.PartnerID) gatehouse.PartnerRole {
	for _, place := range places {
		if place.Partner == partner && place.Site == "" {
			return place.Role
		}
	}
	return gatehouse.NoPartnerRole
}
