package web_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

const carla = "carla.weiss@installers.example"

// invited is a portal with one pending invitation.
func invited(t *testing.T) (*portal, gatehousetest.Member, gatehouse.PersonID, string) {
	t.Helper()
	p := newPortal(t)
	mara := p.SetUp(t)
	id := p.Invite(t, mara.Actor, carla, gatehouse.PartnerOperator)
	return p, mara, id, p.LinkToken(t, carla)
}

// open follows an invitation's link.
func (b *browser) open(t *testing.T, token string) answer {
	t.Helper()
	moved := b.get(t, "/invitation?token="+token, http.StatusSeeOther)
	moved.wantLocation(t, "/invitation")
	return b.follow(t, moved)
}

func newcomer() url.Values {
	return url.Values{"name": {"Carla Weiß"}, "password": {gatehousetest.Password}, "language": {"de"}}
}

func TestOpenInvitation(t *testing.T) {
	p, mara, id, token := invited(t)

	t.Run("OK", func(t *testing.T) {
		page := p.browser(t).open(t, token)
		page.want(t, http.StatusOK)
		if got := page.page.One(t, "h1").Text(); got != "Join Meridian Access" {
			t.Errorf("the heading is %q", got)
		}
		facts := strings.Join(page.page.Texts("dl.facts dd"), "\n")
		for _, want := range []string{"Operator", carla, "UTC"} {
			if !strings.Contains(facts, want) {
				t.Errorf("%q is not among the facts:\n%s", want, facts)
			}
		}
		if lead := page.page.One(t, "p.lead").Text(); !strings.Contains(lead, "Mara Master") {
			t.Errorf("the page does not say who invites: %q", lead)
		}
	})

	t.Run("OKCookie", func(t *testing.T) {
		b := p.browser(t)
		moved := b.get(t, "/invitation?token="+token, http.StatusSeeOther)
		cookies := moved.Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies were set", len(cookies))
		}
		c := cookies[0]
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/invitation" || c.Domain != "" {
			t.Errorf("the cookie is %v", c)
		}
		if strings.Contains(moved.html(), token) {
			t.Error("the token stands in the redirection")
		}
	})

	// SECURITY T017: the token stands in no page, in no form.
	t.Run("ErrTokenInPage", func(t *testing.T) {
		page := p.browser(t).open(t, token)
		for _, form := range []string{token, base64.StdEncoding.EncodeToString([]byte(token)), url.QueryEscape(token)} {
			if strings.Contains(page.html(), form) {
				t.Error("the token stands in the page")
			}
		}
	})

	// SECURITY T010: scanners open links, again and again.
	t.Run("OKNothingChanges", func(t *testing.T) {
		b := p.browser(t)
		for range 20 {
			b.open(t, token).want(t, http.StatusOK)
		}
		for _, method := range []string{http.MethodHead, http.MethodOptions} {
			b.send(t, method, "/invitation?token="+token, "", nil)
			b.send(t, method, "/invitation", "", http.Header{"Sec-Purpose": {"prefetch"}})
		}
		if got := p.Status(t, mara.Actor.Partner, id); got != gatehouse.Pending {
			t.Errorf("the invitation is %s", got)
		}
	})
}

