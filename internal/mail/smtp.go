package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"gatehouse.example/gatehouse"
)

// SMTP sends messages through a mail server, a connection for each. It may be
// used by several goroutines at once.
type SMTP struct {
	// Timeout bounds connecting and each command: 10 seconds unless changed
	// before the first message.
	Timeout time.Duration
	// DataTimeout bounds the wait for the verdict on a message that the server
	// has in full: a minute. Servers look for spam then, and a message given up
	// too early is sent twice.
	DataTimeout time.Duration
	// TLSConfig is what the connection is encrypted with, nil for the usual. The
	// certificate is checked against the system's authorities; for one of your
	// own, name its file in the environment as SSL_CERT_FILE.
	TLSConfig *tls.Config

	server *server
}

// NewSMTP makes a sender from an address of the form
//
//	smtp://user:password@host:port?tls=starttls&from=no-reply@example.com
//
// where tls is starttls (the default), implicit or none. With starttls the
// server must offer it: nothing is ever sent unencrypted instead. Without a port
// it is 587, 465 or 25. An error is a sentence that says what is allowed and
// repeats nothing of the address.
func NewSMTP(rawURL string) (*SMTP, error) {
	server, err := parseServer(rawURL)
	if err != nil {
		return nil, err
	}
	return &SMTP{Timeout: 10 * time.Second, DataTimeout: time.Minute, server: &server}, nil
}

// String names the server, without user and password.
func (s *SMTP) String() string {
	return fmt.Sprintf("smtp://%s?tls=%s", s.address(), s.server.security)
}

// GoString is String, so that %#v does not print the password either.
func (s *SMTP) GoString() string { return s.String() }

func (s *SMTP) address() string { return net.JoinHostPort(s.server.host, s.server.port) }

// Send hands the message to the mail server and returns when it has taken it.
// The server's refusal of the recipient or the message (5xx) is a *[Refusal].
// Everything else is temporary: a 4xx, a time-out, a lost connection, but also
// what a change of settings can mend, such as a refused sign-in or sender, a bad
// certificate, or no STARTTLS.
func (s *SMTP) Send(ctx context.Context, e Envelope) error {
	raw, err := e.message(s.server.from)
	if err != nil {
		return err
	}
	conn, err := s.dial(ctx)
	if err != nil {
		return fmt.Errorf("mail: connecting: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if err := s.converse(conn, e.To, raw); err != nil {
		return errors.Join(err, ctx.Err())
	}
	return nil
}

// dial connects, and encrypts at once where that is what the server expects.
func (s *SMTP) dial(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.address())
	if err != nil || s.server.security != implicit {
		return conn, err
	}
	encrypted := tls.Client(conn, s.tlsConfig())
	if err := encrypted.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return encrypted, nil
}

func (s *SMTP) tlsConfig() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.TLSConfig != nil {
		config = s.TLSConfig.Clone()
	}
	config.ServerName = s.server.host
	return config
}

// converse speaks SMTP on a connection, from the greeting to the verdict.
func (s *SMTP) converse(conn net.Conn, to gatehouse.Email, raw []byte) error {
	if err := conn.SetDeadline(time.Now().Add(s.Timeout)); err != nil {
		return err
	}
	client, err := smtp.NewClient(conn, s.server.host)
	if err != nil {
		return fmt.Errorf("mail: the server's greeting: %w", err)
	}
	if err := s.introduce(client); err != nil {
		return err
	}
	if err := s.deliver(client, to, raw); err != nil {
		return err
	}
	// The message is the server's now; how the conversation ends does not matter.
	_ = client.UpdateDeadline(s.Timeout)
	_ = client.Quit()
	return nil
}

// introduce says hello, encrypts and signs in.
func (s *SMTP) introduce(client *smtp.Client) error {
	client.SkipSMTPUTF8(true) // addresses are ASCII
	if err := s.command(client, "EHLO", func() error { return client.Hello(s.hello()) }); err != nil {
		return err
	}
	if s.server.security == startTLS {
		if offered, _ := client.Extension("STARTTLS"); !offered {
			return errNoEncryption
		}
		if err := s.command(client, "STARTTLS", func() error { return client.StartTLS(s.tlsConfig()) }); err != nil {
			return err
		}
	}
	if s.server.user == "" {
		return nil
	}
	return s.signIn(client)
}

// signIn uses the simplest way that the server offers: the connection is
// encrypted, or does not leave this machine.
func (s *SMTP) signIn(client *smtp.Client) error {
	_, offered := client.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	var auth smtp.Auth
	switch user, password, host := s.server.user, s.server.password, s.server.host; {
	case slices.Contains(ways, "PLAIN"):
		auth = smtp.PlainAuth("", user, password, host, s.server.security == none)
	case slices.Contains(ways, "LOGIN"):
		auth = smtp.LoginAuth(user, password, host, s.server.security == none)
	case slices.Contains(ways, "SCRAM-SHA-256"):
		auth = smtp.ScramSHA256Auth(user, password)
	case slices.Contains(ways, "CRAM-MD5"):
		auth = smtp.CRAMMD5Auth(user, password)
	default:
		return errNoSignIn
	}
	if err := s.command(client, "AUTH", func() error { return client.Auth(auth) }); err != nil {
		return &signInError{err}
	}
	return nil
}

// deliver hands over the message. Only here can the server refuse it for good.
func (s *SMTP) deliver(client *smtp.Client, to gatehouse.Email, raw []byte) error {
	if err := s.command(client, "MAIL", func() error { return client.Mail("<" + s.server.from.Address + ">") }); err != nil {
		return err
	}
	if err := s.command(client, "RCPT", func() error { return client.Rcpt("<" + string(to) + ">") }); err != nil {
		return refusal(err)
	}
	return refusal(s.command(client, "DATA", func() error {
		writer, err := client.Data()
		if err != nil {
			return err
		}
		if _, err := writer.Write(raw); err != nil {
			return err
		}
		if err := client.UpdateDeadline(s.DataTimeout); err != nil {
			return err
		}
		return writer.Close()
	}))
}

// command runs one step of the conversation in its time.
func (s *SMTP) command(client *smtp.Client, name string, run func() error) error {
	if err := client.UpdateDeadline(s.Timeout); err != nil {
		return err
	}
	if err := run(); err != nil {
		return fmt.Errorf("mail: %s: %w", name, err)
	}
	return nil
}

// hello is the name under which the portal introduces itself: the machine's when
// it is a full one, else the domain it sends from.
func (s *SMTP) hello() string {
	name, err := os.Hostname()
	if _, parseErr := gatehouse.ParseEmail("x@" + name); err != nil || parseErr != nil {
		return gatehouse.Email(s.server.from.Address).Domain()
	}
	return name
}

// refusal turns a 5xx into a *Refusal with the server's words.
func refusal(err error) error {
	reply, ok := errors.AsType[*textproto.Error](err)
	if !ok || reply.Code < 500 || reply.Code > 599 {
		return err
	}
	return &Refusal{Reason: words(reply)}
}
