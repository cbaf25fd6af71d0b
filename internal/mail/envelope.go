package mail

import (
	"bytes"
	"context"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"gatehouse.example/gatehouse"
)

// Envelope is a message on its way to one person.
type Envelope struct {
	// ID becomes the left part of the Message-ID. It stays the same when a
	// message is sent again after a crash, so that programs see one message
	// (T195). It consists of letters, digits, dots, hyphens and underscores.
	ID string
	To gatehouse.Email
	// ToName is the recipient's name, if known.
	ToName  string
	Content Content
	// Date is when the message was asked for.
	Date time.Time
}

// Sender hands messages on. An error for which [Permanent] is true will come
// again at every try; after any other one the message may be sent again later.
// When Send returns nil, the message is no longer the portal's to keep.
type Sender interface {
	Send(ctx context.Context, e Envelope) error
}

// maxIDLength keeps a Message-ID well inside one line.
const maxIDLength = 120

const idCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

// check refuses what must never reach a mail server, though nothing upstream
// lets it get here: an address that is not in its canonical form could carry
// parameters of SMTP (T199). The errors are permanent.
func (e Envelope) check() error {
	if canonical, err := gatehouse.ParseEmail(string(e.To)); err != nil || canonical != e.To {
		return &Refusal{Reason: "The address cannot be handed to a mail server."}
	}
	if e.ID == "" || len(e.ID) > maxIDLength || strings.Trim(e.ID, idCharacters) != "" || strings.Trim(e.ID, ".") != e.ID {
		return &Refusal{Reason: "The message has no usable identifier."}
	}
	if e.Date.IsZero() {
		return &Refusal{Reason: "The message has no date."}
	}
	return nil
}

// message writes the envelope as the bytes of a mail from the given sender:
// headers, the text part, the HTML part. It has exactly one recipient. Whatever
// is not plain ASCII in a header is encoded, and nothing in it can end a line.
func (e Envelope) message(from netmail.Address) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.SetAddrHeaderFromMailAddress(gomail.HeaderFrom, &from)
	m.SetAddrHeaderFromMailAddress(gomail.HeaderTo, &netmail.Address{
		Name:    string(cleanName(e.ToName)),
		Address: string(e.To),
	})
	m.Subject(oneLine(e.Content.Subject, maxSubject))
	m.SetDateWithValue(e.Date)
	m.SetMessageIDWithValue(e.ID + "@" + gatehouse.Email(from.Address).Domain())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(gomail.HeaderContentLang, string(gatehouse.ParseLanguage(string(e.Content.Language))))
	m.SetBodyString(gomail.TypeTextPlain, e.Content.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, e.Content.HTML)

	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		return nil, fmt.Errorf("mail: the message cannot be written: %w", err)
	}
	return raw.Bytes(), nil
}

// maxSubject bounds a subject, in code points.
const maxSubject = 250
