package web

import (
	"net/http"
	"net/url"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteNames are the names that a query of the list of sites may have.
var siteNames = []string{"q", "country", "state", "sort"}

// sitesPage is the list of the partner's sites.
func (s *Site) sitesPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, slices.Concat(siteNames, []string{"cursor", "trail"})...)
	if err != nil {
		return err
	}
	filter, err := sitesFilter(query)
	if err != nil {
		return err
	}
	list, err := s.App.Sites.List(r.Context(), v.actor, siteFilter(filter), app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Sites.Title)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.Sites{
		Base: base, Rows: list.Items, Filter: filter, Creates: v.actor.May(gatehouse.ManageSites), Capped: list.Capped,
		Pager: peoplePager(v, r.URL.Path, query, list.Next, string(filter.Sort)),
	})
}

// sitesFilter reads the filter and the order from a query. Values that do not exist
// are CodeUnknownParameter; the use case says so of those that it knows.
func sitesFilter(query url.Values) (templates.SitesFilter, error) {
	f := templates.SitesFilter{
		Query: query.Get("q"), Country: query.Get("country"), State: query.Get("state"), Sort: gatehouse.SiteSort(query.Get("sort")),
	}
	if f.Sort == "" {
		f.Sort = gatehouse.SitesByName
	}
	if f.State != "" && f.State != templates.StateWaiting && f.State != templates.StateOutOfCredit {
		return f, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return f, nil
}

// siteFilter is the page's filter as the use case takes it.
func siteFilter(f templates.SitesFilter) gatehouse.SiteFilter {
	return gatehouse.SiteFilter{
		Query: f.Query, Country: f.Country, Sort: f.Sort,
		Waiting: f.State == templates.StateWaiting, OutOfCredit: f.State == templates.StateOutOfCredit,
	}
}

// exportSites answers with the list as a file, filtered and ordered like the page.
func (s *Site) exportSites(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, siteNames...)
	if err != nil {
		return err
	}
	filter, err := sitesFilter(query)
	if err != nil {
		return err
	}
	file := s.download(w, "sites", "csv")
	rows := export.Sites(file)
	if err := s.App.Sites.Export(r.Context(), v.actor, siteFilter(filter), rows.Write); err != nil {
		return err
	}
	return file.end(rows)
}
