package web

import (
	"net/http"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteHead reads the site that the path names, for a tab of Edit Site.
func (s *Site) siteHead(r *http.Request, v *visit, tab string) (templates.SiteHead, error) {
	row, err := s.App.Sites.Get(r.Context(), v.actor, siteOf(r))
	return templates.SiteHead{Row: row, Tab: tab}, err
}

// siteDetailsPage is the first tab of Edit Site.
func (s *Site) siteDetailsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	p, err := s.siteDetails(w, r, v)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

// siteDetails is the tab as things stand.
func (s *Site) siteDetails(w http.ResponseWriter, r *http.Request, v *visit) (templates.SiteDetails, error) {
	head, err := s.siteHead(r, v, templates.DetailsTab)
	if err != nil {
		return templates.SiteDetails{}, err
	}
	site := head.Row.Site
	base, err := s.portal(w, r, v, site.Name)
	return templates.SiteDetails{
		Base: base, Head: head, Key: auth.NewToken(),
		Form:   templates.SiteForm{Name: site.Name, Country: site.Country, TimeZone: site.TimeZone, Notes: site.Notes},
		Access: site.TechnicianAccess, Approval: site.ApprovalRequired,
		Edits: v.actor.May(gatehouse.ManageSites), Deletes: v.actor.May(gatehouse.DeleteSites),
	}, err
}

// saveSite saves the first tab. What is malformed, or was changed by somebody else
// meanwhile, is shown beside its field.
func (s *Site) saveSite(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "version", "name", "country", "time_zone", "notes", "switches", "access", "approval"})
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return gatehouse.E(gatehouse.CodeMalformed)
	}
	typed := templates.SiteForm{Name: form.Get("name"), Country: form.Get("country"), TimeZone: form.Get("time_zone"), Notes: form.Get("notes")}
	access, approval := form.Get("access") == "yes", form.Get("approval") == "yes"
	edit := app.SiteEdit{Name: &typed.Name, Country: &typed.Country, TimeZone: &typed.TimeZone, Notes: &typed.Notes, IfMatch: version}
	if form.Get("switches") == "yes" {
		edit.TechnicianAccess, edit.ApprovalRequired = &access, &approval
	}
	err = s.App.Sites.Edit(r.Context(), v.actor, form.Get("key"), siteOf(r), edit)
	code := gatehouse.CodeOf(err)
	if code != gatehouse.CodeInvalid && code != gatehouse.CodeStale {
		if err == nil {
			s.setFlash(w, flash{Notice: noticeSiteSaved})
			err = seeOther(w, r, editSitePath(v, siteOf(r), ""))
		}
		return err
	}
	p, readErr := s.siteDetails(w, r, v)
	if readErr != nil {
		return readErr
	}
	stored := p.Form
	p.Form = typed
	if edit.TechnicianAccess != nil {
		p.Access, p.Approval = access, approval
	}
	if code == gatehouse.CodeStale {
		p.Stale, p.Form.Stored = true, differing(v, typed, stored)
		return render(w, r, http.StatusPreconditionFailed, p)
	}
	p.Error, p.Form.Errors = v.words.Common.CheckInput, v.fieldErrors(err)
	return render(w, r, http.StatusUnprocessableEntity, p)
}

// differing are the fields that are stored otherwise than they were typed, with what
// is stored.
func differing(v *visit, typed, stored templates.SiteForm) map[string]string {
	fields := map[string]string{}
	for _, f := range []struct{ name, typed, stored, shown string }{
		{"name", typed.Name, stored.Name, stored.Name},
		{"country", typed.Country, stored.Country, v.words.Country(stored.Country)},
		{"time_zone", typed.TimeZone, stored.TimeZone, stored.TimeZone},
		{"notes", typed.Notes, stored.Notes, stored.Notes},
	} {
		if f.typed != f.stored {
			fields[f.name] = f.shown
		}
	}
	return fields
}
