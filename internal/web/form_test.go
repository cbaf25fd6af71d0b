package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// forms are all forms of the route table, with fields that the page's own would
// carry. The test fails for a route that it does not know.
func forms(m gatehousetest.Member) map[string]url.Values {
	return map[string]url.Values{
		"/sign-in":            {"email": {"a@x.example"}, "password": {"p"}},
		"/sign-out":           {},
		"/places":             {"partner": {string(m.Actor.Partner)}},
		"/setup":              {"partner": {"x"}},
		"/invitation":         {"name": {"x"}},
		listOf(m) + "/invite": {"step": {"edit"}, "typed": {""}},
		listOf(m) + "/revoke": {"key": {"k"}},
		listOf(m) + "/resend": {"key": {"k"}},

		"/password-reset/request":      {"email": {"a@x.example"}},
		"/password-reset":              {"password": {"p"}},
		"/account":                     {"language": {"en"}},
		"/account/password":            {"current_password": {"p"}, "password": {"p"}},
		"/account/sessions/end":        {"id": {"x"}},
		"/account/sessions/end-others": {},
		"/account/delete":              {"confirm": {"x"}, "password": {"p"}},

		listOf(m) + "/lock":         {"key": {"k"}},
		listOf(m) + "/unlock":       {"key": {"k"}},
		listOf(m) + "/end-sessions": {"key": {"k"}},
		listOf(m) + "/delete":       {"key": {"k"}},
		listOf(m) + "/role":         {"key": {"k"}},

		settingsOf(m):           {"key": {"k"}, "version": {"1"}, "name": {"x"}},
		keysOf(m) + "/create":   {"key": {"k"}, "name": {"x"}, "scope": {"observer"}, "days": {"30"}},
		keysOf(m) + "/x/rotate": {"key": {"k"}},
		keysOf(m) + "/x/rename": {"key": {"k"}, "name": {"Doors"}},
		keysOf(m) + "/x/revoke": {"key": {"k"}},

		techniciansOf(m) + "/invite":       {"step": {"edit"}, "typed": {""}},
		techniciansOf(m) + "/revoke":       {"key": {"k"}},
		techniciansOf(m) + "/resend":       {"key": {"k"}},
		techniciansOf(m) + "/lock":         {"key": {"k"}},
		techniciansOf(m) + "/unlock":       {"key": {"k"}},
		techniciansOf(m) + "/end-sessions": {"key": {"k"}},
		techniciansOf(m) + "/delete":       {"key": {"k"}},
		techniciansOf(m) + "/assign":       {"key": {"k"}, "level": {"none"}},
		techniciansOf(m) + "/x/locks":      {"key": {"k"}, "tag": {"1.1"}},
		techniciansOf(m) + "/x/remove":     {"key": {"k"}, "id": {"x"}},
		techniciansOf(m) + "/x/approve":    {"key": {"k"}, "id": {"x"}},
		techniciansOf(m) + "/x/window":     {"key": {"k"}, "id": {"x"}},
	}
}

func settingsOf(m gatehousetest.Member) string { return "/p/" + string(m.Actor.Partner) + "/settings" }

func keysOf(m gatehousetest.Member) string { return settingsOf(m) + "/api-keys" }

func TestForms(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	known := forms(mara)
	maps.Copy(known, siteForms(mara))
	other := fieldsOf(t, p.as(t, mara).get(t, listOf(mara), http.StatusOK), "/sign-out").Get("csrf")
	for _, pattern := range p.site.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		path = strings.NewReplacer("{partner}", string(mara.Actor.Partner), "{person}", "x", "{site}", "x", "{key}", "x").Replace(path)
		if method != http.MethodPost || strings.HasPrefix(path, "/s/") { // see TestSiteForms
			continue
		}
		fields, ok := known[path]
		if !ok {
			t.Errorf("no fields are known for %s", pattern)
			continue
		}
		t.Run(path, func(t *testing.T) {
			b := p.as(t, p.SignIn(t, "mara@meridian.example"))
			csrf := fieldsOf(t, b.get(t, listOf(mara), http.StatusOK), "/sign-out").Get("csrf")
			checkForm(t, b, path, fields, csrf, other)
		})
	}
}

// checkForm sends a form in every wrong way; other is the token of another
// session. SECURITY T165, T166, T182, T184.
func checkForm(t *testing.T, b *browser, path string, fields url.Values, csrf, other string) {
	t.Helper()
	encoded := func(change func(url.Values)) string {
		form := url.Values{"csrf": {csrf}}
		for name, values := range fields {
			form[name] = values
		}
		change(form)
		return form.Encode()
	}
	form := "application/x-www-form-urlencoded"
	own := b.portal.BaseURL.String()
	for name, c := range map[string]struct {
		body, query, kind, origin string
		want                      int
	}{
		"without token":   {encoded(func(v url.Values) { v.Del("csrf") }), "", form, own, 403},
		"foreign token":   {encoded(func(v url.Values) { v.Set("csrf", csrf[1:]+csrf[:1]) }), "", form, own, 403},
		"foreign origin":  {encoded(func(url.Values) {}), "", form, "https://evil.example", 403},
		"unknown field":   {encoded(func(v url.Values) { v.Set("partner_id", "x") }), "", form, own, 422},
		"other session":   {encoded(func(v url.Values) { v.Set("csrf", other) }), "", form, own, 403},
		"more rights":     {encoded(func(v url.Values) { v.Set("locked", "false") }), "", form, own, 422},
		"repeated token":  {encoded(func(v url.Values) { v.Add("csrf", csrf) }), "", form, own, 400},
		"body and query":  {encoded(func(url.Values) {}), "?role=master", form, own, 400},
		"not a form":      {encoded(func(url.Values) {}), "", "text/plain", own, 415},
		"multipart":       {encoded(func(url.Values) {}), "", "multipart/form-data; boundary=x", own, 415},
		"broken encoding": {encoded(func(url.Values) {}) + "&x=%zz", "", form, own, 400},
	} {
		a := b.send(t, http.MethodPost, path+c.query, c.body, http.Header{"Content-Type": {c.kind}, "Origin": {c.origin}})
		if a.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, a.StatusCode, c.want)
		}
	}
	for name := range fields {
		twice := encoded(func(v url.Values) { v.Add(name, "again") })
		a := b.send(t, http.MethodPost, path, twice, http.Header{"Content-Type": {form}, "Origin": {own}})
		if a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s twice: %d, want 400", name, a.StatusCode)
		}
	}
}

// TestFormTokenBeforeSession is SECURITY T082 for forms: signing in as somebody
// else's choice needs a token of this very browser.
func TestFormTokenBeforeSession(t *testing.T) {
	p := newPortal(t)
	p.SetUp(t)
	mine, theirs := p.browser(t), p.browser(t)
	page := theirs.get(t, "/sign-in", http.StatusOK)
	mine.get(t, "/sign-in", http.StatusOK)
	form := fieldsOf(t, page, "/sign-in")
	form.Set("email", "mara@meridian.example")
	form.Set("password", gatehousetest.Password)
	mine.post(t, "/sign-in", form, http.StatusForbidden)
	p.browser(t).post(t, "/sign-in", form, http.StatusForbidden)
	theirs.post(t, "/sign-in", form, http.StatusSeeOther)
}
