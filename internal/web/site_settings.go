package web

import (
	"net/http"
	"net/url"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteSettingsPage shows a site's profile and its two switches.
func (s *Site) siteSettingsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	p, err := s.siteSettings(w, r, v)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

func (s *Site) siteSettings(w http.ResponseWriter, r *http.Request, v *visit) (templates.SiteSettings, error) {
	row, err := s.App.Sites.Get(r.Context(), v.actor, v.actor.Site)
	if err != nil {
		return templates.SiteSettings{}, err
	}
	approves, err := s.App.SiteAdmins.CanApprove(r.Context(), v.actor, v.actor.Site)
	if err != nil {
		return templates.SiteSettings{}, err
	}
	base, err := s.portal(w, r, v, v.words.SitePortal.Site)
	site := row.Site
	return templates.SiteSettings{
		Base: base, Key: auth.NewToken(), SiteInfo: site, Country: v.words.Country(site.Country), Version: strconv.Itoa(site.Version),
		Manages: v.actor.MayAtSite(gatehouse.SettingsManage), Unowned: !approves,
		Name: site.Name, Zone: site.TimeZone,
		Access: site.TechnicianAccess, Needed: site.ApprovalRequired,
	}, err
}

// settingsFields are those of the form.
var settingsFields = []string{"key", "version", "name", "time_zone", "access", "approval", "confirm", "back"}

// saveSiteSettings saves the form. Where a switch is turned it asks before, and says
// what follows.
func (s *Site) saveSiteSettings(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, settingsFields, "id")
	if err != nil {
		return err
	}
	edit, err := settingsEdit(form)
	if err != nil {
		return err
	}
	if form.Get("confirm") != "yes" {
		asked, err := s.askSettings(w, r, v, form, edit)
		if asked || err != nil {
			return err
		}
	}
	err = s.App.Sites.Edit(r.Context(), v.actor, form.Get("key"), v.actor.Site, edit)
	switch code := gatehouse.CodeOf(err); code {
	case "":
		s.setFlash(w, flash{Notice: noticeSaved})
		return seeOther(w, r, settingsPath(v))
	case gatehouse.CodeInvalid, gatehouse.CodeStale:
		return s.settingsAgain(w, r, v, form, err)
	default:
		return err
	}
}

func settingsPath(v *visit) string { return templates.SitePath(v.actor.Site) + "/settings" }

// settingsEdit reads what the form is to change.
func settingsEdit(form url.Values) (app.SiteEdit, error) {
	version, err := strconv.Atoi(form.Get("version"))
	access, approval := form.Get("access"), gatehouse.Approval(form.Get("approval"))
	known := (access == "on" || access == "off") && (approval == gatehouse.ApprovalNeeded || approval == gatehouse.ApprovalAutomatic)
	if err != nil || version < 1 || !known {
		return app.SiteEdit{}, gatehouse.E(gatehouse.CodeMalformed)
	}
	on, needed := access == "on", approval == gatehouse.ApprovalNeeded
	return app.SiteEdit{
		Name: field(form, "name"), TimeZone: field(form, "time_zone"), TechnicianAccess: &on, ApprovalRequired: &needed, IfMatch: version,
	}, nil
}

// askSettings asks before a switch is turned, and reports whether it did.
func (s *Site) askSettings(w http.ResponseWriter, r *http.Request, v *visit, form url.Values, edit app.SiteEdit) (bool, error) {
	if err := s.App.Sessions.AdmitToSite(r.Context(), v.actor, gatehouse.SettingsManage); err != nil {
		return false, err
	}
	row, err := s.App.Sites.Get(r.Context(), v.actor, v.actor.Site)
	if err != nil {
		return false, err
	}
	impacts := settingsImpacts(v, row.Site, edit)
	if len(impacts) == 0 {
		return false, nil
	}
	base, err := s.portal(w, r, v, v.words.SitePortal.SaveTitle)
	if err != nil {
		return false, err
	}
	p := templates.BulkConfirm{
		Base: base, Section: templates.SiteSettingsSection, Key: form.Get("key"), Action: settingsPath(v), Title: v.words.SitePortal.SaveTitle,
		Ask: v.words.SitePortal.SaveAsk, List: settingsPath(v), Answer: v.words.SitePortal.SaveTitle, Danger: !*edit.TechnicianAccess && row.Site.TechnicianAccess,
		Impacts: impacts, Rows: []templates.BulkRow{{ID: string(v.actor.Site), Who: row.Site.Name}},
	}
	for _, name := range []string{"version", "name", "time_zone", "access", "approval"} {
		p.Hidden = append(p.Hidden, templates.HiddenField{Name: name, Value: form.Get(name)})
	}
	return true, render(w, r, http.StatusOK, p)
}

// settingsImpacts say what follows from turning the switches.
func settingsImpacts(v *visit, site gatehouse.Site, edit app.SiteEdit) []string {
	text, impacts := v.words.SitePortal, []string{}
	switch on := *edit.TechnicianAccess; {
	case site.TechnicianAccess && !on:
		impacts = append(impacts, text.TurnsOff(int(site.Counts.Technicians)))
	case !site.TechnicianAccess && on:
		impacts = append(impacts, text.TurnsOn)
	}
	switch needed := *edit.ApprovalRequired; {
	case site.ApprovalRequired && !needed:
		impacts = append(impacts, text.BecomesAutomatic)
	case !site.ApprovalRequired && needed:
		impacts = append(impacts, text.BecomesNeeded)
	}
	return impacts
}

// settingsAgain shows the form as it was sent, with what is wrong with it.
func (s *Site) settingsAgain(w http.ResponseWriter, r *http.Request, v *visit, form url.Values, cause error) error {
	p, err := s.siteSettings(w, r, v)
	if err != nil {
		return err
	}
	p.Name, p.Zone = form.Get("name"), form.Get("time_zone")
	p.Access, p.Needed = form.Get("access") == "on", form.Get("approval") == string(gatehouse.ApprovalNeeded)
	p.Errors, p.Error = v.fieldErrors(cause), v.words.Error(asError(cause))
	if len(p.Errors) > 0 {
		p.Error = v.words.Common.CheckInput
	}
	return render(w, r, gatehouse.CodeOf(cause).Status(), p)
}
