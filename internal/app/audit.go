package app

import (
	"context"
	"slices"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// Audit are the use cases of reading the audit trail.
type Audit struct{ *core }

// AuditPage is a page of the trail, newest first; Next is "" at its end.
type AuditPage struct {
	Items []gatehouse.AuditEvent
	Next  string
}

var (
	seeAudit    = ask{permission: gatehouse.ViewAudit, siteAction: gatehouse.LogsView}
	exportAudit = ask{permission: gatehouse.ViewAudit, siteAction: gatehouse.LogsExport}
)

// List returns a page of the partner's trail, for whoever stands at a site that of
// the site. It takes [gatehouse.ViewAudit], at a site [gatehouse.LogsView]; another
// site than the one where the actor stands is CodeNotFound.
func (a Audit) List(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AuditFilter, page Page) (AuditPage, error) {
	if err := a.checkReadAt(ctx, actor, seeAudit, gatehouse.ActionAuditView, filter.Site); err != nil {
		return AuditPage{}, err
	}
	if err := checkAuditFilter(filter); err != nil {
		return AuditPage{}, err
	}
	filter = auditAt(actor, filter)
	limit, err := page.limit()
	if err != nil {
		return AuditPage{}, err
	}
	var before int64
	if err := page.decode(actor.Partner, "audit", &before); err != nil {
		return AuditPage{}, err
	}
	items := make([]gatehouse.AuditEvent, 0, limit+1)
	err = a.Store.Audit(ctx, actor.Partner, filter, store.AuditPage{Before: before, Limit: limit + 1}, func(e gatehouse.AuditEvent) error {
		items = append(items, e)
		return nil
	})
	if err != nil || len(items) <= limit {
		return AuditPage{Items: items}, err
	}
	items = items[:limit]
	return AuditPage{Items: items, Next: encodeCursor(actor.Partner, "audit", items[limit-1].Seq)}, nil
}

// Sites returns the sites by id that the events of a page are about, as they are called
// now; one that was deleted is left out. It takes what [Audit.List] takes, which said no
// before there were events to ask about.
func (a Audit) Sites(ctx context.Context, actor gatehouse.Actor, events []gatehouse.AuditEvent) (map[gatehouse.SiteID]string, error) {
	if err := seeAudit.check(actor); err != nil {
		return nil, err
	}
	var ids []gatehouse.SiteID
	for _, e := range events {
		if e.Site != "" && !slices.Contains(ids, e.Site) {
			ids = append(ids, e.Site)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	sites, err := a.Store.FirstSites(ctx, actor.Partner, ids, len(ids))
	names := make(map[gatehouse.SiteID]string, len(sites))
	for _, site := range sites {
		names[site.ID] = site.Name
	}
	return names, err
}

// auditAt narrows the filter to the site where the actor stands. No event holds
// personal data of the site's users, so that there is nothing to mask in it for
// levels that exclude them.
func auditAt(actor gatehouse.Actor, filter gatehouse.AuditFilter) gatehouse.AuditFilter {
	if actor.AtSite() {
		filter.Site = actor.Site
	}
	return filter
}

func checkAuditFilter(f gatehouse.AuditFilter) error {
	known := f.Action == "" || oneOf(f.Action, gatehouse.Actions())
	known = known && (f.Outcome == "" || f.Outcome == gatehouse.Done || f.Outcome == gatehouse.Denied)
	if !known {
		return gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	return nil
}

// Export calls each for every event that passes the filter, oldest first, and
// records that the trail was exported in the format. At a site it takes
// [gatehouse.LogsExport].
func (a Audit) Export(ctx context.Context, actor gatehouse.Actor, filter gatehouse.AuditFilter, format string, each func(gatehouse.AuditEvent) error) error {
	if err := checkAuditFilter(filter); err != nil {
		return err
	}
	if actor.AtSite() && filter.Site != "" && filter.Site != actor.Site {
		return gatehouse.E(gatehouse.CodeNotFound)
	}
	filter = auditAt(actor, filter)
	op := operation{action: gatehouse.ActionAuditExport, partner: actor.Partner, site: filter.Site, ask: exportAudit}
	return exporting(ctx, a.core, actor, op, facts{"format": format}, each, func(each func(gatehouse.AuditEvent) error) error {
		return a.Store.Audit(ctx, actor.Partner, filter, store.AuditPage{Oldest: true}, each)
	})
}
