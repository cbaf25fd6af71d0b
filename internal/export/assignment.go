package export

import (
	"io"
	"strconv"

	"gatehouse.example/gatehouse"
)

// Assignments returns a CSV file of who can reach what, named as the API names its
// fields. The column access says whether the person may enter the site now.
func Assignments(w io.Writer) *CSV[gatehouse.AssignmentRow] {
	return newCSV(w, []column[gatehouse.AssignmentRow]{
		{"id", func(r gatehouse.AssignmentRow) string { return string(r.Assignment.ID) }},
		{"person", func(r gatehouse.AssignmentRow) string { return string(r.Person.ID) }},
		{"name", func(r gatehouse.AssignmentRow) string { return r.Person.Name }},
		{"email", func(r gatehouse.AssignmentRow) string { return string(r.Person.Email) }},
		{"administrator", func(r gatehouse.AssignmentRow) string { return strconv.FormatBool(r.Administrator) }},
		{"status", func(r gatehouse.AssignmentRow) string { return string(r.Status) }},
		{"site", func(r gatehouse.AssignmentRow) string { return string(r.Site.ID) }},
		{"site_name", func(r gatehouse.AssignmentRow) string { return r.Site.Name }},
		{"level", func(r gatehouse.AssignmentRow) string { return r.Assignment.Level.String() }},
		{"access", func(r gatehouse.AssignmentRow) string {
			return strconv.FormatBool(gatehouse.Decide(&r.AccessFacts, gatehouse.SiteEnter).Access)
		}},
		{"partner_locked", func(r gatehouse.AssignmentRow) string { return strconv.FormatBool(r.Assignment.PartnerLock.On()) }},
		{"site_locked", func(r gatehouse.AssignmentRow) string { return strconv.FormatBool(r.Assignment.SiteLock.On()) }},
		{"waiting_for_approval", func(r gatehouse.AssignmentRow) string { return strconv.FormatBool(r.Assignment.Waiting) }},
		{"starts_at", func(r gatehouse.AssignmentRow) string { return stamp(r.Assignment.Window.StartsAt) }},
		{"ends_at", func(r gatehouse.AssignmentRow) string { return stamp(r.Assignment.Window.EndsAt) }},
		{"created_at", func(r gatehouse.AssignmentRow) string { return stamp(r.Assignment.CreatedAt) }},
		{"last_entry_at", func(r gatehouse.AssignmentRow) string { return stamp(r.Assignment.LastEntryAt) }},
	})
}
