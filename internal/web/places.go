package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// placesPage lets somebody with more than one place choose; with exactly one it
// goes there.
func (s *Site) placesPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	places, err := s.App.Sessions.Places(r.Context(), v.actor)
	if err != nil {
		return err
	}
	if len(places) == 1 {
		return seeOther(w, r, landing(places[0].Partner, places[0].Role))
	}
	title := v.words.Places.Title
	if len(places) == 0 {
		title = v.words.Places.EmptyTitle
	}
	return render(w, r, http.StatusOK, templates.Places{Base: s.base(w, r, v, title), Places: places})
}

// choosePlace makes the session stand at a partner and goes there.
func (s *Site) choosePlace(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"partner"})
	if err != nil {
		return err
	}
	partner := gatehouse.PartnerID(form.Get("partner"))
	if err := s.App.Sessions.Choose(r.Context(), v.actor, gatehouse.Spot{Partner: partner}); err != nil {
		return err
	}
	places, err := s.App.Sessions.Places(r.Context(), v.actor)
	if err != nil {
		return err
	}
	return seeOther(w, r, landing(partner, roleAt(places, partner)))
}
