package gatehouse

import "fmt"

// PartnerRole is the role of a partner administrator. Roles are ordered: a larger
// value includes everything a smaller one may do (SPEC section 3).
type PartnerRole uint8

// The partner roles in rising order. NoPartnerRole is the zero value and has no
// rights: a technician, or an administrator who has not accepted yet.
const (
	NoPartnerRole PartnerRole = iota
	PartnerObserver
	PartnerOperator
	PartnerAdmin
	PartnerMaster
)

// PartnerRoles lists every role that can be given, lowest first.
func PartnerRoles() []PartnerRole {
	return []PartnerRole{PartnerObserver, PartnerOperator, PartnerAdmin, PartnerMaster}
}

var partnerRoleNames = [...]string{"", "observer", "operator", "admin", "master"}

// String returns the role as the API writes it, in lower case; NoPartnerRole is "".
func (r PartnerRole) String() string {
	if int(r) >= len(partnerRoleNames) {
		return fmt.Sprintf("PartnerRole(%d)", uint8(r))
	}
	return partnerRoleNames[r]
}

// ParsePartnerRole reads the exact lower-case name of a role. Everything else,
// the empty string included, is an error with the code [CodeInvalid].
func ParsePartnerRole(s string) (PartnerRole, error) {
	for _, r := range PartnerRoles() {
		if r.String() == s {
			return r, nil
		}
	}
	return NoPartnerRole, InvalidField("role", "The role is one of observer, operator, admin, master.")
}

// MarshalText writes the role's API name.
func (r PartnerRole) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the role's API name; "" is NoPartnerRole.
func (r *PartnerRole) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = NoPartnerRole
		return nil
	}
	parsed, err := ParsePartnerRole(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// Lockable reports whether a person with this role can be locked or unlocked:
// accounts with the role Admin or higher cannot (SPEC section 5).
func (r PartnerRole) Lockable() bool { return r < PartnerAdmin }
