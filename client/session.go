package client

import (
	"context"
	"net/http"
)

// Account is a person with a password: one at every partner.
type Account struct {
	ID       string `json:"id"`
	Email    string `json:"email"`
	Name     string `json:"name"`
	Language string `json:"language"`
}

// Partner names a partner.
type Partner struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Place is somewhere an account may work.
type Place struct {
	// Kind is admin or technician for a partner's portal, site_admin or assignment
	// for a site.
	Kind    string  `json:"kind"`
	Partner Partner `json:"partner"`
	// Site is nil for a partner's portal.
	Site *SiteRef `json:"site"`
	// Role is the partner role, or of a site_admin the site role; empty for a
	// technician.
	Role string `json:"role"`
	// Level is of an assignment.
	Level string `json:"level"`
}

// SignedIn is what signing in, set-up and acceptance answer.
type SignedIn struct {
	Account Account `json:"account"`
	// Places are where the account may work now. With exactly one the session
	// stands there already; with more, call [Client.ChoosePlace] or [Client.At].
	Places []Place `json:"places"`

	CSRFToken string `json:"csrf_token"`
}

// Session is who the caller is and what they may.
type Session struct {
	SignedIn
	// Place is nil while none is chosen.
	Place *Place `json:"place"`
	// Role is the role there, empty for a technician and without a place.
	Role string `json:"role"`
	// Permissions are what that role allows, such as admins.manage.
	Permissions []string `json:"permissions"`
}

// Setup is the first partner and its first Master.
type Setup struct {
	// Token stands behind token= in the link that the server printed.
	Token    string `json:"token"`
	Partner  string `json:"partner"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
	Language string `json:"language,omitempty"`
}

// CompleteSetup sets the installation up and signs its first Master in. It works
// once.
func (c *Client) CompleteSetup(ctx context.Context, setup Setup, options ...CallOption) (SignedIn, error) {
	ask := newCall(http.MethodPost, "/setup", options...)
	ask.body = setup
	var entered SignedIn
	_, err := c.do(ctx, ask, &entered)
	return c.keep(entered, err)
}

// SignIn begins a session, in place of the one before.
func (c *Client) SignIn(ctx context.Context, email, password string) (SignedIn, error) {
	ask := newCall(http.MethodPost, "/session")
	ask.body = map[string]string{"email": email, "password": password}
	var entered SignedIn
	_, err := c.do(ctx, ask, &entered)
	return c.keep(entered, err)
}

// keep remembers the session's token for the calls to come.
func (c *Client) keep(entered SignedIn, err error) (SignedIn, error) {
	if err == nil && entered.CSRFToken != "" {
		c.session.set(entered.CSRFToken)
	}
	return entered, err
}

// Session returns who is signed in, where this client stands and what the role
// there allows.
func (c *Client) Session(ctx context.Context) (Session, error) {
	var s Session
	_, err := c.do(ctx, newCall(http.MethodGet, "/session"), &s)
	if err == nil {
		c.session.set(s.CSRFToken)
	}
	return s, err
}

// ChoosePlace makes the session stand at the partner.
func (c *Client) ChoosePlace(ctx context.Context, partner string) error {
	ask := newCall(http.MethodPut, "/session/place")
	ask.body = map[string]string{"partner": partner}
	_, err := c.do(ctx, ask, nil)
	return err
}

// ChooseSite makes the session stand at the site.
func (c *Client) ChooseSite(ctx context.Context, site string) error {
	ask := newCall(http.MethodPut, "/session/place")
	ask.body = map[string]string{"site": site}
	_, err := c.do(ctx, ask, nil)
	return err
}

// SignOut ends the session.
func (c *Client) SignOut(ctx context.Context) error {
	return c.leave(ctx, newCall(http.MethodDelete, "/session"))
}

// leave makes a call that ends the session.
func (c *Client) leave(ctx context.Context, ask *call) error {
	_, err := c.do(ctx, ask, nil)
	if err == nil {
		c.session.set("")
	}
	return err
}
