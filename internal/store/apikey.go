package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

// keyColumns are the facts of an API key, all that [gatehouse.KeyFacts.State] asks.
// The token is h, the key k, its partner q, its site u, the holder of the token c,
// their membership of the site n; none of these names is one of accessColumns, so
// that a statement can have both.
const keyColumns = `
		k.id, k.partner_id, k.site_id, k.name, k.scope, k.person_id, k.hint,
		k.created_at, k.expires_at, k.last_used_at, k.version,
		h.hash, h.expires_at,
		q.id, q.name, q.activated_at, COALESCE(u.name, ''),
		c.id, c.partner_id, c.email, COALESCE(c.account_id, ''), c.name, c.role, c.technician, c.locked_at,
		COALESCE(n.role, 0), COALESCE(n.locked_at, 0), COALESCE(n.created_at, 0)`

func keyFields(f *gatehouse.KeyFacts) []any {
	k, c, n := &f.Key, &f.Holder, &f.HolderAtSite
	return []any{
		(*string)(&k.ID), &k.Partner, &k.Site, &k.Name, (*string)(&k.Scope), &k.Creator, &k.Hint,
		when(&k.CreatedAt), when(&k.ExpiresAt), when(&k.LastUsedAt), &k.Version,
		(*string)(&f.Token), when(&f.TokenEnds),
		&f.Partner.ID, &f.Partner.Name, when(&f.Partner.ActivatedAt), &f.SiteName,
		&c.ID, &c.Partner, &c.Email, &c.Account, &c.Name, &c.Role, &c.Technician, when(&c.Lock.At),
		&n.Role, when(&n.Lock.At), when(&n.Since),
	}
}

func nowKeyFields(f *gatehouse.KeyFacts) []any {
	return append([]any{when(&f.Now)}, keyFields(f)...)
}

// keyJoins follow a relation that has the token h.
const keyJoins = decidingKeyJoins + `
	LEFT JOIN site u ON u.partner_id = h.partner_id AND u.id = k.site_id`

// decidingKeyJoins are of what [gatehouse.KeyFacts.State] asks, without names.
const decidingKeyJoins = `
	JOIN api_key k ON k.partner_id = h.partner_id AND k.id = h.key_id
	JOIN partner q ON q.id = h.partner_id
	JOIN person c ON c.partner_id = h.partner_id AND c.id = h.person_id
	LEFT JOIN site_admin n ON n.partner_id = h.partner_id AND n.site_id = k.site_id AND n.person_id = h.person_id`

// keyFactsSQL is of a token; $1 is its hash, $2 the clock's offset.
const keyFactsSQL = `
	SELECT gatehouse_now() + $2,` + keyColumns + `
	FROM api_key_token h` + keyJoins + `
	WHERE h.hash = $1`

// KeyFacts returns the facts of the API key that a token belongs to. An unknown
// token is CodeNotFound.
func (r Reads) KeyFacts(ctx context.Context, token gatehouse.KeyTokenID) (gatehouse.KeyFacts, error) {
	return one(ctx, r.q, nowKeyFields, keyFactsSQL, token, r.offset())
}

// LockKeyFacts is KeyFacts inside a transaction; neither the token can be ended nor
// its holder changed before the transaction is.
func (tx *Tx) LockKeyFacts(ctx context.Context, token gatehouse.KeyTokenID) (gatehouse.KeyFacts, error) {
	return one(ctx, tx.q, nowKeyFields, keyFactsSQL+tx.engine.forShareOf("h, c"), token, tx.offset())
}

// keyRowSelect reads rows of a list of keys, each with its newest token. $1 is the
// partner, $2 the site or "", $3 the clock's offset.
const keyRowSelect = `
	SELECT gatehouse_now() + $3,` + keyColumns + `,
		COALESCE((SELECT MAX(o.expires_at) FROM api_key_token o
			WHERE o.partner_id = k.partner_id AND o.key_id = k.id AND NOT o.newest AND o.expires_at > gatehouse_now() + $3), 0)
	FROM api_key_token h` + keyJoins + `
	WHERE h.partner_id = $1 AND k.site_id = $2 AND h.newest`

func keyRowFields(r *gatehouse.KeyRow) []any {
	return append(nowKeyFields(&r.KeyFacts), when(&r.OlderEnds))
}

// Keys returns every API key of a place, the oldest first.
func (r Reads) Keys(ctx context.Context, place gatehouse.Spot) ([]gatehouse.KeyRow, error) {
	return all(ctx, r.q, keyRowFields, keyRowSelect+` ORDER BY k.id`, place.Partner, place.Site, r.offset())
}

