package gatehouse

import "fmt"

// SiteRole is the role of a site administrator. Its names are those of
// [PartnerRole], its powers are others, and neither converts into the other
// (SPEC sections 1 and 9).
type SiteRole uint8

// The site roles in rising order. NoSiteRole is the zero value and has no rights.
const (
	NoSiteRole SiteRole = iota
	SiteObserver
	SiteOperator
	SiteAdminRole
	SiteMaster
)

// SiteRoles lists every role that can be given, lowest first.
func SiteRoles() []SiteRole {
	return []SiteRole{SiteObserver, SiteOperator, SiteAdminRole, SiteMaster}
}

// String returns the role as the API writes it, in lower case; NoSiteRole is "".
func (r SiteRole) String() string {
	if int(r) >= len(partnerRoleNames) {
		return fmt.Sprintf("SiteRole(%d)", uint8(r))
	}
	return partnerRoleNames[r]
}

// ParseSiteRole reads the exact lower-case name of a role. Everything else, the
// empty string included, is an error with the code [CodeInvalid] on "role".
func ParseSiteRole(s string) (SiteRole, error) {
	for _, r := range SiteRoles() {
		if r.String() == s {
			return r, nil
		}
	}
	return NoSiteRole, InvalidField("role", "The role is one of observer, operator, admin, master.")
}

// MarshalText writes the role's API name.
func (r SiteRole) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the role's API name; "" is NoSiteRole.
func (r *SiteRole) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = NoSiteRole
		return nil
	}
	parsed, err := ParseSiteRole(string(text))
	if err == nil {
		*r = parsed
	}
	return err
}

// Lockable reports whether a site administrator with this role can be locked at
// the site: everybody below Master (SPEC section 5).
func (r SiteRole) Lockable() bool { return r < SiteMaster }

// MayGive reports whether a site administrator with role r may act on one of the
// role other: invite as it, change from or to it, lock or delete it. Admins act
// below Master, Masters on all.
func (r SiteRole) MayGive(other SiteRole) bool {
	return r.May(AdminsManage) && (other < SiteMaster || r.May(SettingsManage))
}

// GivableRoles lists the roles that somebody with role r may give, lowest first.
func (r SiteRole) GivableRoles() []SiteRole {
	roles := []SiteRole{}
	for _, other := range SiteRoles() {
		if r.MayGive(other) {
			roles = append(roles, other)
		}
	}
	return roles
}
