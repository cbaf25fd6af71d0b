package export

import (
	"io"
	"strconv"

	"gatehouse.example/gatehouse"
)

// Admins returns a CSV file of partner administrators: the columns of the list,
// named as the API names its fields.
func Admins(w io.Writer) *CSV[gatehouse.Admin] {
	return newCSV(w, []column[gatehouse.Admin]{
		{"id", func(a gatehouse.Admin) string { return string(a.Person.ID) }},
		{"email", func(a gatehouse.Admin) string { return string(a.Person.Email) }},
		{"name", func(a gatehouse.Admin) string { return a.Person.Name }},
		{"role", func(a gatehouse.Admin) string { return a.Role().String() }},
		{"status", func(a gatehouse.Admin) string { return string(a.Status) }},
		{"locked", func(a gatehouse.Admin) string { return strconv.FormatBool(a.Person.Lock.On()) }},
		{"locked_at", func(a gatehouse.Admin) string { return stamp(a.Person.Lock.At) }},
		{"locked_by", func(a gatehouse.Admin) string { return a.LockedByName }},
		{"lock_reason", func(a gatehouse.Admin) string { return a.Person.Lock.Reason }},
		{"created_at", func(a gatehouse.Admin) string { return stamp(a.Person.CreatedAt) }},
		{"invited_by", func(a gatehouse.Admin) string { return a.InvitedByName }},
		{"invited_at", func(a gatehouse.Admin) string { return stamp(a.Invitation.InvitedAt) }},
		{"expires_at", func(a gatehouse.Admin) string { return stamp(a.Invitation.ExpiresAt) }},
		{"accepted_at", func(a gatehouse.Admin) string { return stamp(a.Invitation.AcceptedAt) }},
		{"last_sign_in_at", func(a gatehouse.Admin) string { return stamp(a.Person.LastSignInAt) }},
		{"mail_state", func(a gatehouse.Admin) string { return string(a.Mail.State) }},
		{"mail_error", func(a gatehouse.Admin) string { return a.Mail.Error }},
	})
}

// AdminItem is a row of the administrators' list, as the API and every NDJSON file
// write it. The tags doc and example go into the API's OpenAPI document.
type AdminItem struct {
	InvitedItem
	Role gatehouse.PartnerRole `json:"role" doc:"The role held, or while the status is not accepted the role offered." example:"operator"`
}

// NewAdminItem returns the row in that form.
func NewAdminItem(a gatehouse.Admin) AdminItem {
	item := AdminItem{
		InvitedItem: newInvitedItem(a.Person, a.Invitation, a.Status, a.InvitedByName, a.Mail),
		Role:        a.Role(),
	}
	item.LastSignInAt = Moment(a.Person.LastSignInAt)
	item.lockedBy(a.Person.Lock, a.LockedByName)
	return item
}
