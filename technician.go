package gatehouse

// Technician is a row of the technicians' list: a person with a technician's
// invitation, or an administrator who has access to a site.
type Technician struct {
	Person     Person
	Invitation Invitation
	// Status is the invitation's status at the time of reading.
	Status InvitationStatus
	// Administrator is true for a partner administrator, who is managed in the
	// administrators' list.
	Administrator bool
	// InvitedSites counts the person's assignments.
	InvitedSites int64
	// InvitedByName is the inviter's name; empty when the installation invited
	// or the inviter is gone. LockedByName is the name of whoever set the lock.
	InvitedByName string
	LockedByName  string
	Mail          Delivery
}

// Version is what If-Match compares: it grows with every change of the row.
func (t Technician) Version() int { return t.Person.Version + t.Invitation.Version }

// CheckManaged returns why nobody may lock, unlock or delete this row in the
// technicians' list: CodeRoleNotLockable for an Admin or Master where lock is
// true, CodeManagedAsAdministrator for every other administrator (SPEC section 5).
func (t Technician) CheckManaged(lock bool) error {
	switch {
	case !t.Administrator:
		return nil
	case lock && !t.Person.Role.Lockable():
		return E(CodeRoleNotLockable)
	default:
		return E(CodeManagedAsAdministrator)
	}
}

// TechnicianSort is an order of the technicians' list; a leading "-" turns one
// round.
type TechnicianSort string

// The orders of the technicians' list.
const (
	TechniciansNewest       TechnicianSort = "-created_at"
	TechniciansOldest       TechnicianSort = "created_at"
	TechniciansByName       TechnicianSort = "name"
	TechniciansByNameDesc   TechnicianSort = "-name"
	TechniciansByEmail      TechnicianSort = "email"
	TechniciansByEmailDesc  TechnicianSort = "-email"
	TechniciansBySites      TechnicianSort = "invited_sites"
	TechniciansBySitesDesc  TechnicianSort = "-invited_sites"
	TechniciansBySignIn     TechnicianSort = "last_sign_in_at"
	TechniciansBySignInDesc TechnicianSort = "-last_sign_in_at"
)

// TechnicianSorts lists every order that a caller may ask for.
func TechnicianSorts() []TechnicianSort {
	return []TechnicianSort{
		TechniciansNewest, TechniciansOldest, TechniciansByName, TechniciansByNameDesc,
		TechniciansByEmail, TechniciansByEmailDesc, TechniciansBySites, TechniciansBySitesDesc,
		TechniciansBySignIn, TechniciansBySignInDesc,
	}
}

// TechnicianFilter narrows the technicians' list. Zero fields do not narrow.
type TechnicianFilter struct {
	Status InvitationStatus
	Locked *bool
	// Query is looked for in name and address, ignoring case.
	Query string
	Sort  TechnicianSort
}
