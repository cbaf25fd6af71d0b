package gatehousetest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"gatehouse.example/gatehouse/internal/mail"
)

// The user that the mail server of tests knows, and the sender of its URLs.
const (
	SMTPUser     = "gatehouse"
	SMTPPassword = "pass:word/with?signs"
	SMTPFrom     = "Gatehouse <no-reply@gatehouse.example>"
)

// mailPatience is how long Wait and WaitFor wait before they fail the test.
const mailPatience = 20 * time.Second

// Mail is a message that the server of a test has taken.
type Mail struct {
	// From and Recipients are the envelope's; To is the first recipient.
	From, To   string
	Recipients []string
	// User is who had signed in, "" for nobody; Encrypted whether by TLS.
	User      string
	Encrypted bool
	Raw       []byte
	// Subject, Text and HTML are decoded from Raw.
	Subject, Text, HTML string
}

var linkInText = regexp.MustCompile(`https?://\S+`)

// Links returns the links of the text part, in order.
func (m Mail) Links() []string { return linkInText.FindAllString(m.Text, -1) }

// SMTPServer is a mail server in this process. It takes mails in the clear and
// over STARTTLS on one port, over implicit TLS on another, with or without
// signing in, and misbehaves for recipients as a test wants.
type SMTPServer struct {
	// Addr is where it listens for plain connections and STARTTLS, TLSAddr for
	// implicit TLS.
	Addr, TLSAddr string
	// TLSConfig is for clients that are to trust the server's certificate, and
	// CAFile has its authority for programs that read SSL_CERT_FILE.
	TLSConfig *tls.Config
	CAFile    string

	// released ends every answer that is being held back.
	released chan struct{}

	mu       sync.Mutex
	received []Mail
	// handed counts, by address, the mails that WaitFor has returned.
	handed map[string]int
	// arrived is closed, and made anew, with every mail.
	arrived chan struct{}
	ways    map[string]behaviour
}

// behaviour is how a recipient is treated.
type behaviour struct {
	refuse *smtp.SMTPError
	// times is how often to refuse, -1 for ever.
	times      int
	slow, drop bool
}

// SMTPOption changes a server before it starts.
type SMTPOption func(*smtp.Server)

// WithoutSTARTTLS makes a server that offers no encryption on its plain port.
func WithoutSTARTTLS(s *smtp.Server) { s.TLSConfig = nil }

// StartSMTP starts a mail server that ends with the test.
func StartSMTP(t testing.TB, options ...SMTPOption) *SMTPServer {
	t.Helper()
	s := &SMTPServer{
		released: make(chan struct{}),
		handed:   map[string]int{},
		arrived:  make(chan struct{}),
		ways:     map[string]behaviour{},
	}
	certificate := s.makeCertificate(t)
	s.Addr = s.serve(t, listen(t), append([]SMTPOption{func(server *smtp.Server) {
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}}, options...))
	s.TLSAddr = s.serve(t, tls.NewListener(listen(t), &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}), nil)
	t.Cleanup(func() { close(s.released) })
	return s
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen for mail: %v", err)
	}
	return listener
}

// serve runs a server on the listener until the test ends.
func (s *SMTPServer) serve(t testing.TB, listener net.Listener, options []SMTPOption) string {
	t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &smtpSession{server: s, conn: c}, nil
	}))
	server.Domain = "mail.test"
	server.AllowInsecureAuth = true
	server.ErrorLog = log.New(io.Discard, "", 0)
	for _, option := range options {
		option(server)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		_ = listener.Close() // Close misses one that it does not serve yet
		<-done
	})
	return listener.Addr().String()
}

// URL returns the server's address for GATEHOUSE_SMTP_URL: in the clear and
// without a user, which needs no certificate.
func (s *SMTPServer) URL() string { return s.URLWith("none", "") }

// URLWith returns the server's address for an encryption (none, starttls,
// implicit), with the user and a password when that is not empty.
func (s *SMTPServer) URLWith(security, password string) string {
	u := url.URL{Scheme: "smtp", Host: s.Addr, RawQuery: url.Values{"tls": {security}, "from": {SMTPFrom}}.Encode()}
	if security == "implicit" {
		u.Host = s.TLSAddr
	}
	if password != "" {
		u.User = url.UserPassword(SMTPUser, password)
	}
	return u.String()
}

