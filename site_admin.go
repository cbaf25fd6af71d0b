package gatehouse

import "time"

// SiteAdmin is a row of a site's administrators: a person with the site's
// invitation.
type SiteAdmin struct {
	Site       SiteID
	Person     Person
	Membership SiteMembership
	Invitation Invitation
	// Status is the invitation's status at the time of reading.
	Status        InvitationStatus
	InvitedByName string
	LockedByName  string
	Mail          Delivery
	// MembershipVersion grows with every change of the membership.
	MembershipVersion int
	// LastEntryAt is when the person entered the site last.
	LastEntryAt time.Time
}

// Role returns what the Level column shows: the role held, or the role offered.
func (a SiteAdmin) Role() SiteRole {
	if a.Membership.Role != NoSiteRole {
		return a.Membership.Role
	}
	return a.Invitation.SiteRole
}

// Version is what If-Match compares: it grows with every change of the row.
func (a SiteAdmin) Version() int { return a.MembershipVersion + a.Invitation.Version }

// SiteAdminFilter narrows and orders a list of a site's administrators. Zero fields
// do not narrow.
type SiteAdminFilter struct {
	Status InvitationStatus
	Role   SiteRole
	Locked *bool
	// Query is looked for in name and address, ignoring case.
	Query string
	// Sort is one of the orders of a partner's administrators; who was seen last is
	// whoever entered the site last.
	Sort AdminSort
}

// MayApprove reports whether the row is somebody who can approve the site's
// technicians: an accepted, unlocked Admin or Master (SPEC section 8).
func (a SiteAdmin) MayApprove() bool {
	return !a.Membership.Lock.On() && a.Membership.Role.May(TechniciansManage)
}

// CheckLockable returns CodeRoleNotLockable for a site Master (SPEC section 5).
func (m SiteMembership) CheckLockable() error {
	if !m.Role.Lockable() {
		return E(CodeRoleNotLockable)
	}
	return nil
}

// CheckPromotion returns CodeAccountLocked when somebody locked at the site is to
// be given, or to accept, a role that cannot be locked.
func (m SiteMembership) CheckPromotion(role SiteRole) error {
	if m.Lock.On() && !role.Lockable() {
		return E(CodeAccountLocked)
	}
	return nil
}

// CheckKeepsMaster returns CodeLastSiteMaster when giving this member the role
// would leave a site with that many Masters without any (SPEC section 7). The
// count is only worth something under the partner's lock.
func (m SiteMembership) CheckKeepsMaster(role SiteRole, masters int) error {
	if m.Role == SiteMaster && role != SiteMaster && masters <= 1 {
		return E(CodeLastSiteMaster)
	}
	return nil
}

// CheckGiveAtSite returns CodeRoleAboveYours when the actor may not invite site
// administrators of the role, or act on them: from the partner's portal whoever
// may manage them acts on every role, at the site itself the own role decides
// (SPEC sections 3 and 9). The permission to do so at all is asked before.
func (a Actor) CheckGiveAtSite(role SiteRole) error {
	if a.Installation || !a.AtSite() && (a.May(ManageSiteAdmins) || a.May(InviteFirstSiteAdmin)) {
		return nil
	}
	if !a.AtSite() || a.At.Way != WaySiteAdmin || !a.At.Role.MayGive(role) {
		return E(CodeRoleAboveYours)
	}
	return nil
}

// CheckActOnSiteAdmin returns why the actor may not act on a site administrator of
// this person and role: CodeSelfNotAllowed or CodeRoleAboveYours.
func (a Actor) CheckActOnSiteAdmin(person PersonID, role SiteRole) error {
	if a.Person != "" && a.Person == person {
		return E(CodeSelfNotAllowed)
	}
	return a.CheckGiveAtSite(role)
}

// MayInviteToSite reports whether the person of the facts, as inviter, may still
// send a site administrator's invitation with the role: it is asked again when the
// invitation is accepted. An Operator's invitation of a site's first administrator
// stays good until somebody else was first.
func (f AccessFacts) MayInviteToSite(role SiteRole) bool {
	if f.Person.Account == "" {
		return false
	}
	if !f.Admin.Lock.On() && f.Admin.Role.MayGive(role) {
		return true
	}
	first := !f.Site.Owned() && f.Person.Role.May(InviteFirstSiteAdmin)
	return !f.Person.Lock.On() && (first || f.Person.Role.May(ManageSiteAdmins))
}
