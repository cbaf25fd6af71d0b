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
// any of its parts.
const smtpForm = " The form is smtp://user:password@host:port?tls=starttls&from=Name <address>; special characters in the user, the password and the sender are percent-encoded."

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
		return server{}, badURL("The address of the mail server cannot be read.")
	case u.Scheme != "smtp":
		return server{}, badURL("The address of the mail server begins with smtp://, also with implicit TLS.")
	case u.Opaque != "" || u.Path != "" && u.Path != "/" || u.Fragment != "":
		return server{}, badURL("The address of the mail server has nothing but parameters after the port.")
	case u.Hostname() == "":
		return server{}, badURL("The address of the mail server names no host.")
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
		return badURL("The parameters of the mail server's address cannot be read.")
	}
	for key, values := range parameters {
		if key != "tls" && key != "from" || len(values) != 1 {
			return badURL("The address of the mail server takes the parameters tls and from, each once.")
		}
	}
	s.security = startTLS
	if parameters.Has("tls") {
		s.security = security(parameters.Get("tls"))
	}
	if _, known := ports[s.security]; !known {
		return badURL("The parameter tls of the mail server's address is starttls (the default), implicit or none.")
	}
	if s.from, err = readFrom(parameters.Get("from")); err != nil {
		return badURL("The parameter from of the mail server's address names the sender, such as Gatehouse <no-reply@example.com>.")
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
		return "", badURL("The port of the mail server is a number from 1 to 65535.")
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
		return badURL("The address of the mail server has both a user and a password, or neither.")
	}
	if s.security == none && !loopback(s.host) {
		return badURL("A password is sent over an encrypted connection only: use tls=starttls or tls=implicit, or a mail server on this machine.")
	}
	return nil
}

// loopback reports whether a host is this machine by its very name.
func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}
