package web

import (
	"cmp"
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// explainPage answers whether somebody may do something at a site now, and lists
// every gate that decides it.
func (s *Site) explainPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	names := []string{"person", "site", "action"}
	if v.actor.AtSite() {
		names = []string{"person", "action"}
	}
	query, err := readQuery(r, names...)
	if err != nil {
		return err
	}
	action := gatehouse.SiteAction(query.Get("action"))
	if action == "" {
		action = gatehouse.SiteEnter
	}
	person, site := gatehouse.PersonID(query.Get("person")), cmp.Or(gatehouse.SiteID(query.Get("site")), v.site)
	explanation, err := s.App.Assignments.Explain(r.Context(), v.actor, person, site, action)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Explain.Title)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.Explain{Base: base, Explanation: explanation})
}
