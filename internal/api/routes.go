package api

import (
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
)

// route is one operation: where it is, who may call it, what serves it.
type route struct {
	method string
	path   string
	// id is the operation's name in the OpenAPI document.
	id     string
	policy policy
	handler
}

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete
)

// table is the whole API on one page. GET serves HEAD as well.
func (s *server) table() []route {
	return slices.Concat(
		s.sessionRoutes(), s.adminRoutes(), s.technicianRoutes(), s.assignmentRoutes(), s.siteAdminRoutes(),
		s.siteRoutes(), s.registerRoutes(), s.partnerRoutes(), s.accountRoutes(),
	)
}

// view is the policy of calls that read what a partner has.
var view = needs(gatehouse.ViewPartner)

// sessionRoutes are the ways in.
func (s *server) sessionRoutes() []route {
	return []route{
		{post, "/setup", "completeSetup", public, answers(http.StatusCreated, does(s.completeSetup))},

		{post, "/session", "signIn", public, does(s.signIn)},
		{get, "/session", "getSession", session, does(s.getSession)},
		{del, "/session", "signOut", session, does(s.signOut)},
		{put, "/session/place", "choosePlace", session, does(s.choosePlace)},
		{post, "/password-resets", "requestReset", public, answers(http.StatusAccepted, does(s.requestReset))},
		{put, "/password-resets", "completeReset", public, does(s.completeReset)},

		{post, "/invitations/lookup", "lookupInvitation", public, does(s.lookupInvitation)},
		{post, "/invitations/accept", "acceptInvitation", optional, does(s.acceptInvitation)},
	}
}

// adminRoutes are about a partner's administrators.
func (s *server) adminRoutes() []route {
	var (
		manage = needs(gatehouse.ManageAdmins)
		admins = s.app.Admins
	)
	return []route{
		{get, "/admins", "listAdmins", view, does(s.listAdmins)},
		{post, "/admins", "inviteAdmins", manage, does(s.inviteAdmins)},
		{get, "/admins/export", "exportAdmins", view, exports(s.exportAdmins, "Admin")},
		{get, "/admins/{id}", "getAdmin", view, does(s.getAdmin)},
		{patch, "/admins/{id}", "changeAdmin", manage, atVersion(does(s.changeAdmin))},
		{del, "/admins/{id}", "deleteAdmin", manage, atVersion(does(s.deleteAdmin))},
		{post, "/admins:revoke", "revokeAdmins", manage, bulk(admins.Revoke)},
		{post, "/admins:resend", "resendAdmins", manage, bulk(admins.Resend)},
		{post, "/admins:lock", "lockAdmins", manage, bulkLock(admins.Lock)},
		{post, "/admins:unlock", "unlockAdmins", manage, bulkLock(admins.Unlock)},
		{post, "/admins:end-sessions", "endAdminSessions", manage, bulk(admins.EndSessions)},
		{post, "/admins:delete", "deleteAdmins", manage, bulk(admins.Delete)},
	}
}

// technicianRoutes are about a partner's technicians.
func (s *server) technicianRoutes() []route {
	var (
		manage      = needs(gatehouse.ManageTechnicians)
		remove      = needs(gatehouse.DeleteTechnicians)
		technicians = s.app.Technicians
	)
	return []route{
		{get, "/technicians", "listTechnicians", view, does(s.listTechnicians)},
		{post, "/technicians", "inviteTechnicians", manage, does(s.inviteTechnicians)},
		{get, "/technicians/export", "exportTechnicians", view, exports(s.exportTechnicians, "Technician")},
		{get, "/technicians/{id}", "getTechnician", view, does(s.getTechnician)},
		{patch, "/technicians/{id}", "changeTechnician", manage, atVersion(does(s.changeTechnician))},
		{del, "/technicians/{id}", "deleteTechnician", remove, atVersion(does(s.deleteTechnician))},
		{get, "/technicians/{id}/assignments", "listTechnicianAssignments", view, does(s.listTechnicianAssignments)},
		{patch, "/technicians/{id}/assignments", "setPartnerLocks", manage, atTag(does(s.setPartnerLocks))},
		{post, "/technicians:revoke", "revokeTechnicians", manage, bulk(technicians.Revoke)},
		{post, "/technicians:resend", "resendTechnicians", manage, bulk(technicians.Resend)},
		{post, "/technicians:lock", "lockTechnicians", manage, bulkLock(technicians.Lock)},
		{post, "/technicians:unlock", "unlockTechnicians", manage, bulkLock(technicians.Unlock)},
		{post, "/technicians:end-sessions", "endTechnicianSessions", manage, bulk(technicians.EndSessions)},
		{post, "/technicians:delete", "deleteTechnicians", remove, bulk(technicians.Delete)},
	}
}

