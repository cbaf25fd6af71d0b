package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/textproto"
	"syscall"
)

// maxReason bounds what is shown of a server's words, in code points.
const maxReason = 200

// Refusal is an answer that will not change when the message is sent again: the
// mail server refused this recipient or this message for good (5xx).
type Refusal struct {
	// Reason is one line of at most 200 code points, the server's own words with
	// their number where there are any: "550 5.1.1 No such user".
	Reason string
}

// Error returns the reason.
func (r *Refusal) Error() string { return "mail: refused: " + r.Reason }

// Permanent reports whether sending again is useless, and the reason to show.
func Permanent(err error) (reason string, ok bool) {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r.Reason, true
	}
	return "", false
}

// errNoEncryption and errNoSignIn are what a server may lack.
var (
	errNoEncryption = errors.New("mail: the server does not offer STARTTLS")
	errNoSignIn     = errors.New("mail: the server offers no way to sign in with a password that we know")
)

// signInError is a sign-in that the server refused. The message is not to blame,
// so it stays in the queue until the settings are right.
type signInError struct{ err error }

func (e *signInError) Error() string { return "mail: signing in at the server: " + e.err.Error() }
func (e *signInError) Unwrap() error { return e.err }

// Reason returns why a message was not sent, in one line of at most 200 code
// points for an administrator's eyes: the mail server's own words where it said
// some, else a sentence. It never has more of the error than that, because errors
// of the network name hosts and addresses. For nil it is "".
func Reason(err error) string {
	if err == nil {
		return ""
	}
	if reason, ok := Permanent(err); ok {
		return reason
	}
	reply, replied := errors.AsType[*textproto.Error](err)
	_, signIn := errors.AsType[*signInError](err)
	switch {
	case signIn && replied:
		return oneLine("The mail server did not accept the user and password: "+words(reply), maxReason)
	case replied:
		return words(reply)
	case errors.Is(err, errNoSignIn):
		return "The mail server offers no way to sign in with a password."
	case errors.Is(err, errNoEncryption):
		return "The mail server does not offer encryption (STARTTLS)."
	default:
		return networkReason(err)
	}
}

// networkReason returns a sentence for an error without a server's words.
func networkReason(err error) string {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "The mail server's certificate is not valid."
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return "The message could not be written to the local mailbox."
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return "The name of the mail server cannot be found."
	}
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded), ok && timeout.Timeout():
		return "The mail server did not answer in time."
	case errors.Is(err, context.Canceled):
		return "Sending was interrupted."
	case errors.Is(err, syscall.ECONNREFUSED):
		return "The mail server cannot be reached."
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "The mail server closed the connection."
	default:
		return "The message could not be sent."
	}
}

// words returns a server's reply in one line.
func words(reply *textproto.Error) string {
	return oneLine(fmt.Sprintf("%d %s", reply.Code, reply.Msg), maxReason)
}
