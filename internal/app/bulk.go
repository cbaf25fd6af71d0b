package app

import (
	"context"
	"errors"
	"fmt"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Bulk names the rows of a bulk call.
type Bulk struct {
	IDs []gatehouse.PersonID `json:"ids"`
	// Reason is why, where the action takes one.
	Reason string `json:"reason,omitempty"`
	// IfMatch is the version the caller has seen, 0 for any. It goes with exactly
	// one id.
	IfMatch int `json:"if_match,omitempty"`
	// Role is set by [Admins.ChangeRole].
	Role gatehouse.PartnerRole `json:"role,omitempty"`
	// SiteRole is set by [SiteAdmins.ChangeRole].
	SiteRole gatehouse.SiteRole `json:"site_role,omitempty"`
	DryRun   bool               `json:"-"`
}

func (b Bulk) check(limit int) error {
	switch {
	case len(b.IDs) == 0:
		return gatehouse.InvalidField("ids", "Name at least one row.")
	case len(b.IDs) > limit:
		return gatehouse.InvalidField("ids", fmt.Sprintf("One call takes at most %d rows.", limit))
	case b.IfMatch != 0 && len(b.IDs) != 1:
		return gatehouse.InvalidField("ids", "If-Match goes with exactly one row.")
	default:
		return nil
	}
}

// bulk collects the outcomes of a bulk call and records each in the audit trail.
type bulk struct {
	tx    *store.Tx
	actor gatehouse.Actor
	op    operation
	// reason is why, as whoever acts wrote it.
	reason  string
	results gatehouse.Results
	seen    map[gatehouse.PersonID]bool
}

func newBulk(tx *store.Tx, actor gatehouse.Actor, op operation, n int) *bulk {
	return &bulk{
		tx: tx, actor: actor, op: op,
		results: gatehouse.Results{Rows: make([]gatehouse.Result, 0, n)},
		seen:    make(map[gatehouse.PersonID]bool, n),
	}
}

// add takes the outcome of one row. A domain error refuses the row and the call
// goes on; any other error ends the call.
func (b *bulk) add(ctx context.Context, row gatehouse.Result, err error, name string, before, after facts) error {
	e := event(b.actor, b.op.partner, b.op.action, string(row.ID), name)
	e.Site = b.op.site
	if err != nil {
		refusal, ok := errors.AsType[*gatehouse.Error](err)
		if !ok || !refusal.Code.ForRow() {
			return err
		}
		b.results.Rows = append(b.results.Rows, row.Refuse(refusal))
		e.Outcome, e.Code = gatehouse.Denied, refusal.Code
		return recordRefusal(ctx, b.tx, e)
	}
	b.results.Rows = append(b.results.Rows, row)
	if row.Outcome != gatehouse.Unchanged {
		e.Before, e.After = before.json(), after.json()
		e.Context.Reason = b.reason
		b.tx.Record(e)
	}
	return nil
}

// errUnchanged is what an action returns for a row that already is as asked.
var errUnchanged = errors.New("unchanged")

// listed says how a bulk call finds and judges the rows of one list: of
// administrators, technicians, or a site's administrators.
type listed[T any] struct {
	kind gatehouse.InvitationKind
	site gatehouse.SiteID
	// load returns the rows with these ids, in any order.
	load func(ctx context.Context, tx *store.Tx, ids []gatehouse.PersonID) ([]T, error)
	// describe returns whom the row is about, its version, and why the actor may
	// not act on it.
	describe func(actor gatehouse.Actor, item T) (person gatehouse.Person, version int, err error)
}

// action changes one row and says what was before and after. A row that already is
// as asked returns errUnchanged.
type action[T any] func(ctx context.Context, m *invitations, item T) (before, after facts, err error)

// each runs an action over the named rows in one transaction: an unknown or
// foreign id makes the whole call CodeNotFound; whoever stands above the actor, or
// is the actor, is refused; what the action refuses is refused.
func each[T any](ctx context.Context, c *core, actor gatehouse.Actor, op operation, ask Bulk, limit int, list listed[T], act action[T]) (gatehouse.Results, error) {
	if err := ask.check(limit); err != nil {
		return gatehouse.Results{}, err
	}
	op.partner, op.site, op.input, op.dryRun = actor.Partner, list.site, []any{list.site, ask}, ask.DryRun
	return placed(actor, op.ask, func() (gatehouse.Results, error) {
		return change(ctx, c, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Results, error) {
			items, err := named(ctx, tx, actor, list, ask)
			if err != nil {
				return gatehouse.Results{}, err
			}
			m, err := c.machine(ctx, tx, actor, op.partner, list.kind)
			if err != nil {
				return gatehouse.Results{}, err
			}
			m.site = list.site
			b := newBulk(tx, actor, op, len(items))
			b.reason = ask.Reason
			err = m.measure(ctx, ask, &b.results.Impact, func() error {
				return run(ctx, m, b, list, items, act)
			})
			if err != nil {
				return gatehouse.Results{}, err
			}
			return b.results, m.send(ctx)
		})
	})
}

