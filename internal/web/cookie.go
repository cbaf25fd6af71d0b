package web

import (
	"net/http"
)

// The pages keep three small things in the browser besides the session, each in a
// cookie that no script can read.
const (
	formCookie       = "gatehouse-form"       // what the tokens of forms follow from before there is a session
	flashCookie      = "gatehouse-flash"      // what the next page says about what was just done
	invitationCookie = "gatehouse-invitation" // the token of an opened invitation
	setupCookie      = "gatehouse-setup"      // the token of an opened set-up link
)

// cookieName returns the name a cookie has here. Over https the prefix keeps
// neighbouring hosts from setting it; one that lives under a path of its own
// cannot have the stronger prefix.
func (s *Site) cookieName(name, path string) string {
	switch {
	case s.BaseURL.Scheme != "https":
		return name
	case path == "/":
		return "__Host-" + name
	default:
		return "__Secure-" + name
	}
}

// setCookie keeps a value until the browser closes; an empty one is forgotten.
func (s *Site) setCookie(w http.ResponseWriter, name, path, value string) {
	cookie := &http.Cookie{
		Name:     s.cookieName(name, path),
		Value:    value,
		Path:     path,
		Secure:   s.BaseURL.Scheme == "https",
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}

// cookie returns a value kept before. Two cookies of the name are one too many to
// trust either.
func (s *Site) cookie(r *http.Request, name, path string) string {
	cookies := r.CookiesNamed(s.cookieName(name, path))
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}
