package client

import (
	"context"
	"net/http"
)

// The outcomes of a row.
const (
	Changed   = "changed"
	Unchanged = "unchanged"
	Refused   = "refused"
)

// Result is what was done with one row.
type Result struct {
	ID      string `json:"id"`
	Email   string `json:"email"`
	Outcome string `json:"outcome"`
	// Code and Message say why the row was refused.
	Code    string `json:"code"`
	Message string `json:"message"`
	// Also says of an invited address what else it is at the partner already, or is
	// invited as: admin or technician.
	Also string `json:"also"`
}

// Results is what a call did, row by row in the order asked.
type Results struct {
	Rows []Result `json:"results"`
	// Impact is set with [DryRun] only.
	Impact *Impact `json:"impact"`
}

// Impact is what would follow beyond the rows.
type Impact struct {
	// InvitationsVoid counts pending invitations that nobody could accept any
	// more.
	InvitationsVoid int `json:"invitations_void"`
	// SitesUncovered counts sites that would lose their last technician who may
	// enter now.
	SitesUncovered int `json:"sites_uncovered"`
	// Uncovered names the first five of them, by name.
	Uncovered []SiteRef `json:"uncovered"`
}

// Count returns how many rows had the outcome.
func (r Results) Count(outcome string) int {
	n := 0
	for _, row := range r.Rows {
		if row.Outcome == outcome {
			n++
		}
	}
	return n
}

// bulk makes a :verb call.
func (c *Client) bulk(ctx context.Context, path string, ids []string, options []CallOption) (Results, error) {
	ask := newCall(http.MethodPost, path, options...)
	ask.body = struct {
		IDs    []string `json:"ids"`
		Reason string   `json:"reason,omitempty"`
		DryRun bool     `json:"dry_run,omitempty"`
	}{ids, ask.reason, ask.dryRun}
	var results Results
	_, err := c.do(ctx, ask, &results)
	return results, err
}
