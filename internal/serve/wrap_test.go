package serve_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/serve"
)

// TestHeaders walks through every kind of answer, errors and redirects included
// (SECURITY T170).
func TestHeaders(t *testing.T) {
	p := start(t, routes())
	want := map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "no-store",
		"Strict-Transport-Security":    "",
	}
	for _, target := range []string{
		"GET /page", "GET /redirect", "GET /none", "GET //page", "GET /api/v1/last", "GET /api/v1/secret",
		"GET /api/v1/panic", "GET /api/none", "DELETE /page", "BREW /page", "GET /healthz", "GET /readyz",
		"GET /page evil.example", "GET /page 127.0.0.1:" + p.url.Port(),
	} {
		t.Run(target, func(t *testing.T) {
			parts := strings.Fields(target + " " + p.url.Host)
			a := p.do(parts[0], parts[1], host(parts[2]))
			for name, value := range want {
				if got := a.Header.Get(name); got != value {
					t.Errorf("%s: %q, want %q", name, got, value)
				}
			}
			csp := a.Header.Get("Content-Security-Policy")
			if !strings.HasPrefix(csp, "default-src 'none';") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("Content-Security-Policy: %q", csp)
			}
			if id, err := uuid.Parse(a.Header.Get("X-Request-Id")); err != nil || id.Version() != 7 {
				t.Errorf("X-Request-Id: %q", a.Header.Get("X-Request-Id"))
			}
		})
	}
	t.Run("OK strict transport security over https", func(t *testing.T) {
		p := start(t, routes(), func(o *serve.Options) { o.BaseURL = &url.URL{Scheme: "https", Host: "portal.example"} })
		if got := p.do("GET", "/page", host("portal.example")).Header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("OK static files may be cached, their errors not", func(t *testing.T) {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /static/{status}", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			if r.PathValue("status") == "missing" {
				http.NotFound(w, r)
			}
		})
		p := start(t, mux)
		if got := p.do("GET", "/static/there").Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("got %q", got)
		}
		if got := p.do("GET", "/static/missing").Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("OK a caller's request id is not taken", func(t *testing.T) {
		if got := p.do("GET", "/page", header("X-Request-Id", "mine")).Header.Values("X-Request-Id"); len(got) != 1 || got[0] == "mine" {
			t.Errorf("got %q", got)
		}
	})
}

// TestSurfaces holds that errors nobody of ours has raised come out in the form of
// the surface they happened in.
func TestSurfaces(t *testing.T) {
	p := start(t, routes())
	p.do("GET", "/none").want(t, 404, "page: not_found")
	p.do("GET", "/api/none").want(t, 404, `"code":"not_found"`)
	p.do("DELETE", "/page").want(t, 405, "page: method_not_allowed")
	a := p.do("DELETE", "/api/v1/ok")
	a.want(t, 405, `"code":"method_not_allowed"`)
	if got := a.Header.Get("Allow"); got != "GET, HEAD, POST" {
		t.Errorf("Allow: %q", got)
	}
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" || strings.Contains(a.body, "Method Not Allowed\n") {
		t.Errorf("Content-Type %q, body %q", got, a.body)
	}
	t.Run("OK without surfaces", func(t *testing.T) {
		p := start(t, routes(), func(o *serve.Options) { o.Surfaces = nil })
		p.do("GET", "/none").want(t, 404, `"code":"not_found"`)
	})
	t.Run("OK a handler's own plain text stays", func(t *testing.T) {
		mux := http.NewServeMux()
		mux.Handle("GET /plain", serve.Adapt(fails(gatehouse.E(gatehouse.CodeNotFound)), func(w http.ResponseWriter, r *http.Request, e *gatehouse.Error) {
			http.Error(w, "in plain words", e.Code.Status())
		}))
		start(t, mux).do("GET", "/plain").want(t, 404, "in plain words")
	})
}

