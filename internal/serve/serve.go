// Package serve is the listener and everything between it and the surfaces: the
// adapter that turns errors into answers, the checks and headers that every
// request gets, the request log, health, metrics and the shutdown.
//
// A surface (the pages, the API) registers handlers that return an error, and one
// [Answer] that says an error in its own form. A request comes in through [Wrap],
// which gives it an id, refuses what no surface should see, and writes one log
// event when it is over.
package serve

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"gatehouse.example/gatehouse"
)

// Handler answers a request or returns why it did not.
type Handler func(http.ResponseWriter, *http.Request) error

// Answer is how a surface says an error. The error is never nil, and nothing has
// been written before.
type Answer func(http.ResponseWriter, *http.Request, *gatehouse.Error)

// defaultRetry is what Retry-After says when the error does not.
const defaultRetry = time.Second

// Adapt is the one adapter between handlers and net/http. It calls h, turns
// whatever error comes back into a *gatehouse.Error and lets the surface answer
// it. The error's cause goes to the request's log event and nowhere else. When h
// fails after it has begun to answer, the connection is cut, so that nobody takes
// half an answer for a whole one.
func Adapt(h Handler, answer Answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := recordOf(r)
		rec.route = r.Pattern
		if err := h(w, r); err != nil {
			rec.fail(w, r, answer, asError(err))
		}
	})
}

// asError finds the *gatehouse.Error in err. A body over its limit is
// CodeTooLarge whatever a decoder made of it; a deadline or a caller that left is
// CodeOverloaded; everything unknown is CodeInternal.
func asError(err error) *gatehouse.Error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &gatehouse.Error{Code: gatehouse.CodeTooLarge, Err: err}
	}
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &gatehouse.Error{Code: gatehouse.CodeOverloaded, Err: err}
	}
	return &gatehouse.Error{Code: gatehouse.CodeInternal, Err: err}
}

// fail answers e in the form of a surface and keeps it for the log.
func (rec *record) fail(w http.ResponseWriter, r *http.Request, answer Answer, e *gatehouse.Error) {
	rec.failure = e
	if rec.begun() {
		panic(http.ErrAbortHandler)
	}
	if seconds := retryAfter(e); seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	answer(w, r, e)
}

// retryAfter returns the seconds to wait, at least one for every code that tells
// the caller to come back, else 0.
func retryAfter(e *gatehouse.Error) int {
	wait := e.RetryAfter
	if wait < 0 {
		return 0
	}
	switch e.Code.Status() {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		wait = max(wait, defaultRetry)
	}
	return int((wait + time.Second - 1) / time.Second)
}
