package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// invitePage is the window that invites people as a page of its own.
func (s *Site) invitePage(l *people) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		if _, err := readQuery(r); err != nil {
			return err
		}
		base, err := s.portal(w, r, v, l.list.Text(v.words).InviteTitle)
		if err != nil {
			return err
		}
		head, err := s.peopleHead(r, v, l)
		if err != nil {
			return err
		}
		return render(w, r, http.StatusOK, inviteForm(base, l, head))
	}
}

// inviteForm is the form before anything was typed. A site's first administrator
// should be a Master.
func inviteForm(base templates.Base, l *people, head templates.SiteHead) templates.Invite {
	form := templates.Invite{Base: base, List: l.list, Key: auth.NewToken()}
	if l.roles {
		form.Roles, form.Role = l.givable(base.Actor), lowestRank
	}
	if l.list == templates.StaffList && !head.Row.Site.Owned() {
		form.Role = templates.Rank(gatehouse.SiteMaster.String())
	}
	return form
}

// invite takes one step of the form: people are added and removed, OK asks, and
// Confirm invites. Until then nothing is kept but what the form carries.
func (s *Site) invite(l *people) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		form, err := readForm(r, []string{"key", "role", "typed", "step", "remove"}, "invitee", templates.LeftField)
		if err != nil {
			return err
		}
		added, err := l.readAdded(form["invitee"])
		if err != nil {
			return err
		}
		left, err := l.readAdded(form[templates.LeftField])
		if err != nil {
			return err
		}
		draft := inviteDraft{
			site: s, visit: v, list: l, key: form.Get("key"), role: form.Get("role"), typed: form.Get("typed"), people: added, left: left,
		}
		switch step := form.Get("step"); {
		case form.Has("remove"):
			return draft.remove(w, r, form.Get("remove"))
		case step == "add":
			draft.add()
			return draft.show(w, r, http.StatusOK)
		case step == "ok":
			return draft.ok(w, r)
		case step == "edit":
			return draft.back(w, r, http.StatusOK)
		case step == "confirm":
			return draft.confirm(w, r)
		default:
			return gatehouse.E(gatehouse.CodeMalformed)
		}
	}
}

// readAdded reads the people added so far, as the form carries them: an address,
// with a role before it where the list has roles.
func (l *people) readAdded(values []string) ([]templates.Invitee, error) {
	added := []templates.Invitee{}
	for _, value := range values {
		if !l.roles {
			added = append(added, templates.Invitee{Email: value})
			continue
		}
		role, email, _ := strings.Cut(value, " ")
		parsed, err := l.readRole(role)
		if err != nil {
			return nil, err
		}
		added = append(added, templates.Invitee{Email: email, Role: parsed})
	}
	return added, nil
}

// readRole reads as what the next people are added.
func (l *people) readRole(role string) (templates.Rank, error) {
	var err error
	switch {
	case !l.roles:
		return "", nil
	case l.site != "":
		_, err = gatehouse.ParseSiteRole(role)
	default:
		_, err = gatehouse.ParsePartnerRole(role)
	}
	return templates.Rank(role), err
}

// lowestRank is what a form begins with: the lowest role of either kind.
var lowestRank = templates.Rank(gatehouse.PartnerObserver.String())

// givable are the roles that the viewer may give in the list.
func (l *people) givable(viewer gatehouse.Actor) []templates.Rank {
	ranks := []templates.Rank{}
	if l.site != "" {
		for _, role := range gatehouse.SiteRoles() {
			if viewer.CheckGiveAtSite(role) == nil {
				ranks = append(ranks, templates.Rank(role.String()))
			}
		}
		return ranks
	}
	for _, role := range viewer.Role.GivableRoles() {
		ranks = append(ranks, templates.Rank(role.String()))
	}
	return ranks
}

// inviteDraft is the form between two steps.
type inviteDraft struct {
	site  *Site
	visit *visit
	list  *people
	key   string
	role  string
	// typed is what stands in the field of addresses; typedError is what is wrong
	// with it, summary what is wrong with the form as a whole.
	typed      string
	typedError string
	summary    string
	people     []templates.Invitee
	// left are those whom the question left out: nobody asks for them, but the way back
	// into the form has them again.
	left []templates.Invitee
}

// back shows the form as it was before the question.
func (d inviteDraft) back(w http.ResponseWriter, r *http.Request, status int) error {
	d.people = slices.Concat(d.people, d.left)
	return d.show(w, r, status)
}

// remove takes one person out.
func (d inviteDraft) remove(w http.ResponseWriter, r *http.Request, index string) error {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(d.people) {
		return gatehouse.E(gatehouse.CodeMalformed)
	}
	d.people = slices.Delete(d.people, i, i+1)
	return d.show(w, r, http.StatusOK)
}

