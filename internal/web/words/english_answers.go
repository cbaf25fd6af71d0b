package words

var englishAnswers = Answers{
	LockAccounts:   func(n int) string { return plural(n, "Lock account", "Lock %d accounts") },
	UnlockAccounts: func(n int) string { return plural(n, "Unlock account", "Unlock %d accounts") },
	EndSessions:    func(n int) string { return plural(n, "Sign 1 person out", "Sign %d people out") },
	Revoke:         func(n int) string { return plural(n, "Revoke invitation", "Revoke %d invitations") },
	Resend:         func(n int) string { return plural(n, "Resend invitation", "Resend %d invitations") },
	Invite:         func(n int) string { return plural(n, "Send invitation", "Send %d invitations") },
	DeleteAdmins:   func(n int) string { return plural(n, "Delete administrator", "Delete %d administrators") },
	Lock:           func(n int) string { return plural(n, "Lock", "Lock %d people") },
	Unlock:         func(n int) string { return plural(n, "Unlock", "Unlock %d people") },
	Approve:        func(n int) string { return plural(n, "Approve", "Approve %d people") },
	Decline:        func(n int) string { return plural(n, "Decline", "Decline %d people") },
	Remove:         func(n int) string { return plural(n, "Remove", "Remove %d people") },
	Level:          func(n int) string { return plural(n, "Change level", "Change %d levels") },
	Window:         func(n int) string { return plural(n, "Set time window", "Set %d time windows") },
	Narrow:         func(n int) string { return plural(n, "Narrow time window", "Narrow %d time windows") },
	Assign:         func(n int) string { return plural(n, "Assign", "Assign %d people") },
	Pairs:          func(n int) string { return plural(n, "Make 1 assignment", "Make %d assignments") },
}
