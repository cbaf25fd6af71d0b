package e2e_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// Names and addresses as long as they come.
const (
	longName    = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maximiliana Konstantinopolitanska"
	longAddress = "maximiliana.wolfeschlegelsteinhausenbergerdorff@zutrittskontrollanlagenbau.installers.example"
	// longKeeper administers sites: whoever has longAddress is invited to the partner.
	longKeeper = "konstantina.wolfeschlegelsteinhausenbergerdorff@zutrittskontrollanlagenbau.installers.example"
)

// TestPages shows every page and every window in every state that people meet, on
// a phone and on a desk, light and dark: nothing scrolls sideways, and axe-core
// finds nothing (SPEC section 13).
func TestPages(t *testing.T) {
	g := newGallery(t)
	g.set = map[string]bool{}
	t.Run("set-up", g.setUpPages)
	t.Run("entry", g.entryPages)
	t.Run("administrators", g.adminPages)
	t.Run("manage", g.managePages)
	t.Run("technicians", g.technicianPages)
	t.Run("site", g.sitePages)
	t.Run("sites", g.partnerSitePages)
	t.Run("keys", g.keyPages)
	t.Run("audit", g.auditPages)
	t.Run("invitation", g.invitationPages)
	t.Run("places", g.placePages)
	t.Run("account", g.accountPages)
	t.Run("mailbox", g.mailboxPages)
	t.Run("errors", g.errorPages)
	t.Run("axe", func(t *testing.T) {
		if !browser.HasAxe() {
			t.Skip("GATEHOUSE_TEST_AXE names no axe-core")
		}
	})
	for pattern := range gatehousetest.Routes(t, "page") {
		page := strings.HasPrefix(pattern, "GET ") && !strings.HasSuffix(pattern, "/export") && !strings.HasSuffix(pattern, "/html")
		if page && !g.set[pattern] && !redirects[pattern] {
			t.Errorf("no scene shows %s", pattern)
		}
	}
}

// redirects are addresses that have no page of their own.
var redirects = map[string]bool{"GET /{$}": true, "GET /p/{partner}/{$}": true, "GET /s/{site}/{$}": true, "GET /events": true}

// gallery is a portal with something to see.
type gallery struct {
	*gatehousetest.Program
	// mara is the Master's browser, nobody that of a stranger, reader's looks into
	// the local mailbox.
	mara, nobody, reader *browser.Browser
	master               *client.Client
	partner              string
	// set is what has been shown, by the pattern of the route.
	set    map[string]bool
	looked int
}

func newGallery(t *testing.T) *gallery {
	t.Helper()
	return &gallery{
		Program: gatehousetest.StartProgram(t, gatehousetest.SQLite, gatehousetest.LocalMailbox(), gatehousetest.Setting("TERMS_URL", "https://terms.example/")),
		mara:    browser.New(t),
		nobody:  browser.New(t),
		reader:  browser.New(t),
	}
}

// looks are what a page is looked at with.
var looks = []struct {
	width, height int64
	scheme        string
}{{320, 640, "dark"}, {1280, 900, "light"}, {320, 640, "light"}, {1280, 900, "dark"}}

// show looks at the page as it stands now. The route's pattern is "" for a state of
// a page shown before. Axe-core, which takes most of the time, sees the scenes in turn in
// one look each, and with full repetitions in all of them.
func (g *gallery) show(t *testing.T, name, pattern string, b *browser.Browser) {
	t.Helper()
	g.set[pattern] = true
	g.looked++
	for i, look := range looks {
		b.Resize(look.width, look.height)
		b.Prefer(look.scheme)
		at := fmt.Sprintf("%s, %d wide, %s", name, look.width, look.scheme)
		for _, overflow := range b.Overflows() {
			t.Errorf("%s: %s", at, overflow)
		}
		turn := g.looked%len(looks) == i || gatehousetest.Soak()
		if !turn || !browser.HasAxe() {
			continue
		}
		for _, finding := range b.Axe() {
			t.Errorf("%s: %s", at, finding)
		}
	}
}

// path opens a path.
func (g *gallery) path(b *browser.Browser, path string) {
	b.Open(g.BaseURL() + path)
}

// token waits for the latest link that the local mailbox has for an address.
func (g *gallery) token(t *testing.T, email string) string {
	t.Helper()
	b := g.reader.For(t)
	link := ""
	b.Wait("a mail to "+email, func() bool {
		g.path(b, "/mailbox")
		message := browser.Eval[string](b, fmt.Sprintf(`[...document.querySelectorAll("table.list tbody tr")].
			find((tr) => tr.innerText.includes(%q))?.querySelector("a").getAttribute("href") ?? ""`, email))
		if message == "" {
			return false
		}
		g.path(b, message)
		link = browser.Eval[string](b, `[...document.querySelectorAll("a")].map((a) => a.href).find((h) => h.includes("token=")) ?? ""`)
		return link != ""
	})
	return link
}

