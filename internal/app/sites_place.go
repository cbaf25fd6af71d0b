package app

import (
	"context"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// changeHere is [change] for somebody who stands at a partner's portal or at a site:
// the place says whose rows are meant.
func changeHere[R any](ctx context.Context, c *core, actor gatehouse.Actor, op operation, fn func(*store.Tx, gatehouse.Actor) (R, error)) (R, error) {
	op.partner = actor.Partner
	return placed(actor, op.ask, func() (R, error) { return change(ctx, c, actor, op, fn) })
}

// placed runs what somebody does who stands somewhere. The owner of the installation
// stands nowhere, and has commands of their own for what they may: CodePlaceNotChosen.
func placed[R any](actor gatehouse.Actor, ask ask, run func() (R, error)) (R, error) {
	if actor.Placed() || actor.AtSite() {
		return run()
	}
	if err := ask.check(actor); err != nil {
		return *new(R), err
	}
	return *new(R), gatehouse.E(gatehouse.CodePlaceNotChosen)
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
