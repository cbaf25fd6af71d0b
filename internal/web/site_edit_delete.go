package web

import (
	"net/http"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// deleteSitePage is the question before a site is deleted.
func (s *Site) deleteSitePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	return s.askDeletion(w, r, v, templates.SiteDelete{Key: auth.NewToken()}, http.StatusOK)
}

// askDeletion knows from a dry run what would go with the site.
func (s *Site) askDeletion(w http.ResponseWriter, r *http.Request, v *visit, p templates.SiteDelete, status int) error {
	head, err := s.siteHead(r, v, templates.DetailsTab)
	if err != nil {
		return err
	}
	goes, err := s.App.Sites.Delete(r.Context(), v.actor, "", siteOf(r), app.SiteDeletion{DryRun: true})
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Sites.Delete)
	if err != nil {
		return err
	}
	p.Base, p.Site, p.Goes = base, head.Row.Site, goesWith(v, goes)
	return render(w, r, status, p)
}

// goesWith says what goes with a site, in one sentence each.
func goesWith(v *visit, gone app.SiteDeleted) []string {
	text, lines := v.words.Sites, []string{}
	for _, line := range []struct {
		n    int
		says func(int) string
	}{
		{gone.Administrators, text.GoAdmins},
		{int(gone.Technicians), text.GoTechnicians},
		{int(gone.Devices), text.GoDevices},
		{int(gone.Users), text.GoUsers},
	} {
		if line.n > 0 {
			lines = append(lines, line.says(line.n))
		}
	}
	if gone.Credits > 0 {
		lines = append(lines, text.GoCredits(v.words.Number(gone.Credits)))
	}
	return lines
}

// deleteSite deletes it. A name that was typed wrong is asked for again.
func (s *Site) deleteSite(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "version", "typed", "confirm"})
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil {
		return gatehouse.E(gatehouse.CodeMalformed)
	}
	deletion := app.SiteDeletion{Confirm: form.Get("typed"), IfMatch: version}
	_, err = s.App.Sites.Delete(r.Context(), v.actor, form.Get("key"), siteOf(r), deletion)
	if gatehouse.CodeOf(err) == gatehouse.CodeSiteHasDevices {
		p := templates.SiteDelete{Key: form.Get("key"), Typed: form.Get("typed"), Wrong: true}
		return s.askDeletion(w, r, v, p, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	s.setFlash(w, flash{Notice: noticeSiteDeleted})
	return seeOther(w, r, templates.PartnerPath(v.actor.Partner)+"/sites")
}
