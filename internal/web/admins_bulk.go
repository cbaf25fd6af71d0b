package web

import (
	"context"
	"net/http"
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// bulkAction is an action on the chosen rows of the administrators' list: the use
// case, and how the page asks before.
type bulkAction struct {
	name   gatehouse.Action
	run    func(*app.App, context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)
	prompt func(*words.Words) prompt
}

// prompt is the question before an action.
type prompt struct {
	title string
	ask   func(n int) string
	note  string
}

var revoke = bulkAction{
	name: gatehouse.ActionAdminRevoke,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Revoke(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt { return prompt{w.Admins.Revoke, w.Bulk.RevokeAsk, w.Bulk.RevokeNote} },
}

var resend = bulkAction{
	name: gatehouse.ActionAdminResend,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Resend(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt { return prompt{w.Admins.Resend, w.Bulk.ResendAsk, w.Bulk.ResendNote} },
}

// bulk does the action with the chosen rows, once the form says that the question
// was answered with Yes; before that it asks, and knows from a dry run which rows
// would be refused.
func (s *Site) bulk(action bulkAction) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		form, err := readForm(r, []string{"key", "confirm", "back"}, "id")
		if err != nil {
			return err
		}
		list := listURL(v, form.Get("back"))
		if len(form["id"]) == 0 {
			s.setFlash(w, flash{Notice: noticeNone})
			return seeOther(w, r, list)
		}
		ask := app.Bulk{DryRun: form.Get("confirm") != "yes"}
		for _, id := range form["id"] {
			ask.IDs = append(ask.IDs, gatehouse.PersonID(id))
		}
		results, err := action.run(s.App, r.Context(), v.actor, form.Get("key"), ask)
		if err != nil {
			return err
		}
		if ask.DryRun {
			return s.askFirst(w, r, v, action, results, form.Get("back"))
		}
		s.setFlash(w, resultFlash(action.name, results))
		return seeOther(w, r, list)
	}
}

// listURL is the list as it was filtered before the action, back at its first
// page.
func listURL(v *visit, back string) string {
	path := landing(v.actor.Partner)
	query, err := url.ParseQuery(back)
	if err != nil {
		return path
	}
	filter, err := adminFilter(query)
	if err != nil {
		return path
	}
	return path + templates.AdminQuery(filter, filter.Sort)
}

// askFirst is the question as a page of its own.
func (s *Site) askFirst(w http.ResponseWriter, r *http.Request, v *visit, action bulkAction, dry gatehouse.Results, back string) error {
	prompt := action.prompt(v.words)
	base, err := s.portal(w, r, v, prompt.title)
	if err != nil {
		return err
	}
	p := templates.BulkConfirm{
		Base:   base,
		Key:    auth.NewToken(),
		Action: r.URL.Path,
		Title:  prompt.title,
		Ask:    prompt.ask(dry.Changed()),
		Note:   prompt.note,
		Back:   back,
		List:   listURL(v, back),
	}
	for _, row := range dry.Rows {
		line := templates.BulkRow{ID: row.ID, Email: row.Email}
		if row.Outcome == gatehouse.Refused {
			line.Refusal = v.words.Code(row.Code)
		}
		p.Rows = append(p.Rows, line)
	}
	return render(w, r, http.StatusOK, p)
}
