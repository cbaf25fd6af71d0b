package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// Stored is a message of the local mailbox in a list.
type Stored struct {
	ID      string
	To      gatehouse.Email
	Subject string
	Date    time.Time
}

// StoredMessage is a whole message. HTML is what was sent; whoever shows it in a
// page puts it into a sandbox.
type StoredMessage struct {
	Stored
	From      string
	MessageID string
	Text      string
	HTML      string
}

// errNotOurs is returned for a mail that this package did not write.
var errNotOurs = errors.New("mail: this is not a message of the portal")

// Parse reads a message that this package wrote, from its raw bytes. The ID stays
// empty. A mail with several recipients, or without a part in each form, is an
// error.
func Parse(raw []byte) (StoredMessage, error) {
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return StoredMessage{}, fmt.Errorf("%w: %w", errNotOurs, err)
	}
	s := StoredMessage{MessageID: strings.Trim(m.Header.Get("Message-Id"), "<>")}
	if s.Stored, err = parseHeader(m.Header); err != nil {
		return StoredMessage{}, err
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 {
		return StoredMessage{}, errNotOurs
	}
	s.From = from[0].String()
	return s, s.readParts(m)
}

// parseHeader reads what a list shows.
func parseHeader(h netmail.Header) (Stored, error) {
	to, err := h.AddressList("To")
	if err != nil || len(to) != 1 || len(h["To"]) != 1 {
		return Stored{}, errNotOurs
	}
	email, err := gatehouse.ParseEmail(to[0].Address)
	if err != nil {
		return Stored{}, errNotOurs
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	if err != nil {
		return Stored{}, errNotOurs
	}
	date, err := h.Date()
	if err != nil {
		return Stored{}, errNotOurs
	}
	return Stored{To: email, Subject: subject, Date: date}, nil
}

// readParts reads both forms of the message.
func (s *StoredMessage) readParts(m *netmail.Message) error {
	kind, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return errNotOurs
	}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	for _, form := range []struct {
		kind string
		into *string
	}{{"text/plain", &s.Text}, {"text/html", &s.HTML}} {
		part, err := parts.NextRawPart()
		if err != nil {
			return errNotOurs
		}
		if *form.into, err = readPart(part, part.Header, form.kind); err != nil {
			return err
		}
	}
	if _, err := parts.NextRawPart(); !errors.Is(err, io.EOF) {
		return errNotOurs
	}
	return nil
}

// readPart decodes one part, which must be of the kind given.
func readPart(body io.Reader, h textproto.MIMEHeader, want string) (string, error) {
	kind, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind != want || !strings.EqualFold(parameters["charset"], "utf-8") {
		return "", errNotOurs
	}
	switch strings.ToLower(h.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNotOurs, err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), nil
}
