package export

import (
	"io"
	"strconv"

	"gatehouse.example/gatehouse"
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

// Sites returns a CSV file of a partner's sites: the columns of the list, named as the
// API names its fields.
func Sites(w io.Writer) *CSV[gatehouse.SiteRow] {
	return newCSV(w, []column[gatehouse.SiteRow]{
		{"id", func(r gatehouse.SiteRow) string { return string(r.Site.ID) }},
		{"name", func(r gatehouse.SiteRow) string { return r.Site.Name }},
		{"country", func(r gatehouse.SiteRow) string { return r.Site.Country }},
		{"time_zone", func(r gatehouse.SiteRow) string { return r.Site.TimeZone }},
		{"notes", func(r gatehouse.SiteRow) string { return r.Site.Notes }},
		{"technician_access", func(r gatehouse.SiteRow) string { return strconv.FormatBool(r.Site.TechnicianAccess) }},
		{"technician_access_at", func(r gatehouse.SiteRow) string { return stamp(r.Site.AccessAt) }},
		{"technician_approval", func(r gatehouse.SiteRow) string { return string(r.Site.Approval()) }},
		{"owned_at", func(r gatehouse.SiteRow) string { return stamp(r.Site.OwnedAt) }},
		{"credits", func(r gatehouse.SiteRow) string { return number(r.Site.Credits) }},
		{"out_of_credit_at", func(r gatehouse.SiteRow) string { return stamp(r.Site.OutOfCreditAt) }},
		{"monthly_cost", func(r gatehouse.SiteRow) string { return number(r.MonthlyCost()) }},
		{"users", func(r gatehouse.SiteRow) string { return number(r.Site.Counts.Users) }},
		{"devices", func(r gatehouse.SiteRow) string { return number(r.Site.Counts.Devices) }},
		{"technicians", func(r gatehouse.SiteRow) string { return number(r.Site.Counts.Technicians) }},
		{"waiting", func(r gatehouse.SiteRow) string { return number(r.Site.Counts.Waiting) }},
		{"created_at", func(r gatehouse.SiteRow) string { return stamp(r.Site.CreatedAt) }},
		{"created_by", func(r gatehouse.SiteRow) string { return r.CreatedByName }},
	})
}

// Transfers returns a CSV file of the credit history.
func Transfers(w io.Writer) *CSV[gatehouse.Transfer] {
	return newCSV(w, []column[gatehouse.Transfer]{
		{"id", func(t gatehouse.Transfer) string { return string(t.ID) }},
		{"at", func(t gatehouse.Transfer) string { return stamp(t.At) }},
		{"kind", func(t gatehouse.Transfer) string { return string(t.Kind) }},
		{"site", func(t gatehouse.Transfer) string { return string(t.Site) }},
		{"site_name", func(t gatehouse.Transfer) string { return t.SiteName }},
		{"amount", func(t gatehouse.Transfer) string { return number(t.Amount) }},
		{"month", monthOf},
		{"devices", func(t gatehouse.Transfer) string { return number(t.Devices) }},
		{"actor", func(t gatehouse.Transfer) string { return string(t.Actor) }},
		{"actor_name", func(t gatehouse.Transfer) string { return t.ActorName }},
		{"partner_credits", func(t gatehouse.Transfer) string { return number(t.PartnerAfter) }},
		{"site_credits", func(t gatehouse.Transfer) string { return number(t.SiteAfter) }},
	})
}

// monthOf writes the month of a charge, and nothing for other kinds.
func monthOf(t gatehouse.Transfer) string {
	if t.Month.IsZero() {
		return ""
	}
	return t.Month.UTC().Format("2006-01")
}

// Devices returns a CSV file of a site's devices.
func Devices(w io.Writer) *CSV[gatehouse.Device] {
	return newCSV(w, []column[gatehouse.Device]{
		{"id", func(d gatehouse.Device) string { return string(d.ID) }},
		{"name", func(d gatehouse.Device) string { return d.Name }},
		{"serial", func(d gatehouse.Device) string { return d.Serial }},
		{"model", func(d gatehouse.Device) string { return d.Model }},
		{"place", func(d gatehouse.Device) string { return d.Place }},
		{"status", func(d gatehouse.Device) string { return string(d.Status) }},
		{"created_at", func(d gatehouse.Device) string { return stamp(d.CreatedAt) }},
	})
}

// SiteUsers returns a CSV file of a site's users.
func SiteUsers(w io.Writer) *CSV[gatehouse.SiteUser] {
	return newCSV(w, []column[gatehouse.SiteUser]{
		{"id", func(u gatehouse.SiteUser) string { return string(u.ID) }},
		{"name", func(u gatehouse.SiteUser) string { return u.Name }},
		{"email", func(u gatehouse.SiteUser) string { return u.Email }},
		{"phone", func(u gatehouse.SiteUser) string { return u.Phone }},
		{"card", func(u gatehouse.SiteUser) string { return u.Card }},
		{"created_at", func(u gatehouse.SiteUser) string { return stamp(u.CreatedAt) }},
	})
}
