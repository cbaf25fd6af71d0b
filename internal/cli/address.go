package cli

import (
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"gatehouse.example/gatehouse/internal/serve"
)

// hostName is a name in the form that a browser sends it, after it has turned
// other scripts into ASCII. Its last part begins with a letter: what ends in a
// number is an IP address to a browser, however it is written.
var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z]([a-z0-9-]*[a-z0-9])?$`)

// parseAddr reads an address to listen on.
func parseAddr(value string) (string, string) {
	host, port, err := net.SplitHostPort(value)
	if err != nil || !isPort(port, 0) || host != "" && !isHost(host) {
		return "", "it has to be HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:8080 or [::1]:8080"
	}
	return value, ""
}

// splitAddr takes an address apart that parseAddr has read.
func splitAddr(addr string) (host, port string) {
	host, port, _ = net.SplitHostPort(addr)
	return host, port
}

func isPort(s string, least uint64) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n >= least && strconv.FormatUint(n, 10) == s
}

// isHost reports whether s is a name or a bare IP address, without a zone.
func isHost(s string) bool {
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.Zone() == ""
	}
	return hostName.MatchString(strings.ToLower(s))
}

// parseBaseURL reads the portal's own address and brings it into the form that
// browsers compare: lower case, without the port that the scheme has anyway.
func parseBaseURL(value string) (*url.URL, string) {
	const form = "it has to be of the form https://HOST or https://HOST:PORT with nothing behind it, such as https://portal.example.com"
	u, err := url.Parse(strings.TrimSuffix(value, "/"))
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https",
		u.Path != "" || strings.ContainsAny(value, "?#@"),
		!isHost(u.Hostname()),
		strings.HasSuffix(u.Host, ":") || u.Port() != "" && !isPort(u.Port(), 1):
		return nil, form
	}
	base := originOf(u.Scheme, u.Hostname(), u.Port())
	if base.Scheme == "http" && !serve.IsLoopback(base.Hostname()) {
		return nil, "it has to begin with https://, because http is possible on this very machine only"
	}
	return base, ""
}

// originOf puts an origin together.
func originOf(scheme, host, port string) *url.URL {
	host = strings.ToLower(host)
	if addr, err := netip.ParseAddr(host); err == nil {
		host = addr.String() // IPv6 has many spellings
	}
	if port == map[string]string{"http": "80", "https": "443"}[scheme] {
		port = ""
	}
	switch {
	case port != "":
		host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	return &url.URL{Scheme: scheme, Host: host}
}

// baseURL returns the portal's address, given where the listener is.
func (c Config) baseURL(listening net.Addr) *url.URL {
	if c.BaseURL != nil {
		return c.BaseURL
	}
	_, port := splitAddr(listening.String())
	return originOf("http", "localhost", port)
}