// assignmentRoutes are about who may enter which site as technician.
func (s *server) assignmentRoutes() []route {
	var (
		see      = either(gatehouse.ViewPartner, gatehouse.TechniciansView)
		change   = either(gatehouse.ManageTechnicians, gatehouse.TechniciansManage)
		dispatch = needs(gatehouse.ManageTechnicians)
	)
	return []route{
		{get, "/assignments", "listAssignments", see, does(s.listAssignments)},
		{post, "/assignments", "assign", dispatch, does(s.assign)},
		{get, "/assignments/export", "exportAssignments", see, exports(s.exportAssignments, "Assignment")},
		{get, "/assignments/{id}", "getAssignment", see, does(s.getAssignment)},
		{get, "/assignments/{id}/explain", "explainAssignment", see, does(s.explainAssignment)},
		{get, "/explain", "explain", see, does(s.explain)},
		{get, "/sites/{site}/candidates", "listCandidates", dispatch, does(s.listCandidates)},
		{get, "/sites/{site}/assignments", "listSiteAssignments", see, does(s.listSiteAssignments)},
		{post, "/sites/{site}/assignments", "assignToSite", dispatch, does(s.assignToSite)},
		{patch, "/sites/{site}/assignments/{id}", "changeAssignment", change, atVersion(does(s.changeAssignment))},
		{del, "/sites/{site}/assignments/{id}", "removeAssignment", change, atVersion(does(s.removeAssignment))},
		{post, "/sites/{site}/assignments:change", "changeAssignments", change, atVersion(does(s.changeAssignments))},
		{post, "/sites/{site}/assignments:remove", "removeAssignments", change, atVersion(does(s.removeAssignments))},
	}
}

// siteAdminRoutes are about a site's administrators.
func (s *server) siteAdminRoutes() []route {
	var (
		see    = either(gatehouse.ViewPartner, gatehouse.AdminsView)
		manage = either(gatehouse.ManageSiteAdmins, gatehouse.AdminsManage)
		admins = s.app.SiteAdmins
	)
	return []route{
		{get, "/sites/{site}/admins", "listSiteAdmins", see, does(s.listSiteAdmins)},
		{post, "/sites/{site}/admins", "inviteSiteAdmins", manage, does(s.inviteSiteAdmins)},
		{get, "/sites/{site}/admins/export", "exportSiteAdmins", see, exports(s.exportSiteAdmins, "SiteAdmin")},
		{get, "/sites/{site}/admins/{id}", "getSiteAdmin", see, does(s.getSiteAdmin)},
		{patch, "/sites/{site}/admins/{id}", "changeSiteAdmin", manage, atVersion(does(s.changeSiteAdmin))},
		{del, "/sites/{site}/admins/{id}", "deleteSiteAdmin", manage, atVersion(does(s.deleteSiteAdmin))},
		{post, "/sites/{site}/admins:revoke", "revokeSiteAdmins", manage, bulkAt(admins.Revoke)},
		{post, "/sites/{site}/admins:resend", "resendSiteAdmins", manage, bulkAt(admins.Resend)},
		{post, "/sites/{site}/admins:lock", "lockSiteAdmins", manage, bulkLockAt(admins.Lock)},
		{post, "/sites/{site}/admins:unlock", "unlockSiteAdmins", manage, bulkLockAt(admins.Unlock)},
		{post, "/sites/{site}/admins:end-sessions", "endSiteAdminSessions", manage, bulkAt(admins.EndSessions)},
		{post, "/sites/{site}/admins:delete", "deleteSiteAdmins", manage, bulkAt(admins.Delete)},
	}
}

// siteRoutes are about sites and their credits.
func (s *server) siteRoutes() []route {
	return []route{
		{get, "/sites", "listSites", view, does(s.listSites)},
		{post, "/sites", "createSite", needs(gatehouse.ManageSites), answers(http.StatusCreated, does(s.createSite))},
		{get, "/sites/export", "exportSites", view, exports(s.exportSites, "Site")},
		{get, "/sites/{site}", "getSite", either(gatehouse.ViewPartner, gatehouse.SettingsView), does(s.getSite)},
		{patch, "/sites/{site}", "changeSite", either(gatehouse.ManageSites, gatehouse.SettingsManage), atVersion(does(s.changeSite))},
		{del, "/sites/{site}", "deleteSite", needs(gatehouse.DeleteSites), atVersion(does(s.deleteSite))},

		{get, "/credits", "getCredits", view, does(s.getCredits)},
		{get, "/credits/history", "listTransfers", view, does(s.listTransfers)},
		{get, "/credits/history/export", "exportTransfers", view, exports(s.exportTransfers, "Transfer")},
		{post, "/sites/{site}/credits", "moveCredits", needs(gatehouse.ManageSites), does(s.moveCredits)},
	}
}

