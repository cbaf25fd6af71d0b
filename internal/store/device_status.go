package store

import (
	"context"

	"gatehouse.example/gatehouse"
)

// DeviceStatuses counts the devices of a site by their status.
func (r Reads) DeviceStatuses(ctx context.Context, site gatehouse.Site) (map[gatehouse.DeviceStatus]int64, error) {
	type row struct {
		status gatehouse.DeviceStatus
		count  int64
	}
	counts := map[gatehouse.DeviceStatus]int64{}
	err := each(ctx, r.q, func(c *row) []any { return []any{&c.status, &c.count} }, func(c row) error {
		counts[c.status] = c.count
		return nil
	}, `
		SELECT v.status, count(*)
		FROM device v
		WHERE v.partner_id = $1 AND v.site_id = $2
		GROUP BY v.status`, site.Partner, site.ID)
	return counts, err
}
