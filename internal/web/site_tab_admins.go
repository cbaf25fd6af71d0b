package web

import (
	"net/http"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// siteAdminsPage is the tab of a site's administrators. A site has few of them: the
// list is whole.
func (s *Site) siteAdminsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	head, err := s.siteHead(r, v, templates.SiteAdminsTab)
	if err != nil {
		return err
	}
	list, err := s.App.SiteAdmins.List(r.Context(), v.actor, siteOf(r))
	if err != nil {
		return err
	}
	result, err := s.takeSiteResult(r, v)
	if err != nil {
		return err
	}
	base, err := s.portal(w, r, v, head.Row.Site.Name)
	if err != nil {
		return err
	}
	p := templates.SiteAdmins{
		People: templates.People{
			Base: base, List: templates.SiteAdminsOf(siteOf(r)), Manages: v.actor.May(gatehouse.ManageSiteAdmins),
			Result: result, Key: auth.NewToken(), MailStays: s.MailStays,
		},
		Head: head, Admins: siteAdminRows(v.actor, list),
		Form: templates.SiteInvite{Base: base, Site: head.Row.Site, Key: auth.NewToken(), Role: firstRole(list)},
	}
	if local(s, r) {
		p.Mailbox = mailboxPath
	}
	return render(w, r, http.StatusOK, p)
}

// firstRole is the role that the invitation begins with: a site's first administrator
// should be a Master.
func firstRole(list []gatehouse.SiteAdmin) gatehouse.SiteRole {
	if len(list) == 0 {
		return gatehouse.SiteMaster
	}
	return gatehouse.SiteObserver
}

// siteAdminRows marks what the viewer may do with each row, by the same rules that
// refuse it afterwards.
func siteAdminRows(viewer gatehouse.Actor, admins []gatehouse.SiteAdmin) []templates.SiteAdminRow {
	rows := make([]templates.SiteAdminRow, 0, len(admins))
	for _, admin := range admins {
		mine := viewer.May(gatehouse.ManageSiteAdmins) && viewer.CheckActOnSiteAdmin(admin.Person.ID, admin.Role()) == nil
		managed := mine && admin.Status.CheckManageable() == nil
		refusal := firstRefusal(
			viewer.CheckMay(gatehouse.ManageSiteAdmins),
			admin.Membership.CheckLockable(),
			viewer.CheckActOnSiteAdmin(admin.Person.ID, admin.Role()),
		)
		person := admin.Person
		// What the list shows is the lock at the site.
		person.Lock = admin.Membership.Lock
		rows = append(rows, templates.SiteAdminRow{
			PersonRow: templates.PersonRow{
				Person: person, Invitation: admin.Invitation, Status: admin.Status,
				InvitedByName: admin.InvitedByName, LockedByName: admin.LockedByName, Mail: admin.Mail,
				Self:       admin.Person.ID == viewer.Person,
				Revocable:  mine && admin.Status.CheckRevocable() == nil,
				Resendable: mine && admin.Status.CheckResendable() == nil,
				Deletable:  mine,
				Managed:    managed,
				Lockable:   managed && refusal == "" && !person.Lock.On(),
				Unlockable: managed && refusal == "" && person.Lock.On(),
				LockFixed:  refusal,
			},
			Role: admin.Role(), LastEntry: admin.LastEntryAt,
		})
	}
	return rows
}
