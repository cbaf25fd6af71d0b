package web

import (
	"net/http"
	"strings"

	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/web/templates"
)

// takeLink moves the token of a link from the address into a cookie that only the
// pages below path get, so that it stands in no history, no referrer and no page.
// It reports whether there was one to move; opening a link changes nothing else.
func (s *Site) takeLink(w http.ResponseWriter, r *http.Request, cookie, path string) bool {
	token := r.URL.Query().Get("token")
	if r.URL.RawQuery == "" {
		return false
	}
	if !looksLikeToken(token) {
		token = ""
	}
	s.setCookie(w, cookie, path, token)
	http.Redirect(w, r, path, http.StatusSeeOther)
	return true
}

// tokenLength is that of every token; nothing longer is carried about.
var tokenLength = len(auth.NewToken())

func looksLikeToken(s string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return len(s) == tokenLength && strings.Trim(s, letters) == ""
}

// deadInvitation is the one page of every link of an invitation that cannot be
// used. It is the same, byte for byte, whatever the cause (SECURITY T009).
func (s *Site) deadInvitation(w http.ResponseWriter, r *http.Request, v *visit) error {
	text := v.words.Invitation
	return s.dead(w, r, v, text.DeadTitle, text.DeadLead, text.DeadHelp)
}

// deadSetup is the same for links of set-up.
func (s *Site) deadSetup(w http.ResponseWriter, r *http.Request, v *visit) error {
	text := v.words.Setup
	return s.dead(w, r, v, text.DeadTitle, text.DeadLead, text.DeadHelp)
}

func (s *Site) dead(w http.ResponseWriter, r *http.Request, v *visit, heading, lead, help string) error {
	return render(w, r, http.StatusGone, templates.Dead{
		Base: s.plain(v, heading), Heading: heading, Lead: lead, Help: help,
	})
}
