package store

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
)

func (r listed) admin(partner gatehouse.PartnerID) gatehouse.Admin {
	r = r.of(partner)
	return gatehouse.Admin{
		Person: r.person, Invitation: r.invitation, Status: r.status(),
		InvitedByName: r.invitedBy, LockedByName: r.lockedBy, Mail: r.mail,
	}
}

const adminJoins = `
	LEFT JOIN invitation i ON i.partner_id = p.partner_id AND i.person_id = p.id AND i.kind = 'admin' AND i.site_id = ''` + listedJoins

// admins is the administrators' list, without a filter.
func admins(partner gatehouse.PartnerID) listing {
	return listing{
		partner:  partner,
		of:       people,
		head:     "SELECT " + listedColumns,
		joins:    adminJoins,
		ledJoins: listedJoins,
		where:    "WHERE p.listed_role > 0 AND " + ofPartner, offset: true,
		orders: adminOrders,
	}
}

// Admin returns a row of the administrators' list, or CodeNotFound.
func (r Reads) Admin(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID) (gatehouse.Admin, error) {
	row, err := one(ctx, r.q, listedFields, oneAdmin, partner, r.offset(), id)
	return row.admin(partner), err
}

var oneAdmin = admins("").row()

// AdminsNamed returns the rows of the administrators' list with these ids, in any
// order. An id that the list does not have is passed over.
func (r Reads) AdminsNamed(ctx context.Context, partner gatehouse.PartnerID, ids []gatehouse.PersonID) ([]gatehouse.Admin, error) {
	rows, err := named(ctx, r, admins(partner), ids, listedFields)
	list := make([]gatehouse.Admin, len(rows))
	for i, row := range rows {
		list[i] = row.admin(partner)
	}
	return list, err
}

// Admins calls fn for the rows of the administrators' list that pass the filter,
// in its order, from the place after on, at most limit of them (0 for all). It
// reports whether a search had more hits than are sorted.
func (r Reads) Admins(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AdminFilter, after After, limit int, fn func(gatehouse.Admin) error) (capped bool, err error) {
	l := admins(partner)
	l.sort, l.searching = string(f.Sort), f.Query != ""
	l.led = f.Status != "" && f.Status != gatehouse.Accepted
	l.ids = func(q *query, e engine) string { return q.adminIDs(e, f, r.offset()) }
	return listRows(ctx, r, l, after, limit, listedFields, func(row listed) error { return fn(row.admin(partner)) })
}

// adminOrders names the columns of the list's orders.
var adminOrders = map[string]sortColumn{
	string(gatehouse.SortName):   {name: "p.sort_name"},
	string(gatehouse.SortEmail):  {name: "p.email"},
	string(gatehouse.SortRole):   {name: "(p.listed_role + 0)", number: true},
	string(gatehouse.SortSignIn): {name: "p.last_sign_in_at", number: true},
}

// adminIDs writes the SELECT of the ids that pass the filter, up to its last
// condition, and returns the column that has the order of creation there. What
// selects fewest leads: a search its own index, an unaccepted status the index of
// such invitations, everything else the people themselves.
func (q *query) adminIDs(e engine, f gatehouse.AdminFilter, offset int64) (created string) {
	created = "p.id"
	const listedAdmin = ` p.partner_id = $1 AND p.listed_role > 0`
	switch {
	case f.Query != "":
		created = q.search(e, fold(f.Query), listedAdmin)
		if f.Status != "" && f.Status != gatehouse.Accepted {
			q.and(`EXISTS (SELECT 1 FROM invitation i WHERE i.partner_id = p.partner_id AND i.person_id = p.id AND i.kind = 'admin' AND ` +
				q.status(f.Status, offset) + `)`)
		}
	case f.Status != "" && f.Status != gatehouse.Accepted:
		q.openRows(` i.kind = 'admin' AND ` + q.status(f.Status, offset) + ` AND` + listedAdmin)
		created = "i.person_id"
	default:
		q.rowsOf(listedAdmin)
	}
	if f.Status == gatehouse.Accepted {
		q.and(`p.role > 0`)
	}
	if f.Role != gatehouse.NoPartnerRole {
		q.and(`(p.listed_role + 0) = %s`, int64(f.Role))
	}
	if f.Locked != nil && *f.Locked {
		q.and(`p.locked_at > 0`)
	}
	if f.Locked != nil && !*f.Locked {
		q.and(`p.locked_at = 0`)
	}
	return created
}

// AdminKey returns the place of a row in an order, for the next page.
func AdminKey(a gatehouse.Admin, sort gatehouse.AdminSort) After {
	after := After{ID: string(a.Person.ID)}
	switch gatehouse.AdminSort(strings.TrimPrefix(string(sort), "-")) {
	case gatehouse.SortName:
		after.Value = sortName(a.Person.Name, a.Person.Email)
	case gatehouse.SortEmail:
		after.Value = string(a.Person.Email)
	case gatehouse.SortRole:
		after.Value = fmt.Sprint(int64(a.Role()))
	case gatehouse.SortSignIn:
		after.Value = fmt.Sprint(microsOf(a.Person.LastSignInAt))
	}
	return after
}
