package mail

import (
	"fmt"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// catalogue holds every sentence of the messages in one language. The functions
// take the names in the order of English; a language may place them as it likes.
type catalogue struct {
	// Hello greets somebody whose name is not known, HelloName somebody known.
	Hello     sentence
	HelloName func(recipient named) sentence

	// Installation stands for an inviter when the owner invited by set-up or the
	// command line; Former for one who is no longer there.
	Installation name
	Former       name

	Roles map[roleKey]roleText
	// Moment writes a time of its zone in full, with the zone.
	Moment func(time.Time) string

	Invitation invitationText
	Reminder   invitationText
	Void       voidText
	// Sites are the messages about sites.
	Sites siteTexts

	// Locked, Unlocked and Deleted are about the account at a partner, the others
	// about the account itself.
	Locked, Unlocked, Deleted       noticeText
	RoleChanged                     roleChangeText
	PasswordReset                   resetText
	PasswordChanged, AccountDeleted accountText
	OutOfCredit                     creditText

	// Reason introduces what the partner gave as the reason of a lock.
	Reason func(partner named) sentence
	// AskPartner says who can help, Elsewhere how far it goes.
	AskPartner func(partner named) sentence
	Elsewhere  sentence
	// OpenPortal is the button that leads to the front page.
	OpenPortal string

	// About says what Gatehouse is. NewLink tells in a reminder what has become
	// of the older link.
	About   func(partner named) sentence
	NewLink sentence
	// Personal and NoSite say what the link is and what it is not.
	Personal func(invited named) sentence
	NoSite   sentence

	Labels labels
	// LinkHint introduces the address of the button in full.
	LinkHint string
	// Footer says who sent the message.
	Footer func(host named) sentence
}

// roleKey is what somebody is invited as: a role is empty for a technician.
type roleKey struct {
	kind gatehouse.InvitationKind
	role gatehouse.PartnerRole
}

// roleText names a role and says in a few words, without a full stop, what it
// may do.
type roleText struct {
	Name    word
	Meaning string
}

// invitationText is what an invitation and its reminder say each in its own way.
type invitationText struct {
	Subject    func(partner, role named) sentence
	Heading    func(partner named) sentence
	Intro      func(inviter, partner, role named) sentence
	Open       string
	Unexpected sentence
}

// voidText is what the Masters are told when an invitation became void.
type voidText struct {
	Subject func(invited named) sentence
	Heading sentence
	Intro   func(invited, role, partner, inviter named) sentence
	Next    sentence
	// Why is the small print: why the recipient is told.
	Why sentence
}

// noticeText tells somebody what a partner did with their account there: that it
// did, what follows from it, and what does not.
type noticeText struct {
	Subject, Intro, Effect func(partner named) sentence
	Rest                   sentence
}

// roleChangeText tells somebody of their new role.
type roleChangeText struct {
	Subject func(partner, role named) sentence
	Heading func(partner named) sentence
	Intro   func(partner, now, before named) sentence
	Effect  sentence
	// Sites says what the role does not change.
	Sites sentence
}

// resetText carries the link to a new password.
type resetText struct {
	Subject string
	Heading sentence
	Intro   func(host named) sentence
	Limits  func(minutes named) sentence
	Open    string
	// Unasked is for whoever did not ask. Secret says what the link is worth,
	// After what follows once it was used.
	Unasked, Secret, After sentence
}

// accountText tells somebody what has become of their account: that it did, what
// follows from it, what to do if all is well, and what if it is not.
type accountText struct {
	Subject              string
	Heading              sentence
	Intro                func(host named) sentence
	Effect, Rest, NotYou sentence
}

// creditText tells of sites that could not pay for their devices.
type creditText struct {
	Subject func(partner named) sentence
	Heading sentence
	Intro   func(partner named) sentence
	// Effect says what follows from it, Next what to do.
	Effect, Next sentence
	// Site labels a site, More counts those that are left out.
	Site string
	More func(count named) sentence
	// Why is the small print: why the recipient is told.
	Why func(partner named) sentence
}

// labels stand in front of the facts of a message.
type labels struct {
	Role, Inviter, Invited, Until, NewRole, OldRole string
}

// catalogues holds one for every language that [gatehouse.Languages] lists.
var catalogues = map[gatehouse.Language]catalogue{
	gatehouse.English: english,
	gatehouse.German:  german,
}

// moment writes a time from the parts that a language orders, with its zone: an
// abbreviation alone can mean several zones, so its distance from UTC follows.
func moment(t time.Time, pattern string, weekdays [7]string, months [12]string) string {
	zone := t.Format("MST")
	switch distance := t.Format("-07:00"); {
	case zone == "UTC" || zone == "GMT":
	case strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-"):
		zone = "(UTC" + distance + ")"
	default:
		zone += " (UTC" + distance + ")"
	}
	return fmt.Sprintf(pattern, weekdays[t.Weekday()], t.Day(), months[t.Month()-1], t.Year(), t.Format("15:04"), zone)
}
