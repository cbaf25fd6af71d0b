package gatehouse

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
