package mail

import (
	"strconv"

	"gatehouse.example/gatehouse"
)

// writePasswordReset writes to whoever asked for a new password, or for whom
// somebody else did.
func (c catalogue) writePasswordReset(l *letter, d Data) {
	t := c.PasswordReset
	minutes := word(strconv.Itoa(int(gatehouse.ResetLinkTTL.Minutes())))
	l.Subject, l.Heading = t.Subject, t.Heading
	l.Paragraphs = []sentence{t.Intro(l.Host), t.Limits(minutes)}
	l.Facts = []fact{c.until(d)}
	l.Action, l.LinkHint = action{t.Open, d.Link}, c.LinkHint
	l.Notes = []sentence{t.Unasked, t.Secret, t.After}
}

func (c catalogue) writePasswordChanged(l *letter, d Data) {
	c.account(l, c.PasswordChanged)
	l.Action = action{c.OpenPortal, d.BaseURL}
}

// account writes what somebody is told of their account itself.
func (c catalogue) account(l *letter, t accountText) {
	l.Subject, l.Heading = t.Subject, t.Heading
	l.Paragraphs = []sentence{t.Intro(l.Host), t.Effect, t.Rest, t.NotYou}
}
