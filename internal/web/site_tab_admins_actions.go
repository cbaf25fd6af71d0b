package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
	"gatehouse.example/gatehouse/internal/web/words"
)

// siteAdminRun is a use case of a site's administrators.
type siteAdminRun func(app.SiteAdmins, context.Context, gatehouse.Actor, string, gatehouse.SiteID, app.Bulk) (gatehouse.Results, error)

// onSiteAdmins makes an action of the tab of it.
func onSiteAdmins(name gatehouse.Action, do siteAdminRun, ask func(*words.Words) prompt, fields ...string) tabAction {
	return tabAction{
		tab: templates.SiteAdminsTab, name: name, fields: fields, prompt: ask,
		run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, f tabForm) ([]tabResult, error) {
			bulk := app.Bulk{Reason: f.reason, SiteRole: f.role, DryRun: f.dry}
			for _, id := range f.ids {
				bulk.IDs = append(bulk.IDs, gatehouse.PersonID(id))
			}
			results, err := do(a.SiteAdmins, ctx, actor, f.key, f.site, bulk)
			rows := make([]tabResult, 0, len(results.Rows))
			for _, row := range results.Rows {
				rows = append(rows, tabResult{id: string(row.ID), row: row})
			}
			return rows, err
		},
	}
}

var revokeSiteAdmins = onSiteAdmins(gatehouse.ActionSiteAdminRevoke, app.SiteAdmins.Revoke, func(w *words.Words) prompt {
	return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Bulk.RevokeNote}
})

var resendSiteAdmins = onSiteAdmins(gatehouse.ActionSiteAdminResend, app.SiteAdmins.Resend, func(w *words.Words) prompt {
	return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote}
})

var lockSiteAdmins = onSiteAdmins(gatehouse.ActionSiteAdminLock, app.SiteAdmins.Lock, func(w *words.Words) prompt {
	return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: w.Sites.People.LockNote, reason: true}
}, "reason")

var unlockSiteAdmins = onSiteAdmins(gatehouse.ActionSiteAdminUnlock, app.SiteAdmins.Unlock, func(w *words.Words) prompt {
	return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: w.Sites.People.UnlockNote}
})

var endSiteAdminSessions = onSiteAdmins(gatehouse.ActionSiteAdminEndSessions, app.SiteAdmins.EndSessions, func(w *words.Words) prompt {
	return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: w.Sites.People.EndSessionsNote}
})

var deleteSiteAdmins = onSiteAdmins(gatehouse.ActionSiteAdminDelete, app.SiteAdmins.Delete, func(w *words.Words) prompt {
	return prompt{title: w.Manage.Delete, ask: w.Manage.DeleteAsk, note: w.Sites.People.DeleteNote, confirm: true, danger: true}
})

var changeSiteRole = onSiteAdmins(gatehouse.ActionSiteAdminRole, func(a app.SiteAdmins, ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk app.Bulk) (gatehouse.Results, error) {
	return a.ChangeRole(ctx, actor, key, site, bulk, bulk.SiteRole)
}, func(w *words.Words) prompt {
	return prompt{title: w.Manage.RoleTitle, note: w.Sites.People.RoleNote, confirm: true}
}, "role")
