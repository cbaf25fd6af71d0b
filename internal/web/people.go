package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// people is one of a partner's two lists of people, or that of a site's
// administrators. Their pages, windows and bulk actions are the same; this says how
// they differ.
type people struct {
	list templates.PeopleList
	// manages and deletes are the permissions to act on the list's rows.
	manages, deletes gatehouse.Permission
	// site is set for a list of a site, with what managing it takes there.
	site gatehouse.SiteAction
	// roles is true where somebody is invited as something.
	roles bool
	// read returns a page of the list, row one row of it, and export writes all of it.
	read   func(context.Context, *app.App, *visit, templates.PeopleFilter, app.Page) (peoplePage, error)
	row    func(context.Context, *app.App, *visit, gatehouse.PersonID) (templates.PersonRow, error)
	export exporter
	// invite invites everybody who was added, recorded as the action, or only says what
	// would become of each.
	invite  func(context.Context, *app.App, *visit, string, []templates.Invitee, bool) (gatehouse.Results, error)
	invited gatehouse.Action
}

// peoplePage is a page of a list of people.
type peoplePage struct {
	rows   []templates.PersonRow
	next   string
	capped bool
}

// path is the address of the list at the place where the visitor stands.
func (l *people) path(v *visit) string {
	return l.list.Path(templates.Base{Frame: &templates.Frame{Actor: v.actor, Edited: v.site}})
}

// may reports whether the visitor may do to the list's rows what the permission is for.
func (l *people) may(v *visit, p gatehouse.Permission) bool {
	if v.actor.AtSite() {
		return v.actor.MayAtSite(l.site)
	}
	return v.actor.May(p)
}

// admit asks whether the visitor may act on the list's rows at all, where no use case
// does.
func (l *people) admit(ctx context.Context, a *app.App, v *visit) error {
	if v.actor.AtSite() {
		return a.Sessions.AdmitToSite(ctx, v.actor, l.site)
	}
	return a.Sessions.Admit(ctx, v.actor, l.manages)
}

// names are the names that a query of the list may have.
func (l *people) names(more ...string) []string {
	names := []string{"q", "status", "locked", "sort"}
	if l.roles {
		names = append(names, "role")
	}
	return slices.Concat(names, more)
}

// peoplePage is the list.
func (s *Site) peoplePage(l *people) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		query, err := readQuery(r, l.names("cursor", "trail")...)
		if err != nil {
			return err
		}
		filter, err := l.filter(query)
		if err != nil {
			return err
		}
		list, err := l.read(r.Context(), s.App, v, filter, app.Page{Cursor: query.Get("cursor")})
		if err != nil {
			return err
		}
		if len(list.rows) == 0 && query.Get("cursor") != "" {
			// The rows of the last page went with an action.
			return seeOther(w, r, l.path(v)+filter.URLQuery())
		}
		p, err := s.peopleList(w, r, v, l, list)
		if err != nil {
			return err
		}
		p.Back = peopleQuery(filter, query)
		p.Filter, p.Pager = filter, peoplePager(v, r.URL.Path, query, list.next, filter.Sort)
		alone := len(p.Rows) == 0 || len(p.Rows) == 1 && p.Rows[0].Self
		p.First = alone && p.Pager.Only() && !filter.Filtered()
		return render(w, r, http.StatusOK, p)
	}
}

// peopleList is the page of a list without its filter.
func (s *Site) peopleList(w http.ResponseWriter, r *http.Request, v *visit, l *people, list peoplePage) (templates.People, error) {
	result, err := s.takeResult(r, v, l)
	if err != nil {
		return templates.People{}, err
	}
	touched := decodeFlash(s.cookie(r, flashCookie, "/")).Touched
	for i, row := range list.rows {
		list.rows[i].Touched = slices.Contains(touched, row.Person.ID)
	}
	base, err := s.portal(w, r, v, l.list.Text(v.words).Title)
	if err != nil {
		return templates.People{}, err
	}
	if err := s.markVoid(r, v, list.rows); err != nil {
		return templates.People{}, err
	}
	head, err := s.peopleHead(r, v, l)
	if err != nil {
		return templates.People{}, err
	}
	p := templates.People{
		Base:      base,
		Head:      head,
		List:      l.list,
		Rows:      list.rows,
		Manages:   l.may(v, l.manages),
		Deletes:   l.may(v, l.deletes),
		Capped:    list.capped,
		Result:    result,
		Key:       auth.NewToken(),
		Invite:    inviteForm(base, l, head),
		MailStays: s.MailStays,
	}
	if local(s, r) {
		s.findMails(p.Rows)
	}
	return p, nil
}

// findMails leads to the very mails that the local mailbox holds for the rows, where the
// viewer could send them again: the link in them opens an account.
func (s *Site) findMails(rows []templates.PersonRow) {
	for i := range rows {
		row := &rows[i]
		if !row.Resendable || row.Mail.Message == "" {
			continue
		}
		if id, held := s.Mailbox.Find(row.Mail.Message, row.Mail.AskedAt); held {
			row.MailPath = mailboxPath + "/" + id
		}
	}
}

// peopleHead is what stands above the list in Edit Site.
func (s *Site) peopleHead(r *http.Request, v *visit, l *people) (templates.SiteHead, error) {
	if l.list != templates.StaffList {
		return templates.SiteHead{}, nil
	}
	return s.siteHead(r, v, templates.SiteAdminsTab)
}

// filter reads the filter and the order from a query. Values that do not exist are
// CodeUnknownParameter; the use case says so of those that it knows.
func (l *people) filter(query url.Values) (templates.PeopleFilter, error) {
	filter := templates.PeopleFilter{
		Query:  query.Get("q"),
		Status: gatehouse.InvitationStatus(query.Get("status")),
		Sort:   query.Get("sort"),
	}
	if filter.Sort == "" {
		filter.Sort = string(gatehouse.SortNewest)
	}
	if role := query.Get("role"); role != "" {
		rank, err := l.readRole(role)
		if err != nil {
			return filter, gatehouse.E(gatehouse.CodeUnknownParameter)
		}
		filter.Role = rank
	}
	switch locked := query.Get("locked"); locked {
	case "":
	case "true", "false":
		on := locked == "true"
		filter.Locked = &on
	default:
		return filter, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return filter, nil
}

// peoplePager says older and newer where the order is one of time.
func peoplePager(v *visit, path string, query url.Values, next, sort string) templates.Pager {
	text := v.words.Admins
	pager := pagerOf(path, query, next)
	pager.Label, pager.Previous, pager.Next = text.Pager, text.Previous, text.Next
	if sort == string(gatehouse.SortNewest) {
		pager.Previous, pager.Next = text.Newer, text.Older
	}
	return pager
}

// markVoid marks the pending invitations whose sender could not send them now (SPEC
// section 4).
func (s *Site) markVoid(r *http.Request, v *visit, rows []templates.PersonRow) error {
	pending := []gatehouse.Invitation{}
	for _, row := range rows {
		if row.Status == gatehouse.Pending {
			pending = append(pending, row.Invitation)
		}
	}
	void, err := s.App.Invitations.Void(r.Context(), v.actor, pending)
	for i, row := range rows {
		rows[i].Void = row.Status == gatehouse.Pending && void[row.Invitation.ID]
	}
	return err
}

// person is somebody of the partner, by the list of technicians or, for an
// administrator who has no site yet, by theirs.
func (s *Site) person(r *http.Request, v *visit, id gatehouse.PersonID) (gatehouse.Person, error) {
	row, err := technicians.row(r.Context(), s.App, v, id)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		row, err = admins.row(r.Context(), s.App, v, id)
	}
	return row.Person, err
}
