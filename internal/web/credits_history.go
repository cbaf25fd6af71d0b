package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// historyNames are the names that a query of the credit history may have.
var historyNames = []string{"from", "until", "site", "kind"}

// transferFilter reads the filter from a query. Days are days in UTC, and both are
// included.
func transferFilter(query url.Values) (gatehouse.TransferFilter, error) {
	filter := gatehouse.TransferFilter{Site: gatehouse.SiteID(query.Get("site")), Kind: gatehouse.TransferKind(query.Get("kind"))}
	var err error
	if filter.From, err = day(query.Get("from"), 0); err != nil {
		return filter, err
	}
	filter.Until, err = day(query.Get("until"), 1)
	return filter, err
}

// readHistory is the page of the history that the query asks for: of the partner, or
// of one site.
func (s *Site) readHistory(r *http.Request, v *visit, site gatehouse.SiteID) (templates.CreditHistory, error) {
	names := slices.Concat(historyNames, []string{"site_q", "cursor", "trail"})
	if site != "" {
		names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(siteNamesOfFilter, name) })
	}
	query, err := readQuery(r, names...)
	if err != nil {
		return templates.CreditHistory{}, err
	}
	filter, err := transferFilter(query)
	if err != nil {
		return templates.CreditHistory{}, err
	}
	sites, fixed := templates.SiteFilter{}, site != ""
	if !fixed {
		if sites, err = s.siteFilter(r, v, query); err != nil {
			return templates.CreditHistory{}, err
		}
		site = gatehouse.SiteID(sites.Chosen)
	}
	filter.Site = site
	list, err := s.App.Credits.History(r.Context(), v.actor, filter, app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return templates.CreditHistory{}, err
	}
	pager := pagerOf(r.URL.Path, query, list.Next)
	pager.Label, pager.Previous, pager.Next = v.words.Credits.Pager, v.words.Audit.Newer, v.words.Audit.Older
	return templates.CreditHistory{
		Path: r.URL.Path, Export: templates.PartnerPath(v.actor.Partner) + "/credits/export", Of: v.actor.PartnerName, Fixed: fixed, Sites: sites,
		Rows: list.Items, Totals: list.Totals, Pager: pager,
		DaysError: daysError(v, filter.From, filter.Until),
		Filter:    templates.CreditFilter{From: query.Get("from"), Until: query.Get("until"), Site: string(filter.Site), Kind: query.Get("kind")},
	}, nil
}

// dailyLimit is the longest range that is plotted by days.
const dailyLimit = 93 * 24 * time.Hour

// plotYears is the longest range that is plotted at all.
const plotYears = 10

// creditPlot is the plot of the range and site that the history is filtered by: by
// days where they are few, else by months.
func (s *Site) creditPlot(r *http.Request, v *visit, f templates.CreditFilter) (templates.CreditPlot, error) {
	filter, err := transferFilter(url.Values{"from": {f.From}, "until": {f.Until}})
	if err != nil {
		return templates.CreditPlot{}, err
	}
	now := s.Now()
	span := app.SeriesRange{From: filter.From, Until: filter.Until, Site: gatehouse.SiteID(f.Site)}
	if span.Until.IsZero() || span.Until.After(now) {
		span.Until = now
	}
	if span.From.IsZero() {
		span.From = span.Until.AddDate(-1, 0, 0)
	}
	if earliest := span.Until.AddDate(-plotYears, 0, 0); span.From.Before(earliest) {
		span.From = earliest
	}
	span.Monthly = span.Until.Sub(span.From) > dailyLimit
	points, err := s.App.Credits.Series(r.Context(), v.actor, span)
	return templates.CreditPlot{Points: points, Monthly: span.Monthly, Site: f.Site != ""}, err
}
