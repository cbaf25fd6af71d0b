package app

import (
	"context"
	"net/netip"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// The scopes of counted attempts.
const (
	scopeAccount  = "sign_in_account"
	scopeAddress  = "sign_in_address"
	scopeDeadLink = "dead_link"
	scopeMail     = "invitation_mail"
)

// networkAddress is what attempts from a request are counted under. Behind a proxy
// on this machine everybody comes from its address: counting that would let one
// stranger shut everybody out, so it is left to the proxy.
func networkAddress(o gatehouse.Origin) string {
	if address, err := netip.ParseAddr(o.Address); err == nil && address.Unmap().IsLoopback() {
		return ""
	}
	return o.Address
}

// signInAttempt is one try to sign in.
type signInAttempt struct {
	*core
	actor gatehouse.Actor
	email gatehouse.Email
}

// checkThrottle answers CodeTooManyRequests when the account or the network
// address has failed too often. Unknown addresses are counted like known ones.
func (a signInAttempt) checkThrottle(ctx context.Context) error {
	for scope, subject := range map[string]string{scopeAccount: string(a.email), scopeAddress: networkAddress(a.actor.Origin)} {
		limit := gatehouse.AddressFailures
		if scope == scopeAccount {
			limit = gatehouse.AccountFailures
		}
		if err := a.checkAttempts(ctx, scope, subject, limit, gatehouse.SignInWindow); err != nil {
			return err
		}
	}
	return nil
}

// checkAttempts answers CodeTooManyRequests when the subject has used up its
// attempts of the window.
func (c *core) checkAttempts(ctx context.Context, scope, subject string, limit int, window time.Duration) error {
	if subject == "" {
		return nil
	}
	now, err := c.Store.Now(ctx)
	if err != nil {
		return err
	}
	n, err := c.Store.Attempts(ctx, scope, subject, now.Add(-window))
	if err == nil && n >= limit {
		return &gatehouse.Error{Code: gatehouse.CodeTooManyRequests, RetryAfter: window}
	}
	return err
}

// fail counts and audits the failed try and returns its answer.
func (a signInAttempt) fail(ctx context.Context, account gatehouse.Account, code gatehouse.Code) error {
	err := a.Store.Update(ctx, func(tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		for scope, subject := range map[string]string{scopeAccount: string(a.email), scopeAddress: networkAddress(a.actor.Origin)} {
			if subject == "" {
				continue
			}
			if _, _, err := tx.CountAttempt(ctx, scope, subject, now, gatehouse.SignInWindow); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.auditFailure(ctx, account, code)
}

// auditFailure tells the partners of a known account, or the installation, that
// somebody failed to sign in.
func (a signInAttempt) auditFailure(ctx context.Context, account gatehouse.Account, code gatehouse.Code) error {
	failure := event(a.actor, "", gatehouse.ActionSignIn, "", string(a.email))
	failure.Outcome, failure.Code = gatehouse.Denied, code
	memberships, err := a.Store.UnscopedMemberships(ctx, account.ID)
	if err != nil {
		return err
	}
	events := []gatehouse.AuditEvent{}
	for _, m := range memberships {
		e := failure
		e.Partner, e.Target, e.Context.TargetName = m.Partner.ID, string(m.Person.ID), account.Name
		events = append(events, e)
	}
	if len(events) == 0 {
		events = append(events, failure)
	}
	for _, e := range events {
		if err := a.recordRefusal(ctx, e); err != nil {
			return err
		}
	}
	return gatehouse.E(code)
}
