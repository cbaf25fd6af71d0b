package mail

import "gatehouse.example/gatehouse"

// writeLocked writes to somebody whose account is locked at a partner. There is
// no button: it would lead to a door that is shut.
func (c catalogue) writeLocked(l *letter, d Data) {
	partner := cleanName(d.Partner)
	c.notice(l, c.Locked, partner)
	l.Quote = quote{Label: c.Reason(partner), Lines: quoteLines(d.Reason)}
}

func (c catalogue) writeUnlocked(l *letter, d Data) {
	c.notice(l, c.Unlocked, cleanName(d.Partner))
	l.Action = action{c.OpenPortal, d.BaseURL}
}

// writeDeleted writes to somebody whom a partner deleted. Whether the account
// lives on elsewhere is nothing that the message tells (SPEC section 6). Without
// a partner it is the account that its owner deleted.
func (c catalogue) writeDeleted(l *letter, d Data) {
	if partner := cleanName(d.Partner); partner != "" {
		c.notice(l, c.Deleted, partner)
		return
	}
	c.account(l, c.AccountDeleted)
}

// notice writes what somebody is told of their account at a partner.
func (c catalogue) notice(l *letter, t noticeText, partner name) {
	l.Heading = t.Subject(partner)
	l.Subject = l.Heading.Text()
	l.Paragraphs = []sentence{t.Intro(partner), t.Effect(partner), t.Rest}
	l.Notes = []sentence{c.AskPartner(partner), c.Elsewhere}
}

func (c catalogue) writeRoleChanged(l *letter, d Data) {
	partner := cleanName(d.Partner)
	before := c.Roles[roleKey{gatehouse.InviteAdmin, d.OldRole}]
	now := c.Roles[roleKey{gatehouse.InviteAdmin, d.NewRole}]
	l.Subject = c.RoleChanged.Subject(partner, now.Name).Text()
	l.Heading = c.RoleChanged.Heading(partner)
	l.Paragraphs = []sentence{c.RoleChanged.Intro(partner, now.Name, before.Name), c.RoleChanged.Effect}
	l.Facts = []fact{
		{Label: c.Labels.NewRole, Value: sentence{now.Name.piece()}, Note: now.Meaning},
		{Label: c.Labels.OldRole, Value: sentence{before.Name.piece()}, Note: before.Meaning},
	}
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{c.RoleChanged.Sites, c.AskPartner(partner)}
}