// Refuse550 refuses a recipient for good.
func (s *SMTPServer) Refuse550(to string) {
	s.behave(to, behaviour{times: -1, refuse: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such user here"}})
}

// Fail451Times refuses a recipient for now, n times.
func (s *SMTPServer) Fail451Times(to string, n int) {
	s.behave(to, behaviour{times: n, refuse: &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Try again later"}})
}

// RefuseWith refuses a recipient for good with a reply of the test's choice.
func (s *SMTPServer) RefuseWith(to string, code int, message string) {
	s.behave(to, behaviour{times: -1, refuse: &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: message}})
}

// Slow gives no answer for a recipient until the test ends.
func (s *SMTPServer) Slow(to string) { s.behave(to, behaviour{slow: true}) }

// DropInData takes a message for the recipient and closes the connection instead
// of answering. The message is not received.
func (s *SMTPServer) DropInData(to string) { s.behave(to, behaviour{drop: true}) }

// Behave treats a recipient well again.
func (s *SMTPServer) Behave(to string) { s.behave(to, behaviour{}) }

func (s *SMTPServer) behave(to string, b behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ways[to] = b
}

// wayOf returns how to treat a recipient this time.
func (s *SMTPServer) wayOf(to string) behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.ways[to]
	if b.refuse != nil && b.times == 0 {
		return behaviour{}
	}
	if b.times > 0 {
		left := b
		left.times--
		s.ways[to] = left
	}
	return b
}

// Received returns every mail taken so far, in order.
func (s *SMTPServer) Received() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Wait waits until at least n mails were taken and returns all of them.
func (s *SMTPServer) Wait(t testing.TB, n int) []Mail {
	t.Helper()
	var all []Mail
	s.until(t, func() bool {
		all = slices.Clone(s.received)
		return len(all) >= n
	}, fmt.Sprintf("%d mails", n))
	return all
}

// WaitFor waits for the next mail to an address and returns it. Called again, it
// waits for the one after.
func (s *SMTPServer) WaitFor(t testing.TB, to string) Mail {
	t.Helper()
	var next Mail
	s.until(t, func() bool {
		nth := 0
		for _, m := range s.received {
			if m.To != to {
				continue
			}
			if nth == s.handed[to] {
				s.handed[to]++
				next = m
				return true
			}
			nth++
		}
		return false
	}, "a mail to "+to)
	return next
}

// until waits for a condition, which is looked at under the lock after every mail.
func (s *SMTPServer) until(t testing.TB, met func() bool, what string) {
	t.Helper()
	patience := time.NewTimer(mailPatience)
	defer patience.Stop()
	for {
		s.mu.Lock()
		ok, arrived, n := met(), s.arrived, len(s.received)
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-arrived:
		case <-patience.C:
			t.Fatalf("waited %v for %s; %d mails have come", mailPatience, what, n)
		}
	}
}

// take keeps a mail and tells whoever waits.
func (s *SMTPServer) take(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, m)
	close(s.arrived)
	s.arrived = make(chan struct{})
}

// smtpSession is one connection's conversation.
type smtpSession struct {
	server     *SMTPServer
	conn       *smtp.Conn
	user       string
	from       string
	recipients []string
}

var _ smtp.AuthSession = (*smtpSession)(nil)

// AuthMechanisms offers signing in with a password.
func (c *smtpSession) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth signs the one user in.
func (c *smtpSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != SMTPUser || password != SMTPPassword {
			return smtp.ErrAuthFailed
		}
		c.user = user
		return nil
	}), nil
}

// Mail begins a message.
func (c *smtpSession) Mail(from string, _ *smtp.MailOptions) error {
	c.from = from
	return nil
}

// Rcpt adds a recipient, or treats it as the test wants.
func (c *smtpSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	b := c.server.wayOf(to)
	if b.slow {
		<-c.server.released
	}
	if b.refuse != nil {
		return b.refuse
	}
	c.recipients = append(c.recipients, to)
	return nil
}

// Data takes the message.
func (c *smtpSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range c.recipients {
		if c.server.wayOf(to).drop {
			_ = c.conn.Conn().Close()
			return errors.New("dropped")
		}
	}
	m := Mail{From: c.from, To: c.recipients[0], Recipients: c.recipients, User: c.user, Raw: raw}
	_, m.Encrypted = c.conn.TLSConnectionState()
	if parsed, err := mail.Parse(raw); err == nil {
		m.Subject, m.Text, m.HTML = parsed.Subject, parsed.Text, parsed.HTML
	}
	c.server.take(m)
	return nil
}

// Reset ends a message.
func (c *smtpSession) Reset() { c.from, c.recipients = "", nil }

// Logout ends the conversation.
func (c *smtpSession) Logout() error { return nil }

// makeCertificate makes an authority and a certificate of it for this machine.
func (s *SMTPServer) makeCertificate(t testing.TB) tls.Certificate {
	t.Helper()
	authority, authorityKey := sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority of a test"},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, nil, nil)
	leaf, leafKey := sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Mail server of a test"},
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, authority, authorityKey)
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	s.TLSConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	s.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(s.CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Raw}), 0o600); err != nil {
		t.Fatalf("write the authority: %v", err)
	}
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: leafKey}
}

// sign makes a certificate with a fresh key, signed by the parent or by itself.
func sign(t testing.TB, template, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatalf("make a key: %v", err)
	}
	if parent == nil {
		parent, parentKey = template, key
	}
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		t.Fatalf("sign a certificate: %v", err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatalf("read a certificate: %v", err)
	}
	return certificate, key
}
