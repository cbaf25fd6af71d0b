package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// TestWebInBrowser tries in a real browser what only a real browser decides.
func TestWebInBrowser(t *testing.T) {
	g := newGallery(t)
	g.set = map[string]bool{}
	var entered client.SignedIn
	g.master, entered = g.SetUp(t)
	g.partner = entered.Places[0].Partner.ID
	t.Run("T029 link leaves no trace", g.noTrace)
	t.Run("T030 frame", g.framed)
	t.Run("T030 back", g.backAfterwards)
	t.Run("T181 without JavaScript", g.scriptless)
	t.Run("T169 stored markup", g.markup)
	t.Run("OK times read the same with and without JavaScript", g.times)
}

// noTrace: the page of an invitation talks to nobody else, and the token is gone
// from its address.
func (g *gallery) noTrace(t *testing.T) {
	g.invite(t, "trace@meridian.example", "observer")
	link := g.token(t, "trace@meridian.example")
	_, token, _ := strings.Cut(link, "token=")
	b := browser.New(t)
	b.Open(link)
	b.WaitFor("button", "Accept invitation")
	if b.Address() != g.BaseURL()+"/invitation" {
		t.Errorf("the address is %s", b.Address())
	}
	requests := b.Requests()
	if len(requests) < 4 {
		t.Errorf("it made only %v", requests)
	}
	for i, r := range requests {
		if !strings.HasPrefix(r.URL, g.BaseURL()+"/") || r.Referrer != "" || i > 0 && strings.Contains(r.URL, token) {
			t.Errorf("request %d is %+v", i, r)
		}
	}
	if kept := browser.Eval[string](b, `document.cookie + JSON.stringify({...localStorage, ...sessionStorage}) + document.referrer + history.length`); strings.Contains(kept, token) {
		t.Errorf("scripts can read the token: %s", kept)
	}
}

// framed: no page lets itself be framed, not even by the one page of ours that may
// frame something.
func (g *gallery) framed(t *testing.T) {
	b := browser.New(t)
	b.Forgive("frame-ancestors")
	b.Forgive("chrome-error://chromewebdata/") // what stands in the frame instead
	g.path(b, browser.Eval[string](g.mailbox(b), `document.querySelector("table.list tbody a").getAttribute("href")`))
	for _, path := range []string{"/invitation", "/sign-in", "/mailbox", "/none", "/api/docs", "/healthz"} {
		blocked := browser.Eval[bool](b, fmt.Sprintf(`new Promise((resolve) => {
			const frame = document.createElement("iframe");
			frame.addEventListener("load", () => resolve(frame.contentDocument === null));
			frame.src = %q;
			document.body.append(frame);
		})`, path))
		if !blocked {
			t.Errorf("%s is shown in a frame", path)
		}
	}
}

// backAfterwards: the browser has kept no page that it could show later.
func (g *gallery) backAfterwards(t *testing.T) {
	g.invite(t, "back@meridian.example", "observer")
	link := g.token(t, "back@meridian.example")
	b := browser.New(t)
	b.Open(link)
	b.WaitFor("heading", "Join Meridian Access")
	b.Type("Your name", "Bea Back")
	b.Type("Password", gatehousetest.Password)
	b.Click("I agree to the terms of use.")
	b.Click("Accept invitation")
	b.WaitFor("heading", "Admins & Technicians")
	b.Back()
	b.WaitFor("heading", "This link can no longer be used")
	g.path(b, "/p/"+g.partner+"/admins")
	b.WaitText("back@meridian.example")
	b.Click("Account Bea Back")
	b.Click("Sign out")
	b.WaitText("You are signed out.")
	b.Back()
	b.WaitFor("heading", "Sign in")
	if strings.Contains(b.Text(), "back@meridian.example") {
		t.Error("the list is shown after signing out")
	}
}

