package gatehouse

import "time"

// AssignmentID names an assignment.
type AssignmentID string

// Assignment is a person's access to a site as technician: one for each pair
// (SPEC section 8).
type Assignment struct {
	ID      AssignmentID
	Partner PartnerID
	Site    SiteID
	Person  PersonID

	// Level is how far the site is open, since LevelAt, set by LevelBy.
	Level   Level
	LevelAt time.Time
	LevelBy PersonID

	// PartnerLock and SiteLock have two owners; each side sets and lifts only its
	// own, and access needs both off.
	PartnerLock Lock
	SiteLock    Lock
	// Waiting is true while the site's lock stands for an approval to come.
	Waiting bool
	Window  Window

	// SessionsEndedAt kills every session at the site that began before.
	SessionsEndedAt time.Time
	LastEntryAt     time.Time
	CreatedAt       time.Time
	CreatedBy       PersonID
	// Version grows with every change, for If-Match.
	Version int
}

func (a Assignment) waitingLock() Lock {
	if a.Waiting {
		return a.SiteLock
	}
	return Lock{}
}

func (a Assignment) ordinaryLock() Lock {
	if a.Waiting {
		return Lock{}
	}
	return a.SiteLock
}

// CheckPartnerUnlock returns CodeLockedBySite when the partner is asked to unlock
// an assignment that only the site's lock keeps closed (SPEC section 5).
func (a Assignment) CheckPartnerUnlock() error {
	if a.SiteLock.On() && !a.PartnerLock.On() {
		return E(CodeLockedBySite)
	}
	return nil
}

// Window is when an assignment is open, by the database's clock: from StartsAt on,
// until EndsAt exclusively. Zero times do not bound.
type Window struct {
	StartsAt time.Time
	EndsAt   time.Time
}

// Open reports whether the window is open at now.
func (w Window) Open(now time.Time) bool {
	return !now.Before(w.StartsAt) && (w.EndsAt.IsZero() || now.Before(w.EndsAt))
}

// Ended reports whether the window has an end that has come at now.
func (w Window) Ended(now time.Time) bool { return !w.EndsAt.IsZero() && !now.Before(w.EndsAt) }

// since is when the window came to stand as it does at now: since its end, or since it
// opened. One that is still to open has not come to anything.
func (w Window) since(now time.Time) time.Time {
	switch {
	case w.Ended(now):
		return w.EndsAt
	case w.Open(now):
		return w.StartsAt
	default:
		return time.Time{}
	}
}

// Given returns a time as somebody gave it, which is never none: what Go takes for that
// becomes the moment after, which no check of a bound lets pass.
func Given(t time.Time) time.Time {
	if t.IsZero() {
		return t.Add(time.Nanosecond)
	}
	return t
}

// writable reports whether a bound can be written as RFC 3339 does, with four digits of
// the year, and stored; none can.
func writable(bound time.Time) bool {
	year := bound.UTC().Year()
	return bound.IsZero() || year >= 1970 && year <= 9999
}

// Check returns CodeInvalid on "starts_at" or "ends_at" for a window with a bound
// outside the years 1970 to 9999, and on "ends_at" for one that ends before it begins,
// or that has ended at now.
func (w Window) Check(now time.Time) error {
	switch {
	case !writable(w.StartsAt):
		return InvalidField("starts_at", "The year lies between 1970 and 9999.")
	case !writable(w.EndsAt):
		return InvalidField("ends_at", "The year lies between 1970 and 9999.")
	case w.EndsAt.IsZero():
		return nil
	case !w.EndsAt.After(w.StartsAt):
		return InvalidField("ends_at", "The end must come after the start.")
	case !w.EndsAt.After(now):
		return InvalidField("ends_at", "The end must lie in the future.")
	default:
		return nil
	}
}

// Within returns the part of the window that lies in the other.
func (w Window) Within(other Window) Window {
	if w.StartsAt.Before(other.StartsAt) {
		w.StartsAt = other.StartsAt
	}
	if !other.EndsAt.IsZero() && (w.EndsAt.IsZero() || w.EndsAt.After(other.EndsAt)) {
		w.EndsAt = other.EndsAt
	}
	return w
}

// CheckNarrows returns CodeForbidden when the window is open at a time at which
// the other is not: the partner may only narrow what the site allows.
func (w Window) CheckNarrows(other Window) error {
	if w.StartsAt.Before(other.StartsAt) || !other.EndsAt.IsZero() && (w.EndsAt.IsZero() || w.EndsAt.After(other.EndsAt)) {
		return E(CodeForbidden)
	}
	return nil
}

// SiteMemory is what a site decided about a person. It outlives the assignment:
// removing and assigning again restores nothing (SPEC section 8).
type SiteMemory struct {
	// Level is the level that the site set last, when LevelSet.
	Level    Level
	LevelSet bool
	// Window is the one that the site set last; its zero times do not bound.
	Window Window
	// Barred is true when the site locked, declined or removed the person.
	Barred bool
}

