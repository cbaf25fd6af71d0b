package mail_test

import (
	"bufio"
	"bytes"
	"errors"
	netmail "net/mail"
	"net/textproto"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
)

// headers are those that a message has, and no others.
var headers = []string{
	"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To",
}

// send sends the envelope to a server and returns what arrived.
func send(t *testing.T, e mail.Envelope) gatehousetest.Mail {
	t.Helper()
	server := gatehousetest.StartSMTP(t)
	if err := newSMTP(t, server, server.URL()).Send(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return server.Wait(t, 1)[0]
}

// checkHeaders reads the raw headers and checks that each comes once.
func checkHeaders(t *testing.T, raw []byte) textproto.MIMEHeader {
	t.Helper()
	h, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(raw))).ReadMIMEHeader()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for name, values := range h {
		names = append(names, name)
		if len(values) != 1 {
			t.Errorf("%s comes %d times", name, len(values))
		}
	}
	slices.Sort(names)
	if diff := cmp.Diff(headers, names); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	return h
}

func TestEnvelope(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		h := checkHeaders(t, send(t, envelope(t)).Raw)
		for name, want := range map[string]string{
			"From":             `"Gatehouse" <no-reply@gatehouse.example>`,
			"To":               `"Jonas Lind" <jonas.lind@example.org>`,
			"Subject":          "Einladung zu Northwind Security als Admin",
			"Date":             "Sun, 22 Nov 2026 10:15:00 +0000",
			"Message-Id":       "<0197c1de-7a10-7000-8000-00000000002a.1@gatehouse.example>",
			"Auto-Submitted":   "auto-generated",
			"Content-Language": "de",
			"Mime-Version":     "1.0",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	})
	t.Run("OKAgain", func(t *testing.T) { // T195
		first, second := send(t, envelope(t)), send(t, envelope(t))
		if a, b := checkHeaders(t, first.Raw).Get("Message-Id"), checkHeaders(t, second.Raw).Get("Message-Id"); a != b {
			t.Errorf("sent again, the message is another: %s and %s", a, b)
		}
		if first.Text != second.Text || first.HTML != second.HTML {
			t.Error("sent again, the message says something else")
		}
	})
	t.Run("OKLines", func(t *testing.T) {
		for line := range bytes.SplitSeq(send(t, envelope(t)).Raw, []byte("\r\n")) {
			if len(line) > 78 || bytes.ContainsAny(line, "\r\n") || slices.ContainsFunc(line, func(b byte) bool { return b > '~' }) {
				t.Errorf("line %q", line)
			}
		}
	})
	t.Run("OKNoName", func(t *testing.T) {
		e := envelope(t)
		e.ToName = ""
		if got := checkHeaders(t, send(t, e).Raw).Get("To"); got != "<jonas.lind@example.org>" {
			t.Errorf("To: %q", got)
		}
	})
}

// T200: whatever the names and the subject, there is one recipient and no header
// of theirs.
func TestEnvelopeHostile(t *testing.T) {
	for name, text := range hostile {
		t.Run("OK"+name, func(t *testing.T) {
			d := data()
			d.Partner, d.Inviter = "P "+text, text
			e := envelope(t)
			e.ToName = text
			e.Content = compose(t, gatehouse.MailInvitation, gatehouse.English, d)
			composed := e.Content.Subject
			// Even a subject that nobody cleaned.
			for _, subject := range []string{composed, "Subject " + text, text + "\r\nBcc: victim@evil.example"} {
				e.Content.Subject = subject
				got := send(t, e)
				h := checkHeaders(t, got.Raw)
				to, err := netmail.ParseAddressList(h.Get("To"))
				if err != nil || len(to) != 1 || to[0].Address != "jonas.lind@example.org" {
					t.Errorf("To: %q, %v", h.Get("To"), err)
				}
				if diff := cmp.Diff([]string{"jonas.lind@example.org"}, got.Recipients); diff != "" {
					t.Errorf("recipients (-want +got):\n%s", diff)
				}
				if strings.ContainsFunc(got.Subject, func(r rune) bool { return r < ' ' || r == '\u202e' }) {
					t.Errorf("subject %q", got.Subject)
				}
				if subject == composed && (got.Subject != composed || got.Text != e.Content.Text || got.HTML != e.Content.HTML) {
					t.Errorf("the message arrived changed:\n%s", got.Raw)
				}
			}
		})
	}
}

