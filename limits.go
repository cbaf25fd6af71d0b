package gatehouse

import "time"

// The numbers of SPEC section 16.
const (
	// InvitationTTL is how long an invitation can be accepted, unless configured.
	InvitationTTL = 7 * 24 * time.Hour
	// MinInvitationTTL and MaxInvitationTTL bound the configured value.
	MinInvitationTTL = time.Hour
	MaxInvitationTTL = 30 * 24 * time.Hour
	// ReminderLead is how long before its end an unanswered invitation is
	// mailed again.
	ReminderLead = 48 * time.Hour

	// SetupLinkTTL is how long a set-up link printed at start can be used.
	SetupLinkTTL = 24 * time.Hour

	// ResetLinkTTL is how long a link to a new password can be used, once.
	ResetLinkTTL = 30 * time.Minute
	// ResetMails is how many such mails one address gets in ResetMailWindow,
	// ResetRequests for how many one network address may ask.
	ResetMailWindow = time.Hour
	ResetMails      = 5
	ResetRequests   = 100

	// SessionLifetime ends a session however busy it is.
	SessionLifetime = 12 * time.Hour
	// SessionIdle ends a session that is not used.
	SessionIdle = time.Hour

	// SessionTouch is how often the last use of a session is written down; the
	// idle time is exact to this.
	SessionTouch = time.Minute

	// SessionsPerAccount is how many sessions one account can have at a time; one
	// more ends the oldest.
	SessionsPerAccount = 100

	// SignInWindow is the time over which failed sign-ins are counted,
	// AccountFailures and AddressFailures how many one account, and one network
	// address, may have in it.
	SignInWindow    = 15 * time.Minute
	AccountFailures = 10
	AddressFailures = 100
	// DeadLinks is how many dead links one network address may try in
	// DeadLinkWindow.
	DeadLinkWindow = time.Hour
	DeadLinks      = 200
	// InvitationMails is how many mails one partner may send to one address in
	// InvitationMailWindow.
	InvitationMailWindow = time.Hour
	InvitationMails      = 10

	// IdempotencyTTL is how long a repeated Idempotency-Key answers the same.
	IdempotencyTTL = 24 * time.Hour

	// BulkLimit is the most ids or addresses one call may name.
	BulkLimit = 1000
	// BulkLockLimit is the most ids a call that locks or unlocks may name.
	BulkLockLimit = 10000
	// PairLimit is the most pairs of person and site one call may assign.
	PairLimit = 10000
	// PendingLimit is the most pending invitations one partner may have.
	PendingLimit = 10000
	// PageLimit is the longest page of a list; DefaultPage the usual one.
	PageLimit   = 200
	DefaultPage = 50

	// MaxCredits is the largest amount one transfer moves, MaxBalance the largest
	// balance of a partner.
	MaxCredits = 1_000_000_000
	MaxBalance = 1_000_000_000_000
	// AccessEndsLead is how long before its end an assignment's end is announced.
	AccessEndsLead = 24 * time.Hour

	// BodyLimit is the longest request body in bytes.
	BodyLimit = 1 << 20

	// MinPassword and MaxPassword bound a password, in code points after
	// normalisation to NFC. There are no composition rules.
	MinPassword = 15
	MaxPassword = 128

	// NameLimit bounds names of people and partners, in code points.
	NameLimit = 100
	// ReasonLimit bounds the reason of a lock, in code points.
	ReasonLimit = 500
	// NotesLimit bounds a site's notes, in code points.
	NotesLimit = 2000
	// QueryLimit bounds a search text, in code points.
	QueryLimit = 100
)
