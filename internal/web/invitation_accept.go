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
	acceptance, err := s.accept(r, v, form, wayOf(v.actor, offer))
	if err != nil {
		return s.refused(w, r, v, offer, form, err)
	}
	return s.welcome(w, r, acceptance)
}

// accept hands the form to the use case. Whoever has an account gave its password,
// a newcomer the one they chose.
func (s *Site) accept(r *http.Request, v *visit, form url.Values, way templates.Way) (app.Acceptance, error) {
	in := app.AcceptInput{
		Token:        s.cookie(r, invitationCookie, invitationPath),
		Name:         form.Get("name"),
		Language:     gatehouse.Language(form.Get("language")),
		TermsVersion: form.Get("terms"),
	}
	if way == templates.BySignIn {
		in.CurrentPassword = form.Get("password")
	} else {
		in.Password = form.Get("password")
	}
	return s.App.Invitations.Accept(r.Context(), v.actor, form.Get("key"), in)
}

// acceptedBefore answers a form whose invitation is used: a repeated one by what
// the first did, any other with the page of dead links.
func (s *Site) acceptedBefore(w http.ResponseWriter, r *http.Request, v *visit, form url.Values) error {
	acceptance, err := s.accept(r, v, form, templates.AsNewcomer)
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

// welcome goes to the partner or the site that was joined.
func (s *Site) welcome(w http.ResponseWriter, r *http.Request, acceptance app.Acceptance) error {
	serve.Annotate(r, gatehouse.Actor{Account: acceptance.Account.ID, Partner: acceptance.Partner})
	s.setCookie(w, invitationCookie, invitationPath, "")
	s.setFlash(w, flash{Notice: noticeWelcome})
	spot := gatehouse.Spot{Partner: acceptance.Partner, Site: acceptance.Site}
	return s.enter(w, r, acceptance.SignedIn, spot, acceptance.Role)
}