func TestEnvelopeErrors(t *testing.T) {
	for name, id := range map[string]string{
		"Empty":    "",
		"Angle":    "a>b",
		"Line":     "a\r\nBcc: victim@evil.example",
		"Space":    "a b",
		"At":       "a@b",
		"Dot":      ".a",
		"LastDot":  "a.",
		"Long":     strings.Repeat("a", 121),
		"Foreign":  "ä",
		"Boundary": "a(b)",
	} {
		t.Run("Err"+name, func(t *testing.T) {
			e := envelope(t)
			e.ID = id
			checkFailure(t, newMailbox(t).Send(t.Context(), e), true, "no usable identifier")
		})
	}
	t.Run("ErrNoDate", func(t *testing.T) {
		e := envelope(t)
		e.Date = time.Time{}
		checkFailure(t, newMailbox(t).Send(t.Context(), e), true, "no date")
	})
}

func TestParse(t *testing.T) {
	const head = "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nDate: Sun, 22 Nov 2026 10:15:00 +0000\r\n"
	const plain = "--b\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nx\r\n"
	const rich = "--b\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+\r\n"
	const body = "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
	t.Run("OK", func(t *testing.T) {
		got, err := mail.Parse([]byte(head + body + plain + rich + "--b--\r\n"))
		if err != nil || got.Text != "x" || got.HTML != "<b>" || got.To != "b@example.com" {
			t.Errorf("Parse = %+v, %v", got, err)
		}
	})
	for name, raw := range map[string]string{
		"Empty":         "",
		"NotMail":       "no mail",
		"TwoTo":         "To: c@example.com\r\n" + head + body + plain + rich + "--b--\r\n",
		"ToList":        strings.Replace(head, "To: ", "To: c@example.com, ", 1) + body + plain + rich + "--b--\r\n",
		"ToQuoted":      strings.Replace(head, "b@", `"b c"@`, 1) + body + plain + rich + "--b--\r\n",
		"NoFrom":        strings.Replace(head, "From", "X-From", 1) + body + plain + rich + "--b--\r\n",
		"NoDate":        strings.Replace(head, "Date", "X-Date", 1) + body + plain + rich + "--b--\r\n",
		"OtherCharset":  strings.Replace(head, "Subject: x", "Subject: =?koi8-r?q?x?=", 1) + body + plain + rich + "--b--\r\n",
		"PlainOnly":     head + "Content-Type: text/plain\r\n\r\nx",
		"OnePart":       head + body + plain + "--b--\r\n",
		"WrongOrder":    head + body + rich + plain + "--b--\r\n",
		"ThreeParts":    head + body + plain + rich + plain + "--b--\r\n",
		"Truncated":     head + body + plain + rich,
		"BrokenBase64":  head + body + plain + strings.Replace(rich, "PGI+", "P*", 1) + "--b--\r\n",
		"PartInCharset": head + body + strings.Replace(plain, "UTF-8", "koi8-r", 1) + rich + "--b--\r\n",
	} {
		t.Run("Err"+name, func(t *testing.T) {
			if got, err := mail.Parse([]byte(raw)); err == nil {
				t.Errorf("Parse = %+v", got)
			}
		})
	}
}

func TestPermanent(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		err := errors.Join(errors.New("x"), &mail.Refusal{Reason: "550 No"})
		if reason, ok := mail.Permanent(err); !ok || reason != "550 No" || mail.Reason(err) != "550 No" {
			t.Errorf("Permanent = %q, %v; Reason = %q", reason, ok, mail.Reason(err))
		}
	})
	t.Run("OKTemporary", func(t *testing.T) {
		if reason, ok := mail.Permanent(errors.New("secret.internal: x")); ok || reason != "" {
			t.Errorf("Permanent = %q, %v", reason, ok)
		}
		if got := mail.Reason(errors.New("secret.internal: x")); got != "The message could not be sent." {
			t.Errorf("Reason = %q", got)
		}
	})
	t.Run("OKNil", func(t *testing.T) {
		if reason, ok := mail.Permanent(nil); ok || reason != "" || mail.Reason(nil) != "" {
			t.Error("nil has a reason")
		}
	})
}