// Key returns an API key of the place, or CodeNotFound.
func (r Reads) Key(ctx context.Context, place gatehouse.Spot, id gatehouse.APIKeyID) (gatehouse.KeyRow, error) {
	return one(ctx, r.q, keyRowFields, keyRowSelect+` AND k.id = $4`, place.Partner, place.Site, r.offset(), id)
}

// CountKeys returns how many API keys a place has. It is only worth something under
// [Tx.LockPartner].
func (r Reads) CountKeys(ctx context.Context, place gatehouse.Spot) (int, error) {
	return value[int](ctx, r.q, `SELECT count(*) FROM api_key k WHERE k.partner_id = $1 AND k.site_id = $2`, place.Partner, place.Site)
}

// CreateKey inserts an API key with its first token and gives it its id.
func (tx *Tx) CreateKey(ctx context.Context, k *gatehouse.APIKey, token gatehouse.KeyTokenID) error {
	k.ID, k.Version = newID[gatehouse.APIKeyID](), 1
	if err := exec(ctx, tx.q, `
		INSERT INTO api_key (id, partner_id, site_id, name, scope, person_id, hint, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		k.ID, k.Partner, k.Site, k.Name, k.Scope, k.Creator, k.Hint, micros(k.CreatedAt), micros(k.ExpiresAt)); err != nil {
		return err
	}
	return tx.addToken(ctx, *k, token)
}

func (tx *Tx) addToken(ctx context.Context, k gatehouse.APIKey, token gatehouse.KeyTokenID) error {
	return exec(ctx, tx.q, `
		INSERT INTO api_key_token (hash, partner_id, key_id, person_id, newest, expires_at)
		VALUES ($1, $2, $3, $4, true, $5)`,
		token, k.Partner, k.ID, k.Creator, micros(k.ExpiresAt))
}

// RotateKey gives the key a new token, for its creator and until its end, both as k
// says. Every token before goes on until olderEnds, if it does not end sooner; of
// them those that live longest stay, [gatehouse.KeyTokens] with the new one.
func (tx *Tx) RotateKey(ctx context.Context, k gatehouse.APIKey, token gatehouse.KeyTokenID, olderEnds, now time.Time) error {
	if err := mustChange(ctx, tx.q, `
		UPDATE api_key
		SET person_id = $3, hint = $4, expires_at = $5, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		k.Partner, k.ID, k.Creator, k.Hint, micros(k.ExpiresAt)); err != nil {
		return err
	}
	if err := exec(ctx, tx.q, `
		UPDATE api_key_token
		SET newest = false, expires_at = CASE WHEN expires_at > $3 THEN $3 ELSE expires_at END
		WHERE partner_id = $1 AND key_id = $2`,
		k.Partner, k.ID, micros(olderEnds)); err != nil {
		return err
	}
	if err := exec(ctx, tx.q, `
		DELETE FROM api_key_token
		WHERE partner_id = $1 AND key_id = $2 AND (expires_at <= $3 OR hash IN (
			SELECT o.hash
			FROM api_key_token o
			WHERE o.partner_id = $1 AND o.key_id = $2
			ORDER BY o.expires_at DESC, o.hash
			LIMIT 1000 OFFSET $4))`,
		k.Partner, k.ID, micros(now), gatehouse.KeyTokens-1); err != nil {
		return err
	}
	return tx.addToken(ctx, k, token)
}

// RenameKey gives the key another name.
func (tx *Tx) RenameKey(ctx context.Context, k gatehouse.APIKey, name string) error {
	return mustChange(ctx, tx.q, `
		UPDATE api_key
		SET name = $3, version = version + 1
		WHERE partner_id = $1 AND id = $2`,
		k.Partner, k.ID, name)
}

// DeleteKey revokes the key: every token is dead when the transaction commits.
func (tx *Tx) DeleteKey(ctx context.Context, k gatehouse.APIKey) error {
	return mustChange(ctx, tx.q, `DELETE FROM api_key WHERE partner_id = $1 AND id = $2`, k.Partner, k.ID)
}

// TouchKey notes that the key was used, unless that was noted a short time ago.
func (tx *Tx) TouchKey(ctx context.Context, k gatehouse.APIKey, at time.Time) error {
	tx.writes(k.Partner)
	return exec(ctx, tx.q, `
		UPDATE api_key
		SET last_used_at = $3
		WHERE partner_id = $1 AND id = $2 AND last_used_at <= $4`,
		k.Partner, k.ID, micros(at), micros(at.Add(-gatehouse.KeyTouch)))
}
