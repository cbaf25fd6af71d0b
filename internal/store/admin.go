package store

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
)

// adminRow is an Admin as it is read, with the time of reading.
type adminRow struct {
	admin gatehouse.Admin
	now   micros
}

func adminFields(r *adminRow) []any {
	a := &r.admin
	fields := append(personFields(&a.Person), invitationFields(&a.Invitation)...)
	return append(fields, &a.InvitedByName, &a.LockedByName, &a.Mail.State, &a.Mail.Error, &r.now)
}

// derived fills in what follows from the facts and the time.
func (r adminRow) derived() gatehouse.Admin {
	r.admin.Status = r.admin.Invitation.Status(timeOf(r.now))
	return r.admin
}

// adminSelect reads rows of the administrators' list. $1 is the partner, $2 the
// clock's offset; the ids come from the relation k.
const adminSelect = `
	SELECT ` + personColumns + `, ` + invitationColumns + `,
		COALESCE(b.name, ''), COALESCE(l.name, ''), COALESCE(o.state, ''), COALESCE(o.error, ''), gatehouse_now() + $2`

const adminJoins = `
	CROSS JOIN person p
	JOIN invitation i ON i.partner_id = p.partner_id AND i.person_id = p.id AND i.kind = 'admin'
	LEFT JOIN person b ON b.partner_id = p.partner_id AND b.id = i.invited_by
	LEFT JOIN person l ON l.partner_id = p.partner_id AND l.id = p.locked_by
	LEFT JOIN outbox o ON o.partner_id = i.partner_id AND o.id = i.message_id
	WHERE p.id = k.id AND `

// Admin returns a row of the administrators' list, or CodeNotFound.
func (r Reads) Admin(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID) (gatehouse.Admin, error) {
	row, err := one(ctx, r.q, adminFields, adminSelect+`
	FROM (SELECT CAST($3 AS text) AS id) k`+adminJoins+ofPartner, partner, r.offset(), id)
	return row.derived(), err
}

// Admins calls fn for the rows of the administrators' list that pass the filter,
// in its order, from the place after on, at most limit of them (0 for all). It
// reports whether a search had more hits than are sorted.
func (r Reads) Admins(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AdminFilter, after After, limit int, fn func(gatehouse.Admin) error) (capped bool, err error) {
	return listRows(ctx, r, partner, listing{
		of: people, head: adminSelect, joins: adminJoins + ofPartner, offset: true,
		orders: adminOrders, sort: string(f.Sort), searching: f.Query != "",
		ids: func(q *query, e engine) string { return q.adminIDs(e, f, r.offset()) },
	}, after, limit, adminFields, func(row adminRow) error { return fn(row.derived()) })
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
				statusSQL(f.Status, q.now(offset)) + `)`)
		}
	case f.Status != "" && f.Status != gatehouse.Accepted:
		q.write(`SELECT p.id FROM invitation i CROSS JOIN person p WHERE i.partner_id = $1 AND i.kind = 'admin' AND ` +
			statusSQL(f.Status, q.now(offset)) + ` AND p.id = i.person_id AND` + listedAdmin)
		created = "i.person_id"
	default:
		q.write(`SELECT p.id FROM person p WHERE` + listedAdmin)
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
