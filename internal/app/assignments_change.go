package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// AssignmentPatch names what changes of an assignment; nil stays as it is. Each
// side changes only its own: the site the level, the site's lock and any window,
// the partner its own lock and a narrower window, and the site's lock for as long
// as the site has had no administrator (SPEC section 8). Lifting the site's lock of
// somebody who waits approves them, setting it declines.
type AssignmentPatch struct {
	Level         *gatehouse.Level  `json:"level,omitempty"`
	SiteLocked    *bool             `json:"site_locked,omitempty"`
	PartnerLocked *bool             `json:"partner_locked,omitempty"`
	Window        *gatehouse.Window `json:"window,omitempty"`
	// StartsAt and EndsAt set one bound of the window each and leave the other; the
	// zero time lifts it.
	StartsAt *time.Time `json:"starts_at,omitempty"`
	EndsAt   *time.Time `json:"ends_at,omitempty"`
	// Reason is why a lock is set.
	Reason string `json:"reason,omitempty"`
}

// decides reports whether the patch is something that a site remembers.
func (p AssignmentPatch) decides() bool {
	return p.Level != nil || p.SiteLocked != nil || p.window(gatehouse.Window{}) != nil
}

// window returns the window that the patch asks for, or nil for the one it is.
func (p AssignmentPatch) window(now gatehouse.Window) *gatehouse.Window {
	if p.Window == nil && p.StartsAt == nil && p.EndsAt == nil {
		return nil
	}
	if p.Window != nil {
		now = *p.Window
	}
	if p.StartsAt != nil {
		now.StartsAt = *p.StartsAt
	}
	if p.EndsAt != nil {
		now.EndsAt = *p.EndsAt
	}
	return &now
}

// AssignmentBulk names the rows of a bulk call.
type AssignmentBulk struct {
	IDs []gatehouse.AssignmentID `json:"ids"`
	// Site is where the rows have to be; "" is any site that the actor can change.
	Site gatehouse.SiteID `json:"site,omitempty"`
	// IfMatch is the version the caller has seen, 0 for any. It goes with exactly
	// one id.
	IfMatch int  `json:"if_match,omitempty"`
	DryRun  bool `json:"-"`
}

// AssignmentResults is what a call did, row by row in the order asked, and what it
// means for others.
type AssignmentResults struct {
	Rows   []AssignmentResult `json:"results"`
	Impact gatehouse.Impact   `json:"impact"`
}

// AssignmentResult is the outcome of one assignment.
type AssignmentResult struct {
	ID      gatehouse.AssignmentID `json:"id"`
	Outcome gatehouse.Outcome      `json:"outcome"`
	Code    gatehouse.Code         `json:"code,omitempty"`
	Message string                 `json:"message,omitempty"`
}

func (b AssignmentBulk) check(limit int) error {
	return Bulk{IDs: make([]gatehouse.PersonID, len(b.IDs)), IfMatch: b.IfMatch}.check(limit)
}

// Change makes the same change to each assignment: one outcome per row, in one
// transaction. An id that is unknown, of another partner, or of another site than
// the one where the actor stands makes the whole call CodeNotFound. Codes of rows:
// CodeForbidden, CodeSelfNotAllowed, CodeRoleAboveYours, CodeLockedBySite,
// CodeOwnedBySite.
func (a Assignments) Change(ctx context.Context, actor gatehouse.Actor, key string, bulk AssignmentBulk, patch AssignmentPatch) (AssignmentResults, error) {
	reason, err := gatehouse.CleanReason(patch.Reason)
	if err != nil {
		return AssignmentResults{}, err
	}
	patch.Reason = reason
	if patch.Level == nil && patch.SiteLocked == nil && patch.PartnerLocked == nil && patch.window(gatehouse.Window{}) == nil {
		return AssignmentResults{}, gatehouse.InvalidField("level", "Name something to change.")
	}
	op := operation{action: patch.action(), ask: changeAssignments, key: key, dryRun: bulk.DryRun, input: []any{bulk, patch}}
	return a.each(ctx, actor, op, bulk, func(ctx context.Context, c *assignmentChange) error { return c.apply(ctx, patch) })
}

