package store

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
)

// ChargeableSite is a site with the last month that it was charged for, zero for
// none.
type ChargeableSite struct {
	Site gatehouse.Site
	Last time.Time
}

func chargeableFields(c *ChargeableSite) []any { return append(siteFields(&c.Site), when(&c.Last)) }

// ChargeableSites returns sites of the partner that were there before the month
// began and have not been charged for it, at most limit of them.
func (r Reads) ChargeableSites(ctx context.Context, partner gatehouse.PartnerID, month time.Time, limit int) ([]ChargeableSite, error) {
	return all(ctx, r.q, chargeableFields, `
		SELECT `+siteColumns+`, COALESCE((
			SELECT max(c.month) FROM credit_charge c WHERE c.partner_id = t.partner_id AND c.site_id = t.id), 0)
		FROM site t
		WHERE t.partner_id = $1 AND t.created_at < $2 AND NOT EXISTS (
			SELECT 1 FROM credit_charge c WHERE c.partner_id = t.partner_id AND c.site_id = t.id AND c.month = $2)
		ORDER BY t.id
		LIMIT $3`,
		partner, micros(month), limit)
}

// Charge is what one site owed and paid for one month.
type Charge struct {
	Month time.Time
	// Devices were counted, Due is what they cost, Paid what the site could pay.
	Devices, Due, Paid int64
}

// RecordCharge notes that a site was charged for a month. A second time is an error:
// nobody pays twice.
func (tx *Tx) RecordCharge(ctx context.Context, s gatehouse.Site, c Charge) error {
	return exec(ctx, tx.q, `
		INSERT INTO credit_charge (partner_id, site_id, month, devices, due, paid)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		s.Partner, s.ID, micros(c.Month), c.Devices, c.Due, c.Paid)
}

// Operators returns the people of the partner with an account who hold the role
// Operator or a higher one and are not locked.
func (r Reads) Operators(ctx context.Context, partner gatehouse.PartnerID) ([]gatehouse.Person, error) {
	return all(ctx, r.q, personFields, `
		SELECT `+personColumns+`
		FROM person p
		WHERE p.partner_id = $1 AND p.role >= $2 AND p.account_id IS NOT NULL AND p.locked_at = 0
		ORDER BY p.id`,
		partner, int64(gatehouse.PartnerOperator))
}
