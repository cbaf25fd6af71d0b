package api_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/serve"
)

// front serves the API of the use cases as the program does, without a listener.
// Every answer is held against the OpenAPI document.
func front(t *testing.T, a *app.App) func(*http.Request) *http.Response {
	t.Helper()
	surface, err := api.New(a)
	if err != nil {
		t.Fatal(err)
	}
	validator, err := api.NewValidator()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/api/", surface)
	base, _ := url.Parse("http://localhost:8080")
	handler := serve.Wrap(serve.Options{
		BaseURL: base, Log: slog.New(slog.DiscardHandler), Ready: func(context.Context) error { return nil },
		Surfaces: []serve.Surface{{Prefix: "/api/", Answer: api.Answer}},
	}, mux)
	return func(r *http.Request) *http.Response {
		t.Helper()
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, r)
		answer := recorder.Result()
		if err := validator.Check(r, answer, recorder.Body.Bytes()); err != nil {
			t.Error(err)
		}
		answer.Body = io.NopCloser(recorder.Body)
		return answer
	}
}

// request makes a request with a JSON body, or without one for "". Headers are
// given as "Name: value".
func request(t *testing.T, method, path, body string, headers ...string) *http.Request {
	t.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost:8080/api/v1"+path, content)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Add(name, value)
	}
	return r
}

// read decodes an answer's body.
func read[T any](t *testing.T, answer *http.Response) T {
	t.Helper()
	var document T
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatalf("%d answers %q: %v", answer.StatusCode, body, err)
	}
	return document
}

// wantProblem checks an answer's status and code and returns the problem.
func wantProblem(t *testing.T, answer *http.Response, code gatehouse.Code) serve.Problem {
	t.Helper()
	problem := read[serve.Problem](t, answer)
	if answer.StatusCode != code.Status() || problem.Code != code {
		t.Errorf("answered %d %s (%s), want %d %s", answer.StatusCode, problem.Code, problem.Detail, code.Status(), code)
	}
	return problem
}

const secret = "hunter2hunter2hunter2"