// run runs the action over the rows, one after the other.
func run[T any](ctx context.Context, m *invitations, b *bulk, list listed[T], items []T, act action[T]) error {
	for _, item := range items {
		person, _, refusal := list.describe(b.actor, item)
		if err := b.apply(ctx, person, refusal, func() (facts, facts, error) { return act(ctx, m, item) }); err != nil {
			return err
		}
	}
	return m.writeLocks(ctx)
}

// named reads every row before the first is changed. An id without a row is
// CodeNotFound.
func named[T any](ctx context.Context, tx *store.Tx, actor gatehouse.Actor, list listed[T], ask Bulk) ([]T, error) {
	rows, err := list.load(ctx, tx, ask.IDs)
	if err != nil {
		return nil, err
	}
	byID := make(map[gatehouse.PersonID]T, len(rows))
	for _, row := range rows {
		person, version, _ := list.describe(actor, row)
		if err := checkSeen(ask.IfMatch, version); err != nil {
			return nil, err
		}
		byID[person.ID] = row
	}
	items := make([]T, len(ask.IDs))
	for i, id := range ask.IDs {
		item, known := byID[id]
		if !known {
			return nil, gatehouse.E(gatehouse.CodeNotFound)
		}
		items[i] = item
	}
	return items, nil
}

// apply runs the action on one row that the actor may act on.
func (b *bulk) apply(ctx context.Context, person gatehouse.Person, err error, act func() (before, after facts, err error)) error {
	row := gatehouse.Result{ID: person.ID, Email: person.Email, Outcome: gatehouse.Changed}
	var before, after facts
	switch {
	case b.seen[row.ID]:
		err = errUnchanged
	case err == nil:
		before, after, err = act()
	}
	b.seen[row.ID] = true
	if errors.Is(err, errUnchanged) {
		row.Outcome, err = gatehouse.Unchanged, nil
	}
	name := person.DisplayName()
	if b.op.deletes && !b.op.dryRun && err == nil {
		// What this call keeps is written after the person is gone: neither its
		// event nor its stored answer says who it was.
		row.Email, name = "", ""
	}
	return b.add(ctx, row, err, name, before, after)
}

// each runs an action over the named administrators (see [each]).
func (a Admins) each(ctx context.Context, actor gatehouse.Actor, op operation, ask Bulk, limit int, act action[gatehouse.Admin]) (gatehouse.Results, error) {
	return each(ctx, a.core, actor, op, ask, limit, listed[gatehouse.Admin]{
		kind: gatehouse.InviteAdmin,
		load: func(ctx context.Context, tx *store.Tx, ids []gatehouse.PersonID) ([]gatehouse.Admin, error) {
			return tx.AdminsNamed(ctx, actor.Partner, ids)
		},
		describe: func(actor gatehouse.Actor, admin gatehouse.Admin) (gatehouse.Person, int, error) {
			return admin.Person, admin.Version(), actor.CheckActOn(admin.Person.ID, admin.Role())
		},
	}, act)
}
