package api

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"time"
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

// serveReference makes the OpenAPI document and the reference for people once and
// serves them from memory.
func (s *server) serveReference() error {
	document, err := s.openAPI()
	if err != nil {
		return fmt.Errorf("write the OpenAPI document: %w", err)
	}
	page, err := s.referencePage()
	if err != nil {
		return fmt.Errorf("write the reference: %w", err)
	}
	style, err := referenceFiles.ReadFile("reference/reference.css")
	if err != nil {
		return err
	}
	icon, err := referenceFiles.ReadFile("reference/favicon.svg")
	if err != nil {
		return err
	}
	s.mux.Handle("GET "+iconPath, static("image/svg+xml", icon))
	s.mux.Handle("GET "+openAPIPath, static(jsonType, document))
	s.mux.Handle("GET "+referencePath, static("text/html; charset=utf-8", page))
	s.mux.Handle("GET "+stylePath, static("text/css; charset=utf-8", style))
	return nil
}

// static serves the same bytes to everybody. Browsers keep them and ask whether
// they are still the same.
func static(contentType string, content []byte) http.Handler {
	sum := sha256.Sum256(content)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	})
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
