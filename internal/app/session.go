package app

import (
	"context"
	"errors"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// Sessions are the use cases of signing in and of where a session stands.
type Sessions struct{ *core }

// SignedIn is what signing in answers. On an idempotent replay Token is empty: a
// secret is given out once.
type SignedIn struct {
	Token   string `json:"-"`
	Account gatehouse.Account
	Session gatehouse.Session
	// Places are the open ones. With exactly one the session stands there.
	Places []gatehouse.Place
}

// Actor returns who a session is, at its chosen place or nowhere. A token that is
// no living session is CodeNotSignedIn.
func (s Sessions) Actor(ctx context.Context, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
	return s.actor(ctx, stranger, token, gatehouse.Spot{})
}

// ActorAt returns who a session is at the spot named: a partner, or a site, whose
// partner need not be said. A spot that this account cannot enter, or that does not
// exist, is CodeNotFound.
func (s Sessions) ActorAt(ctx context.Context, stranger gatehouse.Actor, token string, spot gatehouse.Spot) (gatehouse.Actor, error) {
	if spot == (gatehouse.Spot{}) {
		return stranger, gatehouse.E(gatehouse.CodeNotFound)
	}
	return s.actor(ctx, stranger, token, spot)
}

func (s Sessions) actor(ctx context.Context, stranger gatehouse.Actor, token string, spot gatehouse.Spot) (gatehouse.Actor, error) {
	if token == "" {
		return stranger, gatehouse.E(gatehouse.CodeNotSignedIn)
	}
	at, err := s.stand(ctx, nil, stranger, gatehouse.SessionID(auth.HashToken(token)), spot)
	if err != nil {
		return stranger, err
	}
	if at.actor.AtSite() && !at.entered {
		if err := s.enterSite(ctx, at); err != nil {
			return stranger, err
		}
	}
	if at.now.Sub(at.session.LastUsedAt) >= gatehouse.SessionTouch {
		err = s.Store.Update(ctx, func(tx *store.Tx) error {
			return tx.TouchSession(ctx, at.session.ID, at.now)
		})
	}
	return at.actor, err
}

// enterSite records that a session came into a site, once for each session: a page
// of the site may be opened without the site being chosen before.
func (s Sessions) enterSite(ctx context.Context, found standing) error {
	spot := found.actor.Spot()
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.LockPartner(ctx, spot.Partner); err != nil {
			return err
		}
		at, err := s.stand(ctx, tx, found.actor, found.session.ID, spot)
		if err != nil || at.entered {
			return err
		}
		tx.Record(event(at.actor, spot.Partner, gatehouse.ActionSiteEnter, string(at.actor.Person), at.actor.Name))
		return settle(ctx, tx, at.session.ID, sitePlace(&at.access, at.actor.At), at.now)
	})
}

// Admit answers CodeForbidden to an actor whose role lacks the permission that a
// page is about, and records that.
func (s Sessions) Admit(ctx context.Context, actor gatehouse.Actor, permission gatehouse.Permission) error {
	err := actor.CheckMay(permission)
	if err != nil && actor.Placed() {
		s.auditRefusal(ctx, actor, operation{action: gatehouse.ActionOpen, partner: actor.Partner, target: string(permission)}, err)
	}
	return err
}

// AdmitToSite answers CodeForbidden to an actor who may not do the action that a
// page of their site is about, and records that.
func (s Sessions) AdmitToSite(ctx context.Context, actor gatehouse.Actor, action gatehouse.SiteAction) error {
	err := actor.CheckAtSite(action)
	if err != nil && actor.AtSite() {
		s.auditRefusal(ctx, actor, operation{action: gatehouse.ActionOpen, partner: actor.Partner, target: string(action)}, err)
	}
	return err
}

