package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// acceptInvitation makes the visitor a member: a newcomer with a new account,
// anybody else as who they are.
func (s *Site) acceptInvitation(w http.ResponseWriter, r *http.Request, v *visit) error {
	form, err := readForm(r, []string{"key", "invitation", "name", "password", "language", "terms"})
	if err != nil {
		return err
	}
	offer, err := s.lookUp(r, v)
	switch {
	case gatehouse.CodeOf(err) == gatehouse.CodeLinkDead:
		return s.acceptedBefore(w, r, v, form)
	case err != nil:
		return err
	case string(offer.Invitation.ID) != form.Get("invitation"):
		return s.otherOffer(w, r, v, offer)
	}
	if wayOf(v.actor, offer) == templates.BySignIn {
		if err := s.signInToAccept(w, r, v, offer, form); err != nil {
			return s.refused(w, r, v, offer, form, err)
		}
	}
	acceptance, err := s.accept(r, v, form)
	if err != nil {
		return s.refused(w, r, v, offer, form, err)
	}
	return s.welcome(w, r, acceptance)
}

func (s *Site) accept(r *http.Request, v *visit, form url.Values) (app.Acceptance, error) {
	return s.App.Invitations.Accept(r.Context(), v.actor, form.Get("key"), app.AcceptInput{
		Token:        s.cookie(r, invitationCookie, invitationPath),
		Name:         form.Get("name"),
		Password:     form.Get("password"),
		Language:     gatehouse.Language(form.Get("language")),
		TermsVersion: form.Get("terms"),
	})
}

// signInToAccept signs the invited person in, whose address stands in the
// invitation; the visitor is that person from then on.
func (s *Site) signInToAccept(w http.ResponseWriter, r *http.Request, v *visit, offer app.Offer, form url.Values) error {
	stranger := serve.Stranger(r, gatehouse.ViaPage)
	signedIn, err := s.App.Sessions.SignIn(r.Context(), stranger, string(offer.Invitation.Email), form.Get("password"))
	if err != nil {
		return err
	}
	actor, err := s.App.Sessions.Actor(r.Context(), stranger, signedIn.Token)
	if err != nil {
		return err
	}
	serve.SetSession(w, r, signedIn.Token, signedIn.Session.ExpiresAt)
	v.meet(actor, signedIn.Token)
	serve.Annotate(r, actor)
	return nil
}

// acceptedBefore answers a form whose invitation is used: a repeated one by what
// the first did, any other with the page of dead links.
func (s *Site) acceptedBefore(w http.ResponseWriter, r *http.Request, v *visit, form url.Values) error {
	acceptance, err := s.accept(r, v, form)
	switch gatehouse.CodeOf(err) {
	case "":
		return s.welcome(w, r, acceptance)
	case gatehouse.CodeTooManyRequests:
		return err
	default:
		return s.deadInvitation(w, r, v)
	}
}

// otherOffer shows the invitation that is open in this browser now, when the form
// was that of another one: nobody accepts what they have not read (SECURITY T031).
func (s *Site) otherOffer(w http.ResponseWriter, r *http.Request, v *visit, offer app.Offer) error {
	p := s.offerPage(w, r, v, offer)
	p.Switched = true
	return render(w, r, http.StatusConflict, p)
}

// refused shows the offer again where the visitor can do something about it.
func (s *Site) refused(w http.ResponseWriter, r *http.Request, v *visit, offer app.Offer, form url.Values, cause error) error {
	switch gatehouse.CodeOf(cause) {
	case gatehouse.CodeLinkDead:
		return s.deadInvitation(w, r, v)
	case gatehouse.CodeAccountExists:
		offer.HasAccount = true
		return s.offerAgain(w, r, v, offer, form, cause)
	case gatehouse.CodeInvalid, gatehouse.CodeWrongCredentials, gatehouse.CodeOtherAddress:
		return s.offerAgain(w, r, v, offer, form, cause)
	default:
		return cause
	}
}

// welcome goes to the partner that was joined.
func (s *Site) welcome(w http.ResponseWriter, r *http.Request, acceptance app.Acceptance) error {
	serve.Annotate(r, gatehouse.Actor{Account: acceptance.Account.ID, Partner: acceptance.Partner})
	s.setCookie(w, invitationCookie, invitationPath, "")
	s.setFlash(w, flash{Notice: noticeWelcome})
	return s.enter(w, r, acceptance.SignedIn, acceptance.Partner)
}
