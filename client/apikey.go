package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// APIKey is a credential for programs, of a partner or of one site.
type APIKey struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Scope is decisions, or the name of the role whose rights the key has at its place.
	Scope string `json:"scope"`
	// State is active, expired or suspended: a key is suspended while its creator is
	// locked or does not have the role that the scope takes.
	State string `json:"state"`
	// Hint is the end of the newest token.
	Hint string `json:"hint"`
	// CreatedBy is who created the key, or rotated it last.
	CreatedBy  Person    `json:"created_by"`
	CreatedAt  time.Time `json:"created_at"`
	ExpiresAt  time.Time `json:"expires_at"`
	LastUsedAt time.Time `json:"last_used_at"`
	// OlderUntil is when the last older token of a rotated key ends.
	OlderUntil time.Time `json:"older_until"`

	// Token is the secret, set by [Client.CreateAPIKey] and [Client.RotateAPIKey] and
	// empty ever after, also when their answer is repeated under an idempotency key.
	Token string `json:"token"`
	// ETag is the key's version, for [IfMatch].
	ETag string `json:"-"`
}

// NewAPIKey is what creating a key takes.
type NewAPIKey struct {
	Name  string `json:"name"`
	Scope string `json:"scope"`
	// ExpiresAt is 90 days from now when zero.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// KeyRotation says how a key is rotated. The zero value lets the older token go on for
// 24 hours, and leaves the key's end as it is.
type KeyRotation struct {
	// OverlapHours is how long the older token goes on: 0 to 168.
	OverlapHours *int      `json:"overlap_hours,omitempty"`
	ExpiresAt    time.Time `json:"expires_at,omitzero"`
}

// APIKeys returns every API key of the place where the caller stands. This and the
// calls below but [Client.OwnAPIKey] take somebody who is signed in as a Master.
func (c *Client) APIKeys(ctx context.Context) ([]APIKey, error) {
	var list struct {
		Items []APIKey `json:"items"`
	}
	_, err := c.do(ctx, newCall(http.MethodGet, "/api-keys"), &list)
	return list.Items, err
}

// APIKey returns one key with its ETag.
func (c *Client) APIKey(ctx context.Context, id string) (APIKey, error) {
	return c.apiKey(ctx, newCall(http.MethodGet, keyPath(id)))
}

// OwnAPIKey returns the key with which the client calls.
func (c *Client) OwnAPIKey(ctx context.Context) (APIKey, error) {
	return c.apiKey(ctx, newCall(http.MethodGet, "/api-keys/self"))
}

// CreateAPIKey creates a key for the place where the caller stands and returns it with
// its token.
func (c *Client) CreateAPIKey(ctx context.Context, key NewAPIKey, options ...CallOption) (APIKey, error) {
	ask := newCall(http.MethodPost, "/api-keys", options...)
	ask.body = key
	return c.apiKey(ctx, ask)
}

// RenameAPIKey gives a key another name.
func (c *Client) RenameAPIKey(ctx context.Context, id, name string, options ...CallOption) (APIKey, error) {
	ask := newCall(http.MethodPatch, keyPath(id), options...)
	ask.body = map[string]string{"name": name}
	return c.apiKey(ctx, ask)
}

// RotateAPIKey makes a new token for a key and returns the key with it.
func (c *Client) RotateAPIKey(ctx context.Context, id string, rotation KeyRotation, options ...CallOption) (APIKey, error) {
	ask := newCall(http.MethodPost, keyPath(id)+"/rotate", options...)
	ask.body = rotation
	return c.apiKey(ctx, ask)
}

// RevokeAPIKey ends a key for good.
func (c *Client) RevokeAPIKey(ctx context.Context, id string, options ...CallOption) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, keyPath(id), options...), nil)
	return err
}

func (c *Client) apiKey(ctx context.Context, ask *call) (APIKey, error) {
	var key APIKey
	header, err := c.do(ctx, ask, &key)
	key.ETag = header.Get("ETag")
	return key, err
}

func keyPath(id string) string { return "/api-keys/" + url.PathEscape(id) }
