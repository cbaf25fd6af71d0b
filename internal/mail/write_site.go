package mail

import (
	"strconv"

	"gatehouse.example/gatehouse"
)

// SiteLine is a site as a message names it: how far it is open, and whether it
// still has to approve.
type SiteLine struct {
	Name    string
	Level   gatehouse.Level
	Waiting bool
	// Closed is true where the person cannot enter for another reason.
	Closed bool
}

// siteTexts are the messages about sites in one language. Functions take the
// partner and the site in this order where they take both.
type siteTexts struct {
	Levels map[gatehouse.Level]roleText
	Roles  map[gatehouse.SiteRole]roleText

	Invitation siteInvitationText
	Assigned   assignedText
	Wanted     wantedText
	Approved   siteText
	// StillClosed is Approved where something else keeps the person out.
	StillClosed siteText
	Locked      siteText
	Unassigned  siteText
	Deleted     siteText
	Ends        siteText
	Admins      siteAdminsText

	// Waiting stands beside a site that still has to approve, More counts what a
	// list leaves out.
	Waiting string
	More    func(count named) sentence
	// AskSite says who can help.
	AskSite func(site named) sentence
	// Reason introduces what was given as the reason of a lock.
	Reason sentence

	Site, Person, Else string
}

// siteInvitationText is what an invitation to administrate a site says about
// itself; the rest it has in common with other invitations.
type siteInvitationText struct {
	About func(partner, site named) sentence
	// Only says what accepting gives and what not.
	Only func(site named) sentence
}

// siteText tells of one site.
type siteText struct {
	Subject, Intro func(site named) sentence
	Effect         sentence
}

// assignedText tells of sites that a partner assigned, wantedText asks a site about
// people.
type assignedText struct {
	Subject, Intro func(partner named) sentence
	Effect         sentence
}

type wantedText struct {
	Subject func(site named) sentence
	Intro   func(partner, site named) sentence
	Effect  sentence
	Open    string
}

// siteAdminsText tells a site's administrators what the partner did.
type siteAdminsText struct {
	Subject func(site named) sentence
	Intro   func(partner, site named) sentence
	// Did names each action.
	Did map[gatehouse.Action]string
	Why sentence
	// Before introduces the role that somebody had.
	Before, Now, What string
}

func (c catalogue) writeAssigned(l *letter, d Data) {
	t, partner := c.Sites.Assigned, cleanName(d.Partner)
	l.Heading = t.Subject(partner)
	l.Subject = l.Heading.Text()
	l.Paragraphs = []sentence{t.Intro(partner), t.Effect}
	for _, site := range d.Sites {
		note := string(c.Sites.Levels[site.Level].Name)
		if site.Waiting {
			note += " · " + c.Sites.Waiting
		}
		l.Facts = append(l.Facts, fact{c.Sites.Site, sentence{cleanName(site.Name).piece()}, note})
	}
	c.more(l, d)
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{c.AskPartner(partner)}
}

func (c catalogue) writeApprovalWanted(l *letter, d Data) {
	t, site := c.Sites.Wanted, siteName(d)
	l.Heading = t.Subject(site)
	l.Subject = l.Heading.Text()
	l.Paragraphs = []sentence{t.Intro(cleanName(d.Partner), site), t.Effect}
	c.people(l, d)
	c.more(l, d)
	l.Action, l.LinkHint = action{t.Open, d.Link}, c.LinkHint
}

func (c catalogue) writeApproved(l *letter, d Data) {
	text := c.Sites.Approved
	if d.Sites[0].Closed {
		text = c.Sites.StillClosed
	}
	c.siteLetter(l, text, d)
	l.Facts = []fact{{
		Label: c.Sites.Site, Value: sentence{siteName(d).piece()}, Note: string(c.Sites.Levels[d.Sites[0].Level].Name),
	}}
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{c.Sites.AskSite(siteName(d))}
}

// writeSiteLocked writes to somebody whose access to a site is locked. There is no
// button: it would lead to a door that is shut.
func (c catalogue) writeSiteLocked(l *letter, d Data) {
	c.siteLetter(l, c.Sites.Locked, d)
	l.Quote = quote{Label: c.Sites.Reason, Lines: quoteLines(d.Reason)}
	l.Notes = []sentence{c.Sites.AskSite(siteName(d)), c.Elsewhere}
}

func (c catalogue) writeUnassigned(l *letter, d Data) {
	c.siteLetter(l, c.Sites.Unassigned, d)
	l.Notes = []sentence{c.AskPartner(cleanName(d.Partner)), c.Elsewhere}
}

// writeSiteDeleted writes to whoever administrated a site that is no more.
func (c catalogue) writeSiteDeleted(l *letter, d Data) {
	c.siteLetter(l, c.Sites.Deleted, d)
	l.Notes = []sentence{c.AskPartner(cleanName(d.Partner)), c.Elsewhere}
}

func (c catalogue) writeAccessEnds(l *letter, d Data) {
	c.siteLetter(l, c.Sites.Ends, d)
	l.Facts = []fact{c.until(d)}
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{c.Sites.AskSite(siteName(d))}
}

// writeSiteAdmins writes to a site's administrators what the partner did to the
// others: a partner may, but never silently.
func (c catalogue) writeSiteAdmins(l *letter, d Data) {
	t, site, partner := c.Sites.Admins, siteName(d), cleanName(d.Partner)
	l.Heading = t.Subject(site)
	l.Subject = l.Heading.Text()
	l.Paragraphs = []sentence{t.Intro(partner, site)}
	l.Facts = []fact{{Label: t.What, Value: say(t.Did[d.Action])}}
	c.people(l, d)
	if d.NewSiteRole != gatehouse.NoSiteRole {
		l.Facts = append(l.Facts,
			fact{Label: t.Before, Value: sentence{c.Sites.Roles[d.OldSiteRole].Name.piece()}},
			fact{Label: t.Now, Value: sentence{c.Sites.Roles[d.NewSiteRole].Name.piece()}})
	}
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{t.Why, c.AskPartner(partner)}
}

// siteLetter writes what the messages about one site have in common.
func (c catalogue) siteLetter(l *letter, t siteText, d Data) {
	site := siteName(d)
	l.Heading = t.Subject(site)
	l.Subject = l.Heading.Text()
	l.Paragraphs = []sentence{t.Intro(site), t.Effect}
}

func (c catalogue) people(l *letter, d Data) {
	for _, person := range d.People {
		l.Facts = append(l.Facts, fact{Label: c.Sites.Person, Value: sentence{cleanName(person).piece()}})
	}
}

// more counts what the list leaves out.
func (c catalogue) more(l *letter, d Data) {
	if d.More > 0 {
		l.Facts = append(l.Facts, fact{Label: c.Sites.Else, Value: c.Sites.More(word(strconv.Itoa(d.More)))})
	}
}

func siteName(d Data) name { return cleanName(d.Sites[0].Name) }

func aSite(d Data) error {
	if len(d.Sites) == 0 || cleanName(d.Sites[0].Name) == "" {
		return errNoSite
	}
	return nil
}
