package app

import (
	"context"

	"gatehouse.example/gatehouse"
)

// assignmentChange is one assignment being changed, inside the transaction.
type assignmentChange struct {
	*invitations
	row   gatehouse.AssignmentRow
	after gatehouse.Assignment
	// changed is true once something was written; refused says why nothing was.
	changed bool
	refused *gatehouse.Error
}

func (c *assignmentChange) result() AssignmentResult {
	r := AssignmentResult{ID: c.row.Assignment.ID, Outcome: gatehouse.Unchanged}
	switch {
	case c.refused != nil:
		r.Outcome, r.Code, r.Message = gatehouse.Refused, c.refused.Code, c.refused.Sentence()
	case c.changed:
		r.Outcome = gatehouse.Changed
	}
	return r
}

// checkMay asks whether the actor may change this person's access at all. At the
// site the permission was asked before; from the partner's portal administrators
// take more than technicians.
func (c *assignmentChange) checkMay() error {
	if c.actor.AtSite() {
		if c.actor.Person == c.row.Person.ID {
			return gatehouse.E(gatehouse.CodeSelfNotAllowed)
		}
		return nil
	}
	who := gatehouse.Assignee{Person: c.row.Person, Role: c.row.Person.Role}
	if c.row.Administrator && who.Role == gatehouse.NoPartnerRole {
		// Invited as administrator and not accepted yet.
		who.Admin = gatehouse.Pending
	}
	return c.actor.CheckAssign(who)
}

func (c *assignmentChange) event(action gatehouse.Action) gatehouse.AuditEvent {
	e := event(c.actor, c.partner, action, string(c.row.Person.ID), c.row.Person.DisplayName())
	e.Site = c.row.Site.ID
	return e
}

// record notes that something changed.
func (c *assignmentChange) record(action gatehouse.Action, before, after facts) {
	e := c.event(action)
	if !c.actor.AtSite() && !c.row.Site.Owned() {
		after = after.with("by_partner", true)
	}
	e.Before, e.After = before.json(), after.json()
	c.tx.Record(e)
	c.changed = true
}

// siteSide returns why the actor may not change what belongs to the site, or nil:
// its administrators may, and the partner for as long as there is none.
func (c *assignmentChange) siteSide() error {
	if c.actor.AtSite() || c.actor.Installation {
		return nil
	}
	return c.row.Site.CheckPartnerDecides()
}

// apply makes the changes of a patch, all of them or, when one is refused, none.
func (c *assignmentChange) apply(ctx context.Context, patch AssignmentPatch) error {
	if err := c.check(patch); err != nil {
		return err
	}
	if patch.Level != nil {
		c.setLevel(*patch.Level)
	}
	if w := patch.window(c.row.Assignment.Window); w != nil {
		c.setWindow(*w)
	}
	if patch.PartnerLocked != nil {
		c.setPartnerLock(*patch.PartnerLocked, patch.Reason)
	}
	if patch.SiteLocked != nil {
		c.setSiteLock(*patch.SiteLocked, patch.Reason)
	}
	if !c.changed {
		return errUnchanged
	}
	return c.write(ctx, patch)
}

// check refuses a patch in which something is not the actor's to change.
func (c *assignmentChange) check(patch AssignmentPatch) error {
	now := c.row.Assignment
	if patch.Level != nil && !c.actor.AtSite() {
		return gatehouse.E(gatehouse.CodeOwnedBySite)
	}
	if patch.PartnerLocked != nil {
		if c.actor.AtSite() {
			return gatehouse.E(gatehouse.CodeForbidden)
		}
		if !*patch.PartnerLocked {
			if err := now.CheckPartnerUnlock(); err != nil {
				return err
			}
		}
	}
	if patch.SiteLocked != nil {
		if err := c.siteSide(); err != nil {
			return err
		}
	}
	window := patch.window(now.Window)
	if window == nil {
		return nil
	}
	if err := window.Check(c.now); err != nil {
		return err
	}
	if !c.actor.AtSite() {
		return window.CheckNarrows(now.Window)
	}
	return nil
}

func (c *assignmentChange) setLevel(level gatehouse.Level) {
	if level == c.after.Level {
		return
	}
	c.record(gatehouse.ActionAssignmentLevel, facts{"level": c.after.Level}, facts{"level": level})
	c.after.Level, c.after.LevelAt, c.after.LevelBy = level, c.now, c.actor.Person
}

func (c *assignmentChange) setWindow(w gatehouse.Window) {
	if w.StartsAt.Equal(c.after.Window.StartsAt) && w.EndsAt.Equal(c.after.Window.EndsAt) {
		return
	}
	c.record(gatehouse.ActionAssignmentWindow, windowFacts(c.after.Window), windowFacts(w))
	if ended := c.after.Window; ended.Ended(c.now) && c.after.SessionsEndedAt.Before(ended.EndsAt) {
		// Sessions that the end of the old window killed stay dead in the new one.
		c.after.SessionsEndedAt = ended.EndsAt
	}
	c.after.Window = w
}

func windowFacts(w gatehouse.Window) facts {
	f := facts{"starts_at": nil, "ends_at": nil}
	if !w.StartsAt.IsZero() {
		f["starts_at"] = moment(w.StartsAt)
	}
	if !w.EndsAt.IsZero() {
		f["ends_at"] = moment(w.EndsAt)
	}
	return f
}