// registerRoutes are about a site's devices and users.
func (s *server) registerRoutes() []route {
	return []route{
		{get, "/sites/{site}/devices", "listDevices", onSite(gatehouse.DevicesView), does(s.listDevices)},
		{post, "/sites/{site}/devices", "createDevice", onSite(gatehouse.DevicesManage), answers(http.StatusCreated, does(s.createDevice))},
		{get, "/sites/{site}/devices/export", "exportDevices", onSite(gatehouse.DevicesView), exports(s.exportDevices, "Device")},
		{get, "/sites/{site}/devices/{id}", "getDevice", onSite(gatehouse.DevicesView), does(s.getDevice)},
		{patch, "/sites/{site}/devices/{id}", "changeDevice", onSite(gatehouse.DevicesManage), atVersion(does(s.changeDevice))},
		{del, "/sites/{site}/devices/{id}", "deleteDevice", onSite(gatehouse.DevicesManage), atVersion(does(s.deleteDevice))},
		{get, "/sites/{site}/users", "listSiteUsers", onSite(gatehouse.UsersView), does(s.listSiteUsers)},
		{post, "/sites/{site}/users", "createSiteUser", onSite(gatehouse.UsersManage), answers(http.StatusCreated, does(s.createSiteUser))},
		{get, "/sites/{site}/users/export", "exportSiteUsers", onSite(gatehouse.UsersView), exports(s.exportSiteUsers, "SiteUser")},
		{get, "/sites/{site}/users/{id}", "getSiteUser", onSite(gatehouse.UsersView), does(s.getSiteUser)},
		{patch, "/sites/{site}/users/{id}", "changeSiteUser", onSite(gatehouse.UsersManage), atVersion(does(s.changeSiteUser))},
		{del, "/sites/{site}/users/{id}", "deleteSiteUser", onSite(gatehouse.UsersManage), atVersion(does(s.deleteSiteUser))},
	}
}

// partnerRoutes are a partner's settings, and the API keys of a partner or of a site.
func (s *server) partnerRoutes() []route {
	manage := either(gatehouse.ManagePartner, gatehouse.SettingsManage).byPeople()
	return []route{
		{get, "/partner", "getPartner", view, does(s.getPartner)},
		{patch, "/partner", "changePartner", needs(gatehouse.ManagePartner), atVersion(does(s.changePartner))},

		{get, "/api-keys", "listAPIKeys", manage, does(s.listKeys)},
		{post, "/api-keys", "createAPIKey", manage, answers(http.StatusCreated, does(s.createKey))},
		{get, "/api-keys/self", "getOwnAPIKey", ownKey, does(s.getOwnKey)},
		{get, "/api-keys/{id}", "getAPIKey", manage, does(s.getKey)},
		{patch, "/api-keys/{id}", "renameAPIKey", manage, atVersion(does(s.renameKey))},
		{post, "/api-keys/{id}/rotate", "rotateAPIKey", manage, atVersion(does(s.rotateKey))},
		{del, "/api-keys/{id}", "revokeAPIKey", manage, atVersion(does(s.revokeKey))},
	}
}

// accountRoutes are the audit trail and the own account.
func (s *server) accountRoutes() []route {
	audit := needs(gatehouse.ViewAudit)
	return []route{
		{get, "/audit", "listAudit", audit, does(s.listAudit)},
		{get, "/audit/export", "exportAudit", audit, exports(s.exportAudit, "Event")},

		{get, "/account", "getAccount", session, does(s.getAccount)},
		{patch, "/account", "changeAccount", session, does(s.changeAccount)},
		{del, "/account", "deleteAccount", session, does(s.deleteAccount)},
		{put, "/account/password", "changePassword", session, does(s.changePassword)},
		{get, "/account/sessions", "listSessions", session, does(s.listSessions)},
		{del, "/account/sessions", "endOtherSessions", session, does(s.endOtherSessions)},
		{del, "/account/sessions/{id}", "endSession", session, does(s.endSession)},
	}
}
