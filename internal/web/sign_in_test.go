package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/web"
)

func credentials(email, password string) url.Values {
	return url.Values{"email": {email}, "password": {password}}
}

func TestSignIn(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	list := "/p/" + string(mara.Actor.Partner) + "/admins"

	t.Run("OK", func(t *testing.T) {
		b := p.browser(t)
		b.get(t, "/", http.StatusSeeOther).wantLocation(t, "/sign-in")
		page := b.get(t, "/sign-in", http.StatusOK)
		done := b.submit(t, page, "/sign-in", credentials("Mara@Meridian.example", gatehousetest.Password), http.StatusSeeOther)
		done.wantLocation(t, list)
		if got := b.follow(t, done).page.One(t, "h1").Text(); got != "Admins & Technicians" {
			t.Errorf("the heading is %q", got)
		}
		b.get(t, "/", http.StatusSeeOther).wantLocation(t, list)
		b.get(t, "/sign-in", http.StatusSeeOther).wantLocation(t, list)
		b.get(t, "/places", http.StatusSeeOther).wantLocation(t, list)
	})

	t.Run("OKNext", func(t *testing.T) {
		b := p.browser(t)
		asked := b.get(t, list+"?status=pending", http.StatusSeeOther)
		page := b.follow(t, asked)
		if got := page.page.One(t, "input[name=next]").Attr("value"); got != list+"?status=pending" {
			t.Errorf("next is %q", got)
		}
		b.submit(t, page, "/sign-in", credentials("mara@meridian.example", gatehousetest.Password), http.StatusSeeOther).
			wantLocation(t, list+"?status=pending")
	})

	t.Run("OKSignOut", func(t *testing.T) {
		b := p.as(t, p.SignIn(t, "mara@meridian.example"))
		page := b.get(t, list, http.StatusOK)
		out := b.submit(t, page, "/sign-out", nil, http.StatusSeeOther)
		if got := b.follow(t, out).page.One(t, "dialog.toast p").Text(); got != "You are signed out." {
			t.Errorf("the notice says %q", got)
		}
		if again := b.get(t, "/sign-in", http.StatusOK); again.page.Has("dialog.toast") {
			t.Error("the notice is said twice")
		}
		b.get(t, list, http.StatusSeeOther)
	})

	t.Run("ErrWrong", func(t *testing.T) {
		answers := []string{}
		for _, email := range []string{"mara@meridian.example", "nobody@meridian.example"} {
			b := p.browser(t)
			page := b.get(t, "/sign-in", http.StatusOK)
			form := fieldsOf(t, page, "/sign-in")
			form.Set("email", email)
			form.Set("password", "wrong")
			refused := b.post(t, "/sign-in", form, http.StatusUnauthorized)
			if got := refused.page.One(t, "input[name=email]").Attr("value"); got != email {
				t.Errorf("the address typed is gone: %q", got)
			}
			if refused.page.One(t, "input[name=password]").HasAttr("value") {
				t.Error("the password comes back")
			}
			if b.cookie("gatehouse", "/") != "" {
				t.Error("a session cookie was set")
			}
			answers = append(answers, refused.page.One(t, "main .banner").Text())
		}
		if answers[0] != answers[1] {
			t.Errorf("it tells who has an account: %q", answers)
		}
	})

	t.Run("ErrDeadSession", func(t *testing.T) {
		b := p.browser(t)
		b.jar.SetCookies(p.BaseURL, []*http.Cookie{{Name: "gatehouse", Value: "no-session-of-anybody", Path: "/"}})
		page := b.follow(t, b.get(t, list, http.StatusSeeOther))
		if got := page.page.One(t, "dialog.toast p").Text(); got != "Your session has ended. Sign in again; nothing was changed." {
			t.Errorf("the notice says %q", got)
		}
		if !page.page.Has("dialog.plain") {
			t.Error("it is praised as a success")
		}
		if b.cookie("gatehouse", "/") != "" {
			t.Error("the dead cookie is kept")
		}
	})
}

// TestOwnPath is SECURITY T174: a page never leads to another host.
func TestOwnPath(t *testing.T) {
	for given, want := range map[string]string{
		"/":                             "/",
		"/p/1/admins":                   "/p/1/admins",
		"/p/1/admins?status=pending&q=": "/p/1/admins?status=pending&q=",
		"/invitation":                   "/invitation",
		"":                              "",
		"p/1":                           "",
		"//evil.example":                "",
		"///evil.example":               "",
		"/\\evil.example":               "",
		"/\t/evil.example":              "",
		"/ /evil.example":               "",
		"/p/../../x":                    "",
		"/./x":                          "",
		"/p//x":                         "",
		"/p/%2e%2e/x":                   "",
		"/%2f%2fevil.example":           "",
		"/x#fragment":                   "",
		"https://evil.example/":         "",
		"javascript:alert(1)":           "",
		"/%zz":                          "",
		"/é":                            "",
		"/\x00":                         "",
		"/\r\nSet-Cookie: x=1":          "",
	} {
		if diff := cmp.Diff(want, web.OwnPath(given)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", given, diff)
		}
	}
}