// join makes somebody accept, without any page.
func (g *gallery) join(t *testing.T, email, name, role string) {
	t.Helper()
	g.invite(t, email, role)
	_, token, _ := strings.Cut(g.token(t, email), "token=")
	if _, err := g.Client(t).AcceptInvitation(t.Context(), client.Acceptance{
		Token: token, Name: name, Password: gatehousetest.Password, Terms: "https://terms.example/",
	}); err != nil {
		t.Fatal(err)
	}
}

func (g *gallery) invite(t *testing.T, email, role string) string {
	t.Helper()
	results, err := g.master.InviteAdmins(t.Context(), []client.Invitation{{Email: email, Role: role}})
	if err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("invite %s: %v, %v", email, results, err)
	}
	return results.Rows[0].ID
}

func (g *gallery) setUpPages(t *testing.T) {
	b, link := g.mara.For(t), g.SetupLink(t)
	g.path(b, "/")
	b.WaitText("Gatehouse is not set up yet.")
	g.show(t, "sign-in, before the set-up", "", b)
	g.path(b, "/mailbox")
	g.show(t, "mailbox, empty", "GET /mailbox", b)
	g.path(b, "/setup?token=made-up")
	g.show(t, "dead set-up link", "", b)
	b.Open(link)
	g.show(t, "set-up", "GET /setup", b)
	b.Type("Partner name", "Meridian Access")
	b.Type("Your name", "Mara Master")
	b.Type("Your e-mail address", "mara@meridian.example")
	b.Type("Password", "short")
	b.Click("Create partner and sign in")
	b.WaitText("Please check your input")
	g.show(t, "set-up, refused", "", b)
	b.Type("Password", gatehousetest.Password)
	b.Click("Create partner and sign in")
	b.WaitText("You are the only administrator so far")
	g.show(t, "administrators, only oneself, with a notice", "GET /p/{partner}/admins", b)
	g.partner = strings.Split(b.Address(), "/")[4]
	g.master = g.Client(t)
	if _, err := g.master.SignIn(t.Context(), "mara@meridian.example", gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
}

func (g *gallery) entryPages(t *testing.T) {
	b := g.nobody.For(t)
	g.path(b, "/sign-in")
	g.show(t, "sign-in", "GET /sign-in", b)
	b.Type("E-mail address", longAddress)
	b.Type("Password", "not the password")
	b.Click("Sign in")
	b.WaitText("The e-mail address or the password is not right.")
	g.show(t, "sign-in, refused", "", b)
	g.path(b, "/password-reset/request")
	g.show(t, "forgotten password", "GET /password-reset/request", b)
	b.Type("E-mail address", "mara@meridian.example")
	b.Click("Send link")
	b.WaitFor("heading", "Check your mailbox")
	g.show(t, "forgotten password, sent", "", b)
	b.Open(g.token(t, "mara@meridian.example"))
	b.WaitFor("heading", "Choose a new password")
	g.show(t, "new password", "GET /password-reset", b)
	g.path(b, "/password-reset?token=made-up")
	g.show(t, "new password, dead link", "", b)
	g.path(b, "/goodbye")
	g.show(t, "goodbye", "GET /goodbye", b)
	g.path(b, "/api/docs")
	g.show(t, "reference of the API", "", b)
}

func (g *gallery) adminPages(t *testing.T) {
	b := g.mara.For(t)
	g.path(b, "/p/"+g.partner+"/admins")
	b.Click("Invite")
	b.WaitFor("dialog", "Invite Admins")
	g.show(t, "Invite Admins", "", b)
	b.Type("E-mail address", longAddress)
	b.Click("Add")
	b.Type("E-mail address", "nobody@nowhere, ben@meridian.example")
	b.Click("Add")
	b.WaitText("This address is not valid. It looks like name@example.com.")
	g.show(t, "Invite Admins, with people and an error", "", b)
	b.Type("E-mail address", "ben@meridian.example")
	b.Click("OK")
	b.WaitFor("button", "Confirm")
	g.show(t, "Invite Admins, asking", "", b)
	b.Click("Confirm")
	b.WaitText("2 invitations are on their way.")
	g.show(t, "the result of inviting", "", b)
	b.Click("Close")
	g.path(b, "/p/"+g.partner+"/admins/invite")
	g.show(t, "Invite Admins as a page", "GET /p/{partner}/admins/invite", b)

	g.join(t, "olga@meridian.example", longName, "observer")
	g.join(t, "otto@meridian.example", "Otto Operator", "operator")
	g.join(t, "ana@meridian.example", "Ana Admin", "admin")
	g.invite(t, "expired@meridian.example", "observer")
	g.Age(t, "expired@meridian.example", 8*24*time.Hour)
	revoked := g.invite(t, "revoked@meridian.example", "master")
	if _, err := g.master.RevokeAdmins(t.Context(), []string{revoked}); err != nil {
		t.Fatal(err)
	}
	g.void(t)
	failed := g.invite(t, "failed@meridian.example", "observer")
	g.Look().Exec(t, "UPDATE outbox SET state = 'failed', error = $1 WHERE email = 'failed@meridian.example'",
		"550 5.1.1 The mailbox of this recipient does not exist on any of our servers: https://mail.example/help/0123456789")
	if failed == "" {
		t.Fatal("nobody failed")
	}
	g.path(b, "/p/"+g.partner+"/admins")
	b.WaitText("Void: its sender may no longer invite.")
	g.show(t, "administrators", "", b)
	b.Click("Account Mara Master")
	g.show(t, "administrators, menu of the account", "", b)
	g.path(b, "/p/"+g.partner+"/admins?q=nobody-at-all")
	g.show(t, "administrators, none found", "", b)
	b.Resize(320, 640)
	b.Click("Menu")
	g.show(t, "administrators, sidebar opened", "", b)
}

// void makes an invitation that nobody can accept any more: its sender is an
// Observer now.
func (g *gallery) void(t *testing.T) {
	t.Helper()
	g.join(t, "adam@meridian.example", "Adam Admin", "admin")
	adam := g.Client(t)
	if _, err := adam.SignIn(t.Context(), "adam@meridian.example", gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	invited := []client.Invitation{{Email: "void@meridian.example", Role: "observer"}}
	if results, err := adam.InviteAdmins(t.Context(), invited); err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("invite: %v, %v", results, err)
	}
	if _, err := g.master.ChangeRole(t.Context(), ids(t, g.master, "adam@meridian.example")["adam@meridian.example"], "observer"); err != nil {
		t.Fatal(err)
	}
}

func (g *gallery) managePages(t *testing.T) {
	b := g.mara.For(t)
	b.Resize(1280, 900)
	g.path(b, "/p/"+g.partner+"/admins")
	everybody := []string{longAddress, "ben@meridian.example", "expired@meridian.example", "revoked@meridian.example", "olga@meridian.example", "otto@meridian.example"}
	for _, action := range []struct{ name, answer string }{
		{"Revoke Invitation", "Cancel"},
		{"Resend Invitation", "Cancel"},
		{"Lock Account", "Yes"},
		{"Unlock Account", "Cancel"},
		{"End Sessions", "Cancel"},
		{"Delete", "Cancel"},
	} {
		choose(b, everybody...)
		b.Click(action.name)
		b.WaitFor("dialog", action.name)
		g.show(t, action.name+", asking", "", b)
		b.Resize(1280, 900)
		b.Click(action.answer)
		if action.answer == "Yes" {
			b.WaitFor("button", "Close")
			g.show(t, action.name+", done and refused", "", b)
		}
	}
	g.path(b, "/p/"+g.partner+"/admins")
	b.Resize(1280, 900)
	g.show(t, "administrators, locked", "", b)
	b.Click("Admin, change the level of ana@meridian.example")
	b.WaitFor("dialog", "Change Level")
	g.show(t, "Change Level", "", b)
	b.Resize(1280, 900)
	b.Click("Operator Can set up sites, allocate credits and manage technicians, but not administrators.")
	b.WaitText("Change the level to Operator?")
	g.show(t, "Change Level, asking", "", b)
	g.withoutScript(t)
}

// withoutScript shows the questions that are pages of their own.
func (g *gallery) withoutScript(t *testing.T) {
	b := browser.New(t, browser.WithoutScript())
	signIn(b, g.Program, "mara@meridian.example")
	b.WaitFor("heading", "Admins & Technicians")
	choose(b, "ben@meridian.example", "ana@meridian.example")
	b.Click("Revoke Invitation")
	b.WaitFor("heading", "Revoke Invitation")
	fits(t, "Revoke Invitation as a page", b)
	g.path(b, "/p/"+g.partner+"/admins/invite")
	b.Type("E-mail address", longAddress+", nobody.yet@meridian.example")
	b.Click("OK")
	b.WaitFor("button", "Confirm")
	fits(t, "the question of Invite Admins as a page", b)
}

// fits looks at a page that runs no scripts, and so no axe.
func fits(t *testing.T, name string, b *browser.Browser) {
	t.Helper()
	b.Resize(320, 640)
	for _, overflow := range b.Overflows() {
		t.Errorf("%s, 320 wide: %s", name, overflow)
	}
	b.Resize(1280, 900)
}

func (g *gallery) auditPages(t *testing.T) {
	b := g.mara.For(t)
	b.Resize(1280, 900)
	g.path(b, "/p/"+g.partner+"/audit")
	g.show(t, "audit log", "GET /p/{partner}/audit", b)
	browser.Eval[bool](b, `document.querySelectorAll("details").forEach((d) => d.open = true), true`)
	g.show(t, "audit log, with details", "", b)
	g.path(b, "/p/"+g.partner+"/audit?until=2001-01-01")
	g.show(t, "audit log, none found", "", b)
}

func (g *gallery) invitationPages(t *testing.T) {
	b := g.nobody.For(t)
	g.path(b, "/invitation?token=made-up")
	g.show(t, "dead invitation", "", b)
	b.Open(g.token(t, longAddress))
	b.WaitFor("heading", "Join Meridian Access")
	g.show(t, "invitation of a newcomer", "GET /invitation", b)
	b.Resize(1280, 900)
	b.Type("Your name", longName)
	b.Type("Password", "short")
	b.Click("I agree to the terms of use.")
	b.Click("Accept invitation")
	b.WaitText("Please check your input")
	g.show(t, "invitation, refused", "", b)

	other := g.mara.For(t)
	other.Resize(1280, 900)
	other.Open(g.token(t, longAddress))
	other.WaitText("This invitation is for somebody else")
	g.show(t, "invitation of somebody else", "", other)

	g.Command(t, "partner", "create", strings.Repeat("Zutrittskontrolle ", 5)+"GmbH", "mara@meridian.example")
	b.Open(g.latest(t, "mara@meridian.example", "Zutrittskontrolle"))
	b.WaitFor("button", "Sign in and accept")
	g.show(t, "invitation of a member", "", b)
	other.Open(g.latest(t, "mara@meridian.example", "Zutrittskontrolle"))
	other.WaitFor("button", "Accept invitation")
	g.show(t, "invitation of whoever is signed in", "", other)
	other.Resize(1280, 900)
	other.Click("I agree to the terms of use.")
	other.Click("Accept invitation")
	other.WaitText("Welcome to Zutrittskontrolle")
	g.show(t, "welcome", "", other)
}

// latest is the link in the latest mail to an address whose subject has a word.
func (g *gallery) latest(t *testing.T, email, word string) string {
	t.Helper()
	b := g.reader.For(t)
	b.Wait("a mail about "+word, func() bool {
		g.path(b, "/mailbox")
		return strings.Contains(b.Text(), word)
	})
	return g.token(t, email)
}

func (g *gallery) placePages(t *testing.T) {
	b := g.mara.For(t)
	g.path(b, "/places")
	b.WaitFor("heading", "Choose where to work")
	g.show(t, "selector", "GET /places", b)
	b.Resize(1280, 900)
	b.Click("Meridian Access Partner portal · Master")
	b.WaitFor("heading", "Admins & Technicians")
}

func (g *gallery) accountPages(t *testing.T) {
	b := g.mara.For(t)
	for _, path := range []string{"/account", "/account/password", "/account/sessions", "/account/delete"} {
		g.path(b, path)
		b.WaitText("Your account")
		g.show(t, path, "GET "+path, b)
	}
}

func (g *gallery) mailboxPages(t *testing.T) {
	b := g.nobody.For(t)
	g.path(b, "/mailbox")
	g.show(t, "mailbox", "", b)
	g.path(b, browser.Eval[string](b, `document.querySelector("table.list tbody a").getAttribute("href")`))
	g.show(t, "message", "GET /mailbox/{message}", b)
}

func (g *gallery) errorPages(t *testing.T) {
	b := browser.New(t)
	signIn(b, g.Program, "otto@meridian.example")
	b.WaitText("The e-mail address or the password is not right.") // he is locked
	if _, err := g.master.UnlockAdmins(t.Context(), slices.Collect(maps.Values(ids(t, g.master, "otto@meridian.example")))); err != nil {
		t.Fatal(err)
	}
	signIn(b, g.Program, "otto@meridian.example")
	b.WaitFor("heading", "Admins & Technicians")
	g.path(b, "/p/"+g.partner+"/audit")
	b.WaitFor("heading", "You are not allowed to do this")
	g.show(t, "not allowed", "", b)
	g.path(b, "/p/nowhere/admins")
	b.WaitFor("heading", "Page not found")
	g.show(t, "not found", "", b)
	g.path(b, "/p/"+g.partner+"/admins?sort=password_hash")
	b.WaitFor("heading", "This request could not be read")
	g.show(t, "unreadable", "", b)
	g.path(b, "/sign-out")
	b.WaitFor("heading", "This address cannot be used that way")
	g.show(t, "wrong method", "", b)
}

// ids returns the ids of addresses.
func ids(t *testing.T, c *client.Client, emails ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for admin, err := range c.Admins(t.Context(), client.AdminFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(emails, admin.Email) {
			found[admin.Email] = admin.ID
		}
	}
	return found
}
