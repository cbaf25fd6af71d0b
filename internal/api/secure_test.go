package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT039ResetLinksComeFromTheConfiguration: whatever a request says about where it
// was sent, it is refused, or the mail's link leads to the configured address.
func TestT039ResetLinksComeFromTheConfiguration(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		env := gatehousetest.Idle(t, engine)
		w := &world{Env: env, do: front(t, env.App), master: env.SetUp(t)}
		const evil = "evil.example"
		forged := map[string]func(*http.Request){
			"Host":                        func(r *http.Request) { r.Host = evil },
			"a port":                      func(r *http.Request) { r.Host = "localhost:9999" },
			"userinfo":                    func(r *http.Request) { r.Host = "localhost:8080@" + evil },
			"X-Forwarded-Host":            func(r *http.Request) { r.Header.Set("X-Forwarded-Host", evil) },
			"X-Forwarded-Server":          func(r *http.Request) { r.Header.Set("X-Forwarded-Server", evil) },
			"X-Original-Host":             func(r *http.Request) { r.Header.Set("X-Original-Host", evil) },
			"X-Original-URL":              func(r *http.Request) { r.Header.Set("X-Original-URL", "https://"+evil+"/") },
			"Forwarded":                   func(r *http.Request) { r.Header.Set("Forwarded", "host="+evil+";proto=https") },
			"an absolute form":            func(r *http.Request) { r.URL.Scheme, r.URL.Host, r.Host = "http", evil, evil },
			"a Host header beside a Host": func(r *http.Request) { r.Header.Add("Host", evil) },
		}
		for name, forge := range forged {
			e := func() int { return len(w.Strings(t, `SELECT id FROM outbox`)) }
			w.Exec(t, `DELETE FROM throttle`)
			before := e()
			r := request(t, "POST", "/password-resets", `{"email":"mara@meridian.example"}`)
			forge(r)
			answer := w.do(r)
			switch answer.StatusCode {
			case http.StatusMisdirectedRequest, http.StatusBadRequest, http.StatusForbidden:
				if after := e(); after != before {
					t.Errorf("%s: refused with %d, and a mail is written", name, answer.StatusCode)
				}
			case http.StatusAccepted:
				w.Deliver(t)
				sent := w.SMTP.WaitFor(t, "mara@meridian.example")
				if strings.Contains(string(sent.Raw), "evil") || len(sent.Links()) == 0 || !strings.HasPrefix(sent.Links()[0], "http://localhost:8080/") {
					t.Errorf("%s: the mail says\n%s", name, sent.Text)
				}
			default:
				t.Errorf("%s: answered %d", name, answer.StatusCode)
			}
		}
	})
}

// TestT041ResetEndsEverything: a new password by link begins no session and ends all
// there are; the person is told.
func TestT041ResetEndsEverything(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		env := gatehousetest.Idle(t, engine)
		w := &world{Env: env, do: front(t, env.App), master: env.SetUp(t)}
		second := w.SignIn(t, "mara@meridian.example")
		wantStatus(t, w.do(request(t, "POST", "/password-resets", `{"email":"mara@meridian.example"}`)), http.StatusAccepted)
		token := w.LinkToken(t, "mara@meridian.example")
		done := wantStatus(t, w.do(request(t, "PUT", "/password-resets", `{"token":"`+token+`","password":"`+freshPassword+`"}`)), http.StatusNoContent)
		if cookies := done.Cookies(); len(cookies) > 0 {
			t.Errorf("a session begins: %v", cookies)
		}
		if rows := w.Strings(t, `SELECT id FROM session`); len(rows) > 0 {
			t.Errorf("%d sessions are left", len(rows))
		}
		for _, m := range []gatehousetest.Member{w.master, second} {
			wantProblem(t, w.call(t, m, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		}
		w.Deliver(t)
		if told := w.SMTP.WaitFor(t, "mara@meridian.example"); !strings.Contains(told.Subject, "password") || len(told.Links()) > 0 && strings.Contains(told.Text, token) {
			t.Errorf("the person is told %q", told.Subject)
		}
		signIn := func(password string) *http.Response {
			return w.do(request(t, "POST", "/session", `{"email":"mara@meridian.example","password":"`+password+`"}`))
		}
		wantProblem(t, signIn(gatehousetest.Password), gatehouse.CodeWrongCredentials)
		wantStatus(t, signIn(freshPassword), http.StatusOK)
	})
}

