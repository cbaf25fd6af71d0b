package web

import (
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteForm is a form about chosen technicians of a site: what is to be done, and how
// far the visitor has answered.
type siteForm struct {
	verb siteVerb
	// path is where the answer goes, list where the visitor came from.
	path, list, back string
	key              string
	ids              []string
	confirmed        bool
	reason           string
	level            *gatehouse.Level
	// window is the time window typed, of the verb that asks for one.
	window *windowForm
	// typed are the fields as they came, errors what is wrong with them.
	typed  url.Values
	errors map[string]string
}

// readSiteForm reads the form of a verb.
func (s *Site) readSiteForm(r *http.Request, v *visit, verb siteVerb) (siteForm, error) {
	form, err := readForm(r, append([]string{"key", "confirm", "back"}, verb.fields...), "id")
	if err != nil {
		return siteForm{}, err
	}
	f := siteForm{
		verb: verb, path: r.URL.Path, list: techniciansURL(v, form.Get("back")), back: form.Get("back"), key: form.Get("key"),
		ids: form["id"], confirmed: form.Get("confirm") == "yes", reason: form.Get("reason"), typed: form, errors: map[string]string{},
	}
	if name := form.Get("level"); name != "" {
		level, err := gatehouse.ParseLevel(name)
		if err != nil {
			return f, err
		}
		f.level = &level
	}
	if verb.action == gatehouse.ActionAssignmentWindow {
		err = s.readWindow(r, v, &f)
	}
	return f, err
}

// techniciansURL is the list as it was filtered before the action.
func techniciansURL(v *visit, back string) string {
	path := templates.SitePath(v.actor.Site) + "/technicians"
	query, err := url.ParseQuery(back)
	if err != nil {
		return path
	}
	filter, err := assignmentFilter(query)
	if err != nil {
		return path
	}
	kept := url.Values{}
	if filter.Query != "" {
		kept.Set("q", filter.Query)
	}
	if filter.Waiting {
		kept.Set("waiting", "yes")
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

// siteAsk is the question before an action; from a dry run it knows which rows would
// be refused.
func (s *Site) siteAsk(w http.ResponseWriter, r *http.Request, v *visit, f siteForm, status int) error {
	prompt := f.verb.prompt(v.words, f)
	if err := s.App.Sessions.AdmitToSite(r.Context(), v.actor, gatehouse.TechniciansManage); err != nil {
		return err
	}
	rows, impact, err := s.siteRows(r, v, f)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, prompt.title)
	if err != nil {
		return err
	}
	n := templates.Eligible(rows)
	p := templates.BulkConfirm{
		Base: base, Section: templates.SitePeopleSection, Key: f.key, Action: f.path, Title: prompt.title,
		Note: prompt.note.For(n), Answer: prompt.answer(n), Back: f.back, List: f.list, Danger: prompt.danger, Rows: rows,
		AsksReason: prompt.reason, Reason: f.reason, ReasonError: f.errors["reason"], Impacts: siteImpacts(v, impact),
		Ask: prompt.ask(n), Fields: f.window.fields(v),
	}
	if f.level != nil {
		p.Hidden = []templates.HiddenField{{Name: "level", Value: f.level.String()}}
	}
	return render(w, r, status, p)
}

// siteRows are the chosen rows with what would become of them.
func (s *Site) siteRows(r *http.Request, v *visit, f siteForm) ([]templates.BulkRow, gatehouse.Impact, error) {
	f.reason = ""
	results, err := f.try(r.Context(), s.App, v)
	if err != nil {
		return nil, gatehouse.Impact{}, err
	}
	rows := make([]templates.BulkRow, 0, len(results.Rows))
	for _, result := range results.Rows {
		row, err := s.App.Assignments.Get(r.Context(), v.actor, result.ID)
		if err != nil {
			return nil, gatehouse.Impact{}, err
		}
		line := templates.BulkRow{ID: string(result.ID), Name: row.Person.Name, Who: string(row.Person.Email)}
		if f.window != nil {
			line.Window = templates.WindowText(v.words, f.window.zone, row.Assignment.Window)
		}
		switch result.Outcome {
		case gatehouse.Refused:
			line.Refusal = v.words.Code(result.Code)
			if f.window != nil && result.Code == gatehouse.CodeInvalid {
				line.Refusal = result.Message
			}
		case gatehouse.Unchanged:
			line.Refusal = v.already(f.verb.action)
			if f.verb.applies != nil && row.Assignment.Waiting {
				line.Refusal = v.words.SitePortal.Technical.Waiting
			}
		case gatehouse.Changed:
		}
		rows = append(rows, line)
	}
	return rows, results.Impact, nil
}

// siteImpacts says that nobody would be left who may enter the site.
func siteImpacts(v *visit, impact gatehouse.Impact) []string {
	if impact.SitesUncovered == 0 {
		return nil
	}
	return []string{v.words.Narrow.NobodyLeft}
}

// siteAct does it. Input that cannot be taken is asked for again.
func (s *Site) siteAct(w http.ResponseWriter, r *http.Request, v *visit, f siteForm) error {
	results, err := f.run(r.Context(), s.App, v.actor, f.key, false)
	if gatehouse.CodeOf(err) == gatehouse.CodeInvalid {
		if f.errors = v.fieldErrors(err); f.window.take(v, err, nil) || f.errors["reason"] != "" {
			return s.siteAsk(w, r, v, f, http.StatusUnprocessableEntity)
		}
	}
	if err != nil {
		return err
	}
	done := siteFlash(f.verb.action, results.Rows)
	done.All = f.verb.all
	s.setFlash(w, done)
	return seeOther(w, r, f.list)
}

// siteFlash is [assignmentFlash] with the assignments' ids as names of the refused rows.
func siteFlash(action gatehouse.Action, results []app.AssignmentResult) flash {
	f := assignmentFlash(action, results)
	f.Rows = nil
	for _, row := range results {
		if row.Outcome == gatehouse.Refused && len(f.Rows) < flashRows {
			f.Rows = append(f.Rows, flashRow{gatehouse.PersonID(row.ID), row.Code})
		}
	}
	return f
}

// takeEntryResult returns what an action on technicians did, for the message above the
// list, or nil.
func (s *Site) takeEntryResult(r *http.Request, v *visit) (*templates.Outcome, error) {
	f := decodeFlash(s.cookie(r, flashCookie, "/"))
	for _, verb := range siteVerbs {
		if verb.action != f.Action || verb.all != f.All {
			continue
		}
		level := gatehouse.LevelNone
		text := resultText{
			title: verb.prompt(v.words, siteForm{level: &level}).title, changed: verb.done(v.words),
			refused: v.words.Bulk.Refused, reason: v.words.Code,
			who: func(id gatehouse.PersonID) (gatehouse.Person, error) {
				row, err := s.App.Assignments.Get(r.Context(), v.actor, gatehouse.AssignmentID(id))
				return row.Person, err
			},
		}
		return text.outcome(v, f)
	}
	return nil, nil
}
