package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Technician is a row of a partner's technicians. Times that have not come are
// zero.
type Technician struct {
	ID string `json:"id"`
	// AccountID is empty until an invitation was accepted.
	AccountID string `json:"account_id"`
	Email     string `json:"email"`
	Name      string `json:"name"`
	// Administrator is true for a partner administrator who has access to a site:
	// managed among the administrators.
	Administrator bool `json:"administrator"`
	// InvitedSites counts the sites that the person is assigned to.
	InvitedSites int64 `json:"invited_sites"`
	// Status is pending, accepted, expired or revoked.
	Status       string    `json:"status"`
	Locked       bool      `json:"locked"`
	LockedAt     time.Time `json:"locked_at"`
	LockedBy     *Person   `json:"locked_by"`
	LockReason   string    `json:"lock_reason"`
	CreatedAt    time.Time `json:"created_at"`
	InvitedBy    *Person   `json:"invited_by"`
	InvitedAt    time.Time `json:"invited_at"`
	ExpiresAt    time.Time `json:"expires_at"`
	AcceptedAt   time.Time `json:"accepted_at"`
	LastSignInAt time.Time `json:"last_sign_in_at"`
	// Mail is the invitation's latest mail, nil when there was none.
	Mail *Mail `json:"mail"`

	// ETag is the row's version, for [IfMatch]. [Client.Technician] sets it.
	ETag string `json:"-"`
}

// TechnicianFilter narrows and orders a list of technicians. Empty fields do not
// narrow.
type TechnicianFilter struct {
	Status string
	Locked *bool
	// Query is a part of the name or the address.
	Query string
	// Sort is -created_at when empty; a leading minus turns an order round.
	Sort string
}

func (f TechnicianFilter) query() url.Values {
	query := set(url.Values{}, map[string]string{"status": f.Status, "q": f.Query, "sort": f.Sort})
	if f.Locked != nil {
		query.Set("locked", strconv.FormatBool(*f.Locked))
	}
	return query
}

// Technicians goes through all technicians that pass the filter, page by page as it
// is read. An error ends it.
func (c *Client) Technicians(ctx context.Context, filter TechnicianFilter) iter.Seq2[Technician, error] {
	return all(func(paging Paging) (Page[Technician], error) { return c.TechnicianPage(ctx, filter, paging) })
}

// TechnicianPage returns one page of the technicians that pass the filter.
func (c *Client) TechnicianPage(ctx context.Context, filter TechnicianFilter, paging Paging) (Page[Technician], error) {
	return list[Technician](ctx, c, "/technicians", filter.query(), paging)
}

// Technician returns one technician with its ETag.
func (c *Client) Technician(ctx context.Context, id string) (Technician, error) {
	var t Technician
	header, err := c.do(ctx, newCall(http.MethodGet, "/technicians/"+url.PathEscape(id)), &t)
	t.ETag = header.Get("ETag")
	return t, err
}

// ExportTechnicians returns all technicians that pass the filter as a file in the
// format [CSV] or [NDJSON]. The reader is to be closed.
func (c *Client) ExportTechnicians(ctx context.Context, filter TechnicianFilter, format string) (io.ReadCloser, error) {
	return c.export(ctx, "/technicians/export", filter.query(), format)
}

// InviteTechnicians invites up to 1,000 addresses in one transaction and returns
// one outcome for each.
func (c *Client) InviteTechnicians(ctx context.Context, addresses []string, options ...CallOption) (Results, error) {
	type address struct {
		Email string `json:"email"`
	}
	ask := newCall(http.MethodPost, "/technicians", options...)
	rows := make([]address, len(addresses))
	for i, email := range addresses {
		rows[i].Email = email
	}
	ask.body = struct {
		Invitations []address `json:"invitations"`
		DryRun      bool      `json:"dry_run,omitempty"`
	}{rows, ask.dryRun}
	var results Results
	_, err := c.do(ctx, ask, &results)
	return results, err
}

// RevokeTechnicians kills the links of pending invitations.
func (c *Client) RevokeTechnicians(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/technicians:revoke", ids, options)
}

// ResendTechnicians sends invitations again that nobody has accepted.
func (c *Client) ResendTechnicians(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/technicians:resend", ids, options)
}

// LockTechnicians locks technicians out of the partner and its sites, up to 10,000
// in one call. When it returns, their sessions there are dead.
func (c *Client) LockTechnicians(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/technicians:lock", ids, options)
}

// UnlockTechnicians lifts account locks, up to 10,000 in one call.
func (c *Client) UnlockTechnicians(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/technicians:unlock", ids, options)
}

// EndTechnicianSessions signs technicians out of the partner and its sites.
func (c *Client) EndTechnicianSessions(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/technicians:end-sessions", ids, options)
}

// DeleteTechnicians deletes technicians in any status, for good.
func (c *Client) DeleteTechnicians(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/technicians:delete", ids, options)
}

// LockTechnician locks one technician and returns the row as it is then. [Reason]
// says why. What forbids it is a [*Problem], as with the calls below.
func (c *Client) LockTechnician(ctx context.Context, id string, options ...CallOption) (Technician, error) {
	return c.setTechnicianLock(ctx, id, true, options)
}

// UnlockTechnician lifts the account lock of one technician.
func (c *Client) UnlockTechnician(ctx context.Context, id string, options ...CallOption) (Technician, error) {
	return c.setTechnicianLock(ctx, id, false, options)
}

func (c *Client) setTechnicianLock(ctx context.Context, id string, locked bool, options []CallOption) (Technician, error) {
	ask := newCall(http.MethodPatch, "/technicians/"+url.PathEscape(id), options...)
	ask.body = struct {
		Locked bool   `json:"locked"`
		Reason string `json:"reason,omitempty"`
	}{locked, ask.reason}
	var t Technician
	header, err := c.do(ctx, ask, &t)
	t.ETag = header.Get("ETag")
	return t, err
}

// DeleteTechnician deletes one technician, for good.
func (c *Client) DeleteTechnician(ctx context.Context, id string, options ...CallOption) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, "/technicians/"+url.PathEscape(id), options...), nil)
	return err
}
