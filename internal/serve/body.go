package serve

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strings"

	"gatehouse.example/gatehouse"
)

// limitBody returns CodeTooLarge when the body says itself that it is over the
// limit; otherwise reading over it fails with *http.MaxBytesError.
func limitBody(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > gatehouse.BodyLimit {
		refuseBody(w)
		return gatehouse.E(gatehouse.CodeTooLarge)
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = body{http.MaxBytesReader(w, r.Body, gatehouse.BodyLimit)}
	}
	return nil
}

// refuseBody tells net/http that nothing more of the body is read. It does so by a
// reader that is over its limit at once: net/http then closes the connection behind
// the answer, but leaves the sender time to read it. Without that, a sender who asked
// to close the connection himself, and is still sending, meets a reset instead.
func refuseBody(w http.ResponseWriter) {
	_, _ = io.ReadAll(http.MaxBytesReader(w, io.NopCloser(strings.NewReader("over")), 0))
}

// body is a request's body whose sender may be too slow. What net/http says then
// looks like a failure of our own.
type body struct{ io.ReadCloser }

// Read reads on until the end, the limit or the deadline.
func (b body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = &gatehouse.Error{Code: gatehouse.CodeMalformed, Message: "The request's body took too long to arrive.", Err: err}
	}
	return n, err
}
