package app

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// operation describes one change for [change].
type operation struct {
	action  gatehouse.Action
	partner gatehouse.PartnerID
	// site is the site that the change is about, "" for none. Whoever stands at a
	// site changes that site and nothing else.
	site gatehouse.SiteID
	// ask is asked of the actor as it is inside the transaction. The zero ask means
	// that something else authorises, such as the token of a link.
	ask
	// target is what the change is about, for the audit of a refusal.
	target     string
	targetName string
	// key is the caller's idempotency key, empty for none; input is what makes
	// two requests the same, without secrets.
	key    string
	caller string
	input  any
	dryRun bool
	// deletes is true for a change that is to leave no name of whom it deletes.
	deletes bool
}

// ask is what an actor must be allowed: the permission where they stand at a
// partner's portal, the action where they stand at a site. Whatever is left empty
// lets nobody through.
type ask struct {
	permission gatehouse.Permission
	siteAction gatehouse.SiteAction
}

// needs asks for a permission at the partner's portal.
func needs(p gatehouse.Permission) ask { return ask{permission: p} }

// check returns why the actor may not, or nil.
func (a ask) check(actor gatehouse.Actor) error {
	if actor.AtSite() {
		return actor.CheckAtSite(a.siteAction)
	}
	return actor.CheckMay(a.permission)
}

// checkSeen returns CodeStale when the caller has seen another version than the present
// one. 0 is any version.
func checkSeen(seen, present int) error {
	if seen != 0 && seen != present {
		return gatehouse.E(gatehouse.CodeStale)
	}
	return nil
}

var errDryRun = errors.New("dry run")

// settled wraps an error that is answered although the transaction commits.
type settled struct{ error }

// commitThen keeps what was done so far and answers err.
func commitThen(err error) error { return settled{err} }

// change is the one way in which something of a partner changes. In one write
// transaction it locks the partner's row, reads the actor again, authorises, and
// runs fn, which also records its audit events and mails; the result is stored
// under the idempotency key and answered again for the same request. A refusal is
// audited in a transaction of its own, after the rollback.
func change[R any](ctx context.Context, c *core, actor gatehouse.Actor, op operation, fn func(*store.Tx, gatehouse.Actor) (R, error)) (R, error) {
	var result R
	var answer error
	if op.caller == "" {
		op.caller = callerOf(actor, op.partner)
	}
	err := c.Store.Update(ctx, func(tx *store.Tx) error {
		result, answer = *new(R), nil
		fresh, err := c.enter(ctx, tx, actor, op)
		if err != nil {
			return err
		}
		done, err := replay(ctx, tx, op, &result)
		if done || err != nil {
			return err
		}
		result, err = fn(tx, fresh)
		if kept, ok := errors.AsType[settled](err); ok {
			answer = kept.error
			return nil
		}
		if err != nil {
			return err
		}
		if op.dryRun {
			return errDryRun
		}
		return remember(ctx, tx, op, result)
	})
	if errors.Is(err, errDryRun) {
		return result, nil
	}
	if err != nil {
		c.auditRefusal(ctx, actor, op, err)
		return *new(R), err
	}
	return result, answer
}

// callerOf is under whom the answers to idempotent calls are kept.
func callerOf(actor gatehouse.Actor, partner gatehouse.PartnerID) string {
	if actor.Key != "" {
		return store.KeyCaller(actor.Key, partner)
	}
	return "account:" + string(actor.Account) + "@" + string(partner)
}

// enter locks the partner and returns the actor as the database has it now.
func (c *core) enter(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, op operation) (gatehouse.Actor, error) {
	partner, err := tx.LockPartner(ctx, op.partner)
	if err != nil {
		return actor, err
	}
	if op.ask == (ask{}) || actor.Installation {
		return actor, nil
	}
	at, err := c.stand(ctx, tx, actor, actor.Session, gatehouse.Spot{Partner: partner.ID, Site: actor.Site})
	if err != nil {
		return actor, err
	}
	if actor.AtSite() && op.site != actor.Site {
		return actor, gatehouse.E(gatehouse.CodeNotFound)
	}
	return at.actor, op.check(at.actor)
}

// signedOut reads "no such session" as "not signed in".
func signedOut(err error) error {
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return gatehouse.E(gatehouse.CodeNotSignedIn)
	}
	return err
}

// replay answers a repeated request from what the first one stored.
func replay[R any](ctx context.Context, tx *store.Tx, op operation, result *R) (bool, error) {
	if op.key == "" || op.dryRun {
		return false, nil
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return false, err
	}
	stored, err := tx.StoredResult(ctx, op.caller, op.key, now.Add(-gatehouse.IdempotencyTTL))
	if gatehouse.CodeOf(err) == gatehouse.CodeNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if stored.RequestHash != op.requestHash() {
		return false, gatehouse.E(gatehouse.CodeIdempotencyReused)
	}
	if err := json.Unmarshal([]byte(stored.Result), result); err != nil {
		return false, fmt.Errorf("read a stored result: %w", err)
	}
	return true, nil
}

func remember(ctx context.Context, tx *store.Tx, op operation, result any) error {
	if op.key == "" {
		return nil
	}
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	encoded, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("store a result: %w", err)
	}
	stored := store.StoredResult{RequestHash: op.requestHash(), Result: string(encoded)}
	return tx.StoreResult(ctx, op.caller, op.key, stored, now, now.Add(-gatehouse.IdempotencyTTL))
}

