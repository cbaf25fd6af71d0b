package e2e_test

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// wall is the started program as a stranger on the network meets it: every address
// of it, and requests as they stand on the wire.
type wall struct {
	*gatehousetest.Program
	host    string
	partner string
	// pages and calls are every route of the pages and of the API, with ids filled in.
	pages, calls []address
}

// address is one route.
type address struct {
	method, path string
	// fields are the members that its JSON body may have; nil where it takes none.
	fields []string
	// open is true for what needs no session.
	open bool
}

func (a address) unsafe() bool { return a.method != http.MethodGet }
func (a address) api() bool    { return strings.HasPrefix(a.path, "/api/") }

// nobodysID stands in every place of an address that takes an id.
const nobodysID = "0198f0c3-0a1b-7c2d-8e3f-000000000000"

var anyID = regexp.MustCompile(`\{[a-z_]+\}`)

func newWall(t *testing.T, options ...gatehousetest.ProgramOption) *wall {
	t.Helper()
	w := &wall{Program: gatehousetest.StartProgram(t, gatehousetest.SQLite, options...)}
	w.host = strings.TrimPrefix(w.BaseURL(), "http://")
	_, entered := w.SetUp(t)
	w.partner = entered.Places[0].Partner.ID
	fill := func(pattern string) string {
		return anyID.ReplaceAllString(strings.NewReplacer("{$}", "", "{partner}", w.partner).Replace(pattern), nobodysID)
	}
	for _, pattern := range slices.Sorted(maps.Keys(gatehousetest.Routes(t, "page"))) {
		method, path, _ := strings.Cut(pattern, " ")
		w.pages = append(w.pages, address{method: method, path: fill(path)})
	}
	w.readCalls(t, fill)
	return w
}

// readCalls takes the calls from the API's own description.
func (w *wall) readCalls(t *testing.T, fill func(string) string) {
	t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					}
				}
			}
		}
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	answer := w.send(t, http.MethodGet, "/api/v1/openapi.json", "")
	if err := json.Unmarshal([]byte(answer.body), &document); err != nil {
		t.Fatal(err)
	}
	guarded := gatehousetest.Routes(t, "api")
	for path, methods := range document.Paths {
		for method, call := range methods {
			a := address{method: strings.ToUpper(method), path: "/api/v1" + fill(path)}
			a.open = guarded[a.method+" /api/v1"+path] == nil
			if ref := call.RequestBody.Content["application/json"].Schema.Ref; ref != "" {
				a.fields = slices.Sorted(maps.Keys(document.Components.Schemas[ref[strings.LastIndex(ref, "/")+1:]].Properties))
			}
			w.calls = append(w.calls, a)
		}
	}
	if len(w.calls) < 25 || len(w.pages) < 35 {
		t.Fatalf("%d calls and %d pages are few", len(w.calls), len(w.pages))
	}
}

// every is all routes of both surfaces.
func (w *wall) every() []address { return slices.Concat(w.pages, w.calls) }

// atSite reports whether the route is a page of a site's portal. Nobody here can
// enter one, so it is not there for them; tokens and origins at a site are the
// matter of internal/web.
func (a address) atSite() bool { return strings.HasPrefix(a.path, "/s/") }

// notHere reports whether the answer says that the route's site is none, or none
// where anybody here stands: that comes before what is wrong with the input.
func (a address) notHere(r reply) bool {
	about := strings.Contains(a.path, nobodysID) && (a.atSite() || strings.Contains(a.path, "/sites/"))
	return about && (r.StatusCode == http.StatusNotFound || r.StatusCode == http.StatusForbidden)
}

// reply is an answer, read whole.
type reply struct {
	*http.Response
	body string
}

// send makes a request as it stands, with headers as "Name: value", and follows no
// redirect.
func (w *wall) send(t testing.TB, method, path, body string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, w.BaseURL(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Opaque = path // as it stands, with its dots and slashes
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Add(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		return reply{answer, ""} // it has no end
	}
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return reply{answer, string(content)}
}

// session is somebody signed in: the cookie and the token of forms.
type session struct{ cookie, csrf string }

// header is what a browser sends of the session by itself.
func (s session) header() string { return "Cookie: gatehouse=" + s.cookie }

// enter signs somebody in once more.
func (w *wall) enter(t *testing.T, email string) session {
	t.Helper()
	answer := w.send(t, http.MethodPost, "/api/v1/session", `{"email":"`+email+`","password":"`+gatehousetest.Password+`"}`, "Content-Type: application/json")
	var entered struct {
		Token string `json:"csrf_token"`
	}
	if err := json.Unmarshal([]byte(answer.body), &entered); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("sign in as %s: %d, %v", email, answer.StatusCode, err)
	}
	return session{cookie: answer.Cookies()[0].Value, csrf: entered.Token}
}

const mara = "mara@meridian.example"

// try makes a request that may change something, the way its surface takes it: a
// form with the token in a field, or JSON with the token in a header.
func (w *wall) try(t *testing.T, a address, s session, headers ...string) reply {
	t.Helper()
	headers = append([]string{s.header()}, headers...)
	if !a.api() {
		form := url.Values{}
		if s.csrf != "" {
			form.Set("csrf", s.csrf)
		}
		return w.send(t, a.method, a.path, form.Encode(), append(headers, "Content-Type: application/x-www-form-urlencoded")...)
	}
	if s.csrf != "" {
		headers = append(headers, "X-CSRF-Token: "+s.csrf)
	}
	if a.fields == nil {
		return w.send(t, a.method, a.path, "", headers...)
	}
	return w.send(t, a.method, a.path, "{}", append(headers, "Content-Type: application/json")...)
}

// refused reports whether an answer says that the request came from elsewhere.
func (r reply) refused() bool {
	return r.StatusCode == http.StatusForbidden && strings.Contains(r.body, "This request did not come from a page of this portal.")
}

// raw writes bytes to the program and reads what comes back until it hangs up.
func (w *wall) raw(t *testing.T, request string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", strings.Replace(w.host, "localhost", "127.0.0.1", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	// The other side may hang up while this one still writes.
	_, _ = io.WriteString(conn, request)
	answer, _ := io.ReadAll(conn)
	return string(answer)
}
