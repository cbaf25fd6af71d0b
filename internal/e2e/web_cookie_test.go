package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT105Cookies: over https no neighbour can set or read a cookie of ours.
func TestT105Cookies(t *testing.T) {
	p := gatehousetest.StartProgram(t, gatehousetest.SQLite, gatehousetest.Setting("BASE_URL", "https://portal.example"))
	listening := regexp.MustCompile(`"address":"(127\.0\.0\.1:\d+)"`).FindStringSubmatch(p.Log())
	link, err := url.Parse(p.SetupLink(t))
	if err != nil || listening == nil {
		t.Fatalf("%v; the log says\n%s", err, p.Log())
	}
	send := func(method, path, body, kind string) *http.Response {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, "http://"+listening[1]+path, strings.NewReader(body))
		r.RequestURI, r.Host = "", "portal.example"
		r.Header.Set("Content-Type", kind)
		answer, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s %s: browsers may come back without TLS", method, path)
		}
		return answer
	}
	setup := `{"token":"` + link.Query().Get("token") + `","partner":"Meridian Access","name":"Mara Master","email":"` + mara + `","password":"` + gatehousetest.Password + `"}`
	for name, c := range map[string]struct {
		answer *http.Response
		cookie string
		path   string
	}{
		"session":    {send(http.MethodPost, "/api/v1/setup", setup, "application/json"), "__Host-gatehouse", "/"},
		"forms":      {send(http.MethodGet, "/sign-in", "", ""), "__Host-gatehouse-form", "/"},
		"invitation": {send(http.MethodGet, "/invitation?token="+strings.Repeat("a", 43), "", ""), "__Secure-gatehouse-invitation", "/invitation"},
	} {
		cookies := c.answer.Cookies()
		if len(cookies) != 1 {
			t.Errorf("%s: %d with the cookies %v", name, c.answer.StatusCode, cookies)
			continue
		}
		got := cookies[0]
		if got.Name != c.cookie || got.Path != c.path || got.Domain != "" || !got.Secure || !got.HttpOnly || got.SameSite != http.SameSiteLaxMode {
			t.Errorf("%s: the cookie is %v", name, got)
		}
		for _, plain := range []string{"gatehouse", "gatehouse-form"} {
			if got.Name == plain {
				t.Errorf("%s: a neighbour could set %s", name, plain)
			}
		}
	}
	// The cookie of another name, as a neighbour would set it, is no session.
	stolen := send(http.MethodGet, "/api/v1/session", "", "")
	if stolen.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a cookie: %d", stolen.StatusCode)
	}
}
