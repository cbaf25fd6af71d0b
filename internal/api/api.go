// Package api is the REST API v1 under /api/v1, its OpenAPI document and its
// reference for people (SPEC section 14).
//
// A request passes the gate (gate.go), which takes only what means one thing,
// becomes an actor (policy.go), is bound to typed input by huma and runs one use
// case of internal/app. Errors go back to serve's one adapter as problems. Every
// operation stands in the table of routes.go.
package api

import (
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// basePath is where version 1 lives.
const basePath = "/api/v1"

// server holds what the operations share.
type server struct {
	app    *app.App
	mux    *http.ServeMux
	api    huma.API
	routes map[string]route
}

// New returns the handler of everything below /api/ and of the decision endpoint, all
// that [Serves] names. It fails when the route table is not sound: an operation
// without a policy or a description, or one that stands there twice.
func New(a *app.App) (http.Handler, error) {
	s, err := newServer(a)
	if err != nil {
		return nil, err
	}
	s.serveReference()
	s.serveDecisions()
	return s.mux, nil
}

func newServer(a *app.App) (*server, error) {
	s := &server{app: a, mux: http.NewServeMux(), routes: map[string]route{}}
	s.api = huma.NewAPI(configuration(), adapter{s})
	for _, rt := range s.table() {
		if err := s.add(rt); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add registers one route.
func (s *server) add(rt route) error {
	about, described := descriptions[rt.id]
	switch {
	case rt.policy.who == nobody:
		return fmt.Errorf("route %s %s has no policy", rt.method, rt.path)
	case !described:
		return fmt.Errorf("operation %q has no description", rt.id)
	case s.routes[rt.id].id != "":
		return fmt.Errorf("operation %q stands in the table twice", rt.id)
	}
	s.routes[rt.id] = rt
	rt.register(s.api, document(rt, about))
	return nil
}

func (s *server) registry() huma.Registry { return s.api.OpenAPI().Components.Schemas }

// Answer is how the API says an error, for [serve.Adapt] and for the surfaces of
// [serve.Wrap].
func Answer(w http.ResponseWriter, r *http.Request, e *gatehouse.Error) {
	if e.Code.Status() == http.StatusUnauthorized {
		w.Header()["Www-Authenticate"] = challenges(e.Code)
	}
	serve.WriteProblem(w, r, e)
}
