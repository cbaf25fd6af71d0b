package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/words"
)

// onTechnicians is a use case of the technicians as the pages run it.
func onTechnicians(do func(app.Technicians, context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)) bulkRun {
	return func(ctx context.Context, a *app.App, v *visit, key string, b app.Bulk) (gatehouse.Results, error) {
		return do(a.Technicians, ctx, v.actor, key, b)
	}
}

var revokeTechnicians = bulkAction{
	of: technicians, name: gatehouse.ActionTechnicianRevoke, run: onTechnicians(app.Technicians.Revoke),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Technicians.RevokeNote, answer: says(w.Common.Yes)}
	},
}

var resendTechnicians = bulkAction{
	of: technicians, name: gatehouse.ActionTechnicianResend, run: onTechnicians(app.Technicians.Resend),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote, answer: says(w.Common.Yes)}
	},
}

var lockTechnicians = bulkAction{
	of: technicians, name: gatehouse.ActionTechnicianLock, run: onTechnicians(app.Technicians.Lock),
	fields: []string{"reason"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: words.Always(w.Technicians.LockNote), reason: true, answer: says(w.Common.Yes)}
	},
}

var unlockTechnicians = bulkAction{
	of: technicians, name: gatehouse.ActionTechnicianUnlock, run: onTechnicians(app.Technicians.Unlock),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: words.Always(w.Technicians.UnlockNote), answer: says(w.Common.Yes)}
	},
}

var endTechnicianSessions = bulkAction{
	of: technicians, name: gatehouse.ActionTechnicianEndSessions, run: onTechnicians(app.Technicians.EndSessions),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: words.Always(w.Technicians.EndSessionsNote), answer: w.Answers.EndSessions}
	},
}

var deleteTechnicians = bulkAction{
	of: technicians, name: gatehouse.ActionTechnicianDelete, run: onTechnicians(app.Technicians.Delete),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Delete, ask: w.Technicians.DeleteAsk, note: w.Technicians.DeleteNote, danger: true, answer: says(w.Common.Confirm)}
	},
}
