package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// TransferPage is a page of the credit history, newest first; Next is "" at its end.
type TransferPage struct {
	Items []gatehouse.Transfer
	// Totals are over everything that passes the filter, not over the page alone.
	Totals gatehouse.TransferTotals
	Next   string
}

// historyOrder names the one order of the history in cursors.
const historyOrder = "credits"

// History returns a page of the partner's credit history. The role needs
// [gatehouse.ViewPartner]. A filter or cursor that does not exist is
// CodeUnknownParameter.
func (c Credits) History(ctx context.Context, actor gatehouse.Actor, filter gatehouse.TransferFilter, page Page) (TransferPage, error) {
	if err := c.checkReadAt(ctx, actor, needs(gatehouse.ViewPartner), gatehouse.ActionCreditView, ""); err != nil {
		return TransferPage{}, err
	}
	if err := checkTransferFilter(filter); err != nil {
		return TransferPage{}, err
	}
	limit, err := page.limit()
	if err != nil {
		return TransferPage{}, err
	}
	var after store.TransferAfter
	if err := page.decode(actor.Partner, historyOrder, &after); err != nil {
		return TransferPage{}, err
	}
	result := TransferPage{Items: make([]gatehouse.Transfer, 0, limit+1)}
	if result.Totals, err = c.Store.TransferTotals(ctx, actor.Partner, filter); err != nil {
		return TransferPage{}, err
	}
	err = c.Store.Transfers(ctx, actor.Partner, filter, after, limit+1, func(t gatehouse.Transfer) error {
		result.Items = append(result.Items, t)
		return nil
	})
	if err != nil || len(result.Items) <= limit {
		return result, err
	}
	result.Items = result.Items[:limit]
	result.Next = encodeCursor(actor.Partner, historyOrder, store.TransferKey(result.Items[limit-1]))
	return result, nil
}

func checkTransferFilter(f gatehouse.TransferFilter) error {
	if f.Kind != "" && !oneOf(f.Kind, gatehouse.TransferKinds()) {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return nil
}

// ExportHistory calls each for every transfer that passes the filter, newest first,
// and records that the history was exported.
func (c Credits) ExportHistory(ctx context.Context, actor gatehouse.Actor, filter gatehouse.TransferFilter, each func(gatehouse.Transfer) error) error {
	if err := checkTransferFilter(filter); err != nil {
		return err
	}
	op := operation{action: gatehouse.ActionCreditExport, partner: actor.Partner, ask: needs(gatehouse.ViewPartner)}
	return exporting(ctx, c.core, actor, op, facts{"kind": filter.Kind, "site": filter.Site}, each, func(each func(gatehouse.Transfer) error) error {
		return c.Store.Transfers(ctx, actor.Partner, filter, store.TransferAfter{}, 0, each)
	})
}

// SeriesRange says which part of time a plot of credits shows, and of what.
type SeriesRange struct {
	// From and Until bound it, Until exclusively; zero is a year ago, and now.
	From, Until time.Time
	// Monthly makes a point of each month instead of each day.
	Monthly bool
	// Site is the one to plot, "" for the partner with all its sites.
	Site gatehouse.SiteID
}

// maxPoints bounds a plot: two years of days.
const maxPoints = 2 * 366

// begin returns the beginning of the day or month in which the time lies, UTC.
func (r SeriesRange) begin(t time.Time) time.Time {
	if r.Monthly {
		return gatehouse.MonthOf(t)
	}
	return t.UTC().Truncate(24 * time.Hour)
}

func (r SeriesRange) next(t time.Time) time.Time {
	if r.Monthly {
		return t.AddDate(0, 1, 0)
	}
	return t.AddDate(0, 0, 1)
}

// Series returns the balances and the consumption over time, a point for each day or
// month without a gap. It reads no more than the transfers since the beginning: the
// balances then are those of now with what happened since taken out. A range of more
// than two years of days is CodeUnknownParameter. The role needs
// [gatehouse.ViewPartner].
func (c Credits) Series(ctx context.Context, actor gatehouse.Actor, span SeriesRange) ([]gatehouse.CreditPoint, error) {
	if err := c.checkReadAt(ctx, actor, needs(gatehouse.ViewPartner), gatehouse.ActionCreditView, ""); err != nil {
		return nil, err
	}
	now, err := c.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	if span.Until.IsZero() || span.Until.After(now) {
		span.Until = now
	}
	if span.From.IsZero() {
		span.From = span.Until.AddDate(-1, 0, 0)
	}
	span.From = span.begin(span.From)
	points := span.points()
	if len(points) > maxPoints {
		return nil, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	opening, days, err := c.Store.CreditDays(ctx, actor.Partner, span.Site, span.From)
	if err != nil {
		return nil, err
	}
	span.fill(points, opening, days)
	return points, nil
}

// points makes the points, empty yet; one too many of them are enough to see that
// there are too many.
func (r SeriesRange) points() []gatehouse.CreditPoint {
	points := []gatehouse.CreditPoint{}
	for at := r.From; at.Before(r.Until) && len(points) <= maxPoints; at = r.next(at) {
		points = append(points, gatehouse.CreditPoint{At: at})
	}
	return points
}

// fill goes back from the balances of now to the beginning, and from there forward,
// point by point.
func (r SeriesRange) fill(points []gatehouse.CreditPoint, now gatehouse.CreditPoint, days []store.CreditDay) {
	at := now
	for _, d := range days {
		at = at.Undo(d.Kind, d.Sum)
	}
	for i := range points {
		at.At, at.Consumed = points[i].At, 0
		for end := r.next(at.At); len(days) > 0 && days[0].Day.Before(end); days = days[1:] {
			at = at.Apply(days[0].Kind, days[0].Sum)
		}
		points[i] = at
		if r.Site != "" {
			points[i].Partner = 0
		}
	}
}
