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
	"gatehouse.example/gatehouse/internal/web/words"
)

// tabAction is an action on chosen rows of a tab of Edit Site: the use case, and how
// the page asks before.
type tabAction struct {
	tab  string
	name gatehouse.Action
	run  func(context.Context, *app.App, gatehouse.Actor, tabForm) (tabResults, error)
	// fields are those of the form besides the chosen rows and the answer.
	fields []string
	prompt func(*words.Words) prompt
}

// tabForm is what the form of an action says.
type tabForm struct {
	site   gatehouse.SiteID
	key    string
	back   string
	ids    []string
	reason string
	single bool
	dry    bool
	// typed are the fields as they came.
	typed url.Values
	// window is the time window typed, of an action that asks for one.
	window *windowForm
}

// tabResults are the outcomes of the rows, and what they mean for others.
type tabResults struct {
	rows   []tabResult
	impact gatehouse.Impact
}

// tabResult is the outcome of one row, with the id that the form names it by and the
// name of whoever it is about.
type tabResult struct {
	id   string
	name string
	row  gatehouse.Result
}

// readTab reads the form of an action. Until the question was answered, it is a dry
// run.
func readTab(r *http.Request, a tabAction) (tabForm, error) {
	form, err := readForm(r, slices.Concat([]string{"key", "confirm", "back", "single"}, a.fields), "id")
	if err != nil {
		return tabForm{}, err
	}
	f := tabForm{
		typed: form, site: siteOf(r), key: form.Get("key"), back: form.Get("back"), ids: form["id"], reason: form.Get("reason"),
		single: form.Has("single"), dry: form.Get("confirm") != "yes",
	}
	return f, nil
}

// inTab does an action with the chosen rows, once the form says that the question was
// answered; before that it asks.
func (s *Site) inTab(a tabAction) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		f, err := readTab(r, a)
		if err != nil {
			return err
		}
		switch {
		case len(f.ids) == 0:
			s.setFlash(w, flash{Notice: noticeNone})
			return seeOther(w, r, a.list(v, f))
		case a.name == gatehouse.ActionAssignmentWindow:
			return s.windowInTab(w, r, v, a, f)
		case f.dry:
			return s.askInTab(w, r, v, a, f, "", http.StatusOK)
		default:
			return s.doInTab(w, r, v, a, f)
		}
	}
}

// list is the tab as it was filtered before the action.
func (a tabAction) list(v *visit, f tabForm) string {
	path := editSitePath(v, f.site, a.tab)
	query, err := url.ParseQuery(f.back)
	if err != nil || a.tab != templates.SiteCrewTab {
		return path
	}
	if q := templates.CrewQuery(query.Get("q"), query.Get("waiting") == "yes"); q != "" {
		return path + "?" + q
	}
	return path
}

// doInTab does it. A reason that cannot be taken is asked for again.
func (s *Site) doInTab(w http.ResponseWriter, r *http.Request, v *visit, a tabAction, f tabForm) error {
	done, err := a.run(r.Context(), s.App, v.actor, f)
	if reason := v.fieldErrors(err)["reason"]; gatehouse.CodeOf(err) == gatehouse.CodeInvalid && reason != "" {
		return s.askInTab(w, r, v, a, f, reason, http.StatusUnprocessableEntity)
	}
	return s.endInTab(w, r, v, a, f, done, err)
}

// askInTab is the question as a page of its own, which the browser shows as a window
// above the list.
func (s *Site) askInTab(w http.ResponseWriter, r *http.Request, v *visit, a tabAction, f tabForm, reasonError string, status int) error {
	typed := f.reason
	f.reason, f.key, f.dry = "", "", true
	dry, err := s.tryInTab(r, v, a, f)
	if err != nil {
		return err
	}
	prompt := a.prompt(v.words)
	base, err := s.portal(w, r, v, prompt.title)
	if err != nil {
		return err
	}
	p := templates.BulkConfirm{
		Base: base, Section: templates.SitesSection, Key: auth.NewToken(), Action: r.URL.Path, Back: f.back, List: a.list(v, f), Title: prompt.title,
		Single: f.single, Danger: prompt.danger,
		AsksReason: prompt.reason, Reason: typed, ReasonError: reasonError,
	}
	p.Impacts, p.Fields = siteImpacts(v, dry.impact), f.window.fields(v)
	for _, row := range dry.rows {
		line := templates.BulkRow{ID: row.id, Name: row.name, Who: string(row.row.Email)}
		switch row.row.Outcome {
		case gatehouse.Refused:
			line.Refusal = v.words.Code(row.row.Code)
			if !f.window.asks() {
				line.Refusal = v.refusalOf(a.name, row.row.Code)
			}
		case gatehouse.Unchanged:
			line.Refusal = v.already(a.name)
		case gatehouse.Changed:
		}
		p.Rows = append(p.Rows, line)
	}
	n := templates.Eligible(p.Rows)
	p.Ask, p.Note, p.Answer = prompt.ask(n), prompt.note.For(n), prompt.button(n, f.single)
	return render(w, r, status, p)
}

