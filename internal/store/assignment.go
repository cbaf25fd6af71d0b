package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

// Assignee returns a person as somebody who might be assigned to the site, or
// CodeNotFound.
func (r Reads) Assignee(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID) (gatehouse.Assignee, error) {
	row, err := one(ctx, r.q, assigneeFields, assigneeSelect+` AND p.id = $4`, partner, site, r.offset(), person)
	return row.derived(), err
}

// Assignees returns people of the partner who can be assigned to the site, the
// partner's administrators or its technicians, by name: at most limit of those
// whose name or address contains the text.
func (r Reads) Assignees(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, administrators bool, text string, limit int) ([]gatehouse.Assignee, error) {
	q := newQuery(assigneeSelect, partner)
	q.args = append(q.args, site, r.offset())
	q.and(`m.person_id IS NULL AND x.id IS NULL`)
	administrator := `(p.role > 0 OR ` + pendingAdmin + `)`
	if administrators {
		q.and(administrator)
	} else {
		q.and(`NOT ` + administrator + ` AND (p.technician OR (ti.id IS NOT NULL AND ti.accepted_at = 0 AND ti.revoked_at = 0 AND ti.expires_at > gatehouse_now() + $3))`)
	}
	if text != "" {
		q.and(`p.search LIKE %s ESCAPE '\'`, "%"+escapeLike(fold(text))+"%")
	}
	q.write("\n\tORDER BY p.sort_name, p.id")
	q.limit(limit)
	rows, err := all(ctx, r.q, assigneeFields, q.String(), q.args...)
	list := make([]gatehouse.Assignee, len(rows))
	for i, row := range rows {
		list[i] = row.derived()
	}
	return list, err
}

// pendingAdmin is an administrator's invitation that is still open.
const pendingAdmin = `(ai.id IS NOT NULL AND ai.accepted_at = 0 AND ai.revoked_at = 0 AND ai.expires_at > gatehouse_now() + $3)`

// assigneeSelect reads people as assignees. $1 is the partner, $2 the site, $3 the
// clock's offset.
const assigneeSelect = `
	SELECT ` + personColumns + `, p.listed_role,
		ai.id IS NOT NULL, COALESCE(ai.expires_at, 0), COALESCE(ai.accepted_at, 0), COALESCE(ai.revoked_at, 0),
		ti.id IS NOT NULL, COALESCE(ti.expires_at, 0), COALESCE(ti.accepted_at, 0), COALESCE(ti.revoked_at, 0),
		m.person_id IS NOT NULL, x.id IS NOT NULL,
		CASE WHEN COALESCE(y.level, -1) < 0 THEN 0 ELSE y.level END, COALESCE(y.level, -1) >= 0,
		COALESCE(y.starts_at, 0), COALESCE(y.ends_at, 0), COALESCE(y.barred, false), gatehouse_now() + $3
	FROM person p
	LEFT JOIN invitation ai ON ai.partner_id = p.partner_id AND ai.person_id = p.id AND ai.kind = 'admin' AND ai.site_id = ''
	LEFT JOIN invitation ti ON ti.partner_id = p.partner_id AND ti.person_id = p.id AND ti.kind = 'technician' AND ti.site_id = ''
	LEFT JOIN site_admin m ON m.partner_id = p.partner_id AND m.site_id = $2 AND m.person_id = p.id
	LEFT JOIN assignment x ON x.partner_id = p.partner_id AND x.site_id = $2 AND x.person_id = p.id
	LEFT JOIN site_memory y ON y.partner_id = p.partner_id AND y.site_id = $2 AND y.person_id = p.id
	WHERE p.partner_id = $1`

// assigneeRow is an Assignee as it is read.
type assigneeRow struct {
	assignee                gatehouse.Assignee
	hasAdmin, hasTechnician bool
	admin, technician       gatehouse.Invitation
	now                     micros
}

