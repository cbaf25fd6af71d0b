package store

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
)

// technicianRow is a Technician as it is read.
type technicianRow struct {
	listed
	administrator bool
	sites         int64
}

func technicianFields(r *technicianRow) []any {
	return append(listedFields(&r.listed), &r.administrator, &r.sites)
}

func (r technicianRow) technician(partner gatehouse.PartnerID) gatehouse.Technician {
	row := r.of(partner)
	return gatehouse.Technician{
		Person: row.person, Invitation: row.invitation, Status: row.status(),
		Administrator: r.administrator, InvitedSites: r.sites,
		InvitedByName: row.invitedBy, LockedByName: row.lockedBy, Mail: row.mail,
	}
}

const technicianJoins = `
	LEFT JOIN invitation i ON i.partner_id = p.partner_id AND i.person_id = p.id AND i.site_id = ''
		AND i.kind = CASE WHEN p.listed_technician = 1 THEN 'technician' ELSE 'admin' END` + listedJoins

// technicians is the technicians' list, without a filter. The invitation of a row
// is the technician's; of an administrator who is listed for their access to sites
// alone it is the administrator's.
func technicians(partner gatehouse.PartnerID) listing {
	return listing{
		partner:  partner,
		of:       people,
		head:     "SELECT " + listedColumns + ", p.role > 0 OR p.listed_technician = 2, p.sites",
		joins:    technicianJoins,
		ledJoins: listedJoins,
		where:    "WHERE p.listed_technician > 0 AND p.partner_id = $1", offset: true,
		orders: technicianOrders,
	}
}

// Technician returns a row of the technicians' list, or CodeNotFound.
func (r Reads) Technician(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID) (gatehouse.Technician, error) {
	row, err := one(ctx, r.q, technicianFields, oneTechnician, partner, r.offset(), id)
	return row.technician(partner), err
}

var oneTechnician = technicians("").row()

// TechniciansNamed returns the rows of the technicians' list with these ids, in any
// order. An id that the list does not have is passed over.
func (r Reads) TechniciansNamed(ctx context.Context, partner gatehouse.PartnerID, ids []gatehouse.PersonID) ([]gatehouse.Technician, error) {
	rows, err := named(ctx, r, technicians(partner), ids, technicianFields)
	list := make([]gatehouse.Technician, len(rows))
	for i, row := range rows {
		list[i] = row.technician(partner)
	}
	return list, err
}

// Technicians calls fn for the rows of the technicians' list that pass the filter,
// in its order, from the place after on, at most limit of them (0 for all). It
// reports whether a search had more hits than are sorted.
func (r Reads) Technicians(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.TechnicianFilter, after After, limit int, fn func(gatehouse.Technician) error) (capped bool, err error) {
	l := technicians(partner)
	l.sort, l.searching = string(f.Sort), f.Query != ""
	l.led = f.Status != "" && f.Status != gatehouse.Accepted
	l.ids = func(q *query, e engine) string { return q.technicianIDs(e, f, r.offset()) }
	return listRows(ctx, r, l, after, limit, technicianFields, func(row technicianRow) error { return fn(row.technician(partner)) })
}

// technicianOrders names the columns of the list's orders.
var technicianOrders = map[string]sortColumn{
	string(gatehouse.TechniciansByName):   {name: "p.sort_name"},
	string(gatehouse.TechniciansByEmail):  {name: "p.email"},
	string(gatehouse.TechniciansBySites):  {name: "p.sites", number: true},
	string(gatehouse.TechniciansBySignIn): {name: "p.last_sign_in_at", number: true},
}

// technicianIDs is [query.adminIDs] for the technicians' list. Administrators in it
// count by their own invitation, which is accepted or pending.
func (q *query) technicianIDs(e engine, f gatehouse.TechnicianFilter, offset int64) (place string) {
	place = "p.id"
	const listedTechnician = ` p.partner_id = $1 AND p.listed_technician > 0`
	// ofRow is the invitation that the row shows.
	const ofRow = ` i.site_id = '' AND i.kind IN ('technician', 'admin')
			AND p.listed_technician = CASE WHEN i.kind = 'technician' THEN 1 ELSE 2 END AND `
	open := f.Status != "" && f.Status != gatehouse.Accepted
	switch {
	case f.Query != "":
		place = q.search(e, fold(f.Query), listedTechnician)
		if open {
			q.and(`EXISTS (SELECT 1 FROM invitation i WHERE i.partner_id = p.partner_id AND i.person_id = p.id AND` + ofRow +
				q.status(f.Status, offset) + `)`)
		}
	case open:
		place = "i.person_id"
		q.openRows(ofRow + q.status(f.Status, offset) + ` AND` + listedTechnician)
	default:
		q.rowsOf(listedTechnician)
	}
	if f.Status == gatehouse.Accepted {
		q.and(`(p.technician OR p.listed_technician = 2 AND p.role > 0)`)
	}
	if f.Locked != nil && *f.Locked {
		q.and(`p.locked_at > 0`)
	}
	if f.Locked != nil && !*f.Locked {
		q.and(`p.locked_at = 0`)
	}
	return place
}

// TechnicianKey returns the place of a row in an order, for the next page.
func TechnicianKey(t gatehouse.Technician, sort gatehouse.TechnicianSort) After {
	after := After{ID: string(t.Person.ID)}
	switch strings.TrimPrefix(string(sort), "-") {
	case string(gatehouse.TechniciansByName):
		after.Value = sortName(t.Person.Name, t.Person.Email)
	case string(gatehouse.TechniciansByEmail):
		after.Value = string(t.Person.Email)
	case string(gatehouse.TechniciansBySites):
		after.Value = fmt.Sprint(t.InvitedSites)
	case string(gatehouse.TechniciansBySignIn):
		after.Value = fmt.Sprint(microsOf(t.Person.LastSignInAt))
	}
	return after
}

// SetTechnician says whether the person is a technician and stands in the
// technicians' list for it.
func (tx *Tx) SetTechnician(ctx context.Context, p gatehouse.Person, is bool) error {
	return mustChange(ctx, tx.q, `
		UPDATE person
		SET technician = $3, version = version + 1,
			listed_technician = CASE WHEN $3 THEN 1 WHEN sites > 0 AND listed_role > 0 THEN 2 ELSE 0 END
		WHERE partner_id = $1 AND id = $2`,
		p.Partner, p.ID, is)
}
