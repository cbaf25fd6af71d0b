package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// changeHere is [change] for somebody who stands at a partner's portal or at a site:
// the place says whose rows are meant. Whoever stands nowhere is told so.
func changeHere[R any](ctx context.Context, c *core, actor gatehouse.Actor, op operation, fn func(*store.Tx, gatehouse.Actor) (R, error)) (R, error) {
	if !actor.Placed() && !actor.AtSite() {
		return *new(R), op.check(actor)
	}
	op.partner = actor.Partner
	return change(ctx, c, actor, op, fn)
}

// checkReadAt authorises a read about a site, or with no site about the place where
// the actor stands, as the request found the actor. A refused one is audited; a site
// other than the one where the actor stands is CodeNotFound.
func (c *core) checkReadAt(ctx context.Context, actor gatehouse.Actor, ask ask, action gatehouse.Action, site gatehouse.SiteID) error {
	if actor.AtSite() && site != "" && site != actor.Site {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	err := ask.check(actor)
	if err != nil && (actor.Placed() || actor.AtSite()) {
		c.auditRefusal(ctx, actor, operation{action: action, partner: actor.Partner, site: site, target: string(site)}, err)
	}
	return err
}

// siteEvent begins an audit event about a site.
func siteEvent(actor gatehouse.Actor, action gatehouse.Action, site gatehouse.Site) gatehouse.AuditEvent {
	e := event(actor, site.Partner, action, string(site.ID), site.Name)
	e.Site = site.ID
	return e
}

// siteAt returns a site of the actor's partner for a change, or CodeNotFound; one
// whose version is not the one seen is CodeStale. 0 is any version.
func siteAt(ctx context.Context, tx *store.Tx, actor gatehouse.Actor, id gatehouse.SiteID, ifMatch int) (gatehouse.Site, error) {
	site, err := tx.Site(ctx, actor.Partner, id)
	if err == nil {
		err = checkSeen(ifMatch, site.Version)
	}
	return site, err
}
