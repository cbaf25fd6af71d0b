package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// createSitePage is the form before anything was typed. It begins with the country of
// the partner's newest site, where the next one is likely to be.
func (s *Site) createSitePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	newest, err := s.App.Sites.List(r.Context(), v.actor, gatehouse.SiteFilter{Sort: gatehouse.SitesNewest}, app.Page{Limit: 1})
	if err != nil {
		return err
	}
	p := templates.SiteCreate{Key: auth.NewToken(), Access: true, Approval: true}
	for _, row := range newest.Items {
		p.Form.Country = row.Site.Country
	}
	return s.showCreate(w, r, v, p, http.StatusOK)
}

func (s *Site) showCreate(w http.ResponseWriter, r *http.Request, v *visit, p templates.SiteCreate, status int) error {
	base, err := s.portal(w, r, v, v.words.Sites.Create)
	if err != nil {
		return err
	}
	p.Base, p.Names = base, v.actor.May(gatehouse.InviteFirstSiteAdmin)
	return render(w, r, status, p)
}

// createSite creates the site, and goes on to it.
func (s *Site) createSite(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "name", "country", "time_zone", "notes", "access", "approval", "first"})
	if err != nil {
		return err
	}
	p := templates.SiteCreate{
		Key: form.Get("key"), Access: form.Get("access") == "yes", Approval: form.Get("approval") == "yes", First: form.Get("first"),
		Form: templates.SiteForm{Name: form.Get("name"), Country: form.Get("country"), TimeZone: form.Get("time_zone"), Notes: form.Get("notes")},
	}
	in := app.NewSite{
		SiteInput:        siteInput(p.Form),
		TechnicianAccess: p.Access, ApprovalRequired: p.Approval, FirstAdministrator: p.First,
	}
	if in.TimeZone == "" {
		in.TimeZone = templates.UsualZone(in.Country)
	}
	site, err := s.App.Sites.Create(r.Context(), v.actor, p.Key, in)
	if refusal := s.firstRefused(v, err); refusal != "" {
		p.Error, p.Form.Errors = v.words.Common.CheckInput, map[string]string{"first_administrator": refusal}
		return s.showCreate(w, r, v, p, http.StatusUnprocessableEntity)
	}
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		p.Error, p.Form.Errors = v.words.Common.CheckInput, v.fieldErrors(err)
		return s.showCreate(w, r, v, p, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	s.setFlash(w, flash{Notice: noticeSiteCreated})
	return seeOther(w, r, editSitePath(v, site, ""))
}

// firstRefused returns why the first administrator could not be invited, "" when that
// is not what went wrong: such codes are about people, and the form names one.
func (s *Site) firstRefused(v *visit, err error) string {
	e := asError(err)
	if err == nil || len(e.Fields) > 0 || !e.Code.ForRow() || e.Code == gatehouse.CodeForbidden {
		return ""
	}
	return v.words.Error(e)
}

// siteInput is what stands in the form's fields.
func siteInput(f templates.SiteForm) gatehouse.SiteInput {
	return gatehouse.SiteInput{Name: f.Name, Country: f.Country, TimeZone: f.TimeZone, Notes: f.Notes}
}

// editSitePath is the address of a tab of a site at the partner where the visitor
// stands.
func editSitePath(v *visit, site gatehouse.SiteID, tab string) string {
	return templates.EditSitePath(templates.Base{Frame: &templates.Frame{Actor: v.actor}}, site, tab)
}

// siteOf is the site that the path names.
func siteOf(r *http.Request) gatehouse.SiteID { return gatehouse.SiteID(r.PathValue("site")) }
