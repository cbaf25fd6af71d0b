package api

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

type linkToken struct {
	Token string `json:"token" writeOnly:"true" doc:"What stands behind token= in the link of the mail." example:"pT3fJc0Yq1vXo2mR8sWk5uZbA7dE9gHiKlNnPqRrStU"`
}

type termsItem struct {
	URL     string `json:"url" format:"uri" example:"https://northgate.example/terms"`
	Version string `json:"version" example:"2026-01"`
}

// offerItem is what the link of an invitation offers.
type offerItem struct {
	Kind       inviteKind `json:"kind"`
	Partner    partnerRef `json:"partner"`
	Site       *siteRef   `json:"site,omitempty" doc:"The site of a site administrator's invitation. Absent for other kinds."`
	Email      string     `json:"email" format:"email" example:"ben@example.com" doc:"The address invited. Nobody else can accept."`
	Role       roleName   `json:"role,omitempty" doc:"The partner role, or the site role of a site administrator. Absent for a technician." example:"operator"`
	ExpiresAt  instant    `json:"expires_at" format:"date-time" example:"2026-03-08T09:00:00Z"`
	HasAccount bool       `json:"has_account" doc:"Whether that address has an account already: accept with its session or its password then, else with a name and a new password."`
	InvitedBy  string     `json:"invited_by,omitempty" doc:"The inviter's name. Absent when the installation invited, or the inviter is gone." example:"Ana Weber"`
	Terms      *termsItem `json:"terms,omitempty" doc:"What has to be consented to. Absent when nothing is asked."`
}

type acceptance struct {
	Token    string `json:"token" writeOnly:"true" doc:"What stands behind token= in the link of the mail." example:"pT3fJc0Yq1vXo2mR8sWk5uZbA7dE9gHiKlNnPqRrStU"`
	Name     string `json:"name,omitempty" doc:"A newcomer's name. Left out by whoever has an account." example:"Ben Okafor"`
	Password string `json:"password,omitempty" format:"password" writeOnly:"true" doc:"With a name: a newcomer's new password, of at least 15 characters. Without one: the password of the account that the address has, instead of its session, for somebody who has no open place to sign in to. Left out with a session." example:"a quiet heron over the reeds"`
	Language string `json:"language,omitempty" doc:"A newcomer's language; an unknown one is taken for English. Left out by whoever has an account." example:"en"`
	Terms    string `json:"terms,omitempty" doc:"The version consented to, exactly as the lookup answered it. Required when the lookup answered terms." example:"2026-01"`
}

type acceptedItem struct {
	SignedInItem
	Partner partnerRef `json:"partner" doc:"The partner just joined."`
	Person  string     `json:"person" doc:"Who one is there: the id in the lists of administrators and technicians." example:"0198f0c2-11d4-7f0a-8e2b-5c4d3e2f1a09"`
	Kind    inviteKind `json:"kind"`
	Site    *siteRef   `json:"site,omitempty" doc:"The site just joined, of a site administrator. Absent for other kinds."`
	Role    roleName   `json:"role,omitempty" doc:"The partner role, or the site role of a site administrator. Absent for a technician." example:"operator"`
}

func (s *server) lookupInvitation(ctx context.Context, c *call, in *body[linkToken]) (*reply[offerItem], error) {
	offer, err := s.app.Invitations.Lookup(ctx, c.actor, in.Body.Token)
	if err != nil {
		return nil, err
	}
	item := offerItem{
		Kind:       inviteKind(offer.Invitation.Kind),
		Partner:    partnerRef{ID: string(offer.Partner.ID), Name: offer.Partner.Name},
		Email:      string(offer.Invitation.Email),
		Role:       roleName(offer.Invitation.Role.String()),
		ExpiresAt:  at(offer.Invitation.ExpiresAt),
		HasAccount: offer.HasAccount,
		InvitedBy:  offer.InvitedByName,
	}
	if offer.Site.ID != "" {
		item.Site = &siteRef{ID: string(offer.Site.ID), Name: offer.Site.Name}
		item.Role = roleName(offer.Invitation.SiteRole.String())
	}
	if offer.TermsURL != "" {
		item.Terms = &termsItem{URL: offer.TermsURL, Version: offer.TermsVersion}
	}
	return answer(item), nil
}

func (s *server) acceptInvitation(ctx context.Context, c *call, in *body[acceptance]) (*reply[acceptedItem], error) {
	form := app.AcceptInput{
		Token:        in.Body.Token,
		Name:         in.Body.Name,
		Password:     in.Body.Password,
		Language:     gatehouse.ParseLanguage(in.Body.Language),
		TermsVersion: in.Body.Terms,
	}
	if in.Body.Name == "" { // who has no name to give has an account
		form.CurrentPassword = in.Body.Password
	}
	accepted, err := s.app.Invitations.Accept(ctx, c.actor, c.key, form)
	if err != nil {
		return nil, err
	}
	item := acceptedItem{
		SignedInItem: c.welcome(accepted.SignedIn),
		Partner:      partnerRef{ID: string(accepted.Partner), Name: partnerName(accepted.Places, accepted.Partner)},
		Person:       string(accepted.Person),
		Kind:         inviteKind(accepted.Kind),
		Role:         roleName(accepted.Role.String()),
	}
	if accepted.Site != "" {
		item.Site = &siteRef{ID: string(accepted.Site), Name: siteName(accepted.Places, accepted.Site)}
		item.Role = roleName(accepted.SiteRole.String())
	}
	serve.Annotate(c.r, c.actor, item.Person)
	return answer(item), nil
}

func partnerName(places []gatehouse.Place, id gatehouse.PartnerID) string {
	for _, p := range places {
		if p.Partner == id {
			return p.PartnerName
		}
	}
	return ""
}

func siteName(places []gatehouse.Place, id gatehouse.SiteID) string {
	for _, p := range places {
		if p.Site == id {
			return p.SiteName
		}
	}
	return ""
}