// Assign returns the assignment that comes of giving a person the level and window
// at a site with these settings and this memory of them: the level that the site set
// last counts, its window bounds the one asked for, and whoever the site barred waits
// for its approval whatever its settings.
func (s Site) Assign(level Level, window Window, memory SiteMemory, at time.Time, by PersonID) Assignment {
	a := Assignment{
		Partner: s.Partner, Site: s.ID, Level: level, LevelAt: at, LevelBy: by, CreatedAt: at, CreatedBy: by,
		Window: window.Within(memory.Window),
	}
	if memory.LevelSet {
		// Who of the site set it then is not kept.
		a.Level, a.LevelBy = memory.Level, ""
	}
	if s.ApprovalRequired || memory.Barred {
		a.Waiting, a.SiteLock = true, Lock{At: at, By: by}
	}
	return a
}

// Assignee is a person as somebody who might be assigned to a site.
type Assignee struct {
	Person Person
	// Role is the partner role held or offered; NoPartnerRole for a technician.
	Role PartnerRole
	// Admin and Technician are the statuses of the person's invitations, "" where
	// there is none.
	Admin      InvitationStatus
	Technician InvitationStatus
	// SiteAdmin is true for an administrator of the site in question, accepted or
	// invited.
	SiteAdmin bool
	// Assigned is true for somebody who has the site already.
	Assigned bool
	// Memory is what the site decided about the person before.
	Memory SiteMemory
}

// Administrator reports whether the person counts as a partner administrator: in
// lists as such, and assigned only by those who may assign administrators. Whoever is
// invited as one counts at once, but for technicians, who stay that until they accept.
func (a Assignee) Administrator() bool {
	technician := a.Technician == Pending || a.Technician == Accepted
	return a.Person.Role != NoPartnerRole || a.Admin == Pending && !technician
}

// CheckAssignable returns why the person cannot be assigned to the site:
// CodeAlreadySiteAdministrator, CodeAlreadyAssigned, or CodeNotInvited for somebody
// whose invitations are all expired or revoked.
func (a Assignee) CheckAssignable() error {
	open := func(s InvitationStatus) bool { return s == Pending || s == Accepted }
	switch {
	case a.SiteAdmin:
		return E(CodeAlreadySiteAdministrator)
	case a.Assigned:
		return E(CodeAlreadyAssigned)
	case !open(a.Admin) && !open(a.Technician):
		return E(CodeNotInvited)
	default:
		return nil
	}
}

// AssignmentRow is a row of a list of assignments, with all that decides about it:
// [Decide] says whether the person may enter now.
type AssignmentRow struct {
	AccessFacts
	// Status is that of the person's invitation.
	Status InvitationStatus
	// Administrator is true for a partner administrator.
	Administrator bool
	// PartnerLockedByName and SiteLockedByName are the names of whoever set the
	// locks, where they are people of the partner or the site.
	PartnerLockedByName string
	SiteLockedByName    string
}

// DifferenceKind is what became of a row since somebody saw it.
type DifferenceKind string

// What may have become of a row.
const (
	DifferenceAdded   DifferenceKind = "added"
	DifferenceChanged DifferenceKind = "changed"
	DifferenceRemoved DifferenceKind = "removed"
)

// DifferenceKinds lists them all.
func DifferenceKinds() []DifferenceKind {
	return []DifferenceKind{DifferenceAdded, DifferenceChanged, DifferenceRemoved}
}

// Difference is an assignment that is not as somebody saw it (SECURITY T154). Of one
// that was removed there is nothing but the id.
type Difference struct {
	ID            AssignmentID   `json:"id"`
	Change        DifferenceKind `json:"change"`
	Site          SiteID         `json:"site,omitempty"`
	SiteName      string         `json:"site_name,omitempty"`
	PartnerLocked *bool          `json:"partner_locked,omitempty"`
	SiteLocked    *bool          `json:"site_locked,omitempty"`
}

// AssignmentFilter narrows a list of assignments. Zero fields do not narrow.
type AssignmentFilter struct {
	Site    SiteID
	Person  PersonID
	Waiting bool
	// Query is looked for in the person's name and address and in the site's name.
	Query string
}

// CheckAssign returns why the actor, at the partner's portal, may not assign this
// person, lock their access to a site or take it away: CodeForbidden,
// CodeSelfNotAllowed or CodeRoleAboveYours. Administrators take more than
// technicians (SPEC section 3).
func (a Actor) CheckAssign(who Assignee) error {
	switch {
	case a.Installation:
		return nil
	case !who.Administrator():
		return a.CheckMay(ManageTechnicians)
	case a.CheckMay(AssignAdmins) != nil:
		return a.CheckMay(AssignAdmins)
	case a.Person == who.Person.ID:
		return E(CodeSelfNotAllowed)
	case who.Role > a.Role:
		return E(CodeRoleAboveYours)
	default:
		return nil
	}
}
