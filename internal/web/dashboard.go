package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// How many of the latest the dashboard shows.
const (
	dashboardEvents = 6
	dashboardUsers  = 5
)

// dashboardPage is the first page of a site. Each part asks its own use case, and is
// left out for those whom that would refuse.
func (s *Site) dashboardPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.SitePortal.Dashboard)
	if err != nil {
		return err
	}
	p := templates.Dashboard{Base: base}
	ctx, site := r.Context(), v.actor.Site
	if p.SiteInfo, err = s.App.Registers.Dashboard(ctx, v.actor, site); err != nil {
		return err
	}
	p.CountryName = v.words.Country(p.SiteInfo.Country)
	if p.Statuses, err = s.App.Registers.DeviceStatuses(ctx, v.actor, site); err != nil {
		return err
	}
	if p.Newest, err = s.App.Registers.NewestUsers(ctx, v.actor, site, dashboardUsers); err != nil {
		return err
	}
	if v.actor.MayAtSite(gatehouse.LogsView) {
		list, err := s.App.Audit.List(ctx, v.actor, gatehouse.AuditFilter{}, app.Page{Limit: dashboardEvents})
		if err != nil {
			return err
		}
		p.Events = list.Items
	}
	if p.Entry, err = s.entrySummary(r, v); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

// entrySummary counts who may enter now; nil for those who may not see it.
func (s *Site) entrySummary(r *http.Request, v *visit) (*templates.EntrySummary, error) {
	if !v.actor.MayAtSite(gatehouse.TechniciansView) {
		return nil, nil
	}
	people, err := s.entryPeople(r, v)
	if err != nil {
		return nil, err
	}
	summary := &templates.EntrySummary{
		Admins: len(people.admins), Technicians: len(people.open), Closed: len(people.closed), Unowned: people.unowned,
	}
	for _, row := range people.closed {
		if row.Assignment.Waiting {
			summary.Waiting++
		}
	}
	return summary, nil
}
