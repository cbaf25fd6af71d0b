package serve

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse.example/gatehouse"
)

// Options configure [Wrap].
type Options struct {
	// BaseURL is the portal's own address: scheme, host and port.
	BaseURL *url.URL
	Log     *slog.Logger
	// Ready says whether the portal can work; /readyz asks it.
	Ready func(context.Context) error
	// Surfaces say errors that arise before or beside their handlers. The longest
	// prefix wins; where none fits, the error is a problem document.
	Surfaces []Surface
	// Metrics counts requests; nil does not.
	Metrics *Metrics
}

// Surface is a part of the portal with its own way to say an error.
type Surface struct {
	// Prefix is the beginning of its paths, such as "/api/".
	Prefix string
	Answer Answer
}

// front is what stands before every handler.
type front struct {
	Options
	home       home
	protection *http.CrossOriginProtection
	next       http.Handler
}

// Wrap puts next behind everything that holds for every request: the id, the
// headers, the panic net, /healthz and /readyz, the checks of method, Host, origin
// and body, and the log event. The id is ours alone; what a caller sends as
// X-Request-Id is not read, and neither are Forwarded and X-Forwarded-* headers,
// since no proxy is trusted.
func Wrap(o Options, next http.Handler) http.Handler {
	o.Surfaces = slices.SortedFunc(slices.Values(o.Surfaces), func(a, b Surface) int {
		return len(b.Prefix) - len(a.Prefix)
	})
	return &front{Options: o, home: newHome(o.BaseURL), protection: http.NewCrossOriginProtection(), next: next}
}

// ServeHTTP takes a request from its id to its log event.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := &record{id: uuid.Must(uuid.NewV7()).String(), started: time.Now(), secure: f.home.secure}
	ctx := gatehouse.WithRequestID(context.WithValue(r.Context(), recordKey{}, rec), rec.id)
	r = r.WithContext(ctx)
	rec.out = &writer{ResponseWriter: w, request: r, rec: rec, surface: f.answerFor(r)}
	defer f.finish(rec, r)
	defer f.catch(rec, r)

	setHeaders(w.Header(), f.home.secure)
	w.Header().Set("X-Request-Id", rec.id)
	if len(r.TransferEncoding) > 0 {
		// The listener's guard does not follow chunks, so no other request may
		// come after them on this connection.
		w.Header().Set("Connection", "close")
	}
	if f.probe(rec, r) {
		return
	}
	if err := checkMethod(w, r); err != nil {
		rec.fail(rec.out, r, rec.out.surface, asError(err))
		return
	}
	f.enter(w, rec, r)
}

// enter hands the request to the surfaces when it is meant for this portal.
func (f *front) enter(w http.ResponseWriter, rec *record, r *http.Request) {
	if f.home.alias(r.Host) && strings.HasPrefix(r.URL.Path, "/") {
		http.Redirect(rec.out, r, f.home.origin+r.URL.RequestURI(), http.StatusTemporaryRedirect)
		return
	}
	if err := f.check(r); err != nil {
		rec.fail(rec.out, r, rec.out.surface, asError(err))
		return
	}
	if err := limitBody(w, r); err != nil {
		rec.fail(rec.out, r, rec.out.surface, asError(err))
		return
	}
	f.next.ServeHTTP(rec.out, r)
}

// check returns CodeWrongHost or CodeCSRF for a request that is not meant for this
// portal, or does not come from it.
func (f *front) check(r *http.Request) error {
	if !f.home.is(r.Host) {
		return gatehouse.E(gatehouse.CodeWrongHost)
	}
	return f.checkOrigin(r)
}

// checkMethod returns CodeMethodNotAllowed for TRACE, CONNECT and inventions.
func checkMethod(w http.ResponseWriter, r *http.Request) error {
	if slices.Contains(methods, r.Method) {
		return nil
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	return gatehouse.E(gatehouse.CodeMethodNotAllowed)
}

// catch turns a panic into an internal error, unless it is the one that says to cut
// the connection.
func (f *front) catch(rec *record, r *http.Request) {
	switch cause := recover(); cause {
	case nil:
	case http.ErrAbortHandler:
		panic(cause)
	default:
		rec.stack = string(debug.Stack())
		rec.fail(rec.out, r, rec.out.surface, &gatehouse.Error{Code: gatehouse.CodeInternal, Err: fmt.Errorf("panic: %v", cause)})
	}
}

// finish logs and counts.
func (f *front) finish(rec *record, r *http.Request) {
	took := time.Since(rec.started)
	rec.finish(f.Log, r, took)
	f.Metrics.observe(rec.routeOf(r), rec.out.status, took)
}

// answerFor picks the surface that says the errors of this path.
func (f *front) answerFor(r *http.Request) Answer {
	for _, surface := range f.Surfaces {
		if strings.HasPrefix(r.URL.Path, surface.Prefix) {
			return surface.Answer
		}
	}
	return WriteProblem
}
