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
	get  = http.MethodGet
	post = http.MethodPost
	put  = http.MethodPut
	del  = http.MethodDelete
)

// table is the whole API on one screen. GET serves HEAD as well.
func (s *server) table() []route {
	var (
		view   = needs(gatehouse.ViewPartner)
		manage = needs(gatehouse.ManageAdmins)
		audit  = needs(gatehouse.ViewAudit)
	)
	return []route{
		{post, "/setup", "completeSetup", public, creates(does(s.completeSetup))},

		{post, "/session", "signIn", public, does(s.signIn)},
		{get, "/session", "getSession", session, does(s.getSession)},
		{del, "/session", "signOut", session, does(s.signOut)},
		{put, "/session/place", "choosePlace", session, does(s.choosePlace)},

		{post, "/invitations/lookup", "lookupInvitation", public, does(s.lookupInvitation)},
		{post, "/invitations/accept", "acceptInvitation", optional, does(s.acceptInvitation)},

		{get, "/admins", "listAdmins", view, does(s.listAdmins)},
		{post, "/admins", "inviteAdmins", manage, does(s.inviteAdmins)},
		{get, "/admins/{id}", "getAdmin", view, does(s.getAdmin)},
		{get, "/admins/export", "exportAdmins", view, exports(s.exportAdmins, "Admin")},
		{post, "/admins:revoke", "revokeAdmins", manage, bulk(s.app.Admins.Revoke)},
		{post, "/admins:resend", "resendAdmins", manage, bulk(s.app.Admins.Resend)},

		{get, "/audit", "listAudit", audit, does(s.listAudit)},
		{get, "/audit/export", "exportAudit", audit, exports(s.exportAudit, "Event")},
	}
}
