package api_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/serve"
)

// point is a decision endpoint with the fixture of the certification scenario said in
// our own words: anna administers the harbour as its Operator, bert is a technician
// there with Devices Only, and cleo has accepted and has nothing to do with it.
type point struct {
	*harbour
	handler          http.Handler
	key              string
	anna, bert, cleo gatehousetest.Member
}

// eachPoint runs the test on both engines.
func eachPoint(t *testing.T, test func(*testing.T, *point)) {
	t.Helper()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) { test(t, newPoint(t, engine)) })
}

func newPoint(t *testing.T, engine gatehousetest.Engine) *point {
	t.Helper()
	env := gatehousetest.Idle(t, engine)
	p := &point{harbour: newHarbour(t, &world{Env: env, do: front(t, env.App), master: env.SetUp(t)})}
	p.handler = pointOf(t, env.App)
	p.anna = p.SiteMember(t, p.master.Actor, p.site, "anna@example.com", gatehouse.SiteOperator)
	p.bert = p.SiteTechnician(t, p.master.Actor, p.site, "bert@example.com", gatehouse.DevicesOnly)
	p.cleo = p.Technician(t, p.master.Actor, "cleo@example.com")
	p.key = p.NewKey(t, p.master.Actor, gatehouse.KeyDecisions).Token
	return p
}

// pointOf puts the endpoint behind what holds for every request.
func pointOf(t *testing.T, a *app.App) http.Handler {
	t.Helper()
	return pointLogging(t, a, gatehousetest.Quiet())
}

func pointLogging(t *testing.T, a *app.App, log *slog.Logger) http.Handler {
	t.Helper()
	surface, err := api.New(a)
	if err != nil {
		t.Fatal(err)
	}
	return serve.Wrap(serve.Options{
		BaseURL: a.Decisions.BaseURL, Log: log, Ready: func(context.Context) error { return nil }, Surfaces: api.Surfaces(),
	}, surface)
}

// discovery is an endpoint without a database, at a public address.
func discovery(t *testing.T, address string) http.Handler {
	t.Helper()
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return pointOf(t, app.New(app.Config{BaseURL: base}))
}

// account is how the endpoint names a member.
func account(m gatehousetest.Member) string { return string(m.Account.ID) }

// ask sends a request as it is, with the point's key unless the headers hold another.
func (p *point) ask(t *testing.T, path, body string, headers ...string) *http.Response {
	t.Helper()
	return askOf(t, p.handler, http.MethodPost, path, body, append([]string{"Authorization: Bearer " + p.key}, headers...)...)
}

// askOf sends a request. A header without value is left out; the last of a name wins.
func askOf(t *testing.T, handler http.Handler, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost:8080"+path, content)
	r.Header.Set("Content-Type", "application/json")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		switch r.Header.Del(name); {
		case name == "Host":
			r.Host = value
		case value != "":
			r.Header.Set(name, value)
		}
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, r)
	return recorder.Result()
}

// The paths of the endpoint.
const (
	one      = "/access/v1/evaluation"
	many     = "/access/v1/evaluations"
	who      = "/access/v1/search/subject"
	where    = "/access/v1/search/resource"
	what     = "/access/v1/search/action"
	metadata = "/.well-known/authzen-configuration"
)

// question is the body that asks whether somebody may do something at a site.
func question(subject, action string, site gatehouse.SiteID) string {
	return `{` + userOf(subject) + `,` + actionOf(action) + `,` + siteOf(site) + `}`
}

func userOf(id string) string     { return `"subject":{"type":"user","id":"` + id + `"}` }
func actionOf(name string) string { return `"action":{"name":"` + name + `"}` }
func siteOf(site gatehouse.SiteID) string {
	return `"resource":{"type":"site","id":"` + string(site) + `"}`
}

func batch(common string, i ...string) string {
	return `{` + common + `"evaluations":[` + strings.Join(i, ",") + `]}`
}

// wantBody checks for 200, JSON, and exactly this body.
func wantBody(t *testing.T, answer *http.Response, want string) {
	t.Helper()
	body := bodyOf(t, answer)
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || kind != "application/json" {
		t.Fatalf("answered %d %s: %s", answer.StatusCode, kind, body)
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("the answer differs (-want +got):\n%s", diff)
	}
}

// wantRefused checks for a status and a sentence in plain text that repeats nothing of
// what was sent.
func wantRefused(t *testing.T, answer *http.Response, status int) {
	t.Helper()
	body := bodyOf(t, answer)
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != status || kind != "text/plain; charset=utf-8" {
		t.Fatalf("answered %d %s, want %d: %s", answer.StatusCode, kind, status, body)
	}
	if !strings.HasSuffix(body, ".\n") || strings.Contains(body, secret) {
		t.Errorf("the sentence is %q", body)
	}
}

func bodyOf(t *testing.T, answer *http.Response) string {
	t.Helper()
	var body bytes.Buffer
	if _, err := body.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	return body.String()
}

// The answers to one question.
const (
	yes = `{"decision":true}`
	no  = `{"decision":false}`
)
