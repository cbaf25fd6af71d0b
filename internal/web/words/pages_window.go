package words

// Narrow are the words of the time window that the partner makes narrower, and of what
// the partner's side of an assignment leaves as it is.
type Narrow struct {
	Title   string
	TitleOf func(site string) string
	Ask     func(n int) string
	AskOf   func(who, site string) string
	Note    string
	Done    func(n int) string
	Nothing string // no time was typed
	Wider   string // the window is wider than what the site allows
	// StaysShut is for somebody whom both sides have locked.
	StaysShut string
	// NobodyLeft warns that a site would be left without any technician.
	NobodyLeft string
}
