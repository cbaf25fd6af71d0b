package store

import (
	"context"
	"fmt"
	"time"

	"gatehouse.example/gatehouse"
)

func balanceFields(b *gatehouse.Balance) []any {
	return []any{&b.Credits, &b.Allocated, &b.Rate, &b.Devices, &b.OutOfCredit}
}

// Balance returns what a partner holds and what its sites cost, or CodeNotFound.
func (r Reads) Balance(ctx context.Context, partner gatehouse.PartnerID) (gatehouse.Balance, error) {
	return one(ctx, r.q, balanceFields, `
		SELECT r.credits,
			CAST(COALESCE(sum(t.credits), 0) AS bigint), r.rate, CAST(COALESCE(sum(t.devices), 0) AS bigint),
			CAST(COALESCE(sum(CASE WHEN t.out_of_credit_at > 0 THEN 1 ELSE 0 END), 0) AS bigint)
		FROM partner r
		LEFT JOIN site t ON t.partner_id = $1
		WHERE r.id = $1
		GROUP BY r.id, r.credits, r.rate`,
		partner)
}

// Transfer moves credits from one account to another as the kind says, and enters
// it into the ledger: both balances and the entry change in this transaction or not
// at all. It gives the transfer its id and sets the balances that it left. A balance
// that would go below zero is an error of the database: ask before
// [gatehouse.CheckCovers].
func (tx *Tx) Transfer(ctx context.Context, t *gatehouse.Transfer) error {
	from, to := t.Kind.Accounts()
	for _, side := range []struct {
		account gatehouse.CreditAccount
		amount  int64
	}{{from, -t.Amount}, {to, t.Amount}} {
		if err := tx.addCredits(ctx, t, side.account, side.amount); err != nil {
			return err
		}
	}
	if from != gatehouse.AccountPartner && to != gatehouse.AccountPartner {
		if err := tx.addCredits(ctx, t, gatehouse.AccountPartner, 0); err != nil {
			return err
		}
	}
	t.ID = newID[gatehouse.TransferID]()
	return exec(ctx, tx.q, `
		INSERT INTO credit_transfer (
			id, partner_id, at, kind, from_account, to_account, site_id, site_name, amount, month, devices, actor,
			partner_after, site_after)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		t.ID, t.Partner, micros(t.At), t.Kind, from, to, t.Site, t.SiteName, t.Amount, micros(t.Month), t.Devices, t.Actor,
		t.PartnerAfter, t.SiteAfter)
}

// addCredits changes the balance of one side of a transfer; the outside world has
// none.
func (tx *Tx) addCredits(ctx context.Context, t *gatehouse.Transfer, account gatehouse.CreditAccount, amount int64) (err error) {
	switch account {
	case gatehouse.AccountPartner:
		t.PartnerAfter, err = value[int64](ctx, tx.q, `
			UPDATE partner SET credits = credits + $2 WHERE id = $1 RETURNING credits`, t.Partner, amount)
	case gatehouse.AccountSite:
		t.SiteAfter, err = value[int64](ctx, tx.q, `
			UPDATE site SET credits = credits + $3 WHERE partner_id = $1 AND id = $2 RETURNING credits`, t.Partner, t.Site, amount)
	case gatehouse.AccountIssued, gatehouse.AccountConsumed:
	}
	if err != nil {
		return fmt.Errorf("change the balance of the %s by %d: %w", account, amount, err)
	}
	return nil
}

// SetOutOfCredit flags a site that fell short, or with the zero time lifts the flag.
func (tx *Tx) SetOutOfCredit(ctx context.Context, s gatehouse.Site, at time.Time) error {
	return mustChange(ctx, tx.q, `
		UPDATE site
		SET out_of_credit_at = $3
		WHERE partner_id = $1 AND id = $2`,
		s.Partner, s.ID, micros(at))
}

const transferColumns = `c.id, c.partner_id, c.at, c.kind, c.site_id, c.site_name, c.amount, c.month, c.devices,
	c.actor, COALESCE(p.name, ''), c.partner_after, c.site_after`

func transferFields(t *gatehouse.Transfer) []any {
	return []any{
		&t.ID, &t.Partner, when(&t.At), &t.Kind, &t.Site, &t.SiteName, &t.Amount, when(&t.Month), &t.Devices,
		&t.Actor, &t.ActorName, &t.PartnerAfter, &t.SiteAfter,
	}
}

const transferSelect = `
	SELECT ` + transferColumns + `
	FROM credit_transfer c
	LEFT JOIN person p ON p.partner_id = c.partner_id AND p.id = c.actor
	WHERE c.partner_id = $1`

// TransferAfter is where a page of the history begins: behind the transfer of this
// time and id. The zero value is the first page.
type TransferAfter struct {
	At int64
	ID gatehouse.TransferID
}

// TransferKey returns the place of a transfer in the history, for the next page.
func TransferKey(t gatehouse.Transfer) TransferAfter { return TransferAfter{microsOf(t.At), t.ID} }

// Transfers calls fn for the partner's transfers that pass the filter, newest first,
// from the place after on, at most limit of them (0 for all).
func (r Reads) Transfers(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.TransferFilter, after TransferAfter, limit int, fn func(gatehouse.Transfer) error) error {
	q := newQuery(transferSelect, partner)
	q.transfers(f)
	if after.ID != "" {
		q.and(`(c.at, c.id) < (%s, %s)`, after.At, after.ID)
	}
	q.write("\n\tORDER BY c.at DESC, c.id DESC")
	q.limit(limit)
	return each(ctx, r.q, transferFields, fn, q.String(), q.args...)
}

// transfers adds the conditions of the filter.
func (q *query) transfers(f gatehouse.TransferFilter) {
	if !f.From.IsZero() {
		q.and(`c.at >= %s`, micros(f.From))
	}
	if !f.Until.IsZero() {
		q.and(`c.at < %s`, micros(f.Until))
	}
	if f.Site != "" {
		q.and(`c.site_id = %s`, f.Site)
	}
	if f.Kind != "" {
		q.and(`c.kind = %s`, f.Kind)
	}
}

// CreditDay is the sum of the transfers of one kind on one day of UTC.
type CreditDay struct {
	Kind gatehouse.TransferKind
	Day  time.Time
	Sum  int64
}

// creditDayRow is a CreditDay as it is read: days are counted from 1970 on.
type creditDayRow struct {
	kind gatehouse.TransferKind
	day  int64
	sum  int64
}

func creditDayFields(r *creditDayRow) []any { return []any{&r.kind, &r.day, &r.sum} }

// TransferTotals returns the sums over the transfers that pass the filter.
func (r Reads) TransferTotals(ctx context.Context, partner gatehouse.PartnerID, f gatehouse.TransferFilter) (gatehouse.TransferTotals, error) {
	var totals gatehouse.TransferTotals
	q := newQuery(`
	SELECT c.kind, CAST(0 AS bigint), CAST(sum(c.amount) AS bigint)
	FROM credit_transfer c
	WHERE c.partner_id = $1`, partner)
	q.transfers(f)
	q.write("\n\tGROUP BY c.kind")
	err := each(ctx, r.q, creditDayFields, func(row creditDayRow) error {
		totals.Add(row.kind, row.sum)
		return nil
	}, q.String(), q.args...)
	return totals, err
}

// The kinds of the two rows of [Reads.CreditDays] that hold balances.
const (
	partnerNow = "partner"
	sitesNow   = "sites"
)

// CreditDays returns the balances of the partner and of its sites (or of the one
// named) as they are now, and the sums of each kind on each day since the time, oldest
// first: one statement, so that they belong together.
func (r Reads) CreditDays(ctx context.Context, partner gatehouse.PartnerID, site gatehouse.SiteID, since time.Time) (now gatehouse.CreditPoint, days []CreditDay, err error) {
	err = each(ctx, r.q, creditDayFields, func(row creditDayRow) error {
		switch row.kind {
		case partnerNow:
			now.Partner = row.sum
		case sitesNow:
			now.Sites = row.sum
		default:
			days = append(days, CreditDay{row.kind, time.Unix(row.day*24*60*60, 0).UTC(), row.sum})
		}
		return nil
	}, `
		SELECT '`+partnerNow+`' AS kind, CAST(-1 AS bigint) AS day, r.credits AS amount
		FROM partner r
		WHERE r.id = $1
		UNION ALL
		SELECT '`+sitesNow+`', CAST(-1 AS bigint), CAST(COALESCE(sum(t.credits), 0) AS bigint)
		FROM site t
		WHERE t.partner_id = $1 AND (CAST($2 AS text) = '' OR t.id = $2)
		UNION ALL
		SELECT c.kind, c.at / 86400000000, CAST(sum(c.amount) AS bigint)
		FROM credit_transfer c
		WHERE c.partner_id = $1 AND c.at >= $3 AND (CAST($2 AS text) = '' OR c.site_id = $2)
		GROUP BY c.kind, c.at / 86400000000
		ORDER BY day, kind`,
		partner, site, micros(since))
	return now, days, err
}
