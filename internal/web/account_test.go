package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/web"
)

func TestAccount(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	b := p.as(t, mara)

	t.Run("OK", func(t *testing.T) {
		list := b.get(t, listOf(mara), http.StatusOK)
		want := []string{"Name and language", "Password", "Sessions", "Delete account"}
		if diff := cmp.Diff(want, list.page.Texts("div.menu a.menu-item")); diff != "" {
			t.Errorf("the menu (-want +got):\n%s", diff)
		}
		page := b.get(t, "/account", http.StatusOK)
		done := b.submit(t, page, "/account", url.Values{"name": {"Mara Meister"}, "language": {"de"}}, http.StatusSeeOther)
		page = b.follow(t, done)
		if got := page.page.One(t, "dialog.toast p").Text(); got != "Ihre Änderungen sind gespeichert." {
			t.Errorf("the notice says %q", got)
		}
		if got := page.page.One(t, "input[name=name]").Attr("value"); got != "Mara Meister" {
			t.Errorf("the name is %q", got)
		}
		b.submit(t, page, "/account", url.Values{"language": {"en"}}, http.StatusSeeOther)
	})

	t.Run("ErrName", func(t *testing.T) {
		page := b.get(t, "/account", http.StatusOK)
		again := b.submit(t, page, "/account", url.Values{"name": {" "}}, http.StatusUnprocessableEntity)
		if got := again.page.One(t, "#name-error").Text(); got != "Enter a name." {
			t.Errorf("the error says %q", got)
		}
		b.submit(t, page, "/account", url.Values{"language": {"xx"}}, http.StatusUnprocessableEntity)
	})
}

func TestAccountPassword(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	elsewhere := p.SignIn(t, "mara@meridian.example")
	b := p.as(t, mara)
	page := b.get(t, "/account/password", http.StatusOK)

	wrong := url.Values{"current_password": {"not this one"}, "password": {newPassword}}
	again := b.submit(t, page, "/account/password", wrong, http.StatusUnprocessableEntity)
	if got := again.page.One(t, "#current_password-error").Text(); got != "This is not your present password." {
		t.Errorf("the error says %q", got)
	}
	p.as(t, elsewhere).get(t, listOf(mara), http.StatusOK)

	right := url.Values{"current_password": {gatehousetest.Password}, "password": {newPassword}}
	done := b.submit(t, again, "/account/password", right, http.StatusSeeOther)
	if got := b.cookie("gatehouse", "/"); got == "" || got == mara.Token {
		t.Error("the session has no new cookie")
	}
	page = b.follow(t, done)
	if got := page.page.One(t, "dialog.toast p").Text(); got != "Your password is changed. You are signed out everywhere else." {
		t.Errorf("the notice says %q", got)
	}
	p.as(t, mara).get(t, listOf(mara), http.StatusSeeOther)
	p.as(t, elsewhere).get(t, listOf(mara), http.StatusSeeOther)
	b.get(t, listOf(mara), http.StatusOK)
}

func TestAccountSessions(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	second, third := p.SignIn(t, "mara@meridian.example"), p.SignIn(t, "mara@meridian.example")
	b := p.as(t, mara)

	page := b.get(t, "/account/sessions", http.StatusOK)
	rows := page.page.All("tbody tr")
	if len(rows) != 3 || len(page.page.All("button[name=id]")) != 2 {
		t.Fatalf("%d sessions, %d can be ended", len(rows), len(page.page.All("button[name=id]")))
	}
	if strings.Contains(page.html(), mara.Token) {
		t.Error("the page holds a token")
	}
	id := second.Actor.Session.Public()
	page = b.follow(t, b.submit(t, page, "/account/sessions/end", url.Values{"id": {id}}, http.StatusSeeOther))
	if got := page.page.One(t, "dialog.toast p").Text(); got != "The session is ended." {
		t.Errorf("the notice says %q", got)
	}
	p.as(t, second).get(t, listOf(mara), http.StatusSeeOther)
	p.as(t, third).get(t, listOf(mara), http.StatusOK)
	b.submit(t, page, "/account/sessions/end", url.Values{"id": {id}}, http.StatusNotFound)

	page = b.follow(t, b.submit(t, page, "/account/sessions/end-others", nil, http.StatusSeeOther))
	if len(page.page.All("tbody tr")) != 1 || page.page.Has("button[name=id]") {
		t.Error("other sessions are left")
	}
	p.as(t, third).get(t, listOf(mara), http.StatusSeeOther)

	own := url.Values{"id": {mara.Actor.Session.Public()}}
	b.submit(t, page, "/account/sessions/end", own, http.StatusSeeOther).wantLocation(t, "/sign-in")
	if b.cookie("gatehouse", "/") != "" {
		t.Error("the cookie of the ended session is kept")
	}
}

