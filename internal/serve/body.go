package serve

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"gatehouse.example/gatehouse"
)

// bodyWindow is how long a client may take to send a body of the size allowed.
const bodyWindow = 30 * time.Second

// body is a request's body with a limit and a deadline. The deadline ends with the
// body: http.Server.ReadTimeout would go on and cancel a long export half way.
type body struct {
	io.ReadCloser
	controller *http.ResponseController
}

// limitBody returns CodeTooLarge when the body says itself that it is over the
// limit; otherwise reading over it fails with *http.MaxBytesError.
func limitBody(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > gatehouse.BodyLimit {
		w.Header().Set("Connection", "close")
		return gatehouse.E(gatehouse.CodeTooLarge)
	}
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	limited := body{http.MaxBytesReader(w, r.Body, gatehouse.BodyLimit), http.NewResponseController(w)}
	_ = limited.controller.SetReadDeadline(time.Now().Add(bodyWindow))
	r.Body = limited
	return nil
}

// Read reads on until the end, the limit or the deadline.
func (b body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	switch {
	case err == io.EOF: //nolint:errorlint // a Reader returns io.EOF itself
		_ = b.controller.SetReadDeadline(time.Time{})
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = &gatehouse.Error{Code: gatehouse.CodeMalformed, Message: "The request's body took too long to arrive.", Err: err}
	}
	return n, err
}