// add adds every address that was typed. What is no address stays in the field.
func (d *inviteDraft) add() {
	text := d.visit.words.Invite
	role, err := d.list.readRole(d.role)
	if err != nil {
		d.summary = d.visit.words.Code(gatehouse.CodeInvalid)
		return
	}
	rest := []string{}
	for _, typed := range splitAddresses(d.typed) {
		email, err := parseAddress(typed)
		switch {
		case err != nil:
			rest = append(rest, typed)
		case d.has(email):
			d.typedError = text.Duplicate
		case len(d.people) >= gatehouse.BulkLimit:
			rest = append(rest, typed)
			d.summary = text.TooMany(gatehouse.BulkLimit)
		default:
			d.people = append(d.people, templates.Invitee{Email: string(email), Role: role})
		}
	}
	d.typed = strings.Join(rest, ", ")
	if len(rest) > 0 && d.summary == "" {
		d.typedError = text.Malformed(len(rest))
	}
}

func (d *inviteDraft) has(email gatehouse.Email) bool {
	return slices.ContainsFunc(d.people, func(p templates.Invitee) bool { return p.Email == string(email) })
}

// ok asks before anybody is invited, once everything that was typed is added. The
// question knows from a dry run who would not be invited, and why.
func (d inviteDraft) ok(w http.ResponseWriter, r *http.Request) error {
	d.add()
	switch {
	case d.typed != "" || d.summary != "":
		return d.show(w, r, http.StatusUnprocessableEntity)
	case len(d.people) == 0:
		d.summary = d.visit.words.Invite.None
		return d.show(w, r, http.StatusUnprocessableEntity)
	}
	dry, err := d.list.invite(r.Context(), d.site.App, d.visit, "", d.people, true)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return d.again(w, r, err)
	}
	if err != nil {
		return err
	}
	rows, err := d.rows(r, dry)
	if err != nil {
		return err
	}
	base, err := d.site.portal(w, r, d.visit, d.visit.words.Invite.ConfirmTitle.For(dry.Changed()))
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, templates.InviteConfirm{Base: base, List: d.list.list, Key: d.key, Rows: rows})
}

// rows are the people added, with what a dry run said about each. Whoever would not be
// invited, or is something else here already, is mostly somebody with a name.
func (d inviteDraft) rows(r *http.Request, dry gatehouse.Results) ([]templates.BulkRow, error) {
	rows := []templates.BulkRow{}
	for i, person := range d.people {
		row := templates.BulkRow{ID: person.Value(), Who: person.Email}
		result := dry.Rows[i]
		switch {
		case result.Outcome != gatehouse.Changed:
			row.Refusal = d.visit.words.Code(result.Code)
		case d.list.roles:
			row.Note = d.list.list.RankName(d.visit.words, person.Role)
		}
		row.Also = d.also(result.Also)
		if row.Refusal+row.Also != "" && result.ID != "" && i < namedRows {
			known, err := d.known(r, result)
			if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				return nil, err
			}
			row.Name = known.Name
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// also words what else somebody is who is to be invited, "" for nothing.
func (d inviteDraft) also(kind gatehouse.InvitationKind) string {
	switch kind {
	case gatehouse.InviteAdmin:
		return d.visit.words.Invite.AlsoAdmin
	case gatehouse.InviteTechnician:
		return d.visit.words.Invite.AlsoTechnician
	default:
		return ""
	}
}

// known is somebody who stands in the list already, or in the partner's other one.
func (d inviteDraft) known(r *http.Request, result gatehouse.Result) (gatehouse.Person, error) {
	if result.Also != "" {
		return d.site.person(r, d.visit, result.ID)
	}
	row, err := d.list.row(r.Context(), d.site.App, d.visit, result.ID)
	return row.Person, err
}

// confirm invites. Rows that the use case calls malformed are shown where they
// stand.
func (d inviteDraft) confirm(w http.ResponseWriter, r *http.Request) error {
	results, err := d.list.invite(r.Context(), d.site.App, d.visit, d.key, d.people, false)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		return d.again(w, r, err)
	}
	if err != nil {
		return err
	}
	d.site.setFlash(w, resultFlash(d.list.invited, results))
	return seeOther(w, r, d.list.path(d.visit))
}

// again shows the form with what the use case calls malformed.
func (d inviteDraft) again(w http.ResponseWriter, r *http.Request, cause error) error {
	d.mark(d.visit.fieldErrors(cause))
	return d.back(w, r, http.StatusUnprocessableEntity)
}

// mark puts what is wrong with single rows beside them.
func (d *inviteDraft) mark(errors map[string]string) {
	d.summary = d.visit.words.Common.CheckInput
	if len(d.people) == 0 {
		d.summary = d.visit.words.Invite.None
	}
	for i := range d.people {
		d.people[i].Error = errors[fmt.Sprintf("invitations[%d].email", i)]
	}
}

// show draws the form as it stands.
func (d inviteDraft) show(w http.ResponseWriter, r *http.Request, status int) error {
	base, err := d.site.portal(w, r, d.visit, d.list.list.Text(d.visit.words).InviteTitle)
	if err != nil {
		return err
	}
	p := inviteForm(base, d.list, templates.SiteHead{})
	if role, err := d.list.readRole(d.role); err == nil {
		p.Role = role
	}
	p.Key = d.key
	p.Typed, p.TypedError, p.Error, p.People = d.typed, d.typedError, d.summary, d.people
	return render(w, r, status, p)
}