func assigneeFields(r *assigneeRow) []any {
	a := &r.assignee
	return append(personFields(&a.Person), &a.Role,
		&r.hasAdmin, when(&r.admin.ExpiresAt), when(&r.admin.AcceptedAt), when(&r.admin.RevokedAt),
		&r.hasTechnician, when(&r.technician.ExpiresAt), when(&r.technician.AcceptedAt), when(&r.technician.RevokedAt),
		&a.SiteAdmin, &a.Assigned,
		&a.Memory.Level, &a.Memory.LevelSet, when(&a.Memory.Window.StartsAt), when(&a.Memory.Window.EndsAt), &a.Memory.Barred, &r.now)
}

func (r assigneeRow) derived() gatehouse.Assignee {
	if r.hasAdmin {
		r.assignee.Admin = r.admin.Status(timeOf(r.now))
	}
	if r.hasTechnician {
		r.assignee.Technician = r.technician.Status(timeOf(r.now))
	}
	return r.assignee
}

// NewAssignmentID makes the id of an assignment before it is written.
func NewAssignmentID() gatehouse.AssignmentID { return newID[gatehouse.AssignmentID]() }

// CreateAssignment inserts an assignment and gives it its id. What the lists count
// changes with [Tx.CountAssigned].
func (tx *Tx) CreateAssignment(ctx context.Context, a *gatehouse.Assignment) error {
	a.ID, a.Version = NewAssignmentID(), 1
	return tx.CreateAssignments(ctx, []gatehouse.Assignment{*a})
}

// CreateAssignments inserts assignments that have their ids. What the lists count
// changes with [Tx.CountAssigned].
func (tx *Tx) CreateAssignments(ctx context.Context, list []gatehouse.Assignment) error {
	rows := make([][]any, len(list))
	for i, a := range list {
		rows[i] = []any{
			a.ID, a.Partner, a.Site, a.Person, int64(a.Level), micros(a.LevelAt), a.LevelBy,
			micros(a.SiteLock.At), a.SiteLock.By, a.Waiting, micros(a.Window.StartsAt), micros(a.Window.EndsAt),
			micros(a.SessionsEndedAt), micros(a.CreatedAt), a.CreatedBy,
		}
	}
	return tx.insertRows(ctx, `
		INSERT INTO assignment (
			id, partner_id, site_id, person_id, level, level_at, level_by,
			site_locked_at, site_locked_by, waiting, starts_at, ends_at, sessions_ended_at, created_at, created_by)`,
		rows)
}

// CountAssigned adds the new assignments of a partner to what the lists of sites
// and of technicians count: once for each site and each person.
func (tx *Tx) CountAssigned(ctx context.Context, partner gatehouse.PartnerID, created []gatehouse.Assignment) error {
	type counts struct{ all, waiting int }
	bySite := map[gatehouse.SiteID]counts{}
	byPerson := map[gatehouse.PersonID]int{}
	for _, a := range created {
		c := bySite[a.Site]
		c.all++
		if a.Waiting {
			c.waiting++
		}
		bySite[a.Site] = c
		byPerson[a.Person]++
	}
	for site, c := range bySite {
		if err := tx.countAtSite(ctx, partner, site, c.all, c.waiting); err != nil {
			return err
		}
	}
	for person, n := range byPerson {
		if err := tx.countSites(ctx, partner, person, n); err != nil {
			return err
		}
	}
	return nil
}

// uncount takes an assignment out of what the lists count.
func (tx *Tx) uncount(ctx context.Context, a gatehouse.Assignment) error {
	waiting := 0
	if a.Waiting {
		waiting = -1
	}
	if err := tx.countAtSite(ctx, a.Partner, a.Site, -1, waiting); err != nil {
		return err
	}
	return tx.countSites(ctx, a.Partner, a.Person, -1)
}

// countSites adds n to the person's Invited Sites. An administrator is in the
// technicians' list for as long as the count is above zero.
func (tx *Tx) countSites(ctx context.Context, partner gatehouse.PartnerID, person gatehouse.PersonID, n int) error {
	return mustChange(ctx, tx.q, `
		UPDATE person
		SET sites = sites + $3,
			listed_technician = CASE WHEN listed_technician = 1 THEN 1 WHEN sites + $3 > 0 THEN 2 ELSE 0 END
		WHERE partner_id = $1 AND id = $2`,
		partner, person, n)
}

