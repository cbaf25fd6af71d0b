package words

import "gatehouse.example/gatehouse"

// SignIn is the page where a session begins.
type SignIn struct {
	Title, Heading, Button string
	Lead                   string
	Ended                  string // the session has ended meanwhile
	SignedOut              string
	NotSetUp               string // while nobody has opened the set-up link
}

// Setup is the page that makes the first partner and its first Master.
type Setup struct {
	Title, Heading, Lead           string
	PartnerLegend, AccountLegend   string
	Partner, PartnerHint           string
	YourName, YourEmail, EmailHint string
	Button                         string
	DeadTitle, DeadLead, DeadHelp  string
	Done                           string // welcome message afterwards
}

// Invitation is the page where somebody accepts.
type Invitation struct {
	Title   string
	Heading func(partner string) string
	Invited func(inviter, partner string) string // inviter may be empty
	// InvitedToSite is Invited for an administrator of a site that the partner looks after.
	InvitedToSite func(inviter, partner, site string) string
	Role          string
	Address       string
	Deadline      string
	SiteNote      string
	NewLegend     string
	YourName      string
	Accept        string
	SignInLead    func(email string) string
	SignInAnd     string // button: sign in and accept
	Ready         func(name string) string
	TermsAgree    string // begins the consent, before the link
	TermsEnd      string // ends it
	TermsLink     string
	OtherTitle    string
	OtherLead     func(signedIn, invited string) string
	OtherHelp     string
	SignOut       string
	Switched      string // the form belonged to another invitation
	Welcome       func(partner string) string
	DeadTitle     string
	DeadLead      string
	DeadHelp      string
}

// Places is the selector.
type Places struct {
	Title, Heading, Lead  string
	EmptyTitle, EmptyLead string
	Here                  string
}

// List are the words that one list of people has for itself.
type List struct {
	Title                           string
	Caption                         func(partner string) string
	EmptyFirstTitle, EmptyFirstLead string
	EmptyFilterTitle                string
	InviteTitle                     string
	InviteNote                      string // before anybody is invited
}

// Admins is the administrators' list, and what the other lists of people share.
type Admins struct {
	List                           List
	Heading                        string
	Invite, Revoke, Resend, Export string
	Selected                       func(n int) string
	SelectPage                     string
	Select                         func(who string) string
	ColumnName, ColumnEmail        string
	ColumnLevel, ColumnStatus      string
	ColumnLock, ColumnSignIn       string
	You                            string
	InvitedBy, InvitedAgain        func(name, when string) string
	SetUp                          func(when string) string // about whoever made the set-up
	Void                           string                   // a pending invitation that nobody can accept
	ByInstallation, ByFormer       string
	Expires                        func(when string) string
	Locked, Unlocked               string
	LockedBy                       func(name, when, reason string) string // each may be empty
	NeverSignedIn                  string
	Search, SearchHint             string
	AnyStatus, AnyLevel            string
	FilterStatus, FilterLevel      string
	Sort                           string
	Sorts                          map[gatehouse.AdminSort]string
	Clear                          string
	Previous, Next, Newer, Older   string
	Pager                          string
	EmptyFilterTip                 string
	NoneChosen                     string
	JustChanged                    string // says to a screen reader which rows an action changed
}

// Invite is the window that invites people.
type Invite struct {
	Type                  string
	Email, EmailHint, Add string
	List, Empty           string
	Added                 func(n int) string
	Remove                func(email string) string
	OK                    string
	ConfirmTitle          Plural
	ConfirmLead           func(n int) string
	Malformed             func(n int) string
	Duplicate             string
	None                  string
	TooMany               func(limit int) string
	Invited               func(n int) string
	NotInvited            func(n int) string
	LeftOut               func(n int) string // heading of those whom the question leaves out
	Nobody                string             // when that is everybody
	AlsoAdmin             string             // of a technician to be who is an administrator already
	AlsoTechnician        string             // and the other way round
}

// Bulk are the confirmations and results of the actions on chosen rows.
type Bulk struct {
	RevokeAsk, ResendAsk   func(n int) string
	RevokeNote, ResendNote Plural
	NoneEligible           string
	Revoked, Resent        func(n int) string
	Unchanged              func(n int) string
	Refused                func(n int) string
	More                   func(n int) string
	MoreActions            string
	LeftOut                func(n int) string // heading of the chosen rows to which nothing would happen
	Partly, Nothing        string             // begin the message when rows were refused, and when none changed
	Chosen                 string             // heading of the list of chosen rows
}

// Audit is the page of the audit log.
type Audit struct {
	Title, Heading                     string
	Caption                            func(partner string) string
	From, Until, Actor, Action         string
	Target                             string
	Outcome                            string
	AnyActor, AnyAction, AnyOutcome    string
	AnyTarget                          string
	ColumnTime, ColumnActor            string
	ColumnAction, ColumnTarget         string
	ColumnOutcome                      string
	Details                            string
	DetailsOf                          func(action, when string) string
	Reason                             string
	RequestID, Address, Agent          string
	Via, Sequence                      string
	ActorID, TargetID                  string
	OnlyActor, OnlyTarget              string
	Site, OnlySite, DeletedSite        string
	Count                              func(n int, last string) string
	Stranger, Installation, Erased     string
	Newer, Older, Pager                string
	ExportCSV, ExportNDJSON            string
	EmptyTitle, EmptyLead              string
	EmptyFilterTitle, EmptyFilterTip   string
	Clear                              string
	FieldName, FieldBefore, FieldAfter string
	DaysError                          string // the first day of a filter is after the last
	AccountLocked                      string // why a sign-in was refused
	// ForbiddenAtSite is [Audit.Refusals] of CodeForbidden where the event is about a
	// site: it does not tell whether a role or a permission level was asked.
	ForbiddenAtSite string
	// Refusals are codes that speak to whoever is refused, said of them.
	Refusals map[gatehouse.Code]string
}

// Mailbox is the page of the local mailbox.
type Mailbox struct {
	Title, Heading, Lead    string
	Caption                 string
	EmptyTitle, EmptyLead   string
	From, To, Sent, Subject string
	Links                   string
	HTMLPart, TextPart      string
	FrameTitle              func(subject string) string
	Back, ToPortal          string
}

// Errors are the pages that say why something did not happen.
type Errors struct {
	// Titles is a heading per HTTP status.
	Titles map[int]string
	// Helps says what to do next, per HTTP status; a status may need none.
	Helps map[int]string
	// ForbiddenAtSite and ForbiddenTechnician stand for CodeForbidden at a site, and for
	// technicians at the partner's portal, where TechnicianHelp goes on.
	ForbiddenAtSite, ForbiddenTechnician, TechnicianHelp string

	VoidHelp   string // for whoever holds an invitation that became void
	RequestID  string
	Home       string
	RetryAfter func(when string) string
}
