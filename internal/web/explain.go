package web

import (
	"cmp"
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// explainPage answers whether somebody may do something at a site now, and lists
// every gate that decides it.
func (s *Site) explainPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	names, origins := []string{"person", "site", "action", "from"}, []string{"", templates.FromSite}
	if v.actor.AtSite() {
		names, origins = []string{"person", "action", "from"}, []string{"", templates.FromTechnicians, templates.FromEntry}
	}
	query, err := readQuery(r, names...)
	if err != nil {
		return err
	}
	from := query.Get("from")
	if !slices.Contains(origins, from) {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
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
	return render(w, r, http.StatusOK, templates.Explain{
		Base: base, Explanation: explanation, From: from, Ways: v.gateWays(explanation, from),
	})
}
