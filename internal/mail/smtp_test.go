package mail_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
)

// newSMTP makes a sender that trusts the test's server.
func newSMTP(t *testing.T, server *gatehousetest.SMTPServer, rawURL string) *mail.SMTP {
	t.Helper()
	sender, err := mail.NewSMTP(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	sender.TLSConfig = server.TLSConfig
	return sender
}

func envelope(t *testing.T) mail.Envelope {
	t.Helper()
	return mail.Envelope{
		ID:      "0197c1de-7a10-7000-8000-00000000002a.1",
		To:      "jonas.lind@example.org",
		ToName:  "Jonas Lind",
		Content: compose(t, gatehouse.MailInvitation, gatehouse.German, data()),
		Date:    time.Date(2026, 11, 22, 10, 15, 0, 0, time.UTC),
	}
}

func TestSMTP(t *testing.T) {
	tests := map[string]struct {
		security, password string
	}{
		"STARTTLS":       {"starttls", ""},
		"STARTTLSSignIn": {"starttls", gatehousetest.SMTPPassword},
		"Implicit":       {"implicit", ""},
		"ImplicitSignIn": {"implicit", gatehousetest.SMTPPassword},
		"None":           {"none", ""},
		"NoneSignIn":     {"none", gatehousetest.SMTPPassword},
	}
	for name, tt := range tests {
		t.Run("OK"+name, func(t *testing.T) {
			server := gatehousetest.StartSMTP(t)
			e := envelope(t)
			if err := newSMTP(t, server, server.URLWith(tt.security, tt.password)).Send(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			got := server.Wait(t, 1)[0]
			if got.Encrypted != (tt.security != "none") {
				t.Errorf("encrypted: %v", got.Encrypted)
			}
			if signedIn := got.User == gatehousetest.SMTPUser; signedIn != (tt.password != "") {
				t.Errorf("signed in as %q", got.User)
			}
			if diff := cmp.Diff([]string{"jonas.lind@example.org"}, got.Recipients); diff != "" || got.From != "no-reply@gatehouse.example" {
				t.Errorf("from %q, recipients (-want +got):\n%s", got.From, diff)
			}
			if got.Subject != e.Content.Subject || got.Text != e.Content.Text || got.HTML != e.Content.HTML {
				t.Errorf("the message arrived changed:\n%s", got.Raw)
			}
		})
	}
	t.Run("OKSystemRoots", testSystemRoots)
	t.Run("OKConcurrent", func(t *testing.T) {
		server := gatehousetest.StartSMTP(t)
		sender := newSMTP(t, server, server.URLWith("starttls", gatehousetest.SMTPPassword))
		errs := make(chan error)
		for range 8 {
			go func() { errs <- sender.Send(t.Context(), envelope(t)) }()
		}
		for range 8 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		server.Wait(t, 8)
	})
}

// testSystemRoots shows that SSL_CERT_FILE is enough for a company's own
// authority. The variable is read once by a process, so another one sends.
func testSystemRoots(t *testing.T) {
	const variable = "GATEHOUSE_TEST_SEND_TO"
	if rawURL := os.Getenv(variable); rawURL != "" {
		sender, err := mail.NewSMTP(rawURL)
		if err != nil {
			t.Fatal(err)
		}
		if err := sender.Send(t.Context(), envelope(t)); err != nil {
			t.Fatal(err)
		}
		return
	}
	server := gatehousetest.StartSMTP(t)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSMTP$/^OKSystemRoots$")
	child.Env = append(os.Environ(), variable+"="+server.URLWith("starttls", gatehousetest.SMTPPassword), "SSL_CERT_FILE="+server.CAFile)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server.Wait(t, 1)
}

// check says what a failed attempt must look like.
func checkFailure(t *testing.T, err error, permanent bool, reason string) {
	t.Helper()
	if err == nil {
		t.Fatal("the message was sent")
	}
	if _, ok := mail.Permanent(err); ok != permanent {
		t.Errorf("permanent: %v, of %v", ok, err)
	}
	if got := mail.Reason(err); !strings.Contains(got, reason) {
		t.Errorf("reason %q, want %q", got, reason)
	}
	if strings.Contains(err.Error()+mail.Reason(err), gatehousetest.SMTPPassword) {
		t.Errorf("the error has the password: %v", err)
	}
	if strings.Contains(err.Error()+mail.Reason(err), secret) {
		t.Errorf("the error has the link: %v", err)
	}
}

// T197: what a mail server may do instead of taking the message.
func TestSMTPErrors(t *testing.T) {
	const to = "jonas.lind@example.org"
	tests := map[string]struct {
		arrange   func(s *gatehousetest.SMTPServer)
		permanent bool
		reason    string
	}{
		"Refused":   {func(s *gatehousetest.SMTPServer) { s.Refuse550(to) }, true, "550 5.1.1 No such user here"},
		"Later":     {func(s *gatehousetest.SMTPServer) { s.Fail451Times(to, 1) }, false, "451 4.3.0 Try again later"},
		"GoingDown": {func(s *gatehousetest.SMTPServer) { s.RefuseWith(to, 421, "Closing") }, false, "421 Closing"},
		"Slow":      {func(s *gatehousetest.SMTPServer) { s.Slow(to) }, false, "The mail server did not answer in time."},
		"Dropped":   {func(s *gatehousetest.SMTPServer) { s.DropInData(to) }, false, "The mail server closed the connection."},
		"HostileWord": {func(s *gatehousetest.SMTPServer) {
			s.RefuseWith(to, 554, "Go away\u202e\x1b[31m "+strings.Repeat("x", 900))
		}, true, "554 Go away [31m xxx"},
	}
	for name, tt := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			server := gatehousetest.StartSMTP(t)
			tt.arrange(server)
			sender := newSMTP(t, server, server.URLWith("starttls", gatehousetest.SMTPPassword))
			if name == "Slow" {
				sender.Timeout = 300 * time.Millisecond
			}
			err := sender.Send(t.Context(), envelope(t))
			checkFailure(t, err, tt.permanent, tt.reason)
			if n := len(server.Received()); n != 0 {
				t.Errorf("%d messages arrived", n)
			}
			if n := len([]rune(mail.Reason(err))); n > 200 {
				t.Errorf("the reason has %d characters", n)
			}
		})
	}
	t.Run("OKAfterLater", func(t *testing.T) {
		server := gatehousetest.StartSMTP(t)
		server.Fail451Times(to, 2)
		sender := newSMTP(t, server, server.URL())
		for i := range 3 {
			if err := sender.Send(t.Context(), envelope(t)); (err == nil) != (i == 2) {
				t.Errorf("attempt %d: %v", i+1, err)
			}
		}
		server.Wait(t, 1)
	})
}

