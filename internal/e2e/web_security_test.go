package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestWebSecurity tries SECURITY section J, and what of K is about requests, on
// every address of the started program. The lists of addresses are those of the
// route tables: what is added there is tried here.
func TestWebSecurity(t *testing.T) {
	w := newWall(t, gatehousetest.Troubled())
	t.Run("T165 origin", w.origins)
	t.Run("T166 token", w.tokens)
	t.Run("T167 form trick", w.formTrick)
	t.Run("T170 headers", w.headers)
	t.Run("T174 redirect", w.redirects)
	t.Run("T175 traversal", w.traversal)
	t.Run("T176 method", w.methods)
	t.Run("T177 HTTP 2", w.http2)
	t.Run("T179 listener", w.listener)
	t.Run("T182 extra field", w.extraFields)
	t.Run("T184 pollution", w.pollution)
	t.Run("T130 hidden field", w.hiddenFields)
	t.Run("T105 session id", w.sessionID)
	t.Run("T180 error", w.errors)
	c := w.Client(t)
	if _, err := c.SignIn(t.Context(), mara, gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	for admin, err := range c.Admins(t.Context(), client.AdminFilter{}) {
		if err != nil || admin.Email != mara || admin.Name != "Mara Master" || admin.Role != "master" || admin.Locked {
			t.Errorf("something has changed: %+v, %v", admin, err)
		}
	}
}

// origins: only a request that a page of the portal makes changes anything.
func (w *wall) origins(t *testing.T) {
	s := w.enter(t, mara)
	for _, a := range w.every() {
		if !a.unsafe() || a.atSite() {
			continue
		}
		for name, headers := range map[string][]string{
			"cross-site":      {"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"},
			"same-site":       {"Sec-Fetch-Site: same-site", "Origin: http://other.localhost"},
			"no other header": {"Sec-Fetch-Site: cross-site"},
			"null":            {"Origin: null"},
			"other scheme":    {"Origin: https://" + w.host},
			"user name":       {"Origin: http://evil@" + w.host},
			"other port":      {"Origin: http://localhost:1"},
		} {
			if got := w.try(t, a, s, headers...); !got.refused() {
				t.Errorf("%s %s with %s: %d", a.method, a.path, name, got.StatusCode)
			}
		}
		if a.open {
			continue // there a token protects nothing, and JSON alone is taken
		}
		if got := w.try(t, a, session{cookie: s.cookie}); !got.refused() {
			t.Errorf("%s %s with nothing but the cookie: %d", a.method, a.path, got.StatusCode)
		}
		if got := w.try(t, a, w.enter(t, mara), "Origin: "+w.BaseURL(), "Sec-Fetch-Site: same-origin"); got.refused() {
			t.Errorf("%s %s of our own page is refused", a.method, a.path)
		}
		s = w.enter(t, mara) // some of the routes end other sessions
	}
}

// tokens: a token is good for its own session, as long as that lives.
func (w *wall) tokens(t *testing.T) {
	other, ended := w.enter(t, mara), w.enter(t, mara)
	if got := w.try(t, address{method: http.MethodDelete, path: "/api/v1/session"}, ended); got.StatusCode != http.StatusNoContent {
		t.Fatalf("signing out: %d", got.StatusCode)
	}
	s := w.enter(t, mara)
	for _, a := range w.every() {
		if !a.unsafe() || a.open || a.atSite() {
			continue
		}
		for name, token := range map[string]string{"another session's": other.csrf, "one of before signing out": ended.csrf, "no": "", "a shortened": s.csrf[1:]} {
			if got := w.try(t, a, session{cookie: s.cookie, csrf: token}); !got.refused() {
				t.Errorf("%s %s with %s token: %d", a.method, a.path, name, got.StatusCode)
			}
		}
		got := w.try(t, a, ended)
		toSignIn := got.StatusCode == http.StatusSeeOther && got.Header.Get("Location") == "/sign-in"
		if !toSignIn && got.StatusCode != http.StatusUnauthorized && !got.refused() {
			t.Errorf("%s %s after signing out: %d", a.method, a.path, got.StatusCode)
		}
	}
}

// formTrick: what a form of another site could send is no call of the API.
func (w *wall) formTrick(t *testing.T) {
	s := w.enter(t, mara)
	for _, a := range w.calls {
		if !a.unsafe() {
			continue
		}
		for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain; application/json", ""} {
			without := w.send(t, a.method, a.path, `{"a":"="}`, s.header(), "Content-Type: "+kind)
			if without.StatusCode != http.StatusForbidden && without.StatusCode != http.StatusUnsupportedMediaType {
				t.Errorf("%s %s with the cookie and %q: %d", a.method, a.path, kind, without.StatusCode)
			}
			if a.fields == nil {
				continue
			}
			with := w.send(t, a.method, a.path, `{"a":"="}`, s.header(), "Content-Type: "+kind, "X-CSRF-Token: "+s.csrf)
			// A call of a site's own place is refused before its body is looked at.
			if with.StatusCode != http.StatusUnsupportedMediaType && !a.notHere(with) {
				t.Errorf("%s %s with the token, too, and %q: %d", a.method, a.path, kind, with.StatusCode)
			}
		}
	}
}

