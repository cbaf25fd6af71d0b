package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/web"
	"gatehouse.example/gatehouse/internal/web/words"
)

// TestT116Policy: a page without a policy is refused at the start.
func TestT116Policy(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a route without a policy was taken")
		}
	}()
	web.CheckRoute("GET /new")
}

// TestStrangers finds a page that somebody who is not signed in may see and that
// nobody has decided about.
func TestStrangers(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	open := map[string]int{
		"/sign-in": http.StatusOK, "/invitation": http.StatusGone, "/setup": http.StatusNotFound,
		"/password-reset/request": http.StatusOK, "/password-reset": http.StatusGone, "/goodbye": http.StatusOK,
		// Only that nobody is signed in.
		"/events":  http.StatusOK,
		"/mailbox": http.StatusNotFound, "/mailbox/{message}": http.StatusNotFound, "/mailbox/{message}/html": http.StatusNotFound,
	}
	for _, pattern := range p.site.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		if method != http.MethodGet {
			continue
		}
		want, ok := open[path]
		if !ok {
			want = http.StatusSeeOther
		}
		path = strings.ReplaceAll(strings.TrimSuffix(path, "{$}"), "{partner}", string(mara.Actor.Partner))
		a := p.browser(t).send(t, method, path, "", nil)
		if a.StatusCode != want {
			t.Errorf("%s: %d, want %d", pattern, a.StatusCode, want)
		}
		if want == http.StatusSeeOther && !strings.HasPrefix(a.Header.Get("Location"), "/sign-in") {
			t.Errorf("%s leads to %q", pattern, a.Header.Get("Location"))
		}
	}
}