// scriptless: everything that matters in a hurry works without JavaScript.
func (g *gallery) scriptless(t *testing.T) {
	g.invite(t, "noa@meridian.example", "operator")
	noa := browser.New(t, browser.WithoutScript())
	noa.Open(g.token(t, "noa@meridian.example"))
	noa.WaitFor("heading", "Join Meridian Access")
	noa.Type("Your name", "Noa Script")
	noa.Type("Password", gatehousetest.Password)
	noa.Click("I agree to the terms of use.")
	noa.Click("Accept invitation")
	noa.WaitText("Welcome to Meridian Access")

	b := browser.New(t, browser.WithoutScript())
	signIn(b, g.Program, mara)
	b.WaitFor("heading", "Admins & Technicians")
	choose(b, "noa@meridian.example")
	b.Click("End Sessions")
	b.WaitFor("heading", "End Sessions")
	b.Click("Sign 1 person out")
	b.WaitText("1 person was signed out.")
	noa.Reload()
	noa.WaitText("Your session has ended.")
	choose(b, "noa@meridian.example")
	b.Click("Lock Account")
	b.WaitFor("heading", "Lock Account")
	b.Click("Yes")
	b.WaitText("1 account was locked.")
	if got := rows(b)["noa@meridian.example"]["Lock Account"]; !strings.HasPrefix(got, "Locked") {
		t.Errorf("the list says %q", got)
	}
	signIn(noa, g.Program, "noa@meridian.example")
	noa.WaitText("The e-mail address or the password is not right.")

	g.path(b, "/account/sessions")
	b.Click("End all others")
	b.WaitText("All other sessions are ended.")
	if _, err := g.master.Session(t.Context()); err == nil {
		t.Error("the other session lives")
	}
	if _, err := g.master.SignIn(t.Context(), mara, gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
}

// hostile are texts that would be markup, script, or an address that runs.
var hostile = []string{
	`<script>pwned=1</script>`,
	`"><img src=x onerror=pwned=1>`,
	`' autofocus onfocus=pwned=1 x='`,
	`</title></style><svg onload=pwned=1>`,
	`javascript:pwned=1//%0apwned=1`,
	`{{constructor.constructor('pwned=1')()}}${pwned=1}`,
	"url(x);}*{background:url(//evil.example/)}",
}

// markup: what people type is shown as they typed it, wherever that is.
func (g *gallery) markup(t *testing.T) {
	for i, text := range hostile {
		g.join(t, fmt.Sprintf("h%d@meridian.example", i), text, "observer")
	}
	g.Command(t, "partner", "create", hostile[1], mara)
	g.Command(t, "partner", "create", hostile[0], mara)
	strange := "'onfocus=pwned=1/autofocus='@meridian.example"
	g.invite(t, strange, "observer")
	g.Look().Exec(t, "UPDATE outbox SET state = 'failed', error = $1 WHERE email = $2", "550 "+hostile[1], strange)
	all := ids(t, g.master, "h0@meridian.example", "h1@meridian.example", strange)
	if results, err := g.master.LockAdmins(t.Context(), []string{all["h0@meridian.example"]}, client.Reason(hostile[1])); err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("lock: %v, %v", results, err)
	}

	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, g.BaseURL()+"/api/v1/session",
		strings.NewReader(`{"email":"`+mara+`","password":"`+gatehousetest.Password+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", hostile[1])
	if answer, err := http.DefaultTransport.RoundTrip(r); err != nil || answer.Body.Close() != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("sign in with a strange program: %v", err)
	}

	site := g.hostileSite(t)

	m := browser.New(t)
	signIn(m, g.Program, mara)
	m.WaitFor("heading", "Admins & Technicians")
	for _, path := range []string{"/sites", "/sites?q=%3Cscript%3Epwned%3D1", site, site + "/admins", site + "/technicians", site + "/technicians/assign", site + "/credits", site + "/delete", "/credits"} {
		g.path(m, "/p/"+g.partner+path)
		g.inert(t, m, path)
		if !strings.Contains(m.Text(), hostile[1]) && !strings.Contains(path, "?q=") && path != "/credits" {
			t.Errorf("%s does not show %s", path, hostile[1])
		}
	}
	g.hostileAtSite(t, strings.TrimPrefix(site, "/sites/"))
	list := "/p/" + g.partner + "/admins"
	for _, path := range []string{list, list + "?q=%3Cscript%3Epwned%3D1", "/p/" + g.partner + "/audit", "/account/sessions", "/places", "/mailbox", "/p/%3Csvg%20onload=pwned=1%3E/admins", "/sign-in?next=javascript:pwned=1", "/api/docs"} {
		g.path(m, path)
		g.inert(t, m, path)
	}
	g.path(m, list)
	for _, text := range append(hostile, strange, "550 "+hostile[1]) {
		if !strings.Contains(m.Text(), text) {
			t.Errorf("the list does not show %s", text)
		}
	}
	choose(m, "h1@meridian.example", strange)
	m.Click("Delete")
	m.WaitFor("dialog", "Delete")
	g.inert(t, m, "the question before deleting")
	g.path(m, browser.Eval[string](g.mailbox(m), `document.querySelector("table.list tbody a").getAttribute("href")`))
	g.inert(t, m, "a message")
	m.Open(g.token(t, mara))
	m.WaitText("Join <")
	g.inert(t, m, "an invitation of a partner with such a name")
}

