package mail

import "strconv"

// writeOutOfCredit writes to whoever may allocate credits that sites fell short. Each
// site is a line; the last counts those that are left out.
func (c catalogue) writeOutOfCredit(l *letter, d Data) {
	t, partner := c.OutOfCredit, cleanName(d.Partner)
	l.Subject, l.Heading = t.Subject(partner).Text(), t.Heading
	l.Paragraphs = []sentence{t.Intro(partner), t.Effect, t.Next}
	for _, site := range d.Sites {
		l.Facts = append(l.Facts, fact{Label: t.Site, Value: sentence{cleanName(site.Name).piece()}})
	}
	if d.More > 0 {
		l.Facts = append(l.Facts, fact{Label: t.Site, Value: t.More(word(strconv.Itoa(d.More)))})
	}
	l.Action = action{c.OpenPortal, d.BaseURL}
	l.Notes = []sentence{t.Why(partner)}
}
