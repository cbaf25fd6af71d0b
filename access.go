package gatehouse

import "time"

// AccessFacts is everything that decides what one person may do at one site now,
// read by one statement. The store fills it in and decides nothing; zero parts mean
// that there is no such membership or assignment.
type AccessFacts struct {
	// Now is the database's time.
	Now     time.Time
	Partner Partner
	Site    Site
	Person  Person
	// Admin is the person's membership of the site as administrator.
	Admin SiteMembership
	// Assignment is the person's access to the site as technician.
	Assignment Assignment
	// Invited are the invitations behind it, read where somebody is told why and zero
	// elsewhere, as the reasons of the locks are. No gate asks them.
	Invited AccessInvitations
}

// SiteMembership is a person's standing at a site as its administrator.
type SiteMembership struct {
	// Role is NoSiteRole until the site's invitation was accepted.
	Role            SiteRole
	Lock            Lock
	SessionsEndedAt time.Time
	// Since is when the person was invited to the site first.
	Since time.Time
}

// Exists reports whether there is a membership, accepted or not.
func (m SiteMembership) Exists() bool { return !m.Since.IsZero() }

// Way is how a person comes into a site.
type Way string

// The two ways into a site. Nothing else opens one: a partner role or a
// technician's invitation alone gives no access (SPEC section 8).
const (
	WaySiteAdmin  Way = "site_admin"
	WayAssignment Way = "assignment"
)

// Gate names one condition of effective access.
type Gate string

// The gates (SPEC section 8).
const (
	GatePartnerActive    Gate = "partner_active"
	GateAccepted         Gate = "invitation_accepted"
	GateSiteAdminLock    Gate = "not_locked_at_site"
	GateRole             Gate = "role_allows"
	GateAccountLock      Gate = "account_not_locked"
	GateAssigned         Gate = "assigned"
	GateTechnicianAccess Gate = "technician_access_on"
	GateApproved         Gate = "approved"
	GateSiteLock         Gate = "no_site_lock"
	GatePartnerLock      Gate = "no_partner_lock"
	GateWindow           Gate = "inside_window"
	GateLevel            Gate = "level_allows"
)

// Gates lists every gate, those of a site administrator first.
func Gates() []Gate {
	list := []Gate{}
	seen := map[Gate]bool{}
	for _, rules := range [][]gateRule{siteAdminGates, assignmentGates} {
		for _, rule := range rules {
			if !seen[rule.gate] {
				list = append(list, rule.gate)
			}
			seen[rule.gate] = true
		}
	}
	return list
}

// Changer names who can open a gate.
type Changer string

// Those who can open a gate. An administrator of a site is a matter of the site's own
// administrators and of the partner's; of a site without any, what only its own can
// decide waits for the first.
const (
	ByPerson                     Changer = "the_person"
	ByPartnerOperators           Changer = "partner_operators"
	ByPartnerAdmins              Changer = "partner_admins"
	ByPartnerMasters             Changer = "partner_masters"
	BySiteAdmins                 Changer = "site_admins"
	BySiteMasters                Changer = "site_masters"
	BySiteOrPartnerAdmins        Changer = "site_or_partner_admins"
	BySiteMastersOrPartnerAdmins Changer = "site_masters_or_partner_admins"
	ByFirstSiteAdmin             Changer = "first_site_admin"
	ByFirstMaster                Changer = "first_master"
)

// Changers lists everybody who can open a gate.
func Changers() []Changer {
	return []Changer{
		ByPerson, ByPartnerOperators, ByPartnerAdmins, ByPartnerMasters, BySiteAdmins, BySiteMasters,
		BySiteOrPartnerAdmins, BySiteMastersOrPartnerAdmins, ByFirstSiteAdmin, ByFirstMaster,
	}
}

// OfPartner reports whether people of the partner are among those named.
func (c Changer) OfPartner() bool {
	switch c {
	case ByPartnerOperators, ByPartnerAdmins, ByPartnerMasters, BySiteOrPartnerAdmins, BySiteMastersOrPartnerAdmins:
		return true
	default:
		return false
	}
}