// TestGate sends what means nothing or two things. No use case is there to be
// reached: whatever passed the gate would panic.
func TestGate(t *testing.T) {
	do := front(t, &app.App{})
	const good = `{"email":"ana@example.com","password":"` + secret + `"}`
	for _, c := range []struct {
		name    string
		request *http.Request
		want    gatehouse.Code
	}{
		{"ErrTextPlain", request(t, "POST", "/session", good, "Content-Type: ", "Content-Type: text/plain"), gatehouse.CodeUnsupportedMedia},
		{"ErrForm", request(t, "POST", "/session", "a=b", "Content-Type: ", "Content-Type: application/x-www-form-urlencoded"), gatehouse.CodeUnsupportedMedia},
		{"ErrNoContentType", request(t, "POST", "/session", good, "Content-Type: "), gatehouse.CodeUnsupportedMedia},
		{"ErrTwoContentTypes", request(t, "POST", "/session", good, "Content-Type: application/json"), gatehouse.CodeUnsupportedMedia},
		{"ErrListOfContentTypes", request(t, "POST", "/session", good, "Content-Type: ", "Content-Type: application/json, text/plain"), gatehouse.CodeUnsupportedMedia},
		{"ErrOtherJSON", request(t, "POST", "/session", good, "Content-Type: ", "Content-Type: application/vnd.api+json"), gatehouse.CodeUnsupportedMedia},
		{"ErrCharset", request(t, "POST", "/session", good, "Content-Type: ", "Content-Type: application/json; charset=utf-16"), gatehouse.CodeUnsupportedMedia},
		{"ErrParameter", request(t, "POST", "/session", good, "Content-Type: ", "Content-Type: application/json; v=2"), gatehouse.CodeUnsupportedMedia},
		{"ErrCompressed", request(t, "POST", "/session", good, "Content-Encoding: gzip"), gatehouse.CodeUnsupportedMedia},
		{"ErrAccept", request(t, "POST", "/session", good, "Accept: text/html"), gatehouse.CodeNotAcceptable},
		{"ErrEmptyBody", request(t, "POST", "/session", "", "Content-Type: application/json"), gatehouse.CodeMalformed},
		{"ErrSyntax", request(t, "POST", "/session", `{"email":`), gatehouse.CodeMalformed},
		{"ErrTrailing", request(t, "POST", "/session", good+`{}`), gatehouse.CodeMalformed},
		{"ErrDuplicate", request(t, "POST", "/session", `{"email":"a","email":"b","password":"c"}`), gatehouse.CodeMalformed},
		{"ErrSurrogate", request(t, "POST", "/session", `{"email":"\ud800","password":"c"}`), gatehouse.CodeMalformed},
		{"ErrUTF8", request(t, "POST", "/session", "{\"email\":\"\xff\",\"password\":\"c\"}"), gatehouse.CodeMalformed},
		{"ErrDepth", request(t, "POST", "/session", strings.Repeat("[", 2000)+strings.Repeat("]", 2000)), gatehouse.CodeMalformed},
		{"ErrUnknownField", request(t, "POST", "/session", `{"email":"a","password":"`+secret+`","admin":true}`), gatehouse.CodeInvalid},
		{"ErrType", request(t, "POST", "/session", `{"email":"a","password":["`+secret+`"]}`), gatehouse.CodeInvalid},
		{"ErrStrangerLarge", request(t, "POST", "/session", `{"email":"a","password":"`+strings.Repeat("x", 4<<10)+`"}`), gatehouse.CodeTooLarge},
		{"ErrStrangerLargeChunked", chunked(request(t, "POST", "/session", `{"email":"a","password":"`+strings.Repeat("x", 4<<10)+`"}`)), gatehouse.CodeTooLarge},
		{"ErrLarge", request(t, "POST", "/setup", strings.Repeat(" ", gatehouse.BodyLimit+1)), gatehouse.CodeTooLarge},
		{"ErrQuery", request(t, "POST", "/session?email=b", good), gatehouse.CodeUnknownParameter},
		{"ErrQueryCase", request(t, "GET", "/admins?Limit=5", ""), gatehouse.CodeUnknownParameter},
		{"ErrQueryTwice", request(t, "GET", "/admins?role=observer&role=master", ""), gatehouse.CodeUnknownParameter},
		{"ErrQueryTwiceEncoded", request(t, "GET", "/admins?role=observer&%72ole=master", ""), gatehouse.CodeUnknownParameter},
		{"ErrQueryEscape", request(t, "GET", "/admins?q=%zz", ""), gatehouse.CodeMalformed},
		{"ErrQuerySemicolon", request(t, "GET", "/admins?q=a;role=master", ""), gatehouse.CodeMalformed},
		{"ErrQueryUTF8", request(t, "GET", "/admins?q=%ff", ""), gatehouse.CodeMalformed},
		{"ErrQueryNameUTF8", request(t, "GET", "/admins?%ff=1", ""), gatehouse.CodeMalformed},
		{"ErrQueryNUL", request(t, "GET", "/admins?q=%00", ""), gatehouse.CodeUnknownParameter},
		{"ErrQueryLong", request(t, "GET", "/admins?q="+strings.Repeat("x", gatehouse.QueryLimit+1), ""), gatehouse.CodeUnknownParameter},
		{"ErrStatus", request(t, "GET", "/admins?status=open", ""), gatehouse.CodeUnknownParameter},
		{"ErrStatusEmpty", request(t, "GET", "/admins?status", ""), gatehouse.CodeUnknownParameter},
		{"ErrRole", request(t, "GET", "/admins?role=Master", ""), gatehouse.CodeUnknownParameter},
		{"ErrLocked", request(t, "GET", "/admins?locked=1", ""), gatehouse.CodeUnknownParameter},
		{"ErrLockedBare", request(t, "GET", "/admins?locked", ""), gatehouse.CodeUnknownParameter},
		{"ErrSort", request(t, "GET", "/admins?sort=password_hash", ""), gatehouse.CodeUnknownParameter},
		{"ErrLimitZero", request(t, "GET", "/admins?limit=0", ""), gatehouse.CodeUnknownParameter},
		{"ErrLimitNegative", request(t, "GET", "/admins?limit=-1", ""), gatehouse.CodeUnknownParameter},
		{"ErrLimitMore", request(t, "GET", "/admins?limit=201", ""), gatehouse.CodeUnknownParameter},
		{"ErrLimitHuge", request(t, "GET", "/admins?limit=99999999999999999999", ""), gatehouse.CodeUnknownParameter},
		{"ErrLimitText", request(t, "GET", "/admins?limit=ten", ""), gatehouse.CodeUnknownParameter},
		{"ErrLimitFloat", request(t, "GET", "/admins?limit=1e1", ""), gatehouse.CodeUnknownParameter},
		{"ErrTime", request(t, "GET", "/audit?from=yesterday", ""), gatehouse.CodeUnknownParameter},
		{"ErrTimeSpace", request(t, "GET", "/audit?from=2026-03-01T00:00:00+01:00", ""), gatehouse.CodeUnknownParameter},
		{"ErrAction", request(t, "GET", "/audit?action=admin.fly", ""), gatehouse.CodeUnknownParameter},
		{"ErrFormat", request(t, "GET", "/audit/export?format=xml", ""), gatehouse.CodeUnknownParameter},
		{"ErrCursorOnExport", request(t, "GET", "/audit/export?cursor=x", ""), gatehouse.CodeUnknownParameter},
		{"ErrKeyTwice", request(t, "POST", "/setup", `{}`, "Idempotency-Key: a", "Idempotency-Key: b"), gatehouse.CodeMalformed},
		{"ErrKeySpace", request(t, "POST", "/setup", `{}`, "Idempotency-Key: a b"), gatehouse.CodeMalformed},
		{"ErrKeyLong", request(t, "POST", "/setup", `{}`, "Idempotency-Key: "+strings.Repeat("k", 256)), gatehouse.CodeMalformed},
		{"ErrIfMatchWhereNone", request(t, "POST", "/setup", `{}`, `If-Match: "1"`), gatehouse.CodeMalformed},
		{"ErrPathUTF8", request(t, "GET", "/admins/%ff", ""), gatehouse.CodeNotFound},
		{"ErrPathNUL", request(t, "GET", "/admins/%00", ""), gatehouse.CodeNotFound},
		{"ErrNoSession", request(t, "GET", "/admins", ""), gatehouse.CodeNotSignedIn},
		{"ErrNoSessionBadBody", request(t, "POST", "/admins", `{"x":`), gatehouse.CodeNotSignedIn},
		{"ErrNoSessionBodyOnGet", request(t, "GET", "/session", `{}`), gatehouse.CodeNotSignedIn},
		{"ErrUnknownPath", request(t, "GET", "/admin", ""), gatehouse.CodeNotFound},
		{"ErrUnknownVerb", request(t, "POST", "/admins:explode", `{}`), gatehouse.CodeNotFound},
		{"ErrMethod", request(t, "PATCH", "/session", `{}`), gatehouse.CodeMethodNotAllowed},
		{"ErrVerbByGet", request(t, "GET", "/admins:revoke", ""), gatehouse.CodeMethodNotAllowed},
	} {
		t.Run(c.name, func(t *testing.T) {
			answer := do(c.request)
			raw, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(raw), secret) {
				t.Errorf("the answer repeats the password: %s", raw)
			}
			answer.Body = io.NopCloser(strings.NewReader(string(raw)))
			problem := wantProblem(t, answer, c.want)
			if (len(problem.Errors) > 0) != (c.want == gatehouse.CodeInvalid) {
				t.Errorf("the problem names the fields %v", problem.Errors)
			}
		})
	}
	t.Run("ErrMethod names the others", func(t *testing.T) {
		answer := do(request(t, "PATCH", "/session", `{}`))
		if got := answer.Header.Get("Allow"); got != "DELETE, GET, HEAD, POST" {
			t.Errorf("Allow is %q", got)
		}
	})
}

