package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

const invitationPath = "/invitation"

// invitationPage shows what an invitation offers. It changes nothing, however
// often it is opened and by whom: mail scanners follow links (SECURITY T010).
func (s *Site) invitationPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.takeLink(w, r, invitationCookie, invitationPath) {
		return nil
	}
	offer, err := s.lookUp(r, v)
	if gatehouse.CodeOf(err) == gatehouse.CodeLinkDead {
		return s.deadInvitation(w, r, v)
	}
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, s.offerPage(w, r, v, offer))
}

// lookUp returns what the invitation opened in this browser offers.
func (s *Site) lookUp(r *http.Request, v *visit) (app.Offer, error) {
	token := s.cookie(r, invitationCookie, invitationPath)
	if token == "" {
		return app.Offer{}, gatehouse.E(gatehouse.CodeLinkDead)
	}
	return s.App.Invitations.Lookup(r.Context(), v.actor, token)
}

// wayOf says how the visitor can accept the offer.
func wayOf(actor gatehouse.Actor, offer app.Offer) templates.Way {
	switch {
	case actor.SignedIn() && actor.Email == offer.Invitation.Email:
		return templates.AsSignedIn
	case actor.SignedIn():
		return templates.AsAnother
	case offer.HasAccount:
		return templates.BySignIn
	default:
		return templates.AsNewcomer
	}
}

// offerPage is the page of an offer, before anything was typed.
func (s *Site) offerPage(w http.ResponseWriter, r *http.Request, v *visit, offer app.Offer) templates.Invitation {
	return templates.Invitation{
		Base:         s.base(w, r, v, v.words.Invitation.Title),
		Key:          auth.NewToken(),
		ID:           offer.Invitation.ID,
		PartnerName:  offer.Partner.Name,
		Role:         offer.Invitation.Role,
		SiteName:     offer.Site.Name,
		SiteRole:     offer.Invitation.SiteRole,
		Inviter:      offer.InvitedByName,
		Email:        offer.Invitation.Email,
		Deadline:     offer.Invitation.ExpiresAt,
		TermsURL:     offer.TermsURL,
		TermsVersion: offer.TermsVersion,
		Way:          wayOf(v.actor, offer),
		Language:     v.words.Language,
	}
}

// offerAgain is the page after a try that was refused, with what was typed but
// for the password.
func (s *Site) offerAgain(w http.ResponseWriter, r *http.Request, v *visit, offer app.Offer, form url.Values, cause error) error {
	p := s.offerPage(w, r, v, offer)
	p.Name = form.Get("name")
	if form.Has("language") {
		p.Language = gatehouse.ParseLanguage(form.Get("language"))
	}
	p.Agreed = form.Get("terms") != ""
	p.Errors = v.fieldErrors(cause)
	p.Error = v.words.Error(asError(cause))
	if len(p.Errors) > 0 {
		p.Error = v.words.Common.CheckInput
	}
	return render(w, r, gatehouse.CodeOf(cause).Status(), p)
}