// tryInTab is a dry run. A window is asked for before it can be tried: until then only
// those are left out whose access the viewer does not change at all.
func (s *Site) tryInTab(r *http.Request, v *visit, a tabAction, f tabForm) (tabResults, error) {
	if !f.window.asks() {
		return a.run(r.Context(), s.App, v.actor, f)
	}
	done := tabResults{}
	if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageTechnicians); err != nil {
		return done, err
	}
	for _, id := range f.ids {
		row, err := s.App.Assignments.Get(r.Context(), v.actor, gatehouse.AssignmentID(id))
		if err != nil {
			return done, err
		}
		result := gatehouse.Result{ID: row.Person.ID, Email: row.Person.Email, Outcome: gatehouse.Changed}
		if code := crewRows(v.actor, []gatehouse.AssignmentRow{row})[0].Refusal; code != "" {
			result.Outcome, result.Code = gatehouse.Refused, code
		}
		done.rows = append(done.rows, tabResult{id: id, name: row.Person.Name, row: result})
	}
	return done, nil
}

// windowInTab asks for a time window until one is typed that can be taken, and sets
// it.
func (s *Site) windowInTab(w http.ResponseWriter, r *http.Request, v *visit, a tabAction, f tabForm) error {
	site, err := s.App.Sites.Get(r.Context(), v.actor, f.site)
	if err != nil {
		return err
	}
	now := gatehouse.Window{}
	if len(f.ids) == 1 {
		row, err := s.App.Assignments.Get(r.Context(), v.actor, gatehouse.AssignmentID(f.ids[0]))
		if err != nil {
			return err
		}
		now = row.Assignment.Window
	}
	f.window = readWindowForm(v, f.typed, templates.ZoneOf(site.Site.TimeZone), now)
	if f.dry || f.window.wrong() {
		return s.askInTab(w, r, v, a, f, "", f.window.status())
	}
	dry := f
	dry.dry, dry.key = true, ""
	tried, err := a.run(r.Context(), s.App, v.actor, dry)
	switch {
	case f.window.take(v, err, tried.assignments()):
		return s.askInTab(w, r, v, a, f, "", f.window.status())
	case err != nil:
		return err
	case tried.results().Count(gatehouse.Refused) > 0:
		// Which rows the window does not fit is known only now: they are left out of a
		// second question.
		return s.askInTab(w, r, v, a, f, "", http.StatusOK)
	}
	done, err := a.run(r.Context(), s.App, v.actor, f)
	return s.endInTab(w, r, v, a, f, done, err)
}

// assignments are the outcomes as those of assignments.
func (t tabResults) assignments() []app.AssignmentResult {
	rows := []app.AssignmentResult{}
	for _, row := range t.rows {
		rows = append(rows, app.AssignmentResult{Code: row.row.Code})
	}
	return rows
}

// results are the outcomes as those of people.
func (t tabResults) results() gatehouse.Results {
	results := gatehouse.Results{}
	for _, row := range t.rows {
		results.Rows = append(results.Rows, row.row)
	}
	return results
}

// endInTab goes back to the tab, which says what was done.
func (s *Site) endInTab(w http.ResponseWriter, r *http.Request, v *visit, a tabAction, f tabForm, done tabResults, err error) error {
	if err != nil {
		return err
	}
	results := done.results()
	if !f.single || results.Count(gatehouse.Refused) > 0 {
		s.setFlash(w, resultFlash(a.name, results))
	}
	return seeOther(w, r, a.list(v, f))
}
