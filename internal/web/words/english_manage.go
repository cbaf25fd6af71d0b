package words

import (
	"fmt"

	"gatehouse.example/gatehouse"
)

var englishManage = Manage{
	Lock:        "Lock Account",
	Unlock:      "Unlock Account",
	EndSessions: "End Sessions",
	Delete:      "Delete",
	LockOf:      func(state, who string) string { return fmt.Sprintf("%s, Lock Account of %s", state, who) },
	LevelOf:     func(level, who string) string { return fmt.Sprintf("%s, change the level of %s", level, who) },

	LockAsk:        func(n int) string { return plural(n, "Lock 1 account?", "Lock %d accounts?") },
	UnlockAsk:      func(n int) string { return plural(n, "Unlock 1 account?", "Unlock %d accounts?") },
	EndSessionsAsk: func(n int) string { return plural(n, "Sign 1 person out?", "Sign %d people out?") },
	DeleteAsk:      func(n int) string { return plural(n, "Delete 1 administrator?", "Delete %d administrators?") },
	LockNote:       "Nobody can sign in to this partner portal with a locked account, and what is open there ends at once. The account information is kept, so that it can be unlocked later.",
	UnlockNote:     "Signing in to this partner portal is possible again.",
	EndSessionsNote: "Everything that is open at this partner ends at once, in every browser. Signing in again stays possible; " +
		"to prevent it, lock the account.",
	DeleteNote: Plural{
		One:  "This person can no longer sign in to this partner portal. Their account information, invitation, lock and sessions here are removed for good and cannot be restored.",
		Many: "Deleted administrators can no longer sign in to this partner portal. Their account information, invitations, locks and sessions here are removed for good and cannot be restored.",
	},
	Locked:        func(n int) string { return plural(n, "1 account was locked.", "%d accounts were locked.") },
	Unlocked:      func(n int) string { return plural(n, "1 account was unlocked.", "%d accounts were unlocked.") },
	SessionsEnded: func(n int) string { return plural(n, "1 person was signed out.", "%d people were signed out.") },
	Deleted: func(n int) string {
		return plural(n, "1 administrator was deleted.", "%d administrators were deleted.")
	},
	RoleTitle:   "Change Level",
	RoleChoose:  func(who string) string { return "Choose the new level of " + who + "." },
	RoleAsk:     func(level string) string { return "Change the level to " + level + "?" },
	RoleNote:    "The new level counts from the next click of this person on, and an e-mail tells them about it.",
	RoleNow:     "Now",
	RoleChanged: func(n int) string { return plural(n, "1 level was changed.", "%d levels were changed.") },
	Reason:      "Reason (optional)",
	ReasonHint:  "Administrators see it in the list, and the locked person reads it in the e-mail.",
	Void: func(n int) string {
		return plural(n, "1 pending invitation becomes void, because its sender could no longer send it.",
			"%d pending invitations become void, because their sender could no longer send them.")
	},
	Already: "It is that way already.",
	AlreadyBy: map[gatehouse.Action]string{
		gatehouse.ActionAdminLock:            "Already locked",
		gatehouse.ActionTechnicianLock:       "Already locked",
		gatehouse.ActionSiteAdminLock:        "Already locked",
		gatehouse.ActionAssignmentLock:       "Already locked",
		gatehouse.ActionAssignmentSiteLock:   "Already locked",
		gatehouse.ActionAdminUnlock:          "Already unlocked",
		gatehouse.ActionTechnicianUnlock:     "Already unlocked",
		gatehouse.ActionSiteAdminUnlock:      "Already unlocked",
		gatehouse.ActionAssignmentUnlock:     "Already unlocked",
		gatehouse.ActionAssignmentSiteUnlock: "Already unlocked",
		gatehouse.ActionAdminRole:            "Already at this level",
		gatehouse.ActionSiteAdminRole:        "Already at this level",
		gatehouse.ActionAssignmentLevel:      "Already at this level",
		gatehouse.ActionAssignmentApprove:    "Not waiting for approval",
		gatehouse.ActionAssignmentDecline:    "Not waiting for approval",
	},
	Capped: "Sorted among the newest 1,000 matches",
}