// chunked hides the length of a request's body.
func chunked(r *http.Request) *http.Request {
	r.ContentLength = -1
	return r
}

// FuzzQuery holds for every query that passes the gate: each name stands there once
// and is the operation's, and what huma binds is what the standard library reads.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"", "q", "q=a&limit=5", "%71=a", "q=%2B+%20", "q=a&q=b", "q=a&%71=b", "status=pending&role=master&locked=true", "limit=05",
		"q=a;b", "q=%zz", "q=a&&role=admin", "&", "=", "q==", "cursor&q=x", "sort=-created_at",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		r := request(t, "GET", "/admins", "")
		r.URL.RawQuery = query
		read, bound, err := api.PassQuery("listAdmins", r)
		if err != nil {
			return
		}
		want, err := url.ParseQuery(query)
		if err != nil {
			t.Fatalf("%q passes and is no query: %v", query, err)
		}
		if diff := cmp.Diff(want, read); diff != "" {
			t.Errorf("%q is read in another way:\n%s", query, diff)
		}
		if diff := cmp.Diff(want, bound); diff != "" {
			t.Errorf("%q is bound in another way:\n%s", query, diff)
		}
	})
}

func TestAcceptable(t *testing.T) {
	for accept, want := range map[string]bool{
		"": true, "*/*": true, "application/json": true, "application/*": true, "Application/JSON; q=0.5": true,
		"text/html, */*;q=0.1": true, "application/json;q=0.001": true, "broken/": true,
		"text/html": false, "application/json;q=0": false, "application/json;q=0, */*": false, "text/*, application/xml": false,
		"application/problem+json": false,
	} {
		header := http.Header{}
		if accept != "" {
			header.Set("Accept", accept)
		}
		if got := api.Acceptable(header, "application/json"); got != want {
			t.Errorf("Accept %q: %v, want %v", accept, got, want)
		}
	}
	t.Run("OK several lines", func(t *testing.T) {
		header := http.Header{"Accept": {"text/html", "text/csv"}}
		if !api.Acceptable(header, "text/csv", "application/x-ndjson") {
			t.Error("the second line does not count")
		}
	})
}

