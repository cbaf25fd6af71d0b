package api

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
)

// adapter registers huma's operations with the router, each behind the gate and
// inside the one adapter of errors.
type adapter struct {
	server *server
}

// ServeHTTP is there for huma.Adapter.
func (a adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.server.mux.ServeHTTP(w, r) }

// Handle is called by huma for every operation registered.
func (a adapter) Handle(op *huma.Operation, next func(huma.Context)) {
	rt := a.server.routes[op.OperationID]
	a.server.mux.Handle(op.Method+" "+basePath+op.Path, serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		c, r, err := a.server.admit(rt, op, w, r)
		if err != nil {
			return err
		}
		if rt.line != "" {
			c.w = w
			next(humago.NewContext(op, withCall(r, c), w))
			return c.err
		}
		page := &buffer{header: http.Header{}}
		c.w = page
		next(humago.NewContext(op, withCall(r, c), page))
		if c.err != nil {
			return c.err
		}
		return page.send(w)
	}, Answer))
}

// admit lets a request through the gate: it returns the call and the request that
// huma may read, or the error to answer with. What costs nothing is checked first,
// and nothing of the body is read before the caller is known.
func (s *server) admit(rt route, op *huma.Operation, w http.ResponseWriter, r *http.Request) (*call, *http.Request, error) {
	if err := checkPath(op, r); err != nil {
		return nil, nil, err
	}
	if !acceptable(r.Header, rt.answersIn()...) {
		return nil, nil, gatehouse.E(gatehouse.CodeNotAcceptable)
	}
	query, err := readQuery(op, r)
	if err != nil {
		return nil, nil, err
	}
	c := &call{r: r}
	if c.key, err = readKey(r); err != nil {
		return nil, nil, err
	}
	if c.tag, c.ifMatch, err = readPrecondition(rt.handler, r); err != nil {
		return nil, nil, err
	}
	c.actor, c.token, err = s.identify(rt.policy, r)
	serve.Annotate(r, c.actor)
	if err != nil {
		return nil, nil, err
	}
	body, err := readBody(s.registry(), op, rt.policy.bodyLimit(), w, r)
	if err != nil {
		return nil, nil, err
	}
	return c, rewind(r, query, body), nil
}

// buffer holds an answer back until it is complete, so that a call that fails
// half way leaves no cookie and no half document behind.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (b *buffer) Header() http.Header         { return b.header }
func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }
func (b *buffer) WriteHeader(status int)      { b.status = status }

// send writes the answer. An error status here comes from huma itself, which had
// nothing left to refuse behind the gate: that is our fault, and what it says may
// repeat the request, so it goes nowhere.
func (b *buffer) send(w http.ResponseWriter) error {
	if b.status >= http.StatusBadRequest || b.status == 0 {
		return fmt.Errorf("huma answered %d behind the gate", b.status)
	}
	for name, values := range b.header {
		w.Header()[name] = values
	}
	w.WriteHeader(b.status)
	if b.body.Len() > 0 {
		_, _ = w.Write(b.body.Bytes()) // a caller that has left is no failure of ours
	}
	return nil
}