// T197: nothing goes out unencrypted, to a stranger, or to somebody refused.
func TestSMTPSettings(t *testing.T) {
	tests := map[string]struct {
		options []gatehousetest.SMTPOption
		url     func(s *gatehousetest.SMTPServer) string
		trust   bool
		reason  string
	}{
		"NoSTARTTLS": {
			[]gatehousetest.SMTPOption{gatehousetest.WithoutSTARTTLS},
			func(s *gatehousetest.SMTPServer) string { return s.URLWith("starttls", gatehousetest.SMTPPassword) },
			true, "The mail server does not offer encryption (STARTTLS).",
		},
		"BadCertificate": {
			nil,
			func(s *gatehousetest.SMTPServer) string { return s.URLWith("starttls", gatehousetest.SMTPPassword) },
			false, "The mail server's certificate is not valid.",
		},
		"BadCertificateImplicit": {
			nil,
			func(s *gatehousetest.SMTPServer) string { return s.URLWith("implicit", gatehousetest.SMTPPassword) },
			false, "The mail server's certificate is not valid.",
		},
		"OtherName": {
			nil,
			func(s *gatehousetest.SMTPServer) string {
				return strings.Replace(s.URLWith("starttls", ""), "127.0.0.1", "127.0.0.2", 1)
			},
			true, "",
		},
		"WrongPassword": {
			nil,
			func(s *gatehousetest.SMTPServer) string { return s.URLWith("starttls", "wrong") },
			true, "The mail server did not accept the user and password: 535 5.7.8 Authentication failed",
		},
		"PlainToTLSPort": {
			nil,
			func(s *gatehousetest.SMTPServer) string {
				return strings.Replace(s.URLWith("starttls", ""), s.Addr, s.TLSAddr, 1)
			},
			true, "",
		},
		"TLSToPlainPort": {
			nil,
			func(s *gatehousetest.SMTPServer) string {
				return strings.Replace(s.URLWith("implicit", ""), s.TLSAddr, s.Addr, 1)
			},
			true, "",
		},
	}
	for name, tt := range tests {
		t.Run("Err"+name, func(t *testing.T) {
			server := gatehousetest.StartSMTP(t, tt.options...)
			sender := newSMTP(t, server, tt.url(server))
			if name == "PlainToTLSPort" { // each waits for the other to speak
				sender.Timeout = 300 * time.Millisecond
			}
			if !tt.trust {
				sender.TLSConfig = nil
			}
			checkFailure(t, sender.Send(t.Context(), envelope(t)), false, tt.reason)
			if n := len(server.Received()); n != 0 {
				t.Errorf("%d messages arrived", n)
			}
		})
	}
}

