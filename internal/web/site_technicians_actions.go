package web

import (
	"context"
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// siteVerb is an action on chosen technicians of a site: what changes, and how the page
// asks before.
type siteVerb struct {
	// action names it in messages.
	action gatehouse.Action
	// all is true of the verb that goes for everybody at once.
	all bool
	// fields are those of the form besides the chosen rows and the answer.
	fields []string
	// applies says of which rows it makes sense; nil is all. Approving is not
	// unlocking, although the site's lock is lifted by both.
	applies func(gatehouse.Assignment) bool
	// patch is what changes; a verb without one removes.
	patch  func(siteForm) app.AssignmentPatch
	prompt func(*words.Words, siteForm) prompt
	// done words how many rows changed.
	done func(*words.Words) func(int) string
}

func siteLock(on bool) func(siteForm) app.AssignmentPatch {
	return func(f siteForm) app.AssignmentPatch { return app.AssignmentPatch{SiteLocked: &on, Reason: f.reason} }
}

func waits(a gatehouse.Assignment) bool    { return a.Waiting }
func ordinary(a gatehouse.Assignment) bool { return !a.Waiting }

// siteVerbs are all of them, by the action that they leave in the flash.
var (
	approveTechnicians = siteVerb{
		action: gatehouse.ActionAssignmentApprove, applies: waits, patch: siteLock(false),
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.Approve, ask: w.SitePortal.Technical.ApproveAsk, note: w.SitePortal.Technical.ApproveNote, answer: w.Answers.Approve}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.Approved },
	}
	declineTechnicians = siteVerb{
		action: gatehouse.ActionAssignmentDecline, applies: waits, patch: siteLock(true), fields: []string{"reason"},
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.Decline, ask: w.SitePortal.Technical.DeclineAsk, note: w.SitePortal.Technical.DeclineNote, reason: true, answer: w.Answers.Decline}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.Declined },
	}
	lockAtSite = siteVerb{
		action: gatehouse.ActionAssignmentSiteLock, applies: ordinary, patch: siteLock(true), fields: []string{"reason"},
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.Lock, ask: w.SitePortal.Technical.LockAsk, note: w.SitePortal.Technical.LockNote, reason: true, answer: w.Answers.Lock}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.Locked },
	}
	lockEverybody = siteVerb{
		action: gatehouse.ActionAssignmentSiteLock, all: true, applies: ordinary, patch: siteLock(true), fields: []string{"reason"},
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.LockAll, ask: w.SitePortal.Technical.LockAllAsk, note: words.Always(w.SitePortal.Technical.LockAllNote), danger: true, reason: true, answer: says(w.SitePortal.Technical.LockAll)}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.Locked },
	}
	unlockAtSite = siteVerb{
		action: gatehouse.ActionAssignmentSiteUnlock, applies: ordinary, patch: siteLock(false),
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.Unlock, ask: w.SitePortal.Technical.UnlockAsk, note: words.Always(w.SitePortal.Technical.UnlockNote), answer: w.Answers.Unlock}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.Unlocked },
	}
	changeLevels = siteVerb{
		action: gatehouse.ActionAssignmentLevel, fields: []string{"level"},
		patch: func(f siteForm) app.AssignmentPatch { return app.AssignmentPatch{Level: f.level} },
		prompt: func(w *words.Words, f siteForm) prompt {
			ask := func(int) string { return w.SitePortal.Technical.LevelAsk(w.Access.Levels[*f.level]) }
			return prompt{title: w.Manage.RoleTitle, ask: ask, note: w.SitePortal.Technical.LevelNote.After(w.Access.LevelNote[*f.level]), answer: w.Answers.Level}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.LevelChanged },
	}
	changeWindows = siteVerb{
		action: gatehouse.ActionAssignmentWindow, fields: slices.Concat(windowNames, liftNames),
		patch: func(f siteForm) app.AssignmentPatch { return f.window.patch() },
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.Window, ask: w.SitePortal.Technical.WindowAsk, note: w.SitePortal.Technical.WindowNote, answer: w.Answers.Window}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.WindowChanged },
	}
	removeTechnicians = siteVerb{
		action: gatehouse.ActionAssignmentRemove,
		prompt: func(w *words.Words, _ siteForm) prompt {
			return prompt{title: w.SitePortal.Technical.Remove, ask: w.SitePortal.Technical.RemoveAsk, note: w.SitePortal.Technical.RemoveNote, danger: true, answer: w.Answers.Remove}
		},
		done: func(w *words.Words) func(int) string { return w.SitePortal.Technical.Removed },
	}
	siteVerbs = []siteVerb{
		approveTechnicians, declineTechnicians, lockAtSite, unlockAtSite, changeLevels, changeWindows, removeTechnicians, lockEverybody,
	}
)

