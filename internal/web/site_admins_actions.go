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

// siteNotes are what a question about a site's administrators says of what follows: at
// the site, or to the partner.
func siteNotes(w *words.Words, l templates.PeopleList) words.SiteNotes {
	if l == templates.StaffList {
		return w.Sites.People.Notes
	}
	return w.SitePortal.People.Notes
}

// onSiteAdmins makes an action of either list of a use case of a site's
// administrators.
func onSiteAdmins(l *people, name gatehouse.Action, do siteAdminRun, ask func(*words.Words, words.SiteNotes) prompt, fields ...string) bulkAction {
	return bulkAction{
		of: l, name: name, fields: fields,
		run: func(ctx context.Context, a *app.App, v *visit, key string, b app.Bulk) (gatehouse.Results, error) {
			return do(a.SiteAdmins, ctx, v.actor, key, v.site, b)
		},
		prompt: func(w *words.Words) prompt { return ask(w, siteNotes(w, l.list)) },
	}
}

func revokeSiteAdmins(l *people) bulkAction {
	return onSiteAdmins(l, gatehouse.ActionSiteAdminRevoke, app.SiteAdmins.Revoke, func(w *words.Words, _ words.SiteNotes) prompt {
		return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Bulk.RevokeNote, answer: w.Answers.Revoke}
	})
}

func resendSiteAdmins(l *people) bulkAction {
	return onSiteAdmins(l, gatehouse.ActionSiteAdminResend, app.SiteAdmins.Resend, func(w *words.Words, _ words.SiteNotes) prompt {
		return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote, answer: w.Answers.Resend}
	})
}

func lockSiteAdmins(l *people) bulkAction {
	return onSiteAdmins(l, gatehouse.ActionSiteAdminLock, app.SiteAdmins.Lock, func(w *words.Words, notes words.SiteNotes) prompt {
		return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: words.Always(notes.Lock), reason: true, answer: w.Answers.LockAccounts}
	}, "reason", "single")
}

func unlockSiteAdmins(l *people) bulkAction {
	return onSiteAdmins(l, gatehouse.ActionSiteAdminUnlock, app.SiteAdmins.Unlock, func(w *words.Words, notes words.SiteNotes) prompt {
		return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: words.Always(notes.Unlock), answer: w.Answers.UnlockAccounts}
	}, "single")
}

func endSiteAdminSessions(l *people) bulkAction {
	return onSiteAdmins(l, gatehouse.ActionSiteAdminEndSessions, app.SiteAdmins.EndSessions, func(w *words.Words, notes words.SiteNotes) prompt {
		return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: words.Always(notes.EndSessions), answer: w.Answers.EndSessions}
	})
}

func deleteSiteAdmins(l *people) bulkAction {
	return onSiteAdmins(l, gatehouse.ActionSiteAdminDelete, app.SiteAdmins.Delete, func(w *words.Words, notes words.SiteNotes) prompt {
		return prompt{title: w.Manage.Delete, ask: w.Manage.DeleteAsk, note: notes.Delete, danger: true, answer: w.Answers.DeleteAdmins}
	})
}

func changeSiteRole(l *people) bulkAction {
	do := func(a app.SiteAdmins, ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, bulk app.Bulk) (gatehouse.Results, error) {
		return a.ChangeRole(ctx, actor, key, site, bulk, bulk.SiteRole)
	}
	return onSiteAdmins(l, gatehouse.ActionSiteAdminRole, do, func(w *words.Words, notes words.SiteNotes) prompt {
		return prompt{title: w.Manage.RoleTitle, note: words.Always(notes.Role), answer: says(w.Manage.RoleTitle)}
	}, "role", "single")
}
