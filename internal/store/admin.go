package store

import (
	"context"
	"fmt"
	"strings"

	"gatehouse.example/gatehouse"
)

const adminSelect = `
	SELECT ` + personColumns + `, ` + invitationColumns + `,
		COALESCE(b.name, ''), COALESCE(l.name, ''), COALESCE(o.state, ''), COALESCE(o.error, ''), gatehouse_now() + $1`

const adminFrom = `
	FROM invitation i
	JOIN person p ON p.partner_id = i.partner_id AND p.id = i.person_id
	LEFT JOIN person b ON b.partner_id = i.partner_id AND b.id = i.invited_by
	LEFT JOIN person l ON l.partner_id = i.partner_id AND l.id = p.locked_by
	LEFT JOIN outbox o ON o.id = i.message_id
	WHERE i.partner_id = $2 AND i.kind = 'admin'`

// adminRow is an Admin as it is read; its status is derived by [admin].
type adminRow struct {
	admin gatehouse.Admin
	now   micros
}

func adminFields(r *adminRow) []any {
	a := &r.admin
	fields := append(personFields(&a.Person), invitationFields(&a.Invitation)...)
	return append(fields, &a.InvitedByName, &a.LockedByName, &a.Mail.State, &a.Mail.Error, &r.now)
}

func (r adminRow) derived() gatehouse.Admin {
	r.admin.Status = r.admin.Invitation.Status(timeOf(r.now))
	return r.admin
}

// Admin returns a row of the administrators' list, or CodeNotFound.
func (r Reads) Admin(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.PersonID) (gatehouse.Admin, error) {
	row, err := one(ctx, r.q, adminFields, adminSelect+adminFrom+` AND i.person_id = $3`, r.offset(), partner, id)
	return row.derived(), err
}

// AdminAfter is where a page begins: behind the row with this value in the
// sorted column and this id. The zero value is the first page.
type AdminAfter struct {
	Value string
	ID    gatehouse.PersonID
}

// listedRole is what the Level column shows: the role held, or the role offered.
const listedRole = `(CASE WHEN p.role > 0 THEN p.role ELSE i.role END)`

// adminOrder names the sorted column of an order, and whether it is a number.
var adminOrder = map[gatehouse.AdminSort]struct {
	column string
	number bool
}{
	gatehouse.SortOldest: {"i.invited_at", true},
	gatehouse.SortName:   {"p.sort_name", false},
	gatehouse.SortEmail:  {"p.email", false},
	gatehouse.SortRole:   {listedRole, true},
	gatehouse.SortSignIn: {"p.last_sign_in_at", true},
}

// Admins calls fn for the rows of the administrators' list that pass the filter,
// in its order, from the place after on, at most limit of them (0 for all).
func (r Reads) Admins(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AdminFilter, after AdminAfter, limit int, fn func(gatehouse.Admin) error) error {
	text, args, err := r.adminsQuery(partner, f, after, limit)
	if err != nil {
		return err
	}
	return each(ctx, r.q, adminFields, func(row adminRow) error { return fn(row.derived()) }, text, args...)
}

func (r Reads) adminsQuery(partner gatehouse.PartnerID, f gatehouse.AdminFilter, after AdminAfter, limit int) (string, []any, error) {
	q := newQuery(adminSelect+adminFrom, r.offset(), partner)
	if f.Status != "" {
		q.and(statusSQL(f.Status, "(gatehouse_now() + $1)"))
	}
	if f.Role != gatehouse.NoPartnerRole {
		q.and(listedRole+` = %s`, int64(f.Role))
	}
	if f.Locked != nil && *f.Locked {
		q.and(`p.locked_at > 0`)
	}
	if f.Locked != nil && !*f.Locked {
		q.and(`p.locked_at = 0`)
	}
	if f.Query != "" {
		r.engine.matchPerson(q, fold(f.Query))
	}
	name, descending := strings.CutPrefix(string(f.Sort), "-")
	order, known := adminOrder[gatehouse.AdminSort(name)]
	if !known {
		return "", nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	if err := q.page(order.column, order.number, "p.id", descending, after.Value, string(after.ID), limit); err != nil {
		return "", nil, err
	}
	return q.text.String(), q.args, nil
}

// AdminKey returns the place of a row in an order, for the next page.
func AdminKey(a gatehouse.Admin, sort gatehouse.AdminSort) AdminAfter {
	after := AdminAfter{ID: a.Person.ID}
	switch gatehouse.AdminSort(strings.TrimPrefix(string(sort), "-")) {
	case gatehouse.SortOldest:
		after.Value = fmt.Sprint(a.Invitation.InvitedAt.UnixMicro())
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