// headers: every kind of answer, from a page to a refused method, says the same
// about what browsers may do with it.
func (w *wall) headers(t *testing.T) {
	s := w.enter(t, mara)
	check := func(what string, a reply) {
		t.Helper()
		policy := a.Header.Get("Content-Security-Policy")
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", what, name, got)
			}
		}
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe-inline") {
			t.Errorf("%s: the policy is %q", what, policy)
		}
		public := strings.HasPrefix(what, "GET /static/") || strings.Contains(what, "/api/docs") || strings.Contains(what, "openapi.json") || strings.Contains(what, "/favicon.ico")
		if got := a.Header.Get("Cache-Control"); got != "no-store" && (!public || a.StatusCode != http.StatusOK) {
			t.Errorf("%s: Cache-Control is %q", what, got)
		}
		kind := a.Header.Get("Content-Type")
		if a.body != "" && !slices.Contains(kinds, kind) {
			t.Errorf("%s: Content-Type is %q", what, kind)
		}
	}
	for _, a := range w.every() {
		for who, header := range map[string]string{"nobody": "Accept: */*", "a Master": s.header()} {
			method := a.method
			if a.unsafe() {
				method = http.MethodPatch // refused, as a method or for its token
			}
			check(method+" "+a.path+" by "+who, w.send(t, method, a.path, "", header))
		}
	}
	page := w.send(t, http.MethodGet, "/sign-in", "").body
	for _, asset := range regexp.MustCompile(`"(/static/[^"]+)"`).FindAllStringSubmatch(page, -1) {
		check("GET "+asset[1], w.send(t, http.MethodGet, asset[1], ""))
	}
	for _, path := range []string{"/api/docs", "/api/docs/favicon.svg", "/api/docs/reference.css", "/favicon.ico", "/static/x/none.js", "/none", "/api/none", "//none", "/invitation?token=x", "/healthz", "/p/x/admins"} {
		check("GET "+path, w.send(t, http.MethodGet, path, ""))
	}
	check("wrong Host", w.send(t, http.MethodGet, "/", "", "Host: evil.example"))
	check("other name of this machine", w.send(t, http.MethodGet, "/", "", "Host: "+strings.Replace(w.host, "localhost", "127.0.0.1", 1)))
	check("too large", w.send(t, http.MethodPost, "/sign-in", strings.Repeat("a", 1<<20+1), "Content-Type: application/x-www-form-urlencoded"))
}

// kinds are the only content types that the program answers with.
var kinds = []string{
	"text/html; charset=utf-8", "text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml",
	"application/json", "application/problem+json", "text/plain; charset=utf-8", "application/x-ndjson", "text/csv; charset=utf-8; header=present",
}