// OfSite reports whether administrators of the site are among those named.
func (c Changer) OfSite() bool {
	switch c {
	case BySiteAdmins, BySiteMasters, BySiteOrPartnerAdmins, BySiteMastersOrPartnerAdmins:
		return true
	default:
		return false
	}
}

// Decision says whether somebody may do something at a site, and as what.
type Decision struct {
	Access bool
	// Way is the way that opens; Role or Level is what it gives.
	Way   Way
	Role  SiteRole
	Level Level
}

// Decide is effective access: may the person of the facts do the action at their
// site, now? Sign-in, pages, API, the explain page and the decision endpoint all
// ask this one function, and nothing else opens a site (SPEC section 8).
func Decide(f *AccessFacts, a SiteAction) Decision {
	if WaySiteAdmin.Opens(f, a) {
		return Decision{Access: true, Way: WaySiteAdmin, Role: f.Admin.Role}
	}
	if WayAssignment.Opens(f, a) {
		return Decision{Access: true, Way: WayAssignment, Level: f.Assignment.Level}
	}
	return Decision{}
}

// Opens reports whether this way alone lets the person of the facts do the action.
func (w Way) Opens(f *AccessFacts, a SiteAction) bool {
	rules := assignmentGates
	if w == WaySiteAdmin {
		rules = siteAdminGates
	}
	for i := range rules {
		if !rules[i].pass(f, a) {
			return false
		}
	}
	return true
}

// GateState is one gate as the explain page shows it.
type GateState struct {
	Way  Way
	Gate Gate
	Pass bool
	// Since is when the gate came to stand so, and By who did it; zero where that
	// is not known or nobody did.
	Since time.Time
	By    PersonID
	// Reason is what was given for the lock that closes the gate, "" without one and
	// where nobody has read it.
	Reason string
	// WhoCanChange is who can open the gate.
	WhoCanChange Changer
	// WhoCanNarrow is who can close it further without being able to open it: of a
	// time window the partner. It is "" for every other gate.
	WhoCanNarrow Changer
}

// Explain lists every gate that [Decide] asks, of each way that the person has
// into the site; of the assignment's when they have none.
func Explain(f *AccessFacts, a SiteAction) []GateState {
	var states []GateState
	if f.Admin.Exists() {
		states = explain(states, WaySiteAdmin, siteAdminGates, f, a)
	}
	if f.Assignment.ID != "" || !f.Admin.Exists() {
		states = explain(states, WayAssignment, assignmentGates, f, a)
	}
	return states
}

func explain(states []GateState, way Way, rules []gateRule, f *AccessFacts, a SiteAction) []GateState {
	for _, rule := range rules {
		state := GateState{Way: way, Gate: rule.gate, Pass: rule.pass(f, a), WhoCanChange: rule.who(f, a)}
		stands := rule.stands(f)
		state.Since, state.By, state.Reason = stands.At, stands.By, stands.Reason
		if rule.narrow != nil && f.Assignment.ID != "" {
			state.WhoCanNarrow = rule.narrow(f)
		}
		states = append(states, state)
	}
	return states
}

// MayEnterSite reports how the person of the facts may stand at their site with a
// session begun at signedIn: CodeNotFound when nothing opens it, CodeNotSignedIn
// when the session was ended there.
func MayEnterSite(f *AccessFacts, signedIn time.Time) (Decision, error) {
	d := Decide(f, SiteEnter)
	if !d.Access {
		return d, E(CodeNotFound)
	}
	ended := f.Admin.SessionsEndedAt
	if d.Way == WayAssignment {
		ended = f.Assignment.SessionsEndedAt
		if f.Person.SessionsEndedAt.After(ended) {
			ended = f.Person.SessionsEndedAt
		}
	}
	if !signedIn.After(ended) {
		return Decision{}, E(CodeNotSignedIn)
	}
	return d, nil
}
