package app

import (
	"context"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/store"
)

// APIKeys are the use cases of API keys: those of a partner for its Masters, at its
// portal, and those of a site for the site's Masters, at the site (SPEC section 14).
// Keys are managed by people: a request that comes with a key is CodeKeyNotAllowed,
// so that nobody outlives with a stolen key what ends it.
type APIKeys struct{ *core }

var manageKeys = ask{permission: gatehouse.ManagePartner, siteAction: gatehouse.SettingsManage}

// NewKey is what creating and rotating answer. On an idempotent replay Token is
// empty: a secret is given out once.
type NewKey struct {
	ID    gatehouse.APIKeyID
	Token string `json:"-"`
}

// List returns every API key of the place where the actor stands, the oldest first.
func (k APIKeys) List(ctx context.Context, actor gatehouse.Actor) ([]gatehouse.KeyRow, error) {
	if err := k.checkRead(ctx, actor); err != nil {
		return nil, err
	}
	return k.Store.Keys(ctx, actor.Spot())
}

// Get returns one API key of the place, or CodeNotFound.
func (k APIKeys) Get(ctx context.Context, actor gatehouse.Actor, id gatehouse.APIKeyID) (gatehouse.KeyRow, error) {
	if err := k.checkRead(ctx, actor); err != nil {
		return gatehouse.KeyRow{}, err
	}
	return k.Store.Key(ctx, actor.Spot(), id)
}

func (k APIKeys) checkRead(ctx context.Context, actor gatehouse.Actor) error {
	if err := actor.CheckManageKeys(); err != nil {
		return err
	}
	return k.checkReadAt(ctx, actor, manageKeys, gatehouse.ActionKeyView, "")
}

// Own returns the API key that the request came with. Every key may see itself;
// whoever comes without one is CodeForbidden.
func (k APIKeys) Own(ctx context.Context, actor gatehouse.Actor) (gatehouse.KeyRow, error) {
	if actor.Key == "" {
		return gatehouse.KeyRow{}, gatehouse.E(gatehouse.CodeForbidden)
	}
	return k.Store.Key(ctx, actor.Spot(), actor.Key)
}

// Create makes an API key for the place where the actor stands and returns its token,
// this once. Codes: CodeInvalid, CodeTooManyKeys, CodeRoleAboveYours.
func (k APIKeys) Create(ctx context.Context, actor gatehouse.Actor, key string, in gatehouse.KeyInput) (NewKey, error) {
	op := keyOperation(actor, gatehouse.ActionKeyCreate, "", key, in)
	return changeHere(ctx, k.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (NewKey, error) {
		now, err := tx.Now(ctx)
		if err != nil {
			return NewKey{}, err
		}
		if in, err = in.Clean(now); err != nil {
			return NewKey{}, err
		}
		if err := actor.CheckGiveKey(in.Scope); err != nil {
			return NewKey{}, err
		}
		n, err := tx.CountKeys(ctx, actor.Spot())
		if err == nil && n >= gatehouse.KeysPerPlace {
			err = gatehouse.E(gatehouse.CodeTooManyKeys)
		}
		if err != nil {
			return NewKey{}, err
		}
		token := newKeySecret()
		made := gatehouse.APIKey{
			Partner: actor.Partner, Site: actor.Site, Name: in.Name, Scope: in.Scope,
			Creator: actor.Person, CreatedAt: now, ExpiresAt: in.ExpiresAt, Hint: token.hint(),
		}
		if err := tx.CreateKey(ctx, &made, token.id()); err != nil {
			return NewKey{}, err
		}
		tx.Record(keyEvent(actor, gatehouse.ActionKeyCreate, made, nil, keyFactsOf(made)))
		return NewKey{ID: made.ID, Token: string(token)}, nil
	})
}

// Rename gives the key another name. ifMatch is the version seen, 0 for any.
func (k APIKeys) Rename(ctx context.Context, actor gatehouse.Actor, key string, id gatehouse.APIKeyID, name string, ifMatch int) error {
	op := keyOperation(actor, gatehouse.ActionKeyRename, id, key, []any{name, ifMatch})
	_, err := changeHere(ctx, k.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		row, err := keyAt(ctx, tx, actor, id, ifMatch)
		if err != nil {
			return struct{}{}, err
		}
		clean, err := gatehouse.CleanName("name", name)
		if err != nil || clean == row.Key.Name {
			return struct{}{}, err
		}
		e := keyEvent(actor, gatehouse.ActionKeyRename, row.Key, facts{"name": row.Key.Name}, facts{"name": clean})
		tx.Record(e)
		return struct{}{}, tx.RenameKey(ctx, row.Key, clean)
	})
	return err
}

// KeyRotation says how a key is rotated.
type KeyRotation struct {
	// Overlap is how long the token before goes on; nil is [gatehouse.KeyOverlap], and
	// zero ends it at once.
	Overlap *time.Duration
	// ExpiresAt is the key's new end; zero for Lifetime from now, and without that it
	// stays as it is.
	ExpiresAt time.Time
	Lifetime  time.Duration
	// IfMatch is the version the caller has seen, 0 for any.
	IfMatch int
}

