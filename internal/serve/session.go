package serve

import (
	"net/http"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

// The names of the session's cookie. The prefix makes browsers refuse one that a
// neighbouring host or a page without TLS has set; without https, which is for
// trying Gatehouse on one's own machine, no browser would take it.
const (
	secureCookie = "__Host-gatehouse"
	plainCookie  = "gatehouse"
)

// userAgentLimit bounds what the audit trail keeps of a User-Agent, in bytes.
const userAgentLimit = 256

// Stranger is an actor of whom only the request is known.
func Stranger(r *http.Request, via gatehouse.Via) gatehouse.Actor {
	agent := r.UserAgent()
	agent = strings.ToValidUTF8(agent[:min(len(agent), userAgentLimit)], "")
	return gatehouse.Actor{Via: via, Origin: gatehouse.Origin{
		RequestID: gatehouse.RequestID(r.Context()),
		Address:   hostOf(r.RemoteAddr),
		UserAgent: agent,
	}}
}

// SessionToken returns the session's token from the cookie, or "". Two cookies of
// the name are one too many to trust either.
func SessionToken(r *http.Request) string {
	cookies := r.CookiesNamed(recordOf(r).cookieName())
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}

// SetSession sends the session's cookie. It is lax, so that somebody who follows a
// link from a mail is still signed in.
func SetSession(w http.ResponseWriter, r *http.Request, token string, expires time.Time) {
	cookie := recordOf(r).cookie()
	cookie.Value, cookie.Expires = token, expires
	http.SetCookie(w, cookie)
}

// ClearSession makes the browser forget the session's cookie.
func ClearSession(w http.ResponseWriter, r *http.Request) {
	cookie := recordOf(r).cookie()
	cookie.MaxAge = -1
	http.SetCookie(w, cookie)
}

func (rec *record) cookieName() string {
	if rec.secure {
		return secureCookie
	}
	return plainCookie
}

func (rec *record) cookie() *http.Cookie {
	return &http.Cookie{
		Name:     rec.cookieName(),
		Path:     "/",
		Secure:   rec.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
}

// FromLoopback reports whether the request was made on this very machine by
// somebody who talks to the portal directly (SPEC section 12). A forwarding header
// means that a proxy stands between, whose callers may be anywhere.
func FromLoopback(r *http.Request) bool {
	for name := range r.Header {
		if name == "Forwarded" || strings.HasPrefix(name, "X-Forwarded-") {
			return false
		}
	}
	return IsLoopback(hostOf(r.RemoteAddr))
}
