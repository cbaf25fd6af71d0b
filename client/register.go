package client

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Device is an entry of a site's register of devices. The calls about registers stand
// at the site: see [Client.AtSite].
type Device struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Serial is unique at the site.
	Serial string `json:"serial"`
	Model  string `json:"model"`
	Place  string `json:"place"`
	// Status is online, offline or disabled.
	Status    string    `json:"status"`
	CreatedAt time.Time `json:"created_at"`

	// ETag is the device's version, for [IfMatch]. Calls about one device set it.
	ETag string `json:"-"`
}

// NewDevice is what registering a device takes. Status is online when empty.
type NewDevice struct {
	Name   string `json:"name"`
	Serial string `json:"serial"`
	Model  string `json:"model,omitempty"`
	Place  string `json:"place,omitempty"`
	Status string `json:"status,omitempty"`
}

// DeviceChange says what to change of a device; nil and empty fields stay as they are.
type DeviceChange struct {
	Name   *string `json:"name,omitempty"`
	Serial *string `json:"serial,omitempty"`
	Model  *string `json:"model,omitempty"`
	Place  *string `json:"place,omitempty"`
	Status string  `json:"status,omitempty"`
}

// Devices goes through the site's devices whose name contains the text, by name.
func (c *Client) Devices(ctx context.Context, site, search string) iter.Seq2[Device, error] {
	return all(func(paging Paging) (Page[Device], error) {
		return list[Device](ctx, c, sitePath(site)+"/devices", named(search), paging)
	})
}

// Device returns one device with its ETag.
func (c *Client) Device(ctx context.Context, site, id string) (Device, error) {
	return c.device(ctx, newCall(http.MethodGet, entryPath(site, "devices", id)))
}

// CreateDevice registers a device.
func (c *Client) CreateDevice(ctx context.Context, site string, device NewDevice, options ...CallOption) (Device, error) {
	ask := newCall(http.MethodPost, sitePath(site)+"/devices", options...)
	ask.body = device
	return c.device(ctx, ask)
}

// ChangeDevice changes a device and returns it as it is then.
func (c *Client) ChangeDevice(ctx context.Context, site, id string, change DeviceChange, options ...CallOption) (Device, error) {
	ask := newCall(http.MethodPatch, entryPath(site, "devices", id), options...)
	ask.body = change
	return c.device(ctx, ask)
}

// DeleteDevice takes a device off the register.
func (c *Client) DeleteDevice(ctx context.Context, site, id string, options ...CallOption) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, entryPath(site, "devices", id), options...), nil)
	return err
}

// ExportDevices returns the site's devices as a file in the format [CSV] or [NDJSON].
// The reader is to be closed.
func (c *Client) ExportDevices(ctx context.Context, site, search, format string) (io.ReadCloser, error) {
	return c.export(ctx, sitePath(site)+"/devices/export", named(search), format)
}

func (c *Client) device(ctx context.Context, ask *call) (Device, error) {
	var device Device
	header, err := c.do(ctx, ask, &device)
	device.ETag = header.Get("ETag")
	return device, err
}

// SiteUser is an entry of a site's register of users: somebody who walks through its
// doors. All but the name may be empty.
type SiteUser struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Email     string    `json:"email"`
	Phone     string    `json:"phone"`
	Card      string    `json:"card"`
	CreatedAt time.Time `json:"created_at"`

	// ETag is the user's version, for [IfMatch]. Calls about one user set it.
	ETag string `json:"-"`
}

// NewSiteUser is what registering a user takes.
type NewSiteUser struct {
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	Card  string `json:"card,omitempty"`
}

// SiteUserChange says what to change of a user; nil fields stay as they are.
type SiteUserChange struct {
	Name  *string `json:"name,omitempty"`
	Email *string `json:"email,omitempty"`
	Phone *string `json:"phone,omitempty"`
	Card  *string `json:"card,omitempty"`
}

// SiteUsers goes through the site's users whose name contains the text, by name.
func (c *Client) SiteUsers(ctx context.Context, site, search string) iter.Seq2[SiteUser, error] {
	return all(func(paging Paging) (Page[SiteUser], error) {
		return list[SiteUser](ctx, c, sitePath(site)+"/users", named(search), paging)
	})
}

// SiteUser returns one user with its ETag.
func (c *Client) SiteUser(ctx context.Context, site, id string) (SiteUser, error) {
	return c.siteUser(ctx, newCall(http.MethodGet, entryPath(site, "users", id)))
}

// CreateSiteUser registers a user.
func (c *Client) CreateSiteUser(ctx context.Context, site string, user NewSiteUser, options ...CallOption) (SiteUser, error) {
	ask := newCall(http.MethodPost, sitePath(site)+"/users", options...)
	ask.body = user
	return c.siteUser(ctx, ask)
}

// ChangeSiteUser changes a user and returns it as it is then.
func (c *Client) ChangeSiteUser(ctx context.Context, site, id string, change SiteUserChange, options ...CallOption) (SiteUser, error) {
	ask := newCall(http.MethodPatch, entryPath(site, "users", id), options...)
	ask.body = change
	return c.siteUser(ctx, ask)
}

// DeleteSiteUser takes a user off the register, for good.
func (c *Client) DeleteSiteUser(ctx context.Context, site, id string, options ...CallOption) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, entryPath(site, "users", id), options...), nil)
	return err
}

// ExportSiteUsers returns the site's users as a file in the format [CSV] or [NDJSON].
// The reader is to be closed.
func (c *Client) ExportSiteUsers(ctx context.Context, site, search, format string) (io.ReadCloser, error) {
	return c.export(ctx, sitePath(site)+"/users/export", named(search), format)
}

func (c *Client) siteUser(ctx context.Context, ask *call) (SiteUser, error) {
	var user SiteUser
	header, err := c.do(ctx, ask, &user)
	user.ETag = header.Get("ETag")
	return user, err
}

func entryPath(site, register, id string) string {
	return sitePath(site) + "/" + register + "/" + url.PathEscape(id)
}

func named(search string) url.Values { return set(url.Values{}, map[string]string{"q": search}) }