// redirects: whatever a link or a form asks for, the next page is one of ours.
func (w *wall) redirects(t *testing.T) {
	s := w.enter(t, mara)
	for _, next := range []string{
		"https://evil.example", "//evil.example", `/\evil.example`, `\\evil.example`, "/%09/evil.example", "/\t/evil.example", "///evil.example",
		"javascript:alert(1)", "/../../evil", "https:evil.example", "/sign-in@evil.example//", "//localhost@evil.example", "data:text/html,x", "?x", ".evil.example", "@evil.example",
	} {
		for name, got := range map[string]reply{
			"sign-in, signed in": w.send(t, http.MethodGet, "/sign-in?next="+url.QueryEscape(next), "", s.header()),
			"sign-out": w.send(t, http.MethodPost, "/sign-out", url.Values{"csrf": {s.csrf}, "next": {next}}.Encode(),
				s.header(), "Content-Type: application/x-www-form-urlencoded"),
		} {
			to := got.Header.Get("Location")
			u, err := url.Parse(to)
			if err != nil || got.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || u.Host != "" || strings.Contains(to, `\`) {
				t.Errorf("%s leads from %q to %q (%d)", name, next, to, got.StatusCode)
			}
		}
		s = w.enter(t, mara)
	}
}

// traversal: an address leads to no file but ours, and a file is called what we
// call it.
func (w *wall) traversal(t *testing.T) {
	s := w.enter(t, mara)
	for _, path := range []string{
		"/static/../../etc/passwd", "/static/x/..%2f..%2f..%2fetc/passwd", "/static/x/%2e%2e/%2e%2e/go.mod", "/static/x/....//go.mod", "/static/x/..\\..\\go.mod",
		"/static/x/js/", "/static/x/", "/static/", "/static/x/css", "/static/x/%00app.css", "/static/x/app.css%00", "/api/docs/../../go.mod", "/api/docs/..%2freference.html",
		"/mailbox/..%2fgatehouse.db", "/p/" + w.partner + "/admins/export/..%2f..%2fkeys",
	} {
		got := w.send(t, http.MethodGet, path, "", s.header())
		if got.StatusCode/100 == 3 { // to the same address without its dots
			got = w.send(t, http.MethodGet, got.Header.Get("Location"), "", s.header())
		}
		if got.StatusCode != http.StatusNotFound && got.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	name := regexp.MustCompile(`^attachment; filename="gatehouse-(admins|audit)-\d{4}-\d\d-\d\d\.(csv|ndjson)"$`)
	for _, path := range []string{"/p/" + w.partner + "/admins/export?q=..%2F%22%0d%0ax", "/p/" + w.partner + "/audit/export?format=ndjson&target=..%2Fx%22"} {
		if got := w.send(t, http.MethodGet, path, "", s.header()).Header.Get("Content-Disposition"); !name.MatchString(got) {
			t.Errorf("%s is kept as %q", path, got)
		}
	}
}

// methods: an address takes its methods and says which.
func (w *wall) methods(t *testing.T) {
	taken := map[string][]string{}
	for _, a := range w.every() {
		taken[a.path] = append(taken[a.path], a.method)
		if item, one := strings.CutSuffix(a.path, nobodysID); one {
			taken[item+"export"] = append(taken[item+"export"], a.method) // export could be an id
		}
	}
	for path, methods := range taken {
		for _, method := range []string{"TRACE", "CONNECT", "PATCH", "PUT", "DELETE", "POST", "GET", "BREW"} {
			item := path[:strings.LastIndex(path, "/")+1] + nobodysID // a verb could be an id
			if slices.Contains(methods, method) || slices.Contains(taken[item], method) {
				continue
			}
			got := w.raw(t, method+" "+path+" HTTP/1.1\r\nHost: "+w.host+"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
			allow := ""
			for line := range strings.Lines(got) {
				if value, found := strings.CutPrefix(line, "Allow: "); found {
					allow = value
				}
			}
			if !strings.HasPrefix(got, "HTTP/1.1 405 ") || !strings.Contains(allow, methods[0]) {
				t.Errorf("%s %s: %.40q, Allow: %q", method, path, got, allow)
			}
		}
	}
}

// http2: without TLS nobody speaks HTTP/2 here, and so nobody can flood with it.
func (w *wall) http2(t *testing.T) {
	flood := "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "")
	for i := range uint32(1000) {
		flood += frame(1, 0, 2*i+1, "\x82\x84\x86\x41\x01a") + frame(3, 0, 2*i+1, "\x00\x00\x00\x08") + frame(9, 0, 2*i+1, strings.Repeat("a", 100))
	}
	if got := w.raw(t, flood); strings.Count(got, "HTTP/1.1 ") != 1 || !strings.HasPrefix(got, "HTTP/1.1 4") && !strings.HasPrefix(got, "HTTP/1.1 505") {
		t.Errorf("a client that speaks HTTP/2 unasked gets %.200q", got)
	}
	upgrade := "GET /sign-in HTTP/1.1\r\nHost: " + w.host + "\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
	if got := w.raw(t, upgrade); !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		t.Errorf("a client that asks for HTTP/2 gets %.200q", got)
	}
	if got := w.send(t, http.MethodGet, "/healthz", ""); got.StatusCode != http.StatusOK {
		t.Errorf("afterwards it answers %d", got.StatusCode)
	}
}

// frame writes a frame of HTTP/2.
func frame(kind, flags byte, stream uint32, payload string) string {
	n := len(payload)
	head := []byte{byte(n >> 16), byte(n >> 8), byte(n), kind, flags, byte(stream >> 24), byte(stream >> 16), byte(stream >> 8), byte(stream)}
	return string(head) + payload
}

// listener: what is for operators and developers is not here.
func (w *wall) listener(t *testing.T) {
	s := w.enter(t, mara)
	for _, path := range []string{
		"/debug/pprof", "/debug/pprof/", "/debug/pprof/heap", "/debug/vars", "/metrics", "/.git", "/.git/HEAD", "/.git/config", "/.env", "/swagger", "/swagger-ui",
		"/openapi.json", "/api/v1/docs", "/docs", "/schemas/Problem", "/api/v1/schemas/Problem.json", "/data", "/data/gatehouse.db", "/gatehouse.db", "/go.mod", "/admin", "/server-status", "/graphql", "/.well-known/security.txt~",
	} {
		for _, header := range []string{"Accept: */*", s.header()} {
			if got := w.send(t, http.MethodGet, path, "", header); got.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %d", path, got.StatusCode)
			}
		}
	}
}

// extras are fields that would give a right, if anybody took them.
var extras = []string{"role", "partner_id", "status", "locked", "id", "created_at", "email_verified", "credits", "mfa"}

// extraFields: a field that a form or a call does not have is refused by its name.
func (w *wall) extraFields(t *testing.T) {
	s := w.enter(t, mara)
	for _, a := range w.every() {
		if !a.unsafe() || a.api() && a.fields == nil {
			continue
		}
		for _, extra := range append(extras, "__proto__") {
			if slices.Contains(a.fields, extra) || !a.api() && slices.Contains(formFields[a.path[strings.LastIndex(a.path, "/")+1:]], extra) {
				continue
			}
			var got reply
			if a.api() {
				got = w.send(t, a.method, a.path, `{"`+extra+`":"x"}`, s.header(), "X-CSRF-Token: "+s.csrf, "Content-Type: application/json")
			} else {
				form := url.Values{"csrf": {s.csrf}, extra: {"x"}}
				got = w.send(t, a.method, a.path, form.Encode(), s.header(), "Content-Type: application/x-www-form-urlencoded")
			}
			named := strings.Contains(got.body, `"field":"`+extra+`"`) || !a.api()
			if (got.StatusCode != http.StatusUnprocessableEntity || !named) && !a.notHere(got) {
				t.Errorf("%s %s with %s: %d %.300s", a.method, a.path, extra, got.StatusCode, got.body)
			}
		}
	}
}

// formFields are the forms that have one of the extras themselves.
var formFields = map[string][]string{
	"invite": {"role"}, "role": {"role", "id"}, "revoke": {"id"}, "resend": {"id"}, "lock": {"id"}, "unlock": {"id"}, "end-sessions": {"id"}, "delete": {"id"}, "end": {"id"},
	"assign": {"id"}, "approve": {"id"}, "decline": {"id"}, "remove": {"id"}, "window": {"id"},
}

// pollution: nothing is said twice, and nothing in two places.
func (w *wall) pollution(t *testing.T) {
	s := w.enter(t, mara)
	const form, object = "Content-Type: application/x-www-form-urlencoded", "Content-Type: application/json"
	for _, a := range w.every() {
		var tries map[string]reply
		switch {
		case a.unsafe() && a.fields != nil:
			token := "X-CSRF-Token: " + s.csrf
			twice := fmt.Sprintf(`{%q:"a",%q:"b"}`, a.fields[0], a.fields[0])
			tries = map[string]reply{
				"a member twice": w.send(t, a.method, a.path, twice, s.header(), token, object),
				"body and query": w.send(t, a.method, a.path+"?role=master", "{}", s.header(), token, object),
				"two documents":  w.send(t, a.method, a.path, "{}{}", s.header(), token, object),
			}
		case a.unsafe() && !a.api():
			csrf := "csrf=" + url.QueryEscape(s.csrf)
			tries = map[string]reply{
				"body and query":     w.send(t, a.method, a.path+"?role=master", csrf, s.header(), form),
				"the token twice":    w.send(t, a.method, a.path, csrf+"&"+csrf, s.header(), form),
				"broken encoding":    w.send(t, a.method, a.path, csrf+"&x=%zz", s.header(), form),
				"token in the query": w.send(t, a.method, a.path+"?"+csrf, "", s.header(), form),
			}
		case strings.HasSuffix(a.path, "/admins"), strings.HasSuffix(a.path, "/admins/export"), strings.HasSuffix(a.path, "/audit"):
			tries = map[string]reply{"a parameter twice": w.send(t, a.method, a.path+"?role=observer&role=master", "", s.header())}
		}
		for name, got := range tries {
			if got.StatusCode != http.StatusBadRequest && !a.notHere(got) {
				t.Errorf("%s %s with %s: %d", a.method, a.path, name, got.StatusCode)
			}
		}
	}
}

// hiddenFields: lists are ordered and narrowed by what they show, and nothing else.
func (w *wall) hiddenFields(t *testing.T) {
	s := w.enter(t, mara)
	for _, path := range []string{"/p/" + w.partner + "/admins", "/p/" + w.partner + "/admins/export", "/api/v1/admins", "/api/v1/admins/export", "/p/" + w.partner + "/audit", "/api/v1/audit"} {
		for _, query := range []string{
			"sort=password_hash", "sort=-password_hash", "sort=account_id", "sort=email%20DESC", "sort=email;--", "sort=(select%201)", "filter=email+like+%27a%25%27",
			"password_hash=a", "partner_id=x", "token_hash=x", "q[]=a", "status=pending%27--", "role=5", "order=email", "fields=password_hash", "limit=1e9", "cursor=x%27",
		} {
			if got := w.send(t, http.MethodGet, path+"?"+query, "", s.header()); got.StatusCode != http.StatusBadRequest {
				t.Errorf("%s?%s: %d", path, query, got.StatusCode)
			}
		}
	}
}

// sessionID: the session's secret stands in its cookie and nowhere else.
func (w *wall) sessionID(t *testing.T) {
	s := w.enter(t, mara)
	for _, a := range w.every() {
		if a.unsafe() {
			continue
		}
		got := w.send(t, a.method, a.path, "", s.header())
		for name, values := range got.Header {
			if strings.Contains(strings.Join(values, " "), s.cookie) {
				t.Errorf("%s %s: it stands in %s", a.method, a.path, name)
			}
		}
		if strings.Contains(got.body, s.cookie) {
			t.Errorf("%s %s: it stands in the body", a.method, a.path)
		}
	}
	if strings.Contains(w.Log(), s.cookie) {
		t.Error("it stands in the log")
	}
	for _, table := range w.Look().Tables(t) {
		for _, row := range w.Look().Strings(t, "SELECT * FROM "+table) {
			if strings.Contains(strings.Join(row, " "), s.cookie) {
				t.Errorf("it stands in the table %s", table)
			}
		}
	}
	for _, stolen := range []string{strings.ToUpper(s.cookie), s.csrf, s.cookie + "; gatehouse=" + s.cookie} {
		if got := w.send(t, http.MethodGet, "/api/v1/session", "", "Cookie: gatehouse="+stolen); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q is taken for a session: %d", stolen, got.StatusCode)
		}
	}
}

// errors: an error names its request, and nothing of the program behind it.
func (w *wall) errors(t *testing.T) {
	s := w.enter(t, mara)
	audit := "/p/" + w.partner + "/audit"
	w.Look().Exec(t, "ALTER TABLE audit_context RENAME TO elsewhere")
	answers := map[string]reply{
		"500 page": w.send(t, http.MethodGet, audit, "", s.header()),
		"500 call": w.send(t, http.MethodGet, "/api/v1/audit", "", s.header()),
	}
	w.Look().Exec(t, "ALTER TABLE elsewhere RENAME TO audit_context")
	for name, request := range map[string][]string{
		"400 page": {"GET", audit + "?x=1"}, "400 call": {"GET", "/api/v1/audit?x=1"}, "403 page": {"POST", "/sign-out", "Content-Type: application/x-www-form-urlencoded"}, "403 call": {"DELETE", "/api/v1/session"},
		"404 page": {"GET", "/none"}, "404 call": {"GET", "/api/v1/none"}, "405 page": {"PUT", "/sign-in"}, "405 call": {"PUT", "/api/v1/session"},
		"415 page": {"POST", "/sign-in", "Content-Type: text/plain"}, "421 page": {"GET", "/", "Host: evil.example"}, "406 call": {"GET", "/api/v1/admins", "Accept: image/png"},
	} {
		answers[name] = w.send(t, request[0], request[1], "", append(request[2:], s.header())...)
	}
	inside := regexp.MustCompile(`(?i)goroutine|\.go\b|\bSELECT\b|sqlite|audit_context|no such table|pgx|panic|/internal/|\bgo1\.|` + regexp.QuoteMeta(w.Data))
	for name, got := range answers {
		if !strings.HasPrefix(name, fmt.Sprint(got.StatusCode)) {
			t.Errorf("%s: %d", name, got.StatusCode)
		}
		if id := got.Header.Get("X-Request-Id"); id == "" || !strings.Contains(got.body, id) {
			t.Errorf("%s: it does not name the request", name)
		}
		if found := inside.FindString(got.body); found != "" {
			t.Errorf("%s: it tells of %q", name, found)
		}
		if got.Header.Get("Server") != "" || got.Header.Get("X-Powered-By") != "" {
			t.Errorf("%s: it names the program", name)
		}
	}
}
