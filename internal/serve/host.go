package serve

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// home is the portal's own address in the forms that requests are held against.
type home struct {
	// origin is scheme, host and port as a browser's Origin header has them.
	origin string
	secure bool
	// hosts are the Host headers that name the portal: with and without the port
	// when it is the scheme's own.
	hosts []string
	// aliases are other names of the same machine. They are redirected, so that
	// cookies and links keep to one name.
	aliases []string
}

// loopbackNames are what people type for their own machine.
var loopbackNames = []string{"localhost", "127.0.0.1", "[::1]"}

func newHome(base *url.URL) home {
	h := home{origin: base.Scheme + "://" + base.Host, secure: base.Scheme == "https"}
	port := base.Port()
	name := strings.TrimSuffix(base.Host, ":"+port)
	h.hosts = withPort(name, port, h.secure)
	if IsLoopback(base.Hostname()) {
		for _, alias := range loopbackNames {
			h.aliases = append(h.aliases, withPort(alias, port, h.secure)...)
		}
	}
	return h
}

// withPort returns the Host headers that mean a name and port.
func withPort(name, port string, secure bool) []string {
	standard := "80"
	if secure {
		standard = "443"
	}
	if port == "" || port == standard {
		return []string{name, name + ":" + standard}
	}
	return []string{name + ":" + port}
}

// is reports whether a Host header names the portal. For a request whose line
// holds a whole address net/http has put that address's host in place of the
// header.
func (h home) is(host string) bool { return slices.Contains(h.hosts, lower(host)) }

// alias reports whether a Host header is another loopback name of the portal.
func (h home) alias(host string) bool {
	return !h.is(host) && slices.Contains(h.aliases, lower(host))
}

// lower folds ASCII letters only: no other letter belongs in a Host header, and
// Unicode's folding would make one out of some.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// IsLoopback reports whether a host name or bare address means the same machine.
func IsLoopback(host string) bool {
	if lower(host) == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// hostOf returns the address part of a remote address.
func hostOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return host
}
