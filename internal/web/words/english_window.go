package words

var englishNarrow = Narrow{
	Title:   "Narrow Window",
	TitleOf: func(site string) string { return "Narrow Window at " + site },
	Ask: func(n int) string {
		return plural(n, "Narrow the time window of 1 technician?", "Narrow the time windows of %d technicians?")
	},
	AskOf:      func(who, site string) string { return "When may " + who + " enter " + site + "?" },
	Note:       "You can only make the window narrower; the site itself can set any. An empty field leaves that end as it is.",
	Done:       func(n int) string { return plural(n, "1 time window was narrowed.", "%d time windows were narrowed.") },
	Nothing:    "Enter a start or an end.",
	Wider:      "That is wider than the window that stands. Only the site can widen it.",
	StaysShut:  "You can lift your own lock; the site's stays on, and access stays closed.",
	NobodyLeft: "The site is left without any technician who may enter.",
}