func (tx *Tx) countAtSite(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, n, waiting int) error {
	return mustChange(ctx, tx.q, `
		UPDATE site
		SET technicians = technicians + $3, waiting = waiting + $4
		WHERE partner_id = $1 AND id = $2`,
		partner, site, n, waiting)
}

// UpdateAssignment writes what changes about an assignment. One that changed since
// it was read is CodeStale.
func (tx *Tx) UpdateAssignment(ctx context.Context, before, a gatehouse.Assignment) error {
	if err := mustChange(ctx, tx.q, `
		UPDATE assignment
		SET level = $4, level_at = $5, level_by = $6,
			partner_locked_at = $7, partner_locked_by = $8, partner_reason = $9,
			site_locked_at = $10, site_locked_by = $11, site_reason = $12, waiting = $13,
			starts_at = $14, ends_at = $15, warned_at = CASE WHEN ends_at = $15 THEN warned_at ELSE 0 END,
			sessions_ended_at = $16, version = version + 1
		WHERE partner_id = $1 AND id = $2 AND version = $3`,
		a.Partner, a.ID, before.Version, int64(a.Level), micros(a.LevelAt), a.LevelBy,
		micros(a.PartnerLock.At), a.PartnerLock.By, a.PartnerLock.Reason,
		micros(a.SiteLock.At), a.SiteLock.By, a.SiteLock.Reason, a.Waiting,
		micros(a.Window.StartsAt), micros(a.Window.EndsAt), micros(a.SessionsEndedAt)); err != nil {
		return err
	}
	if before.Waiting == a.Waiting {
		return nil
	}
	waiting := 1
	if before.Waiting {
		waiting = -1
	}
	return tx.countAtSite(ctx, a.Partner, a.Site, 0, waiting)
}

// DeleteAssignment removes an assignment and ends the person's sessions at its
// site. What the site decided about the person stays, its lock among it.
func (tx *Tx) DeleteAssignment(ctx context.Context, person gatehouse.Person, a gatehouse.Assignment) error {
	if err := tx.rememberLocks(ctx, person, a.Site); err != nil {
		return err
	}
	if err := mustChange(ctx, tx.q, `DELETE FROM assignment WHERE partner_id = $1 AND id = $2`, a.Partner, a.ID); err != nil {
		return err
	}
	if err := tx.uncount(ctx, a); err != nil {
		return err
	}
	return tx.deleteSessionsAt(ctx, person, a.Site)
}

// rememberLocks keeps the site's lock of assignments that are about to go: of one
// site, or of all with "".
func (tx *Tx) rememberLocks(ctx context.Context, p gatehouse.Person, site gatehouse.SiteID) error {
	return exec(ctx, tx.q, `
		INSERT INTO site_memory (partner_id, site_id, person_id, barred)
		SELECT x.partner_id, x.site_id, x.person_id, true
		FROM assignment x
		WHERE x.partner_id = $1 AND x.person_id = $2 AND x.site_locked_at > 0 AND (CAST($3 AS text) = '' OR x.site_id = CAST($3 AS text))
		ON CONFLICT (partner_id, site_id, person_id) DO UPDATE SET barred = true`,
		p.Partner, p.ID, string(site))
}

// EndSessionsAt deletes the person's sessions that stand at a site.
func (tx *Tx) EndSessionsAt(ctx context.Context, person gatehouse.Person, site gatehouse.SiteID) error {
	return tx.deleteSessionsAt(ctx, person, site)
}

// SiteMemory returns what a site decided about a person before.
func (r Reads) SiteMemory(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID) (gatehouse.SiteMemory, error) {
	memory, err := one(ctx, r.q, memoryFields, `
		SELECT CASE WHEN y.level < 0 THEN 0 ELSE y.level END, y.level >= 0, y.starts_at, y.ends_at, y.barred
		FROM site_memory y
		WHERE y.partner_id = $1 AND y.site_id = $2 AND y.person_id = $3`,
		partner, site, person)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return gatehouse.SiteMemory{}, nil
	}
	return memory, err
}

