package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// sitePage leads to the first page of a site.
func (s *Site) sitePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return seeOther(w, r, templates.SiteFront(v.actor.Site))
}

// siteFrame adds to a page of a site what its menus depend on.
func (s *Site) siteFrame(r *http.Request, v *visit, b *templates.Base) error {
	if !v.actor.MayAtSite(gatehouse.AdminsView) {
		return nil
	}
	site, err := s.App.Registers.Dashboard(r.Context(), v.actor, v.actor.Site)
	b.TechniciansOff = !site.TechnicianAccess
	return err
}

// siteAdmins are the administrators that pass the filter, of the site where the
// visitor stands.
func (s *Site) siteAdmins(r *http.Request, v *visit, filter gatehouse.SiteAdminFilter) ([]gatehouse.SiteAdmin, error) {
	admins := []gatehouse.SiteAdmin{}
	page := app.Page{Limit: gatehouse.PageLimit}
	for {
		list, err := s.App.SiteAdmins.List(r.Context(), v.actor, v.actor.Site, filter, page)
		admins = append(admins, list.Items...)
		if page.Cursor = list.Next; err != nil || page.Cursor == "" {
			return admins, err
		}
	}
}

// siteNames are the people of a site by id, for the filters of its audit log.
func (s *Site) siteNames(r *http.Request, v *visit) ([]templates.Choice, error) {
	if !v.actor.MayAtSite(gatehouse.AdminsView) {
		return nil, nil
	}
	admins, err := s.siteAdmins(r, v, gatehouse.SiteAdminFilter{})
	if err != nil {
		return nil, err
	}
	choices := []templates.Choice{}
	for _, admin := range admins {
		choices = append(choices, templates.Choice{Value: string(admin.Person.ID), Label: admin.Person.DisplayName()})
	}
	rows, err := s.assignments(r, v, gatehouse.AssignmentFilter{}, gatehouse.PageLimit)
	for _, row := range rows {
		choices = append(choices, templates.Choice{Value: string(row.Person.ID), Label: row.Person.DisplayName()})
	}
	return choices, err
}