func TestAcceptInvitation(t *testing.T) {
	t.Run("OKNewcomer", func(t *testing.T) {
		p, mara, id, token := invited(t)
		b := p.browser(t)
		done := b.submit(t, b.open(t, token), "/invitation", newcomer(), http.StatusSeeOther)
		done.wantLocation(t, "/p/"+string(mara.Actor.Partner)+"/admins")
		list := b.follow(t, done)
		if got := list.page.One(t, "dialog.toast p").Text(); got != "Willkommen bei Meridian Access. Sie haben die Einladung angenommen." {
			t.Errorf("the notice says %q", got)
		}
		if got := p.Status(t, mara.Actor.Partner, id); got != gatehouse.Accepted {
			t.Errorf("the invitation is %s", got)
		}
		if b.cookie("gatehouse-invitation", "/invitation") != "" {
			t.Error("the token is kept")
		}
	})

	t.Run("OKRepeated", func(t *testing.T) {
		p, mara, _, token := invited(t)
		b := p.browser(t)
		form := fieldsOf(t, b.open(t, token), "/invitation")
		for name, values := range newcomer() {
			form[name] = values
		}
		stranger := *b
		stranger.jar = p.browser(t).jar
		for _, path := range []string{"/", "/invitation"} {
			u := *p.BaseURL
			u.Path = path
			stranger.jar.SetCookies(&u, b.jar.Cookies(&u))
		}
		b.post(t, "/invitation", form, http.StatusSeeOther)
		stranger.post(t, "/invitation", form, http.StatusSeeOther).
			wantLocation(t, "/p/"+string(mara.Actor.Partner)+"/admins")
	})

	t.Run("OKBySignIn", func(t *testing.T) {
		p, _, _, _ := invited(t)
		other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
		p.Invite(t, other.Actor, "mara@meridian.example", gatehouse.PartnerAdmin)
		b := p.browser(t)
		page := b.open(t, p.LinkToken(t, "mara@meridian.example"))
		if page.page.Has("input[name=name]") {
			t.Error("somebody with an account is asked for a new one")
		}
		wrong := b.submit(t, page, "/invitation", url.Values{"password": {"wrong"}}, http.StatusUnauthorized)
		done := b.submit(t, wrong, "/invitation", url.Values{"password": {gatehousetest.Password}}, http.StatusSeeOther)
		done.wantLocation(t, "/p/"+string(other.Actor.Partner)+"/admins")
		b.follow(t, done).want(t, http.StatusOK)
		choice := b.get(t, "/places", http.StatusOK)
		if n := len(choice.page.All("button[name=partner]")); n != 2 {
			t.Errorf("%d places to choose from", n)
		}
	})

	t.Run("OKSignedIn", func(t *testing.T) {
		p, mara, _, _ := invited(t)
		other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
		p.Invite(t, other.Actor, "mara@meridian.example", gatehouse.PartnerAdmin)
		b := p.as(t, mara)
		page := b.open(t, p.LinkToken(t, "mara@meridian.example"))
		if page.page.Has("input[name=password]") {
			t.Error("whoever is signed in is asked for the password")
		}
		b.submit(t, page, "/invitation", nil, http.StatusSeeOther).
			wantLocation(t, "/p/"+string(other.Actor.Partner)+"/admins")
	})

	// SECURITY T001: an invitation is for its address.
	t.Run("ErrSomebodyElse", func(t *testing.T) {
		p, mara, id, token := invited(t)
		b := p.as(t, mara)
		page := b.open(t, token)
		page.want(t, http.StatusOK)
		if len(page.page.All("form")) != 1 {
			t.Error("there is more than the way to sign out")
		}
		form := fieldsOf(t, page, "/sign-out")
		forged := url.Values{"csrf": form["csrf"], "invitation": {invitationID(t, p, token)}}
		b.post(t, "/invitation", forged, http.StatusForbidden)
		if got := p.Status(t, mara.Actor.Partner, id); got != gatehouse.Pending {
			t.Errorf("the invitation is %s", got)
		}
		out := b.submit(t, page, "/sign-out", nil, http.StatusSeeOther)
		out.wantLocation(t, "/invitation")
		if !b.follow(t, out).page.Has("input[name=name]") {
			t.Error("after signing out the invitation is not offered")
		}
	})

	// SECURITY T011: a scanner that presses the button has no password.
	t.Run("ErrScanner", func(t *testing.T) {
		p, mara, id, token := invited(t)
		b := p.browser(t)
		refused := b.submit(t, b.open(t, token), "/invitation", nil, http.StatusUnprocessableEntity)
		refused.page.One(t, "#password-error")
		refused.page.One(t, "#name-error")
		if got := p.Status(t, mara.Actor.Partner, id); got != gatehouse.Pending {
			t.Errorf("the invitation is %s", got)
		}
	})

	// SECURITY T031: nobody accepts what they have not read.
	t.Run("ErrSwitched", func(t *testing.T) {
		p, mara, id, token := invited(t)
		p.Invite(t, mara.Actor, "dana@installers.example", gatehouse.PartnerAdmin)
		second := p.LinkToken(t, "dana@installers.example")
		b := p.browser(t)
		first := b.open(t, token)
		b.open(t, second)
		shown := b.submit(t, first, "/invitation", newcomer(), http.StatusConflict)
		if text := shown.page.One(t, "main").Text(); strings.Contains(text, carla) || !strings.Contains(text, "dana@installers.example") {
			t.Errorf("the facts of both are mixed: %s", text)
		}
		if got := p.Status(t, mara.Actor.Partner, id); got != gatehouse.Pending {
			t.Errorf("the invitation is %s", got)
		}
		b.submit(t, shown, "/invitation", newcomer(), http.StatusSeeOther)
	})
}

// invitationID is the id that the form of an opened invitation carries.
func invitationID(t *testing.T, p *portal, token string) string {
	t.Helper()
	return p.browser(t).open(t, token).page.One(t, "input[name=invitation]").Attr("value")
}

// TestDeadLink is SECURITY T009: whatever the cause, the page is the same.
func TestDeadLink(t *testing.T) {
	p, mara, id, superseded := invited(t)
	resent, err := p.Admins.Resend(t.Context(), mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{id}})
	if err != nil || resent.Changed() != 1 {
		t.Fatal(err)
	}
	used := p.LinkToken(t, carla)
	b := p.browser(t)
	b.submit(t, b.open(t, used), "/invitation", newcomer(), http.StatusSeeOther)

	revokedID := p.Invite(t, mara.Actor, "revoked@installers.example", gatehouse.PartnerObserver)
	revoked := p.LinkToken(t, "revoked@installers.example")
	if _, err := p.Admins.Revoke(t.Context(), mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{revokedID}}); err != nil {
		t.Fatal(err)
	}
	p.Invite(t, mara.Actor, "late@installers.example", gatehouse.PartnerObserver)
	expired := p.LinkToken(t, "late@installers.example")
	p.Clock.Advance(gatehouse.InvitationTTL)

	want := p.browser(t).get(t, "/invitation", http.StatusGone).html()
	for name, token := range map[string]string{
		"superseded": superseded, "used": used, "revoked": revoked, "expired": expired,
		"unknown": strings.Repeat("A", len(used)), "nonsense": "nonsense", "empty": "", "long": strings.Repeat("A", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			b := p.browser(t)
			page := b.open(t, token)
			page.want(t, http.StatusGone)
			if kept := b.cookie("gatehouse-invitation", "/invitation"); len(kept) != 0 && len(kept) != len(used) {
				t.Errorf("%d bytes are kept in a cookie", len(kept))
			}
			if page.html() != want {
				t.Error("the page differs")
			}
			if page.Header.Get("X-Request-Id") == "" || strings.Contains(page.html(), page.Header.Get("X-Request-Id")) {
				t.Error("the request's id belongs into the header alone")
			}
		})
	}

	t.Run("ErrLateForm", func(t *testing.T) {
		p, mara, id, token := invited(t)
		b := p.browser(t)
		page := b.open(t, token)
		if _, err := p.Admins.Revoke(t.Context(), mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{id}}); err != nil {
			t.Fatal(err)
		}
		late := b.submit(t, page, "/invitation", newcomer(), http.StatusGone)
		if late.html() != want {
			t.Error("the page differs")
		}
	})
}
