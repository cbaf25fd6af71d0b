package mail

import (
	"time"

	"gatehouse.example/gatehouse"
)

func (c catalogue) writeInvitation(l *letter, d Data) { c.invite(l, c.Invitation, d) }

func (c catalogue) writeReminder(l *letter, d Data) {
	c.invite(l, c.Reminder, d)
	l.Paragraphs = append(l.Paragraphs, c.NewLink)
}

// invite writes what an invitation and its reminder have in common.
func (c catalogue) invite(l *letter, t invitationText, d Data) {
	where, role, about, only := c.offered(d)
	inviter := cleanName(d.Inviter)
	if inviter == "" {
		inviter = c.Installation
	}
	l.Subject = t.Subject(where, role.Name).Text()
	l.Heading = t.Heading(where)
	l.Paragraphs = []sentence{t.Intro(inviter, where, role.Name), about}
	l.Facts = []fact{
		{Label: c.Labels.Role, Value: sentence{role.Name.piece()}, Note: role.Meaning},
		{Label: c.Labels.Inviter, Value: sentence{inviter.piece()}},
		c.until(d),
	}
	l.Action, l.LinkHint = action{t.Open, d.Link}, c.LinkHint
	l.Notes = []sentence{c.Personal(address(d.InvitedEmail)), only, t.Unexpected}
}

// offered says where and as what somebody is invited, what it is about, and what
// accepting does not give.
func (c catalogue) offered(d Data) (where name, role roleText, about, only sentence) {
	partner := cleanName(d.Partner)
	if d.Kind != gatehouse.InviteSiteAdmin {
		return partner, c.Roles[roleKey{d.Kind, d.Role}], c.About(partner), c.NoSite
	}
	site := siteName(d)
	return site, c.Sites.Roles[d.SiteRole], c.Sites.Invitation.About(partner, site), c.Sites.Invitation.Only(site)
}

// until says when a link ends.
func (c catalogue) until(d Data) fact {
	zone := d.TimeZone
	if zone == nil {
		zone = time.UTC
	}
	return fact{Label: c.Labels.Until, Value: say(c.Moment(d.Deadline.In(zone)))}
}

// writeVoid writes what the Masters are told of an invitation that became void.
func (c catalogue) writeVoid(l *letter, d Data) {
	partner, role, _, _ := c.offered(d)
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
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{c.Void.Why}
}
