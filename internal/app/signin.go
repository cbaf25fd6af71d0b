package app

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
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

// signInAttempt is one try to sign in, or to show that one knows the password.
type signInAttempt struct {
	*core
	actor gatehouse.Actor
	email gatehouse.Email
}

// counter is what a try counts against.
type counter struct {
	scope, subject string
	limit          int
}

func (a signInAttempt) counters() []counter {
	var list []counter
	if a.email != "" { // a malformed address is nobody's
		list = append(list, counter{scopeAccount, string(a.email), gatehouse.AccountFailures})
	}
	if address := networkAddress(a.actor.Origin); address != "" {
		list = append(list, counter{scopeAddress, address, gatehouse.AddressFailures})
	}
	return list
}

// begin waits for the turn of this try; end gives it to the next. The tries at one
// address come one after the other, until what became of each is counted: somebody
// who signs in on many devices at once is not to be taken for somebody who guesses.
// Codes: CodeTooManyRequests, CodeOverloaded.
func (a signInAttempt) begin(ctx context.Context) (end func(), err error) {
	if err := a.checkThrottle(ctx); err != nil {
		return nil, err
	}
	if a.email == "" { // nobody's
		return func() {}, nil
	}
	return a.turns.take(ctx, string(a.email))
}

// verify checks the password, and counts the try before it is hashed: of forty
// tries at the same moment no more reach the hash than of forty one after the other
// (SECURITY T042). Whoever succeeds takes the try back. An unknown address is
// counted, and costs, as much as a known one. Codes: CodeTooManyRequests,
// CodeOverloaded.
func (a signInAttempt) verify(ctx context.Context, account gatehouse.Account, password string) (ok, rehash bool, err error) {
	if err := a.count(ctx); err != nil {
		return false, false, err
	}
	ok, rehash, err = a.Hasher.Verify(ctx, account.PasswordHash, auth.NormalisePassword(password))
	if err != nil {
		// It never ran.
		err = errors.Join(err, a.takeBack(ctx))
	}
	return ok, rehash, err
}

// checkThrottle turns most of a flood away before it writes anything.
func (a signInAttempt) checkThrottle(ctx context.Context) error {
	for _, c := range a.counters() {
		if err := a.checkAttempts(ctx, c.scope, c.subject, c.limit, gatehouse.SignInWindow); err != nil {
			return err
		}
	}
	return nil
}

func (a signInAttempt) count(ctx context.Context) error {
	return a.Store.Update(ctx, func(tx *store.Tx) error {
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		for _, c := range a.counters() {
			n, until, err := tx.CountAttempt(ctx, c.scope, c.subject, now, gatehouse.SignInWindow)
			if err != nil {
				return err
			}
			if n > c.limit {
				return &gatehouse.Error{Code: gatehouse.CodeTooManyRequests, RetryAfter: until.Sub(now)}
			}
		}
		return nil
	})
}

// takeBack uncounts a try that was no wrong guess.
func (a signInAttempt) takeBack(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	return a.Store.Update(ctx, func(tx *store.Tx) error {
		for _, c := range a.counters() {
			if err := tx.UncountAttempt(ctx, c.scope, c.subject); err != nil {
				return err
			}
		}
		return nil
	})
}

// succeed forgets the failures of the account and takes this try back from the
// network address.
func (a signInAttempt) succeed(ctx context.Context, tx *store.Tx) error {
	if err := tx.ForgetAttempts(ctx, scopeAccount, string(a.email)); err != nil {
		return err
	}
	address := networkAddress(a.actor.Origin)
	if address == "" {
		return nil
	}
	return tx.UncountAttempt(ctx, scopeAddress, address)
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

// fail audits the failed try, which was counted before, and returns its answer: it
// tells the partners of a known account, or the installation, that somebody failed
// to sign in. All of it is one transaction, so that the answer takes as long for
// an address that nobody knows (SECURITY T036).
func (a signInAttempt) fail(ctx context.Context, account gatehouse.Account, code gatehouse.Code) error {
	err := a.Store.Update(ctx, func(tx *store.Tx) error { return a.record(ctx, tx, account, code, false) })
	if err != nil {
		return err
	}
	return gatehouse.E(code)
}

// record audits a refused try. Where the password was the right one, a partner that
// has locked the account reads so: its administrators are to see that somebody came to
// a closed door, and not that somebody guessed. Whoever tried is not told.
func (a signInAttempt) record(ctx context.Context, tx *store.Tx, account gatehouse.Account, code gatehouse.Code, rightPassword bool) error {
	memberships, err := lockMemberships(ctx, tx, account.ID)
	if err != nil {
		return err
	}
	failure := event(a.actor, "", gatehouse.ActionSignIn, "", string(a.email))
	failure.Outcome, failure.Code = gatehouse.Denied, code
	if len(memberships) == 0 {
		return recordRefusal(ctx, tx, failure)
	}
	for _, m := range memberships {
		e := failure
		e.Partner, e.Target, e.Context.TargetName = m.Partner.ID, string(m.Person.ID), account.Name
		if rightPassword && m.Person.Lock.On() {
			e.Code = gatehouse.CodeAccountLocked
		}
		if err := recordRefusal(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}
