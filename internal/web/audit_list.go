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

// auditPage is the audit log of the partner, or of the site where the visitor stands,
// newest first.
func (s *Site) auditPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, slices.Concat(auditNames, []string{"site_q", "cursor", "trail"})...)
	if err != nil {
		return err
	}
	filter, err := auditFilter(query)
	if err != nil {
		return err
	}
	sites := templates.SiteFilter{}
	if !v.actor.AtSite() {
		if sites, err = s.siteFilter(r, v, query); err != nil {
			return err
		}
		filter.Site = gatehouse.SiteID(sites.Chosen)
	}
	list, err := s.App.Audit.List(r.Context(), v.actor, filter, app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return err
	}
	people, err := s.auditPeople(r, v, list.Items)
	if err != nil {
		return err
	}
	var names map[gatehouse.SiteID]string
	if !v.actor.AtSite() {
		if names, err = s.App.Audit.Sites(r.Context(), v.actor, list.Items); err != nil {
			return err
		}
	}
	base, err := s.portal(w, r, v, v.words.Audit.Title)
	if err != nil {
		return err
	}
	typed := typedAuditFilter(query)
	typed.Site = sites.Chosen
	pager := pagerOf(r.URL.Path, query, list.Next)
	pager.Label, pager.Previous, pager.Next = v.words.Audit.Pager, v.words.Audit.Newer, v.words.Audit.Older
	return render(w, r, http.StatusOK, templates.Audit{
		Base:    base,
		Events:  list.Items,
		Named:   names,
		Actions: gatehouse.Actions(),
		Filter:  typed,

		DaysError: daysError(v, filter.From, filter.Until),
		Sites:     sites,
		Actors:    people.choices(v, actorOf, filter.Actor),
		Targets:   people.choices(v, targetOf(v.words), filter.Target),
		Pager:     pager,
	})
}

// auditNames are the filters of the audit log.
var auditNames = []string{"from", "until", "actor", "action", "target", "site", "outcome"}

func typedAuditFilter(query url.Values) templates.AuditFilter {
	return templates.AuditFilter{
		From:    query.Get("from"),
		Until:   query.Get("until"),
		Actor:   query.Get("actor"),
		Action:  query.Get("action"),
		Target:  query.Get("target"),
		Site:    query.Get("site"),
		Outcome: query.Get("outcome"),
	}
}

// auditFilter reads the filter from a query. Days are days in UTC, and both are
// included.
func auditFilter(query url.Values) (gatehouse.AuditFilter, error) {
	filter := gatehouse.AuditFilter{
		Actor:   query.Get("actor"),
		Action:  gatehouse.Action(query.Get("action")),
		Target:  query.Get("target"),
		Site:    gatehouse.SiteID(query.Get("site")),
		Outcome: gatehouse.AuditOutcome(query.Get("outcome")),
	}
	var err error
	if filter.From, err = day(query.Get("from"), 0); err != nil {
		return filter, err
	}
	filter.Until, err = day(query.Get("until"), 1)
	return filter, err
}

// daysError is what is wrong with the days of a filter, between which nothing can lie:
// "" for nothing.
func daysError(v *visit, from, until time.Time) string {
	if from.IsZero() || until.IsZero() || from.Before(until) {
		return ""
	}
	return v.words.Audit.DaysError
}

// day reads a day and returns its beginning, or that of a later one; no day is
// the zero time.
func day(s string, later int) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return t.AddDate(0, 0, later), nil
}
