package web

import (
	"net/http"

	"gatehouse.example/gatehouse/internal/web/templates"
)

// technicianHome is a technician's own portal: what it is for, the sites that they
// are assigned to, and nothing else but their account (SPEC section 10).
func (s *Site) technicianHome(w http.ResponseWriter, r *http.Request, v *visit) error {
	doors, err := s.App.Sessions.Doors(r.Context(), v.actor)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.TechnicianHome.Title)
	if err != nil {
		return err
	}
	p := templates.TechnicianHome{Base: base}
	for _, place := range doors.Open {
		if place.Site != "" && place.Partner == v.actor.Partner {
			p.Sites = append(p.Sites, place)
		}
	}
	for _, site := range doors.Closed {
		if site.Partner == v.actor.Partner {
			p.Closed = append(p.Closed, site)
		}
	}
	return render(w, r, http.StatusOK, p)
}
