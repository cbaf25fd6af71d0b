package app

import (
	"context"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/store"
)

// Actor returns who a request with an API key is: the key's creator with the rights
// of its scope, at its place. A token that is unknown, expired or revoked, or whose
// creator lost what the scope takes, is CodeKeyInvalid and nothing more. A spot that
// is not the key's place is CodeNotFound; the zero Spot is its place.
func (k APIKeys) Actor(ctx context.Context, stranger gatehouse.Actor, token string, spot gatehouse.Spot) (gatehouse.Actor, error) {
	request := stranger
	request.KeyToken = gatehouse.KeyTokenID(auth.HashToken(token))
	f, err := k.keyFacts(ctx, nil, request.KeyToken)
	if err != nil {
		return stranger, err
	}
	at, err := standByKey(&f, request, spot)
	if err != nil {
		return stranger, err
	}
	k.keyUsed(ctx, f)
	return at.actor, nil
}

// keyFacts returns what decides about an API key when it can be used, and
// CodeKeyInvalid when it cannot. Inside a transaction it holds the token's row and
// its holder's.
func (c *core) keyFacts(ctx context.Context, tx *store.Tx, token gatehouse.KeyTokenID) (gatehouse.KeyFacts, error) {
	read := c.Store.KeyFacts
	if tx != nil {
		read = tx.LockKeyFacts
	}
	f, err := read(ctx, token)
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return f, gatehouse.E(gatehouse.CodeKeyInvalid)
	}
	if err != nil {
		return f, err
	}
	return f, f.Check()
}

// standByKey is [core.stand] for a request with an API key, which stands at its
// place and nowhere else.
func standByKey(f *gatehouse.KeyFacts, request gatehouse.Actor, wanted gatehouse.Spot) (standing, error) {
	s := standing{actor: request, now: f.Now, entered: true}
	here := wanted.Site == f.Key.Site && (wanted.Partner == "" || wanted.Partner == f.Key.Partner)
	if wanted != (gatehouse.Spot{}) && !here {
		return s, gatehouse.E(gatehouse.CodeNotFound)
	}
	s.actor = f.Actor(request)
	return s, nil
}

// touchPatience is how long the note of a use may take.
const touchPatience = 5 * time.Second

// keyUsed notes that the key was used, at most once in [gatehouse.KeyTouch], and by
// one request at a time. That it cannot be noted keeps nobody from working.
func (c *core) keyUsed(ctx context.Context, f gatehouse.KeyFacts) {
	if f.Now.Sub(f.Key.LastUsedAt) < gatehouse.KeyTouch {
		return
	}
	if _, noted := c.touching.LoadOrStore(f.Key.ID, true); noted {
		return
	}
	defer c.touching.Delete(f.Key.ID)
	// Whoever has their answer already may be gone.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), touchPatience)
	defer cancel()
	err := c.Store.Update(ctx, func(tx *store.Tx) error { return tx.TouchKey(ctx, f.Key, f.Now) })
	if err != nil {
		c.Log.WarnContext(ctx, "the use of an API key could not be noted", "key", f.Key.ID, "error", err)
	}
}
