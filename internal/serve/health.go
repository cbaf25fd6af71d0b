package serve

import (
	"context"
	"io"
	"net/http"
	"time"

	"gatehouse.example/gatehouse"
)

// readyWindow bounds the question to the database: a probe that hangs says less
// than one that fails.
const readyWindow = 2 * time.Second

// probe answers /healthz (the process is alive) and /readyz (it can work) whatever
// the Host, since who asks is a supervisor beside the portal. It reports whether
// the request was one of them.
func (f *front) probe(rec *record, r *http.Request) bool {
	if r.URL.Path != "/healthz" && r.URL.Path != "/readyz" {
		return false
	}
	rec.route, rec.quiet = r.URL.Path, true
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		rec.out.Header().Set("Allow", "GET, HEAD")
		rec.fail(rec.out, r, WriteProblem, gatehouse.E(gatehouse.CodeMethodNotAllowed))
	case r.URL.Path == "/readyz":
		f.ready(rec, r)
	default:
		sayOK(rec.out)
	}
	return true
}

func (f *front) ready(rec *record, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWindow)
	defer cancel()
	if err := f.Ready(ctx); err != nil {
		rec.fail(rec.out, r, WriteProblem, &gatehouse.Error{Code: gatehouse.CodeStorage, Err: err})
		return
	}
	sayOK(rec.out)
}

func sayOK(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}