// TestMethods is SECURITY T176.
func TestMethods(t *testing.T) {
	p := start(t, routes())
	for _, method := range []string{"TRACE", "PROPFIND", "get"} {
		t.Run("Err "+method, func(t *testing.T) {
			a := p.do(method, "/page")
			a.want(t, 405, "page: method_not_allowed")
			if !strings.Contains(a.Header.Get("Allow"), "GET") {
				t.Errorf("Allow: %q", a.Header.Get("Allow"))
			}
		})
	}
	t.Run("Err CONNECT", func(t *testing.T) {
		if got := p.raw("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.1 405 ") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("Err OPTIONS *", func(t *testing.T) {
		got := p.raw("OPTIONS * HTTP/1.1\r\nHost: " + p.url.Host + "\r\n\r\n")
		if !strings.HasPrefix(got, "HTTP/1.1 400 ") || !strings.Contains(got, "Content-Security-Policy") {
			t.Errorf("got %q", got)
		}
	})
}

// TestHost is SECURITY T171.
func TestHost(t *testing.T) {
	p := start(t, routes())
	port := p.url.Port()
	for name, test := range map[string]struct {
		host   string
		status int
	}{
		"OK own":              {"localhost:" + port, 200},
		"OK in capitals":      {"LocalHost:" + port, 200},
		"OK alias v4":         {"127.0.0.1:" + port, 307},
		"OK alias v6":         {"[::1]:" + port, 307},
		"Err other name":      {"evil.example", 421},
		"Err name in front":   {"evil.localhost:" + port, 421},
		"Err name behind":     {"localhost.evil.example:" + port, 421},
		"Err trailing dot":    {"localhost.:" + port, 421},
		"Err other port":      {"localhost:1", 421},
		"Err alias port":      {"127.0.0.1:1", 421},
		"Err no port":         {"localhost", 421},
		"Err other loopback":  {"127.0.0.2:" + port, 421},
		"Err folded K":        {"loca\u212ahost:" + port, 400},
		"Err user in the way": {"localhost:" + port + "@evil.example", 400},
	} {
		t.Run(name, func(t *testing.T) {
			raw := p.raw("GET /page?token=abc HTTP/1.1\r\nHost: " + test.host + "\r\nConnection: close\r\n\r\n")
			if got := statusOf(t, raw); got != test.status {
				t.Errorf("got %d, want %d", got, test.status)
			}
			if want := "Location: " + p.url.String() + "/page?token=abc\r\n"; test.status == 307 && !strings.Contains(raw, want) {
				t.Errorf("got %q, want %q", raw, want)
			}
		})
	}
	t.Run("Err in the request line", func(t *testing.T) {
		raw := p.raw("GET http://evil.example/page HTTP/1.1\r\nHost: " + p.url.Host + "\r\nConnection: close\r\n\r\n")
		if got := statusOf(t, raw); got != 421 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("OK in the request line", func(t *testing.T) {
		raw := p.raw("GET " + p.url.String() + "/page HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
		if got := statusOf(t, raw); got != 200 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("Err twice", func(t *testing.T) {
		raw := p.raw("GET /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\nHost: evil.example\r\n\r\n")
		if got := statusOf(t, raw); got != 400 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("Err missing", func(t *testing.T) {
		if got := statusOf(t, p.raw("GET /page HTTP/1.0\r\n\r\n")); got != 421 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("OK forwarding headers change nothing", func(t *testing.T) {
		a := p.do("GET", "/page", header("X-Forwarded-Host", "evil.example"), header("X-Forwarded-Proto", "https"), header("Forwarded", "host=evil.example"))
		a.want(t, 200, "ok")
		if a.Header.Get("Strict-Transport-Security") != "" {
			t.Error("X-Forwarded-Proto was believed")
		}
	})
	t.Run("OK probes whatever the Host", func(t *testing.T) {
		p.do("GET", "/healthz", host("10.0.0.7:8080")).want(t, 200, "ok")
		p.do("GET", "/readyz", host("10.0.0.7:8080")).want(t, 200, "ok")
	})
	t.Run("OK the standard port may be named", func(t *testing.T) {
		p := start(t, routes(), func(o *serve.Options) { o.BaseURL = &url.URL{Scheme: "https", Host: "portal.example"} })
		p.do("GET", "/page", host("portal.example:443")).want(t, 200, "ok")
		p.do("GET", "/page", host("portal.example:80")).want(t, 421, "wrong_host")
		p.do("GET", "/page", host("127.0.0.1")).want(t, 421, "wrong_host")
	})
	t.Run("Err a letter that folds to ASCII", func(t *testing.T) {
		p := start(t, routes(), func(o *serve.Options) { o.BaseURL = &url.URL{Scheme: "https", Host: "kiosk.example"} })
		for line, want := range map[string]int{"http://KIOSK.example/page": 200, "http://%E2%84%AAiosk.example/page": 421} {
			raw := p.raw("GET " + line + " HTTP/1.1\r\nHost: kiosk.example\r\nConnection: close\r\n\r\n")
			if got := statusOf(t, raw); got != want {
				t.Errorf("%s: got %d, want %d", line, got, want)
			}
		}
	})
}

// TestOrigin is the listener's part of SECURITY T165.
func TestOrigin(t *testing.T) {
	p := start(t, routes())
	own, hostport := p.url.String(), p.url.Host
	for name, test := range map[string]struct {
		site, origin string
		status       int
	}{
		"OK own page":               {"same-origin", own, 200},
		"OK own page, old browser":  {"", own, 200},
		"OK typed":                  {"none", "", 200},
		"OK program":                {"", "", 200},
		"OK own form, no referrer":  {"same-origin", "null", 200},
		"Err cross-site":            {"cross-site", "https://evil.example", 403},
		"Err cross-site, own said":  {"cross-site", own, 403},
		"Err same-site":             {"same-site", "http://other.localhost", 403},
		"Err null":                  {"", "null", 403},
		"Err null, typed":           {"none", "null", 403},
		"Err null, cross-site":      {"cross-site", "null", 403},
		"Err user name":             {"", "http://evil@" + hostport, 403},
		"Err other scheme":          {"", "https://" + hostport, 403},
		"Err other port":            {"", "http://localhost:1", 403},
		"Err other origin, same":    {"same-origin", "https://evil.example", 403},
		"Err user name, same":       {"same-origin", "http://evil@" + hostport, 403},
		"Err trailing slash":        {"", own + "/", 403},
		"Err capital letters":       {"", strings.ToUpper(own), 403},
		"Err origin of other names": {"", own + " https://evil.example", 403},
	} {
		t.Run(name, func(t *testing.T) {
			change := []func(*http.Request){body("a=b")}
			if test.site != "" {
				change = append(change, header("Sec-Fetch-Site", test.site))
			}
			if test.origin != "" {
				change = append(change, header("Origin", test.origin))
			}
			word := "ok"
			if test.status != 200 {
				word = "csrf_failed"
			}
			p.do("POST", "/page", change...).want(t, test.status, word)
			p.do("POST", "/api/v1/ok", change...).want(t, test.status, word)
		})
	}
	t.Run("Err two origins", func(t *testing.T) {
		p.do("POST", "/page", header("Origin", own), header("Origin", "https://evil.example")).want(t, 403, "csrf_failed")
	})
	t.Run("OK reading is free", func(t *testing.T) {
		p.do("GET", "/page", header("Origin", "https://evil.example"), header("Sec-Fetch-Site", "cross-site")).want(t, 200, "ok")
	})
}

func TestBody(t *testing.T) {
	p := start(t, routes())
	longest := strings.Repeat("a", gatehouse.BodyLimit)
	t.Run("OK at the limit", func(t *testing.T) {
		p.do("POST", "/page", body(longest)).want(t, 200, "ok")
	})
	t.Run("Err over the limit, announced", func(t *testing.T) {
		p.do("POST", "/api/v1/ok", body(longest+"a")).want(t, 413, "too_large")
	})
	t.Run("Err over the limit, before it is sent", func(t *testing.T) {
		raw := p.raw("POST /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\nContent-Length: 1048577\r\n\r\n")
		if got := statusOf(t, raw); got != 413 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("Err over the limit, in chunks", func(t *testing.T) {
		p.do("POST", "/api/v1/ok", body(longest+"a"), func(r *http.Request) { r.ContentLength = -1 }).want(t, 413, "too_large")
	})
}

func TestHealth(t *testing.T) {
	down := func(o *serve.Options) {
		o.Ready = func(context.Context) error { return errors.New("dial tcp 10.0.0.9:5432: refused") }
	}
	t.Run("OK alive while not ready", func(t *testing.T) {
		start(t, routes(), down).do("GET", "/healthz").want(t, 200, "ok")
	})
	t.Run("Err not ready", func(t *testing.T) {
		a := start(t, routes(), down).do("GET", "/readyz")
		a.want(t, 503, "storage_unavailable")
		if strings.Contains(a.body, "10.0.0.9") || a.Header.Get("Retry-After") == "" {
			t.Errorf("body %q, Retry-After %q", a.body, a.Header.Get("Retry-After"))
		}
	})
	t.Run("Err method", func(t *testing.T) {
		start(t, routes()).do("POST", "/healthz").want(t, 405, "method_not_allowed")
	})
	t.Run("OK probes are logged for debugging only", func(t *testing.T) {
		p := start(t, routes())
		p.do("GET", "/healthz?a=b")
		if event := p.events()[0]; event["level"] != "DEBUG" || event["route"] != "/healthz" {
			t.Errorf("event: %v", event)
		}
	})
}

// TestPanic is SECURITY T180: the answer names the request and nothing else.
func TestPanic(t *testing.T) {
	p := start(t, routes())
	a := p.do("GET", "/api/v1/panic")
	a.want(t, 500, `"request_id":"`+a.Header.Get("X-Request-Id"))
	for _, leak := range []string{"secret of the panic", "goroutine", ".go:", "/" + "root"} {
		if strings.Contains(a.body, leak) {
			t.Errorf("the answer tells of %q: %s", leak, a.body)
		}
	}
	p.do("GET", "/api/v1/ok").want(t, 200, "ok")
	event := p.events()[0]
	if event["level"] != "ERROR" || !strings.Contains(event["stack"].(string), "wrap_test") && !strings.Contains(event["stack"].(string), "serve_test") {
		t.Errorf("event: %v", event)
	}
}

// TestHalf holds that a failure in the middle of an answer cannot pass for its end.
func TestHalf(t *testing.T) {
	p := start(t, routes())
	response, err := http.Get(p.url.String() + "/api/v1/half")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if got, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("read %q and then %v", got, err)
	}
	if event := p.events()[0]; event["cause"] != "the other half is lost" {
		t.Errorf("event: %v", event)
	}
}

func TestLog(t *testing.T) {
	mux := routes()
	mux.Handle("POST /api/v1/invitations/{id}", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		serve.Annotate(r, gatehouse.Actor{Account: "account-1", Partner: "partner-1"}, "new-1")
		return ok(w, r)
	}, serve.WriteProblem))
	p := start(t, mux)
	a := p.do("POST", "/api/v1/invitations/7?token=s3cret")
	p.do("GET", "/api/v1/secret?token=s3cret")
	p.do("GET", "/accept/none?token=s3cret")
	p.do("S3CRET", "/page")
	p.do("GET", "/page?token=s3cret", host("s3cret.example"))
	p.do("GET", "/page?token=s3cret", host("127.0.0.1:"+p.url.Port()))
	events := p.events()
	if len(events) != 6 {
		t.Fatalf("%d events: %v", len(events), events)
	}
	if text := strings.ToLower(p.log.String()); strings.Contains(text, "s3cret") {
		t.Errorf("the log holds what was asked for: %s", text)
	}
	for name, want := range map[string]any{
		"level": "INFO", "msg": "request", "method": "POST", "route": "POST /api/v1/invitations/{id}", "status": 200.0,
		"bytes": 2.0, "request_id": a.Header.Get("X-Request-Id"), "actor": "account-1", "partner": "partner-1",
	} {
		if got := events[0][name]; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if created := events[0]["created"].([]any); len(created) != 1 || created[0] != "new-1" {
		t.Errorf("created: %v", created)
	}
	if e := events[1]; e["level"] != "ERROR" || e["code"] != "internal" || e["cause"] != "pq: password authentication failed" {
		t.Errorf("event of a failure: %v", e)
	}
	if e := events[2]; e["route"] != "none" || e["code"] != "not_found" {
		t.Errorf("event of no route: %v", e)
	}
}
