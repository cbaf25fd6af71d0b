package web

import (
	"strings"

	"gatehouse.example/gatehouse/internal/web/words"
)

// sign is a part of a User-Agent and what it gives away.
type sign struct{ part, name string }

// programs stand before those that they pretend to be: every browser says that it
// is Mozilla, and most that they are Chrome and Safari.
var programs = []sign{
	{"Edg", "Edge"},
	{"OPR/", "Opera"},
	{"SamsungBrowser/", "Samsung Internet"},
	{"Vivaldi/", "Vivaldi"},
	{"Firefox/", "Firefox"},
	{"FxiOS/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"Chrome/", "Chrome"},
	{"Chromium/", "Chromium"},
	{"Safari/", "Safari"},
	{"curl/", "curl"},
	{"gatehouse/", "Gatehouse"},
	{"Go-http-client/", "Go"},
	{"python-requests/", "Python"},
}

// systems stand in the same manner: Android says Linux, an iPhone Mac OS X.
var systems = []sign{
	{"iPhone", "iPhone"},
	{"iPad", "iPad"},
	{"Android", "Android"},
	{"Windows", "Windows"},
	{"CrOS", "ChromeOS"},
	{"Mac OS X", "macOS"},
	{"Linux", "Linux"},
}

func firstOf(signs []sign, agent string) string {
	for _, s := range signs {
		if strings.Contains(agent, s.part) {
			return s.name
		}
	}
	return ""
}

// device says in words what a User-Agent gives away. It is what the browser says
// of itself, good for recognising one's own and for nothing else.
func device(w *words.Words, agent string) string {
	program, system := firstOf(programs, agent), firstOf(systems, agent)
	switch {
	case program != "" && system != "":
		return w.Own.Device(program, system)
	case program != "":
		return program
	case system != "":
		return system
	default:
		return w.Own.UnknownDevice
	}
}
