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
	return seeOther(w, r, landing(v.actor.Partner))
}

// adminsPath is the address of a partner's list of administrators.
func adminsPath(partner gatehouse.PartnerID) string {
	return templates.PartnerPath(partner) + "/admins"
}

// landing is the first page of a place, or the selector where none is chosen.
func landing(partner gatehouse.PartnerID) string {
	if partner == "" {
		return "/places"
	}
	return templates.PartnerPath(partner) + "/admins"
}
