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
	run    func(context.Context, *app.App, gatehouse.Actor, string, app.AssignmentBulk) ([]app.AssignmentResult, error)
	prompt func(*words.Words, gatehouse.AssignmentRow) prompt
}

var removeFromSite = accessAction{
	name: gatehouse.ActionAssignmentRemove,
	run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.AssignmentBulk) ([]app.AssignmentResult, error) {
		return a.Assignments.Remove(ctx, actor, key, b)
	},
	prompt: func(w *words.Words, row gatehouse.AssignmentRow) prompt {
		text := w.Technicians
		ask := text.RemoveAsk(row.Person.DisplayName(), row.Site.Name)
		return prompt{title: text.Remove, ask: func(int) string { return ask }, note: text.RemoveNote, confirm: true, danger: true}
	},
}

// approveAtSite is for sites that have no administrator of their own yet: until then
// the partner approves, and lifts the site's lock (SPEC section 8).
var approveAtSite = accessAction{
	name: gatehouse.ActionAssignmentApprove,
	run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.AssignmentBulk) ([]app.AssignmentResult, error) {
		off := false
		return a.Assignments.Change(ctx, actor, key, b, app.AssignmentPatch{SiteLocked: &off})
	},
	prompt: func(w *words.Words, row gatehouse.AssignmentRow) prompt {
		text := w.Technicians
		title, ask := text.Approve, text.ApproveAsk(row.Person.DisplayName(), row.Site.Name)
		if !row.Assignment.Waiting {
			title, ask = text.Lift, text.LiftAsk(row.Person.DisplayName(), row.Site.Name)
		}
		return prompt{title: title, ask: func(int) string { return ask }, note: text.ApproveNote}
	},
}

// access does the action with one assignment, once the question was answered.
func (s *Site) access(action accessAction) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		// The button stands in the form of the whole window, whose other fields come
		// along.
		form, err := readForm(r, []string{"key", "id", "confirm", "tag"}, "seen", "locks")
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
		bulk.DryRun = form.Get("confirm") != "yes"
		key := form.Get("key")
		if bulk.DryRun {
			key = ""
		}
		results, err := action.run(r.Context(), s.App, v.actor, key, bulk)
		if err != nil {
			return err
		}
		if bulk.DryRun {
			return s.askAccess(w, r, v, action, row, results[0])
		}
		s.setFlash(w, assignmentFlash(action.name, results))
		return seeOther(w, r, technicians.path(v))
	}
}

// askAccess is the question before.
func (s *Site) askAccess(w http.ResponseWriter, r *http.Request, v *visit, action accessAction, row gatehouse.AssignmentRow, dry app.AssignmentResult) error {
	prompt := action.prompt(v.words, row)
	base, err := s.portal(w, r, v, prompt.title)
	if err != nil {
		return err
	}
	p := templates.AccessConfirm{
		Base: base, Key: auth.NewToken(), Action: r.URL.Path, Person: row.Person.ID, ID: row.Assignment.ID,
		Title: prompt.title, Ask: prompt.ask(1), Note: prompt.note, Confirm: prompt.confirm, Danger: prompt.danger,
	}
	if dry.Outcome == gatehouse.Refused {
		p.Refusal = v.words.Code(dry.Code)
	}
	return render(w, r, http.StatusOK, p)
}
