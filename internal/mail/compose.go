package mail

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	html "html/template"
	"net/url"
	"strings"
	text "text/template"
	"time"

	"gatehouse.example/gatehouse"
)

// Data is what a message tells. Names may be anything: they are cleaned and
// escaped here.
type Data struct {
	// Partner is the partner's name.
	Partner string
	// Kind and Role say as what the person is invited; Role is NoPartnerRole for
	// a technician.
	Kind gatehouse.InvitationKind
	Role gatehouse.PartnerRole
	// Inviter is the name of who invited. Empty means the owner of the
	// installation; in MailInvitationVoid, somebody who is no longer there.
	Inviter string
	// Link is where the invitation is accepted, below BaseURL. MailInvitationVoid
	// has none.
	Link string
	// Deadline is the end of the invitation, written in TimeZone, or in UTC when
	// that is nil. MailInvitationVoid needs none.
	Deadline time.Time
	TimeZone *time.Location
	// RecipientName is who reads the message, if known.
	RecipientName string
	// InvitedEmail is the address that the invitation is for.
	InvitedEmail gatehouse.Email
	// OldRole and NewRole are of MailRoleChanged.
	OldRole, NewRole gatehouse.PartnerRole
	// Reason is of MailLocked; it may be empty.
	Reason string
	// BaseURL is the configured address of the portal. All links lie below it.
	BaseURL string
}

// Content is a message in one language, in both forms.
type Content struct {
	Language gatehouse.Language
	Subject  string
	Text     string
	HTML     string
}

// letter is a message before it becomes text or HTML.
type letter struct {
	Language   gatehouse.Language
	Subject    string
	Heading    sentence
	Greeting   sentence
	Paragraphs []sentence
	Facts      []fact
	Action     action
	// LinkHint introduces the action's address in full; empty when it is no more
	// than the portal's front page.
	LinkHint string
	Notes    []sentence
	Footer   sentence
}

// fact is a line of the table that sums a message up. Note is said in passing.
type fact struct {
	Label string
	Value sentence
	Note  string
}

// action is the one button of a message.
type action struct{ Label, URL string }

//go:embed templates
var templates embed.FS

var (
	htmlTemplate = html.Must(html.ParseFS(templates, "templates/mail.html"))
	textTemplate = text.Must(text.ParseFS(templates, "templates/mail.txt"))
)

// Compose writes a message. An unknown language is the default one. Data that
// make no sense, a link outside BaseURL above all, are an internal error.
func Compose(kind gatehouse.MessageKind, lang gatehouse.Language, d Data) (Content, error) {
	lang = gatehouse.ParseLanguage(string(lang))
	host, err := d.check(kind)
	if err != nil {
		return Content{}, err
	}
	c := catalogues[lang]
	l := letter{Language: lang, Greeting: c.greeting(d), Footer: c.Footer(address(host))}
	switch kind {
	case gatehouse.MailInvitation:
		c.writeInvitation(&l, c.Invitation, d)
	case gatehouse.MailReminder:
		c.writeInvitation(&l, c.Reminder, d)
		l.Paragraphs = append(l.Paragraphs, c.NewLink)
	case gatehouse.MailInvitationVoid:
		c.writeVoid(&l, d)
	}
	return l.render()
}

// check returns the host of the base URL, or what is wrong with the data. The
// error never has the link: it is a secret.
func (d Data) check(kind gatehouse.MessageKind) (host string, err error) {
	base, err := url.Parse(d.BaseURL)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return "", errors.New("mail: the base URL is not an address of the web")
	case cleanName(d.Partner) == "":
		return "", errors.New("mail: the partner has no name")
	case d.InvitedEmail == "":
		return "", errors.New("mail: nobody is invited")
	}
	if _, known := english.Roles[roleKey{d.Kind, d.Role}]; !known {
		return "", fmt.Errorf("mail: an invitation as %q with the role %q does not exist", d.Kind, d.Role)
	}
	switch kind {
	case gatehouse.MailInvitation, gatehouse.MailReminder:
		return base.Host, d.checkLink()
	case gatehouse.MailInvitationVoid:
		return base.Host, nil
	default:
		return "", fmt.Errorf("mail: there is no message of the kind %q", kind)
	}
}

// checkLink checks what only messages with a link need.
func (d Data) checkLink() error {
	if !strings.HasPrefix(d.Link, strings.TrimRight(d.BaseURL, "/")+"/") || strings.ContainsFunc(d.Link, notInLink) {
		return errors.New("mail: the link does not lie below the base URL")
	}
	if d.Deadline.IsZero() {
		return errors.New("mail: the invitation has no end")
	}
	return nil
}

// notInLink reports whether a character cannot stand in an address of the web as
// it is sent.
func notInLink(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}", r) }

// greeting addresses the recipient by name where it is known.
func (c catalogue) greeting(d Data) sentence {
	if recipient := cleanName(d.RecipientName); recipient != "" {
		return c.HelloName(recipient)
	}
	return c.Hello
}

// writeInvitation writes an invitation or its reminder.
func (c catalogue) writeInvitation(l *letter, t invitationText, d Data) {
	partner, role := cleanName(d.Partner), c.Roles[roleKey{d.Kind, d.Role}]
	inviter := cleanName(d.Inviter)
	if inviter == "" {
		inviter = c.Installation
	}
	zone := d.TimeZone
	if zone == nil {
		zone = time.UTC
	}
	l.Subject = t.Subject(partner, role.Name).Text()
	l.Heading = t.Heading(partner)
	l.Paragraphs = []sentence{t.Intro(inviter, partner, role.Name), c.About(partner)}
	l.Facts = []fact{
		{Label: c.Labels.Role, Value: sentence{role.Name.piece()}, Note: role.Meaning},
		{Label: c.Labels.Inviter, Value: sentence{inviter.piece()}},
		{Label: c.Labels.Until, Value: say(c.Moment(d.Deadline.In(zone)))},
	}
	l.Action, l.LinkHint = action{t.Open, d.Link}, c.LinkHint
	l.Notes = []sentence{c.Personal(address(d.InvitedEmail)), c.NoSite, t.Unexpected}
}

// writeVoid writes what the Masters are told of an invitation that became void.
func (c catalogue) writeVoid(l *letter, d Data) {
	partner, role := cleanName(d.Partner), c.Roles[roleKey{d.Kind, d.Role}]
	inviter := cleanName(d.Inviter)
	if inviter == "" {
		inviter = c.Former
	}
	invited := address(d.InvitedEmail)
	l.Subject = c.Void.Subject(invited).Text()
	l.Heading = c.Void.Heading
	l.Paragraphs = []sentence{c.Void.Intro(invited, role.Name, partner, inviter), c.Void.Next}
	l.Facts = []fact{
		{Label: c.Labels.Invited, Value: sentence{invited.piece()}},
		{Label: c.Labels.Role, Value: sentence{role.Name.piece()}},
		{Label: c.Labels.Inviter, Value: sentence{inviter.piece()}},
	}
	l.Action = action{c.Void.Open, d.BaseURL}
	l.Notes = []sentence{c.Void.Why}
}

// render makes both forms of the letter.
func (l letter) render() (Content, error) {
	var h, t bytes.Buffer
	if err := htmlTemplate.Execute(&h, l); err != nil {
		return Content{}, fmt.Errorf("mail: the HTML form cannot be written: %w", err)
	}
	if err := textTemplate.Execute(&t, l); err != nil {
		return Content{}, fmt.Errorf("mail: the text form cannot be written: %w", err)
	}
	return Content{Language: l.Language, Subject: l.Subject, Text: t.String(), HTML: h.String()}, nil
}
