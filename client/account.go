package client

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// AccountChange names what changes of the own account; an empty field stays as it
// is.
type AccountChange struct {
	Name     string `json:"name,omitempty"`
	Language string `json:"language,omitempty"`
}

// OwnSession is a row of one's own sessions.
type OwnSession struct {
	// ID names the session for [Client.EndSession].
	ID string `json:"id"`
	// Current is true for the session that asks.
	Current bool `json:"current"`
	// Partner is nil while the session stands nowhere.
	Partner    *Partner  `json:"partner"`
	CreatedAt  time.Time `json:"created_at"`
	LastUsedAt time.Time `json:"last_used_at"`
	ExpiresAt  time.Time `json:"expires_at"`
	Address    string    `json:"address"`
	UserAgent  string    `json:"user_agent"`
}

// Account returns the account that is signed in.
func (c *Client) Account(ctx context.Context) (Account, error) {
	var account Account
	_, err := c.do(ctx, newCall(http.MethodGet, "/account"), &account)
	return account, err
}

// ChangeAccount changes name or language.
func (c *Client) ChangeAccount(ctx context.Context, change AccountChange, options ...CallOption) (Account, error) {
	ask := newCall(http.MethodPatch, "/account", options...)
	ask.body = change
	var account Account
	_, err := c.do(ctx, ask, &account)
	return account, err
}

// ChangePassword replaces the password and ends all other sessions; this one goes
// on.
func (c *Client) ChangePassword(ctx context.Context, current, password string) error {
	ask := newCall(http.MethodPut, "/account/password")
	ask.body = map[string]string{"current_password": current, "password": password}
	var renewed SignedIn
	_, err := c.do(ctx, ask, &renewed)
	_, err = c.keep(renewed, err)
	return err
}

// DeleteAccount ends all memberships and erases the account, for good. The own
// address and the password confirm it.
func (c *Client) DeleteAccount(ctx context.Context, email, password string) error {
	ask := newCall(http.MethodDelete, "/account")
	ask.body = map[string]string{"confirm": email, "password": password}
	return c.leave(ctx, ask)
}

// Sessions returns where the account is signed in, the newest first.
func (c *Client) Sessions(ctx context.Context) ([]OwnSession, error) {
	var list Page[OwnSession]
	_, err := c.do(ctx, newCall(http.MethodGet, "/account/sessions"), &list)
	return list.Items, err
}

// EndSession ends one of the own sessions.
func (c *Client) EndSession(ctx context.Context, id string) error {
	_, err := c.do(ctx, newCall(http.MethodDelete, "/account/sessions/"+url.PathEscape(id)), nil)
	return err
}

// EndOtherSessions ends every own session but this one and returns how many.
func (c *Client) EndOtherSessions(ctx context.Context) (int, error) {
	var answer struct {
		Ended int `json:"ended"`
	}
	_, err := c.do(ctx, newCall(http.MethodDelete, "/account/sessions"), &answer)
	return answer.Ended, err
}

// RequestPasswordReset has a link to a new password mailed. The answer is the same
// for every address.
func (c *Client) RequestPasswordReset(ctx context.Context, email string) error {
	ask := newCall(http.MethodPost, "/password-resets")
	ask.body = map[string]string{"email": email}
	_, err := c.do(ctx, ask, nil)
	return err
}

// ResetPassword sets a new password by the token of that link, once. It begins no
// session.
func (c *Client) ResetPassword(ctx context.Context, token, password string) error {
	ask := newCall(http.MethodPut, "/password-resets")
	ask.body = map[string]string{"token": token, "password": password}
	_, err := c.do(ctx, ask, nil)
	return err
}
