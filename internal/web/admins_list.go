package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// adminsPage is the list of a partner's administrators.
func (s *Site) adminsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "q", "status", "role", "sort", "cursor", "trail")
	if err != nil {
		return err
	}
	filter, err := adminFilter(query)
	if err != nil {
		return err
	}
	list, err := s.App.Admins.List(r.Context(), v.actor, filter, app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return err
	}
	result, err := s.takeResult(r, v)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Admins.Title)
	if err != nil {
		return err
	}
	rows := adminRows(v.actor, list.Items)
	if err := s.markVoid(r, v, rows); err != nil {
		return err
	}
	p := templates.Admins{
		Base:    base,
		Rows:    rows,
		Filter:  filter,
		Manages: v.actor.May(gatehouse.ManageAdmins),
		Capped:  list.Capped,
		Pager:   adminPager(v, r.URL.Path, query, list.Next, filter.Sort),
		Result:  result,
		Key:     auth.NewToken(),
		Invite:  inviteForm(base, v.actor),

		MailStays: s.MailStays,
	}
	if local(s, r) {
		p.Mailbox = mailboxPath
	}
	p.First = len(p.Rows) == 1 && p.Rows[0].Self && p.Pager.Only() && !p.Filtered()
	return render(w, r, http.StatusOK, p)
}

// adminFilter reads the filter and the order from a query. Values that do not
// exist are CodeUnknownParameter; the use case says so of those that it knows.
func adminFilter(query url.Values) (gatehouse.AdminFilter, error) {
	filter := gatehouse.AdminFilter{
		Status: gatehouse.InvitationStatus(query.Get("status")),
		Query:  query.Get("q"),
		Sort:   gatehouse.AdminSort(query.Get("sort")),
	}
	if filter.Sort == "" {
		filter.Sort = gatehouse.SortNewest
	}
	if role := query.Get("role"); role != "" {
		parsed, err := gatehouse.ParsePartnerRole(role)
		if err != nil {
			return filter, gatehouse.E(gatehouse.CodeUnknownParameter)
		}
		filter.Role = parsed
	}
	return filter, nil
}

// adminRows marks what the viewer may do with each row, by the same rules that
// refuse it afterwards.
func adminRows(viewer gatehouse.Actor, admins []gatehouse.Admin) []templates.AdminRow {
	rows := make([]templates.AdminRow, 0, len(admins))
	for _, admin := range admins {
		mine := viewer.CheckActOn(admin.Person.ID, admin.Role()) == nil
		managed := mine && admin.Status.CheckManageable() == nil
		refusal := lockRefusal(viewer, admin)
		rows = append(rows, templates.AdminRow{
			Admin:      admin,
			Self:       admin.Person.ID == viewer.Person,
			Revocable:  mine && admin.Status.CheckRevocable() == nil,
			Resendable: mine && admin.Status.CheckResendable() == nil,
			Deletable:  mine,
			Managed:    managed,
			Lockable:   managed && refusal == "" && !admin.Person.Lock.On(),
			Unlockable: managed && refusal == "" && admin.Person.Lock.On(),
			LockFixed:  refusal,
		})
	}
	return rows
}

// markVoid marks the pending invitations whose sender could not send them now (SPEC
// section 4); the installation's own are always good. Senders that are not on the
// page themselves are looked up, each once.
func (s *Site) markVoid(r *http.Request, v *visit, rows []templates.AdminRow) error {
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

// lockRefusal returns why the viewer cannot use the row's switch, "" for no reason.
func lockRefusal(viewer gatehouse.Actor, admin gatehouse.Admin) gatehouse.Code {
	for _, err := range []error{
		viewer.CheckMay(gatehouse.ManageAdmins),
		admin.Person.CheckLockable(),
		viewer.CheckActOn(admin.Person.ID, admin.Role()),
	} {
		if err != nil {
			return gatehouse.CodeOf(err)
		}
	}
	return ""
}

// adminPager says older and newer where the order is one of time.
func adminPager(v *visit, path string, query url.Values, next string, sort gatehouse.AdminSort) templates.Pager {
	text := v.words.Admins
	pager := pagerOf(path, query, next)
	pager.Label, pager.Previous, pager.Next = text.Pager, text.Previous, text.Next
	if sort == gatehouse.SortNewest {
		pager.Previous, pager.Next = text.Newer, text.Older
	}
	return pager
}
