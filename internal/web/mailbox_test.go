package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/mail"
)

func TestMailbox(t *testing.T) {
	config, box := withMailbox(t)
	p := newPortal(t, config)
	link := p.BaseURL.String() + "/invitation?token=abc"
	err := box.Send(t.Context(), mail.Envelope{
		ID: "1", To: carla, Date: time.Now(),
		Content: mail.Content{Subject: "An <invitation>", Text: "Open " + link + "\nor https://elsewhere.example/x", HTML: "<html><head></head><body><p>Open</p><script>alert(1)</script></body></html>"},
	})
	if err != nil {
		t.Fatal(err)
	}
	local := p.browser(t)
	local.address = "127.0.0.1:50000"

	t.Run("OK", func(t *testing.T) {
		list := local.get(t, "/mailbox", http.StatusOK)
		row := list.page.One(t, "tbody tr")
		if text := row.Text(); !strings.Contains(text, "An <invitation>") || !strings.Contains(text, carla) {
			t.Errorf("the row says %q", text)
		}
		path := row.One(t, "a").Attr("href")
		message := local.get(t, path, http.StatusOK)
		if got := message.page.One(t, "dl.facts a").Attr("href"); got != link {
			t.Errorf("the link is %q", got)
		}
		frame := message.page.One(t, "iframe")
		const sandbox = "allow-popups allow-popups-to-escape-sandbox"
		if got := frame.Attr("sandbox"); got != sandbox {
			t.Errorf("the sandbox of the formatted part is %q", got)
		}
		part := local.get(t, frame.Attr("src"), http.StatusOK)
		if policy := part.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox "+sandbox+"; default-src 'none'") {
			t.Errorf("the formatted part may %q", policy)
		}
		if got := part.page.One(t, "base").Attr("target"); got != "_blank" {
			t.Errorf("links of the formatted part open in %q", got)
		}
		if part.Header.Get("X-Frame-Options") != "" {
			t.Error("the page may not show the formatted part")
		}
	})

	t.Run("ErrNotHere", func(t *testing.T) {
		far := p.browser(t)
		for _, path := range []string{"/mailbox", "/mailbox/x", "/mailbox/x/html"} {
			far.get(t, path, http.StatusNotFound)
		}
		for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Anything"} {
			a := local.send(t, http.MethodGet, "/mailbox", "", http.Header{name: {"127.0.0.1"}})
			a.want(t, http.StatusNotFound)
		}
		for _, id := range []string{"..%2f..%2fetc%2fpasswd", "x", "0000000000000000-0000000000000000"} {
			local.get(t, "/mailbox/"+id, http.StatusNotFound)
		}
	})

	t.Run("ErrNone", func(t *testing.T) {
		without := newPortal(t).browser(t)
		without.address = "127.0.0.1:50000"
		without.get(t, "/mailbox", http.StatusNotFound)
	})
}
