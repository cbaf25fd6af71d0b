package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
)

// Watcher returns whose session a token is, wherever it stands, without using the
// session: whoever only watches does not keep it alive. CodeNotSignedIn for none.
func (s Sessions) Watcher(ctx context.Context, stranger gatehouse.Actor, token string) (gatehouse.Actor, error) {
	if token == "" {
		return stranger, gatehouse.E(gatehouse.CodeNotSignedIn)
	}
	session := gatehouse.SessionID(auth.HashToken(token))
	facts, err := s.Store.SessionFacts(ctx, session)
	if err != nil {
		return stranger, signedOut(err)
	}
	if err := facts.Session.CheckAlive(facts.Now); err != nil {
		return stranger, err
	}
	return signedInAs(stranger, facts.Account, facts.Session), nil
}

// Glance returns where the watcher's account may stand at this moment, by what the
// database holds, so that every replica sees the same. CodeNotSignedIn once the
// session is over.
func (s Sessions) Glance(ctx context.Context, watcher gatehouse.Actor) ([]gatehouse.Place, error) {
	facts, err := s.Store.SessionFacts(ctx, watcher.Session)
	if err != nil {
		return nil, signedOut(err)
	}
	if err := facts.Session.CheckAlive(facts.Now); err != nil {
		return nil, err
	}
	at := facts.Session.CreatedAt
	inside, _ := portals(facts.Memberships, at)
	found, err := behind(ctx, s.Store.Reads, inside, facts.Account.ID, at)
	return found.open(), err
}