// Choose makes the session stand at the spot: a partner, or a site, whose partner
// need not be said. One that cannot be entered is CodeNotFound.
func (s Sessions) Choose(ctx context.Context, actor gatehouse.Actor, spot gatehouse.Spot) error {
	if spot.Site != "" {
		there, err := s.stand(ctx, nil, actor, actor.Session, spot)
		if err != nil {
			return err
		}
		spot = there.actor.Spot()
	}
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.LockPartner(ctx, spot.Partner); err != nil {
			return err
		}
		there, err := s.stand(ctx, tx, actor, actor.Session, spot)
		if err != nil {
			return err
		}
		stands := gatehouse.Spot{Partner: there.session.Partner, Site: there.session.Site}
		if stands == spot {
			return nil
		}
		if err := tx.SetSessionPlace(ctx, actor.Session, spot); err != nil {
			return err
		}
		return arrive(ctx, tx, there)
	})
}

// arrive records that a session chose where to stand.
func arrive(ctx context.Context, tx *store.Tx, there standing) error {
	actor, action := there.actor, gatehouse.ActionChoosePlace
	place := gatehouse.Place{Partner: actor.Partner, Person: actor.Person}
	if actor.AtSite() {
		action, place = gatehouse.ActionSiteEnter, sitePlace(&there.access, actor.At)
	}
	tx.Record(event(actor, actor.Partner, action, string(actor.Person), actor.Name))
	return settle(ctx, tx, there.session.ID, place, there.now)
}

// SignOut ends the session.
func (s Sessions) SignOut(ctx context.Context, actor gatehouse.Actor) error {
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		if actor.Partner != "" {
			if _, err := tx.LockPartner(ctx, actor.Partner); err != nil {
				return err
			}
		}
		tx.Record(event(actor, actor.Partner, gatehouse.ActionSignOut, string(actor.Account), actor.Name))
		return tx.DeleteSession(ctx, actor.Session)
	})
}

// SignIn checks the password and begins a session. An unknown address, a wrong
// password and an account with no open place all answer CodeWrongCredentials
// after the same work; too many failures CodeTooManyRequests.
func (s Sessions) SignIn(ctx context.Context, stranger gatehouse.Actor, address, password string) (SignedIn, error) {
	email, addressErr := mail.ParseAddress(address)
	attempt := signInAttempt{core: s.core, actor: stranger, email: email}
	end, err := attempt.begin(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	defer end()
	account, err := s.Store.UnscopedAccountByEmail(ctx, email)
	if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
		return SignedIn{}, err
	}
	ok, rehash, err := attempt.verify(ctx, account, password)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok || addressErr != nil {
		return SignedIn{}, attempt.fail(ctx, account, gatehouse.CodeWrongCredentials)
	}
	fresh := account.PasswordHash
	if rehash {
		if fresh, err = s.Hasher.Hash(ctx, auth.NormalisePassword(password)); err != nil {
			return SignedIn{}, err
		}
	}
	return s.begin(ctx, attempt, account, fresh)
}

// begin makes the session, on the account as the transaction finds it. A closed
// account is refused and audited in the same transaction: a right password for it
// takes as long as a wrong one (SECURITY T036).
func (s Sessions) begin(ctx context.Context, attempt signInAttempt, verified gatehouse.Account, hash string) (SignedIn, error) {
	var signedIn SignedIn
	var refused gatehouse.Code
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		var err error
		signedIn, err = s.letIn(ctx, tx, attempt, verified, hash)
		switch refused = gatehouse.CodeOf(err); refused {
		case gatehouse.CodeWrongCredentials, gatehouse.CodePartnerNotActive:
			return attempt.record(ctx, tx, verified, refused, !errors.Is(err, errReplaced))
		default:
			refused = ""
			return err
		}
	})
	if err == nil && refused != "" {
		return SignedIn{}, gatehouse.E(refused)
	}
	return signedIn, err
}

// errReplaced says that the password was the right one until a moment ago.
var errReplaced = gatehouse.E(gatehouse.CodeWrongCredentials)

