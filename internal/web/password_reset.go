package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const (
	resetPath        = "/password-reset"
	resetRequestPath = resetPath + "/request"
	resetCookie      = "gatehouse-reset" // the token of an opened link to a new password
)

// resetRequestPage asks for the address whose password is forgotten.
func (s *Site) resetRequestPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.ResetRequest{Base: s.base(w, r, v, v.words.Reset.Title)})
}

// requestReset has a link mailed where there is an account, and answers with the
// same page for every address (SECURITY T037).
func (s *Site) requestReset(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"email"})
	if err != nil {
		return err
	}
	err = s.App.Resets.Request(r.Context(), serve.Stranger(r, gatehouse.ViaPage), form.Get("email"))
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return render(w, r, http.StatusUnprocessableEntity, templates.ResetRequest{
			Base: s.base(w, r, v, v.words.Reset.Title), Email: form.Get("email"), Error: v.fieldErrors(err)["email"],
		})
	}
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.ResetSent{Base: s.plain(v, v.words.Reset.SentTitle)})
}

// resetPage asks for the new password. Opening the link changes nothing.
func (s *Site) resetPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.takeLink(w, r, resetCookie, resetPath) {
		return nil
	}
	err := s.App.Resets.Check(r.Context(), s.cookie(r, resetCookie, resetPath))
	if gatehouse.CodeOf(err) == gatehouse.CodeLinkDead {
		return s.deadReset(w, r, v)
	}
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.NewPassword{Base: s.base(w, r, v, v.words.Reset.NewTitle)})
}

// completeReset sets the new password. No session begins: signing in does that.
func (s *Site) completeReset(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"password"})
	if err != nil {
		return err
	}
	token := s.cookie(r, resetCookie, resetPath)
	err = s.App.Resets.Complete(r.Context(), serve.Stranger(r, gatehouse.ViaPage), token, form.Get("password"))
	switch code := gatehouse.CodeOf(err); code {
	case "":
		s.setCookie(w, resetCookie, resetPath, "")
		s.setFlash(w, flash{Notice: noticeReset})
		return seeOther(w, r, "/sign-in")
	case gatehouse.CodeLinkDead:
		return s.deadReset(w, r, v)
	case gatehouse.CodeInvalid:
		return render(w, r, code.Status(), templates.NewPassword{
			Base: s.base(w, r, v, v.words.Reset.NewTitle), Error: v.fieldErrors(err)["password"],
		})
	default:
		return err
	}
}

// deadReset is the one page of every link to a new password that cannot be used.
func (s *Site) deadReset(w http.ResponseWriter, r *http.Request, v *visit) error {
	text := v.words.Reset
	return render(w, r, http.StatusGone, templates.Dead{
		Base: s.plain(v, text.DeadTitle), Heading: text.DeadTitle, Lead: text.DeadLead, Help: text.DeadHelp,
		Again: resetRequestPath, AgainLabel: text.Again,
	})
}
