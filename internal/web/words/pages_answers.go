package words

// Answers are what the button that answers a question says: what it does, and with how
// many. Yes and Confirm are [Common], for the questions that the seeds give them to.
type Answers struct {
	LockAccounts, UnlockAccounts, EndSessions func(n int) string
	Revoke, Resend, Invite                    func(n int) string
	DeleteAdmins                              func(n int) string
	// Of people at a site.
	Lock, Unlock, Approve, Decline, Remove func(n int) string
	Level, Window, Narrow                  func(n int) string
	Assign                                 func(n int) string
	Pairs                                  func(n int) string // people with sites
}
