package words

import "gatehouse.example/gatehouse"

// Technicians is the technicians' list: what it does not share with the
// administrators'.
type Technicians struct {
	List          List
	Sorts         map[gatehouse.TechnicianSort]string
	ColumnSites   string
	EditSites     func(n int, who string) string // accessible name of the number of sites
	FilterLock    string
	AnyLock       string
	Administrator string

	RevokeNote, LockNote, UnlockNote, EndSessionsNote string
	DeleteNote                                        string
	DeleteAsk, Deleted                                func(n int) string
	// Uncovered is the impact on sites that nobody would be left for.
	Uncovered func(n int) string
}
