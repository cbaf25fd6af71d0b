package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Credits are the use cases of the credit ledger (SPEC section 7).
type Credits struct{ *core }

// Balance returns what the partner holds and what its sites cost. The role needs
// [gatehouse.ViewPartner].
func (c Credits) Balance(ctx context.Context, actor gatehouse.Actor) (gatehouse.Balance, error) {
	if err := c.checkReadAt(ctx, actor, needs(gatehouse.ViewPartner), gatehouse.ActionCreditView, ""); err != nil {
		return gatehouse.Balance{}, err
	}
	return c.Store.Balance(ctx, actor.Partner)
}

// TopUp issues credits to a partner, named by id or exact name, for the owner of the
// installation. It returns the partner and the transfer.
func (c Credits) TopUp(ctx context.Context, actor gatehouse.Actor, partner string, amount int64) (gatehouse.Partner, gatehouse.Transfer, error) {
	if err := gatehouse.CheckAmount(amount); err != nil {
		return gatehouse.Partner{}, gatehouse.Transfer{}, err
	}
	found, err := Partners{c.core}.find(ctx, partner)
	if err != nil {
		return found, gatehouse.Transfer{}, err
	}
	op := operation{action: gatehouse.ActionCreditTopUp, partner: found.ID}
	transfer, err := change(ctx, c.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Transfer, error) {
		balance, err := tx.Balance(ctx, found.ID)
		if err != nil {
			return gatehouse.Transfer{}, err
		}
		if err := gatehouse.CheckTopUp(balance.Credits, amount); err != nil {
			return gatehouse.Transfer{}, err
		}
		return move(ctx, tx, actor, gatehouse.Site{Partner: found.ID}, gatehouse.TopUp, amount)
	})
	return found, transfer, err
}

// Move allocates credits to a site, or with an amount below zero gives them back to
// the partner. The role needs [gatehouse.ManageSites]. CodeInvalid on "amount" when it
// is out of bounds or more than there is; nothing goes below zero.
func (c Credits) Move(ctx context.Context, actor gatehouse.Actor, key string, site gatehouse.SiteID, amount int64) (gatehouse.Transfer, error) {
	if err := gatehouse.CheckMove(amount); err != nil {
		return gatehouse.Transfer{}, err
	}
	kind, action, size := gatehouse.Allocation, gatehouse.ActionCreditAllocate, amount
	if amount < 0 {
		kind, action, size = gatehouse.GiveBack, gatehouse.ActionCreditGiveBack, -amount
	}
	op := operation{
		action: action, ask: needs(gatehouse.ManageSites), site: site, target: string(site), key: key,
		input: struct {
			Site   gatehouse.SiteID
			Amount int64
		}{site, amount},
	}
	return changeHere(ctx, c.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Transfer, error) {
		found, err := siteAt(ctx, tx, actor, site, 0)
		if err != nil {
			return gatehouse.Transfer{}, err
		}
		held := found.Credits
		if kind == gatehouse.Allocation {
			balance, err := tx.Balance(ctx, found.Partner)
			if err != nil {
				return gatehouse.Transfer{}, err
			}
			held = balance.Credits
		}
		if err := gatehouse.CheckCovers(held, size); err != nil {
			return gatehouse.Transfer{}, err
		}
		transfer, err := move(ctx, tx, actor, found, kind, size)
		if err == nil && kind == gatehouse.Allocation && !found.OutOfCreditAt.IsZero() {
			err = tx.SetOutOfCredit(ctx, found, time.Time{})
		}
		return transfer, err
	})
}

// movedAs is what a transfer is recorded as.
var movedAs = map[gatehouse.TransferKind]gatehouse.Action{
	gatehouse.TopUp:      gatehouse.ActionCreditTopUp,
	gatehouse.Allocation: gatehouse.ActionCreditAllocate,
	gatehouse.GiveBack:   gatehouse.ActionCreditGiveBack,
}

// move makes a transfer and records it. A top-up names no site but its partner.
func move(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, site gatehouse.Site, kind gatehouse.TransferKind, amount int64) (gatehouse.Transfer, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return gatehouse.Transfer{}, err
	}
	transfer := gatehouse.Transfer{
		Partner: site.Partner, At: now, Kind: kind, Site: site.ID, SiteName: site.Name, Amount: amount, Actor: actor.Person,
	}
	if err := tx.Transfer(ctx, &transfer); err != nil {
		return transfer, err
	}
	e := siteEvent(actor, movedAs[kind], site)
	if site.ID == "" {
		e.Target = string(site.Partner)
	}
	e.After = facts{"amount": amount, "partner_credits": transfer.PartnerAfter}.json()
	if site.ID != "" {
		// The site reads its own events: what the partner holds is none of its business.
		e.After = facts{"amount": amount, "site_credits": transfer.SiteAfter}.json()
	}
	tx.Record(e)
	return transfer, nil
}
