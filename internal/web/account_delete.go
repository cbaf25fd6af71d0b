package web

import (
	"net/http"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const goodbyePath = "/goodbye"

// deleteAccountPage says what deleting the own account means, and asks for the
// typed address and the password.
func (s *Site) deleteAccountPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	return s.deletionForm(w, r, v, http.StatusOK, templates.OwnDeletion{})
}

func (s *Site) deletionForm(w http.ResponseWriter, r *http.Request, v *visit, status int, p templates.OwnDeletion) error {
	base, err := s.portal(w, r, v, v.words.Own.Delete)
	if err != nil {
		return err
	}
	p.Base = base
	return render(w, r, status, p)
}

// deleteAccount deletes it and says goodbye.
func (s *Site) deleteAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"confirm", "password"})
	if err != nil {
		return err
	}
	err = s.App.Accounts.Delete(r.Context(), v.actor, form.Get("confirm"), form.Get("password"))
	again := templates.OwnDeletion{Typed: form.Get("confirm")}
	switch code := gatehouse.CodeOf(err); code {
	case "":
		serve.ClearSession(w, r)
		return seeOther(w, r, goodbyePath)
	case gatehouse.CodeInvalid:
		again.Errors = v.fieldErrors(err)
		return s.deletionForm(w, r, v, code.Status(), again)
	case gatehouse.CodeLastMaster, gatehouse.CodeLastSiteMaster:
		again.Error = v.words.Own.LastMaster(strings.Join(asError(err).Names, ", "))
		return s.deletionForm(w, r, v, code.Status(), again)
	default:
		return err
	}
}

// goodbyePage is what somebody sees whose account is gone.
func (s *Site) goodbyePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	text := v.words.Own
	return render(w, r, http.StatusOK, templates.Goodbye{Base: s.plain(v, text.GoodbyeTitle)})
}
