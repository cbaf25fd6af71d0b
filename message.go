package gatehouse

import "time"

// MessageKind names a mail that the portal sends (SPEC section 12).
type MessageKind string

// The mails.
const (
	MailInvitation     MessageKind = "invitation"
	MailReminder       MessageKind = "reminder"
	MailInvitationVoid MessageKind = "invitation_void"
	// MailLocked and MailUnlocked tell a person of their account lock.
	MailLocked   MessageKind = "locked"
	MailUnlocked MessageKind = "unlocked"
	// MailRoleChanged tells a person of their new role.
	MailRoleChanged MessageKind = "role_changed"
	// MailDeleted tells a person that a partner has deleted what it held.
	MailDeleted MessageKind = "deleted"
	// MailPasswordReset carries a reset link, MailPasswordChanged tells that the
	// password is another one now.
	MailPasswordReset   MessageKind = "password_reset"
	MailPasswordChanged MessageKind = "password_changed"
	// MailAssigned tells a person of sites that they were assigned to.
	MailAssigned MessageKind = "assigned"
	// MailApprovalWanted asks a site's Admins and Masters to approve people.
	MailApprovalWanted MessageKind = "approval_wanted"
	// MailApproved tells a person that the site lets them in.
	MailApproved MessageKind = "approved"
	// MailSiteLocked tells a person that their access to a site was locked.
	MailSiteLocked MessageKind = "site_locked"
	// MailUnassigned tells a person that they lost a site.
	MailUnassigned MessageKind = "unassigned"
	// MailSiteDeleted tells a site's administrators that the partner deleted it.
	MailSiteDeleted MessageKind = "site_deleted"
	// MailAccessEnds announces the end of an assignment.
	MailAccessEnds MessageKind = "access_ends"
	// MailSiteAdmins tells a site's administrators that the partner changed who
	// administrates the site.
	MailSiteAdmins MessageKind = "site_admins_changed"
	// MailOutOfCredit tells a partner's Operators and above of sites that could not
	// pay for their devices.
	MailOutOfCredit MessageKind = "out_of_credit"
)

// MessageState is how far a message has come.
type MessageState string

// The states of a message. A cancelled message was overtaken before it was sent:
// its invitation was revoked, accepted or sent again.
const (
	MessageQueued    MessageState = "queued"
	MessageSent      MessageState = "sent"
	MessageFailed    MessageState = "failed"
	MessageCancelled MessageState = "cancelled"
)

// Delivery is what the lists show of an invitation's latest message.
type Delivery struct {
	State MessageState
	// Error is the mail server's reason when the state is failed, or of the last
	// try while it is still queued.
	Error string
	// Message is the message itself and AskedAt when it was asked for; zero where the
	// outbox keeps it no more.
	Message MessageID
	AskedAt time.Time
}

// Message is a row of the outbox: a mail to be sent after the transaction that
// asked for it has committed.
type Message struct {
	ID      MessageID
	Partner PartnerID
	Kind    MessageKind
	To      Email
	// Language is what the recipient reads.
	Language Language
	// Invitation and Rotation are set for mails that carry a link. The mail is
	// sent only while that very link lives.
	Invitation InvitationID
	Rotation   int
	// Site is the site that the mail is about, "" for none.
	Site SiteID
	// Token is the link's secret, sealed; it is removed when the mail is sent.
	Token []byte
	// Detail is what else the text needs.
	Detail    MessageDetail
	State     MessageState
	Error     string
	CreatedAt time.Time
}

// MessageDetail is what a mail tells beyond its invitation. It is stored as JSON.
type MessageDetail struct {
	// Name is the recipient's.
	Name string `json:"name,omitempty"`
	// OldRole and NewRole are of MailRoleChanged.
	OldRole PartnerRole `json:"old_role,omitempty"`
	NewRole PartnerRole `json:"new_role,omitempty"`
	// Reason is of MailLocked.
	Reason string `json:"reason,omitempty"`
	// ExpiresAt is of MailPasswordReset, and the end of access of MailAccessEnds.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// Sites are of the mails about sites: which, at which level, waiting or not.
	Sites []MailedSite `json:"sites,omitempty"`
	// People are whom MailApprovalWanted asks about, and whom MailSiteAdmins tells
	// of, by name or address. Action is what was done, of MailSiteAdmins; Row is the
	// assignment that the mail's link leads to.
	People []string     `json:"people,omitempty"`
	Action Action       `json:"action,omitempty"`
	Row    AssignmentID `json:"row,omitempty"`
	// OldSiteRole and NewSiteRole are of MailSiteAdmins and of MailRoleChanged at a
	// site.
	OldSiteRole SiteRole `json:"old_site_role,omitempty"`
	NewSiteRole SiteRole `json:"new_site_role,omitempty"`
}

// MailedSite is a site as a mail tells of it. The last of a list may only count
// those that are left out.
type MailedSite struct {
	ID      SiteID `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Level   Level  `json:"level,omitempty"`
	Waiting bool   `json:"waiting,omitempty"`
	// Closed is true where another condition than the one that the mail is about keeps
	// the person out.
	Closed bool `json:"closed,omitempty"`
	More   int  `json:"more,omitempty"`
}

// JobKind names background work. Its arguments hold ids only.
type JobKind string

// The jobs.
const (
	// JobSendMessage sends one message of the outbox.
	JobSendMessage JobKind = "send_message"
	// JobSpreadMessages asks for each of many messages to be sent.
	JobSpreadMessages JobKind = "spread_messages"
	// JobRemind mails unanswered invitations again before they end.
	JobRemind JobKind = "remind"
	// JobScrub removes the traces of erased people from the database's files.
	JobScrub JobKind = "scrub"
	// JobPurge removes what has served its time: dead sessions, used
	// idempotency keys, old counters.
	JobPurge JobKind = "purge"
	// JobCharge takes from the sites what their devices cost a month.
	JobCharge JobKind = "charge"
)