// requestHash tells two requests apart: the action and its input.
func (op operation) requestHash() string {
	encoded, err := json.Marshal(op.input)
	if err != nil {
		// Inputs are plain structs of this package; one that cannot be encoded
		// is a mistake that its first test shows.
		panic(fmt.Sprintf("the input of %s: %v", op.action, err))
	}
	sum := sha256.Sum256(append([]byte(op.action+"\n"), encoded...))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// refusalWindow is the time within which the same refused attempt is counted
// instead of recorded again (SPEC section 11).
const refusalWindow = time.Minute

// auditRefusal records that the actor was refused. When that fails too the
// refusal still stands; the failure is logged.
func (c *core) auditRefusal(ctx context.Context, actor gatehouse.Actor, op operation, cause error) {
	code := gatehouse.CodeOf(cause)
	if !code.Refusal() {
		return
	}
	e := event(actor, op.partner, op.action, op.target, op.targetName)
	e.Outcome, e.Code = gatehouse.Denied, code
	if op.site != "" {
		e.Site = op.site
	}
	if err := c.recordRefusal(context.WithoutCancel(ctx), e); err != nil {
		c.Log.ErrorContext(ctx, "a refusal could not be audited", "action", op.action, "error", err)
	}
}

// recordRefusal records a refusal in a transaction of its own.
func (c *core) recordRefusal(ctx context.Context, e gatehouse.AuditEvent) error {
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		if e.Partner != "" {
			if _, err := tx.LockPartner(ctx, e.Partner); err != nil {
				return err
			}
		}
		return recordRefusal(ctx, tx, e)
	})
}

// recordRefusal records a refusal, or counts it where the same one was recorded
// within the last minute.
func recordRefusal(ctx context.Context, tx *store.Tx, e gatehouse.AuditEvent) error {
	now, err := tx.Now(ctx)
	if err != nil {
		return err
	}
	counted, err := tx.CountRefusal(ctx, e, now.Add(-refusalWindow))
	if err == nil && !counted {
		tx.Record(e)
	}
	return err
}

// checkRead authorises a read for the actor as the request found it. A refused
// one is audited.
func (c *core) checkRead(ctx context.Context, actor gatehouse.Actor, permission gatehouse.Permission, action gatehouse.Action) error {
	err := actor.CheckMay(permission)
	if err != nil && actor.Placed() {
		c.auditRefusal(ctx, actor, operation{action: action, partner: actor.Partner}, err)
	}
	return err
}

// recheckEvery is how long a running export can outlive the right to it.
const recheckEvery = 2 * time.Second

// exportsAtOnce is how many exports run at a time. Each holds a connection to the
// database for as long as its reader takes, and now and then asks for a second one:
// there have to be more of them than exports, for everybody else.
const exportsAtOnce = 4

// exporting authorises and records an export, and then passes the rows on for as long
// as the actor may have them. Whoever finds all turns taken is told to come back,
// CodeOverloaded: others may take minutes.
func exporting[T any](ctx context.Context, c *core, actor gatehouse.Actor, op operation, what facts, each func(T) error, rows func(func(T) error) error) error {
	select {
	case c.exports <- struct{}{}:
	default:
		return &gatehouse.Error{Code: gatehouse.CodeOverloaded, RetryAfter: recheckEvery}
	}
	defer func() { <-c.exports }()
	if err := c.recordExport(ctx, actor, op, what); err != nil {
		return err
	}
	return rows(whileAllowed(ctx, c, actor, op.ask, each))
}

// whileAllowed passes rows on for as long as the actor may have them: a lock that
// comes while an export runs cuts it off (SECURITY T111).
func whileAllowed[T any](ctx context.Context, c *core, actor gatehouse.Actor, ask ask, each func(T) error) func(T) error {
	checked := time.Now()
	return func(row T) error {
		if time.Since(checked) >= recheckEvery {
			checked = time.Now()
			at, err := c.stand(ctx, nil, actor, actor.Session, actor.Spot())
			if err != nil {
				return err
			}
			if err := ask.check(at.actor); err != nil {
				return err
			}
		}
		return each(row)
	}
}

// event begins an audit event of something the actor did.
func event(actor gatehouse.Actor, partner gatehouse.PartnerID, action gatehouse.Action, target, targetName string) gatehouse.AuditEvent {
	name := actor.Name
	who := string(actor.Account)
	if actor.Partner == partner && actor.Person != "" {
		who = string(actor.Person)
	}
	return gatehouse.AuditEvent{
		Partner:   partner,
		Site:      actor.Site,
		Via:       actor.Via,
		Key:       actor.Key,
		Actor:     who,
		Action:    action,
		Target:    target,
		Outcome:   gatehouse.Done,
		RequestID: actor.Origin.RequestID,
		Context: gatehouse.AuditContext{
			ActorName:  name,
			TargetName: targetName,
			Address:    actor.Origin.Address,
			UserAgent:  actor.Origin.UserAgent,
		},
	}
}

// facts is the before or after of an audit event.
type facts map[string]any

// json encodes the facts with sorted names; nothing is "".
func (f facts) json() json.RawMessage {
	if len(f) == 0 {
		return nil
	}
	encoded, err := json.Marshal(map[string]any(f))
	if err != nil {
		panic(fmt.Sprintf("facts of an audit event: %v", err))
	}
	return encoded
}

// with adds a fact, also to nil.
func (f facts) with(name string, value any) facts {
	if f == nil {
		f = facts{}
	}
	f[name] = value
	return f
}
