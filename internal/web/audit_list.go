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

// auditPage is the partner's audit log, newest first.
func (s *Site) auditPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, slices.Concat(auditNames, []string{"cursor", "trail"})...)
	if err != nil {
		return err
	}
	filter, err := auditFilter(query)
	if err != nil {
		return err
	}
	list, err := s.App.Audit.List(r.Context(), v.actor, filter, app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return err
	}
	actors, err := s.auditActors(r, v, filter.Actor, list.Items)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Audit.Title)
	if err != nil {
		return err
	}
	pager := pagerOf(r.URL.Path, query, list.Next)
	pager.Label, pager.Previous, pager.Next = v.words.Audit.Pager, v.words.Audit.Newer, v.words.Audit.Older
	return render(w, r, http.StatusOK, templates.Audit{
		Base:   base,
		Events: list.Items,
		Filter: typedAuditFilter(query),
		Actors: actors,
		Pager:  pager,
	})
}

// auditNames are the filters of the audit log.
var auditNames = []string{"from", "until", "actor", "action", "outcome"}

func typedAuditFilter(query url.Values) templates.AuditFilter {
	return templates.AuditFilter{
		From:    query.Get("from"),
		Until:   query.Get("until"),
		Actor:   query.Get("actor"),
		Action:  query.Get("action"),
		Outcome: query.Get("outcome"),
	}
}

// auditFilter reads the filter from a query. Days are days in UTC, and both are
// included.
func auditFilter(query url.Values) (gatehouse.AuditFilter, error) {
	filter := gatehouse.AuditFilter{
		Actor:   query.Get("actor"),
		Action:  gatehouse.Action(query.Get("action")),
		Outcome: gatehouse.AuditOutcome(query.Get("outcome")),
	}
	var err error
	if filter.From, err = day(query.Get("from"), 0); err != nil {
		return filter, err
	}
	filter.Until, err = day(query.Get("until"), 1)
	return filter, err
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

// auditActors are the people that the filter offers: the administrators of now,
// and whoever it is set to.
func (s *Site) auditActors(r *http.Request, v *visit, chosen string, events []gatehouse.AuditEvent) ([]templates.Choice, error) {
	filter := gatehouse.AdminFilter{Status: gatehouse.Accepted, Sort: gatehouse.SortName}
	list, err := s.App.Admins.List(r.Context(), v.actor, filter, app.Page{Limit: gatehouse.PageLimit})
	if err != nil {
		return nil, err
	}
	choices := []templates.Choice{}
	for _, admin := range list.Items {
		choices = append(choices, templates.Choice{Value: string(admin.Person.ID), Label: admin.Person.Name})
	}
	offered := slices.ContainsFunc(choices, func(c templates.Choice) bool { return c.Value == chosen })
	if chosen != "" && !offered {
		choices = append(choices, templates.Choice{Value: chosen, Label: nameIn(events, chosen)})
	}
	return choices, nil
}

// nameIn is the name that an actor had in one of the events, else the id.
func nameIn(events []gatehouse.AuditEvent, actor string) string {
	for _, e := range events {
		if e.Actor == actor && e.Context.ActorName != "" {
			return e.Context.ActorName
		}
	}
	return actor
}
