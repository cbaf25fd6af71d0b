package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// siteAdminRow is a SiteAdmin as it is read, with the time of reading.
type siteAdminRow struct {
	admin gatehouse.SiteAdmin
	now   micros
}

func siteAdminFields(r *siteAdminRow) []any {
	a := &r.admin
	m := &a.Membership
	fields := []any{
		&a.Site, &m.Role, when(&m.Lock.At), &m.Lock.By, &m.Lock.Reason, when(&m.SessionsEndedAt), when(&m.Since),
		when(&a.LastEntryAt), &a.MembershipVersion,
	}
	fields = append(fields, personFields(&a.Person)...)
	fields = append(fields, invitationFields(&a.Invitation)...)
	return append(fields, &a.InvitedByName, &a.LockedByName, &a.Mail.State, &a.Mail.Error, &a.Mail.Message, when(&a.Mail.AskedAt), &r.now)
}

func (r siteAdminRow) derived() gatehouse.SiteAdmin {
	r.admin.Status = r.admin.Invitation.Status(timeOf(r.now))
	return r.admin
}

// siteAdminSelect reads rows of a site's administrators. $1 is the partner, $2 the
// site, $3 the clock's offset.
const siteAdminSelect = `
	SELECT m.site_id, m.role, m.locked_at, m.locked_by, m.lock_reason, m.sessions_ended_at, m.created_at, m.last_entry_at, m.version,
		` + personColumns + `, ` + invitationColumns + `,
		COALESCE(b.name, ''), COALESCE(l.name, ''), COALESCE(o.state, ''), COALESCE(o.error, ''), COALESCE(o.id, ''), COALESCE(o.created_at, 0), gatehouse_now() + $3
	FROM site_admin m
	JOIN person p ON p.partner_id = m.partner_id AND p.id = m.person_id
	JOIN invitation i ON i.partner_id = m.partner_id AND i.person_id = m.person_id AND i.kind = 'site_admin' AND i.site_id = m.site_id
	LEFT JOIN person b ON b.partner_id = m.partner_id AND b.id = i.invited_by
	LEFT JOIN person l ON l.partner_id = m.partner_id AND l.id = m.locked_by
	LEFT JOIN outbox o ON o.partner_id = i.partner_id AND o.id = i.message_id
	WHERE m.partner_id = $1 AND m.site_id = $2`

// SiteAdmin returns a row of a site's administrators, or CodeNotFound.
func (r Reads) SiteAdmin(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID) (gatehouse.SiteAdmin, error) {
	row, err := one(ctx, r.q, siteAdminFields, siteAdminSelect+` AND m.person_id = $4`, partner, site, r.offset(), person)
	return row.derived(), err
}

