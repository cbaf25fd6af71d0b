package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// DropAssignments removes every assignment of a person, and what the lists count
// of them, and ends their sessions at those sites. It returns how many there were.
func (tx *Tx) DropAssignments(ctx context.Context, p gatehouse.Person) (int64, error) {
	if err := tx.rememberLocks(ctx, p, ""); err != nil {
		return 0, err
	}
	for _, text := range []string{
		`UPDATE site
		 SET technicians = technicians - 1,
			waiting = waiting - (
				SELECT count(*)
				FROM assignment x
				WHERE x.partner_id = $1 AND x.person_id = $2 AND x.site_id = site.id AND x.waiting)
		 WHERE partner_id = $1 AND id IN (SELECT x.site_id FROM assignment x WHERE x.partner_id = $1 AND x.person_id = $2)`,
		`UPDATE person
		 SET sites = 0, listed_technician = CASE WHEN listed_technician = 1 THEN 1 ELSE 0 END
		 WHERE partner_id = $1 AND id = $2`,
	} {
		if err := exec(ctx, tx.q, text, p.Partner, p.ID); err != nil {
			return 0, err
		}
	}
	if err := exec(ctx, tx.q, `
		DELETE FROM session
		WHERE account_id = $1 AND partner_id = $2
			AND site_id IN (SELECT x.site_id FROM assignment x WHERE x.partner_id = $2 AND x.person_id = $3)`,
		p.Account, p.Partner, p.ID); err != nil {
		return 0, err
	}
	return run(ctx, tx.q, `DELETE FROM assignment WHERE partner_id = $1 AND person_id = $2`, p.Partner, p.ID)
}

// SiteMemberships returns where the person is, or is invited to be, a site's
// administrator.
func (r Reads) SiteMemberships(ctx context.Context, p gatehouse.Person) ([]gatehouse.SiteID, error) {
	return all(ctx, r.q, func(id *gatehouse.SiteID) []any { return []any{id} }, `
		SELECT m.site_id
		FROM site_admin m
		WHERE m.partner_id = $1 AND m.person_id = $2
		ORDER BY m.site_id`,
		p.Partner, p.ID)
}

// Invited reports whether the person has an invitation as administrator or
// technician of the partner, in whatever status.
func (r Reads) Invited(ctx context.Context, p gatehouse.Person) (bool, error) {
	n, err := value[int](ctx, r.q, `
		SELECT count(*)
		FROM invitation i
		WHERE i.partner_id = $1 AND i.person_id = $2 AND i.site_id = ''`,
		p.Partner, p.ID)
	return n > 0, err
}

// EndPartnerMembership removes what makes somebody the partner's administrator or
// technician, for a person who stays as administrator of a site: role, lock,
// invitations, assignments, the partner's API keys, and the sessions at its portal.
func (tx *Tx) EndPartnerMembership(ctx context.Context, p gatehouse.Person) error {
	if _, err := tx.DropAssignments(ctx, p); err != nil {
		return err
	}
	if _, err := tx.deleteKeysAt(ctx, p, ""); err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM outbox
		 WHERE partner_id = $1 AND invitation_id <> '' AND invitation_id IN (
			SELECT i.id FROM invitation i WHERE i.partner_id = $1 AND i.person_id = $2 AND i.site_id = '')`,
		`DELETE FROM invitation WHERE partner_id = $1 AND person_id = $2 AND site_id = ''`,
		`UPDATE person
		 SET role = 0, listed_role = 0, technician = false, listed_technician = 0,
			locked_at = 0, locked_by = '', lock_reason = '', version = version + 1
		 WHERE partner_id = $1 AND id = $2`,
	} {
		if err := exec(ctx, tx.q, text, p.Partner, p.ID); err != nil {
			return err
		}
	}
	return exec(ctx, tx.q, `DELETE FROM session WHERE account_id = $1 AND partner_id = $2 AND site_id = ''`, p.Account, p.Partner)
}

// dropSites removes a person's memberships of sites, and what sites
// decided about them, before the person is deleted.
func (tx *Tx) dropSites(ctx context.Context, p gatehouse.Person) error {
	for _, text := range []string{
		`DELETE FROM site_admin WHERE partner_id = $1 AND person_id = $2`,
		`DELETE FROM site_memory WHERE partner_id = $1 AND person_id = $2`,
	} {
		if err := exec(ctx, tx.q, text, p.Partner, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// AssignedSites returns the sites that anybody of the people is assigned to, each once.
func (r Reads) AssignedSites(ctx context.Context, partner gatehouse.PartnerID, people ...gatehouse.PersonID) ([]gatehouse.SiteID, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return all(ctx, r.q, func(id *gatehouse.SiteID) []any { return []any{id} }, `
		SELECT DISTINCT x.site_id
		FROM `+r.engine.elements(`$2`)+` j
		CROSS JOIN assignment x
		WHERE x.partner_id = $1 AND x.person_id = j.value ->> 0
		ORDER BY x.site_id`,
		partner, jsonIDs(people))
}
