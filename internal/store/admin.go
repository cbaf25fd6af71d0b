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

// SearchSortLimit is how many hits of a search are sorted by something other than
// their creation: the newest ones.
const SearchSortLimit = 1000

// Admins calls fn for the rows of the administrators' list that pass the filter,
// in its order, from the place after on, at most limit of them (0 for all). It
// reports whether a search had more hits than are sorted.
//
// The ids of a page come first, from one index in the order asked for; only then
// are their rows joined.
func (r Reads) Admins(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AdminFilter, after After, limit int, fn func(gatehouse.Admin) error) (capped bool, err error) {
	q, err := r.adminsQuery(partner, f, after, limit)
	if err != nil {
		return false, err
	}
	if f.Query != "" && !byCreation(f.Sort) {
		if capped, err = r.adminHitsCapped(ctx, partner, f); err != nil {
			return false, err
		}
	}
	return capped, each(ctx, r.q, adminFields, func(row adminRow) error { return fn(row.derived()) }, q.String(), q.args...)
}

func (r Reads) adminsQuery(partner gatehouse.PartnerID, f gatehouse.AdminFilter, after After, limit int) (*query, error) {
	name, descending := strings.CutPrefix(string(f.Sort), "-")
	order, known := adminOrder[gatehouse.AdminSort(name)]
	if !known {
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	q := newQuery(adminSelect+"\n\tFROM (", partner)
	now := "(gatehouse_now() + " + q.param(r.offset()) + ")"
	if byCreation(f.Sort) {
		created := q.adminIDs(r.engine, f, now)
		q.afterCreation(created, descending, after.ID)
		q.orderBy("", created, descending)
	} else {
		q.adminIDsToSort(r.engine, f, now)
		if err := q.after(order, descending, after); err != nil {
			return nil, err
		}
		q.orderBy(order.name, "p.id", descending)
	}
	q.limit(limit)
	q.write(") k" + adminJoins + ofPartner)
	q.orderBy(order.name, "p.id", descending)
	return q, nil
}

// adminIDsToSort is adminIDs for an order other than creation: of the hits of a
// search only the newest are sorted.
func (q *query) adminIDsToSort(e engine, f gatehouse.AdminFilter, now string) {
	if f.Query == "" {
		q.adminIDs(e, f, now)
		return
	}
	q.write("SELECT p.id FROM (")
	created := q.adminIDs(e, f, now)
	q.orderBy("", created, true)
	q.limit(SearchSortLimit)
	q.write(") h CROSS JOIN person p WHERE p.partner_id = $1 AND p.id = h.id")
}

// adminHitsCapped reports whether a search finds more people than are sorted.
func (r Reads) adminHitsCapped(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AdminFilter) (bool, error) {
	q := newQuery("SELECT count(*) FROM (", partner)
	now := "gatehouse_now()"
	if offset := r.offset(); offset != 0 {
		now = "(gatehouse_now() + " + q.param(offset) + ")"
	}
	q.adminIDs(r.engine, f, now)
	q.limit(SearchSortLimit + 1)
	q.write(") k")
	n, err := value[int](ctx, r.q, q.String(), q.args...)
	return n > SearchSortLimit, err
}

// adminOrder names the column of each order; creation is the order of the ids.
var adminOrder = map[gatehouse.AdminSort]sortColumn{
	gatehouse.SortOldest: {},
	gatehouse.SortName:   {name: "p.sort_name"},
	gatehouse.SortEmail:  {name: "p.email"},
	gatehouse.SortRole:   {name: "(p.listed_role + 0)", number: true},
	gatehouse.SortSignIn: {name: "p.last_sign_in_at", number: true},
}

func byCreation(sort gatehouse.AdminSort) bool {
	return sort == gatehouse.SortNewest || sort == gatehouse.SortOldest
}

// adminIDs writes the SELECT of the ids that pass the filter, up to its last
// condition, and returns the column that has the order of creation there. What
// selects fewest leads: a search its own index, an unaccepted status the index of
// such invitations, everything else the people themselves.
func (q *query) adminIDs(e engine, f gatehouse.AdminFilter, now string) (created string) {
	created = "p.id"
	const listed = ` p.partner_id = $1 AND p.listed_role > 0`
	switch {
	case f.Query != "":
		created = q.search(e, fold(f.Query), listed)
		if f.Status != "" && f.Status != gatehouse.Accepted {
			q.and(`EXISTS (SELECT 1 FROM invitation i WHERE i.partner_id = p.partner_id AND i.person_id = p.id AND i.kind = 'admin' AND ` +
				statusSQL(f.Status, now) + `)`)
		}
	case f.Status != "" && f.Status != gatehouse.Accepted:
		q.write(`SELECT p.id FROM invitation i CROSS JOIN person p WHERE i.partner_id = $1 AND i.kind = 'admin' AND ` +
			statusSQL(f.Status, now) + ` AND p.id = i.person_id AND` + listed)
		created = "i.person_id"
	default:
		q.write(`SELECT p.id FROM person p WHERE` + listed)
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
