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

// keepers is the list of a site's administrators, at the site itself.
var keepers = &people{
	list:    templates.SiteAdminsList,
	site:    gatehouse.AdminsManage,
	roles:   true,
	invited: gatehouse.ActionSiteAdminInvite,
	read: func(ctx context.Context, a *app.App, actor gatehouse.Actor, _ templates.PeopleFilter, _ app.Page) (peoplePage, error) {
		list, err := a.SiteAdmins.List(ctx, actor, actor.Site)
		return peoplePage{rows: keeperRows(actor, list)}, err
	},
	person: func(ctx context.Context, a *app.App, actor gatehouse.Actor, id gatehouse.PersonID) (gatehouse.Person, error) {
		admin, err := a.SiteAdmins.Get(ctx, actor, actor.Site, id)
		return admin.Person, err
	},
	invite: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, added []templates.Invitee) (gatehouse.Results, error) {
		invitees := []app.Invitee{}
		for _, p := range added {
			invitees = append(invitees, app.Invitee{Email: p.Email, Role: string(p.Role)})
		}
		return a.SiteAdmins.Invite(ctx, actor, key, actor.Site, invitees, false)
	},
}

// keeperRows marks what the viewer may do with each row, by the same rules that
// refuse it afterwards. The person of a row is shown as the site knows them: with its
// own lock, and when they entered it last.
func keeperRows(viewer gatehouse.Actor, list []gatehouse.SiteAdmin) []templates.PersonRow {
	rows := make([]templates.PersonRow, 0, len(list))
	for _, admin := range list {
		mine := viewer.MayAtSite(gatehouse.AdminsManage) && viewer.CheckActOnSiteAdmin(admin.Person.ID, admin.Role()) == nil
		managed := mine && admin.Status.CheckManageable() == nil
		refusal := keeperLockRefusal(viewer, admin)
		person := admin.Person
		person.Lock, person.LastSignInAt = admin.Membership.Lock, admin.LastEntryAt
		rows = append(rows, templates.PersonRow{
			Person:        person,
			Invitation:    admin.Invitation,
			Status:        admin.Status,
			InvitedByName: admin.InvitedByName,
			LockedByName:  admin.LockedByName,
			Mail:          admin.Mail,
			Role:          templates.Rank(admin.Role().String()),
			Self:          admin.Person.ID == viewer.Person,
			Revocable:     mine && admin.Status.CheckRevocable() == nil,
			Resendable:    mine && admin.Status.CheckResendable() == nil,
			Deletable:     mine,
			Managed:       managed,
			Lockable:      managed && refusal == "" && !person.Lock.On(),
			Unlockable:    managed && refusal == "" && person.Lock.On(),
			LockFixed:     refusal,
		})
	}
	return rows
}

// keeperLockRefusal returns why the viewer cannot use the row's switch, "" for no
// reason.
func keeperLockRefusal(viewer gatehouse.Actor, admin gatehouse.SiteAdmin) gatehouse.Code {
	return firstRefusal(
		viewer.CheckAtSite(gatehouse.AdminsManage),
		admin.Membership.CheckLockable(),
		viewer.CheckActOnSiteAdmin(admin.Person.ID, admin.Role()),
	)
}

// atSite is a use case of a site's administrators as the pages run it.
func atSite(do func(app.SiteAdmins, context.Context, gatehouse.Actor, string, gatehouse.SiteID, app.Bulk) (gatehouse.Results, error)) bulkRun {
	return func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return do(a.SiteAdmins, ctx, actor, key, actor.Site, b)
	}
}

var revokeKeepers = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminRevoke, run: atSite(app.SiteAdmins.Revoke),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Revoke, ask: w.Bulk.RevokeAsk, note: w.Bulk.RevokeNote}
	},
}

var resendKeepers = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminResend, run: atSite(app.SiteAdmins.Resend),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Admins.Resend, ask: w.Bulk.ResendAsk, note: w.Bulk.ResendNote}
	},
}

var lockKeepers = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminLock, run: atSite(app.SiteAdmins.Lock),
	fields: []string{"reason", "single"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Lock, ask: w.Manage.LockAsk, note: w.SitePortal.People.LockNote, reason: true}
	},
}

var unlockKeepers = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminUnlock, run: atSite(app.SiteAdmins.Unlock),
	fields: []string{"single"},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Unlock, ask: w.Manage.UnlockAsk, note: w.SitePortal.People.UnlockNote}
	},
}

var endKeeperSessions = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminEndSessions, run: atSite(app.SiteAdmins.EndSessions),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.EndSessions, ask: w.Manage.EndSessionsAsk, note: w.SitePortal.People.EndSessionsNote}
	},
}

var deleteKeepers = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminDelete, run: atSite(app.SiteAdmins.Delete),
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.Delete, ask: w.Manage.DeleteAsk, note: w.SitePortal.People.DeleteNote, confirm: true, danger: true}
	},
}

var changeKeeperRole = bulkAction{
	of: keepers, name: gatehouse.ActionSiteAdminRole, fields: []string{"role", "single"},
	run: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, b app.Bulk) (gatehouse.Results, error) {
		return a.SiteAdmins.ChangeRole(ctx, actor, key, actor.Site, b, b.SiteRole)
	},
	prompt: func(w *words.Words) prompt {
		return prompt{title: w.Manage.RoleTitle, note: w.SitePortal.People.RoleNote, confirm: true}
	},
}

// chooseKeeperRole is the list of the site roles that the viewer may give.
func (s *Site) chooseKeeperRole(w http.ResponseWriter, r *http.Request, v *visit, f bulkForm) error {
	if err := s.App.Sessions.AdmitToSite(r.Context(), v.actor, gatehouse.AdminsManage); err != nil {
		return err
	}
	admin, err := s.App.SiteAdmins.Get(r.Context(), v.actor, v.actor.Site, f.ask.IDs[0])
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, v.words.Manage.RoleTitle)
	if err != nil {
		return err
	}
	options := []templates.PickOption{}
	for _, role := range v.actor.At.Role.GivableRoles() {
		options = append(options, templates.PickOption{
			Value: role.String(), Label: v.words.Access.SiteRoles[role], Note: v.words.SitePortal.RoleNotes[role], Now: role == admin.Role(),
		})
	}
	return render(w, r, http.StatusOK, templates.Pick{
		Base: base, Section: templates.SitePeopleSection, Key: auth.NewToken(), Action: f.path, Title: v.words.Manage.RoleTitle,
		Lead: v.words.Manage.RoleChoose(admin.Person.DisplayName()), Back: f.back, List: listURL(v, keepers, f.back),
		IDs: []string{string(admin.Person.ID)}, Name: "role", Options: options, Single: true,
	})
}