// listener is a server that says what a test wants, and nothing else.
func listener(t *testing.T, serve func(conn net.Conn)) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}

func TestSMTPConnection(t *testing.T) {
	newSender := func(t *testing.T, addr string) *mail.SMTP {
		t.Helper()
		sender, err := mail.NewSMTP("smtp://" + addr + "?tls=none&from=no-reply@gatehouse.example")
		if err != nil {
			t.Fatal(err)
		}
		return sender
	}
	send := func(t *testing.T, addr string) error {
		t.Helper()
		return newSender(t, addr).Send(t.Context(), envelope(t))
	}
	t.Run("ErrNobodyListens", func(t *testing.T) {
		l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		_ = l.Close()
		checkFailure(t, send(t, l.Addr().String()), false, "The mail server cannot be reached.")
	})
	t.Run("ErrNoGreeting", func(t *testing.T) {
		held := make(chan struct{})
		addr := listener(t, func(net.Conn) { <-held })
		t.Cleanup(func() { close(held) })
		sender := newSender(t, addr)
		sender.Timeout = 300 * time.Millisecond
		checkFailure(t, sender.Send(t.Context(), envelope(t)), false, "The mail server did not answer in time.")
	})
	t.Run("ErrClosedAtOnce", func(t *testing.T) {
		addr := listener(t, func(net.Conn) {})
		checkFailure(t, send(t, addr), false, "The mail server closed the connection.")
	})
	t.Run("ErrUnwelcome", func(t *testing.T) {
		addr := listener(t, func(conn net.Conn) { fmt.Fprint(conn, "554 mail.test no service for you\r\n") })
		checkFailure(t, send(t, addr), false, "554 mail.test no service for you")
	})
	t.Run("ErrNotSMTP", func(t *testing.T) {
		addr := listener(t, func(conn net.Conn) { fmt.Fprint(conn, "HTTP/1.1 400 Bad Request\r\n\r\n") })
		checkFailure(t, send(t, addr), false, "The message could not be sent.")
	})
	t.Run("ErrCancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		held := make(chan struct{})
		addr := listener(t, func(conn net.Conn) {
			talk(conn, "220 mail.test", "250-one moment")
			cancel()
			<-held
		})
		t.Cleanup(func() { close(held) })
		err := newSender(t, addr).Send(ctx, envelope(t))
		checkFailure(t, err, false, "Sending was interrupted.")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v does not tell that it was cancelled", err)
		}
	})
	t.Run("ErrNoVerdict", func(t *testing.T) {
		held := make(chan struct{})
		addr := listener(t, func(conn net.Conn) {
			talk(conn, "220 mail.test", "250 mail.test", "250 ok", "250 ok", "354 go on", "250-one moment")
			<-held
		})
		t.Cleanup(func() { close(held) })
		sender := newSender(t, addr)
		sender.DataTimeout = 300 * time.Millisecond
		begin := time.Now()
		checkFailure(t, sender.Send(t.Context(), envelope(t)), false, "The mail server did not answer in time.")
		if waited := time.Since(begin); waited >= sender.Timeout {
			t.Errorf("waited %v for the verdict", waited)
		}
	})
	t.Run("OKUnhurried", func(t *testing.T) {
		// Every answer comes in time, all of them together take longer than one
		// may, and the verdict takes longer than a command.
		t.Parallel()
		addr := listener(t, func(conn net.Conn) {
			const pause = 300 * time.Millisecond
			for i, reply := range []string{"220 mail.test", "250 mail.test", "250 ok", "250 ok", "354 go on", "250 taken"} {
				wait := pause
				if i == 5 {
					wait = 4 * pause
				}
				<-time.After(wait)
				talk(conn, reply, "")
			}
		})
		sender := newSender(t, addr)
		sender.Timeout = time.Second
		if err := sender.Send(t.Context(), envelope(t)); err != nil {
			t.Error(err)
		}
	})
	t.Run("ErrSenderRefused", func(t *testing.T) {
		// A refused sender is a matter of settings, not of this message.
		addr := listener(t, func(conn net.Conn) {
			talk(conn, "220 mail.test", "250 mail.test", "550 5.7.1 Sender not allowed")
		})
		checkFailure(t, send(t, addr), false, "550 5.7.1 Sender not allowed")
	})
	t.Run("ErrMessageRefused", func(t *testing.T) {
		addr := listener(t, func(conn net.Conn) {
			talk(conn, "220 mail.test", "250 mail.test", "250 ok", "250 ok", "554-5.7.1 Looks like spam,\r\n554 5.7.1 see the manual")
		})
		checkFailure(t, send(t, addr), true, "554 5.7.1 Looks like spam, 5.7.1 see the manual")
	})
	t.Run("OKLostAfterwards", func(t *testing.T) {
		// What follows the server's yes does not matter (T195).
		addr := listener(t, func(conn net.Conn) {
			talk(conn, "220 mail.test", "250 mail.test", "250 ok", "250 ok", "354 go on", "250 taken")
		})
		if err := send(t, addr); err != nil {
			t.Error(err)
		}
	})
}

