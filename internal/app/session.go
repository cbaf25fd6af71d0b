package app

import (
	"context"

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
	return s.actor(ctx, stranger, token, "")
}

// ActorAt returns who a session is at the partner named. A partner that this
// account cannot enter, or that does not exist, is CodeNotFound.
func (s Sessions) ActorAt(ctx context.Context, stranger gatehouse.Actor, token string, partner gatehouse.PartnerID) (gatehouse.Actor, error) {
	if partner == "" {
		return stranger, gatehouse.E(gatehouse.CodeNotFound)
	}
	return s.actor(ctx, stranger, token, partner)
}

func (s Sessions) actor(ctx context.Context, stranger gatehouse.Actor, token string, partner gatehouse.PartnerID) (gatehouse.Actor, error) {
	if token == "" {
		return stranger, gatehouse.E(gatehouse.CodeNotSignedIn)
	}
	facts, err := s.Store.SessionFacts(ctx, gatehouse.SessionID(auth.HashToken(token)), partner)
	if err != nil {
		return stranger, signedOut(err)
	}
	actor, err := stand(facts, stranger, partner)
	if err != nil {
		return stranger, err
	}
	if facts.Now.Sub(facts.Session.LastUsedAt) >= gatehouse.SessionTouch {
		err = s.Store.Update(ctx, func(tx *store.Tx) error {
			return tx.TouchSession(ctx, facts.Session.ID, facts.Now)
		})
	}
	return actor, err
}

// stand decides who a session is and where it stands. It is the one gate: every
// request passes it, and every change passes it again inside its transaction.
func stand(f store.SessionFacts, request gatehouse.Actor, wanted gatehouse.PartnerID) (gatehouse.Actor, error) {
	if err := f.Session.CheckAlive(f.Now); err != nil {
		return request, err
	}
	actor := gatehouse.Actor{
		Via:        request.Via,
		Origin:     request.Origin,
		Account:    f.Account.ID,
		Email:      f.Account.Email,
		Name:       f.Account.Name,
		Language:   f.Account.Language,
		Session:    f.Session.ID,
		SignedInAt: f.Session.CreatedAt,
	}
	if wanted == "" && f.Session.Partner == "" {
		return actor, nil
	}
	if err := f.Person.MayEnterPartner(f.Partner.Active(), f.Session.CreatedAt); err != nil {
		if wanted == "" || wanted == f.Session.Partner {
			// The session stands where it may not any more: it is over.
			return request, gatehouse.E(gatehouse.CodeNotSignedIn)
		}
		return request, gatehouse.E(gatehouse.CodeNotFound)
	}
	actor.Partner, actor.PartnerName = f.Partner.ID, f.Partner.Name
	actor.Person, actor.Role = f.Person.ID, f.Person.Role
	return actor, nil
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

// Places returns where the actor's account may work.
func (s Sessions) Places(ctx context.Context, actor gatehouse.Actor) ([]gatehouse.Place, error) {
	memberships, err := s.Store.UnscopedMemberships(ctx, actor.Account)
	if err != nil {
		return nil, err
	}
	open, _ := openPlaces(memberships, func(m store.Membership) error {
		return m.Person.MayEnterPartner(m.Partner.Active(), actor.SignedInAt)
	})
	return open, nil
}

// openPlaces returns the places that may be entered, and whether one of the
// others only waits for its partner's first Master.
func openPlaces(memberships []store.Membership, mayEnter func(store.Membership) error) (open []gatehouse.Place, inactive bool) {
	open = []gatehouse.Place{}
	for _, m := range memberships {
		if err := mayEnter(m); err != nil {
			inactive = inactive || gatehouse.CodeOf(err) == gatehouse.CodePartnerNotActive
			continue
		}
		kind := gatehouse.PlaceAdmin
		if m.Person.Role == gatehouse.NoPartnerRole {
			kind = gatehouse.PlaceTechnician
		}
		open = append(open, gatehouse.Place{
			Kind: kind, Partner: m.Partner.ID, PartnerName: m.Partner.Name, Person: m.Person.ID, Role: m.Person.Role,
		})
	}
	return open, inactive
}

// Choose makes the session stand at the partner. One that cannot be entered is
// CodeNotFound.
func (s Sessions) Choose(ctx context.Context, actor gatehouse.Actor, partner gatehouse.PartnerID) error {
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.LockPartner(ctx, partner); err != nil {
			return err
		}
		facts, err := tx.LockSessionFacts(ctx, actor.Session, partner)
		if err != nil {
			return signedOut(err)
		}
		there, err := stand(facts, actor, partner)
		if err != nil {
			return err
		}
		if facts.Session.Partner == partner {
			return nil
		}
		if err := tx.SetSessionPlace(ctx, actor.Session, partner); err != nil {
			return err
		}
		tx.Record(event(there, partner, gatehouse.ActionChoosePlace, string(there.Person), there.Name))
		return tx.SetLastSignIn(ctx, partner, there.Person, facts.Now)
	})
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
	if err := attempt.checkThrottle(ctx); err != nil {
		return SignedIn{}, err
	}
	account, err := s.Store.UnscopedAccountByEmail(ctx, email)
	if err != nil && gatehouse.CodeOf(err) != gatehouse.CodeNotFound {
		return SignedIn{}, err
	}
	ok, rehash, err := s.Hasher.Verify(ctx, account.PasswordHash, auth.NormalisePassword(password))
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
	signedIn, err := s.begin(ctx, stranger, account, fresh)
	if code := gatehouse.CodeOf(err); code == gatehouse.CodeWrongCredentials || code == gatehouse.CodePartnerNotActive {
		return SignedIn{}, attempt.fail(ctx, account, code)
	}
	return signedIn, err
}

