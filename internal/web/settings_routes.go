package web

import (
	"slices"

	"gatehouse.example/gatehouse"
)

// settingsRoutes are the settings of a partner, the pages of its API keys, and the same pages
// of a site.
func (s *Site) settingsRoutes() []route {
	pages := func(place string, allowed policy) []route {
		path := place + "/settings/api-keys"
		return []route{
			{"GET " + path, allowed, s.keysPage},
			{"GET " + path + "/create", allowed, s.newKeyPage},
			{"POST " + path + "/create", allowed, s.createKey},
			{"POST " + path + "/{key}/rename", allowed, s.renameKey},
			{"POST " + path + "/{key}/rotate", allowed, s.rotateKey},
			{"POST " + path + "/{key}/revoke", allowed, s.revokeKey},
		}
	}
	return slices.Concat(
		[]route{
			{"GET /p/{partner}/settings", at(gatehouse.ManagePartner), s.partnerSettingsPage},
			{"POST /p/{partner}/settings", at(gatehouse.ManagePartner), s.savePartnerSettings},
		},
		pages("/p/{partner}", at(gatehouse.ManagePartner)),
		pages("/s/{site}", onSite(gatehouse.SettingsManage)),
	)
}
