package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
)

// portal is a served handler on a real listener, with its log.
type portal struct {
	*testing.T
	url  *url.URL
	log  *lines
	stop func() error
}

// start serves mux the way the program does. The surfaces are "/api/", which
// answers problems, and the rest, which answers "page: code".
func start(t *testing.T, mux http.Handler, change ...func(*serve.Options)) *portal {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	p := &portal{T: t, url: &url.URL{Scheme: "http", Host: "localhost:" + port}, log: &lines{}}
	options := serve.Options{
		BaseURL:  p.url,
		Log:      slog.New(slog.NewJSONHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Ready:    func(context.Context) error { return nil },
		Surfaces: []serve.Surface{{Prefix: "/", Answer: sayPage}, {Prefix: "/api/", Answer: serve.WriteProblem}},
	}
	for _, c := range change {
		c(&options)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, listener, serve.Wrap(options, mux), options.Log) }()
	p.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = p.stop() })
	return p
}

func sayPage(w http.ResponseWriter, _ *http.Request, e *gatehouse.Error) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(e.Code.Status())
	_, _ = io.WriteString(w, "page: "+string(e.Code))
}

// answer is a response read to its end.
type answer struct {
	*http.Response
	body string
}

// do sends a request to the listener, whatever its Host, and follows nothing.
func (p *portal) do(method, target string, change ...func(*http.Request)) answer {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, p.url.String()+target, nil)
	if err != nil {
		p.Fatal(err)
	}
	for _, c := range change {
		c(r)
	}
	client := http.Client{
		Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	response, err := client.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatal(err)
	}
	return answer{response, string(body)}
}

func host(name string) func(*http.Request)   { return func(r *http.Request) { r.Host = name } }
func body(s string) func(*http.Request)      { return func(r *http.Request) { setBody(r, s) } }
func header(k, v string) func(*http.Request) { return func(r *http.Request) { r.Header.Add(k, v) } }

func setBody(r *http.Request, s string) {
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(s)), int64(len(s))
}

func (a answer) want(t *testing.T, status int, body string) {
	t.Helper()
	if a.StatusCode != status || !strings.Contains(a.body, body) {
		t.Errorf("%s %s: got %d %q, want %d with %q", a.Request.Method, a.Request.URL, a.StatusCode, a.body, status, body)
	}
}

// lines is a log that a test can wait for.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// events stops the portal, so that every event has been written, and returns them.
func (p *portal) events() []map[string]any {
	p.Helper()
	if err := p.stop(); err != nil {
		p.Fatal(err)
	}
	var events []map[string]any
	decoder := json.NewDecoder(strings.NewReader(p.log.String()))
	for {
		var event map[string]any
		if err := decoder.Decode(&event); errors.Is(err, io.EOF) {
			return events
		} else if err != nil {
			p.Fatal(err)
		}
		events = append(events, event)
	}
}

func ok(w http.ResponseWriter, _ *http.Request) error {
	_, err := io.WriteString(w, "ok")
	return err
}

func fails(err error) serve.Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

// routes is a mux with one handler per kind of answer.
func routes() *http.ServeMux {
	mux := http.NewServeMux()
	handle := func(pattern string, h serve.Handler) {
		answer := serve.Answer(sayPage)
		if strings.Contains(pattern, "/api/") {
			answer = serve.WriteProblem
		}
		mux.Handle(pattern, serve.Adapt(h, answer))
	}
	handle("GET /page", ok)
	handle("POST /page", readAll)
	handle("GET /items/{id}", ok)
	handle("GET /redirect", func(w http.ResponseWriter, r *http.Request) error {
		http.Redirect(w, r, "/page", http.StatusSeeOther)
		return nil
	})
	handle("GET /api/v1/ok", ok)
	handle("POST /api/v1/ok", readAll)
	handle("GET /api/v1/last", fails(gatehouse.E(gatehouse.CodeLastMaster)))
	handle("GET /api/v1/secret", fails(errors.New("pq: password authentication failed")))
	handle("GET /api/v1/panic", func(http.ResponseWriter, *http.Request) error { panic("secret of the panic") })
	handle("GET /api/v1/half", func(w http.ResponseWriter, r *http.Request) error {
		_, _ = io.WriteString(w, "half of the answer")
		_ = http.NewResponseController(w).Flush()
		return errors.New("the other half is lost")
	})
	return mux
}

func readAll(w http.ResponseWriter, r *http.Request) error {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return err
	}
	return ok(w, r)
}

func TestAdapt(t *testing.T) {
	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	for name, test := range map[string]struct {
		err        error
		status     int
		code       gatehouse.Code
		retryAfter string
	}{
		"Err own code":          {gatehouse.E(gatehouse.CodeLastMaster), 409, gatehouse.CodeLastMaster, ""},
		"Err wrapped":           {errors.Join(errors.New("row 3"), gatehouse.E(gatehouse.CodeStale)), 412, gatehouse.CodeStale, ""},
		"Err unknown":           {errors.New("disk I/O error"), 500, gatehouse.CodeInternal, ""},
		"Err deadline":          {late.Err(), 503, gatehouse.CodeOverloaded, "1"},
		"Err caller left":       {context.Canceled, 503, gatehouse.CodeOverloaded, "1"},
		"Err too large":         {&http.MaxBytesError{Limit: 1}, 413, gatehouse.CodeTooLarge, ""},
		"Err too large, hidden": {&gatehouse.Error{Code: gatehouse.CodeMalformed, Err: &http.MaxBytesError{}}, 413, gatehouse.CodeTooLarge, ""},
		"Err unknown outcome":   {&gatehouse.Error{Code: gatehouse.CodeStorage, RetryAfter: -1}, 503, gatehouse.CodeStorage, ""},
		"Err throttled":         {&gatehouse.Error{Code: gatehouse.CodeTooManyRequests, RetryAfter: 90500 * time.Millisecond}, 429, gatehouse.CodeTooManyRequests, "91"},
	} {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			serve.Adapt(fails(test.err), serve.WriteProblem).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
			var problem serve.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
				t.Fatal(err)
			}
			if w.Code != test.status || problem.Status != test.status || problem.Code != test.code {
				t.Errorf("got %d %+v, want %d %s", w.Code, problem, test.status, test.code)
			}
			if got := w.Header().Get("Retry-After"); got != test.retryAfter {
				t.Errorf("Retry-After %q, want %q", got, test.retryAfter)
			}
		})
	}
}

func TestProblem(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		p := start(t, routes())
		a := p.do("GET", "/api/v1/last")
		a.want(t, 409, `"code":"last_master"`)
		a.want(t, 409, `"request_id":"`+a.Header.Get("X-Request-Id")+`"`)
		if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("Content-Type %q", got)
		}
	})
	t.Run("OK fields", func(t *testing.T) {
		got := serve.NewProblem(gatehouse.InvalidField("email", "This is no address."), "id")
		if len(got.Errors) != 1 || got.Errors[0].Field != "email" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("OK internal says nothing of itself", func(t *testing.T) {
		e := &gatehouse.Error{Code: gatehouse.CodeInternal, Message: "SELECT failed", Err: errors.New("/var/lib/x")}
		if got := serve.NewProblem(e, "id").Detail; got != gatehouse.CodeInternal.Sentence() {
			t.Errorf("got %q", got)
		}
	})
}