func (c *assignmentChange) setPartnerLock(on bool, reason string) {
	if c.after.PartnerLock.On() == on {
		return
	}
	action := gatehouse.ActionAssignmentUnlock
	c.after.PartnerLock = gatehouse.Lock{}
	if on {
		action = gatehouse.ActionAssignmentLock
		c.after.PartnerLock = gatehouse.Lock{At: c.now, By: c.actor.Person, Reason: reason}
	}
	c.record(action, facts{"partner_locked": !on}, facts{"partner_locked": on})
}

// setSiteLock sets or lifts the site's lock. Of somebody who waits for approval it
// declines or approves.
func (c *assignmentChange) setSiteLock(on bool, reason string) {
	waited := c.after.Waiting
	if c.after.SiteLock.On() == on && !waited {
		return
	}
	action := gatehouse.ActionAssignmentSiteUnlock
	switch {
	case on && waited:
		action = gatehouse.ActionAssignmentDecline
	case on:
		action = gatehouse.ActionAssignmentSiteLock
	case waited:
		action = gatehouse.ActionAssignmentApprove
	}
	before := facts{"site_locked": c.after.SiteLock.On(), "waiting": waited}
	c.after.Waiting, c.after.SiteLock = false, gatehouse.Lock{}
	if on {
		c.after.SiteLock = gatehouse.Lock{At: c.now, By: c.actor.Person, Reason: reason}
	}
	c.record(action, before, facts{"site_locked": on, "waiting": false})
}

// write stores the change, ends the sessions that it closes, keeps what the site
// decided, and tells the person.
func (c *assignmentChange) write(ctx context.Context, patch AssignmentPatch) error {
	before := c.row.AccessFacts
	after := before
	after.Assignment = c.after
	open := gatehouse.Decide(&after, gatehouse.SiteEnter).Access
	closed := gatehouse.Decide(&before, gatehouse.SiteEnter).Access && !open
	locked := c.after.PartnerLock.At.Equal(c.now) || c.after.SiteLock.At.Equal(c.now)
	if closed || locked {
		c.after.SessionsEndedAt = c.now
		if err := c.tx.EndSessionsAt(ctx, c.row.Person, c.row.Site.ID); err != nil {
			return err
		}
	}
	if err := c.tx.UpdateAssignment(ctx, c.row.Assignment, c.after); err != nil {
		return err
	}
	if patch.decides() {
		if err := c.remember(ctx, patch, c.after.SiteLock.On()); err != nil {
			return err
		}
	}
	c.tell(patch.Reason, open)
	return nil
}

// remember keeps what the site decided, beyond the assignment. What the partner
// decides for a site without administrators is not the site's decision.
func (c *assignmentChange) remember(ctx context.Context, patch AssignmentPatch, barred bool) error {
	if !c.actor.AtSite() {
		return nil
	}
	memory, err := c.tx.SiteMemory(ctx, c.partner, c.row.Site.ID, c.row.Person.ID)
	if err != nil {
		return err
	}
	if patch.Level != nil {
		memory.Level, memory.LevelSet = c.after.Level, true
	}
	if patch.window(c.after.Window) != nil {
		memory.Window = c.after.Window
	}
	memory.Barred = barred
	return c.tx.RememberAtSite(ctx, c.partner, c.row.Site.ID, c.row.Person.ID, memory)
}

// tell mails the person that the site lets them in, or that a lock closed it. open says
// whether they may enter now.
func (c *assignmentChange) tell(reason string, open bool) {
	if c.row.Person.Account == "" {
		return
	}
	detail := gatehouse.MessageDetail{Reason: reason, Sites: []gatehouse.MailedSite{{
		ID: c.row.Site.ID, Name: c.row.Site.Name, Level: c.after.Level,
	}}}
	was, is := c.row.Assignment, c.after
	switch {
	case !was.PartnerLock.On() && is.PartnerLock.On(), !was.SiteLock.On() && is.SiteLock.On(), was.Waiting && is.SiteLock.On():
		c.notifyAt(c.row.Site.ID, c.row.Person, gatehouse.MailSiteLocked, detail)
	case was.Waiting && !is.SiteLock.On():
		detail.Sites[0].Closed = !open
		c.notifyAt(c.row.Site.ID, c.row.Person, gatehouse.MailApproved, detail)
	}
}

// remove ends the assignment.
func (c *assignmentChange) remove(ctx context.Context) error {
	if err := c.tx.DeleteAssignment(ctx, c.row.Person, c.row.Assignment); err != nil {
		return err
	}
	if err := c.remember(ctx, AssignmentPatch{}, true); err != nil {
		return err
	}
	c.record(gatehouse.ActionAssignmentRemove, facts{"level": c.row.Assignment.Level}, nil)
	if c.row.Person.Account != "" {
		c.notifyAt(c.row.Site.ID, c.row.Person, gatehouse.MailUnassigned, gatehouse.MessageDetail{
			Sites: []gatehouse.MailedSite{{ID: c.row.Site.ID, Name: c.row.Site.Name}},
		})
	}
	return nil
}