// hostileSite makes a site with such a name and such notes, with credits and a
// technician, and returns where it is edited.
func (g *gallery) hostileSite(t *testing.T) string {
	t.Helper()
	site, err := g.master.CreateSite(t.Context(), client.NewSite{Name: hostile[1], Country: "DE", TimeZone: "Europe/Berlin", Notes: hostile[0], FirstAdministrator: keeper})
	if err != nil {
		t.Fatal(err)
	}
	g.Command(t, "credits", "top-up", g.partner, "100")
	if _, err := g.master.MoveCredits(t.Context(), site.ID, 10); err != nil {
		t.Fatal(err)
	}
	who := ids(t, g.master, "h1@meridian.example")["h1@meridian.example"]
	if _, err := g.master.Assign(t.Context(), []string{who}, []string{site.ID}, client.DevicesOnly, client.Window{}); err != nil {
		t.Fatal(err)
	}
	return "/sites/" + site.ID
}

func (g *gallery) mailbox(b *browser.Browser) *browser.Browser {
	g.path(b, "/mailbox")
	return b
}

// inert asserts that a page holds nothing that runs but what we have put there.
// That no policy had to stop anything, the browser says when the test ends.
func (g *gallery) inert(t *testing.T, b *browser.Browser, what string) {
	t.Helper()
	for _, found := range browser.Eval[[]string](b, `(() => {
		const own = (address) => new URL(address, location).origin === location.origin;
		const found = [];
		if ("pwned" in window) found.push("a script has run");
		for (const e of document.querySelectorAll("*")) {
			if (e.matches("script:not([src]), style, base, object, embed, svg [onload]")) found.push(e.outerHTML.slice(0, 80));
			for (const a of e.attributes) {
				if (a.name.startsWith("on") || a.name === "style") found.push(e.tagName + " has " + a.name);
				if (["href", "src", "action", "formaction"].includes(a.name) && !own(a.value) && !a.value.startsWith("https://terms.example/")) found.push(e.tagName + " leads to " + a.value);
			}
		}
		return found;
	})()`) {
		t.Errorf("%s: %s", what, found)
	}
}

// times: the browser writes a time as the server does; only the zone is its own.
func (g *gallery) times(t *testing.T) {
	g.path(g.mara.For(t), "/mailbox")
	b := g.mara.For(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, g.BaseURL()+"/mailbox", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if zone := browser.Eval[string](b, `Intl.DateTimeFormat().resolvedOptions().timeZone`); zone != "UTC" && zone != "Etc/UTC" {
		t.Fatalf("the browser's zone is %s", zone)
	}
	for _, text := range browser.Eval[[]string](b, `[...document.querySelectorAll("time")].map((e) => e.textContent)`) {
		if !strings.Contains(string(page), ">"+text+"<") {
			t.Errorf("the browser writes %q", text)
		}
	}
}
