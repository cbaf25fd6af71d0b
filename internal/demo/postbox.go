package demo

import (
	"context"
	"fmt"
	"regexp"
	"sync"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
)

// Postbox takes the mails of the year and keeps nothing of them but the newest link
// for each address: whoever is invited finds it there.
type Postbox struct {
	mu     sync.Mutex
	tokens map[gatehouse.Email]string
}

var tokenPattern = regexp.MustCompile(`\?token=([A-Za-z0-9_-]+)`)

// Send is there for mail.Sender.
func (p *Postbox) Send(_ context.Context, e mail.Envelope) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found := tokenPattern.FindStringSubmatch(e.Content.Text); found != nil {
		if p.tokens == nil {
			p.tokens = map[gatehouse.Email]string{}
		}
		p.tokens[e.To] = found[1]
	}
	return nil
}

// take returns the token of the newest link that was mailed to the address.
func (p *Postbox) take(address string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	token, ok := p.tokens[gatehouse.Email(address)]
	if !ok {
		return "", fmt.Errorf("no link was mailed to %s", address)
	}
	delete(p.tokens, gatehouse.Email(address))
	return token, nil
}
