package app

import (
	"context"
	"unicode/utf8"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

// SiteAdminPage is a page of a site's administrators; Next is "" at its end.
type SiteAdminPage struct {
	Items []gatehouse.SiteAdmin
	Next  string
}

// List returns a page of the site's administrators. A filter, order or cursor that
// does not exist is CodeUnknownParameter.
func (s SiteAdmins) List(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, filter gatehouse.SiteAdminFilter, page Page) (SiteAdminPage, error) {
	filter, err := s.narrowed(ctx, actor, site, filter)
	if err != nil {
		return SiteAdminPage{}, err
	}
	order := string(site) + " " + string(filter.Sort)
	items, next, _, err := readPage(page, actor.Partner, order, func(after store.After, limit int, each func(gatehouse.SiteAdmin) error) (bool, error) {
		return false, s.Store.SiteAdmins(ctx, actor.Partner, site, filter, after, limit, each)
	}, func(row gatehouse.SiteAdmin) store.After { return store.SiteAdminKey(row, filter.Sort) })
	return SiteAdminPage{Items: items, Next: next}, err
}

// narrowed authorises a read and checks the filter.
func (s SiteAdmins) narrowed(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, f gatehouse.SiteAdminFilter) (gatehouse.SiteAdminFilter, error) {
	if f.Sort == "" {
		f.Sort = gatehouse.SortNewest
	}
	unknown := utf8.RuneCountInString(f.Query) > gatehouse.QueryLimit || !utf8.ValidString(f.Query)
	unknown = unknown || !oneOf(f.Sort, gatehouse.AdminSorts())
	unknown = unknown || f.Status != "" && !oneOf(f.Status, gatehouse.InvitationStatuses())
	if unknown {
		return f, gatehouse.E(gatehouse.CodeUnknownParameter)
	}
	if err := s.checkReadAt(ctx, actor, seeSiteAdmins, gatehouse.ActionSiteAdminView, site); err != nil {
		return f, err
	}
	_, err := s.Store.Site(ctx, actor.Partner, site)
	return f, err
}

// Export calls each for every administrator of the site that passes the filter, in
// its order, and records that the list was exported.
func (s SiteAdmins) Export(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID, filter gatehouse.SiteAdminFilter, each func(gatehouse.SiteAdmin) error) error {
	filter, err := s.narrowed(ctx, actor, site, filter)
	if err != nil {
		return err
	}
	op := operation{action: gatehouse.ActionSiteAdminExport, partner: actor.Partner, site: site, ask: seeSiteAdmins}
	return exporting(ctx, s.core, actor, op, facts{"status": filter.Status, "role": filter.Role}, each, func(each func(gatehouse.SiteAdmin) error) error {
		return s.Store.SiteAdmins(ctx, actor.Partner, site, filter, store.After{}, 0, each)
	})
}

// CanApprove reports whether the site has somebody who can approve its technicians:
// the highest of its unlocked administrators.
func (s SiteAdmins) CanApprove(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID) (bool, error) {
	filter := gatehouse.SiteAdminFilter{Status: gatehouse.Accepted, Locked: new(false), Sort: gatehouse.SortRoleDesc}
	page, err := s.List(ctx, actor, site, filter, Page{Limit: 1})
	return len(page.Items) > 0 && page.Items[0].MayApprove(), err
}
