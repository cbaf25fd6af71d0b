package web

import "gatehouse.example/gatehouse"

// technicianRoutes are the partner's pages about technicians and their access.
func (s *Site) technicianRoutes() []route {
	return []route{
		{"GET /p/{partner}/technicians", at(gatehouse.ViewPartner), s.peoplePage(technicians)},
		{"GET /p/{partner}/technicians/export", at(gatehouse.ViewPartner), s.exportPeople(technicians)},
		{"GET /p/{partner}/technicians/invite", at(gatehouse.ManageTechnicians), s.invitePage(technicians)},
		{"POST /p/{partner}/technicians/invite", at(gatehouse.ManageTechnicians), s.invite(technicians)},
		{"POST /p/{partner}/technicians/revoke", at(gatehouse.ManageTechnicians), s.bulk(revokeTechnicians)},
		{"POST /p/{partner}/technicians/resend", at(gatehouse.ManageTechnicians), s.bulk(resendTechnicians)},
		{"POST /p/{partner}/technicians/lock", at(gatehouse.ManageTechnicians), s.bulk(lockTechnicians)},
		{"POST /p/{partner}/technicians/unlock", at(gatehouse.ManageTechnicians), s.bulk(unlockTechnicians)},
		{"POST /p/{partner}/technicians/end-sessions", at(gatehouse.ManageTechnicians), s.bulk(endTechnicianSessions)},
		{"POST /p/{partner}/technicians/delete", at(gatehouse.DeleteTechnicians), s.bulk(deleteTechnicians)},
		{"GET /p/{partner}/technicians/assign", at(gatehouse.ManageTechnicians), s.assignPage},
		{"POST /p/{partner}/technicians/assign", at(gatehouse.ManageTechnicians), s.assign},
		{"GET /p/{partner}/technicians/{person}", at(gatehouse.ViewPartner), s.technicianPage},
		{"POST /p/{partner}/technicians/{person}/locks", at(gatehouse.ManageTechnicians), s.saveTechnician},
		{"POST /p/{partner}/technicians/{person}/remove", at(gatehouse.ManageTechnicians), s.access(removeFromSite)},
		{"POST /p/{partner}/technicians/{person}/window", at(gatehouse.ManageTechnicians), s.access(narrowAtSite)},
		{"POST /p/{partner}/technicians/{person}/approve", at(gatehouse.ManageTechnicians), s.access(approveAtSite)},
		{"GET /p/{partner}/explain", at(gatehouse.ViewPartner), s.explainPage},
	}
}
