package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Site is a customer installation of a partner. Times that have not come are zero.
type Site struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Country is an ISO 3166 code of two letters, TimeZone an IANA name.
	Country  string `json:"country"`
	TimeZone string `json:"time_zone"`
	// Notes are the partner's own; empty for those who stand at the site.
	Notes              string    `json:"notes"`
	TechnicianAccess   bool      `json:"technician_access"`
	TechnicianAccessAt time.Time `json:"technician_access_at"`
	// TechnicianApproval is required or automatic.
	TechnicianApproval string `json:"technician_approval"`
	// OwnedAt is when the site's first administrator accepted: since then the two
	// settings above are the site's own.
	OwnedAt time.Time `json:"owned_at"`
	Credits int64     `json:"credits"`
	// OutOfCreditAt is when the site could not pay for its devices.
	OutOfCreditAt time.Time `json:"out_of_credit_at"`
	MonthlyCost   int64     `json:"monthly_cost"`
	Users         int64     `json:"users"`
	Devices       int64     `json:"devices"`
	Technicians   int64     `json:"technicians"`
	// Waiting counts the technicians who wait for the site's approval.
	Waiting   int64     `json:"waiting"`
	CreatedAt time.Time `json:"created_at"`
	// CreatedBy is nil when nobody of the partner created it.
	CreatedBy *Person `json:"created_by"`

	// ETag is the site's version, for [IfMatch]. Calls about one site set it.
	ETag string `json:"-"`
}

// SiteFilter narrows and orders a list of sites. Empty fields do not narrow.
type SiteFilter struct {
	// Query is a part of the name.
	Query   string
	Country string
	// Waiting keeps sites with technicians who wait for approval, OutOfCredit those
	// that could not pay for their devices.
	Waiting, OutOfCredit bool
	// Sort is name when empty; a leading minus turns an order round.
	Sort string
}

func (f SiteFilter) query() url.Values {
	query := set(url.Values{}, map[string]string{"q": f.Query, "country": f.Country, "sort": f.Sort})
	if f.Waiting {
		query.Set("waiting", "true")
	}
	if f.OutOfCredit {
		query.Set("out_of_credit", "true")
	}
	return query
}

// Sites goes through all sites that pass the filter, page by page as it is read. An
// error ends it.
func (c *Client) Sites(ctx context.Context, filter SiteFilter) iter.Seq2[Site, error] {
	return all(func(paging Paging) (Page[Site], error) { return c.SitePage(ctx, filter, paging) })
}

// SitePage returns one page of the sites that pass the filter.
func (c *Client) SitePage(ctx context.Context, filter SiteFilter, paging Paging) (Page[Site], error) {
	return list[Site](ctx, c, "/sites", filter.query(), paging)
}

// Site returns one site with its ETag.
func (c *Client) Site(ctx context.Context, id string) (Site, error) {
	return c.site(ctx, newCall(http.MethodGet, sitePath(id)))
}

// ExportSites returns all sites that pass the filter as a file in the format [CSV] or
// [NDJSON]. The reader is to be closed.
func (c *Client) ExportSites(ctx context.Context, filter SiteFilter, format string) (io.ReadCloser, error) {
	return c.export(ctx, "/sites/export", filter.query(), format)
}

// NewSite is what creating a site takes. The zero values of the two settings are the
// usual ones: Technician Access on, approval required.
type NewSite struct {
	Name     string `json:"name"`
	Country  string `json:"country"`
	TimeZone string `json:"time_zone"`
	Notes    string `json:"notes,omitempty"`
	// TechnicianAccess is on when nil.
	TechnicianAccess *bool `json:"technician_access,omitempty"`
	// TechnicianApproval is required or automatic.
	TechnicianApproval string `json:"technician_approval,omitempty"`
	// FirstAdministrator is invited as the site's first Master.
	FirstAdministrator string `json:"first_administrator,omitempty"`
}

// CreateSite creates a site and, where an address is given, invites its first
// administrator: both or neither.
func (c *Client) CreateSite(ctx context.Context, site NewSite, options ...CallOption) (Site, error) {
	ask := newCall(http.MethodPost, "/sites", options...)
	ask.body = site
	return c.site(ctx, ask)
}

// SiteChange says what to change of a site; nil and empty fields stay as they are.
type SiteChange struct {
	Name     *string `json:"name,omitempty"`
	Country  *string `json:"country,omitempty"`
	TimeZone *string `json:"time_zone,omitempty"`
	Notes    *string `json:"notes,omitempty"`
	// TechnicianAccess and TechnicianApproval are the site's own once it has had an
	// administrator: the code owned_by_site.
	TechnicianAccess   *bool  `json:"technician_access,omitempty"`
	TechnicianApproval string `json:"technician_approval,omitempty"`
}

// ChangeSite changes a site and returns it as it is then.
func (c *Client) ChangeSite(ctx context.Context, id string, change SiteChange, options ...CallOption) (Site, error) {
	ask := newCall(http.MethodPatch, sitePath(id), options...)
	ask.body = change
	return c.site(ctx, ask)
}

// DeleteSite deletes a site with all its memberships and registers, for good. While it
// has devices its exact name has to confirm it, else the code is site_has_devices.
func (c *Client) DeleteSite(ctx context.Context, id, confirm string, options ...CallOption) error {
	ask := newCall(http.MethodDelete, sitePath(id), options...)
	ask.query = set(url.Values{}, map[string]string{"confirm": confirm})
	_, err := c.do(ctx, ask, nil)
	return err
}

func sitePath(id string) string { return "/sites/" + url.PathEscape(id) }

func (c *Client) site(ctx context.Context, ask *call) (Site, error) {
	var site Site
	header, err := c.do(ctx, ask, &site)
	site.ETag = header.Get("ETag")
	return site, err
}
