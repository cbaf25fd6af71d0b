package gatehouse

import "time"

// InvitationKind says what an invitation makes of whoever accepts it.
type InvitationKind string

// The kinds of invitation. One address has at most one invitation of each kind at
// a partner (or, for site administrators, at a site).
const (
	InviteAdmin      InvitationKind = "admin"
	InviteTechnician InvitationKind = "technician"
	InviteSiteAdmin  InvitationKind = "site_admin"
)

// InvitationStatus is derived from an invitation's facts and a time.
type InvitationStatus string

// The statuses of an invitation (SPEC section 1).
const (
	Pending  InvitationStatus = "pending"
	Accepted InvitationStatus = "accepted"
	Expired  InvitationStatus = "expired"
	Revoked  InvitationStatus = "revoked"
)

// InvitationStatuses lists the statuses in the order a filter shows them.
func InvitationStatuses() []InvitationStatus {
	return []InvitationStatus{Pending, Accepted, Expired, Revoked}
}

// Invitation is an offer of a membership to one address. Times that have not
// come are zero.
type Invitation struct {
	ID      InvitationID
	Partner PartnerID
	Person  PersonID
	Kind    InvitationKind
	Email   Email
	// Site is where a site administrator's invitation leads, "" for other kinds.
	Site SiteID
	// Role is what an administrator's invitation gives, SiteRole what a site
	// administrator's does; none otherwise.
	Role     PartnerRole
	SiteRole SiteRole
	// Rotation counts the links sent: 1 for the first, one more for each resend
	// and reminder. Only the newest link lives.
	Rotation int
	// InvitedBy is who sent or resent it last. Empty means the installation
	// itself (set-up, command line), whose right is never checked again.
	InvitedBy  PersonID
	InvitedAt  time.Time
	ExpiresAt  time.Time
	AcceptedAt time.Time
	RevokedAt  time.Time
	// Version grows with every change, for If-Match.
	Version int
}

// Status derives the status at now. An invitation is Expired from the very
// instant of its end (SPEC section 4).
func (i Invitation) Status(now time.Time) InvitationStatus {
	switch {
	case !i.AcceptedAt.IsZero():
		return Accepted
	case !i.RevokedAt.IsZero():
		return Revoked
	case now.Before(i.ExpiresAt):
		return Pending
	default:
		return Expired
	}
}

// Carries reports whether the message holds the invitation's living link at now.
// A message that was overtaken (revoked, accepted, sent again, expired) is not to
// be sent.
func (i Invitation) Carries(m Message, now time.Time) bool {
	return i.Rotation == m.Rotation && i.Status(now) == Pending
}

// CheckRevocable returns CodeNotPending unless the status is Pending.
func (s InvitationStatus) CheckRevocable() error {
	if s != Pending {
		return E(CodeNotPending)
	}
	return nil
}

// CheckResendable returns CodeAlreadyAccepted for an accepted invitation; every
// other one can be sent again.
func (s InvitationStatus) CheckResendable() error {
	if s == Accepted {
		return E(CodeAlreadyAccepted)
	}
	return nil
}

// CheckInvitable returns what stands in the way of inviting an address again
// that has an invitation in this status: CodeAlreadyPending, CodeAlreadyMember,
// or nothing, in which case the invitation is sent anew with the role now given.
func (s InvitationStatus) CheckInvitable() error {
	switch s {
	case Pending:
		return E(CodeAlreadyPending)
	case Accepted:
		return E(CodeAlreadyMember)
	default:
		return nil
	}
}

// CheckManageable returns CodeNotAccepted unless the invitation was accepted:
// before that there is nothing to lock and no role to change.
func (s InvitationStatus) CheckManageable() error {
	if s != Accepted {
		return E(CodeNotAccepted)
	}
	return nil
}
