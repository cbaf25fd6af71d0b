package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const accountPasswordPath = accountPath + "/password"

// passwordPage asks for the present and a new password.
func (s *Site) passwordPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	return s.passwordForm(w, r, v, http.StatusOK, nil)
}

func (s *Site) passwordForm(w http.ResponseWriter, r *http.Request, v *visit, status int, errors map[string]string) error {
	base, err := s.portal(w, r, v, v.words.Own.Password)
	if err != nil {
		return err
	}
	return render(w, r, status, templates.OwnPassword{Base: base, Errors: errors})
}

// changePassword sets the new one. All other sessions end; this one goes on with
// a new cookie, so that the old one is worth nothing any more.
func (s *Site) changePassword(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"current_password", "password"})
	if err != nil {
		return err
	}
	token, err := s.App.Accounts.ChangePassword(r.Context(), v.actor, form.Get("current_password"), form.Get("password"))
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return s.passwordForm(w, r, v, http.StatusUnprocessableEntity, v.fieldErrors(err))
	}
	if err != nil {
		return err
	}
	serve.SetSession(w, r, token, v.actor.SignedInAt.Add(gatehouse.SessionLifetime))
	s.setFlash(w, flash{Notice: noticePassword})
	return seeOther(w, r, accountPasswordPath)
}
