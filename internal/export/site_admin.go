package export

import (
	"io"
	"strconv"

	"gatehouse.example/gatehouse"
)

// SiteAdmins returns a CSV file of a site's administrators: the columns of the list,
// named as the API names its fields. The lock is the one at the site.
func SiteAdmins(w io.Writer) *CSV[gatehouse.SiteAdmin] {
	return newCSV(w, []column[gatehouse.SiteAdmin]{
		{"id", func(a gatehouse.SiteAdmin) string { return string(a.Person.ID) }},
		{"email", func(a gatehouse.SiteAdmin) string { return string(a.Person.Email) }},
		{"name", func(a gatehouse.SiteAdmin) string { return a.Person.Name }},
		{"role", func(a gatehouse.SiteAdmin) string { return a.Role().String() }},
		{"status", func(a gatehouse.SiteAdmin) string { return string(a.Status) }},
		{"locked", func(a gatehouse.SiteAdmin) string { return strconv.FormatBool(a.Membership.Lock.On()) }},
		{"locked_at", func(a gatehouse.SiteAdmin) string { return stamp(a.Membership.Lock.At) }},
		{"locked_by", func(a gatehouse.SiteAdmin) string { return a.LockedByName }},
		{"lock_reason", func(a gatehouse.SiteAdmin) string { return a.Membership.Lock.Reason }},
		{"created_at", func(a gatehouse.SiteAdmin) string { return stamp(a.Membership.Since) }},
		{"invited_by", func(a gatehouse.SiteAdmin) string { return a.InvitedByName }},
		{"invited_at", func(a gatehouse.SiteAdmin) string { return stamp(a.Invitation.InvitedAt) }},
		{"expires_at", func(a gatehouse.SiteAdmin) string { return stamp(a.Invitation.ExpiresAt) }},
		{"accepted_at", func(a gatehouse.SiteAdmin) string { return stamp(a.Invitation.AcceptedAt) }},
		{"last_sign_in_at", func(a gatehouse.SiteAdmin) string { return stamp(a.LastEntryAt) }},
		{"mail_state", func(a gatehouse.SiteAdmin) string { return string(a.Mail.State) }},
		{"mail_error", func(a gatehouse.SiteAdmin) string { return a.Mail.Error }},
	})
}

// SiteAdminItem is a row of a site's administrators, as the API and every NDJSON file
// write it.
type SiteAdminItem struct {
	InvitedItem
	Role gatehouse.SiteRole `json:"role" doc:"The site role held, or while the status is not accepted the one offered." example:"admin"`
}

// NewSiteAdminItem returns the row in that form.
func NewSiteAdminItem(a gatehouse.SiteAdmin) SiteAdminItem {
	item := SiteAdminItem{
		InvitedItem: newInvitedItem(a.Person, a.Invitation, a.Status, a.InvitedByName, a.Mail),
		Role:        a.Role(),
	}
	item.CreatedAt = At(a.Membership.Since)
	item.LastSignInAt = Moment(a.LastEntryAt)
	item.lockedBy(a.Membership.Lock, a.LockedByName)
	return item
}
