package api

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"

	"gatehouse.example/gatehouse/internal/serve"
)

//go:embed reference
var referenceFiles embed.FS

// The addresses at which the API describes itself, open to everybody.
const (
	openAPIPath   = basePath + "/openapi.json"
	referencePath = "/api/docs"
	stylePath     = "/api/docs/reference.css"
	iconPath      = "/api/docs/favicon.svg"
)

// serveReference serves the OpenAPI document and the reference for people.
func (s *server) serveReference() {
	s.mux.Handle("GET "+openAPIPath, static(jsonType, s.openAPI))
	s.mux.Handle("GET "+referencePath, static("text/html; charset=utf-8", s.referencePage))
	for path, file := range map[string]struct{ contentType, name string }{
		stylePath: {"text/css; charset=utf-8", "reference.css"},
		iconPath:  {"image/svg+xml", "favicon.svg"},
	} {
		s.mux.Handle("GET "+path, static(file.contentType, func() ([]byte, error) { return referenceFiles.ReadFile("reference/" + file.name) }))
	}
}

// static serves the same bytes to everybody. They are made when somebody asks for
// them first: at the start, the two documents would take longer than all the rest.
// Browsers keep them and ask whether they are still the same.
func static(contentType string, content func() ([]byte, error)) http.Handler {
	made := sync.OnceValues(content)
	return serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		content, err := made()
		if err != nil {
			return fmt.Errorf("make %s: %w", r.Pattern, err)
		}
		sum := sha256.Sum256(content)
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
		return nil
	}, Answer)
}

// referencePage renders the reference from the OpenAPI document, the route table
// and the table of codes.
func (s *server) referencePage() ([]byte, error) {
	functions := template.FuncMap{"prose": prose, "paint": paint}
	page, err := template.New("reference.html").Funcs(functions).ParseFS(referenceFiles, "reference/reference.html")
	if err != nil {
		return nil, err
	}
	var rendered bytes.Buffer
	err = page.Execute(&rendered, s.referenceModel())
	return rendered.Bytes(), err
}
