package web

import (
	"net/http"
	"net/url"
	"strconv"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// partnerSettingsPage shows the partner's profile.
func (s *Site) partnerSettingsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	p, err := s.partnerSettings(w, r, v)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

func (s *Site) partnerSettings(w http.ResponseWriter, r *http.Request, v *visit) (templates.PartnerSettings, error) {
	partner, err := s.App.Partners.Get(r.Context(), v.actor)
	if err != nil {
		return templates.PartnerSettings{}, err
	}
	base, err := s.portal(w, r, v, v.words.Nav.Settings)
	return templates.PartnerSettings{Base: base, Key: auth.NewToken(), Version: strconv.Itoa(partner.Version), Name: partner.Name}, err
}

// savePartnerSettings gives the partner the name of the form.
func (s *Site) savePartnerSettings(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "version", "name"})
	if err != nil {
		return err
	}
	if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManagePartner); err != nil {
		return err
	}
	version, err := strconv.Atoi(form.Get("version"))
	if err != nil || version < 1 {
		return gatehouse.E(gatehouse.CodeMalformed)
	}
	err = s.App.Partners.Rename(r.Context(), v.actor, form.Get("key"), form.Get("name"), version)
	switch gatehouse.CodeOf(err) {
	case "":
		s.setFlash(w, flash{Notice: noticeSaved})
		return seeOther(w, r, templates.PartnerSettingsPath(v.actor.Partner))
	case gatehouse.CodeInvalid, gatehouse.CodeStale:
		return s.partnerSettingsAgain(w, r, v, form, err)
	default:
		return err
	}
}

// partnerSettingsAgain shows the form as it was sent, with what is wrong with it. Where
// somebody else was faster it has their version, so that it can be sent again.
func (s *Site) partnerSettingsAgain(w http.ResponseWriter, r *http.Request, v *visit, form url.Values, cause error) error {
	p, err := s.partnerSettings(w, r, v)
	if err != nil {
		return err
	}
	p.Name = form.Get("name")
	p.Errors = v.fieldErrors(cause)
	if len(p.Errors) == 0 {
		p.Error = v.words.Error(asError(cause))
	}
	return render(w, r, gatehouse.CodeOf(cause).Status(), p)
}