// begin makes the session, on the account as the transaction finds it.
func (s Sessions) begin(ctx context.Context, stranger gatehouse.Actor, verified gatehouse.Account, hash string) (SignedIn, error) {
	var signedIn SignedIn
	err := s.Store.Update(ctx, func(tx *store.Tx) error {
		memberships, err := lockMemberships(ctx, tx, verified.ID)
		if err != nil {
			return err
		}
		account, err := tx.UnscopedAccount(ctx, verified.ID)
		if err != nil || account.PasswordHash != verified.PasswordHash {
			return gatehouse.E(gatehouse.CodeWrongCredentials)
		}
		if hash != account.PasswordHash {
			if err := tx.SetPasswordHash(ctx, account.ID, hash); err != nil {
				return err
			}
		}
		if signedIn, err = s.open(ctx, tx, stranger, account, memberships); err != nil {
			return err
		}
		return tx.ForgetAttempts(ctx, scopeAccount, string(account.Email))
	})
	return signedIn, err
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
func (c *core) open(ctx context.Context, tx *store.Tx, stranger gatehouse.Actor, account gatehouse.Account, memberships []store.Membership) (SignedIn, error) {
	now, err := tx.Now(ctx)
	if err != nil {
		return SignedIn{}, err
	}
	places, inactive := openPlaces(memberships, func(m store.Membership) error {
		return m.Person.MayEnterPartner(m.Partner.Active(), now)
	})
	switch {
	case len(places) == 0 && inactive:
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
		session.Partner = at.Partner
		e.Partner, e.Actor, e.Target = at.Partner, string(at.Person), string(at.Person)
		if err := tx.SetLastSignIn(ctx, at.Partner, at.Person, now); err != nil {
			return SignedIn{}, err
		}
	}
	if err := tx.CreateSession(ctx, session); err != nil {
		return SignedIn{}, err
	}
	tx.Record(e)
	account.PasswordHash = ""
	return SignedIn{Token: token, Account: account, Session: session, Places: places}, nil
}