// SiteAdmins calls fn for the administrators of a site, invited or accepted, that
// pass the filter, in its order, from the place after on, at most limit of them (0
// for all). They are found by the site, and a search looks at those alone.
func (r Reads) SiteAdmins(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, f gatehouse.SiteAdminFilter, after After, limit int, fn func(gatehouse.SiteAdmin) error) error {
	name, descending := strings.CutPrefix(string(f.Sort), "-")
	column, known := siteAdminOrders[name]
	if !known {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	q := newQuery(siteAdminSelect, partner)
	q.param(site)
	q.param(r.offset())
	q.siteAdmins(f, r.offset())
	if err := q.after(column, descending, after); err != nil {
		return err
	}
	q.orderBy(column.name, people.id(), descending)
	q.limit(limit)
	return each(ctx, r.q, siteAdminFields, func(row siteAdminRow) error { return fn(row.derived()) }, q.String(), q.args...)
}

// siteAdminOrders names the columns of the list's orders.
var siteAdminOrders = map[string]sortColumn{
	created:                      {name: "m.created_at", number: true},
	string(gatehouse.SortName):   {name: "p.sort_name"},
	string(gatehouse.SortEmail):  {name: "p.email"},
	string(gatehouse.SortRole):   {name: "m.listed_role", number: true},
	string(gatehouse.SortSignIn): {name: "m.last_entry_at", number: true},
}

// siteAdmins adds the conditions of a filter.
func (q *query) siteAdmins(f gatehouse.SiteAdminFilter, offset int64) {
	if f.Status != "" {
		q.and(q.status(f.Status, offset))
	}
	if f.Role != gatehouse.NoSiteRole {
		q.and(`m.listed_role = %s`, int64(f.Role))
	}
	if f.Locked != nil && *f.Locked {
		q.and(`m.locked_at > 0`)
	}
	if f.Locked != nil && !*f.Locked {
		q.and(`m.locked_at = 0`)
	}
	if f.Query != "" {
		q.and(`p.search LIKE %s ESCAPE '\'`, "%"+escapeLike(fold(f.Query))+"%")
	}
}

// SiteAdminKey returns the place of a row in an order, for the next page.
func SiteAdminKey(a gatehouse.SiteAdmin, sort gatehouse.AdminSort) After {
	after := After{ID: string(a.Person.ID)}
	switch strings.TrimPrefix(string(sort), "-") {
	case string(gatehouse.SortName):
		after.Value = sortName(a.Person.Name, a.Person.Email)
	case string(gatehouse.SortEmail):
		after.Value = string(a.Person.Email)
	case string(gatehouse.SortRole):
		after.Value = fmt.Sprint(int64(a.Role()))
	case string(gatehouse.SortSignIn):
		after.Value = fmt.Sprint(microsOf(a.LastEntryAt))
	default:
		after.Value = fmt.Sprint(microsOf(a.Membership.Since))
	}
	return after
}

// CountSiteMasters returns how many Masters the site has. It is only worth
// something under [Tx.LockPartner].
func (tx *Tx) CountSiteMasters(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID) (int, error) {
	return value[int](ctx, tx.q, `
		SELECT count(*)
		FROM site_admin m
		WHERE m.partner_id = $1 AND m.site_id = $2 AND m.role = $3`,
		partner, site, int64(gatehouse.SiteMaster))
}

// SetSiteRole gives a site's administrator a role.
func (tx *Tx) SetSiteRole(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID, role gatehouse.SiteRole) error {
	return mustChange(ctx, tx.q, `
		UPDATE site_admin
		SET role = $4, listed_role = $4, version = version + 1
		WHERE partner_id = $1 AND site_id = $2 AND person_id = $3`,
		partner, site, person, int64(role))
}

// SetSiteAdminLock sets the lock of a site's administrator, or lifts it with the
// zero Lock.
func (tx *Tx) SetSiteAdminLock(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID, lock gatehouse.Lock) error {
	return mustChange(ctx, tx.q, `
		UPDATE site_admin
		SET locked_at = $4, locked_by = $5, lock_reason = $6, version = version + 1
		WHERE partner_id = $1 AND site_id = $2 AND person_id = $3`,
		partner, site, person, micros(lock.At), lock.By, lock.Reason)
}

// EndSiteSessions ends the sessions of a site's administrator at the site.
func (tx *Tx) EndSiteSessions(ctx context.Context, a gatehouse.SiteAdmin, at time.Time) error {
	if err := mustChange(ctx, tx.q, `
		UPDATE site_admin
		SET sessions_ended_at = $4, version = version + 1
		WHERE partner_id = $1 AND site_id = $2 AND person_id = $3`,
		a.Person.Partner, a.Site, a.Person.ID, micros(at)); err != nil {
		return err
	}
	return tx.deleteSessionsAt(ctx, a.Person, a.Site)
}

// deleteSessionsAt deletes the person's sessions that stand at a site.
func (tx *Tx) deleteSessionsAt(ctx context.Context, p gatehouse.Person, site gatehouse.SiteID) error {
	return exec(ctx, tx.q, `DELETE FROM session WHERE account_id = $1 AND partner_id = $2 AND site_id = $3`, p.Account, p.Partner, site)
}

// DeleteSiteAdmin ends a membership of a site: the row, its invitation, the mails
// with its link, their API keys of the site and the sessions there. The person stays.
func (tx *Tx) DeleteSiteAdmin(ctx context.Context, a gatehouse.SiteAdmin) error {
	if _, err := tx.deleteKeysAt(ctx, a.Person, a.Site); err != nil {
		return err
	}
	if err := exec(ctx, tx.q, `
		DELETE FROM outbox
		WHERE partner_id = $1 AND invitation_id = $2 AND invitation_id <> ''`,
		a.Person.Partner, a.Invitation.ID); err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM invitation WHERE partner_id = $1 AND site_id = $2 AND person_id = $3 AND kind = 'site_admin'`,
		`DELETE FROM site_admin WHERE partner_id = $1 AND site_id = $2 AND person_id = $3`,
	} {
		if err := exec(ctx, tx.q, text, a.Person.Partner, a.Site, a.Person.ID); err != nil {
			return err
		}
	}
	return tx.deleteSessionsAt(ctx, a.Person, a.Site)
}

// OwnSite notes that the site's first administrator accepted.
func (tx *Tx) OwnSite(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, at time.Time) (first bool, err error) {
	n, err := run(ctx, tx.q, `
		UPDATE site
		SET owned_at = $3, version = version + 1
		WHERE partner_id = $1 AND id = $2 AND owned_at = 0`,
		partner, site, micros(at))
	return n > 0, err
}
