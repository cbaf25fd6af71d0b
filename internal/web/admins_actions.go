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
		return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Bulk.RevokeNote}
	},
}

var resendAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminResend, run: onAdmins(app.Admins.Resend),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote}
	},
}

var lockAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminLock, run: onAdmins(app.Admins.Lock),
	fields: []string{"single", "reason"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: w.Manage.LockNote, reason: true}
	},
}

var unlockAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminUnlock, run: onAdmins(app.Admins.Unlock),
	fields: []string{"single"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: w.Manage.UnlockNote}
	},
}

var endAdminSessions = bulkAction{
	of: admins, name: gatehouse.ActionAdminEndSessions, run: onAdmins(app.Admins.EndSessions),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: w.Manage.EndSessionsNote}
	},
}

var deleteAdmins = bulkAction{
	of: admins, name: gatehouse.ActionAdminDelete, run: onAdmins(app.Admins.Delete),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Delete, ask: w.Manage.DeleteAsk, note: w.Manage.DeleteNote, confirm: true, danger: true}
	},
}

var changeRole = bulkAction{
	of: admins, name: gatehouse.ActionAdminRole, fields: []string{"single", "role"},
	run: func(ctx context.Context, a *app.App, v *visit, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.Admins.ChangeRole(ctx, v.actor, key, b, b.Role)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.RoleTitle, note: w.Manage.RoleNote, confirm: true}
	},
}
