package serve_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
)

// TestShutdown is SECURITY T279: after the signal nobody new comes in, and who is
// inside finishes.
func TestShutdown(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	mux := http.NewServeMux()
	mux.Handle("POST /slow", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		close(entered)
		select {
		case <-release:
			return ok(w, r)
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}, serve.WriteProblem))
	p := start(t, mux)
	answers := make(chan answer, 1)
	go func() { answers <- p.do("POST", "/slow") }()
	<-entered
	ended := make(chan error, 1)
	go func() { ended <- p.stop() }()
	waitUntilClosed(t, p.url.Host)
	select {
	case err := <-ended:
		t.Fatalf("the portal did not wait: %v", err)
	default:
	}
	close(release)
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
	(<-answers).want(t, 200, "ok")
}

// waitUntilClosed dials until nobody listens any more.
func waitUntilClosed(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_ = conn.Close()
	}
	t.Fatal("the listener stays open")
}

// TestAbandoned holds that a caller who leaves ends the work for it, and that this
// alone does.
func TestAbandoned(t *testing.T) {
	entered, left := make(chan struct{}), make(chan error, 1)
	mux := http.NewServeMux()
	mux.Handle("POST /wait", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		_, _ = io.Copy(io.Discard, r.Body)
		close(entered)
		<-r.Context().Done()
		left <- r.Context().Err()
		return r.Context().Err()
	}, serve.WriteProblem))
	p := start(t, mux)
	conn, err := net.Dial("tcp", p.url.Host)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "POST /wait HTTP/1.1\r\nHost: "+p.url.Host+"\r\nContent-Length: 1\r\n\r\na")
	<-entered
	_ = conn.Close()
	if err := <-left; err == nil {
		t.Error("the context went on")
	}
	if event := p.events()[0]; event["code"] != "overloaded" {
		t.Errorf("event: %v", event)
	}
}

func TestMetrics(t *testing.T) {
	metrics := serve.NewMetrics()
	p := start(t, routes(), func(o *serve.Options) { o.Metrics = metrics })
	p.do("GET", "/items/1?token=s3cret")
	p.do("GET", "/items/2")
	p.do("GET", "/none/s3cret")
	p.do("GET", "/api/v1/last")
	t.Run("Err not on the portal's own listener", func(t *testing.T) {
		for _, target := range []string{"/metrics", "/debug/pprof/", "/debug/vars", "/.git/HEAD"} {
			p.do("GET", target).want(t, 404, "not_found")
		}
	})
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	own := start(t, metrics.Handler())
	text := own.do("GET", "/metrics").body
	for _, want := range []string{
		`gatehouse_http_requests_total{route="GET /items/{id}",status="200"} 2`,
		`gatehouse_http_requests_total{route="GET /api/v1/last",status="409"} 1`,
		`gatehouse_http_request_duration_seconds_count{route="GET /items/{id}"} 2`,
		`gatehouse_http_requests_total{route="none",status="404"} 5`,
		"go_goroutines", "process_open_fds",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %s", want)
		}
	}
	if strings.Contains(text, "s3cret") {
		t.Error("the metrics hold what was asked for")
	}
	own.do("GET", "/").want(t, 404, "not_found")
}

func TestSession(t *testing.T) {
	mux := http.NewServeMux()
	expires := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	mux.Handle("GET /in", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		serve.SetSession(w, r, "t0ken", expires)
		return nil
	}, serve.WriteProblem))
	mux.Handle("GET /out", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		serve.ClearSession(w, r)
		return nil
	}, serve.WriteProblem))
	mux.Handle("GET /who", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		stranger := serve.Stranger(r, gatehouse.ViaPage)
		_, err := io.WriteString(w, serve.SessionToken(r)+"|"+stranger.Origin.Address+"|"+stranger.Origin.UserAgent+"|"+stranger.Origin.RequestID)
		return err
	}, serve.WriteProblem))
	plain := start(t, mux)
	secure := start(t, mux, func(o *serve.Options) {
		o.BaseURL = o.BaseURL.JoinPath()
		o.BaseURL.Scheme = "https"
	})
	for name, test := range map[string]struct {
		p           *portal
		target, set string
	}{
		"OK in over http":   {plain, "/in", "gatehouse=t0ken; Path=/; Expires=Wed, 02 Jan 2030 03:04:05 GMT; HttpOnly; SameSite=Lax"},
		"OK in over https":  {secure, "/in", "__Host-gatehouse=t0ken; Path=/; Expires=Wed, 02 Jan 2030 03:04:05 GMT; HttpOnly; Secure; SameSite=Lax"},
		"OK out over http":  {plain, "/out", "gatehouse=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"},
		"OK out over https": {secure, "/out", "__Host-gatehouse=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.p.do("GET", test.target).Header.Get("Set-Cookie"); got != test.set {
				t.Errorf("got  %s\nwant %s", got, test.set)
			}
		})
	}
	for name, test := range map[string]struct {
		p            *portal
		cookie, want string
	}{
		"OK over http":              {plain, "gatehouse=t0ken", "t0ken|"},
		"OK over https":             {secure, "__Host-gatehouse=t0ken", "t0ken|"},
		"Err plain name over https": {secure, "gatehouse=t0ken", "|"},
		"Err two cookies":           {secure, "__Host-gatehouse=t0ken; __Host-gatehouse=other", "|"},
		"Err none":                  {plain, "other=t0ken", "|"},
	} {
		t.Run(name, func(t *testing.T) {
			a := test.p.do("GET", "/who", header("Cookie", test.cookie), header("User-Agent", strings.Repeat("u", 300)), header("X-Forwarded-For", "203.0.113.9"))
			if want := test.want + "127.0.0.1|" + strings.Repeat("u", 256) + "|" + a.Header.Get("X-Request-Id"); a.body != want {
				t.Errorf("got  %s\nwant %s", a.body, want)
			}
		})
	}
}

func TestFromLoopback(t *testing.T) {
	for name, test := range map[string]struct {
		remote, header string
		want           bool
	}{
		"OK v4":                 {"127.0.0.1:5", "", true},
		"OK v6":                 {"[::1]:5", "", true},
		"OK v4 in v6":           {"[::ffff:127.0.0.1]:5", "", true},
		"Err from elsewhere":    {"192.0.2.1:5", "", false},
		"Err through a proxy":   {"127.0.0.1:5", "X-Forwarded-For", false},
		"Err forwarded":         {"127.0.0.1:5", "Forwarded", false},
		"Err forwarded in part": {"127.0.0.1:5", "x-forwarded-prefix", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: test.remote, Header: http.Header{}}
			if test.header != "" {
				r.Header.Set(test.header, "")
			}
			if got := serve.FromLoopback(r); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