// run does it, or only says what it would do. Rows to which it does not apply stay as
// they are; a foreign one is left to the use case to refuse.
func (f siteForm) run(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, dryRun bool) (app.AssignmentResults, error) {
	bulk := app.AssignmentBulk{Site: actor.Site, DryRun: dryRun}
	skipped := []app.AssignmentResult{}
	for _, name := range f.ids {
		id := gatehouse.AssignmentID(name)
		row, err := a.Assignments.Get(ctx, actor, id)
		if err == nil && f.verb.applies != nil && !f.verb.applies(row.Assignment) {
			skipped = append(skipped, app.AssignmentResult{ID: id, Outcome: gatehouse.Unchanged})
			continue
		}
		bulk.IDs = append(bulk.IDs, id)
	}
	if len(bulk.IDs) == 0 {
		return app.AssignmentResults{Rows: skipped}, actor.CheckAtSite(gatehouse.TechniciansManage)
	}
	results, err := f.change(ctx, a, actor, key, bulk)
	results.Rows = append(results.Rows, skipped...)
	return results, err
}

func (f siteForm) change(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, bulk app.AssignmentBulk) (app.AssignmentResults, error) {
	if f.verb.patch == nil {
		return a.Assignments.Remove(ctx, actor, key, bulk)
	}
	return a.Assignments.Change(ctx, actor, key, bulk, f.verb.patch(f))
}

// onTechniciansOfSite is the handler of a verb.
func (s *Site) onTechniciansOfSite(verb siteVerb) handler {
	return func(w http.ResponseWriter, r *http.Request, v *visit) error {
		f, err := s.readSiteForm(r, v, verb)
		switch {
		case err != nil:
			return err
		case len(f.ids) == 0:
			s.setFlash(w, flash{Notice: noticeNone})
			return seeOther(w, r, f.list)
		case verb.action == gatehouse.ActionAssignmentLevel && f.level == nil:
			return s.chooseLevel(w, r, v, f)
		case verb.action == gatehouse.ActionAssignmentWindow:
			return s.setWindows(w, r, v, f)
		case !f.confirmed:
			f.key = auth.NewToken()
			return s.siteAsk(w, r, v, f, http.StatusOK)
		default:
			return s.siteAct(w, r, v, f)
		}
	}
}

// chooseLevel asks which level the chosen people are to have.
func (s *Site) chooseLevel(w http.ResponseWriter, r *http.Request, v *visit, f siteForm) error {
	if err := s.App.Sessions.AdmitToSite(r.Context(), v.actor, gatehouse.TechniciansManage); err != nil {
		return err
	}
	who, err := s.pickedPeople(r, v, f.ids)
	if err != nil {
		return err
	}
	text := v.words.SitePortal.Technical
	pick := templates.Pick{Lead: text.LevelLeadMany(len(f.ids))}
	now := gatehouse.Level(255)
	if len(who) == 1 {
		pick.Lead, now = text.LevelLead(who[0].Person.DisplayName()), who[0].Assignment.Level
	} else {
		for _, row := range who {
			pick.Who = append(pick.Who, templates.BulkRow{Name: row.Person.Name, Who: string(row.Person.Email)})
		}
	}
	if more := len(f.ids) - len(who); more > 0 {
		pick.More = v.words.Bulk.More(more)
	}
	base, err := s.portal(w, r, v, v.words.Manage.RoleTitle)
	if err != nil {
		return err
	}
	for _, level := range gatehouse.Levels() {
		pick.Options = append(pick.Options, templates.PickOption{
			Value: level.String(), Label: v.words.Access.Levels[level], Note: v.words.Access.LevelNote[level], Now: level == now,
		})
	}
	pick.Base, pick.Section, pick.Title = base, templates.SitePeopleSection, v.words.Manage.RoleTitle
	pick.Key, pick.Action, pick.Name, pick.IDs, pick.Back, pick.List = auth.NewToken(), r.URL.Path, "level", f.ids, f.back, f.list
	return render(w, r, http.StatusOK, pick)
}

// pickedRows is how many of the chosen people are named before a level is chosen; the
// question after it names all of them.
const pickedRows = 10

// pickedPeople are the first of the chosen people.
func (s *Site) pickedPeople(r *http.Request, v *visit, ids []string) ([]gatehouse.AssignmentRow, error) {
	rows := []gatehouse.AssignmentRow{}
	for _, id := range ids[:min(len(ids), pickedRows)] {
		row, err := s.App.Assignments.Get(r.Context(), v.actor, gatehouse.AssignmentID(id))
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
