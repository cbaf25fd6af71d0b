package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

const siteColumns = `t.id, t.partner_id, t.name, t.country, t.time_zone, t.notes,
	t.technician_access, t.technician_access_at, t.technician_access_by, t.approval_required, t.owned_at,
	t.credits, t.out_of_credit_at, t.devices, t.users, t.technicians, t.waiting, t.created_at, t.created_by, t.version`

func siteFields(s *gatehouse.Site) []any {
	return []any{
		&s.ID, &s.Partner, &s.Name, &s.Country, &s.TimeZone, &s.Notes,
		&s.TechnicianAccess, when(&s.AccessAt), &s.AccessBy, &s.ApprovalRequired, when(&s.OwnedAt),
		&s.Credits, when(&s.OutOfCreditAt), &s.Counts.Devices, &s.Counts.Users, &s.Counts.Technicians, &s.Counts.Waiting,
		when(&s.CreatedAt), &s.CreatedBy, &s.Version,
	}
}

// CreateSite inserts a site and gives it its id. Its balance and counts begin at
// zero.
func (tx *Tx) CreateSite(ctx context.Context, s *gatehouse.Site) error {
	s.ID, s.Version = newID[gatehouse.SiteID](), 1
	return exec(ctx, tx.q, `
		INSERT INTO site (
			id, partner_id, name, country, time_zone, notes, technician_access, technician_access_at, technician_access_by,
			approval_required, created_at, created_by, search, sort_name)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)`,
		s.ID, s.Partner, s.Name, s.Country, s.TimeZone, s.Notes, s.TechnicianAccess, micros(s.AccessAt), s.AccessBy,
		s.ApprovalRequired, micros(s.CreatedAt), s.CreatedBy, fold(s.Name))
}

// Site returns a site of the partner, or CodeNotFound.
func (r Reads) Site(ctx context.Context, partner gatehouse.PartnerID, id gatehouse.SiteID) (gatehouse.Site, error) {
	return one(ctx, r.q, siteFields, `SELECT `+siteColumns+` FROM site t WHERE t.partner_id = $1 AND t.id = $2`, partner, id)
}

// FirstSites returns the first of the partner's sites that are named, by name, at most
// limit.
func (r Reads) FirstSites(ctx context.Context, partner gatehouse.PartnerID, sites []gatehouse.SiteID, limit int) ([]gatehouse.NamedSite, error) {
	return all(ctx, r.q, func(s *gatehouse.NamedSite) []any { return []any{&s.ID, &s.Name} }, `
		SELECT t.id, t.name
		FROM `+r.engine.elements(`$2`)+` j
		CROSS JOIN site t
		WHERE t.partner_id = $1 AND t.id = j.value ->> 0
		ORDER BY t.sort_name, t.id
		LIMIT $3`,
		partner, jsonIDs(sites), limit)
}

// UpdateSite writes the site's profile: name, country, time zone and notes. A site
// whose version is another one by now is CodeStale.
func (tx *Tx) UpdateSite(ctx context.Context, s gatehouse.Site) error {
	return mustChange(ctx, tx.q, `
		UPDATE site
		SET name = $4, country = $5, time_zone = $6, notes = $7, search = $8, sort_name = $8, version = version + 1
		WHERE partner_id = $1 AND id = $2 AND version = $3`,
		s.Partner, s.ID, s.Version, s.Name, s.Country, s.TimeZone, s.Notes, fold(s.Name))
}

// SetSiteSwitches writes the two switches of the site, and since when and by whom
// Technician Access stands as it does.
func (tx *Tx) SetSiteSwitches(ctx context.Context, s gatehouse.Site) error {
	return mustChange(ctx, tx.q, `
		UPDATE site
		SET technician_access = $3, technician_access_at = $4, technician_access_by = $5, approval_required = $6, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		s.Partner, s.ID, s.TechnicianAccess, micros(s.AccessAt), s.AccessBy, s.ApprovalRequired)
}

// EndTechnicianSessions ends every session at the site that an assignment opened:
// those that stand there are deleted, and none that began before can come in again.
// Whoever is an administrator of the site as well stays.
func (tx *Tx) EndTechnicianSessions(ctx context.Context, s gatehouse.Site, at time.Time) error {
	if err := exec(ctx, tx.q, `
		UPDATE assignment
		SET sessions_ended_at = $3
		WHERE partner_id = $1 AND site_id = $2`,
		s.Partner, s.ID, micros(at)); err != nil {
		return err
	}
	return exec(ctx, tx.q, `
		DELETE FROM session
		WHERE partner_id = $1 AND site_id = $2 AND account_id IN (
			SELECT p.account_id
			FROM assignment x
			JOIN person p ON p.partner_id = x.partner_id AND p.id = x.person_id
			WHERE x.partner_id = $1 AND x.site_id = $2 AND p.account_id IS NOT NULL
				AND NOT EXISTS (
					SELECT 1 FROM site_admin m
					WHERE m.partner_id = x.partner_id AND m.site_id = x.site_id AND m.person_id = x.person_id AND m.role > 0))`,
		s.Partner, s.ID)
}
