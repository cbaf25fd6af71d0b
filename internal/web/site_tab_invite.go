package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteInvitePage is the window that invites a site's administrators as a page of its
// own.
func (s *Site) siteInvitePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	p, err := s.siteInvite(w, r, v)
	if err != nil {
		return err
	}
	p.Key, p.Role = auth.NewToken(), gatehouse.SiteMaster
	return render(w, r, http.StatusOK, p)
}

// siteInvite is the form for the site that the path names.
func (s *Site) siteInvite(w http.ResponseWriter, r *http.Request, v *visit) (templates.SiteInvite, error) {
	head, err := s.siteHead(r, v, templates.SiteAdminsTab)
	if err != nil {
		return templates.SiteInvite{}, err
	}
	base, err := s.portal(w, r, v, v.words.Sites.People.List.InviteTitle)
	return templates.SiteInvite{Base: base, Site: head.Row.Site}, err
}

// inviteToSite takes one step of the form, as the partner's own does.
func (s *Site) inviteToSite(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageSiteAdmins); err != nil {
		return err
	}
	form, err := readForm(r, []string{"key", "role", "typed", "step", "remove"}, "invitee")
	if err != nil {
		return err
	}
	p, err := s.siteInvite(w, r, v)
	if err != nil {
		return err
	}
	p.Key, p.Typed = form.Get("key"), form.Get("typed")
	if p.People, err = readSiteInvitees(form["invitee"]); err != nil {
		return err
	}
	if p.Role, err = gatehouse.ParseSiteRole(form.Get("role")); err != nil && (p.Typed != "" || form.Has("role")) {
		return err
	}
	switch step := form.Get("step"); {
	case form.Has("remove"):
		i, err := strconv.Atoi(form.Get("remove"))
		if err != nil || i < 0 || i >= len(p.People) {
			return gatehouse.E(gatehouse.CodeMalformed)
		}
		p.People = slices.Delete(p.People, i, i+1)
		return render(w, r, http.StatusOK, p)
	case step == "add":
		addSiteInvitees(v, &p)
		return render(w, r, http.StatusOK, p)
	case step == "ok":
		return s.askSiteInvite(w, r, v, p)
	case step == "edit":
		return render(w, r, http.StatusOK, p)
	case step == "confirm":
		return s.confirmSiteInvite(w, r, v, p)
	default:
		return gatehouse.E(gatehouse.CodeMalformed)
	}
}

// readSiteInvitees reads the people added so far: a role and an address each.
func readSiteInvitees(values []string) ([]templates.SiteInvitee, error) {
	added := []templates.SiteInvitee{}
	for _, value := range values {
		role, email, _ := strings.Cut(value, " ")
		parsed, err := gatehouse.ParseSiteRole(role)
		if err != nil {
			return nil, err
		}
		added = append(added, templates.SiteInvitee{Email: email, Role: parsed})
	}
	return added, nil
}

// addSiteInvitees adds every address that was typed. What is no address stays in the
// field.
func addSiteInvitees(v *visit, p *templates.SiteInvite) {
	text, rest := v.words.Invite, []string{}
	for _, typed := range splitAddresses(p.Typed) {
		email, err := parseAddress(typed)
		known := slices.ContainsFunc(p.People, func(i templates.SiteInvitee) bool { return i.Email == string(email) })
		switch {
		case err != nil:
			rest = append(rest, typed)
		case known:
			p.TypedError = text.Duplicate
		case len(p.People) >= gatehouse.BulkLimit:
			rest = append(rest, typed)
			p.Error = text.TooMany(gatehouse.BulkLimit)
		default:
			p.People = append(p.People, templates.SiteInvitee{Email: string(email), Role: p.Role})
		}
	}
	p.Typed = strings.Join(rest, ", ")
	if len(rest) > 0 && p.Error == "" {
		p.TypedError = text.Malformed(len(rest))
	}
}

// askSiteInvite asks before anybody is invited, once everything that was typed is
// added.
func (s *Site) askSiteInvite(w http.ResponseWriter, r *http.Request, v *visit, p templates.SiteInvite) error {
	addSiteInvitees(v, &p)
	if len(p.People) == 0 && p.Typed == "" {
		p.Error = v.words.Invite.None
	}
	if p.Typed != "" || p.Error != "" {
		return render(w, r, http.StatusUnprocessableEntity, p)
	}
	return render(w, r, http.StatusOK, templates.SiteInviteConfirm{SiteInvite: p})
}

// confirmSiteInvite invites. Rows that the use case calls malformed are shown where
// they stand.
func (s *Site) confirmSiteInvite(w http.ResponseWriter, r *http.Request, v *visit, p templates.SiteInvite) error {
	invitees := []app.Invitee{}
	for _, person := range p.People {
		invitees = append(invitees, app.Invitee{Email: person.Email, Role: person.Role.String()})
	}
	results, err := s.App.SiteAdmins.Invite(r.Context(), v.actor, p.Key, p.Site.ID, invitees, false)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		p.Error = v.words.Common.CheckInput
		if len(p.People) == 0 {
			p.Error = v.words.Invite.None
		}
		wrong := v.fieldErrors(err)
		for i := range p.People {
			p.People[i].Error = wrong[fmt.Sprintf("invitations[%d].email", i)]
		}
		return render(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	s.setFlash(w, resultFlash(gatehouse.ActionSiteAdminInvite, results))
	return seeOther(w, r, editSitePath(v, p.Site.ID, templates.SiteAdminsTab))
}