// PartnerLocks is what the partner's locks of one person shall be.
type PartnerLocks struct {
	Person gatehouse.PersonID
	Locked map[gatehouse.AssignmentID]bool
	// Reason is why those are set that are set.
	Reason string
	// Tag names the state that the caller has seen, "" for any.
	Tag    string
	DryRun bool
}

// SetPartnerLocks sets the partner's lock of several assignments of one person as
// each is asked, in one transaction: what the window Edit Technician saves. A reason
// that is too long is CodeInvalid on "reason".
func (a Assignments) SetPartnerLocks(ctx context.Context, actor gatehouse.Actor, key string, in PartnerLocks) (AssignmentResults, error) {
	reason, err := gatehouse.CleanReason(in.Reason)
	if err != nil {
		return AssignmentResults{}, err
	}
	bulk := AssignmentBulk{DryRun: in.DryRun}
	for id := range in.Locked {
		bulk.IDs = append(bulk.IDs, id)
	}
	slices.Sort(bulk.IDs)
	op := operation{
		action: gatehouse.ActionAssignmentLock, ask: needs(gatehouse.ManageTechnicians), key: key, dryRun: in.DryRun,
		input: []any{in.Person, in.Locked, in.Tag, reason}, target: string(in.Person),
	}
	return a.eachThen(ctx, actor, op, bulk, func(ctx context.Context, tx *store.Tx, actor gatehouse.Actor) error {
		return checkTag(ctx, tx, actor, in.Person, bulk.IDs, in.Tag)
	}, func(ctx context.Context, c *assignmentChange) error {
		patch := AssignmentPatch{PartnerLocked: new(in.Locked[c.row.Assignment.ID])}
		if *patch.PartnerLocked {
			patch.Reason = reason
		}
		return c.apply(ctx, patch)
	})
}

// Remove ends assignments. A site that removes somebody is asked again when they
// are assigned anew.
func (a Assignments) Remove(ctx context.Context, actor gatehouse.Actor, key string, bulk AssignmentBulk) (AssignmentResults, error) {
	op := operation{action: gatehouse.ActionAssignmentRemove, ask: changeAssignments, key: key, dryRun: bulk.DryRun, input: bulk}
	return a.each(ctx, actor, op, bulk, func(ctx context.Context, c *assignmentChange) error { return c.remove(ctx) })
}

// changeAssignments is what changing assignments asks. What exactly a side may
// change, and of whom, is decided row by row.
var changeAssignments = ask{permission: gatehouse.ManageTechnicians, siteAction: gatehouse.TechniciansManage}

// action names the change in the audit trail when it is refused as a whole; each
// row that changes is recorded as what it came to.
func (p AssignmentPatch) action() gatehouse.Action {
	switch {
	case p.SiteLocked != nil && *p.SiteLocked:
		return gatehouse.ActionAssignmentSiteLock
	case p.SiteLocked != nil:
		return gatehouse.ActionAssignmentSiteUnlock
	case p.PartnerLocked != nil && *p.PartnerLocked:
		return gatehouse.ActionAssignmentLock
	case p.PartnerLocked != nil:
		return gatehouse.ActionAssignmentUnlock
	case p.Level != nil:
		return gatehouse.ActionAssignmentLevel
	default:
		return gatehouse.ActionAssignmentWindow
	}
}

func (a Assignments) each(ctx context.Context, actor gatehouse.Actor, op operation, bulk AssignmentBulk, act func(context.Context, *assignmentChange) error) (AssignmentResults, error) {
	return a.eachThen(ctx, actor, op, bulk, nil, act)
}

