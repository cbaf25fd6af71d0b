package web

import (
	"net/url"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// gateWays are where the viewer can open the gates that are closed, for those that they
// may open: by the same rules that refuse it afterwards.
func (v *visit) gateWays(e app.Explanation, from string) map[templates.GateKey]templates.GateWay {
	ways := map[templates.GateKey]templates.GateWay{}
	for _, gate := range e.Gates {
		if gate.Pass {
			continue
		}
		way := v.partnerWay(e, gate.GateState, from)
		if v.actor.AtSite() {
			way = v.siteWay(e, gate.GateState)
		}
		if way.Href != "" {
			ways[templates.GateKey{Way: gate.Way, Gate: gate.Gate}] = way
		}
	}
	return ways
}

// partnerWay is where the partner's people open a gate.
func (v *visit) partnerWay(e app.Explanation, gate gatehouse.GateState, from string) templates.GateWay {
	person, site := e.Facts.Person, e.Facts.Site.ID
	// Accounts and invitations are the lists' matter, all else that of the assignment.
	ofAccount := gate.Gate == gatehouse.GateAccountLock || gate.Gate == gatehouse.GateAccepted
	base := templates.Base{Frame: &templates.Frame{Actor: v.actor}}
	switch {
	case !gate.WhoCanChange.OfPartner():
		return templates.GateWay{}
	case gate.Way == gatehouse.WaySiteAdmin:
		if !v.actor.May(gatehouse.ManageSiteAdmins) || v.actor.Person == person.ID {
			return templates.GateWay{}
		}
		return templates.GateWay{Label: v.words.Sites.Admins, Href: templates.EditSitePath(base, site, templates.SiteAdminsTab) + found(person)}
	case gate.Gate == gatehouse.GateTechnicianAccess && v.actor.May(gatehouse.ManageSites):
		return templates.GateWay{Label: v.words.Sites.Tabs, Href: templates.EditSitePath(base, site, "")}
	case gate.Gate == gatehouse.GateTechnicianAccess, v.actor.CheckAssign(gatehouse.Assignee{Person: person, Role: person.Role}) != nil:
		return templates.GateWay{}
	case ofAccount && gate.WhoCanChange != gatehouse.ByPartnerOperators:
		return templates.GateWay{Label: v.words.Admins.List.Title, Href: templates.AdminsList.Path(base) + found(person)}
	case ofAccount:
		return templates.GateWay{Label: v.words.Technicians.List.Title, Href: templates.TechniciansList.Path(base) + found(person)}
	case gate.Gate == gatehouse.GateAssigned:
		return templates.GateWay{Label: v.words.Assign.Open, Href: templates.TechniciansList.Path(base) + "/assign?person=" + string(person.ID)}
	case from == templates.FromSite:
		return templates.GateWay{Label: v.words.Sites.TechniciansTab, Href: templates.EditSitePath(base, site, templates.SiteCrewTab) + found(person)}
	default:
		return templates.GateWay{Label: v.words.Technicians.Edit, Href: templates.PersonPath(base, person.ID)}
	}
}

// siteWay is where a site's people open a gate.
func (v *visit) siteWay(e app.Explanation, gate gatehouse.GateState) templates.GateWay {
	path, person := templates.SitePath(v.actor.Site), e.Facts.Person
	switch {
	case !gate.WhoCanChange.OfSite():
		return templates.GateWay{}
	case gate.Gate == gatehouse.GateTechnicianAccess:
		if v.actor.MayAtSite(gatehouse.SettingsManage) {
			return templates.GateWay{Label: v.words.SitePortal.ToSettings, Href: path + "/settings"}
		}
	case gate.Way == gatehouse.WaySiteAdmin:
		if v.actor.MayAtSite(gatehouse.AdminsManage) && v.actor.CheckActOnSiteAdmin(person.ID, e.Facts.Admin.Role) == nil {
			return templates.GateWay{Label: v.words.SitePortal.People.List.Title, Href: path + "/admins" + found(person)}
		}
	case v.actor.MayAtSite(gatehouse.TechniciansManage):
		return templates.GateWay{Label: v.words.Technicians.List.Title, Href: path + "/technicians" + found(person)}
	}
	return templates.GateWay{}
}

// found is the query that narrows a list to one person.
func found(person gatehouse.Person) string {
	return "?" + url.Values{"q": {string(person.Email)}}.Encode()
}
