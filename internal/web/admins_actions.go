package web

import (
	"context"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/words"
)

// bulkAction is an action on the chosen rows of the administrators' list: the use
// case, and how the page asks before.
type bulkAction struct {
	name gatehouse.Action
	run  func(*app.App, context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)
	// fields are those of the form besides the chosen rows and the answer.
	fields []string
	prompt func(*words.Words) prompt
}

// prompt is the question before an action. The seeds name its answer: Yes where
// nothing is lost for good, Confirm for a deletion, a new role and a single lock.
type prompt struct {
	title   string
	ask     func(n int) string
	note    string
	confirm bool
	// danger is true where nothing brings back what is done.
	danger bool
	// reason is true when the question may be answered with a reason.
	reason bool
}

// takes reports whether the action has a field of that name.
func (a bulkAction) takes(field string) bool { return slices.Contains(a.fields, field) }

var revoke = bulkAction{
	name: gatehouse.ActionAdminRevoke,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Revoke(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Bulk.RevokeNote}
	},
}

var resend = bulkAction{
	name: gatehouse.ActionAdminResend,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Resend(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote}
	},
}

var lock = bulkAction{
	name:   gatehouse.ActionAdminLock,
	fields: []string{"reason"},
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Lock(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: w.Manage.LockNote, reason: true}
	},
}

var unlock = bulkAction{
	name: gatehouse.ActionAdminUnlock,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Unlock(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: w.Manage.UnlockNote}
	},
}

var endSessions = bulkAction{
	name: gatehouse.ActionAdminEndSessions,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.EndSessions(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: w.Manage.EndSessionsNote}
	},
}

var deleteAdmins = bulkAction{
	name: gatehouse.ActionAdminDelete,
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.Delete(ctx, actor, key, b)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Delete, ask: w.Manage.DeleteAsk, note: w.Manage.DeleteNote, confirm: true, danger: true}
	},
}

var changeRole = bulkAction{
	name:   gatehouse.ActionAdminRole,
	fields: []string{"role"},
	run: func(a *app.App, ctx context.Context, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.ChangeRole(ctx, actor, key, b, b.Role)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.RoleTitle, note: w.Manage.RoleNote, confirm: true}
	},
}
