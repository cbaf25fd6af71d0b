package serve

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
)

// record gathers what the one log event of a request will say. It lives in the
// request's context and is touched by the request's goroutine only.
type record struct {
	id      string
	started time.Time
	// secure is true when the portal's own address is https.
	secure bool
	// quiet lowers the event to debug: probes come every few seconds.
	quiet bool

	route   string
	actor   gatehouse.Actor
	created []string
	failure *gatehouse.Error
	stack   string
	out     *writer
}

type recordKey struct{}

// recordOf returns the request's record. A handler called without [Wrap], as some
// tests do, gets one that nobody reads.
func recordOf(r *http.Request) *record {
	if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
		return rec
	}
	return &record{}
}

// Annotate adds who was behind the request, and the ids of what it created, to the
// request's log event.
func Annotate(r *http.Request, actor gatehouse.Actor, created ...string) {
	rec := recordOf(r)
	rec.route = r.Pattern
	rec.actor = actor
	rec.created = append(rec.created, created...)
}

// begun reports whether a part of the answer has left.
func (rec *record) begun() bool { return rec.out != nil && rec.out.status != 0 }

// finish writes the request's log event. It names the route's pattern and never
// the address asked for, which may hold an invitation's token.
func (rec *record) finish(log *slog.Logger, r *http.Request, took time.Duration) {
	level := rec.level()
	if !log.Enabled(context.Background(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", knownMethod(r.Method)),
		slog.String("route", rec.routeOf(r)),
		slog.Int("status", rec.out.status),
		slog.Int64("bytes", rec.out.bytes),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
		slog.String("request_id", rec.id),
	}
	attrs = append(attrs, rec.actorAttrs()...)
	if rec.failure != nil {
		attrs = append(attrs, slog.String("code", string(rec.failure.Code)))
		if rec.failure.Err != nil {
			attrs = append(attrs, slog.String("cause", rec.failure.Err.Error()))
		}
	}
	if rec.stack != "" {
		attrs = append(attrs, slog.String("stack", rec.stack))
	}
	log.LogAttrs(context.Background(), level, "request", attrs...)
}

func (rec *record) actorAttrs() []slog.Attr {
	var attrs []slog.Attr
	if rec.actor.Account != "" {
		attrs = append(attrs, slog.String("actor", string(rec.actor.Account)))
	}
	if rec.actor.Partner != "" {
		attrs = append(attrs, slog.String("partner", string(rec.actor.Partner)))
	}
	if rec.actor.Key != "" {
		attrs = append(attrs, slog.String("api_key", string(rec.actor.Key)))
	}
	if len(rec.created) > 0 {
		attrs = append(attrs, slog.Any("created", rec.created))
	}
	return attrs
}

func (rec *record) level() slog.Level {
	status := rec.out.status
	if status == 0 && rec.failure != nil {
		status = rec.failure.Code.Status()
	}
	switch {
	case status == http.StatusInternalServerError:
		return slog.LevelError
	case status > http.StatusInternalServerError:
		return slog.LevelWarn
	case rec.quiet:
		return slog.LevelDebug
	default:
		return slog.LevelInfo
	}
}

// routeOf returns the pattern that took the request. The set of its values is as
// small as the route tables, which metrics rely on.
func (rec *record) routeOf(r *http.Request) string {
	switch {
	case rec.route != "":
		return rec.route
	case r.Pattern != "":
		return r.Pattern
	default:
		return "none"
	}
}

// methods are the methods that any surface may take.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
	http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// knownMethod keeps what a stranger invents out of logs and metrics.
func knownMethod(method string) string {
	if slices.Contains(methods, method) {
		return method
	}
	return "other"
}
