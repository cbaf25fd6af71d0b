package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

const newPassword = "nine lanterns along the quay"

// resetLink asks for a link through the pages and returns its path.
func resetLink(t *testing.T, p *portal, email string) string {
	t.Helper()
	b := p.browser(t)
	page := b.get(t, b.get(t, "/sign-in", http.StatusOK).page.One(t, "main p a").Attr("href"), http.StatusOK)
	b.submit(t, page, "/password-reset/request", url.Values{"email": {email}}, http.StatusOK)
	return "/password-reset?token=" + p.LinkToken(t, email)
}

func TestReset(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)

	t.Run("OK", func(t *testing.T) {
		link := resetLink(t, p, "mara@meridian.example")
		b := p.browser(t)
		b.get(t, link, http.StatusSeeOther).wantLocation(t, "/password-reset")
		if b.cookie("gatehouse-reset", "/password-reset") == "" || b.cookie("gatehouse-reset", "/sign-in") != "" {
			t.Error("the token does not stand in a cookie of these pages alone")
		}
		page := b.get(t, "/password-reset", http.StatusOK)
		again := b.submit(t, page, "/password-reset", url.Values{"password": {"short"}}, http.StatusUnprocessableEntity)
		if got := again.page.One(t, "#password-error").Text(); got != "Use at least 15 characters. A few words in a row are fine." {
			t.Errorf("the error says %q", got)
		}
		done := b.submit(t, again, "/password-reset", url.Values{"password": {newPassword}}, http.StatusSeeOther)
		done.wantLocation(t, "/sign-in")
		if b.cookie("gatehouse", "/") != "" {
			t.Error("a session has begun")
		}
		signIn := b.follow(t, done)
		if got := signIn.page.One(t, "dialog.toast p").Text(); got != "Your new password is set. Sign in with it." {
			t.Errorf("the notice says %q", got)
		}
		p.as(t, mara).get(t, listOf(mara), http.StatusSeeOther)
		b.submit(t, signIn, "/sign-in", credentials("mara@meridian.example", gatehousetest.Password), http.StatusUnauthorized)
		b.submit(t, signIn, "/sign-in", credentials("mara@meridian.example", newPassword), http.StatusSeeOther)
	})

	// SECURITY T037: the answer tells nothing about the address.
	t.Run("OKSame", func(t *testing.T) {
		pages := []string{}
		for _, email := range []string{"mara@meridian.example", "nobody@meridian.example"} {
			b := p.browser(t)
			sent := b.submit(t, b.get(t, "/password-reset/request", http.StatusOK), "/password-reset/request", url.Values{"email": {email}}, http.StatusOK)
			pages = append(pages, sent.html())
		}
		if pages[0] != pages[1] {
			t.Error("the page differs between an account and none")
		}
	})

	// SECURITY T040: used, superseded, ended, made up.
	t.Run("ErrDead", func(t *testing.T) {
		p := newPortal(t)
		p.SetUp(t)
		older := resetLink(t, p, "mara@meridian.example")
		ended := resetLink(t, p, "mara@meridian.example")
		p.Clock.Advance(gatehouse.ResetLinkTTL + time.Second)
		pages := map[string]bool{}
		for _, link := range []string{older, ended, "/password-reset?token=" + link43, "/password-reset?token=x", "/password-reset"} {
			b := p.browser(t)
			dead := b.follow(t, b.send(t, http.MethodGet, link, "", nil))
			dead.want(t, http.StatusGone)
			pages[dead.html()] = true
			if got := dead.page.One(t, "main a.primary").Attr("href"); got != "/password-reset/request" {
				t.Errorf("the way to a new link is %q", got)
			}
		}
		if len(pages) != 1 {
			t.Errorf("there are %d kinds of dead link", len(pages))
		}
	})

	t.Run("ErrMalformed", func(t *testing.T) {
		b := p.browser(t)
		page := b.get(t, "/password-reset/request", http.StatusOK)
		again := b.submit(t, page, "/password-reset/request", url.Values{"email": {"mara"}}, http.StatusUnprocessableEntity)
		if !again.page.Has("#email-error") || again.page.One(t, "input[name=email]").Attr("value") != "mara" {
			t.Error("the form does not say what is wrong")
		}
	})
}

// link43 has the form of a token.
const link43 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
