package gatehouse

// Permission names one row of the table of SPEC section 3: something that a
// partner role allows or does not.
type Permission string

// The permissions of a partner's place.
const (
	// ViewPartner is to see sites, administrators, technicians and credits.
	ViewPartner Permission = "partner.view"
	// ManageSites is to create and edit sites and to allocate credits.
	ManageSites Permission = "sites.manage"
	// ManageTechnicians is to invite, revoke, resend, lock and unlock
	// technicians, to assign them, remove assignments and set the partner's
	// site locks.
	ManageTechnicians Permission = "technicians.manage"
	// AssignAdmins is to assign an administrator as technician of a site, to
	// lock that assignment and to remove it.
	AssignAdmins Permission = "admins.assign"
	// DeleteTechnicians is to delete technicians.
	DeleteTechnicians Permission = "technicians.delete"
	// DeleteSites is to delete sites.
	DeleteSites Permission = "sites.delete"
	// InviteFirstSiteAdmin is to name a site's first administrator while
	// creating the site.
	InviteFirstSiteAdmin Permission = "site_admins.invite_first"
	// ManageSiteAdmins is to invite site administrators, to revoke and resend,
	// lock and unlock, change the role of and delete them.
	ManageSiteAdmins Permission = "site_admins.manage"
	// ManageAdmins is to invite administrators, to revoke and resend, lock and
	// unlock, change the role of, end the sessions of and delete them, up to
	// the own role (see [PartnerRole.MayGive]).
	ManageAdmins Permission = "admins.manage"
	// ManagePartner is to change the partner's settings: name, security policy,
	// API keys, webhooks.
	ManagePartner Permission = "partner.manage"
	// ViewAudit is to read and export the partner's audit log.
	ViewAudit Permission = "audit.view"
)

// partnerPermissions is the table of SPEC section 3, the only one there is. Pages
// hide what it forbids and every use case asks it again inside its transaction.
var partnerPermissions = []struct {
	permission                        Permission
	observer, operator, admin, master bool
}{
	{ViewPartner, true, true, true, true},
	{ManageSites, false, true, true, true},
	{ManageTechnicians, false, true, true, true},
	{AssignAdmins, false, false, true, true},
	{DeleteTechnicians, false, false, true, true},
	{DeleteSites, false, false, true, true},
	{InviteFirstSiteAdmin, false, true, true, true},
	{ManageSiteAdmins, false, false, true, true},
	{ManageAdmins, false, false, true, true},
	{ManagePartner, false, false, false, true},
	{ViewAudit, false, false, true, true},
}

// May reports whether the role allows the permission. An unknown permission or
// role is never allowed.
func (r PartnerRole) May(p Permission) bool {
	for _, row := range partnerPermissions {
		if row.permission != p {
			continue
		}
		switch r {
		case PartnerObserver:
			return row.observer
		case PartnerOperator:
			return row.operator
		case PartnerAdmin:
			return row.admin
		case PartnerMaster:
			return row.master
		default:
			return false
		}
	}
	return false
}

// Permissions lists what the role allows, in the order of the table.
func (r PartnerRole) Permissions() []Permission {
	allowed := []Permission{}
	for _, row := range partnerPermissions {
		if r.May(row.permission) {
			allowed = append(allowed, row.permission)
		}
	}
	return allowed
}

// MayGive reports whether somebody with role r may act on an administrator of
// the role other: invite as it, promote to it, demote from it, delete it. Nobody
// acts on a role above their own (SPEC section 3).
func (r PartnerRole) MayGive(other PartnerRole) bool {
	return r.May(ManageAdmins) && other <= r
}

// GivableRoles lists the roles that somebody with role r may give, lowest first.
func (r PartnerRole) GivableRoles() []PartnerRole {
	roles := []PartnerRole{}
	for _, other := range PartnerRoles() {
		if r.MayGive(other) {
			roles = append(roles, other)
		}
	}
	return roles
}
