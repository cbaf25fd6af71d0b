package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func (p *portal) setupLink(t *testing.T) string {
	t.Helper()
	link, open, err := p.Setup.NewLink(t.Context())
	if err != nil || !open {
		t.Fatalf("no set-up link: %v, %v", open, err)
	}
	return strings.TrimPrefix(link, p.BaseURL.String())
}

func setupForm() url.Values {
	return url.Values{
		"partner": {"Meridian Access"}, "name": {"Mara Master"}, "email": {"mara@meridian.example"},
		"password": {gatehousetest.Password}, "language": {"de"},
	}
}

func TestSetup(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		p := newPortal(t)
		b := p.browser(t)
		link := p.setupLink(t)
		opened := b.get(t, link, http.StatusSeeOther)
		opened.wantLocation(t, "/setup")
		page := b.follow(t, opened)
		if strings.Contains(page.html(), gatehousetest.TokenOf(t, link)) {
			t.Error("the token stands in the page")
		}
		done := b.submit(t, page, "/setup", setupForm(), http.StatusSeeOther)
		list := b.follow(t, done)
		list.want(t, http.StatusOK)
		if got := list.page.One(t, "dialog.toast p").Text(); got != "Alles ist eingerichtet. Sie sind als Master angemeldet." {
			t.Errorf("the notice says %q", got)
		}
		if got := list.page.One(t, "html").Attr("lang"); got != "de" {
			t.Errorf("the page is in %q, the account reads German", got)
		}
		for _, path := range []string{"/setup", link, "/setup?token=x"} {
			p.browser(t).get(t, path, http.StatusNotFound)
		}
		again := p.browser(t)
		form := fieldsOf(t, again.get(t, "/sign-in", http.StatusOK), "/sign-in")
		again.post(t, "/setup", url.Values{"csrf": form["csrf"], "partner": {"x"}}, http.StatusNotFound)
	})

	t.Run("ErrInput", func(t *testing.T) {
		p := newPortal(t)
		b := p.browser(t)
		page := b.follow(t, b.get(t, p.setupLink(t), http.StatusSeeOther))
		form := setupForm()
		form.Set("name", "")
		form.Set("password", "heron")
		form.Set("partner", `"><script>alert(1)</script>`)
		refused := b.submit(t, page, "/setup", form, http.StatusUnprocessableEntity)
		if got := refused.page.One(t, "#name-error").Text(); got != "Enter a name." {
			t.Errorf("beside the name stands %q", got)
		}
		refused.page.One(t, "#password-error")
		if got := refused.page.All("input[autofocus]")[0].Attr("name"); got != "name" {
			t.Errorf("the page begins at %q, not at the first mistake", got)
		}
		if got := refused.page.One(t, "input[name=partner]").Attr("value"); got != form.Get("partner") {
			t.Errorf("the partner's name became %q", got)
		}
		if strings.Contains(refused.html(), "heron") {
			t.Error("the password comes back")
		}
		if got := chosen(refused.page.One(t, "select[name=language]")); got != "de" {
			t.Errorf("the chosen language became %q", got)
		}
	})

	t.Run("ErrDeadLink", func(t *testing.T) {
		p := newPortal(t)
		bodies := map[string]string{}
		older := p.setupLink(t)
		newest := p.setupLink(t)
		for name, link := range map[string]string{"older": older, "none": "/setup", "nonsense": "/setup?token=nonsense"} {
			b := p.browser(t)
			bodies[name] = b.follow(t, b.get(t, link, statusOf(link))).html()
		}
		p.Clock.Advance(25 * time.Hour)
		b := p.browser(t)
		late := b.follow(t, b.get(t, newest, http.StatusSeeOther))
		late.want(t, http.StatusGone)
		for name, body := range bodies {
			if body != late.html() {
				t.Errorf("the page of the link %q differs", name)
			}
		}
	})
}

// statusOf is what a link answers first: with a token the address is cleaned.
func statusOf(link string) int {
	if strings.Contains(link, "?") {
		return http.StatusSeeOther
	}
	return http.StatusGone
}
