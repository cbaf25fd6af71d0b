package api_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/app"
)

// page is what tests look for in the reference.
type page struct {
	ids, links, loaded []string
	text               strings.Builder
	inline             []string
}

// readPage parses the reference; its markup is well-formed enough for that.
func readPage(t *testing.T, content string) *page {
	t.Helper()
	p := &page{}
	decoder := xml.NewDecoder(strings.NewReader(content))
	decoder.Strict = false
	decoder.AutoClose = xml.HTMLAutoClose
	decoder.Entity = xml.HTMLEntity
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return p
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			p.element(token)
		case xml.CharData:
			p.text.Write(token)
		}
	}
}

func (p *page) element(e xml.StartElement) {
	for _, a := range e.Attr {
		switch {
		case a.Name.Local == "id":
			p.ids = append(p.ids, a.Value)
		case a.Name.Local == "href" && e.Name.Local == "a":
			p.links = append(p.links, a.Value)
		case a.Name.Local == "href" || a.Name.Local == "src":
			p.loaded = append(p.loaded, a.Value)
		case a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on"):
			p.inline = append(p.inline, a.Name.Local)
		}
	}
	if e.Name.Local == "script" || e.Name.Local == "style" {
		p.inline = append(p.inline, e.Name.Local)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes)
}

func TestReference(t *testing.T) {
	surface, err := api.New(&app.App{})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		surface.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		return recorder
	}
	answer := get("/api/docs")
	if got := answer.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("the content type is %q", got)
	}
	p := readPage(t, answer.Body.String())
	ids := map[string]int{}
	for _, id := range p.ids {
		ids[id]++
		if ids[id] == 2 {
			t.Errorf("two elements have the id %q", id)
		}
	}
	t.Run("OK every operation and code has its place", func(t *testing.T) {
		for _, rt := range api.Table() {
			if ids[rt.ID] == 0 || !strings.Contains(p.text.String(), rt.Path) {
				t.Errorf("%s is missing", rt.ID)
			}
		}
		for _, info := range gatehouse.Codes() {
			if ids[string(info.Code)] == 0 || !strings.Contains(p.text.String(), info.Sentence) {
				t.Errorf("the code %s is missing", info.Code)
			}
		}
	})
	t.Run("OK every link leads somewhere", func(t *testing.T) {
		for _, link := range p.links {
			if id, inside := strings.CutPrefix(link, "#"); inside {
				if ids[id] == 0 {
					t.Errorf("%s leads nowhere", link)
				}
				continue
			}
			if code := get(link).Code; code != 200 {
				t.Errorf("%s answers %d", link, code)
			}
		}
	})
	t.Run("OK nothing comes from elsewhere and nothing is inline", func(t *testing.T) {
		for _, address := range p.loaded {
			if code := get(address).Code; code != 200 {
				t.Errorf("%s answers %d", address, code)
			}
		}
		if len(p.inline) > 0 {
			t.Errorf("a strict policy blocks %v", p.inline)
		}
	})
	t.Run("OK it looks like the portal", func(t *testing.T) {
		design, style := content(t, "../web/static/css/1-tokens.css"), get("/api/docs/reference.css").Body.String()
		root, _, _ := strings.Cut(style, "\n}\n")
		values := 0
		for line := range strings.Lines(root) {
			if strings.HasPrefix(line, "  --") {
				values++
				if !strings.Contains(design, line) {
					t.Errorf("the portal's design has no %s", line)
				}
			}
		}
		if values < 10 || get("/api/docs/favicon.svg").Body.String() != content(t, "../web/static/favicon.svg") {
			t.Errorf("it has %d values of the design, or another icon", values)
		}
	})
	t.Run("OK a copy that is still good is not sent again", func(t *testing.T) {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/api/docs", nil)
		r.Header.Set("If-None-Match", answer.Header().Get("ETag"))
		again := httptest.NewRecorder()
		surface.ServeHTTP(again, r)
		if again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("answered %d with %d bytes", again.Code, again.Body.Len())
		}
	})
	t.Run("OK the OpenAPI document is served", func(t *testing.T) {
		want, err := api.OpenAPI()
		if err != nil {
			t.Fatal(err)
		}
		if got := get("/api/v1/openapi.json"); got.Body.String() != string(want) || got.Header().Get("Content-Type") != "application/json" {
			t.Errorf("served %d bytes of %s", got.Body.Len(), got.Header().Get("Content-Type"))
		}
	})
}
