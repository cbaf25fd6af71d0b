// Package app holds the use cases: authorise, validate, change, audit and enqueue
// in one transaction. Pages and API call it and nothing else.
package app

import (
	"log/slog"
	"net/url"
	"sync"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Config is what the use cases work with.
type Config struct {
	// BaseURL is the only source of links.
	BaseURL *url.URL
	// InvitationTTL is how long an invitation can be accepted; zero means
	// [gatehouse.InvitationTTL].
	InvitationTTL time.Duration
	// TermsURL is shown at acceptance, and consent to TermsVersion recorded;
	// empty means that consent is not asked.
	TermsURL     string
	TermsVersion string

	Store  *store.DB
	Hasher *auth.Hasher
	Sealer *auth.Sealer
	Sender mail.Sender
	Log    *slog.Logger
}

// App holds the use cases, one small type per noun.
type App struct {
	Setup       Setup
	Sessions    Sessions
	Accounts    Accounts
	Resets      Resets
	Invitations Invitations
	Admins      Admins
	Technicians Technicians
	Assignments Assignments
	SiteAdmins  SiteAdmins
	Audit       Audit
	Partners    Partners
	Sites       Sites
	Credits     Credits
	Registers   Registers
	Deliveries  Deliveries
	APIKeys     APIKeys
	Decisions   Decisions
}

// core is what the use cases share.
type core struct {
	Config
	// turns are of the sign-ins, by address.
	turns turns
	// touching are the API keys whose use is being noted, by id.
	touching sync.Map
	// exports are the exports under way.
	exports chan struct{}
	// gathering are the decisions under way.
	gathering gathering
}

// New wires the use cases.
func New(config Config) *App {
	if config.InvitationTTL == 0 {
		config.InvitationTTL = gatehouse.InvitationTTL
	}
	c := &core{Config: config, exports: make(chan struct{}, exportsAtOnce), gathering: gathering{crowds: map[gathered]*crowd{}}}
	return &App{
		Setup:       Setup{c},
		Sessions:    Sessions{c},
		Accounts:    Accounts{c},
		Resets:      Resets{c},
		Invitations: Invitations{c},
		Admins:      Admins{c},
		Technicians: Technicians{c},
		Assignments: Assignments{c},
		SiteAdmins:  SiteAdmins{c},
		Audit:       Audit{c},
		Partners:    Partners{c},
		Sites:       Sites{c},
		Credits:     Credits{c},
		Registers:   Registers{c},
		Deliveries:  Deliveries{c},
		APIKeys:     APIKeys{c},
		Decisions:   Decisions{c},
	}
}

// link returns an absolute link to a page of the portal that carries a token.
func (c *core) link(path, token string) string {
	u := c.BaseURL.JoinPath(path)
	u.RawQuery = url.Values{"token": {token}}.Encode()
	return u.String()
}
