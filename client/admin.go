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

// Admin is a row of a partner's administrators: a person with an administrator's
// invitation. Times that have not come are zero.
type Admin struct {
	ID string `json:"id"`
	// AccountID is empty until an invitation was accepted.
	AccountID string `json:"account_id"`
	Email     string `json:"email"`
	Name      string `json:"name"`
	// Role is observer, operator, admin or master: the one held, or while the
	// status is not accepted the one offered.
	Role string `json:"role"`
	// Status is pending, accepted, expired or revoked.
	Status     string    `json:"status"`
	Locked     bool      `json:"locked"`
	LockedAt   time.Time `json:"locked_at"`
	LockedBy   *Person   `json:"locked_by"`
	LockReason string    `json:"lock_reason"`
	// CreatedAt is when the address was invited first.
	CreatedAt time.Time `json:"created_at"`
	// InvitedBy is nil when the installation invited.
	InvitedBy    *Person   `json:"invited_by"`
	InvitedAt    time.Time `json:"invited_at"`
	ExpiresAt    time.Time `json:"expires_at"`
	AcceptedAt   time.Time `json:"accepted_at"`
	LastSignInAt time.Time `json:"last_sign_in_at"`
	// Mail is the invitation's latest mail, nil when there was none.
	Mail *Mail `json:"mail"`

	// ETag is the row's version, for [IfMatch]. [Client.Admin] sets it.
	ETag string `json:"-"`
}

// Person names a person. The name is empty when the person is gone.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Mail is how far a mail has come.
type Mail struct {
	// State is queued, sent, failed or cancelled.
	State string `json:"state"`
	// Error is the mail server's reason.
	Error string `json:"error"`
}

// AdminFilter narrows and orders a list of administrators. Empty fields do not
// narrow.
type AdminFilter struct {
	Status string
	Role   string
	Locked *bool
	// Query is a part of the name or the address.
	Query string
	// Sort is -created_at when empty; a leading minus turns an order round.
	Sort string
}

func (f AdminFilter) query() url.Values {
	query := set(url.Values{}, map[string]string{"status": f.Status, "role": f.Role, "q": f.Query, "sort": f.Sort})
	if f.Locked != nil {
		query.Set("locked", strconv.FormatBool(*f.Locked))
	}
	return query
}

// Admins goes through all administrators that pass the filter, page by page as it
// is read. An error ends it.
func (c *Client) Admins(ctx context.Context, filter AdminFilter) iter.Seq2[Admin, error] {
	return all(func(paging Paging) (Page[Admin], error) { return c.AdminPage(ctx, filter, paging) })
}

// AdminPage returns one page of the administrators that pass the filter.
func (c *Client) AdminPage(ctx context.Context, filter AdminFilter, paging Paging) (Page[Admin], error) {
	return list[Admin](ctx, c, "/admins", filter.query(), paging)
}

// Admin returns one administrator with its ETag.
func (c *Client) Admin(ctx context.Context, id string) (Admin, error) {
	var admin Admin
	header, err := c.do(ctx, newCall(http.MethodGet, "/admins/"+url.PathEscape(id)), &admin)
	admin.ETag = header.Get("ETag")
	return admin, err
}

// ExportAdmins returns all administrators that pass the filter as a file in the
// format [CSV] or [NDJSON]. The reader is to be closed.
func (c *Client) ExportAdmins(ctx context.Context, filter AdminFilter, format string) (io.ReadCloser, error) {
	return c.export(ctx, "/admins/export", filter.query(), format)
}

// Invitation is one address to invite.
type Invitation struct {
	Email string `json:"email"`
	Role  string `json:"role"`
}

// InviteAdmins invites up to 1,000 addresses in one transaction and returns one
// outcome for each.
func (c *Client) InviteAdmins(ctx context.Context, invitations []Invitation, options ...CallOption) (Results, error) {
	ask := newCall(http.MethodPost, "/admins", options...)
	ask.body = struct {
		Invitations []Invitation `json:"invitations"`
		DryRun      bool         `json:"dry_run,omitempty"`
	}{invitations, ask.dryRun}
	var results Results
	_, err := c.do(ctx, ask, &results)
	return results, err
}

// RevokeAdmins kills the links of pending invitations.
func (c *Client) RevokeAdmins(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/admins:revoke", ids, options)
}

// ResendAdmins sends invitations again that nobody has accepted.
func (c *Client) ResendAdmins(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/admins:resend", ids, options)
}

// LockAdmins locks administrators out of the partner, up to 10,000 in one call. When
// it returns, their sessions there are dead.
func (c *Client) LockAdmins(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/admins:lock", ids, options)
}

// UnlockAdmins lifts account locks, up to 10,000 in one call.
func (c *Client) UnlockAdmins(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/admins:unlock", ids, options)
}

// EndAdminSessions signs administrators of any role out of the partner.
func (c *Client) EndAdminSessions(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/admins:end-sessions", ids, options)
}

// DeleteAdmins deletes administrators in any status, for good.
func (c *Client) DeleteAdmins(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return c.bulk(ctx, "/admins:delete", ids, options)
}

// ChangeRole gives one administrator another role and returns the row as it is
// then. What forbids it is a [*Problem], as with the calls below.
func (c *Client) ChangeRole(ctx context.Context, id, role string, options ...CallOption) (Admin, error) {
	return c.change(ctx, id, options, adminChange{Role: role})
}

// LockAdmin locks one administrator out of the partner. [Reason] says why.
func (c *Client) LockAdmin(ctx context.Context, id string, options ...CallOption) (Admin, error) {
	locked := true
	return c.change(ctx, id, options, adminChange{Locked: &locked})
}

// UnlockAdmin lifts the account lock of one administrator.
func (c *Client) UnlockAdmin(ctx context.Context, id string, options ...CallOption) (Admin, error) {
	locked := false
	return c.change(ctx, id, options, adminChange{Locked: &locked})
}

// DeleteAdmin deletes one administrator, for good.
func (c *Client) DeleteAdmin(ctx context.Context, id string, options ...CallOption) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, "/admins/"+url.PathEscape(id), options...), nil)
	return err
}

type adminChange struct {
	Role   string `json:"role,omitempty"`
	Locked *bool  `json:"locked,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func (c *Client) change(ctx context.Context, id string, options []CallOption, change adminChange) (Admin, error) {
	ask := newCall(http.MethodPatch, "/admins/"+url.PathEscape(id), options...)
	change.Reason = ask.reason
	ask.body = change
	var admin Admin
	header, err := c.do(ctx, ask, &admin)
	admin.ETag = header.Get("ETag")
	return admin, err
}