func TestReadIfMatch(t *testing.T) {
	for _, c := range []struct {
		name      string
		values    []string
		versioned bool
		version   int
		want      gatehouse.Code
	}{
		{"OK none", nil, false, 0, ""},
		{"OK", []string{`"7"`}, true, 7, ""},
		{"ErrNotVersioned", []string{`"7"`}, false, 0, gatehouse.CodeMalformed},
		{"ErrWeak", []string{`W/"7"`}, true, 0, gatehouse.CodeStale},
		{"ErrForeign", []string{`"abc"`}, true, 0, gatehouse.CodeStale},
		{"ErrZero", []string{`"0"`}, true, 0, gatehouse.CodeStale},
		{"ErrPadded", []string{`"07"`}, true, 0, gatehouse.CodeStale},
		{"ErrSigned", []string{`"+7"`}, true, 0, gatehouse.CodeStale},
		{"ErrBare", []string{`7`}, true, 0, gatehouse.CodeMalformed},
		{"ErrAny", []string{`*`}, true, 0, gatehouse.CodeMalformed},
		{"ErrList", []string{`"7", "8"`}, true, 0, gatehouse.CodeMalformed},
		{"ErrTwice", []string{`"7"`, `"7"`}, true, 0, gatehouse.CodeMalformed},
		{"ErrEmpty", []string{``}, true, 0, gatehouse.CodeMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := request(t, "POST", "/admins:revoke", "")
			r.Header["If-Match"] = c.values
			version, err := api.ReadIfMatch(c.versioned, r)
			if diff := cmp.Diff([]any{c.version, c.want}, []any{version, gatehouse.CodeOf(err)}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadKey(t *testing.T) {
	for _, c := range []struct {
		name, method string
		values       []string
		key          string
		want         gatehouse.Code
	}{
		{"OK none", "POST", nil, "", ""},
		{"OK one character", "POST", []string{"~"}, "~", ""},
		{"OK longest", "POST", []string{strings.Repeat("k", 255)}, strings.Repeat("k", 255), ""},
		{"OK not read on GET", "GET", []string{"a b"}, "", ""},
		{"ErrEmpty", "POST", []string{""}, "", gatehouse.CodeMalformed},
		{"ErrUnicode", "POST", []string{"ké"}, "", gatehouse.CodeMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := request(t, c.method, "/admins", "")
			r.Header["Idempotency-Key"] = c.values
			key, err := api.ReadKey(r)
			if key != c.key || gatehouse.CodeOf(err) != c.want {
				t.Errorf("read %q, %v", key, err)
			}
		})
	}
}
