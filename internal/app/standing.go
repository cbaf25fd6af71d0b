package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// standing is who a session or an API key is, and where it stands.
type standing struct {
	actor   gatehouse.Actor
	account gatehouse.Account
	session gatehouse.Session
	now     time.Time
	// access is of the site, for a session that stands at one; entered is false
	// until the session's entry there is recorded.
	access  gatehouse.AccessFacts
	entered bool
}

// stand decides who the request's session, or its API key, is and whether it may stand at the spot
// wanted, or with the zero Spot where it stands anyway. It is the one gate: every
// request passes it, and every change passes it again inside its transaction, which
// then holds the session's row, or the key's. Errors: CodeNotSignedIn for a session
// that is over, CodeKeyInvalid for a key that is dead, CodeNotFound for a spot that the
// account cannot enter or where the key is not.
func (c *core) stand(ctx context.Context, tx *store.Tx, request gatehouse.Actor, session gatehouse.SessionID, wanted gatehouse.Spot) (standing, error) {
	if request.Key != "" {
		f, err := c.keyFacts(ctx, tx, request.KeyToken)
		if err != nil {
			return standing{actor: request}, err
		}
		return standByKey(&f, request, wanted)
	}
	if wanted.Site != "" {
		return c.standAtSite(ctx, tx, request, session, wanted)
	}
	facts, err := c.sessionFacts(ctx, tx, session)
	if err != nil {
		return standing{actor: request}, signedOut(err)
	}
	if wanted.Partner == "" && facts.Session.Site != "" {
		return c.standAtSite(ctx, tx, request, session, gatehouse.Spot{})
	}
	return standAtPartner(facts, request, wanted)
}

func (c *core) sessionFacts(ctx context.Context, tx *store.Tx, session gatehouse.SessionID) (store.SessionFacts, error) {
	if tx != nil {
		return tx.LockSessionFacts(ctx, session)
	}
	return c.Store.SessionFacts(ctx, session)
}

func (c *core) siteSessionFacts(ctx context.Context, tx *store.Tx, session gatehouse.SessionID, site gatehouse.SiteID) (store.SiteSessionFacts, error) {
	if tx != nil {
		return tx.LockSiteSessionFacts(ctx, session, site)
	}
	return c.Store.SiteSessionFacts(ctx, session, site)
}

func standAtPartner(f store.SessionFacts, request gatehouse.Actor, wanted gatehouse.Spot) (standing, error) {
	s := standing{actor: request, account: f.Account, session: f.Session, now: f.Now}
	if err := f.Session.CheckAlive(f.Now); err != nil {
		return s, err
	}
	actor := signedInAs(request, f.Account, f.Session)
	actor.Portals, _ = portals(f.Memberships, f.Session.CreatedAt)
	partner := wanted.Partner
	if partner == "" {
		partner = f.Session.Partner
	}
	if partner == "" {
		s.actor = actor
		return s, nil
	}
	m := f.At(partner)
	if err := m.Person.MayEnterPartner(m.Partner.Active(), f.Session.CreatedAt); err != nil {
		return s, turnedAway(wanted, f.Session)
	}
	actor.Partner, actor.PartnerName = m.Partner.ID, m.Partner.Name
	actor.Person, actor.Role = m.Person.ID, m.Person.Role
	s.actor = actor
	return s, nil
}

func (c *core) standAtSite(ctx context.Context, tx *store.Tx, request gatehouse.Actor, session gatehouse.SessionID, wanted gatehouse.Spot) (standing, error) {
	f, err := c.siteSessionFacts(ctx, tx, session, wanted.Site)
	if err != nil {
		return standing{actor: request}, signedOut(err)
	}
	s := standing{
		actor: request, account: f.Account, session: f.Session, now: f.Access.Now,
		access: f.Access, entered: !f.Entered.IsZero(),
	}
	if err := f.Session.CheckAlive(f.Access.Now); err != nil {
		return s, err
	}
	at, err := gatehouse.MayEnterSite(&f.Access, f.Session.CreatedAt)
	if err != nil || wanted.Partner != "" && wanted.Partner != f.Access.Site.Partner {
		return s, turnedAway(wanted, f.Session)
	}
	actor := signedInAs(request, f.Account, f.Session)
	actor.Partner, actor.PartnerName, actor.Person = f.Access.Partner.ID, f.Access.Partner.Name, f.Access.Person.ID
	actor.Site, actor.SiteName, actor.At = f.Access.Site.ID, f.Access.Site.Name, at
	s.actor = actor
	return s, nil
}

// turnedAway answers whoever may not stand at the spot wanted. A session that
// stands where it may not any more is over.
func turnedAway(wanted gatehouse.Spot, session gatehouse.Session) error {
	here := wanted == gatehouse.Spot{} ||
		wanted.Site == session.Site && (wanted.Partner == "" || wanted.Partner == session.Partner)
	if here {
		return gatehouse.E(gatehouse.CodeNotSignedIn)
	}
	return gatehouse.E(gatehouse.CodeNotFound)
}

// signedInAs is the actor of a session that stands nowhere.
func signedInAs(request gatehouse.Actor, account gatehouse.Account, session gatehouse.Session) gatehouse.Actor {
	return gatehouse.Actor{
		Via:        request.Via,
		Origin:     request.Origin,
		Account:    account.ID,
		Email:      account.Email,
		Name:       account.Name,
		Language:   account.Language,
		Session:    session.ID,
		SignedInAt: session.CreatedAt,
	}
}

// settle notes that a session begins to stand at a place: the entry at a site, and the
// last sign-in at the partner. Whoever comes to a site by an assignment comes for the
// partner (SPEC section 2), as its own administrator for nobody but the site.
func settle(ctx context.Context, tx *store.Tx, session gatehouse.SessionID, place gatehouse.Place, now time.Time) error {
	if place.Site != "" {
		if err := tx.EnterSite(ctx, session, place, now); err != nil || place.Kind != gatehouse.PlaceAssignment {
			return err
		}
	}
	return tx.SetLastSignIn(ctx, place.Partner, place.Person, now)
}
