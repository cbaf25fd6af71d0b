package web_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/htmltest"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/web"
)

// portal is the pages on a database of their own.
type portal struct {
	*gatehousetest.Env
	site    *web.Site
	handler http.Handler
}

func newPortal(t *testing.T, change ...func(*web.Config)) *portal {
	t.Helper()
	return newPortalOn(t, gatehousetest.SQLite, change...)
}

func newPortalOn(t *testing.T, engine gatehousetest.Engine, change ...func(*web.Config)) *portal {
	t.Helper()
	e := gatehousetest.New(t, engine)
	config := web.Config{
		App: e.App, BaseURL: e.BaseURL, Log: gatehousetest.Quiet(),
		Now: func() time.Time { return time.Now().Add(e.Clock.Offset()) },
	}
	for _, f := range change {
		f(&config)
	}
	site := web.New(config)
	handler := serve.Wrap(serve.Options{
		BaseURL: e.BaseURL, Log: gatehousetest.Quiet(),
		Ready:    func(context.Context) error { return nil },
		Surfaces: []serve.Surface{{Prefix: "/", Answer: site.Answer}},
	}, site)
	return &portal{Env: e, site: site, handler: handler}
}

// withMailbox gives the pages a mailbox.
func withMailbox(t *testing.T) (func(*web.Config), *mail.Mailbox) {
	t.Helper()
	box, err := mail.NewMailbox(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return func(c *web.Config) { c.Mailbox = box }, box
}

// browser keeps cookies and looks at pages, as somebody's browser would.
type browser struct {
	portal *portal
	jar    http.CookieJar
	// language is sent as Accept-Language.
	language string
	// address is where requests come from.
	address string
}

func (p *portal) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{portal: p, jar: jar, address: "192.0.2.7:50000"}
}

// as is a browser in which a member is signed in.
func (p *portal) as(t *testing.T, m gatehousetest.Member) *browser {
	t.Helper()
	b := p.browser(t)
	b.jar.SetCookies(p.BaseURL, []*http.Cookie{{Name: "gatehouse", Value: m.Token, Path: "/"}})
	return b
}

// answer is what came back.
type answer struct {
	*http.Response
	body []byte
	page htmltest.Node
}

// html is the body as text.
func (a answer) html() string { return string(a.body) }

// send makes a request and checks of a page what holds for every page.
func (b *browser) send(t *testing.T, method, path, body string, header http.Header) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, b.portal.BaseURL.String()+path, strings.NewReader(body))
	r.RemoteAddr = b.address
	for name, values := range header {
		r.Header[name] = values
	}
	if b.language != "" {
		r.Header.Set("Accept-Language", b.language)
	}
	for _, cookie := range b.jar.Cookies(r.URL) {
		r.AddCookie(cookie)
	}
	recorder := httptest.NewRecorder()
	b.portal.handler.ServeHTTP(recorder, r)
	response := recorder.Result()
	b.jar.SetCookies(r.URL, response.Cookies())
	return read(t, r, response)
}

func read(t *testing.T, r *http.Request, response *http.Response) answer {
	t.Helper()
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{Response: response, body: content, page: htmltest.Parse(t, bytes.NewReader(content))}
	isPage := strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") && response.StatusCode != http.StatusSeeOther
	if isPage && r.Method != http.MethodHead && !strings.HasSuffix(r.URL.Path, "/html") {
		htmltest.Check(t, a.page)
	}
	return a
}

// get opens a page and expects the status.
func (b *browser) get(t *testing.T, path string, want int) answer {
	t.Helper()
	a := b.send(t, http.MethodGet, path, "", nil)
	a.want(t, want)
	return a
}

func (a answer) want(t *testing.T, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%d, want %d: %s", a.StatusCode, status, strings.Join(a.page.Texts("main"), " "))
	}
}

// post sends a form as it stands and expects the status.
func (b *browser) post(t *testing.T, path string, form url.Values, want int) answer {
	t.Helper()
	a := b.send(t, http.MethodPost, path, form.Encode(), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"},
		"Origin":       {b.portal.BaseURL.String()},
	})
	a.want(t, want)
	return a
}

// submit fills in the form of a page that is sent to an address, and sends it.
func (b *browser) submit(t *testing.T, on answer, action string, fill url.Values, want int) answer {
	t.Helper()
	form := fieldsOf(t, on, action)
	for name, values := range fill {
		form[name] = values
	}
	return b.post(t, action, form, want)
}

// fieldsOf returns what a browser would send of a form as it stands, without its
// buttons.
func fieldsOf(t *testing.T, on answer, action string) url.Values {
	t.Helper()
	fields := url.Values{}
	found := false
	for _, form := range on.page.All("form") {
		if form.Attr("action") != action || form.Attr("method") != "post" {
			continue
		}
		found = true
		for _, input := range form.All("input[name]") {
			kind := input.Attr("type")
			if input.HasAttr("disabled") || kind == "checkbox" && !input.HasAttr("checked") {
				continue
			}
			fields.Add(input.Attr("name"), input.Attr("value"))
		}
		for _, s := range form.All("select[name]") {
			fields.Set(s.Attr("name"), chosen(s))
		}
		break
	}
	if !found {
		t.Fatalf("no form to %s on the page", action)
	}
	return fields
}

// chosen is the value of a select: the chosen option, else the first.
func chosen(s htmltest.Node) string {
	for _, option := range s.All("option[selected]") {
		return option.Attr("value")
	}
	for _, option := range s.All("option") {
		return option.Attr("value")
	}
	return ""
}

// follow goes where an answer leads, as far as it leads.
func (b *browser) follow(t *testing.T, a answer) answer {
	t.Helper()
	for range 5 {
		if a.StatusCode != http.StatusSeeOther {
			return a
		}
		a = b.send(t, http.MethodGet, a.Header.Get("Location"), "", nil)
	}
	t.Fatal("the answers lead in a circle")
	return a
}

// wantLocation expects a redirection.
func (a answer) wantLocation(t *testing.T, path string) {
	t.Helper()
	a.want(t, http.StatusSeeOther)
	if got := a.Header.Get("Location"); got != path {
		t.Errorf("it leads to %q, want %q", got, path)
	}
}

// cookie returns a cookie that the browser has for a path.
func (b *browser) cookie(name, path string) string {
	u := *b.portal.BaseURL
	u.Path = path
	for _, c := range b.jar.Cookies(&u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
