package app

import (
	"context"

	"gatehouse.example/gatehouse"
)

// DeviceStatuses counts the devices of the site by status, for its dashboard. It
// takes [gatehouse.DashboardView].
func (r Registers) DeviceStatuses(ctx context.Context, actor gatehouse.Actor, site gatehouse.SiteID) (map[gatehouse.DeviceStatus]int64, error) {
	if err := r.checkReadAt(ctx, actor, ask{siteAction: gatehouse.DashboardView}, gatehouse.ActionSiteView, site); err != nil {
		return nil, err
	}
	return r.Store.DeviceStatuses(ctx, place(actor))
}
