package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

const siteUserColumns = `u.id, u.partner_id, u.site_id, u.name, u.email, u.phone, u.card, u.created_at, u.version`

func siteUserFields(u *gatehouse.SiteUser) []any {
	return []any{&u.ID, &u.Partner, &u.Site, &u.Name, &u.Email, &u.Phone, &u.Card, when(&u.CreatedAt), &u.Version}
}

const siteUserSelect = `
	SELECT ` + siteUserColumns + `
	FROM site_user u
	WHERE u.partner_id = $1 AND u.site_id = $2`

// SiteUser returns a user of the site's register, or CodeNotFound.
func (r Reads) SiteUser(ctx context.Context, site gatehouse.Site, id gatehouse.SiteUserID) (gatehouse.SiteUser, error) {
	return one(ctx, r.q, siteUserFields, siteUserSelect+` AND u.id = $3`, site.Partner, site.ID, id)
}

// SiteUsers calls fn for the users of a site whose name contains the text, by name,
// from the place after on, at most limit of them (0 for all).
func (r Reads) SiteUsers(ctx context.Context, site gatehouse.Site, search string, after After, limit int, fn func(gatehouse.SiteUser) error) error {
	q := newQuery(siteUserSelect, site.Partner)
	q.param(site.ID)
	q.register("u", search, after, limit)
	return each(ctx, r.q, siteUserFields, fn, q.String(), q.args...)
}

// NewestSiteUsers returns the users registered last.
func (r Reads) NewestSiteUsers(ctx context.Context, site gatehouse.Site, limit int) ([]gatehouse.SiteUser, error) {
	return all(ctx, r.q, siteUserFields, siteUserSelect+`
	ORDER BY u.created_at DESC, u.id DESC
	LIMIT $3`, site.Partner, site.ID, limit)
}

// CreateSiteUser inserts a user, gives it its id and counts it.
func (tx *Tx) CreateSiteUser(ctx context.Context, u *gatehouse.SiteUser) error {
	u.ID, u.Version = newID[gatehouse.SiteUserID](), 1
	if err := exec(ctx, tx.q, `
		INSERT INTO site_user (id, partner_id, site_id, name, email, phone, card, sort_name, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		u.ID, u.Partner, u.Site, u.Name, u.Email, u.Phone, u.Card, fold(u.Name), micros(u.CreatedAt)); err != nil {
		return err
	}
	return tx.countSiteUsers(ctx, *u, 1)
}

// UpdateSiteUser writes what is registered of a user.
func (tx *Tx) UpdateSiteUser(ctx context.Context, u gatehouse.SiteUser) error {
	return mustChange(ctx, tx.q, `
		UPDATE site_user
		SET name = $4, email = $5, phone = $6, card = $7, sort_name = $8, version = version + 1
		WHERE partner_id = $1 AND site_id = $2 AND id = $3`,
		u.Partner, u.Site, u.ID, u.Name, u.Email, u.Phone, u.Card, fold(u.Name))
}

// DeleteSiteUser takes a user off the register and off the count, and asks for what is
// left of them in the database's files to be removed.
func (tx *Tx) DeleteSiteUser(ctx context.Context, u gatehouse.SiteUser) error {
	if err := mustChange(ctx, tx.q, `
		DELETE FROM site_user
		WHERE partner_id = $1 AND site_id = $2 AND id = $3`,
		u.Partner, u.Site, u.ID); err != nil {
		return err
	}
	if err := tx.countSiteUsers(ctx, u, -1); err != nil {
		return err
	}
	return tx.EnqueueScrub(ctx)
}

func (tx *Tx) countSiteUsers(ctx context.Context, u gatehouse.SiteUser, n int64) error {
	return mustChange(ctx, tx.q, `UPDATE site SET users = users + $3 WHERE partner_id = $1 AND id = $2`, u.Partner, u.Site, n)
}
