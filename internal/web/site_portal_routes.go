package web

import "gatehouse.example/gatehouse"

// siteRoutes are the pages of one site, and the stream by which every open page learns
// that its place is closed. A path with {site} acts at that site and nowhere else.
func (s *Site) siteRoutes() []route {
	return []route{
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

		{"GET /s/{site}/admins", onSite(gatehouse.AdminsView), s.peoplePage(keepers)},
		{"GET /s/{site}/admins/invite", onSite(gatehouse.AdminsManage), s.invitePage(keepers)},
		{"POST /s/{site}/admins/invite", onSite(gatehouse.AdminsManage), s.invite(keepers)},
		{"POST /s/{site}/admins/revoke", onSite(gatehouse.AdminsManage), s.bulk(revokeKeepers)},
		{"POST /s/{site}/admins/resend", onSite(gatehouse.AdminsManage), s.bulk(resendKeepers)},
		{"POST /s/{site}/admins/lock", onSite(gatehouse.AdminsManage), s.bulk(lockKeepers)},
		{"POST /s/{site}/admins/unlock", onSite(gatehouse.AdminsManage), s.bulk(unlockKeepers)},
		{"POST /s/{site}/admins/end-sessions", onSite(gatehouse.AdminsManage), s.bulk(endKeeperSessions)},
		{"POST /s/{site}/admins/delete", onSite(gatehouse.AdminsManage), s.bulk(deleteKeepers)},
		{"POST /s/{site}/admins/role", onSite(gatehouse.AdminsManage), s.bulk(changeKeeperRole)},

		{"GET /s/{site}/technicians", onSite(gatehouse.TechniciansView), s.siteTechniciansPage},
		{"GET /s/{site}/technicians/export", onSite(gatehouse.TechniciansView), s.exportSiteTechnicians},
		{"POST /s/{site}/technicians/approve", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(approveTechnicians)},
		{"POST /s/{site}/technicians/decline", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(declineTechnicians)},
		{"POST /s/{site}/technicians/lock", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(lockAtSite)},
		{"POST /s/{site}/technicians/unlock", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(unlockAtSite)},
		{"POST /s/{site}/technicians/level", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(changeLevels)},
		{"POST /s/{site}/technicians/window", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(changeWindows)},
		{"POST /s/{site}/technicians/remove", onSite(gatehouse.TechniciansManage), s.onTechniciansOfSite(removeTechnicians)},
		{"GET /s/{site}/entry", onSite(gatehouse.TechniciansView), s.entryPage},
		{"POST /s/{site}/entry/lock-all", onSite(gatehouse.TechniciansManage), s.lockAll},

		{"GET /s/{site}/settings", onSite(gatehouse.SettingsView), s.siteSettingsPage},
		{"POST /s/{site}/settings", onSite(gatehouse.SettingsManage), s.saveSiteSettings},
	}
}
