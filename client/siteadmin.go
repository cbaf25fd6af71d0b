package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
)

// SiteAdmins are the calls about the administrators of one site. Their rows are as
// those of a partner's administrators, with site roles and the lock at the site.
type SiteAdmins struct {
	client *Client
	path   string
}

// SiteAdmins returns the calls about the administrators of a site.
func (c *Client) SiteAdmins(site string) SiteAdmins {
	return SiteAdmins{c, "/sites/" + url.PathEscape(site) + "/admins"}
}

// SiteAdminFilter narrows and orders a site's administrators, as a partner's are;
// roles are the site's.
type SiteAdminFilter = AdminFilter

// List goes through all administrators that pass the filter, page by page as it is
// read. An error ends it.
func (s SiteAdmins) List(ctx context.Context, filter SiteAdminFilter) iter.Seq2[Admin, error] {
	return all(func(paging Paging) (Page[Admin], error) { return s.Page(ctx, filter, paging) })
}

// Page returns one page of the administrators that pass the filter.
func (s SiteAdmins) Page(ctx context.Context, filter SiteAdminFilter, paging Paging) (Page[Admin], error) {
	return list[Admin](ctx, s.client, s.path, filter.query(), paging)
}

// Export returns all administrators that pass the filter as a file in the format
// [CSV] or [NDJSON]. The reader is to be closed.
func (s SiteAdmins) Export(ctx context.Context, filter SiteAdminFilter, format string) (io.ReadCloser, error) {
	return s.client.export(ctx, s.path+"/export", filter.query(), format)
}

// Get returns one administrator with its ETag.
func (s SiteAdmins) Get(ctx context.Context, id string) (Admin, error) {
	return s.row(ctx, newCall(http.MethodGet, s.path+"/"+url.PathEscape(id)))
}

func (s SiteAdmins) row(ctx context.Context, ask *call) (Admin, error) {
	var admin Admin
	header, err := s.client.do(ctx, ask, &admin)
	admin.ETag = header.Get("ETag")
	return admin, err
}

// Invite invites up to 1,000 addresses and returns one outcome for each.
func (s SiteAdmins) Invite(ctx context.Context, invitations []Invitation, options ...CallOption) (Results, error) {
	ask := newCall(http.MethodPost, s.path, options...)
	ask.body = struct {
		Invitations []Invitation `json:"invitations"`
		DryRun      bool         `json:"dry_run,omitempty"`
	}{invitations, ask.dryRun}
	var results Results
	_, err := s.client.do(ctx, ask, &results)
	return results, err
}

// ChangeRole gives one administrator another site role and returns the row as it is
// then. What forbids it is a [*Problem], as with the calls below.
func (s SiteAdmins) ChangeRole(ctx context.Context, id, role string, options ...CallOption) (Admin, error) {
	return s.change(ctx, id, options, adminChange{Role: role})
}

// SetLock locks one administrator out of the site, or lifts the lock. [Reason] says
// why.
func (s SiteAdmins) SetLock(ctx context.Context, id string, locked bool, options ...CallOption) (Admin, error) {
	return s.change(ctx, id, options, adminChange{Locked: &locked})
}

func (s SiteAdmins) change(ctx context.Context, id string, options []CallOption, change adminChange) (Admin, error) {
	ask := newCall(http.MethodPatch, s.path+"/"+url.PathEscape(id), options...)
	change.Reason = ask.reason
	ask.body = change
	return s.row(ctx, ask)
}

// Remove ends one membership of the site.
func (s SiteAdmins) Remove(ctx context.Context, id string, options ...CallOption) error {
	_, err := s.client.do(ctx, newCall(http.MethodDelete, s.path+"/"+url.PathEscape(id), options...), nil)
	return err
}

// Revoke kills the links of pending invitations to the site.
func (s SiteAdmins) Revoke(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return s.client.bulk(ctx, s.path+":revoke", ids, options)
}

// Resend sends invitations again that nobody has accepted.
func (s SiteAdmins) Resend(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return s.client.bulk(ctx, s.path+":resend", ids, options)
}

// Lock locks administrators out of the site, up to 10,000 in one call.
func (s SiteAdmins) Lock(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return s.client.bulk(ctx, s.path+":lock", ids, options)
}

// Unlock lifts locks at the site, up to 10,000 in one call.
func (s SiteAdmins) Unlock(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return s.client.bulk(ctx, s.path+":unlock", ids, options)
}

// EndSessions signs administrators of any role out of the site.
func (s SiteAdmins) EndSessions(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return s.client.bulk(ctx, s.path+":end-sessions", ids, options)
}

// Delete ends memberships of the site in any status.
func (s SiteAdmins) Delete(ctx context.Context, ids []string, options ...CallOption) (Results, error) {
	return s.client.bulk(ctx, s.path+":delete", ids, options)
}