// talk says one reply after another, each when a command, or the end of a
// message, has come. An empty reply says nothing.
func talk(conn net.Conn, replies ...string) {
	buffer := make([]byte, 64<<10)
	for i, reply := range replies {
		if reply != "" {
			fmt.Fprint(conn, reply, "\r\n")
		}
		if i == len(replies)-1 {
			return
		}
		end := "\r\n"
		if strings.HasPrefix(reply, "354") {
			end = "\r\n.\r\n"
		}
		for got := ""; !strings.HasSuffix(got, end); {
			n, err := conn.Read(buffer)
			if err != nil {
				return
			}
			got += string(buffer[:n])
		}
	}
}

// T199 once more, where the address meets the server.
func TestSMTPAddress(t *testing.T) {
	for name, to := range map[string]gatehouse.Email{
		"Smuggling":     `"foo@psres.net> ORCPT=admin@admin.com"@test.com`,
		"SmugglingBare": "foo@psres.net> ORCPT=admin@admin.com",
		"LineBreak":     "foo@psres.net\r\nRCPT TO:<bob@example.com>",
		"List":          "foo@psres.net,bob@example.com",
		"Space":         "foo@psres.net ",
		"Capital":       "Foo@psres.net",
		"Foreign":       "foo@bücher.example",
		"Empty":         "",
	} {
		t.Run("Err"+name, func(t *testing.T) {
			server := gatehousetest.StartSMTP(t)
			e := envelope(t)
			e.To = to
			checkFailure(t, newSMTP(t, server, server.URL()).Send(t.Context(), e), true, "cannot be handed to a mail server")
			mailbox := newMailbox(t)
			checkFailure(t, mailbox.Send(t.Context(), e), true, "cannot be handed to a mail server")
			if list, err := mailbox.List(10); len(list) != 0 || len(server.Received()) != 0 || err != nil {
				t.Errorf("something was sent: %v, %v", list, err)
			}
		})
	}
}
