package web

import (
	"net/http"
	"slices"

	"gatehouse.example/gatehouse"
)

// handler answers a request of somebody the policy let through, or returns why
// not.
type handler func(http.ResponseWriter, *http.Request, *visit) error

// route is one address with one method. Its policy says who may come at all; what
// they may do is decided by the use case behind it.
type route struct {
	pattern string
	policy  policy
	handle  handler
}

// routes is the whole surface. A path with {partner} acts at that partner and
// nowhere else, whatever the session has chosen, so that tabs never mix.
func (s *Site) routes() []route {
	return slices.Concat(s.technicianRoutes(), s.siteRoutes(), s.partnerSiteRoutes(), s.settingsRoutes(), []route{
		{"GET /{$}", public, s.home},
		{"GET /sign-in", public, s.signInPage},
		{"POST /sign-in", public, s.signIn},
		{"POST /sign-out", signedIn, s.signOut},
		{"GET /places", signedIn, s.placesPage},
		{"POST /places", signedIn, s.choosePlace},

		{"GET /setup", public, s.setupPage},
		{"POST /setup", public, s.setup},
		{"GET /invitation", public, s.invitationPage},
		{"POST /invitation", public, s.acceptInvitation},

		{"GET /password-reset/request", public, s.resetRequestPage},
		{"POST /password-reset/request", public, s.requestReset},
		{"GET /password-reset", public, s.resetPage},
		{"POST /password-reset", public, s.completeReset},

		{"GET /account", signedIn, s.accountPage},
		{"POST /account", signedIn, s.changeAccount},
		{"GET /account/password", signedIn, s.passwordPage},
		{"POST /account/password", signedIn, s.changePassword},
		{"GET /account/sessions", signedIn, s.sessionsPage},
		{"POST /account/sessions/end", signedIn, s.endSession},
		{"POST /account/sessions/end-others", signedIn, s.endOthers},
		{"GET /account/delete", signedIn, s.deleteAccountPage},
		{"POST /account/delete", signedIn, s.deleteAccount},
		{"GET /goodbye", public, s.goodbyePage},

		{"GET /p/{partner}/{$}", member, s.partnerPage},
		{"GET /p/{partner}/admins", at(gatehouse.ViewPartner), s.peoplePage(admins)},
		{"GET /p/{partner}/admins/export", at(gatehouse.ViewPartner), s.exportPeople(admins)},
		{"GET /p/{partner}/admins/invite", at(gatehouse.ManageAdmins), s.invitePage(admins)},
		{"POST /p/{partner}/admins/invite", at(gatehouse.ManageAdmins), s.invite(admins)},
		{"POST /p/{partner}/admins/revoke", at(gatehouse.ManageAdmins), s.bulk(revokeAdmins)},
		{"POST /p/{partner}/admins/resend", at(gatehouse.ManageAdmins), s.bulk(resendAdmins)},
		{"POST /p/{partner}/admins/lock", at(gatehouse.ManageAdmins), s.bulk(lockAdmins)},
		{"POST /p/{partner}/admins/unlock", at(gatehouse.ManageAdmins), s.bulk(unlockAdmins)},
		{"POST /p/{partner}/admins/end-sessions", at(gatehouse.ManageAdmins), s.bulk(endAdminSessions)},
		{"POST /p/{partner}/admins/delete", at(gatehouse.ManageAdmins), s.bulk(deleteAdmins)},
		{"POST /p/{partner}/admins/role", at(gatehouse.ManageAdmins), s.bulk(changeRole)},

		{"GET /mailbox", localOnly, s.mailboxPage},
		{"GET /mailbox/{message}", localOnly, s.messagePage},
		{"GET /mailbox/{message}/html", localOnly, s.messageHTML},

		{"GET /p/{partner}/audit", at(gatehouse.ViewAudit), s.auditPage},
		{"GET /p/{partner}/audit/export", at(gatehouse.ViewAudit), s.exportAudit},
	})
}
