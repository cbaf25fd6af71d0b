package demo

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

// Postbox takes the mails of the year and keeps nothing of them but the newest with a
// link for each address: whoever is invited finds it there.
type Postbox struct {
	mu      sync.Mutex
	letters map[gatehouse.Email]letter
}

// letter is a mail with a link, and the link's token.
type letter struct {
	mail  mail.Envelope
	token string
}

var tokenPattern = regexp.MustCompile(`\?token=([A-Za-z0-9_-]+)`)

// Send is there for mail.Sender.
func (p *Postbox) Send(_ context.Context, e mail.Envelope) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found := tokenPattern.FindStringSubmatch(e.Content.Text); found != nil {
		if p.letters == nil {
			p.letters = map[gatehouse.Email]letter{}
		}
		p.letters[e.To] = letter{e, found[1]}
	}
	return nil
}

// take returns the token of the newest link that was mailed to the address.
func (p *Postbox) take(address string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.letters[gatehouse.Email(address)]
	if !ok {
		return "", fmt.Errorf("no link was mailed to %s", address)
	}
	delete(p.letters, gatehouse.Email(address))
	return found.token, nil
}

// left empties the postbox and returns the letters whose link nobody followed, by
// address.
func (p *Postbox) left() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := slices.SortedFunc(maps.Values(p.letters), func(a, b letter) int { return cmp.Compare(a.mail.To, b.mail.To) })
	p.letters = nil
	return list
}

// handOver leaves the mails of the invitations that are still pending in the mailbox,
// where a visitor finds them as the lists say. A link that is dead is no use to anybody.
func (s *stage) handOver(ctx context.Context) error {
	for _, letter := range s.Postbox.left() {
		_, err := s.Portal.Invitations.Lookup(ctx, gatehouse.Actor{Via: gatehouse.ViaJob}, letter.token)
		if gatehouse.CodeOf(err) == gatehouse.CodeLinkDead {
			continue
		}
		if err == nil {
			err = s.Mailbox.Send(ctx, letter.mail)
		}
		if err != nil {
			return fmt.Errorf("the mail to %s: %w", letter.mail.To, err)
		}
	}
	return nil
}