// TestT044FloodOfSignIns: what is too long is refused before it is read, and who
// would wait too long for a hash is sent away within a second, with a time to come
// back. Everything else answers meanwhile.
func TestT044FloodOfSignIns(t *testing.T) {
	env := gatehousetest.Idle(t, gatehousetest.SQLite)
	master := env.SetUp(t)
	// One hash at a time, each of a quarter of a second, and two that wait.
	slow := auth.Params{Memory: 64 << 10, Time: 4, Threads: 1}
	narrow := app.New(app.Config{
		BaseURL: env.BaseURL, Store: env.Store, Hasher: auth.NewHasher(slow, 1, 2), Sealer: env.Sealer, Log: gatehousetest.Quiet(),
	})
	w := &world{Env: env, do: front(t, narrow), master: master}
	long := strings.Repeat("a", 1<<20)
	answer := w.do(request(t, "POST", "/session", `{"email":"mara@meridian.example","password":"`+long+`"}`))
	wantProblem(t, answer, gatehouse.CodeTooLarge)

	// The race detector makes each hash ten times as long.
	patience := 3 * time.Second
	if gatehousetest.Raced {
		patience = 10 * time.Second
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	statuses := map[int]int{}
	for i := range 50 {
		group.Go(func() {
			r := request(t, "POST", "/session", fmt.Sprintf(`{"email":"flood%d@example.com","password":"not the password at all"}`, i))
			start := time.Now()
			answer := w.do(r)
			mu.Lock()
			defer mu.Unlock()
			statuses[answer.StatusCode]++
			if answer.StatusCode == http.StatusServiceUnavailable {
				if took := time.Since(start); took > patience || answer.Header.Get("Retry-After") == "" {
					t.Errorf("refused after %v, Retry-After %q", took, answer.Header.Get("Retry-After"))
				}
			}
		})
	}
	for range 20 {
		wantStatus(t, w.call(t, w.master, "GET", "/session", ""), http.StatusOK)
	}
	group.Wait()
	if statuses[http.StatusServiceUnavailable] == 0 || statuses[http.StatusUnauthorized] == 0 || len(statuses) != 2 {
		t.Errorf("the flood was answered %v", statuses)
	}
}

// TestT049ChangePassword: the present password is asked for, every other session
// ends, and this one goes on under another token.
func TestT049ChangePassword(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		other := w.SignIn(t, "mara@meridian.example")
		change := func(body string) *http.Response { return w.call(t, w.master, "PUT", "/account/password", body) }
		wantProblem(t, change(`{"password":"`+freshPassword+`"}`), gatehouse.CodeInvalid)
		wantProblem(t, change(`{"current_password":"","password":"`+freshPassword+`"}`), gatehouse.CodeInvalid)
		wantProblem(t, change(`{"current_password":"not the password at all","password":"`+freshPassword+`"}`), gatehouse.CodeInvalid)
		wantStatus(t, w.call(t, other, "GET", "/session", ""), http.StatusOK)
		token := cookie(t, wantStatus(t, change(`{"current_password":"`+gatehousetest.Password+`","password":"`+freshPassword+`"}`), http.StatusOK))
		wantProblem(t, w.call(t, other, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		wantProblem(t, w.call(t, w.master, "GET", "/session", ""), gatehouse.CodeNotSignedIn)
		wantStatus(t, w.send(t, token, "GET", "/session", ""), http.StatusOK)
	})
}

// samePairs are the page and the call that do the same.
var samePairs = map[string]string{
	"GET /p/{partner}/admins":               "GET /api/v1/admins",
	"GET /p/{partner}/admins/export":        "GET /api/v1/admins/export",
	"POST /p/{partner}/admins/invite":       "POST /api/v1/admins",
	"POST /p/{partner}/admins/revoke":       "POST /api/v1/admins:revoke",
	"POST /p/{partner}/admins/resend":       "POST /api/v1/admins:resend",
	"POST /p/{partner}/admins/lock":         "POST /api/v1/admins:lock",
	"POST /p/{partner}/admins/unlock":       "POST /api/v1/admins:unlock",
	"POST /p/{partner}/admins/end-sessions": "POST /api/v1/admins:end-sessions",
	"POST /p/{partner}/admins/role":         "PATCH /api/v1/admins/{id}",
	"POST /p/{partner}/admins/delete":       "POST /api/v1/admins:delete",
	"GET /p/{partner}/audit":                "GET /api/v1/audit",
	"GET /p/{partner}/audit/export":         "GET /api/v1/audit/export",
	"POST /account":                         "PATCH /api/v1/account",
	"POST /account/password":                "PUT /api/v1/account/password",
	"GET /account/sessions":                 "GET /api/v1/account/sessions",
	"POST /account/sessions/end":            "DELETE /api/v1/account/sessions/{id}",
	"POST /account/sessions/end-others":     "DELETE /api/v1/account/sessions",
	"POST /account/delete":                  "DELETE /api/v1/account",
	"POST /places":                          "PUT /api/v1/session/place",
}

// TestT117PagesAndCallsAgree: the table against which both surfaces are tested (in
// TestT115Matrix here and TestT115T125Routes of the pages) lets the same people do the same
// things on both.
func TestT117PagesAndCallsAgree(t *testing.T) {
	pages, calls := gatehousetest.Routes(t, "page"), gatehousetest.Routes(t, "api")
	for page, call := range samePairs {
		if pages[page] == nil || calls[call] == nil {
			t.Errorf("testdata/routes.txt lacks %s or %s", page, call)
			continue
		}
		if diff := cmp.Diff(pages[page], calls[call]); diff != "" {
			t.Errorf("%s and %s are not for the same people:\n%s", page, call, diff)
		}
	}
}

// fieldsSeen are what the answers of reading hold, by call: the documented fields,
// for every role that may read them at all.
var fieldsSeen = map[string][]string{
	"/admins": {
		"items", "items.accepted_at", "items.account_id", "items.created_at", "items.email", "items.expires_at", "items.id", "items.invited_at", "items.invited_by",
		"items.invited_by.id", "items.invited_by.name", "items.last_sign_in_at",
		"items.lock_reason", "items.locked", "items.locked_at", "items.locked_by", "items.locked_by.id", "items.locked_by.name",
		"items.mail", "items.mail.state", "items.name", "items.role", "items.status",
	},
	"/account": {"email", "id", "language", "name"},
	"/account/sessions": {
		"items", "items.address", "items.created_at", "items.current", "items.expires_at", "items.id",
		"items.last_used_at", "items.partner", "items.partner.id", "items.partner.name", "items.user_agent",
	},
	"/session": {
		"account", "account.email", "account.id", "account.language", "account.name", "csrf_token", "permissions",
		"place", "place.kind", "place.partner", "place.partner.id", "place.partner.name", "place.role",
		"places", "places.kind", "places.partner", "places.partner.id", "places.partner.name", "places.role", "role",
	},
}

// TestT131FieldsByRole: no role is answered a field more than another.
func TestT131FieldsByRole(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		olga := w.Join(t, w.master.Actor, "olga@example.com", gatehouse.PartnerObserver)
		lock := `{"ids":["` + string(olga.Actor.Person) + `"],"reason":"On leave"}`
		wantStatus(t, w.call(t, w.master, "POST", "/admins:lock", lock), http.StatusOK)
		for _, role := range gatehouse.PartnerRoles() {
			m := w.Join(t, w.master.Actor, role.String()+"@example.com", role)
			for path, want := range fieldsSeen {
				got := map[string]bool{}
				paths("", read[any](t, wantStatus(t, w.call(t, m, "GET", path, ""), http.StatusOK)), got)
				names := []string{}
				for name := range got {
					names = append(names, name)
				}
				slices.Sort(names)
				if diff := cmp.Diff(want, names); diff != "" {
					t.Errorf("GET %s as %s (-want +got):\n%s", path, role, diff)
				}
			}
		}
	})
}

// paths collects the names of a JSON document's fields.
func paths(prefix string, value any, into map[string]bool) {
	switch value := value.(type) {
	case object:
		for name, inner := range value {
			into[prefix+name] = true
			paths(prefix+name+".", inner, into)
		}
	case []any:
		for _, inner := range value {
			paths(prefix, inner, into)
		}
	}
}
