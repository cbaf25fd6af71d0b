package serve

import (
	"net/http"
	"strings"
)

// policy lets the pages load from the portal only, and lets nothing inline run.
// Scripts may not turn text into markup either (trusted types).
var policy = strings.Join([]string{
	"default-src 'none'",
	"style-src 'self'",
	"script-src 'self'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
}, "; ")

// unused are the browser's powers that the portal never asks for.
var unused = strings.Join([]string{
	"accelerometer=()", "camera=()", "display-capture=()", "geolocation=()", "gyroscope=()",
	"magnetometer=()", "microphone=()", "midi=()", "payment=()", "usb=()",
}, ", ")

// setHeaders sets what every answer carries, errors and redirects included. A
// handler of static files may set its own Cache-Control.
func setHeaders(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", unused)
	h.Set("Cache-Control", "no-store")
	if secure {
		// Two years, without subdomains: those are not ours to decide about.
		h.Set("Strict-Transport-Security", "max-age=63072000")
	}
}
