package web

import "gatehouse.example/gatehouse"

// partnerSiteRoutes are the partner's pages of sites and credits.
func (s *Site) partnerSiteRoutes() []route {
	return []route{
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
	}
}
