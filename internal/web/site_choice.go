package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteNamesOfFilter are the fields by which a page is narrowed to one site.
var siteNamesOfFilter = []string{"site", "site_q"}

// siteFilter reads the choice of one of the partner's sites: the sites whose name has
// the text, at most a page of them, and the chosen one. A text that only one site has
// chooses it.
func (s *Site) siteFilter(r *http.Request, v *visit, query url.Values) (templates.SiteFilter, error) {
	f := templates.SiteFilter{Chosen: query.Get("site"), Text: query.Get("site_q")}
	filter := gatehouse.SiteFilter{Query: f.Text, Sort: gatehouse.SitesByName}
	list, err := s.App.Sites.List(r.Context(), v.actor, filter, app.Page{Limit: gatehouse.PageLimit})
	if err != nil {
		return f, err
	}
	f.Many = list.Next != "" || f.Text != ""
	for _, row := range list.Items {
		f.Sites = append(f.Sites, templates.Choice{Value: string(row.Site.ID), Label: row.Site.Name})
	}
	if f.Chosen == "" && f.Text != "" && len(f.Sites) == 1 {
		f.Chosen = f.Sites[0].Value
	}
	return f, s.addChosen(r, v, &f)
}

// addChosen offers the chosen site, too, where it is not among the others. A deleted
// site has a history, and no name but there.
func (s *Site) addChosen(r *http.Request, v *visit, f *templates.SiteFilter) error {
	for _, choice := range f.Sites {
		if choice.Value == f.Chosen {
			return nil
		}
	}
	if f.Chosen == "" {
		return nil
	}
	row, err := s.App.Sites.Get(r.Context(), v.actor, gatehouse.SiteID(f.Chosen))
	if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
		return err
	}
	label := row.Site.Name
	if label == "" {
		label = f.Chosen
	}
	f.Sites = append(f.Sites, templates.Choice{Value: f.Chosen, Label: label})
	return nil
}
