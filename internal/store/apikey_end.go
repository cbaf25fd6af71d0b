package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// KeyCaller is under which caller the answers to an API key's idempotent calls are
// kept. It ends as every caller at the partner does, by which [Tx.DeletePerson] finds
// the answers that name somebody.
func KeyCaller(id gatehouse.APIKeyID, partner gatehouse.PartnerID) string {
	return keyCallerPrefix + string(id) + "@" + string(partner)
}

const keyCallerPrefix = "key:"

// everySite stands for the partner's portal and all its sites.
const everySite gatehouse.SiteID = "*"

// DeleteKeysOf ends what a person holds of API keys, at every place of the partner:
// the keys that they created or rotated last, and the older tokens shown to them.
// It returns how many keys.
func (tx *Tx) DeleteKeysOf(ctx context.Context, p gatehouse.Person) (int64, error) {
	return tx.deleteKeysAt(ctx, p, everySite)
}

// deleteKeysAt is DeleteKeysOf at one place: the partner's portal for "", a site, or
// everySite.
func (tx *Tx) deleteKeysAt(ctx context.Context, p gatehouse.Person, site gatehouse.SiteID) (int64, error) {
	for _, text := range []string{
		`DELETE FROM idempotency
		 WHERE caller IN (
			SELECT '` + keyCallerPrefix + `' || k.id || '@' || k.partner_id FROM api_key k
			WHERE k.partner_id = $1 AND k.person_id = $2 AND CAST($3 AS text) IN ('*', k.site_id))`,
		`DELETE FROM api_key_token
		 WHERE partner_id = $1 AND person_id = $2 AND key_id IN (
			SELECT k.id FROM api_key k WHERE k.partner_id = $1 AND CAST($3 AS text) IN ('*', k.site_id))`,
	} {
		if err := exec(ctx, tx.q, text, p.Partner, p.ID, site); err != nil {
			return 0, err
		}
	}
	return run(ctx, tx.q, `
		DELETE FROM api_key
		WHERE partner_id = $1 AND person_id = $2 AND CAST($3 AS text) IN ('*', site_id)`,
		p.Partner, p.ID, site)
}

// deleteKeysOfSite ends every API key of a site.
func (tx *Tx) deleteKeysOfSite(ctx context.Context, s gatehouse.Site) error {
	for _, text := range []string{
		`DELETE FROM idempotency
		 WHERE caller IN (
			SELECT '` + keyCallerPrefix + `' || k.id || '@' || k.partner_id FROM api_key k WHERE k.partner_id = $1 AND k.site_id = $2)`,
		`DELETE FROM api_key WHERE partner_id = $1 AND site_id = $2`,
	} {
		if err := exec(ctx, tx.q, text, s.Partner, s.ID); err != nil {
			return err
		}
	}
	return nil
}
