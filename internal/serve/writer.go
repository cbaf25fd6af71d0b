package serve

import (
	"net/http"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
)

const (
	// writeWindow is how long a client may take to receive one write's worth of
	// the answer. A long export gets a new window while it goes on.
	writeWindow = time.Minute
	// writeRenewal spares a system call for each small write.
	writeRenewal = 5 * time.Second
)

// writer counts the answer for the log, and lets the surface say in its own form
// what net/http would say in plain text: the mux's 404 and 405, the file server's
// and the path cleaner's errors.
type writer struct {
	http.ResponseWriter
	request *http.Request
	rec     *record
	// surface answers in place of net/http.
	surface Answer

	status  int
	bytes   int64
	renewed time.Time
	// replaced drops what net/http still writes after its error was replaced.
	replaced bool
}

// plainErrors are the errors that net/http writes itself.
var plainErrors = map[int]gatehouse.Code{
	http.StatusBadRequest:            gatehouse.CodeMalformed,
	http.StatusNotFound:              gatehouse.CodeNotFound,
	http.StatusMethodNotAllowed:      gatehouse.CodeMethodNotAllowed,
	http.StatusRequestEntityTooLarge: gatehouse.CodeTooLarge,
	http.StatusInternalServerError:   gatehouse.CodeInternal,
	http.StatusServiceUnavailable:    gatehouse.CodeOverloaded,
}

// WriteHeader sends the status, unless it belongs to a plain-text error that no
// handler of ours asked for.
func (w *writer) WriteHeader(status int) {
	switch code, plain := plainErrors[status]; {
	case w.status != 0 || w.replaced:
		return
	case status < http.StatusOK && status != http.StatusSwitchingProtocols:
		w.ResponseWriter.WriteHeader(status)
		return
	case plain && w.rec.failure == nil && strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain"):
		w.Header().Del("Content-Type")
		w.rec.fail(w, w.request, w.surface, gatehouse.E(code))
		w.replaced = true
		return
	}
	if status >= http.StatusBadRequest {
		// An error of a file that may be cached must not be.
		w.Header().Set("Cache-Control", "no-store")
	}
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write sends a part of the body.
func (w *writer) Write(b []byte) (int, error) {
	if w.replaced {
		return len(b), nil
	}
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	w.renew()
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// renew gives the client a new window to take in what is written now.
func (w *writer) renew() {
	now := time.Now()
	if now.Sub(w.renewed) < writeRenewal {
		return
	}
	w.renewed = now
	// A writer without deadlines is a test's recorder.
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(now.Add(writeWindow))
}

// FlushError sends what is buffered; http.ResponseController finds it.
func (w *writer) FlushError() error {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
