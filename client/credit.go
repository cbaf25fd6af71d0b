package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Balance is what a partner holds and what its sites cost.
type Balance struct {
	// Credits stand at the partner itself, Allocated at its sites.
	Credits   int64 `json:"credits"`
	Allocated int64 `json:"allocated"`
	// Rate is what a device costs a month, MonthlyCost what all of them do.
	Rate        int64 `json:"rate"`
	MonthlyCost int64 `json:"monthly_cost"`
	// OutOfCredit counts the sites that could not pay for their devices.
	OutOfCredit int64 `json:"out_of_credit"`
}

// Credits returns the partner's balance.
func (c *Client) Credits(ctx context.Context) (Balance, error) {
	var balance Balance
	_, err := c.do(ctx, newCall(http.MethodGet, "/credits"), &balance)
	return balance, err
}

// Transfer is an entry of the credit ledger.
type Transfer struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
	// Kind is top_up, allocation, give_back or charge.
	Kind string `json:"kind"`
	// Site is nil for a top-up. Its name is the one at the time.
	Site *SiteRef `json:"site"`
	// Amount is always above zero.
	Amount int64 `json:"amount"`
	// Month, such as 2026-03, and Devices are of a charge.
	Month   string `json:"month"`
	Devices int64  `json:"devices"`
	// Actor is nil for charges, and for the owner of the installation.
	Actor *Person `json:"actor"`
	// PartnerCredits and SiteCredits are the balances that the transfer left.
	PartnerCredits int64 `json:"partner_credits"`
	SiteCredits    int64 `json:"site_credits"`
}

// TransferFilter narrows the credit history. Empty fields do not narrow.
type TransferFilter struct {
	From, Until time.Time
	Site, Kind  string
}

func (f TransferFilter) query() url.Values {
	query := set(url.Values{}, map[string]string{"site": f.Site, "kind": f.Kind})
	if !f.From.IsZero() {
		query.Set("from", f.From.UTC().Format(time.RFC3339Nano))
	}
	if !f.Until.IsZero() {
		query.Set("until", f.Until.UTC().Format(time.RFC3339Nano))
	}
	return query
}

// TransferTotals are the sums over what a filter lets pass.
type TransferTotals struct {
	ToppedUp  int64 `json:"topped_up"`
	Allocated int64 `json:"allocated"`
	GivenBack int64 `json:"given_back"`
	Charged   int64 `json:"charged"`
}

// TransferPage is a page of the credit history, with the sums over all of it.
type TransferPage struct {
	Page[Transfer]
	Totals TransferTotals `json:"totals"`
}

// Transfers goes through the whole credit history that passes the filter, newest
// first. An error ends it.
func (c *Client) Transfers(ctx context.Context, filter TransferFilter) iter.Seq2[Transfer, error] {
	return all(func(paging Paging) (Page[Transfer], error) {
		page, err := c.TransferPage(ctx, filter, paging)
		return page.Page, err
	})
}

// TransferPage returns one page of the credit history.
func (c *Client) TransferPage(ctx context.Context, filter TransferFilter, paging Paging) (TransferPage, error) {
	return page[TransferPage](ctx, c, "/credits/history", filter.query(), paging)
}

// ExportTransfers returns the credit history that passes the filter as a file in the
// format [CSV] or [NDJSON]. The reader is to be closed.
func (c *Client) ExportTransfers(ctx context.Context, filter TransferFilter, format string) (io.ReadCloser, error) {
	return c.export(ctx, "/credits/history/export", filter.query(), format)
}

// MoveCredits allocates credits to a site, or with an amount below zero gives them
// back to the partner. Use an [IdempotencyKey]: with the same one it happens once.
func (c *Client) MoveCredits(ctx context.Context, site string, amount int64, options ...CallOption) (Transfer, error) {
	ask := newCall(http.MethodPost, sitePath(site)+"/credits", options...)
	ask.body = struct {
		Amount int64 `json:"amount"`
	}{amount}
	var transfer Transfer
	_, err := c.do(ctx, ask, &transfer)
	return transfer, err
}
