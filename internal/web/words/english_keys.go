package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var englishKeys = Keys{
	Title: "API Keys",
	Lead: func(place string) string {
		return "With a key a program works at " + place + " as far as the key's scope allows. A key is worth what its creator is: without their role it stops."
	},
	Caption:    func(place string) string { return "API keys of " + place },
	Create:     "Create API Key",
	EmptyTitle: "No API keys yet",
	EmptyLead:  "Create one for each program that calls the API or asks for decisions, so that each can be revoked by itself.",
	Name:       "Name",
	Scope:      "Scope",
	CreatedBy:  "Created by",
	Expires:    "Expires",
	LastUsed:   "Last used",
	State:      "State",
	NeverUsed:  "Never",
	EndsIn:     func(hint string) string { return "ends in " + hint },
	OlderUntil: "The older token works until",
	Scopes: map[gatehouse.KeyScope]string{
		gatehouse.KeyDecisions: "Decisions only", gatehouse.KeyObserver: "Observer", gatehouse.KeyOperator: "Operator",
		gatehouse.KeyAdmin: "Admin", gatehouse.KeyMaster: "Master",
	},
	DecisionsNote: "Asks who may do what, for the systems that open doors. Sees and changes nothing else.",
	States: map[gatehouse.KeyState]string{
		gatehouse.KeyActive: "Active", gatehouse.KeyExpired: "Expired", gatehouse.KeySuspended: "Suspended",
	},
	SuspendedNote: func(who string) string { return who + " is locked, or no longer has the role for it." },
	Rename:        "Rename",
	RenameOf:      func(name string) string { return "Rename: " + name },
	Renamed:       "The key has its new name.",
	Rotate:        "Rotate",
	RotateOf:      func(name string) string { return "Rotate: " + name },
	Revoke:        "Revoke",
	RevokeOf:      func(name string) string { return "Revoke: " + name },
	NameHint:      "What the key is for, such as the program that uses it.",
	Lifetime:      "Expires after",
	LifetimeHint:  "Rotate the key before then to give it more time.",
	Days:          func(n int) string { return plural(n, "1 day", "%d days") },
	ShownTitle:    "Copy the token now",
	ShownLead:     "It is shown this once and cannot be shown again. Keep it like a password.",
	Token:         "Token",
	TokenHint:     "Programs send it as Authorization: Bearer.",
	Copy:          "Copy",
	Copied:        "Copied",
	Done:          "Done",
	AlreadyShown:  "The token was shown already",
	AlreadyShownLead: "This page was sent twice, and a token is shown once. " +
		"If you did not copy it, rotate the key to get a new one.",
	RotateAsk:    func(name string) string { return fmt.Sprintf("Make a new token for %s?", name) },
	RotateNote:   "The new token is shown once. You answer for the key from then on, as if you had created it.",
	Overlap:      "The older token",
	OverlapHint:  "Time to change the programs over. Choose “Ends at once” when the token has got into wrong hands.",
	AtOnce:       "Ends at once",
	OverlapHours: func(n int) string { return plural(n, "Works for another hour", "Works for another %d hours") },
	OverlapDays:  func(n int) string { return plural(n, "Works for another day", "Works for another %d days") },

	Ended:      "The older token has ended already.",
	NewEnd:     "The key expires",
	KeepEnd:    "As before",
	InDays:     func(n int) string { return plural(n, "In 1 day", "In %d days") },
	RevokeAsk:  func(name string) string { return fmt.Sprintf("Revoke %s?", name) },
	RevokeNote: "Programs that use it are shut out at once. This cannot be undone.",
	Revoked:    "The key is revoked.",
	History:    "What happened to this key",
}
