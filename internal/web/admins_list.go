package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// admins is the list of the partner's administrators.
var admins = &people{
	list:    templates.AdminsList,
	manages: gatehouse.ManageAdmins,
	deletes: gatehouse.ManageAdmins,
	roles:   true,
	filters: []string{"role"},
	invited: gatehouse.ActionAdminInvite,
	read: func(ctx context.Context, a *app.App, actor gatehouse.Actor, f templates.PeopleFilter, page app.Page) (peoplePage, error) {
		list, err := a.Admins.List(ctx, actor, adminFilter(f), page)
		return peoplePage{rows: adminRows(actor, list.Items), next: list.Next, capped: list.Capped}, err
	},
	person: func(ctx context.Context, a *app.App, actor gatehouse.Actor, id gatehouse.PersonID) (gatehouse.Person, error) {
		admin, err := a.Admins.Get(ctx, actor, id)
		return admin.Person, err
	},
	invite: func(ctx context.Context, a *app.App, actor gatehouse.Actor, key string, added []templates.Invitee) (gatehouse.Results, error) {
		invitees := []app.Invitee{}
		for _, p := range added {
			invitees = append(invitees, app.Invitee{Email: p.Email, Role: string(p.Role)})
		}
		return a.Admins.Invite(ctx, actor, key, invitees, false)
	},
}

// adminFilter is the page's filter as the use case takes it.
func adminFilter(f templates.PeopleFilter) gatehouse.AdminFilter {
	return gatehouse.AdminFilter{Status: f.Status, Role: f.Role, Query: f.Query, Sort: gatehouse.AdminSort(f.Sort)}
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
