package client

import (
	"context"
	"net/http"
	"time"
)

// Offer is what the link of an invitation offers.
type Offer struct {
	// Kind is admin, technician or site_admin.
	Kind    string  `json:"kind"`
	Partner Partner `json:"partner"`
	// Site is set for a site administrator, whose Role is a site role.
	Site *SiteRef `json:"site"`
	// Email is the address invited; nobody else can accept.
	Email string `json:"email"`
	// Role is empty for a technician.
	Role      string    `json:"role"`
	ExpiresAt time.Time `json:"expires_at"`
	// HasAccount says that the address has an account already: sign in and accept
	// with the token alone, or give the token and the account's password.
	HasAccount bool `json:"has_account"`
	// InvitedBy is a name, empty when the installation invited.
	InvitedBy string `json:"invited_by"`
	// Terms is nil when no consent is asked.
	Terms *Terms `json:"terms"`
}

// Terms are what has to be consented to.
type Terms struct {
	URL     string `json:"url"`
	Version string `json:"version"`
}

// Acceptance takes an invitation. With a session of the invited address it is the
// token and, where asked, the terms alone.
type Acceptance struct {
	Token string `json:"token"`
	// Name is a newcomer's. Without it, Password is the one of the account that the
	// address has.
	Name     string `json:"name,omitempty"`
	Password string `json:"password,omitempty"`
	Language string `json:"language,omitempty"`
	// Terms is the version consented to, as the offer named it.
	Terms string `json:"terms,omitempty"`
}

// Accepted is the membership just begun.
type Accepted struct {
	SignedIn
	Partner Partner `json:"partner"`
	// Person is the id in the lists of administrators and technicians.
	Person string `json:"person"`
	Kind   string `json:"kind"`
	// Site is set for a site administrator, whose Role is a site role.
	Site *SiteRef `json:"site"`
	Role string   `json:"role"`
}

// LookupInvitation returns what a link offers, and changes nothing. A link that
// cannot be used is a problem with the code link_dead.
func (c *Client) LookupInvitation(ctx context.Context, token string) (Offer, error) {
	ask := newCall(http.MethodPost, "/invitations/lookup")
	ask.body = map[string]string{"token": token}
	var offer Offer
	_, err := c.do(ctx, ask, &offer)
	return offer, err
}

// AcceptInvitation accepts. Whoever had no session is signed in by it.
func (c *Client) AcceptInvitation(ctx context.Context, acceptance Acceptance, options ...CallOption) (Accepted, error) {
	ask := newCall(http.MethodPost, "/invitations/accept", options...)
	ask.body = acceptance
	var accepted Accepted
	_, err := c.do(ctx, ask, &accepted)
	accepted.SignedIn, err = c.keep(accepted.SignedIn, err)
	return accepted, err
}
