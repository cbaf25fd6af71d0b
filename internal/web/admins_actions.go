package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/words"
)

// onAdmins is a use case of the administrators as the pages run it.
func onAdmins(do func(app.Admins, context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)) bulkRun {
	return func(ctx context.Context, a *app.App, v *visit, key string, b app.Bulk) (gatehouse.Results, error) {
		return do(a.Admins, ctx, v.actor, key, b)
	}
}

var revokeAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminRevoke, run: onAdmins(app.Admins.Revoke),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Bulk.RevokeNote, answer: says(w.Common.Yes)}
	},
}

var resendAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminResend, run: onAdmins(app.Admins.Resend),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote, answer: says(w.Common.Yes)}
	},
}

var lockAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminLock, run: onAdmins(app.Admins.Lock),
	fields: []string{"single", "reason"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: words.Always(w.Manage.LockNote), reason: true, answer: says(w.Common.Yes), single: w.Common.Confirm}
	},
}

var unlockAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminUnlock, run: onAdmins(app.Admins.Unlock),
	fields: []string{"single"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: words.Always(w.Manage.UnlockNote), answer: says(w.Common.Yes), single: w.Common.Confirm}
	},
}

var endAdminSessions = bulkAction{
	of: admins, name: gatehouse.ActionAdminEndSessions, run: onAdmins(app.Admins.EndSessions),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: words.Always(w.Manage.EndSessionsNote), answer: w.Answers.EndSessions}
	},
}

var deleteAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminDelete, run: onAdmins(app.Admins.Delete),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Delete, ask: w.Manage.DeleteAsk, note: w.Manage.DeleteNote, danger: true, answer: says(w.Common.Confirm)}
	},
}

var changeRole = bulkAction{
	of: admins, name: gatehouse.ActionAdminRole, fields: []string{"single", "role"},
	run: func(ctx context.Context, a *app.App, v *visit, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.ChangeRole(ctx, v.actor, key, b, b.Role)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.RoleTitle, note: words.Always(w.Manage.RoleNote), answer: says(w.Common.Confirm)}
	},
}
