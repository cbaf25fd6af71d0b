package web

import (
	"net/http"
	"net/url"
	"strings"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// bulkForm is a form about chosen rows: what is to be done, and how far the
// visitor has answered.
type bulkForm struct {
	action bulkAction
	// path is where the answer goes.
	path string
	ask  app.Bulk
	key  string
	// back is the filter of the list that the rows were chosen in.
	back string
	// single is true when a row's own switch or button began it: then the row says
	// what happened, and no message does (SPEC section 13).
	single bool
	// reasonError says what is wrong with the reason typed.
	reasonError string
}

// readBulk reads the form of an action. Until the question was answered, it is
// a dry run.
func readBulk(r *http.Request, action bulkAction) (bulkForm, error) {
	form, err := readForm(r, append([]string{"key", "confirm", "back"}, action.fields...), "id")
	if err != nil {
		return bulkForm{}, err
	}
	f := bulkForm{
		action: action, path: r.URL.Path, key: form.Get("key"), back: form.Get("back"), single: form.Has("single"),
		ask: app.Bulk{DryRun: form.Get("confirm") != "yes", Reason: form.Get("reason")},
	}
	for _, id := range form["id"] {
		f.ask.IDs = append(f.ask.IDs, gatehouse.PersonID(id))
	}
	role := form.Get("role")
	switch {
	case role == "":
	case action.of.site != "":
		f.ask.SiteRole, err = gatehouse.ParseSiteRole(role)
	default:
		f.ask.Role, err = gatehouse.ParsePartnerRole(role)
	}
	return f, err
}

// rank is the role to be given, of whichever kind, "" for none.
func (f bulkForm) rank() templates.Rank {
	return templates.Rank(f.ask.Role.String() + f.ask.SiteRole.String())
}

// bulk does the action with the chosen rows, once the form says that the question
// was answered; before that it asks, and knows from a dry run which rows would be
// refused and what else would follow.
func (s *Site) bulk(action bulkAction) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		f, err := readBulk(r, action)
		if err != nil {
			return err
		}
		switch {
		case len(f.ask.IDs) == 0:
			s.setFlash(w, flash{Notice: noticeNone})
			return seeOther(w, r, listURL(v, f.action.of, f.back))
		case action.takes("role") && f.rank() == "":
			return s.chooseRole(w, r, v, f)
		case f.ask.DryRun:
			return s.askFirst(w, r, v, f, http.StatusOK)
		default:
			return s.act(w, r, v, f)
		}
	}
}

// act does it. A reason that cannot be taken is asked for again.
func (s *Site) act(w http.ResponseWriter, r *http.Request, v *visit, f bulkForm) error {
	results, err := f.action.run(r.Context(), s.App, v, f.key, f.ask)
	if reason := v.fieldErrors(err)["reason"]; gatehouse.CodeOf(err) == gatehouse.CodeInvalid && reason != "" {
		f.reasonError = reason
		return s.askFirst(w, r, v, f, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	done := resultFlash(f.action.name, results)
	if f.single && done.Refused == 0 {
		done = done.quiet()
	}
	s.setFlash(w, done)
	return seeOther(w, r, listURL(v, f.action.of, f.back))
}

// listURL is the page of the list that the action was begun on.
func listURL(v *visit, l *people, back string) string {
	path := l.path(v)
	query, err := url.ParseQuery(back)
	if err != nil {
		return path
	}
	filter, err := l.filter(query)
	if err != nil {
		return path
	}
	if query := peopleQuery(filter, query); query != "" {
		return path + "?" + query
	}
	return path
}

// peopleQuery is the query of a page of a list: its filter, its order and where it
// begins.
func peopleQuery(filter templates.PeopleFilter, query url.Values) string {
	q, err := url.ParseQuery(strings.TrimPrefix(filter.URLQuery(), "?"))
	if err != nil {
		return ""
	}
	for _, name := range []string{"cursor", "trail"} {
		if value := query.Get(name); value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// askFirst is the question as a page of its own, which the browser shows as a
// window above the list.
func (s *Site) askFirst(w http.ResponseWriter, r *http.Request, v *visit, f bulkForm, status int) error {
	prompt := f.action.prompt(v.words)
	typed := f.ask.Reason
	f.ask.Reason, f.ask.DryRun = "", true
	dry, err := f.action.run(r.Context(), s.App, v, "", f.ask)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, prompt.title)
	if err != nil {
		return err
	}
	p := templates.BulkConfirm{
		Base:        base,
		Key:         auth.NewToken(),
		Action:      f.path,
		Title:       prompt.title,
		Note:        prompt.note.For(dry.Changed()),
		Back:        f.back,
		List:        listURL(v, f.action.of, f.back),
		Single:      f.single,
		Answer:      prompt.button(dry.Changed(), f.single),
		Danger:      prompt.danger,
		Role:        f.rank(),
		Section:     f.action.of.list.Section(),
		Told:        f.action.of.list.Told(v.words),
		AsksReason:  prompt.reason,
		Reason:      typed,
		ReasonError: f.reasonError,
	}
	if p.Rows, err = s.bulkRows(r, v, f.action, dry); err != nil {
		return err
	}
	if prompt.ask != nil {
		p.Ask = prompt.ask(dry.Changed())
	} else {
		p.Ask = v.words.Manage.RoleAsk(f.action.of.list.RankName(v.words, f.rank()))
	}
	p.Impacts, p.Uncovered = impacts(v, dry.Impact), dry.Impact
	return render(w, r, status, p)
}

// impacts say what follows from a change beyond its rows and the sites that it leaves
// without a technician.
func impacts(v *visit, impact gatehouse.Impact) []string {
	sentences := []string{}
	if n := impact.InvitationsVoid; n > 0 {
		sentences = append(sentences, v.words.Manage.Void(n))
	}
	return sentences
}

// namedRows is how many rows of a question have their names looked up: more than a
// page of a list can choose. The others stand there with their address alone.
const namedRows = gatehouse.PageLimit

// bulkRows are the chosen rows with what a dry run said about them.
func (s *Site) bulkRows(r *http.Request, v *visit, action bulkAction, dry gatehouse.Results) ([]templates.BulkRow, error) {
	rows := make([]templates.BulkRow, 0, len(dry.Rows))
	for i, row := range dry.Rows {
		line := templates.BulkRow{ID: string(row.ID), Who: string(row.Email)}
		if i < namedRows {
			found, err := action.of.row(r.Context(), s.App, v, row.ID)
			if err != nil {
				return nil, err
			}
			line.Name = found.Person.Name
		}
		switch row.Outcome {
		case gatehouse.Refused:
			line.Refusal = v.words.Code(row.Code)
		case gatehouse.Unchanged:
			line.Refusal = v.already(action.name)
		case gatehouse.Changed:
		}
		rows = append(rows, line)
	}
	return rows, nil
}
