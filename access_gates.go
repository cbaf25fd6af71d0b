package gatehouse

import "time"

// gateRule is one gate: does it let pass, since when and by whom does it stand so,
// and who can change it.
type gateRule struct {
	gate  Gate
	pass  func(*AccessFacts, SiteAction) bool
	since func(*AccessFacts) (time.Time, PersonID)
	// lock is what closes the gate, and says since when, by whom and why; nil where
	// that is no lock, and since says it.
	lock func(*AccessFacts) Lock
	who  func(*AccessFacts, SiteAction) Changer
	// narrow is who can close it further and not open it, nil for nobody.
	narrow func(*AccessFacts) Changer
}

func never(*AccessFacts) (time.Time, PersonID) { return time.Time{}, "" }

// stands says since when the gate stands as it does, by whom, and with which reason.
func (r gateRule) stands(f *AccessFacts) Lock {
	if r.lock != nil {
		return r.lock(f)
	}
	at, by := r.since(f)
	return Lock{At: at, By: by}
}

var gatePartnerActive = gateRule{
	gate:  GatePartnerActive,
	pass:  func(f *AccessFacts, _ SiteAction) bool { return f.Partner.Active() },
	since: func(f *AccessFacts) (time.Time, PersonID) { return f.Partner.ActivatedAt, "" },
	who:   bySide(firstMaster),
}

// siteAdminGates are the conditions (a) of SPEC section 8.
var siteAdminGates = []gateRule{
	gatePartnerActive,
	{
		gate:  GateAccepted,
		pass:  func(f *AccessFacts, _ SiteAction) bool { return f.Person.Account != "" && f.Admin.Role != NoSiteRole },
		since: acceptance(WaySiteAdmin),
		who:   inviting(WaySiteAdmin, (*AccessFacts).siteAdminSide),
	},
	{
		gate: GateSiteAdminLock,
		pass: func(f *AccessFacts, _ SiteAction) bool { return !f.Admin.Lock.On() },
		lock: func(f *AccessFacts) Lock { return f.Admin.Lock },
		who:  bySide((*AccessFacts).siteAdminSide),
	},
	{
		gate:  GateRole,
		pass:  func(f *AccessFacts, a SiteAction) bool { return f.Admin.Role.May(a) },
		since: never,
		who:   roleGiver,
	},
}

// assignmentGates are the conditions (b) of SPEC section 8.
var assignmentGates = []gateRule{
	gatePartnerActive,
	{
		gate: GateAccepted,
		pass: func(f *AccessFacts, _ SiteAction) bool {
			return f.Person.Account != "" && (f.Person.Role != NoPartnerRole || f.Person.Technician)
		},
		since: acceptance(WayAssignment),
		who:   inviting(WayAssignment, (*AccessFacts).partnerSide),
	},
	{
		gate: GateAccountLock,
		pass: func(f *AccessFacts, _ SiteAction) bool { return !f.Person.Lock.On() },
		lock: func(f *AccessFacts) Lock { return f.Person.Lock },
		who:  bySide((*AccessFacts).partnerSide),
	},
	{
		gate:  GateAssigned,
		pass:  func(f *AccessFacts, _ SiteAction) bool { return f.Assignment.ID != "" },
		since: func(f *AccessFacts) (time.Time, PersonID) { return f.Assignment.CreatedAt, f.Assignment.CreatedBy },
		who:   bySide((*AccessFacts).partnerSide),
	},
	{
		gate:  GateTechnicianAccess,
		pass:  func(f *AccessFacts, _ SiteAction) bool { return f.Site.TechnicianAccess },
		since: func(f *AccessFacts) (time.Time, PersonID) { return f.Site.AccessAt, f.Site.AccessBy },
		who:   ownedOr(BySiteMasters, partnerOperators),
	},
	{
		gate: GateApproved,
		pass: func(f *AccessFacts, _ SiteAction) bool { return !f.Assignment.Waiting },
		lock: func(f *AccessFacts) Lock { return f.Assignment.waitingLock() },
		who:  ownedOr(BySiteAdmins, (*AccessFacts).partnerSide),
	},
	{
		gate: GateSiteLock,
		pass: func(f *AccessFacts, _ SiteAction) bool { return !f.Assignment.SiteLock.On() || f.Assignment.Waiting },
		lock: func(f *AccessFacts) Lock { return f.Assignment.ordinaryLock() },
		who:  ownedOr(BySiteAdmins, (*AccessFacts).partnerSide),
	},
	{
		gate: GatePartnerLock,
		pass: func(f *AccessFacts, _ SiteAction) bool { return !f.Assignment.PartnerLock.On() },
		lock: func(f *AccessFacts) Lock { return f.Assignment.PartnerLock },
		who:  bySide((*AccessFacts).partnerSide),
	},
	{
		gate:   GateWindow,
		pass:   func(f *AccessFacts, _ SiteAction) bool { return f.Assignment.Window.Open(f.Now) },
		since:  func(f *AccessFacts) (time.Time, PersonID) { return f.Assignment.Window.since(f.Now), "" },
		who:    ownedOr(BySiteAdmins, firstSiteAdmin),
		narrow: (*AccessFacts).partnerSide,
	},
	{
		gate:  GateLevel,
		pass:  func(f *AccessFacts, a SiteAction) bool { return f.Assignment.Level.May(a) },
		since: func(f *AccessFacts) (time.Time, PersonID) { return f.Assignment.LevelAt, f.Assignment.LevelBy },
		who:   ownedOr(BySiteAdmins, firstSiteAdmin),
	},
}
