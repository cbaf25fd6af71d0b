package api

import (
	"net/http"
	"net/url"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/queryparam"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// What tests from outside need of the inside.
var (
	ParseJSON   = parseJSON
	DepthLimit  = depthLimit
	ReadIfMatch = readIfMatch
	ReadKey     = readKey
	Acceptable  = acceptable
)

// idle is a server whose operations nobody calls, made once: fuzzing asks it often.
var idle = sync.OnceValues(func() (*server, error) { return newServer(&app.App{}) })

// CheckBody holds a parsed body against the schema of an operation's body.
func CheckBody(operationID string, body any) ([]gatehouse.FieldError, error) {
	s, err := idle()
	if err != nil {
		return nil, err
	}
	rt := s.routes[operationID]
	op := operationAt(s.api.OpenAPI(), rt.method, rt.path)
	return checkBody(s.registry(), op.RequestBody.Content[jsonType].Schema, body), nil
}

// PassQuery sends a raw query through the gate of an operation and returns it as it
// was read, and as huma reads it then.
func PassQuery(operationID string, r *http.Request) (read, bound url.Values, err error) {
	s, err := idle()
	if err != nil {
		return nil, nil, err
	}
	rt := s.routes[operationID]
	op := operationAt(s.api.OpenAPI(), rt.method, rt.path)
	if read, err = readQuery(op, r); err != nil {
		return nil, nil, err
	}
	passed, bound := rewind(r, read, nil), url.Values{}
	for _, p := range op.Parameters {
		if p.In == "query" && read.Has(p.Name) {
			bound.Set(p.Name, queryparam.Get(passed.URL.RawQuery, p.Name))
		}
	}
	return read, bound, nil
}

// AddRoute tries to add a route of the given policy and id to a server that has
// none of the table's.
func AddRoute(id string, withPolicy bool) error {
	s := &server{app: &app.App{}, mux: http.NewServeMux(), routes: map[string]route{}}
	s.api = huma.NewAPI(configuration(), adapter{s})
	rt := route{method: get, path: "/session", id: id, handler: does(s.getSession)}
	if withPolicy {
		rt.policy = public
	}
	return s.add(rt)
}

// Route is a row of the table, for tests that walk all of it.
type Route struct {
	Method, Path, ID string
	Permission       gatehouse.Permission
	// Stranger is true for calls without a session.
	Stranger bool
}

// Table returns the route table.
func Table() []Route {
	rows := []Route{}
	for _, rt := range (&server{app: &app.App{}}).table() {
		rows = append(rows, Route{
			Method: rt.method, Path: basePath + rt.path, ID: rt.id, Permission: rt.policy.permission,
			Stranger: rt.policy.who == anybody || rt.policy.who == anybodyOrSession,
		})
	}
	return rows
}
