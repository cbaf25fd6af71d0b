package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// sharedCache stands in front of the API as a shared cache may that knows nothing of
// sessions (RFC 9111): it keeps whatever does not forbid that.
type sharedCache map[string]string

func (c sharedCache) ask(t *testing.T, w *world, as gatehousetest.Member, path string, headers ...string) string {
	t.Helper()
	if kept, found := c[path]; found {
		return kept
	}
	answer := w.call(t, as, http.MethodGet, path, "", headers...)
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s is answered with %d: %s", path, answer.StatusCode, body)
	}
	if said := answer.Header.Get("Cache-Control"); !strings.Contains(said, "no-store") && !strings.Contains(said, "private") {
		c[path] = string(body)
	}
	return string(body)
}

// TestT140SharedCache: behind a cache that two partners share, nobody is answered with
// what the other one asked for, nor told that it has not changed.
func TestT140SharedCache(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		mina := w.NewPartner(t, "Northgate", "mina@northgate.example")
		for _, path := range []string{
			"/session", "/account", "/account/sessions", "/admins", "/technicians", "/sites",
			"/assignments", "/credits", "/credits/history", "/api-keys", "/audit", "/admins/export?format=csv",
		} {
			cache := sharedCache{}
			mine := cache.ask(t, w, w.master, path)
			tag := w.call(t, w.master, http.MethodGet, path, "").Header.Get("ETag")
			theirs := cache.ask(t, w, mina, path, "If-None-Match: "+tag)
			if strings.Contains(theirs, "mara@") || strings.Contains(theirs, "Meridian") || theirs == mine && strings.Contains(mine, "@") {
				t.Errorf("%s tells the other partner of this one: %s", path, theirs)
			}
		}
	})
}
