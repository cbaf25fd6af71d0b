package client

import (
	"context"
	"net/http"
	"time"
)

// PartnerProfile is what the tenant where the caller stands says of itself.
type PartnerProfile struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`

	// ETag is the partner's version, for [IfMatch].
	ETag string `json:"-"`
}

// Partner returns the partner where the caller stands.
func (c *Client) Partner(ctx context.Context) (PartnerProfile, error) {
	return c.partner(ctx, newCall(http.MethodGet, "/partner"))
}

// RenamePartner gives the partner another name and returns it as it is then. It takes a
// Master.
func (c *Client) RenamePartner(ctx context.Context, name string, options ...CallOption) (PartnerProfile, error) {
	ask := newCall(http.MethodPatch, "/partner", options...)
	ask.body = struct {
		Name string `json:"name"`
	}{name}
	return c.partner(ctx, ask)
}

func (c *Client) partner(ctx context.Context, ask *call) (PartnerProfile, error) {
	var partner PartnerProfile
	header, err := c.do(ctx, ask, &partner)
	partner.ETag = header.Get("ETag")
	return partner, err
}
