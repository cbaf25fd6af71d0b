package web

import (
	"slices"

	"gatehouse.example/gatehouse"
)

// partnerSiteRoutes are the partner's pages of sites and credits.
func (s *Site) partnerSiteRoutes() []route {
	see, manage := at(gatehouse.ViewPartner), at(gatehouse.ManageSiteAdmins)
	return slices.Concat(s.siteAdminRoutes("/p/{partner}/sites/{site}/admins", staff, see, manage), []route{
		{"GET /p/{partner}/sites", at(gatehouse.ViewPartner), s.sitesPage},
		{"GET /p/{partner}/sites/export", at(gatehouse.ViewPartner), s.exportSites},
		{"GET /p/{partner}/sites/create", at(gatehouse.ManageSites), s.createSitePage},
		{"POST /p/{partner}/sites/create", at(gatehouse.ManageSites), s.createSite},
		{"GET /p/{partner}/sites/{site}", at(gatehouse.ViewPartner), s.siteDetailsPage},
		{"POST /p/{partner}/sites/{site}", at(gatehouse.ManageSites), s.saveSite},
		{"GET /p/{partner}/sites/{site}/delete", at(gatehouse.DeleteSites), s.deleteSitePage},
		{"POST /p/{partner}/sites/{site}/delete", at(gatehouse.DeleteSites), s.deleteSite},
		{"GET /p/{partner}/sites/{site}/technicians", at(gatehouse.ViewPartner), s.siteCrewPage},
		{"GET /p/{partner}/sites/{site}/technicians/assign", at(gatehouse.ManageTechnicians), s.sitePickerPage},
		{"POST /p/{partner}/sites/{site}/technicians/assign", at(gatehouse.ManageTechnicians), s.pickForSite},
		{"POST /p/{partner}/sites/{site}/technicians/lock", at(gatehouse.ManageTechnicians), s.inTab(lockCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/unlock", at(gatehouse.ManageTechnicians), s.inTab(unlockCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/approve", at(gatehouse.ManageTechnicians), s.inTab(approveCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/decline", at(gatehouse.ManageTechnicians), s.inTab(declineCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/window", at(gatehouse.ManageTechnicians), s.inTab(narrowCrew)},
		{"POST /p/{partner}/sites/{site}/technicians/remove", at(gatehouse.ManageTechnicians), s.inTab(removeCrew)},
		{"GET /p/{partner}/sites/{site}/credits", at(gatehouse.ViewPartner), s.siteCreditsPage},
		{"POST /p/{partner}/sites/{site}/credits", at(gatehouse.ManageSites), s.moveCredits},

		{"GET /p/{partner}/credits", at(gatehouse.ViewPartner), s.creditsPage},
		{"GET /p/{partner}/credits/export", at(gatehouse.ViewPartner), s.exportCredits},
	})
}