func (s Sessions) letIn(ctx context.Context, tx *store.Tx, attempt signInAttempt, verified gatehouse.Account, hash string) (SignedIn, error) {
	if _, err := lockMemberships(ctx, tx, verified.ID); err != nil {
		return SignedIn{}, err
	}
	account, err := tx.UnscopedAccount(ctx, verified.ID)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound || err == nil && account.PasswordHash != verified.PasswordHash {
		return SignedIn{}, errReplaced
	}
	if err != nil {
		return SignedIn{}, err
	}
	signedIn, err := s.open(ctx, tx, attempt.actor, account)
	if err != nil {
		return SignedIn{}, err
	}
	if hash != account.PasswordHash {
		if err := tx.SetPasswordHash(ctx, account.ID, hash); err != nil {
			return SignedIn{}, err
		}
	}
	return signedIn, attempt.succeed(ctx, tx)
}

// lockMemberships locks the partners of an account in the order of their ids and
// returns its memberships as they are then.
func lockMemberships(ctx context.Context, tx *store.Tx, account gatehouse.AccountID) ([]store.Membership, error) {
	before, err := tx.UnscopedMemberships(ctx, account)
	if err != nil {
		return nil, err
	}
	for _, m := range before {
		if _, err := tx.LockPartner(ctx, m.Partner.ID); err != nil {
			return nil, err
		}
	}
	return tx.UnscopedMemberships(ctx, account)
}

// open begins a session for the account in the transaction. Without an open place
// it is CodeWrongCredentials, or CodePartnerNotActive where that is the reason.
func (c *core) open(ctx context.Context, tx *store.Tx, stranger gatehouse.Actor, account gatehouse.Account) (SignedIn, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	found, err := readDoors(ctx, tx.Reads, account.ID, now)
	places := found.open()
	switch {
	case err != nil:
		return SignedIn{}, err
	case len(places) == 0 && found.inactive:
		return SignedIn{}, gatehouse.E(gatehouse.CodePartnerNotActive)
	case len(places) == 0:
		return SignedIn{}, gatehouse.E(gatehouse.CodeWrongCredentials)
	}
	token := auth.NewToken()
	session := gatehouse.Session{
		ID:         gatehouse.SessionID(auth.HashToken(token)),
		Account:    account.ID,
		CreatedAt:  now,
		LastUsedAt: now,
		ExpiresAt:  now.Add(gatehouse.SessionLifetime),
		UserAgent:  stranger.Origin.UserAgent,
		Address:    stranger.Origin.Address,
	}
	e := event(stranger, "", gatehouse.ActionSignIn, string(account.ID), account.Name)
	e.Actor, e.Context.ActorName = string(account.ID), account.Name
	if len(places) == 1 {
		at := places[0]
		session.Partner, session.Site = at.Partner, at.Site
		e.Partner, e.Site, e.Actor, e.Target = at.Partner, at.Site, string(at.Person), string(at.Person)
	}
	if err := tx.CreateSession(ctx, session); err != nil {
		return SignedIn{}, err
	}
	if len(places) == 1 {
		if err := settle(ctx, tx, session.ID, places[0], now); err != nil {
			return SignedIn{}, err
		}
	}
	tx.Record(e)
	if err := endOldest(ctx, tx, session, e); err != nil {
		return SignedIn{}, err
	}
	account.PasswordHash = ""
	return SignedIn{Token: token, Account: account, Session: session, Places: places}, nil
}

// endOldest ends the oldest sessions of an account that has more than it may have,
// and records it beside the sign-in that was one too many.
func endOldest(ctx context.Context, tx *store.Tx, newest gatehouse.Session, signIn gatehouse.AuditEvent) error {
	ended, err := tx.DeleteOldestSessions(ctx, newest, gatehouse.SessionsPerAccount)
	if err != nil || ended == 0 {
		return err
	}
	signIn.Action, signIn.After = gatehouse.ActionEndSession, facts{"ended": ended, "limit": gatehouse.SessionsPerAccount}.json()
	tx.Record(signIn)
	return nil
}
