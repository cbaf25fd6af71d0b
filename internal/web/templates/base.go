// Package templates draws the pages. Each page is a struct that says what it
// shows, with a Base that every page shares, and one component of the same name.
// Nothing here decides who may do what: a page is told.
package templates

import (
	"strings"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web/words"
)

// Base is what every page has, and each of its components takes along: a pointer is
// all that is copied.
type Base struct{ *Frame }

// Frame is the content of a [Base].
type Frame struct {
	// Words is the catalogue of the page's language.
	Words *words.Words
	// Title names the page in the browser's tab.
	Title string
	// Assets is the address that the static files stand under, with a slash at
	// its end.
	Assets string
	// CSRF is the value of the hidden field that every form carries.
	CSRF string
	// Actor is who looks at the page; the zero value is a stranger.
	Actor gatehouse.Actor
	// MorePlaces is true when the actor may stand at more than one place.
	MorePlaces bool
	// TechniciansOff is true at a site that lets no technicians in, for those who
	// manage or see its people.
	TechniciansOff bool
	// Edited is the site that a page of the partner's Edit Site is about.
	Edited gatehouse.SiteID
	// Now is what relative times are measured from.
	Now time.Time
	// Notice is a message above the page, "" for none. It wears the sign of success
	// unless it is plain: then it tells of something that the visitor did not do.
	Notice      string
	PlainNotice bool
}

// Partner is the beginning of every address of the partner where the actor
// stands.
func (b Base) Partner() string { return PartnerPath(b.Actor.Partner) }

// PartnerPath is the beginning of every address of a partner's pages.
func PartnerPath(id gatehouse.PartnerID) string { return "/p/" + string(id) }

// Initials are the one or two letters that stand for a person in the head.
func Initials(name string) string {
	letters := []rune{}
	for word := range strings.FieldsSeq(name) {
		letters = append(letters, []rune(strings.ToUpper(word))[0])
	}
	switch len(letters) {
	case 0:
		return "?"
	case 1:
		return string(letters)
	default:
		return string([]rune{letters[0], letters[len(letters)-1]})
	}
}

// Pattern turns a sentence about a number into one with {n} in its place, for the
// browser to fill in.
func Pattern(sentence func(n int) string) string {
	return strings.ReplaceAll(sentence(patternNumber), "1234567", "{n}")
}

const patternNumber = 1234567

// Section is an entry of the sidebar.
type Section int

// The sections of the partner portal.
const (
	NoSection Section = iota
	AdminsSection
	AuditSection
	SitesSection
	CreditsSection
	SettingsSection
)