func (r KeyRotation) check(present gatehouse.APIKey, now time.Time) (KeyRotation, error) {
	if r.Overlap == nil {
		r.Overlap = new(gatehouse.KeyOverlap)
	}
	if err := gatehouse.CheckKeyOverlap(*r.Overlap); err != nil {
		return r, err
	}
	if r.ExpiresAt.IsZero() && r.Lifetime != 0 {
		r.ExpiresAt = now.Add(r.Lifetime)
	}
	if !r.ExpiresAt.IsZero() {
		return r, gatehouse.CheckKeyEnd(r.ExpiresAt, now)
	}
	if r.ExpiresAt = present.ExpiresAt; !now.Before(r.ExpiresAt) {
		return r, gatehouse.InvalidField("expires_at", "This key has expired. Give it a new end.")
	}
	return r, nil
}

// Rotate gives the key a new token and returns it, this once. Whoever rotates answers
// for the key from then on, as if they had created it; the older token stays bound to
// whom it was shown to, and goes on for the overlap. Codes: CodeInvalid on "overlap"
// and "expires_at".
func (k APIKeys) Rotate(ctx context.Context, actor gatehouse.Actor, key string, id gatehouse.APIKeyID, ask KeyRotation) (NewKey, error) {
	op := keyOperation(actor, gatehouse.ActionKeyRotate, id, key, ask)
	return changeHere(ctx, k.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (NewKey, error) {
		row, err := keyAt(ctx, tx, actor, id, ask.IfMatch)
		if err != nil {
			return NewKey{}, err
		}
		asked, err := ask.check(row.Key, row.Now)
		if err != nil {
			return NewKey{}, err
		}
		if err := actor.CheckGiveKey(row.Key.Scope); err != nil {
			return NewKey{}, err
		}
		token := newKeySecret()
		rotated := row.Key
		rotated.Creator, rotated.ExpiresAt, rotated.Hint = actor.Person, asked.ExpiresAt, token.hint()
		// No token outlives the key that it was made for: a later end of the key wakes
		// none that was dead.
		olderEnds := slices.MinFunc([]time.Time{row.Now.Add(*asked.Overlap), row.Key.ExpiresAt, rotated.ExpiresAt}, time.Time.Compare)
		if err := tx.RotateKey(ctx, rotated, token.id(), olderEnds, row.Now); err != nil {
			return NewKey{}, err
		}
		after := keyFactsOf(rotated).with("older_until", moment(olderEnds))
		tx.Record(keyEvent(actor, gatehouse.ActionKeyRotate, rotated, keyFactsOf(row.Key), after))
		return NewKey{ID: id, Token: string(token)}, nil
	})
}

// Revoke ends the key for good: when the call returns every token of it is dead.
func (k APIKeys) Revoke(ctx context.Context, actor gatehouse.Actor, key string, id gatehouse.APIKeyID, ifMatch int) error {
	op := keyOperation(actor, gatehouse.ActionKeyRevoke, id, key, ifMatch)
	_, err := changeHere(ctx, k.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (struct{}, error) {
		row, err := keyAt(ctx, tx, actor, id, ifMatch)
		if err != nil {
			return struct{}{}, err
		}
		tx.Record(keyEvent(actor, gatehouse.ActionKeyRevoke, row.Key, keyFactsOf(row.Key), nil))
		return struct{}{}, tx.DeleteKey(ctx, row.Key)
	})
	return err
}

// keyAt returns a key of the actor's place for a change by a person, in the version
// that they have seen.
func keyAt(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, id gatehouse.APIKeyID, ifMatch int) (gatehouse.KeyRow, error) {
	if err := actor.CheckManageKeys(); err != nil {
		return gatehouse.KeyRow{}, err
	}
	row, err := tx.Key(ctx, actor.Spot(), id)
	if err == nil {
		err = checkSeen(ifMatch, row.Key.Version)
	}
	return row, err
}

func keyOperation(actor gatehouse.Actor, action gatehouse.Action, id gatehouse.APIKeyID, key string, input any) operation {
	return operation{
		action: action, ask: manageKeys, site: actor.Site, target: string(id), key: key,
		input: []any{actor.Site, id, input},
	}
}

// keyEvent begins an audit event about a key.
func keyEvent(actor gatehouse.Actor, action gatehouse.Action, k gatehouse.APIKey, before, after facts) gatehouse.AuditEvent {
	e := event(actor, k.Partner, action, string(k.ID), k.Name)
	e.Before, e.After = before.json(), after.json()
	return e
}

// keyFactsOf is what the audit trail tells of a key.
func keyFactsOf(k gatehouse.APIKey) facts {
	return facts{"scope": k.Scope, "expires_at": moment(k.ExpiresAt)}
}

// moment writes a time as the audit trail does.
func moment(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// keySecret is the secret of an API key, as it is shown once.
type keySecret string

func newKeySecret() keySecret { return keySecret(gatehouse.KeyPrefix + auth.NewToken()) }

func (t keySecret) id() gatehouse.KeyTokenID { return gatehouse.KeyTokenID(auth.HashToken(string(t))) }

func (t keySecret) hint() string { return string(t[len(t)-gatehouse.KeyHint:]) }