func memoryFields(m *gatehouse.SiteMemory) []any {
	return []any{&m.Level, &m.LevelSet, when(&m.Window.StartsAt), when(&m.Window.EndsAt), &m.Barred}
}

// RememberAtSite keeps what a site decided about a person.
func (tx *Tx) RememberAtSite(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, person gatehouse.PersonID, m gatehouse.SiteMemory) error {
	level := int64(-1)
	if m.LevelSet {
		level = int64(m.Level)
	}
	return exec(ctx, tx.q, `
		INSERT INTO site_memory (partner_id, site_id, person_id, level, starts_at, ends_at, barred)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (partner_id, site_id, person_id) DO UPDATE SET
			level = excluded.level, starts_at = excluded.starts_at, ends_at = excluded.ends_at, barred = excluded.barred`,
		partner, site, person, level, micros(m.Window.StartsAt), micros(m.Window.EndsAt), m.Barred)
}

// UntoldAssignments returns the person's assignments that no mail has told them
// of, by the sites' names, and notes that they are told now. They hold what such a
// mail tells: the site's id and name, the level, and whether the site has to approve.
// The CROSS JOIN keeps SQLite from walking all sites in the order of their names.
func (tx *Tx) UntoldAssignments(ctx context.Context, person gatehouse.Person) ([]gatehouse.AssignmentRow, error) {
	rows, err := all(ctx, tx.q, func(r *gatehouse.AssignmentRow) []any {
		return []any{&r.Site.ID, &r.Site.Name, &r.Assignment.Level, &r.Assignment.Waiting}
	}, `
		SELECT t.id, t.name, x.level, x.waiting
		FROM assignment x
		CROSS JOIN site t
		WHERE x.partner_id = $1 AND x.person_id = $2 AND NOT x.told AND t.partner_id = x.partner_id AND t.id = x.site_id
		ORDER BY t.sort_name, x.id`, person.Partner, person.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows, exec(ctx, tx.q, `UPDATE assignment SET told = true WHERE partner_id = $1 AND person_id = $2 AND NOT told`, person.Partner, person.ID)
}

// assignmentRow is an AssignmentRow as it is read.
type assignmentRow struct {
	row        gatehouse.AssignmentRow
	invited    bool
	invitation gatehouse.Invitation
}

// assignmentSelect reads assignments with all that decides about them. $1 is the
// partner, $2 the clock's offset.
const assignmentSelect = `
	SELECT gatehouse_now() + $2,` + accessColumns + `,
		x.partner_reason, x.site_reason, x.last_entry_at, x.version, p.version, COALESCE(lp.name, ''), COALESCE(ls.name, ''),
		p.role > 0 OR p.listed_technician = 2, i.id IS NOT NULL,
		COALESCE(i.expires_at, 0), COALESCE(i.accepted_at, 0), COALESCE(i.revoked_at, 0)
	FROM assignment x
	JOIN site t ON t.partner_id = x.partner_id AND t.id = x.site_id
	JOIN person p ON p.partner_id = x.partner_id AND p.id = x.person_id
	JOIN partner r ON r.id = x.partner_id
	LEFT JOIN site_admin m ON m.partner_id = x.partner_id AND m.site_id = x.site_id AND m.person_id = x.person_id
	LEFT JOIN invitation i ON i.partner_id = x.partner_id AND i.person_id = x.person_id AND i.site_id = ''
		AND i.kind = CASE WHEN p.listed_technician = 1 AND p.role = 0 THEN 'technician' ELSE 'admin' END
	LEFT JOIN person lp ON lp.partner_id = x.partner_id AND lp.id = x.partner_locked_by
	LEFT JOIN person ls ON ls.partner_id = x.partner_id AND ls.id = x.site_locked_by
	WHERE x.partner_id = $1`

func assignmentFields(r *assignmentRow) []any {
	row := &r.row
	x := &row.Assignment
	return append(nowAccessFields(&row.AccessFacts),
		&x.PartnerLock.Reason, &x.SiteLock.Reason, when(&x.LastEntryAt), &x.Version, &row.Person.Version,
		&row.PartnerLockedByName, &row.SiteLockedByName, &row.Administrator, &r.invited,
		when(&r.invitation.ExpiresAt), when(&r.invitation.AcceptedAt), when(&r.invitation.RevokedAt))
}

func (r assignmentRow) derived() gatehouse.AssignmentRow {
	row := r.row
	row.Assignment.Partner, row.Assignment.Site, row.Assignment.Person = row.Partner.ID, row.Site.ID, row.Person.ID
	if r.invited {
		row.Status = r.invitation.Status(row.Now)
	}
	return row
}

// AssignmentRow returns one assignment of the partner, or CodeNotFound.
func (r Reads) AssignmentRow(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.AssignmentID) (gatehouse.AssignmentRow, error) {
	row, err := one(ctx, r.q, assignmentFields, assignmentSelect+` AND x.id = $3`, partner, r.offset(), id)
	return row.derived(), err
}

// Assignments calls fn for the partner's assignments that pass the filter, oldest
// first, from behind the id after on, at most limit of them (0 for all).
func (r Reads) Assignments(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.AssignmentFilter, after gatehouse.AssignmentID, limit int, fn func(gatehouse.AssignmentRow) error) error {
	q := newQuery(assignmentSelect, partner)
	q.args = append(q.args, r.offset())
	if f.Site != "" {
		q.and(`x.site_id = %s`, f.Site)
	}
	if f.Person != "" {
		q.and(`x.person_id = %s`, f.Person)
	}
	if f.Waiting {
		q.and(`x.waiting`)
	}
	if f.Query != "" {
		text := "%" + escapeLike(fold(f.Query)) + "%"
		q.and(`(p.search LIKE %s ESCAPE '\' OR t.search LIKE %s ESCAPE '\')`, text, text)
	}
	if after != "" {
		q.and(`x.id > %s`, after)
	}
	q.write("\n\tORDER BY x.id")
	q.limit(limit)
	return each(ctx, r.q, assignmentFields, func(row assignmentRow) error { return fn(row.derived()) }, q.String(), q.args...)
}

// AssignmentVersions returns the version of each assignment of a person.
func (r Reads) AssignmentVersions(ctx context.Context, partner gatehouse.PartnerID, person gatehouse.PersonID) (map[gatehouse.AssignmentID]int, error) {
	versions := map[gatehouse.AssignmentID]int{}
	err := each(ctx, r.q, func(x *gatehouse.Assignment) []any { return []any{&x.ID, &x.Version} }, func(x gatehouse.Assignment) error {
		versions[x.ID] = x.Version
		return nil
	}, `SELECT x.id, x.version FROM assignment x WHERE x.partner_id = $1 AND x.person_id = $2`, partner, person)
	return versions, err
}

// UnscopedEndingAssignments returns assignments that end within the lead and whose
// end was not announced yet.
func (r Reads) UnscopedEndingAssignments(ctx context.Context, now time.Time, lead time.Duration, limit int) ([]gatehouse.Assignment, error) {
	return all(ctx, r.q, func(a *gatehouse.Assignment) []any { return []any{&a.ID, &a.Partner} }, `
		SELECT x.id, x.partner_id
		FROM assignment x
		WHERE x.ends_at > 0 AND x.ends_at > $1 AND x.ends_at <= $2 AND x.warned_at = 0
		ORDER BY x.ends_at
		LIMIT $3`,
		micros(now), micros(now.Add(lead)), limit)
}

// NoteWarned notes that the end of an assignment was announced.
func (tx *Tx) NoteWarned(ctx context.Context, a gatehouse.Assignment, at time.Time) error {
	return mustChange(ctx, tx.q, `UPDATE assignment SET warned_at = $3 WHERE partner_id = $1 AND id = $2`, a.Partner, a.ID, micros(at))
}
