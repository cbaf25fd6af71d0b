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
	Role   gatehouse.PartnerRole `json:"role,omitempty"`
	DryRun bool                  `json:"-"`
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
	tx      *store.Tx
	actor   gatehouse.Actor
	op      operation
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
		b.tx.Record(e)
	}
	return nil
}

// adminAction changes one administrator and says what was before and after. A row
// that already is as asked returns errUnchanged.
type adminAction func(ctx context.Context, m *invitations, admin gatehouse.Admin) (before, after facts, err error)

var errUnchanged = errors.New("unchanged")

// each runs an action over the named administrators in one transaction: an
// unknown or foreign id makes the whole call CodeNotFound; whoever stands above
// the actor, or is the actor, is refused; what the action refuses is refused.
func (a Admins) each(ctx context.Context, actor gatehouse.Actor, op operation, ask Bulk, limit int, action adminAction) (gatehouse.Results, error) {
	if err := ask.check(limit); err != nil {
		return gatehouse.Results{}, err
	}
	op.partner, op.input, op.dryRun = actor.Partner, ask, ask.DryRun
	return a.placed(actor, op, func() (gatehouse.Results, error) {
		return change(ctx, a.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (gatehouse.Results, error) {
			admins, err := namedAdmins(ctx, tx, op.partner, ask)
			if err != nil {
				return gatehouse.Results{}, err
			}
			machine, err := a.machine(ctx, tx, actor, op.partner, gatehouse.InviteAdmin)
			if err != nil {
				return gatehouse.Results{}, err
			}
			b := newBulk(tx, actor, op, len(admins))
			before, err := machine.voidable(ctx, admins)
			if err != nil {
				return gatehouse.Results{}, err
			}
			for _, admin := range admins {
				if err := b.apply(ctx, machine, admin, action); err != nil {
					return gatehouse.Results{}, err
				}
			}
			b.results.Impact.InvitationsVoid, err = machine.voided(ctx, before)
			if err != nil {
				return gatehouse.Results{}, err
			}
			return b.results, machine.send(ctx)
		})
	})
}

// apply runs the action on one row that the actor may act on.
func (b *bulk) apply(ctx context.Context, machine *invitations, admin gatehouse.Admin, action adminAction) error {
	row := gatehouse.Result{ID: admin.Person.ID, Email: admin.Person.Email, Outcome: gatehouse.Changed}
	var before, after facts
	err := b.actor.CheckActOn(admin.Person.ID, admin.Role())
	switch {
	case b.seen[row.ID]:
		err = errUnchanged
	case err == nil:
		before, after, err = action(ctx, machine, admin)
	}
	b.seen[row.ID] = true
	if errors.Is(err, errUnchanged) {
		row.Outcome, err = gatehouse.Unchanged, nil
	}
	name := admin.Person.DisplayName()
	if b.op.action == gatehouse.ActionAdminDelete && !b.op.dryRun && err == nil {
		// What this call keeps is written after the person is gone: neither its
		// event nor its stored answer says who it was.
		row.Email, name = "", ""
	}
	return b.add(ctx, row, err, name, before, after)
}

// namedAdmins reads every row before the first is changed.
func namedAdmins(ctx context.Context, tx *store.Tx, partner gatehouse.PartnerID, ask Bulk) ([]gatehouse.Admin, error) {
	admins := make([]gatehouse.Admin, len(ask.IDs))
	for i, id := range ask.IDs {
		admin, err := tx.Admin(ctx, partner, id)
		if err != nil {
			return nil, err
		}
		if ask.IfMatch != 0 && ask.IfMatch != admin.Version() {
			return nil, gatehouse.E(gatehouse.CodeStale)
		}
		admins[i] = admin
	}
	return admins, nil
}
