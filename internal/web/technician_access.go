package web

import (
	"context"
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// accessAction is an action on one assignment in the window Edit Technician.
type accessAction struct {
	name   gatehouse.Action
	run    func(context.Context, *app.App, gatehouse.Actor, string, app.AssignmentBulk, app.AssignmentPatch) (app.AssignmentResults, error)
	prompt func(*words.Words, gatehouse.AssignmentRow) prompt
	// window is true where the question asks for a time window.
	window bool
}

var removeFromSite = accessAction{
	name: gatehouse.ActionAssignmentRemove,
	run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.AssignmentBulk, _ app.AssignmentPatch) (app.AssignmentResults, error) {
		return a.Assignments.Remove(ctx, actor, key, b)
	},
	prompt: func(w *words.Words, row gatehouse.AssignmentRow) prompt {
		text := w.Technicians
		ask := text.RemoveAsk(row.Person.DisplayName(), row.Site.Name)
		return prompt{title: text.Remove, ask: says(ask), note: words.Always(text.RemoveNote), danger: true, answer: says(text.Remove)}
	},
}

// approveAtSite is for sites that have no administrator of their own yet: until then
// the partner approves, and lifts the site's lock (SPEC section 8).
var approveAtSite = accessAction{
	name: gatehouse.ActionAssignmentApprove,
	run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.AssignmentBulk, _ app.AssignmentPatch) (app.AssignmentResults, error) {
		return a.Assignments.Change(ctx, actor, key, b, app.AssignmentPatch{SiteLocked: new(false)})
	},
	prompt: func(w *words.Words, row gatehouse.AssignmentRow) prompt {
		text := w.Technicians
		title, ask := text.Approve, text.ApproveAsk(row.Person.DisplayName(), row.Site.Name)
		if !row.Assignment.Waiting {
			title, ask = text.Lift, text.LiftAsk(row.Person.DisplayName(), row.Site.Name)
		}
		return prompt{title: title, ask: says(ask), note: words.Always(text.ApproveNote), answer: says(title)}
	},
}

// narrowAtSite makes the window of an assignment narrower; wider is the site's alone
// (SPEC section 8).
var narrowAtSite = accessAction{
	name: gatehouse.ActionAssignmentWindow, window: true,
	run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.AssignmentBulk, patch app.AssignmentPatch) (app.AssignmentResults, error) {
		return a.Assignments.Change(ctx, actor, key, b, patch)
	},
	prompt: func(w *words.Words, row gatehouse.AssignmentRow) prompt {
		ask := w.Narrow.AskOf(row.Person.DisplayName(), row.Site.Name)
		return prompt{title: w.Narrow.Title, ask: says(ask), note: words.Always(w.Narrow.Note), answer: w.Answers.Narrow}
	},
}

// access does the action with one assignment, once the question was answered.
func (s *Site) access(action accessAction) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		// The button stands in the form of the whole window, whose other fields come
		// along.
		form, err := readForm(r, append([]string{"key", "id", "confirm", "tag", "reason"}, windowNames...), "seen", "locks")
		if err != nil {
			return err
		}
		bulk := app.AssignmentBulk{IDs: []gatehouse.AssignmentID{gatehouse.AssignmentID(form.Get("id"))}}
		row, err := s.App.Assignments.Get(r.Context(), v.actor, bulk.IDs[0])
		if err != nil {
			return err
		}
		if string(row.Person.ID) != r.PathValue("person") {
			return gatehouse.E(gatehouse.CodeNotFound)
		}
		question := accessQuestion{action: action, row: row}
		if action.window {
			question.window = readWindowForm(v, form, templates.ZoneOf(row.Site.TimeZone), row.Assignment.Window)
		}
		if form.Get("confirm") != "yes" || question.window.wrong() {
			return s.askAccess(w, r, v, question)
		}
		results, err := action.run(r.Context(), s.App, v.actor, form.Get("key"), bulk, question.window.patch())
		if question.window.take(v, err, results.Rows) {
			return s.askAccess(w, r, v, question)
		}
		if err != nil {
			return err
		}
		s.setFlash(w, assignmentFlash(action.name, results.Rows))
		return seeOther(w, r, technicians.path(v))
	}
}

// addressBeside is the address that goes with a person's name, "" where it is all that
// they are known by.
func addressBeside(p gatehouse.Person) string {
	if p.Name == "" {
		return ""
	}
	return string(p.Email)
}

// accessQuestion is what is asked before an action on one assignment.
type accessQuestion struct {
	action accessAction
	row    gatehouse.AssignmentRow
	window *windowForm
}

// askAccess is the question before. It knows from a dry run what would follow, unless
// it asks for a window first.
func (s *Site) askAccess(w http.ResponseWriter, r *http.Request, v *visit, q accessQuestion) error {
	prompt := q.action.prompt(v.words, q.row)
	base, err := s.portal(w, r, v, prompt.title)
	if err != nil {
		return err
	}
	p := templates.AccessConfirm{
		Base: base, Key: auth.NewToken(), Action: r.URL.Path, Person: q.row.Person.ID, ID: q.row.Assignment.ID,
		Title: prompt.title, Ask: prompt.ask(1), Email: addressBeside(q.row.Person), Note: prompt.note.For(1), Answer: prompt.answer(1), Danger: prompt.danger,
	}
	if q.window != nil {
		if err := s.App.Sessions.Admit(r.Context(), v.actor, gatehouse.ManageTechnicians); err != nil {
			return err
		}
		p.Fields = q.window.fields(v)
		return render(w, r, q.window.status(), p)
	}
	bulk := app.AssignmentBulk{IDs: []gatehouse.AssignmentID{q.row.Assignment.ID}, DryRun: true}
	dry, err := q.action.run(r.Context(), s.App, v.actor, "", bulk, app.AssignmentPatch{})
	if err != nil {
		return err
	}
	p.Impacts, p.Uncovered = impacts(v, dry.Impact), dry.Impact
	if dry.Rows[0].Outcome == gatehouse.Refused {
		p.Refusal = v.words.Code(dry.Rows[0].Code)
	}
	return render(w, r, http.StatusOK, p)
}