// eachThen runs a change over the named assignments in one transaction, after the
// check, if there is one.
func (a Assignments) eachThen(ctx context.Context, actor gatehouse.Actor, op operation, bulk AssignmentBulk, check func(context.Context, *store.Tx, gatehouse.Actor) error, act func(context.Context, *assignmentChange) error) (AssignmentResults, error) {
	if err := bulk.check(gatehouse.BulkLockLimit); err != nil {
		return AssignmentResults{}, err
	}
	op.site = cmp.Or(bulk.Site, actor.Site)
	return changeHere(ctx, a.core, actor, op, func(tx *store.Tx, actor gatehouse.Actor) (AssignmentResults, error) {
		if check != nil {
			if err := check(ctx, tx, actor); err != nil {
				return AssignmentResults{}, err
			}
		}
		rows, err := namedAssignments(ctx, tx, actor, bulk)
		if err != nil {
			return AssignmentResults{}, err
		}
		m, err := a.machine(ctx, tx, actor, actor.Partner, gatehouse.InviteTechnician)
		if err != nil {
			return AssignmentResults{}, err
		}
		results := AssignmentResults{Rows: make([]AssignmentResult, 0, len(rows))}
		err = m.measureSites(ctx, op, rows, &results.Impact, func() error {
			results.Rows, err = m.changeEach(ctx, op, rows, act)
			return err
		})
		if err != nil {
			return AssignmentResults{}, err
		}
		return results, m.send(ctx)
	})
}

// changeEach runs a change over the rows, each once however often it is named.
func (m *invitations) changeEach(ctx context.Context, op operation, rows []gatehouse.AssignmentRow, act func(context.Context, *assignmentChange) error) ([]AssignmentResult, error) {
	results := make([]AssignmentResult, 0, len(rows))
	seen := map[gatehouse.AssignmentID]bool{}
	for _, row := range rows {
		c := &assignmentChange{invitations: m, row: row, after: row.Assignment}
		if !seen[row.Assignment.ID] {
			if err := c.run(ctx, op, act); err != nil {
				return nil, err
			}
		}
		seen[row.Assignment.ID] = true
		results = append(results, c.result())
	}
	return results, nil
}

// measureSites runs a change of assignments and, for who asks beforehand, counts the
// sites that would lose the last technician who may enter.
func (m *invitations) measureSites(ctx context.Context, op operation, rows []gatehouse.AssignmentRow, impact *gatehouse.Impact, run func() error) error {
	if !op.dryRun {
		return run()
	}
	sites := []gatehouse.SiteID{}
	for _, row := range rows {
		sites = append(sites, row.Site.ID)
	}
	slices.Sort(sites)
	before, err := m.covered(ctx, slices.Compact(sites))
	if err != nil {
		return err
	}
	if err := run(); err != nil {
		return err
	}
	return m.uncover(ctx, before, impact)
}

// namedAssignments reads every row before the first is changed.
func namedAssignments(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, bulk AssignmentBulk) ([]gatehouse.AssignmentRow, error) {
	rows := make([]gatehouse.AssignmentRow, len(bulk.IDs))
	for i, id := range bulk.IDs {
		row, err := assignmentOf(ctx, tx.Reads, actor, id)
		if err != nil {
			return nil, err
		}
		if bulk.Site != "" && bulk.Site != row.Site.ID {
			return nil, gatehouse.E(gatehouse.CodeNotFound)
		}
		if err := checkSeen(bulk.IfMatch, row.Assignment.Version); err != nil {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}

// run changes the row, or refuses it, which is audited too.
func (c *assignmentChange) run(ctx context.Context, op operation, act func(context.Context, *assignmentChange) error) error {
	err := c.checkMay()
	if err == nil {
		err = act(ctx, c)
	}
	if errors.Is(err, errUnchanged) {
		return nil
	}
	if err == nil {
		return nil
	}
	refusal, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || !refusal.Code.ForRow() {
		return err
	}
	c.refused = refusal
	e := c.event(op.action)
	e.Outcome, e.Code = gatehouse.Denied, refusal.Code
	return recordRefusal(ctx, c.tx, e)
}
