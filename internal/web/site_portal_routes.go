package web

import (
	"slices"

	"gatehouse.example/gatehouse"
)

// siteRoutes are the pages of one site, and the stream by which every open page learns
// that its place is closed. A path with {site} acts at that site and nowhere else.
func (s *Site) siteRoutes() []route {
	return slices.Concat(s.siteAdminRoutes("/s/{site}/admins", keepers, onSite(gatehouse.AdminsView), onSite(gatehouse.AdminsManage)), []route{
		{"GET /events", watching, s.events},
		{"GET /s/{site}/{$}", onSite(gatehouse.SiteEnter), s.sitePage},
		{"GET /s/{site}/dashboard", onSite(gatehouse.DashboardView), s.dashboardPage},

		{"GET /s/{site}/devices", onSite(gatehouse.DevicesView), s.registerPage(devicePages)},
		{"GET /s/{site}/devices/export", onSite(gatehouse.DevicesView), s.exportRegister(devicePages)},
		{"GET /s/{site}/devices/add", onSite(gatehouse.DevicesManage), s.newEntryPage(devicePages)},
		{"POST /s/{site}/devices/add", onSite(gatehouse.DevicesManage), s.addEntry(devicePages)},
		{"GET /s/{site}/devices/{entry}", onSite(gatehouse.DevicesManage), s.registerEntryPage(devicePages)},
		{"POST /s/{site}/devices/{entry}", onSite(gatehouse.DevicesManage), s.editEntry(devicePages)},
		{"POST /s/{site}/devices/{entry}/delete", onSite(gatehouse.DevicesManage), s.deleteEntry(devicePages)},

		{"GET /s/{site}/users", onSite(gatehouse.UsersView), s.registerPage(userPages)},
		{"GET /s/{site}/users/export", onSite(gatehouse.UsersView), s.exportRegister(userPages)},
		{"GET /s/{site}/users/add", onSite(gatehouse.UsersManage), s.newEntryPage(userPages)},
		{"POST /s/{site}/users/add", onSite(gatehouse.UsersManage), s.addEntry(userPages)},
		{"GET /s/{site}/users/{entry}", onSite(gatehouse.UsersManage), s.registerEntryPage(userPages)},
		{"POST /s/{site}/users/{entry}", onSite(gatehouse.UsersManage), s.editEntry(userPages)},
		{"POST /s/{site}/users/{entry}/delete", onSite(gatehouse.UsersManage), s.deleteEntry(userPages)},

		{"GET /s/{site}/audit", onSite(gatehouse.LogsView), s.auditPage},
		{"GET /s/{site}/audit/export", onSite(gatehouse.LogsExport), s.exportAudit},

		{"GET /s/{site}/technicians", onSite(gatehouse.TechniciansView), s.siteTechniciansPage},
		{"GET /s/{site}/technicians/export", onSite(gatehouse.TechniciansView), s.exportSiteTechnicians},
		{"POST /s/{site}/technicians/approve", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(approveTechnicians)},
		{"POST /s/{site}/technicians/decline", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(declineTechnicians)},
		{"POST /s/{site}/technicians/lock", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(lockAtSite)},
		{"POST /s/{site}/technicians/unlock", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(unlockAtSite)},
		{"POST /s/{site}/technicians/level", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(changeLevels)},
		{"POST /s/{site}/technicians/window", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(changeWindows)},
		{"POST /s/{site}/technicians/remove", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(removeTechnicians)},
		{"GET /s/{site}/explain", onSite(gatehouse.TechniciansView), s.explainPage},
		{"GET /s/{site}/entry", onSite(gatehouse.TechniciansView), s.entryPage},
		{"POST /s/{site}/entry/lock-all", onSite(gatehouse.TechniciansManage), s.lockAll},

		{"GET /s/{site}/settings", onSite(gatehouse.SettingsView), s.siteSettingsPage},
		{"POST /s/{site}/settings", onSite(gatehouse.SettingsManage), s.saveSiteSettings},
	})
}

// siteAdminRoutes are the pages of a list of a site's administrators, at the site or
// in Edit Site.
func (s *Site) siteAdminRoutes(path string, l *people, see, manage policy) []route {
	return []route{
		{"GET " + path, see, s.peoplePage(l)},
		{"GET " + path + "/export", see, s.exportPeople(l)},
		{"GET " + path + "/invite", manage, s.invitePage(l)},
		{"POST " + path + "/invite", manage, s.invite(l)},
		{"POST " + path + "/revoke", manage, s.bulk(revokeSiteAdmins(l))},
		{"POST " + path + "/resend", manage, s.bulk(resendSiteAdmins(l))},
		{"POST " + path + "/lock", manage, s.bulk(lockSiteAdmins(l))},
		{"POST " + path + "/unlock", manage, s.bulk(unlockSiteAdmins(l))},
		{"POST " + path + "/end-sessions", manage, s.bulk(endSiteAdminSessions(l))},
		{"POST " + path + "/role", manage, s.bulk(changeSiteRole(l))},
		{"POST " + path + "/delete", manage, s.bulk(deleteSiteAdmins(l))},
	}
}
