package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// admins is the list of the partner's administrators.
var admins = &people{
	list:    templates.AdminsList,
	manages: gatehouse.ManageAdmins,
	deletes: gatehouse.ManageAdmins,
	roles:   true,
	invited: gatehouse.ActionAdminInvite,
	read: func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, page app.Page) (peoplePage, error) {
		list, err := a.Admins.List(ctx, v.actor, adminFilter(f), page)
		return peoplePage{rows: adminRows(v.actor, list.Items), next: list.Next, capped: list.Capped}, err
	},
	row: func(ctx context.Context, a *app.App, v *visit, id gatehouse.PersonID) (templates.PersonRow, error) {
		admin, err := a.Admins.Get(ctx, v.actor, id)
		return adminRows(v.actor, []gatehouse.Admin{admin})[0], err
	},
	export: exporting(export.AdminList, func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, each func(gatehouse.Admin) error) error {
		return a.Admins.Export(ctx, v.actor, adminFilter(f), each)
	}),
	invite: func(ctx context.Context, a *app.App, v *visit, key string, added []templates.Invitee, dryRun bool) (gatehouse.Results, error) {
		return a.Admins.Invite(ctx, v.actor, key, invitees(added), dryRun)
	},
}

// invitees are the people added, with their roles, as the use cases take them.
func invitees(added []templates.Invitee) []app.Invitee {
	list := []app.Invitee{}
	for _, p := range added {
		list = append(list, app.Invitee{Email: p.Email, Role: string(p.Role)})
	}
	return list
}

// adminFilter is the page's filter as the use case takes it.
func adminFilter(f templates.PeopleFilter) gatehouse.AdminFilter {
	role, _ := gatehouse.ParsePartnerRole(string(f.Role))
	return gatehouse.AdminFilter{Status: f.Status, Role: role, Locked: f.Locked, Query: f.Query, Sort: gatehouse.AdminSort(f.Sort)}
}

// adminRows marks what the viewer may do with each row, by the same rules that
// refuse it afterwards.
func adminRows(viewer gatehouse.Actor, admins []gatehouse.Admin) []templates.PersonRow {
	rows := make([]templates.PersonRow, 0, len(admins))
	for _, admin := range admins {
		mine := viewer.CheckActOn(admin.Person.ID, admin.Role()) == nil
		managed := mine && admin.Status.CheckManageable() == nil
		refusal := adminLockRefusal(viewer, admin)
		rows = append(rows, templates.PersonRow{
			Person:        admin.Person,
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
			Lockable:      managed && refusal == "" && !admin.Person.Lock.On(),
			Unlockable:    managed && refusal == "" && admin.Person.Lock.On(),
			LockFixed:     refusal,
		})
	}
	return rows
}

// adminLockRefusal returns why the viewer cannot use the row's switch, "" for no
// reason.
func adminLockRefusal(viewer gatehouse.Actor, admin gatehouse.Admin) gatehouse.Code {
	return firstRefusal(
		viewer.CheckMay(gatehouse.ManageAdmins),
		admin.Person.CheckLockable(),
		viewer.CheckActOn(admin.Person.ID, admin.Role()),
	)
}

// firstRefusal returns the code of the first error, "" for none.
func firstRefusal(checks ...error) gatehouse.Code {
	for _, err := range checks {
		if err != nil {
			return gatehouse.CodeOf(err)
		}
	}
	return ""
}
