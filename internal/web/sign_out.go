package web

import (
	"net/http"

	"gatehouse.example/gatehouse/internal/serve"
)

// signOut ends the session.
func (s *Site) signOut(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"next"})
	if err != nil {
		return err
	}
	if err := s.App.Sessions.SignOut(r.Context(), v.actor); err != nil {
		return err
	}
	serve.ClearSession(w, r)
	if next := ownPath(form.Get("next")); next != "" {
		return seeOther(w, r, next)
	}
	s.setFlash(w, flash{Notice: noticeSignedOut})
	return seeOther(w, r, "/sign-in")
}
