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
	// filters are the names that a query may have besides those of every list.
	filters []string
	// read returns a page of the list, person one row of it.
	read   func(context.Context, *app.App, gatehouse.Actor, templates.PeopleFilter, app.Page) (peoplePage, error)
	person func(context.Context, *app.App, gatehouse.Actor, gatehouse.PersonID) (gatehouse.Person, error)
	// invite invites everybody who was added, recorded as the action.
	invite  func(context.Context, *app.App, gatehouse.Actor, string, []templates.Invitee) (gatehouse.Results, error)
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
	return l.list.Path(templates.Base{Frame: &templates.Frame{Actor: v.actor}})
}

// may reports whether the visitor may do to the list's rows what the permission is for.
func (l *people) may(v *visit, p gatehouse.Permission) bool {
	if l.site != "" {
		return v.actor.MayAtSite(l.site)
	}
	return v.actor.May(p)
}

// names are the names that a query of the list may have.
func (l *people) names(more ...string) []string {
	return slices.Concat([]string{"q", "status", "sort"}, l.filters, more)
}

// peoplePage is the list.
func (s *Site) peoplePage(l *people) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		query, err := readQuery(r, l.names("cursor", "trail")...)
		if err != nil {
			return err
		}
		filter, err := peopleFilter(query)
		if err != nil {
			return err
		}
		list, err := l.read(r.Context(), s.App, v.actor, filter, app.Page{Cursor: query.Get("cursor")})
		if err != nil {
			return err
		}
		p, err := s.peopleList(w, r, v, l, list)
		if err != nil {
			return err
		}
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
	base, err := s.portal(w, r, v, l.list.Text(v.words).Title)
	if err != nil {
		return templates.People{}, err
	}
	if l.site == "" {
		if err := s.markVoid(r, v, list.rows); err != nil {
			return templates.People{}, err
		}
	}
	p := templates.People{
		Base:      base,
		List:      l.list,
		Rows:      list.rows,
		Manages:   l.may(v, l.manages),
		Deletes:   l.may(v, l.deletes),
		Capped:    list.capped,
		Result:    result,
		Key:       auth.NewToken(),
		Invite:    inviteForm(base, l),
		MailStays: s.MailStays,
	}
	if local(s, r) {
		p.Mailbox = mailboxPath
	}
	return p, nil
}

// peopleFilter reads the filter and the order from a query. Values that do not
// exist are CodeUnknownParameter; the use case says so of those that it knows.
func peopleFilter(query url.Values) (templates.PeopleFilter, error) {
	filter := templates.PeopleFilter{
		Query:  query.Get("q"),
		Status: gatehouse.InvitationStatus(query.Get("status")),
		Sort:   query.Get("sort"),
	}
	if filter.Sort == "" {
		filter.Sort = string(gatehouse.SortNewest)
	}
	if role := query.Get("role"); role != "" {
		parsed, err := gatehouse.ParsePartnerRole(role)
		if err != nil {
			return filter, gatehouse.E(gatehouse.CodeUnknownParameter)
		}
		filter.Role = parsed
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
// section 4); the installation's own are always good. Senders that are not on the
// page themselves are looked up, each once.
func (s *Site) markVoid(r *http.Request, v *visit, rows []templates.PersonRow) error {
	senders := map[gatehouse.PersonID]gatehouse.Person{}
	for _, row := range rows {
		senders[row.Person.ID] = row.Person
	}
	for i, row := range rows {
		id := row.Invitation.InvitedBy
		if row.Status != gatehouse.Pending || id == "" {
			continue
		}
		sender, known := senders[id]
		if !known {
			admin, err := s.App.Admins.Get(r.Context(), v.actor, id)
			if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
				return err
			}
			sender = admin.Person
			senders[id] = sender
		}
		rows[i].Void = !sender.MayInvite(row.Invitation.Kind, row.Invitation.Role)
	}
	return nil
}
