package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// DeleteSite removes a site with everything that hangs on it: its administrators'
// memberships and invitations, the assignments, its registers, its API keys, the
// sessions that stand there and the mails about it. The people stay, also those who had nothing
// but this site; their counts follow. The credits must be gone before.
func (tx *Tx) DeleteSite(ctx context.Context, s gatehouse.Site) error {
	if err := tx.deleteKeysOfSite(ctx, s); err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM outbox WHERE partner_id = $1 AND site_id = $2 AND site_id <> ''`,
		`DELETE FROM outbox
		 WHERE partner_id = $1 AND invitation_id <> '' AND invitation_id IN (
			SELECT i.id FROM invitation i WHERE i.partner_id = $1 AND i.site_id = $2 AND i.site_id <> '')`,
		`DELETE FROM invitation WHERE partner_id = $1 AND site_id = $2 AND site_id <> ''`,
		`DELETE FROM session WHERE partner_id = $1 AND site_id = $2 AND site_id <> ''`,
		// An administrator is listed among the technicians for as long as they have
		// a site.
		`UPDATE person
		 SET sites = sites - 1, listed_technician = CASE WHEN listed_technician = 2 AND sites = 1 THEN 0 ELSE listed_technician END
		 WHERE partner_id = $1 AND id IN (SELECT x.person_id FROM assignment x WHERE x.partner_id = $1 AND x.site_id = $2)`,
		`DELETE FROM assignment WHERE partner_id = $1 AND site_id = $2`,
		`DELETE FROM site_admin WHERE partner_id = $1 AND site_id = $2`,
		`DELETE FROM site_memory WHERE partner_id = $1 AND site_id = $2`,
		`DELETE FROM device WHERE partner_id = $1 AND site_id = $2`,
		`DELETE FROM site_user WHERE partner_id = $1 AND site_id = $2`,
		`DELETE FROM credit_charge WHERE partner_id = $1 AND site_id = $2`,
		`DELETE FROM site WHERE partner_id = $1 AND id = $2 AND credits = 0`,
	} {
		if err := exec(ctx, tx.q, text, s.Partner, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// OnlyAtSite returns the people who have to do with the partner through this site
// alone: invited or accepted as its administrators, and nothing else there.
func (r Reads) OnlyAtSite(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID) ([]gatehouse.Person, error) {
	return all(ctx, r.q, personFields, `
		SELECT `+personColumns+`
		FROM site_admin m
		JOIN person p ON p.partner_id = m.partner_id AND p.id = m.person_id
		WHERE m.partner_id = $1 AND m.site_id = $2 AND p.role = 0 AND NOT p.technician
			AND NOT EXISTS (
				SELECT 1 FROM invitation i
				WHERE i.partner_id = p.partner_id AND i.person_id = p.id AND i.site_id <> $2)
			AND NOT EXISTS (
				SELECT 1 FROM site_admin o
				WHERE o.partner_id = p.partner_id AND o.person_id = p.id AND o.site_id <> $2)
		ORDER BY p.id`,
		partner, site)
}

// CountSiteAdmins returns how many administrators a site has, invited or accepted.
func (r Reads) CountSiteAdmins(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID) (int, error) {
	return value[int](ctx, r.q, `SELECT count(*) FROM site_admin m WHERE m.partner_id = $1 AND m.site_id = $2`, partner, site)
}