func TestAccountDelete(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	fill := func(confirm, password string) url.Values {
		return url.Values{"confirm": {confirm}, "password": {password}}
	}

	t.Run("ErrLastMaster", func(t *testing.T) {
		b := p.as(t, mara)
		page := b.get(t, "/account/delete", http.StatusOK)
		again := b.submit(t, page, "/account/delete", fill("mara@meridian.example", gatehousetest.Password), http.StatusConflict)
		want := "You are the last Master of " + mara.Actor.PartnerName + ". Make somebody else Master first."
		if got := again.page.One(t, "div.banner").Text(); got != want {
			t.Errorf("the refusal says %q", got)
		}
		b.get(t, listOf(mara), http.StatusOK)
	})

	t.Run("ErrConfirm", func(t *testing.T) {
		b := p.as(t, mara)
		page := b.get(t, "/account/delete", http.StatusOK)
		b.submit(t, page, "/account/delete", fill("mara", gatehousetest.Password), http.StatusUnprocessableEntity).page.One(t, "#confirm-error")
		b.submit(t, page, "/account/delete", fill("mara@meridian.example", "wrong"), http.StatusUnprocessableEntity).page.One(t, "#password-error")
	})

	t.Run("OK", func(t *testing.T) {
		olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
		b := p.as(t, olga)
		page := b.get(t, "/account/delete", http.StatusOK)
		done := b.submit(t, page, "/account/delete", fill("Olga@meridian.example", gatehousetest.Password), http.StatusSeeOther)
		if b.cookie("gatehouse", "/") != "" {
			t.Error("the cookie is kept")
		}
		if got := b.follow(t, done).page.One(t, "h1").Text(); got != "Your account is deleted" {
			t.Errorf("the page says %q", got)
		}
		b.get(t, "/account", http.StatusSeeOther)
		if rows := addresses(p.as(t, mara).get(t, listOf(mara), http.StatusOK)); len(rows) != 1 {
			t.Errorf("still in the list: %v", rows)
		}
	})
}

// TestTechnician is SPEC section 10: a technician's partner portal has password,
// language, deletion and sign-out, and nothing else.
func TestTechnician(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	tom := p.Join(t, mara.Actor, "tom@meridian.example", gatehouse.PartnerObserver)
	p.Exec(t, "UPDATE person SET role = 0, technician = true WHERE id = $1", string(tom.Actor.Person))
	b := p.as(t, tom)

	front := "/p/" + string(tom.Actor.Partner) + "/"
	b.get(t, "/", http.StatusSeeOther).wantLocation(t, front)
	checkTechnicianHome(t, b.get(t, front, http.StatusOK))
	page := b.get(t, "/account", http.StatusOK)
	want := []string{"Language", "Password", "Delete account"}
	if diff := cmp.Diff(want, page.page.Texts("div.menu a.menu-item")); diff != "" {
		t.Errorf("the menu (-want +got):\n%s", diff)
	}
	if page.page.Has("input[name=name]") || page.page.Has("nav.sidebar") {
		t.Error("a technician sees a name field or a sidebar")
	}
	b.submit(t, page, "/account", url.Values{"language": {"de"}}, http.StatusSeeOther)
	b.submit(t, page, "/account", url.Values{"name": {"Tim"}}, http.StatusForbidden)
	b.get(t, "/account/sessions", http.StatusForbidden)
	csrf := url.Values{"csrf": {page.page.One(t, "form.panel input[name=csrf]").Attr("value")}}
	b.post(t, "/account/sessions/end-others", csrf, http.StatusForbidden)
}

func TestDevice(t *testing.T) {
	for agent, want := range map[string]string{
		"": "Unknown device",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0":                                                        "Firefox on Windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0":                   "Edge on Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":                   "Safari on macOS",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36":                       "Chrome on Android",
		"curl/8.5.0":           "curl",
		"<script>x</script>":   "Unknown device",
		"something on Linux 6": "Linux",
	} {
		if got := web.Device(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
