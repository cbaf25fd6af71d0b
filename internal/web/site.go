// Package web is the pages: a route table, one small file per noun and verb, and
// below it the templates, the sentences and the static files. A handler parses,
// calls one use case and renders; it decides nothing.
package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/a-h/templ"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/serve"
)

// Config is what the pages work with.
type Config struct {
	App *app.App
	// BaseURL is the portal's own address. Its scheme decides how cookies are
	// named and guarded.
	BaseURL *url.URL
	// Mailbox is the local mailbox, nil when mails go to a server or the pages may
	// not show it. MailStays is true while mails go there, shown or not.
	Mailbox   *mail.Mailbox
	MailStays bool
	Log       *slog.Logger
	// Now is what relative times on pages are measured from; nil is the system's
	// clock. No decision hangs on it.
	Now func() time.Time
}

// Site answers the requests for pages.
type Site struct {
	Config
	mux     *http.ServeMux
	assets  assets
	streams streams
}

// New makes the pages. A route without a policy is a mistake of the program and
// panics (SECURITY T116).
func New(c Config) *Site {
	if c.Now == nil {
		c.Now = time.Now
	}
	s := &Site{Config: c, mux: http.NewServeMux(), assets: newAssets()}
	for _, route := range s.routes() {
		mustHavePolicy(route)
		s.mux.Handle(route.pattern, serve.Adapt(s.guard(route), s.Answer))
	}
	s.mux.Handle("GET "+staticPath, serve.Adapt(s.assets.serve, s.Answer))
	s.mux.Handle("GET /favicon.ico", serve.Adapt(s.assets.icon, s.Answer))
	return s
}

// ServeHTTP answers a request. What the route table does not know gets a page of
// ours, with the methods that an address takes.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(context.WithValue(r.Context(), visitKey{}, newVisit(r)))
	handler, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		probe := probe{header: http.Header{}}
		handler.ServeHTTP(&probe, r)
		if probe.status != http.StatusMethodNotAllowed {
			return gatehouse.E(gatehouse.CodeNotFound)
		}
		w.Header().Set("Allow", probe.header.Get("Allow"))
		return gatehouse.E(gatehouse.CodeMethodNotAllowed)
	}, s.Answer).ServeHTTP(w, r)
}

// probe takes the answer of the mux to an address that it does not know.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) WriteHeader(status int)      { p.status = status }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }

// page is anything that templates can draw.
type page interface{ Page() templ.Component }

// buffers are for pages while they are drawn: a list grows to a hundred kilobytes.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render draws a page and only then begins the answer, so that a mistake in a
// template is an error page and not half a page.
func render(w http.ResponseWriter, r *http.Request, status int, p page) error {
	html := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(html)
	html.Reset()
	if err := p.Page().Render(r.Context(), html); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(html.Bytes())
	return err
}

// seeOther ends a form that was taken: the browser gets the next page with a GET.
func seeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}
