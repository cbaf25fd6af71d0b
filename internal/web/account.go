package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// partnerPage is the first page of a partner: the list for administrators, for
// technicians a portal with their sites and their account (SPEC section 10).
func (s *Site) partnerPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.actor.Technician() {
		return s.technicianHome(w, r, v)
	}
	return seeOther(w, r, adminsPath(v.actor.Partner))
}

const accountPath = "/account"

// accountPage shows name and language.
func (s *Site) accountPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	account, err := s.App.Accounts.Get(r.Context(), v.actor)
	if err != nil {
		return err
	}
	p, err := s.profile(w, r, v)
	p.Name, p.Language = account.Name, account.Language
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, p)
}

func (s *Site) profile(w http.ResponseWriter, r *http.Request, v *visit) (templates.Profile, error) {
	base, err := s.portal(w, r, v, v.words.Own.Heading)
	return templates.Profile{Base: base, Key: auth.NewToken()}, err
}

// changeAccount saves what the form has: a technician's has no name.
func (s *Site) changeAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "name", "language"})
	if err != nil {
		return err
	}
	patch := app.AccountPatch{}
	if form.Has("name") {
		name := form.Get("name")
		patch.Name = &name
	}
	if form.Has("language") {
		language := gatehouse.Language(form.Get("language"))
		patch.Language = &language
	}
	_, err = s.App.Accounts.Update(r.Context(), v.actor, form.Get("key"), patch)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return s.profileAgain(w, r, v, form, err)
	}
	if err != nil {
		return err
	}
	s.setFlash(w, flash{Notice: noticeSaved})
	return seeOther(w, r, accountPath)
}

func (s *Site) profileAgain(w http.ResponseWriter, r *http.Request, v *visit, form url.Values, cause error) error {
	p, err := s.profile(w, r, v)
	if err != nil {
		return err
	}
	p.Name, p.Language = form.Get("name"), gatehouse.ParseLanguage(form.Get("language"))
	p.Errors = v.fieldErrors(cause)
	return render(w, r, http.StatusUnprocessableEntity, p)
}
