package api

import (
	"net/http"

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

// table is the whole API on one screen. GET serves HEAD as well.
func (s *server) table() []route {
	var (
		view   = needs(gatehouse.ViewPartner)
		manage = needs(gatehouse.ManageAdmins)
		audit  = needs(gatehouse.ViewAudit)
		admins = s.app.Admins
	)
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
