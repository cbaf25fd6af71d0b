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

// siteCrewPage is the tab of the technicians who are assigned to a site.
func (s *Site) siteCrewPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	query, err := readQuery(r, "q", "waiting", "cursor", "trail")
	if err != nil {
		return err
	}
	if waiting := query.Get("waiting"); waiting != "" && waiting != "yes" {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	head, err := s.siteHead(r, v, templates.SiteCrewTab)
	if err != nil {
		return err
	}
	filter := gatehouse.AssignmentFilter{Site: siteOf(r), Query: query.Get("q"), Waiting: query.Get("waiting") == "yes"}
	list, err := s.App.Assignments.List(r.Context(), v.actor, filter, app.Page{Cursor: query.Get("cursor")})
	if err != nil {
		return err
	}
	result, err := s.takeSiteResult(r, v)
	if err != nil {
		return err
	}
	uncovered, err := s.uncovered(r, v, head.Row.Site)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, head.Row.Site.Name)
	if err != nil {
		return err
	}
	manages := v.actor.May(gatehouse.ManageTechnicians)
	return render(w, r, http.StatusOK, templates.SiteCrew{
		Base: base, Head: head, Rows: crewRows(v.actor, list.Items), Query: filter.Query, Waiting: filter.Waiting,
		Manages: manages, Decides: manages && head.Row.Site.CheckPartnerDecides() == nil, Uncovered: uncovered,
		Key: auth.NewToken(), Pager: peoplePager(v, r.URL.Path, query, list.Next, ""), Result: result,
	})
}

// uncovered reports whether the site owns its approvals and has nobody left who can
// give them, while somebody waits (SPEC section 8).
func (s *Site) uncovered(r *http.Request, v *visit, site gatehouse.Site) (bool, error) {
	if !site.Owned() || site.Counts.Waiting == 0 {
		return false, nil
	}
	approves, err := s.App.SiteAdmins.CanApprove(r.Context(), v.actor, site.ID)
	return err == nil && !approves, err
}

// crewRows marks what the viewer may do with each row, by the same rules that refuse
// it afterwards.
func crewRows(viewer gatehouse.Actor, list []gatehouse.AssignmentRow) []templates.CrewRow {
	rows := make([]templates.CrewRow, 0, len(list))
	for _, row := range list {
		who := gatehouse.Assignee{Person: row.Person, Role: row.Person.Role}
		if row.Administrator && who.Role == gatehouse.NoPartnerRole {
			who.Admin = gatehouse.Pending
		}
		refusal := firstRefusal(viewer.CheckAssign(who))
		crew := templates.CrewRow{AssignmentRow: row, Mine: refusal == "", Refusal: refusal}
		crew.Opens, crew.Cause = entering(&row.AccessFacts)
		rows = append(rows, crew)
	}
	return rows
}

// crewRun is a use case of assignments as the tab runs it.
type crewRun func(context.Context, app.Assignments, gatehouse.Actor, app.AssignmentBulk, tabForm) (app.AssignmentResults, error)

// onCrew makes an action of the tab of a use case of assignments.
func onCrew(name gatehouse.Action, do crewRun, ask func(*words.Words) prompt, fields ...string) tabAction {
	return tabAction{
		tab: templates.SiteCrewTab, name: name, fields: fields, prompt: ask,
		run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, f tabForm) (tabResults, error) {
			bulk := app.AssignmentBulk{Site: f.site, DryRun: f.dry}
			people := map[gatehouse.AssignmentID]gatehouse.Person{}
			for _, id := range f.ids {
				// Who it is about is asked before: a removed row has no name any more.
				row, err := a.Assignments.Get(ctx, actor, gatehouse.AssignmentID(id))
				if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
					return tabResults{}, err
				}
				people[gatehouse.AssignmentID(id)] = row.Person
				bulk.IDs = append(bulk.IDs, gatehouse.AssignmentID(id))
			}
			results, err := do(ctx, a.Assignments, actor, bulk, f)
			done := tabResults{rows: make([]tabResult, 0, len(results.Rows)), impact: results.Impact}
			for _, result := range results.Rows {
				person := people[result.ID]
				done.rows = append(done.rows, tabResult{id: string(result.ID), name: person.Name, row: gatehouse.Result{
					ID: person.ID, Email: person.Email, Outcome: result.Outcome, Code: result.Code, Message: result.Message,
				}})
			}
			return done, err
		},
	}
}

// patched is a change of assignments.
func patched(partner, site *bool) crewRun {
	return func(ctx context.Context, a app.Assignments, actor gatehouse.Actor, bulk app.AssignmentBulk, f tabForm) (app.AssignmentResults, error) {
		return a.Change(ctx, actor, f.key, bulk, app.AssignmentPatch{PartnerLocked: partner, SiteLocked: site, Reason: f.reason})
	}
}

var lockCrew = onCrew(gatehouse.ActionAssignmentLock, patched(new(true), nil), func(w *words.Words) prompt {
	return prompt{title: w.Sites.Crew.Lock, ask: w.Sites.Crew.LockAsk, note: w.Sites.Crew.LockNote, reason: true, answer: w.Answers.Lock}
}, "reason")

var unlockCrew = onCrew(gatehouse.ActionAssignmentUnlock, patched(new(false), nil), func(w *words.Words) prompt {
	return prompt{title: w.Sites.Crew.Unlock, ask: w.Sites.Crew.UnlockAsk, note: words.Always(w.Sites.Crew.UnlockNote), answer: w.Answers.Unlock}
})

// approveCrew and declineCrew are for sites that have no administrator of their own
// yet: until then the partner decides (SPEC section 8).
var approveCrew = onCrew(gatehouse.ActionAssignmentApprove, patched(nil, new(false)), func(w *words.Words) prompt {
	return prompt{title: w.Sites.Crew.Approve, ask: w.Sites.Crew.ApproveAsk, note: w.Sites.Crew.ApproveNote, answer: w.Answers.Approve}
})

var declineCrew = onCrew(gatehouse.ActionAssignmentDecline, patched(nil, new(true)), func(w *words.Words) prompt {
	return prompt{title: w.Sites.Crew.Decline, ask: w.Sites.Crew.DeclineAsk, note: w.Sites.Crew.DeclineNote, reason: true, answer: w.Answers.Decline}
}, "reason")

var removeCrew = onCrew(gatehouse.ActionAssignmentRemove, removeAssignments, func(w *words.Words) prompt {
	return prompt{title: w.Sites.Crew.Remove, ask: w.Sites.Crew.RemoveAsk, note: words.Always(w.Sites.Crew.RemoveNote), danger: true, answer: w.Answers.Remove}
})

func removeAssignments(ctx context.Context, a app.Assignments, actor gatehouse.Actor, bulk app.AssignmentBulk, f tabForm) (app.AssignmentResults, error) {
	return a.Remove(ctx, actor, f.key, bulk)
}

// narrowCrew makes windows narrower; wider is the site's alone (SPEC section 8).
var narrowCrew = onCrew(gatehouse.ActionAssignmentWindow, func(ctx context.Context, a app.Assignments, actor gatehouse.Actor, bulk app.AssignmentBulk, f tabForm) (app.AssignmentResults, error) {
	return a.Change(ctx, actor, f.key, bulk, f.window.patch())
}, func(w *words.Words) prompt {
	return prompt{title: w.Narrow.Title, ask: w.Narrow.Ask, note: words.Always(w.Narrow.Note), answer: w.Answers.Narrow}
}, windowNames...)