func TestErrors(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	b := p.as(t, mara)
	for name, c := range map[string]struct {
		method, path string
		status       int
		allow        string
	}{
		"unknown":         {http.MethodGet, "/nothing/here", http.StatusNotFound, ""},
		"unknown post":    {http.MethodPost, "/nothing/here", http.StatusNotFound, ""},
		"git":             {http.MethodGet, "/.git/config", http.StatusNotFound, ""},
		"traversal":       {http.MethodGet, "/static/x/..%2f..%2fsite.go", http.StatusNotFound, ""},
		"method":          {http.MethodDelete, "/sign-in", http.StatusMethodNotAllowed, "GET, HEAD, POST"},
		"method at place": {http.MethodPut, listOf(mara), http.StatusMethodNotAllowed, "GET, HEAD"},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.send(t, c.method, c.path, "", http.Header{"Origin": {p.BaseURL.String()}})
			a.want(t, c.status)
			if got := a.Header.Get("Allow"); got != c.allow {
				t.Errorf("Allow is %q, want %q", got, c.allow)
			}
			if got := a.page.One(t, "p.request-id code").Text(); got == "" || got != a.Header.Get("X-Request-Id") {
				t.Errorf("the request's id on the page is %q", got)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	b := p.browser(t)
	for header, want := range map[string]string{"": "en", "de-CH, en;q=0.5": "de", "ja": "en", "../../etc": "en"} {
		b.language = header
		if got := b.get(t, "/sign-in", http.StatusOK).page.One(t, "html").Attr("lang"); got != want {
			t.Errorf("%q: the page is in %q, want %q", header, got, want)
		}
	}
	b.language = "de"
	if got := b.get(t, "/nothing", http.StatusNotFound).page.One(t, "h1").Text(); got != "Seite nicht gefunden" {
		t.Errorf("the error says %q", got)
	}
	english := p.as(t, mara)
	english.language = "de"
	if got := english.get(t, listOf(mara), http.StatusOK).page.One(t, "html").Attr("lang"); got != "en" {
		t.Errorf("the account reads English, the page is in %q", got)
	}
}

// TestSentences finds a sentence of a rule that German readers get in English.
func TestSentences(t *testing.T) {
	german := words.For(gatehouse.German)
	name := func(s string) error { _, err := gatehouse.CleanName("name", s); return err }
	password := func(s string) error {
		_, err := auth.CleanPassword(s, "mara@meridian.example", "Mara Master")
		return err
	}
	address := func(s string) error { _, err := mail.ParseAddress(s); return err }
	_, role := gatehouse.ParsePartnerRole("king")
	for _, err := range []error{
		name(""), name("\xff"), name(strings.Repeat("a", gatehouse.NameLimit+1)), name("a\u202eb"), name("a" + strings.Repeat("\u0301", 9)),
		password("short"), password(strings.Repeat("quiet heron ", 30)), password("aaaaaaaaaaaaaaaa"), password("qwertyuiopasdfghjkl"),
		password("passwordpassword1"), password("mara.meridian.master"), password("\xff"),
		address("nonsense"), address("a@рaypal.example"), role,
	} {
		fields := gatehouse.Error{}.Fields
		if e, ok := err.(*gatehouse.Error); ok { //nolint:errorlint // the rules return it themselves
			fields = e.Fields
		}
		if len(fields) != 1 {
			t.Errorf("no sentence: %v", err)
			continue
		}
		if german.Sentence(fields[0].Message) == fields[0].Message {
			t.Errorf("no German for %q", fields[0].Message)
		}
	}
}

var imports = regexp.MustCompile(`import .*"\./([^"]+)"|import "\./([^"]+)"`)

func TestAssets(t *testing.T) {
	p := newPortal(t)
	b := p.browser(t)
	page := b.get(t, "/sign-in", http.StatusOK)
	script := page.page.One(t, "script").Attr("src")
	wanted := map[string]string{
		page.page.One(t, "link[rel=stylesheet]").Attr("href"): "text/css; charset=utf-8",
		page.page.One(t, "link[rel=icon]").Attr("href"):       "image/svg+xml",
		script: "text/javascript; charset=utf-8",
	}
	folder := script[:strings.LastIndex(script, "/")+1]
	queue := []string{script}
	for len(queue) > 0 {
		for _, m := range imports.FindAllStringSubmatch(b.get(t, queue[0], http.StatusOK).html(), -1) {
			module := folder + m[1] + m[2]
			if wanted[module] == "" {
				wanted[module] = "text/javascript; charset=utf-8"
				queue = append(queue, module)
			}
		}
		queue = queue[1:]
	}
	if len(wanted) < 9 {
		t.Errorf("only %d files are reached", len(wanted))
	}
	for path, kind := range wanted {
		file := b.get(t, path, http.StatusOK)
		if got := file.Header.Get("Content-Type"); got != kind {
			t.Errorf("%s is %q", path, got)
		}
		if got := file.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s may be kept: %q", path, got)
		}
	}
	older := b.get(t, "/static/0123456789abcdef/app.css", http.StatusOK)
	if got := older.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("a file of another version may be kept: %q", got)
	}
	if got := page.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page may be kept: %q", got)
	}
}

// FuzzFlash: whatever stands in the cookie, the page says one of its own
// sentences or nothing.
func FuzzFlash(f *testing.F) {
	english := words.For(gatehouse.English)
	own := map[string]bool{
		"": true, english.SignIn.Ended: true, english.SignIn.SignedOut: true, english.Setup.Done: true, english.Admins.NoneChosen: true,
		english.Reset.Done: true, english.Own.Saved: true, english.Own.Changed: true, english.Own.SessionEnded: true, english.Own.Others: true,
	}
	f.Add("notice=ended")
	f.Add("notice=<script>&changed=99999999999999999999&row=x")
	f.Add("%zz")
	f.Fuzz(func(t *testing.T, cookie string) {
		if s := web.FlashSentence(cookie); !own[s] {
			t.Errorf("the page says %q", s)
		}
	})
}

// TestReaderLeaves: who leaves before the page is there is no fault of the portal's.
func TestReaderLeaves(t *testing.T) {
	var log bytes.Buffer
	p := newPortal(t, func(c *web.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	ctx, leave := context.WithCancel(t.Context())
	leave()
	for _, path := range []string{"/", "/sign-in", "/nothing"} {
		p.handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, p.BaseURL.String()+path, nil))
	}
	if strings.Contains(log.String(), "ERROR") {
		t.Error(log.String())
	}
}
