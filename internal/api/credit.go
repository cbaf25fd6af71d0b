package api

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/export"
	"gatehouse.example/gatehouse/internal/serve"
)

type balanceItem struct {
	Credits     int64 `json:"credits" doc:"At the partner itself, to be allocated." example:"400"`
	Allocated   int64 `json:"allocated" doc:"At the sites together." example:"1200"`
	Rate        int64 `json:"rate" doc:"What a device costs a month." example:"1"`
	MonthlyCost int64 `json:"monthly_cost" doc:"What all devices together cost a month." example:"310"`
	OutOfCredit int64 `json:"out_of_credit" doc:"How many sites could not pay for their devices." example:"0"`
}

func (s *server) getCredits(ctx context.Context, c *call, _ *struct{}) (*reply[balanceItem], error) {
	b, err := s.app.Credits.Balance(ctx, c.actor)
	if err != nil {
		return nil, err
	}
	return answer(balanceItem{b.Credits, b.Allocated, b.Rate, b.MonthlyCost(), b.OutOfCredit}), nil
}

// transferItem is an entry of the ledger.
type transferItem struct {
	ID      string       `json:"id" example:"0198f0c5-6b1d-7e02-9c44-1f2e3d4c5b6a"`
	At      instant      `json:"at" format:"date-time" example:"2026-03-01T00:00:04Z"`
	Kind    transferKind `json:"kind" example:"charge"`
	Site    *siteRef     `json:"site,omitempty" doc:"With its name at the time. Absent for a top-up."`
	Amount  int64        `json:"amount" doc:"Always above zero: the kind says from where to where." example:"12"`
	Month   string       `json:"month,omitempty" doc:"The month that a charge is for." example:"2026-03"`
	Devices int64        `json:"devices,omitempty" doc:"How many devices a charge counted." example:"12"`
	Actor   *personRef   `json:"actor,omitempty" doc:"Absent for charges, and for the owner of the installation."`
	// The balances after.
	PartnerCredits int64  `json:"partner_credits" doc:"What the partner held then." example:"400"`
	SiteCredits    *int64 `json:"site_credits,omitempty" doc:"What the site held then. Absent for a top-up." example:"108"`
}

type totalsItem struct {
	ToppedUp  int64 `json:"topped_up" example:"2000"`
	Allocated int64 `json:"allocated" example:"1600"`
	GivenBack int64 `json:"given_back" example:"90"`
	Charged   int64 `json:"charged" example:"310"`
}

type transferList struct {
	Items      []transferItem `json:"items" nullable:"false"`
	Totals     totalsItem     `json:"totals" doc:"Over everything that passes the filters, not over this page alone."`
	NextCursor string         `json:"next_cursor,omitempty" doc:"Send it as cursor for the next page. Absent on the last page." example:"djE6MDE5OGYwYzU"`
}

// TransferQuery narrows the credit history. It is exported because huma passes
// unexported embedded structs over.
type TransferQuery struct {
	From  time.Time    `query:"from" doc:"Only transfers at or after this time." example:"2026-01-01T00:00:00Z"`
	Until time.Time    `query:"until" doc:"Only transfers before this time." example:"2027-01-01T00:00:00Z"`
	Site  searchText   `query:"site" doc:"The id of a site, also of one that was deleted."`
	Kind  transferKind `query:"kind"`
}

func (q TransferQuery) filter() gatehouse.TransferFilter {
	return gatehouse.TransferFilter{From: q.From, Until: q.Until, Site: gatehouse.SiteID(q.Site), Kind: gatehouse.TransferKind(q.Kind)}
}

type listTransfersInput struct {
	TransferQuery
	Paging
}

func (s *server) listTransfers(ctx context.Context, c *call, in *listTransfersInput) (*reply[transferList], error) {
	page, err := s.app.Credits.History(ctx, c.actor, in.filter(), in.page())
	if err != nil {
		return nil, err
	}
	list := transferList{
		Items:      make([]transferItem, 0, len(page.Items)),
		Totals:     totalsItem{page.Totals.ToppedUp, page.Totals.Allocated, page.Totals.GivenBack, page.Totals.Charged},
		NextCursor: page.Next,
	}
	for _, t := range page.Items {
		list.Items = append(list.Items, newTransferItem(t))
	}
	return answer(list), nil
}

type exportTransfersInput struct {
	TransferQuery
	Format formatName `query:"format" default:"csv"`
}

func (s *server) exportTransfers(ctx context.Context, c *call, in *exportTransfersInput) error {
	file := &download{w: c.w, format: in.Format, name: "gatehouse-credits"}
	write, end := rows(file, export.ListOf(export.Transfers, newTransferItem))
	if err := s.app.Credits.ExportHistory(ctx, c.actor, in.filter(), write); err != nil {
		return err
	}
	return end()
}

type moveCreditsInput struct {
	SitePath
	Body moveInput
}

type moveInput struct {
	Amount int64 `json:"amount" minimum:"-1000000000" maximum:"1000000000" doc:"A whole number other than zero: how many credits the site gets, or below zero, gives back." example:"100"`
}

func (s *server) moveCredits(ctx context.Context, c *call, in *moveCreditsInput) (*reply[transferItem], error) {
	transfer, err := s.app.Credits.Move(ctx, c.actor, c.key, in.Site, in.Body.Amount)
	if err != nil {
		return nil, err
	}
	serve.Annotate(c.r, c.actor, string(transfer.ID))
	// The stored answer holds no name, which may be erased before it is asked again.
	transfer.ActorName = c.actor.Name
	return answer(newTransferItem(transfer)), nil
}

func newTransferItem(t gatehouse.Transfer) transferItem {
	item := transferItem{
		ID: string(t.ID), At: at(t.At), Kind: transferKind(t.Kind), Amount: t.Amount, Devices: t.Devices, PartnerCredits: t.PartnerAfter,
	}
	if t.Site != "" {
		item.Site, item.SiteCredits = &siteRef{ID: string(t.Site), Name: t.SiteName}, &t.SiteAfter
	}
	if !t.Month.IsZero() {
		item.Month = t.Month.UTC().Format("2006-01")
	}
	if t.Actor != "" {
		item.Actor = &personRef{ID: string(t.Actor), Name: t.ActorName}
	}
	return item
}
