package e2e_test

import (
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// story is a walk through the program, step by step, in the browser of a Master.
type story struct {
	*gatehousetest.Program
	mara *browser.Browser
	// visitor is the browser of nobody in particular.
	visitor *browser.Browser
	// links are the latest links that came by mail, by address.
	links map[string]string
	// over is true once a step has failed.
	over bool
}

// tell starts the program for a story.
func tell(t *testing.T, engine gatehousetest.Engine) *story {
	t.Helper()
	return &story{
		Program: gatehousetest.StartProgram(t, engine),
		mara:    browser.New(t),
		visitor: browser.New(t),
		links:   map[string]string{},
	}
}

// step is one sentence of the story. The rest makes no sense when it fails.
func (s *story) step(t *testing.T, sentence string, do func(*testing.T, *browser.Browser)) {
	t.Helper()
	if s.over || !t.Run(sentence, func(t *testing.T) { do(t, s.mara.For(t)) }) {
		s.over = true
		t.FailNow()
	}
}

// setUp opens the set-up link in a browser and fills the form in.
func setUp(t *testing.T, p *gatehousetest.Program, b *browser.Browser) {
	t.Helper()
	b.Open(p.SetupLink(t))
	b.Type("Partner name", "Meridian Access")
	b.Type("Your name", "Mara Master")
	b.Type("Your e-mail address", "mara@meridian.example")
	b.Type("Password", gatehousetest.Password)
	b.Click("Create partner and sign in")
	b.WaitFor("heading", "Admins & Technicians")
	b.Click("Close")
}

// signIn signs somebody in who is not.
func signIn(b *browser.Browser, p *gatehousetest.Program, email string) {
	b.Open(p.BaseURL())
	b.WaitFor("heading", "Sign in")
	b.Type("E-mail address", email)
	b.Type("Password", gatehousetest.Password)
	b.Click("Sign in")
}

// receive waits for the next mail to an address and keeps its link.
func (s *story) receive(t *testing.T, email string) gatehousetest.Mail {
	t.Helper()
	m := s.SMTP.WaitFor(t, email)
	for _, link := range m.Links() {
		if strings.HasPrefix(link, s.BaseURL()+"/invitation?token=") {
			s.links[email] = link
			return m
		}
	}
	t.Fatalf("no link in the mail to %s:\n%s", email, m.Text)
	return m
}

// visit opens a link as somebody of whom nothing is known.
func (s *story) visit(t *testing.T, link string) *browser.Browser {
	b := s.visitor.For(t)
	b.Forget()
	b.Open(link)
	return b
}

// opens asserts that a link leads to an invitation that can be accepted.
func (s *story) opens(t *testing.T, link string) {
	t.Helper()
	b := s.visit(t, link)
	b.WaitFor("heading", "Join Meridian Access")
	b.WaitFor("button", "Accept invitation")
	if u, err := url.Parse(b.Address()); err != nil || u.RawQuery != "" {
		t.Errorf("the link's token stays in the address %s", b.Address())
	}
}

// dead asserts that a link leads to the page of dead links, and nobody can sign up
// by it.
func (s *story) dead(t *testing.T, link string) {
	t.Helper()
	b := s.visit(t, link)
	b.WaitFor("heading", "This link can no longer be used")
	if b.Status() != 410 || b.Has("Accept invitation") || b.Has("Your name") {
		t.Errorf("a dead link is answered with %d:\n%s", b.Status(), b.Text())
	}
}

// accept follows a link as a newcomer and fills the form in.
func accept(b *browser.Browser, link, name, language string) {
	b.Open(link)
	b.WaitFor("heading", "Join Meridian Access")
	b.Type("Your name", name)
	b.Type("Password", gatehousetest.Password)
	b.Choose("Language", language)
	b.Click("Accept invitation")
}

// row is a row of a list, by the names of the columns.
type row map[string]string

// rows returns the list on the page, by address.
func rows(b *browser.Browser) map[string]row {
	list := map[string]row{}
	for _, r := range browser.Eval[[]row](b, `(() => {
		const heads = [...document.querySelectorAll("table.list thead th")].map((th) => th.innerText.trim());
		return [...document.querySelectorAll("table.list tbody tr")].map((tr) =>
			Object.fromEntries([...tr.cells].map((td, i) => [heads[i], td.innerText.trim().replace(/\s+/g, " ")])));
	})()`) {
		list[r["E-mail"]] = r
	}
	return list
}

// wantStatus asserts what the list says about addresses.
func wantStatus(t *testing.T, b *browser.Browser, want map[string]string) {
	t.Helper()
	list := rows(b)
	for email, status := range want {
		if got := list[email]["Invitation Status"]; !strings.HasPrefix(got, status) {
			t.Errorf("the list says %q of %s, want %s", got, email, status)
		}
	}
}

// choose checks the boxes of addresses in the list, and none other.
func choose(b *browser.Browser, emails ...string) {
	b.Reload()
	for _, email := range emails {
		b.Click("Select " + email)
	}
}
