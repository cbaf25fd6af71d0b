package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

const (
	// chargeBatch keeps each transaction of the monthly charge short.
	chargeBatch = 500
	// namedSites is how many sites a mail about sites that fell short names.
	namedSites = 20
)

// Charge takes from every site what its devices cost, for each month that has begun
// and was not charged yet: each site pays once for each month, however often this
// runs and on however many replicas. A site that is short pays what it has and is
// flagged, and the partner's Operators and above are mailed (SPEC section 7).
func (c Credits) Charge(ctx context.Context) error {
	partners, err := c.Store.UnscopedPartners(ctx)
	if err != nil {
		return err
	}
	actor := gatehouse.Actor{Installation: true, Via: gatehouse.ViaJob}
	for _, partner := range partners {
		op := operation{action: gatehouse.ActionCreditCharge, partner: partner.ID}
		for more := true; more; {
			charged, err := change(ctx, c.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (int, error) {
				return c.chargeSome(ctx, tx, actor, partner.ID)
			})
			if err != nil {
				return err
			}
			more = charged == chargeBatch
		}
	}
	return nil
}

// chargeSome charges a batch of the partner's sites and returns how many.
func (c Credits) chargeSome(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, partner gatehouse.PartnerID) (int, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return 0, err
	}
	due, err := tx.ChargeableSites(ctx, partner, gatehouse.MonthOf(now), chargeBatch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	balance, err := tx.Balance(ctx, partner)
	if err != nil {
		return 0, err
	}
	var short []gatehouse.Site
	for _, d := range due {
		site, fell := d.Site, false
		for _, month := range gatehouse.DueMonths(site.CreatedAt, d.Last, now) {
			charge := chargeOf(site, month, balance.Rate)
			if err := chargeSite(ctx, tx, actor, site, charge, now); err != nil {
				return 0, err
			}
			site.Credits -= charge.Paid
			fell = fell || charge.Paid < charge.Due
		}
		if fell {
			short = append(short, site)
		}
	}
	return len(due), c.outOfCredit(ctx, tx, partner, short, now)
}

// chargeOf is what the site owes for the month, and what of it it can pay.
func chargeOf(site gatehouse.Site, month time.Time, rate int64) store.Charge {
	due := site.MonthlyCost(rate)
	return store.Charge{Month: month, Devices: site.Counts.Devices, Due: due, Paid: min(due, site.Credits)}
}

// chargeSite enters one charge. A site without devices owes nothing, which is noted
// and worth no event.
func chargeSite(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site, charge store.Charge, now time.Time) error {
	if err := tx.RecordCharge(ctx, site, charge); err != nil || charge.Due == 0 {
		return err
	}
	if charge.Paid > 0 {
		transfer := gatehouse.Transfer{
			Partner: site.Partner, At: now, Kind: gatehouse.Charge, Site: site.ID, SiteName: site.Name,
			Amount: charge.Paid, Month: charge.Month, Devices: charge.Devices,
		}
		if err := tx.Transfer(ctx, &transfer); err != nil {
			return err
		}
	}
	e := siteEvent(actor, gatehouse.ActionCreditCharge, site)
	e.After = facts{
		"month": charge.Month.Format("2006-01"), "devices": charge.Devices, "due": charge.Due, "paid": charge.Paid,
	}.json()
	tx.Record(e)
	return nil
}

// outOfCredit flags the sites that fell short and mails the partner's Operators and
// above, one mail for all of them.
func (c Credits) outOfCredit(ctx context.Context, tx *store.Tx, partner gatehouse.PartnerID, short []gatehouse.Site, now time.Time) error {
	if len(short) == 0 {
		return nil
	}
	detail := gatehouse.MessageDetail{}
	for i, site := range short {
		if site.OutOfCreditAt.IsZero() {
			if err := tx.SetOutOfCredit(ctx, site, now); err != nil {
				return err
			}
		}
		if i < namedSites {
			detail.Sites = append(detail.Sites, gatehouse.MailedSite{ID: site.ID, Name: site.Name})
		}
	}
	if more := len(short) - namedSites; more > 0 {
		detail.Sites = append(detail.Sites, gatehouse.MailedSite{More: more})
	}
	operators, err := tx.Operators(ctx, partner)
	if err != nil {
		return err
	}
	mails := make([]gatehouse.Message, len(operators))
	for i, person := range operators {
		account, err := tx.UnscopedAccount(ctx, person.Account)
		if err != nil {
			return err
		}
		detail.Name = account.Name
		mails[i] = gatehouse.Message{
			ID: store.NewMessageID(), Partner: partner, Kind: gatehouse.MailOutOfCredit, To: person.Email,
			Language: account.Language, Detail: detail, CreatedAt: now,
		}
	}
	return tx.Send(ctx, mails)
}
