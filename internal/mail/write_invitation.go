package mail

import "time"

func (c catalogue) writeInvitation(l *letter, d Data) { c.invite(l, c.Invitation, d) }

func (c catalogue) writeReminder(l *letter, d Data) {
	c.invite(l, c.Reminder, d)
	l.Paragraphs = append(l.Paragraphs, c.NewLink)
}

// invite writes what an invitation and its reminder have in common.
func (c catalogue) invite(l *letter, t invitationText, d Data) {
	partner, role := cleanName(d.Partner), c.Roles[roleKey{d.Kind, d.Role}]
	inviter := cleanName(d.Inviter)
	if inviter == "" {
		inviter = c.Installation
	}
	l.Subject = t.Subject(partner, role.Name).Text()
	l.Heading = t.Heading(partner)
	l.Paragraphs = []sentence{t.Intro(inviter, partner, role.Name), c.About(partner)}
	l.Facts = []fact{
		{Label: c.Labels.Role, Value: sentence{role.Name.piece()}, Note: role.Meaning},
		{Label: c.Labels.Inviter, Value: sentence{inviter.piece()}},
		c.until(d),
	}
	l.Action, l.LinkHint = action{t.Open, d.Link}, c.LinkHint
	l.Notes = []sentence{c.Personal(address(d.InvitedEmail)), c.NoSite, t.Unexpected}
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
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{c.Void.Why}
}
