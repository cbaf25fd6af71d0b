package words

import "gatehouse.example/gatehouse"

// Manage are the words of what is done to administrators who have accepted: lock
// and unlock, change the role, end sessions, delete.
type Manage struct {
	Lock, Unlock, EndSessions, Delete string
	// LockOf names a switch to a screen reader, LevelOf the button in a Level
	// cell; both begin with what stands on them.
	LockOf  func(state, who string) string
	LevelOf func(level, who string) string

	LockAsk, UnlockAsk, EndSessionsAsk, DeleteAsk func(n int) string
	LockNote, UnlockNote, EndSessionsNote         string
	DeleteNote                                    Plural
	Locked, Unlocked, SessionsEnded, Deleted      func(n int) string
	RoleTitle                                     string
	RoleChoose                                    func(who string) string
	RoleAsk                                       func(level string) string
	RoleNote                                      string
	RoleNow                                       string // beside the role held now
	RoleChanged                                   func(n int) string
	Reason, ReasonHint                            string
	Void                                          func(n int) string
	Already                                       string // a row that is as asked
	// AlreadyBy says it of actions where more can be said.
	AlreadyBy map[gatehouse.Action]string
	Capped    string
}
