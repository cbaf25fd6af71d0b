package export

import (
	"io"
	"strconv"

	"gatehouse.example/gatehouse"
)

// Technicians returns a CSV file of technicians: the columns of the list, named as
// the API names its fields.
func Technicians(w io.Writer) *CSV[gatehouse.Technician] {
	return newCSV(w, []column[gatehouse.Technician]{
		{"id", func(t gatehouse.Technician) string { return string(t.Person.ID) }},
		{"email", func(t gatehouse.Technician) string { return string(t.Person.Email) }},
		{"name", func(t gatehouse.Technician) string { return t.Person.Name }},
		{"administrator", func(t gatehouse.Technician) string { return strconv.FormatBool(t.Administrator) }},
		{"status", func(t gatehouse.Technician) string { return string(t.Status) }},
		{"invited_sites", func(t gatehouse.Technician) string { return strconv.FormatInt(t.InvitedSites, 10) }},
		{"locked", func(t gatehouse.Technician) string { return strconv.FormatBool(t.Person.Lock.On()) }},
		{"locked_at", func(t gatehouse.Technician) string { return stamp(t.Person.Lock.At) }},
		{"locked_by", func(t gatehouse.Technician) string { return t.LockedByName }},
		{"lock_reason", func(t gatehouse.Technician) string { return t.Person.Lock.Reason }},
		{"created_at", func(t gatehouse.Technician) string { return stamp(t.Person.CreatedAt) }},
		{"invited_by", func(t gatehouse.Technician) string { return t.InvitedByName }},
		{"invited_at", func(t gatehouse.Technician) string { return stamp(t.Invitation.InvitedAt) }},
		{"expires_at", func(t gatehouse.Technician) string { return stamp(t.Invitation.ExpiresAt) }},
		{"accepted_at", func(t gatehouse.Technician) string { return stamp(t.Invitation.AcceptedAt) }},
		{"last_sign_in_at", func(t gatehouse.Technician) string { return stamp(t.Person.LastSignInAt) }},
		{"mail_state", func(t gatehouse.Technician) string { return string(t.Mail.State) }},
		{"mail_error", func(t gatehouse.Technician) string { return t.Mail.Error }},
	})
}

// TechnicianItem is a row of the technicians' list, as the API and every NDJSON file
// write it.
type TechnicianItem struct {
	InvitedItem
	Administrator bool  `json:"administrator" doc:"True for a partner administrator who has access to a site: listed here, and managed in the administrators' list." example:"false"`
	InvitedSites  int64 `json:"invited_sites" doc:"To how many sites the person is assigned." example:"3"`
}

// NewTechnicianItem returns the row in that form.
func NewTechnicianItem(t gatehouse.Technician) TechnicianItem {
	item := TechnicianItem{
		InvitedItem:   newInvitedItem(t.Person, t.Invitation, t.Status, t.InvitedByName, t.Mail),
		Administrator: t.Administrator,
		InvitedSites:  t.InvitedSites,
	}
	item.LastSignInAt = Moment(t.Person.LastSignInAt)
	item.lockedBy(t.Person.Lock, t.LockedByName)
	return item
}
