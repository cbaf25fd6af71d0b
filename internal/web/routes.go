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
	return slices.Concat(s.technicianRoutes(), s.siteRoutes(), []route{
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
		{"GET /p/{partner}/sites", at(gatehouse.ViewPartner), s.sitesPage},
		{"GET /p/{partner}/sites/export", at(gatehouse.ViewPartner), s.exportSites},
		{"GET /p/{partner}/sites/create", at(gatehouse.ManageSites), s.createSitePage},
		{"POST /p/{partner}/sites/create", at(gatehouse.ManageSites), s.createSite},
		{"GET /p/{partner}/sites/{site}", at(gatehouse.ViewPartner), s.siteDetailsPage},
		{"POST /p/{partner}/sites/{site}", at(gatehouse.ManageSites), s.saveSite},
		{"GET /p/{partner}/sites/{site}/delete", at(gatehouse.DeleteSites), s.deleteSitePage},
		{"POST /p/{partner}/sites/{site}/delete", at(gatehouse.DeleteSites), s.deleteSite},
		{"GET /p/{partner}/sites/{site}/admins", at(gatehouse.ViewPartner), s.siteAdminsPage},
		{"GET /p/{partner}/sites/{site}/admins/invite", at(gatehouse.ManageSiteAdmins), s.siteInvitePage},
		{"POST /p/{partner}/sites/{site}/admins/invite", at(gatehouse.ManageSiteAdmins), s.inviteToSite},
		{"POST /p/{partner}/sites/{site}/admins/revoke", at(gatehouse.ManageSiteAdmins), s.inTab(revokeSiteAdmins)},
		{"POST /p/{partner}/sites/{site}/admins/resend", at(gatehouse.ManageSiteAdmins), s.inTab(resendSiteAdmins)},
		{"POST /p/{partner}/sites/{site}/admins/lock", at(gatehouse.ManageSiteAdmins), s.inTab(lockSiteAdmins)},
		{"POST /p/{partner}/sites/{site}/admins/unlock", at(gatehouse.ManageSiteAdmins), s.inTab(unlockSiteAdmins)},
		{"POST /p/{partner}/sites/{site}/admins/end-sessions", at(gatehouse.ManageSiteAdmins), s.inTab(endSiteAdminSessions)},
		{"POST /p/{partner}/sites/{site}/admins/role", at(gatehouse.ManageSiteAdmins), s.inTab(changeSiteRole)},
		{"POST /p/{partner}/sites/{site}/admins/delete", at(gatehouse.ManageSiteAdmins), s.inTab(deleteSiteAdmins)},
		{"GET /p/{partner}/sites/{site}/technicians", at(gatehouse.ViewPartner), s.siteCrewPage},
		{"GET /p/{partner}/sites/{site}/technicians/assign", at(gatehouse.ManageTechnicians), s.sitePickerPage},
		{"POST /p/{partner}/sites/{site}/technicians/assign", at(gatehouse.ManageTechnicians), s.pickForSite},
		{"POST /p/{partner}/sites/{site}/technicians/lock", at(gatehouse.ManageTechnicians), s.inTab(lockCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/unlock", at(gatehouse.ManageTechnicians), s.inTab(unlockCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/approve", at(gatehouse.ManageTechnicians), s.inTab(approveCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/decline", at(gatehouse.ManageTechnicians), s.inTab(declineCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/remove", at(gatehouse.ManageTechnicians), s.inTab(removeCrew)},
		{"GET /p/{partner}/sites/{site}/credits", at(gatehouse.ViewPartner), s.siteCreditsPage},
		{"POST /p/{partner}/sites/{site}/credits", at(gatehouse.ManageSites), s.moveCredits},

		{"GET /p/{partner}/credits", at(gatehouse.ViewPartner), s.creditsPage},
		{"GET /p/{partner}/credits/export", at(gatehouse.ViewPartner), s.exportCredits},

		{"GET /p/{partner}/admins", at(gatehouse.ViewPartner), s.peoplePage(admins)},
		{"GET /p/{partner}/admins/export", at(gatehouse.ViewPartner), s.exportAdmins},
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
