package web

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// technicians is the list of the partner's technicians, and of its administrators
// who have access to sites.
var technicians = &people{
	list:    templates.TechniciansList,
	manages: gatehouse.ManageTechnicians,
	deletes: gatehouse.DeleteTechnicians,
	invited: gatehouse.ActionTechnicianInvite,
	read: func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, page app.Page) (peoplePage, error) {
		list, err := a.Technicians.List(ctx, v.actor, technicianFilter(f), page)
		return peoplePage{rows: technicianRows(v.actor, list.Items), next: list.Next, capped: list.Capped}, err
	},
	row: func(ctx context.Context, a *app.App, v *visit, id gatehouse.PersonID) (templates.PersonRow, error) {
		technician, err := a.Technicians.Get(ctx, v.actor, id)
		return technicianRows(v.actor, []gatehouse.Technician{technician})[0], err
	},
	export: exporting(export.TechnicianList, func(ctx context.Context, a *app.App, v *visit, f templates.PeopleFilter, each func(gatehouse.Technician) error) error {
		return a.Technicians.Export(ctx, v.actor, technicianFilter(f), each)
	}),
	invite: func(ctx context.Context, a *app.App, v *visit, key string, added []templates.Invitee, dryRun bool) (gatehouse.Results, error) {
		addresses := []string{}
		for _, p := range added {
			addresses = append(addresses, p.Email)
		}
		return a.Technicians.Invite(ctx, v.actor, key, addresses, dryRun)
	},
}

// technicianFilter is the page's filter as the use case takes it.
func technicianFilter(f templates.PeopleFilter) gatehouse.TechnicianFilter {
	return gatehouse.TechnicianFilter{Status: f.Status, Locked: f.Locked, Query: f.Query, Sort: gatehouse.TechnicianSort(f.Sort)}
}

// technicianRows marks what the viewer may do with each row, by the same rules that
// refuse it afterwards.
func technicianRows(viewer gatehouse.Actor, list []gatehouse.Technician) []templates.PersonRow {
	rows := make([]templates.PersonRow, 0, len(list))
	for _, t := range list {
		self := t.Person.ID == viewer.Person
		mine := !self && t.CheckManaged(false) == nil && viewer.May(gatehouse.ManageTechnicians)
		refusal := technicianLockRefusal(viewer, t)
		managed := mine && t.Status.CheckManageable() == nil
		rows = append(rows, templates.PersonRow{
			Person:        t.Person,
			Invitation:    t.Invitation,
			Status:        t.Status,
			InvitedByName: t.InvitedByName,
			LockedByName:  t.LockedByName,
			Mail:          t.Mail,
			Administrator: t.Administrator,
			InvitedSites:  t.InvitedSites,
			Self:          self,
			Revocable:     mine && t.Status.CheckRevocable() == nil,
			Resendable:    mine && t.Status.CheckResendable() == nil,
			Deletable:     mine && viewer.May(gatehouse.DeleteTechnicians),
			Managed:       managed,
			Lockable:      managed && refusal == "" && !t.Person.Lock.On(),
			Unlockable:    managed && refusal == "" && t.Person.Lock.On(),
			LockFixed:     refusal,
			Assignable:    viewer.CheckAssign(assignee(t)) == nil && (t.Status == gatehouse.Pending || t.Status == gatehouse.Accepted),
		})
	}
	return rows
}

// technicianLockRefusal returns why the viewer cannot use the row's switch, "" for
// no reason.
func technicianLockRefusal(viewer gatehouse.Actor, t gatehouse.Technician) gatehouse.Code {
	return firstRefusal(viewer.CheckMay(gatehouse.ManageTechnicians), t.CheckManaged(true))
}
