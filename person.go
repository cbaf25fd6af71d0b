package gatehouse

import "time"

// Person is one address at one partner: an administrator, a technician or both.
// The row is born with the first invitation and keeps its id.
type Person struct {
	ID      PersonID
	Partner PartnerID
	Email   Email
	// Account is empty until an invitation was accepted.
	Account AccountID
	// Name is the account's name, empty until then.
	Name string
	// Role is what the person may do as administrator now: NoPartnerRole until
	// an administrator's invitation was accepted.
	Role PartnerRole
	// Technician is true once a technician's invitation was accepted.
	Technician bool
	Lock       Lock
	// SessionsEndedAt kills every session of this person that began before.
	SessionsEndedAt time.Time
	LastSignInAt    time.Time
	CreatedAt       time.Time
	// Version grows with every change, for If-Match.
	Version int
}

// Lock is a reversible block with an owner, a time and an optional reason. The
// zero value is unlocked.
type Lock struct {
	At     time.Time
	By     PersonID
	Reason string
}

// On reports whether the lock is set.
func (l Lock) On() bool { return !l.At.IsZero() }

// MayEnterPartner reports whether this person may stand at their partner's
// portal with a session begun at signedIn, and with which code not: CodeNotFound
// when there is nothing to enter, CodeNotSignedIn when the session was ended.
// Every pathway asks this one function.
func (p Person) MayEnterPartner(active bool, signedIn time.Time) error {
	switch {
	case p.Account == "" || p.Lock.On():
		return E(CodeNotFound)
	case p.Role == NoPartnerRole && !p.Technician:
		return E(CodeNotFound)
	case !active:
		return E(CodePartnerNotActive)
	case !signedIn.After(p.SessionsEndedAt):
		return E(CodeNotSignedIn)
	default:
		return nil
	}
}

// MayInvite reports whether this person, as inviter, may still send an invitation
// of the kind and role: it is asked again when the invitation is accepted.
func (p Person) MayInvite(kind InvitationKind, role PartnerRole) bool {
	if p.Account == "" || p.Lock.On() {
		return false
	}
	switch kind {
	case InviteAdmin:
		return p.Role.MayGive(role)
	case InviteTechnician:
		return p.Role.May(ManageTechnicians)
	default:
		return false
	}
}

// CheckLockable returns CodeRoleNotLockable for somebody with the role Admin or
// higher, who can be neither locked nor unlocked.
func (p Person) CheckLockable() error {
	if !p.Role.Lockable() {
		return E(CodeRoleNotLockable)
	}
	return nil
}

// CheckKeepsMaster returns CodeLastMaster when giving this person the role would
// leave a partner with that many Masters without any (SPEC section 3). The count
// is only worth something under the partner's lock.
func (p Person) CheckKeepsMaster(role PartnerRole, masters int) error {
	if p.Role == PartnerMaster && role != PartnerMaster && masters <= 1 {
		return E(CodeLastMaster)
	}
	return nil
}

// DisplayName returns the name, or the address of somebody who has none yet.
func (p Person) DisplayName() string {
	if p.Name == "" {
		return string(p.Email)
	}
	return p.Name
}

// CheckPromotion returns CodeAccountLocked when a locked person is to be given,
// or to accept, a role that cannot be locked (SPEC section 5).
func (p Person) CheckPromotion(role PartnerRole) error {
	if p.Lock.On() && !role.Lockable() {
		return E(CodeAccountLocked)
	}
	return nil
}

// Admin is a row of the administrators' list: a person with an administrator's
// invitation, and how its latest message fared.
type Admin struct {
	Person     Person
	Invitation Invitation
	// Status is the invitation's status at the time of reading.
	Status InvitationStatus
	// InvitedByName is the inviter's name; empty when the installation invited
	// or the inviter is gone.
	InvitedByName string
	// LockedByName is the name of whoever set the lock.
	LockedByName string
	Mail         Delivery
}

// Role returns what the Level column shows: the role held, or the role offered.
func (a Admin) Role() PartnerRole {
	if a.Person.Role != NoPartnerRole {
		return a.Person.Role
	}
	return a.Invitation.Role
}

// Version is what If-Match compares: it grows with every change of the row.
func (a Admin) Version() int { return a.Person.Version + a.Invitation.Version }

// AdminSort is an order of the administrators' list.
type AdminSort string

// The orders of the administrators' list; a leading "-" turns one round.
const (
	SortNewest     AdminSort = "-created_at"
	SortOldest     AdminSort = "created_at"
	SortName       AdminSort = "name"
	SortNameDesc   AdminSort = "-name"
	SortEmail      AdminSort = "email"
	SortEmailDesc  AdminSort = "-email"
	SortRole       AdminSort = "role"
	SortRoleDesc   AdminSort = "-role"
	SortSignIn     AdminSort = "last_sign_in_at"
	SortSignInDesc AdminSort = "-last_sign_in_at"
)

// AdminSorts lists every order that a caller may ask for.
func AdminSorts() []AdminSort {
	return []AdminSort{
		SortNewest, SortOldest, SortName, SortNameDesc, SortEmail, SortEmailDesc,
		SortRole, SortRoleDesc, SortSignIn, SortSignInDesc,
	}
}

// AdminFilter narrows the administrators' list. Zero fields do not narrow.
type AdminFilter struct {
	Status InvitationStatus
	Role   PartnerRole
	Locked *bool
	// Query is looked for in name and address, ignoring case.
	Query string
	Sort  AdminSort
}
