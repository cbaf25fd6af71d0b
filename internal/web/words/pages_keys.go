package words

import "gatehouse.example/gatehouse"

// Keys are the pages of API keys, of a partner and of a site.
type Keys struct {
	Title            string
	Lead             func(place string) string
	Caption          func(place string) string
	Create           string
	EmptyTitle       string
	EmptyLead        string
	Name             string
	Scope            string
	CreatedBy        string
	Expires          string
	LastUsed         string
	State            string
	NeverUsed        string
	EndsIn           func(hint string) string
	OlderUntil       string
	Scopes           map[gatehouse.KeyScope]string
	DecisionsNote    string
	States           map[gatehouse.KeyState]string
	SuspendedNote    func(who string) string
	Rename           string
	RenameOf         func(name string) string
	Renamed          string
	Rotate           string
	RotateOf         func(name string) string
	Revoke           string
	RevokeOf         func(name string) string
	NameHint         string
	Lifetime         string
	LifetimeHint     string
	Days             func(n int) string
	ShownTitle       string
	ShownLead        string
	Token            string
	TokenHint        string
	Copy             string
	Copied           string
	Done             string
	AlreadyShown     string
	AlreadyShownLead string
	RotateAsk        func(name string) string
	RotateNote       string
	Overlap          string
	OverlapHint      string
	Ended            string // says so in its place where no older token lives
	AtOnce           string
	OverlapHours     func(n int) string
	OverlapDays      func(n int) string
	NewEnd           string
	KeepEnd          string
	InDays           func(n int) string
	RevokeAsk        func(name string) string
	RevokeNote       string
	Revoked          string
	// History is on the link in the audit log to the events about a key.
	History string
}

// PartnerSettings are the settings of a partner.
type PartnerSettings struct {
	Profile  string
	Name     string
	NameHint string
}
