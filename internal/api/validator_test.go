package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/api"
)

// TestValidator shows that the validator sees what is wrong with an answer.
func TestValidator(t *testing.T) {
	validator, err := api.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	const (
		account = `"account":{"id":"a","email":"ana@example.com","name":"Ana","language":"en"}`
		session = `{` + account + `,"csrf_token":"t","permissions":[],"places":[]}`
		json    = "application/json"
		problem = "application/problem+json"
	)
	refused := func(code string, status string) string {
		return `{"type":"/api/docs#x","title":"x","status":` + status + `,"code":"` + code + `","detail":"x","request_id":"r"}`
	}
	for _, c := range []struct {
		name, method, path string
		status             int
		contentType, body  string
		headers            []string
		ok                 bool
	}{
		{"OK", "GET", "/session", 200, json, session, nil, true},
		{"OK charset", "GET", "/session", 200, json + "; charset=utf-8", session, nil, true},
		{"OK problem", "GET", "/session", 401, problem, refused("not_signed_in", "401"), []string{"WWW-Authenticate: x"}, true},
		{"OK no content", "DELETE", "/session", 204, "", "", nil, true},
		{"OK head", "HEAD", "/session", 200, json, "", nil, true},
		{"OK router", "GET", "/nowhere", 404, problem, refused("not_found", "404"), nil, true},
		{"OK lines", "GET", "/audit/export", 200, "application/x-ndjson", "", []string{"Content-Disposition: x"}, true},
		{"OK table", "GET", "/audit/export", 200, "text/csv", "a,b\r\n", []string{"Content-Disposition: x"}, true},
		{"ErrStatus", "GET", "/session", 201, json, session, nil, false},
		{"ErrType", "GET", "/session", 200, "text/html", session, nil, false},
		{"ErrNoType", "GET", "/session", 200, "", session, nil, false},
		{"ErrMissing", "GET", "/session", 200, json, `{` + account + `,"permissions":[],"places":[]}`, nil, false},
		{"ErrUnknown", "GET", "/session", 200, json, strings.Replace(session, `{`, `{"extra":1,`, 1), nil, false},
		{"ErrCase", "GET", "/session", 200, json, strings.Replace(session, `"csrf_token"`, `"CSRF_token"`, 1), nil, false},
		{"ErrEnum", "GET", "/session", 200, json, strings.Replace(session, `"en"`, `"xx"`, 1), nil, false},
		{"ErrNull", "GET", "/session", 200, json, strings.Replace(session, `"places":[]`, `"places":null`, 1), nil, false},
		{"ErrDuplicate", "GET", "/session", 200, json, strings.Replace(session, `{`, `{"csrf_token":"t",`, 1), nil, false},
		{"ErrTruncated", "GET", "/session", 200, json, session[:20], nil, false},
		{"ErrBody", "DELETE", "/session", 204, "", "{}", nil, false},
		{"ErrCode", "GET", "/session", 401, problem, refused("wrong_credentials", "401"), []string{"WWW-Authenticate: x"}, false},
		{"ErrProblemStatus", "GET", "/session", 401, problem, refused("not_signed_in", "403"), []string{"WWW-Authenticate: x"}, false},
		{"ErrRequestID", "GET", "/session", 401, problem, refused("not_signed_in", "401"), []string{"WWW-Authenticate: x", "X-Request-Id: other"}, false},
		{"ErrHeader", "GET", "/session", 401, problem, refused("not_signed_in", "401"), nil, false},
		{"ErrRetryAfter", "POST", "/session", 429, problem, refused("too_many_requests", "429"), nil, false},
		{"ErrNoOperation", "GET", "/nowhere", 200, json, `{}`, nil, false},
		{"OK row", "POST", "/admins:revoke", 200, json, `{"results":[{"id":"a","outcome":"refused","code":"invitation_not_pending"}]}`, nil, true},
		{"ErrRow", "POST", "/admins:revoke", 200, json, `{"results":[{"id":"a","outcome":"refused","code":"last_master"}]}`, nil, false},
		{"ErrAllow", "PATCH", "/session", 405, problem, refused("method_not_allowed", "405"), nil, false},
		{"ErrLine", "GET", "/audit/export", 200, "application/x-ndjson", "{}\n", []string{"Content-Disposition: x"}, false},
		{"ErrTable", "GET", "/audit/export", 200, "text/csv", "a,b\r\nc\r\n", []string{"Content-Disposition: x"}, false},
		{"ErrNoHeaderRow", "GET", "/audit/export", 200, "text/csv", "", []string{"Content-Disposition: x"}, false},
		{"ErrNoDisposition", "GET", "/audit/export", 200, "text/csv", "a\r\n", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := &http.Response{StatusCode: c.status, Header: http.Header{"X-Request-Id": {"r"}}}
			if c.contentType != "" {
				answer.Header.Set("Content-Type", c.contentType)
			}
			for _, header := range c.headers {
				name, value, _ := strings.Cut(header, ": ")
				answer.Header.Set(name, value)
			}
			err := validator.Check(request(t, c.method, c.path, ""), answer, []byte(c.body))
			if (err == nil) != c.ok {
				t.Errorf("found %v", err)
			}
		})
	}
	t.Run("OK what is not the API's is passed over", func(t *testing.T) {
		for _, path := range []string{"/healthz", "/api/docs", "/api/v1/openapi.json"} {
			r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
			if err := validator.Check(r, &http.Response{StatusCode: 299}, nil); err != nil {
				t.Error(err)
			}
		}
	})
}
