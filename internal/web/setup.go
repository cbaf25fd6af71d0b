package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const setupPath = "/setup"

// checkSetup returns CodeNotFound for ever once set-up is done, with whatever
// link, and CodeLinkDead for one that cannot be used.
func (s *Site) checkSetup(r *http.Request) error {
	open, err := s.App.Setup.Open(r.Context())
	if err == nil && !open {
		err = gatehouse.E(gatehouse.CodeNotFound)
	}
	return err
}

// setupPage asks for the first partner and its first Master.
func (s *Site) setupPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.checkSetup(r); err != nil {
		return err
	}
	if s.takeLink(w, r, setupCookie, setupPath) {
		return nil
	}
	err := s.App.Setup.Check(r.Context(), s.cookie(r, setupCookie, setupPath))
	if gatehouse.CodeOf(err) == gatehouse.CodeLinkDead {
		return s.deadSetup(w, r, v)
	}
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.Setup{
		Base:     s.base(w, r, v, v.words.Setup.Title),
		Key:      auth.NewToken(),
		Language: v.words.Language,
	})
}

// setup creates both and signs the Master in.
func (s *Site) setup(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "partner", "name", "email", "password", "language"})
	if err != nil {
		return err
	}
	signedIn, err := s.App.Setup.Complete(r.Context(), serve.Stranger(r, gatehouse.ViaPage), form.Get("key"), app.SetupInput{
		Token:    s.cookie(r, setupCookie, setupPath),
		Partner:  form.Get("partner"),
		Name:     form.Get("name"),
		Email:    form.Get("email"),
		Password: form.Get("password"),
		Language: gatehouse.Language(form.Get("language")),
	})
	switch gatehouse.CodeOf(err) {
	case "":
	case gatehouse.CodeLinkDead:
		return s.deadSetup(w, r, v)
	case gatehouse.CodeInvalid:
		return s.setupAgain(w, r, v, form, err)
	default:
		return err
	}
	s.setCookie(w, setupCookie, setupPath, "")
	s.setFlash(w, flash{Notice: noticeSetUp})
	return s.enter(w, r, signedIn, sessionSpot(signedIn), roleAt(signedIn.Places, signedIn.Session.Partner))
}

// setupAgain shows the form with what is wrong with it. The password is typed
// again: it is never sent back.
func (s *Site) setupAgain(w http.ResponseWriter, r *http.Request, v *visit, form url.Values, cause error) error {
	return render(w, r, http.StatusUnprocessableEntity, templates.Setup{
		Base:     s.base(w, r, v, v.words.Setup.Title),
		Key:      auth.NewToken(),
		Partner:  form.Get("partner"),
		Name:     form.Get("name"),
		Email:    form.Get("email"),
		Language: gatehouse.ParseLanguage(form.Get("language")),
		Error:    v.words.Common.CheckInput,
		Errors:   v.fieldErrors(cause),
	})
}

// enter begins the session in the browser and goes to the place. A repeated
// request has no session to hand out; then signing in leads there.
func (s *Site) enter(w http.ResponseWriter, r *http.Request, signedIn app.SignedIn, spot gatehouse.Spot, role gatehouse.PartnerRole) error {
	if signedIn.Token != "" {
		serve.SetSession(w, r, signedIn.Token, signedIn.Session.ExpiresAt)
	}
	return seeOther(w, r, landing(spot, role))
}
