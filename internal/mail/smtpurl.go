package mail

import (
	"errors"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// security is how a connection to a mail server is encrypted.
type security string

const (
	startTLS security = "starttls"
	implicit security = "implicit"
	none     security = "none"
)

// ports are the usual ones for each.
var ports = map[security]string{startTLS: "587", implicit: "465", none: "25"}

// smtpForm ends every sentence about an address that cannot be used. The
// sentences repeat nothing of the address: a wrong one may show the password in
// any of its parts. They go on from "GATEHOUSE_SMTP_URL is (hidden); ".
const smtpForm = ", as in smtp://USER:PASSWORD@HOST:587?tls=starttls&from=no-reply@example.com (special characters percent-encoded, as %40 for @)"

func badURL(sentence string) error { return errors.New(sentence + smtpForm) }

// server is an address of a mail server taken apart.
type server struct {
	host, port     string
	security       security
	user, password string
	from           netmail.Address
}

// parseServer reads the address of a mail server. Nothing unknown is ignored: a
// misspelt parameter would quietly mean less protection.
func parseServer(rawURL string) (server, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return server{}, badURL("it cannot be read as an address")
	case u.Scheme != "smtp":
		return server{}, badURL("it has to begin with smtp://, also with tls=implicit")
	case u.Opaque != "" || u.Path != "" && u.Path != "/" || u.Fragment != "":
		return server{}, badURL("after the port only the parameters tls and from are allowed")
	case u.Hostname() == "":
		return server{}, badURL("it has to name the mail server")
	}
	s := server{host: u.Hostname()}
	if err := s.readParameters(u.RawQuery); err != nil {
		return server{}, err
	}
	if s.port, err = readPort(u.Port(), s.security); err != nil {
		return server{}, err
	}
	return s, s.readUser(u.User)
}

// readParameters reads tls and from.
func (s *server) readParameters(query string) error {
	parameters, err := url.ParseQuery(query)
	if err != nil {
		return badURL("its parameters cannot be read")
	}
	for key, values := range parameters {
		if key != "tls" && key != "from" || len(values) != 1 {
			return badURL("the parameters tls and from are allowed, each once")
		}
	}
	s.security = startTLS
	if parameters.Has("tls") {
		s.security = security(parameters.Get("tls"))
	}
	if _, known := ports[s.security]; !known {
		return badURL("the parameter tls has to be starttls (the default), implicit or none")
	}
	if s.from, err = readFrom(parameters.Get("from")); err != nil {
		return badURL("the parameter from has to name the sender")
	}
	return nil
}

// readFrom reads a sender as "Name <address>" or just an address.
func readFrom(s string) (netmail.Address, error) {
	from, err := netmail.ParseAddress(s)
	if err != nil {
		return netmail.Address{}, err
	}
	email, err := ParseAddress(from.Address)
	return netmail.Address{Name: string(cleanName(from.Name)), Address: string(email)}, err
}

func readPort(port string, s security) (string, error) {
	if port == "" {
		return ports[s], nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", badURL("the port has to be a number from 1 to 65535")
	}
	return strconv.FormatUint(n, 10), nil
}

// readUser reads the user and password, which travel encrypted or not at all.
func (s *server) readUser(user *url.Userinfo) error {
	if user == nil {
		return nil
	}
	s.user = user.Username()
	s.password, _ = user.Password()
	if s.user == "" || s.password == "" || strings.ContainsRune(s.user+s.password, 0) {
		return badURL("it has to have both a user and a password, or neither")
	}
	if s.security == none && !loopback(s.host) {
		return badURL("a password is sent over an encrypted connection only: use tls=starttls or tls=implicit, or a mail server on this machine")
	}
	return nil
}

// loopback reports whether a host is this machine by its very name.
func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}
