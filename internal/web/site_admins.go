package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// keepers is the list of a site's administrators at the site itself, staff the same in
// the partner's Edit Site.
var (
	keepers = siteAdminsList(templates.SiteAdminsList)
	staff   = siteAdminsList(templates.StaffList)
)

// siteAdminsList is a list of the administrators of the site that the path names.
func siteAdminsList(list templates.PeopleList) *people {
	return &people{
		list:    list,
		site:    gatehouse.AdminsManage,
		manages: gatehouse.ManageSiteAdmins,
		deletes: gatehouse.ManageSiteAdmins,
		roles:   true,
		invited: gatehouse.ActionSiteAdminInvite,
		read: func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, page app.Page) (peoplePage, error) {
			list, err := a.SiteAdmins.List(ctx, v.actor, v.site, siteAdminFilter(f), page)
			return peoplePage{rows: keeperRows(v.actor, list.Items), next: list.Next}, err
		},
		row: func(ctx context.Context, a *app.App, v *visit, id gatehouse.PersonID) (templates.PersonRow, error) {
			admin, err := a.SiteAdmins.Get(ctx, v.actor, v.site, id)
			return keeperRows(v.actor, []gatehouse.SiteAdmin{admin})[0], err
		},
		export: exporting(export.SiteAdminList, func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, each func(gatehouse.SiteAdmin) error) error {
			return a.SiteAdmins.Export(ctx, v.actor, v.site, siteAdminFilter(f), each)
		}),
		invite: func(ctx context.Context, a *app.App, v *visit, key string, added []templates.Invitee, dryRun bool) (gatehouse.Results, error) {
			return a.SiteAdmins.Invite(ctx, v.actor, key, v.site, invitees(added), dryRun)
		},
	}
}

// siteAdminFilter is the page's filter as the use case takes it.
func siteAdminFilter(f templates.PeopleFilter) gatehouse.SiteAdminFilter {
	role, _ := gatehouse.ParseSiteRole(string(f.Role))
	return gatehouse.SiteAdminFilter{Status: f.Status, Role: role, Locked: f.Locked, Query: f.Query, Sort: gatehouse.AdminSort(f.Sort)}
}

// mayManageKeepers returns why the viewer may not act on a site's administrators at
// all, from where they stand.
func mayManageKeepers(viewer gatehouse.Actor) error {
	if viewer.AtSite() {
		return viewer.CheckAtSite(gatehouse.AdminsManage)
	}
	return viewer.CheckMay(gatehouse.ManageSiteAdmins)
}

// keeperRows marks what the viewer may do with each row, by the same rules that
// refuse it afterwards. The person of a row is shown as the site knows them: with its
// own lock, and when they entered it last.
func keeperRows(viewer gatehouse.Actor, list []gatehouse.SiteAdmin) []templates.PersonRow {
	rows := make([]templates.PersonRow, 0, len(list))
	for _, admin := range list {
		mine := mayManageKeepers(viewer) == nil && viewer.CheckActOnSiteAdmin(admin.Person.ID, admin.Role()) == nil
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
		mayManageKeepers(viewer),
		admin.Membership.CheckLockable(),
		viewer.CheckActOnSiteAdmin(admin.Person.ID, admin.Role()),
	)
}
