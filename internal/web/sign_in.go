package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// signInPage asks who somebody is; whoever is signed in already goes on.
func (s *Site) signInPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "next")
	if err != nil {
		return err
	}
	next := ownPath(query.Get("next"))
	if v.actor.SignedIn() {
		if next == "" {
			next = landing(v.actor.Spot(), v.actor.Role)
		}
		return seeOther(w, r, next)
	}
	open, err := s.App.Setup.Open(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.SignIn{Base: s.base(w, r, v, v.words.SignIn.Title), Next: next, NotSetUp: open})
}

// signIn begins a session and goes on: to the page that was asked for, else to
// the only place, else to the selector.
func (s *Site) signIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"email", "password", "next"})
	if err != nil {
		return err
	}
	next := ownPath(form.Get("next"))
	stranger := serve.Stranger(r, gatehouse.ViaPage)
	signedIn, err := s.App.Sessions.SignIn(r.Context(), stranger, form.Get("email"), form.Get("password"))
	switch code := gatehouse.CodeOf(err); code {
	case "":
	case gatehouse.CodeWrongCredentials, gatehouse.CodePartnerNotActive:
		return render(w, r, code.Status(), templates.SignIn{
			Base:  s.base(w, r, v, v.words.SignIn.Title),
			Email: form.Get("email"),
			Next:  next,
			Error: v.words.Code(code),
		})
	default:
		return err
	}
	serve.SetSession(w, r, signedIn.Token, signedIn.Session.ExpiresAt)
	if next == "" {
		next = landing(sessionSpot(signedIn), roleAt(signedIn.Places, signedIn.Session.Partner))
	}
	return seeOther(w, r, next)
}

// sessionSpot is where a session that has just begun stands.
func sessionSpot(signedIn app.SignedIn) gatehouse.Spot {
	return gatehouse.Spot{Partner: signedIn.Session.Partner, Site: signedIn.Session.Site}
}
