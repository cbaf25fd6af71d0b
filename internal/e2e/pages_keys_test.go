package e2e_test

import (
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// keyPages shows the API keys of the partner.
func (g *gallery) keyPages(t *testing.T) {
	b := g.mara.For(t)
	g.path(b, "/p/"+g.partner+"/settings")
	g.show(t, "settings of a partner", "GET /p/{partner}/settings", b)
	g.keys(t, b, "/p/"+g.partner, "/p/{partner}")
}

// keys goes through the pages of API keys as a Master of the place does: none yet,
// create, copy, rotate, revoke.
func (g *gallery) keys(t *testing.T, b *browser.Browser, place, pattern string) {
	t.Helper()
	path := place + "/settings/api-keys"
	g.path(b, path)
	b.WaitText("No API keys yet")
	g.show(t, "API keys, none yet", "GET "+pattern+"/settings/api-keys", b)
	b.Resize(1280, 900)
	b.Click("Create API Key")
	b.WaitFor("textbox", "Name")
	g.show(t, "create an API key", "GET "+pattern+"/settings/api-keys/create", b)
	b.Resize(1280, 900)
	b.Click("Create API Key")
	b.WaitText("Enter a name.")
	g.show(t, "create an API key without a name", "", b)
	b.Resize(1280, 900)
	b.Type("Name", longName)
	b.Choose("Expires after", "30 days")
	b.Click("Create API Key")
	b.WaitText("Copy the token now")
	g.show(t, "the token of an API key", "", b)
	b.Resize(1280, 900)
	g.useKey(t, b.Value("Token"))
	b.Click("Copy")
	b.Click("Done")
	b.WaitText("ends in")
	g.show(t, "API keys", "", b)
	b.Resize(1280, 900)
	b.Click("Rename: " + longName)
	b.WaitFor("dialog", "Rename")
	g.show(t, "rename an API key", "", b)
	b.Resize(1280, 900)
	b.Click("Cancel")
	b.Click("Rotate: " + longName)
	b.WaitFor("dialog", "Rotate")
	g.show(t, "rotate an API key, asking", "", b)
	b.Resize(1280, 900)
	b.Choose("The older token", "Works for another hour")
	b.Click("Rotate")
	b.WaitText("Copy the token now")
	b.Click("Done")
	b.WaitText("The older token works until")
	g.show(t, "a rotated API key", "", b)
	b.Resize(1280, 900)
	b.Click("Revoke: " + longName)
	b.WaitFor("dialog", "Revoke")
	g.show(t, "revoke an API key, asking", "", b)
	b.Resize(1280, 900)
	b.Click("Revoke")
	b.WaitText("The key is revoked.")
	b.WaitText("No API keys yet")
}

// useKey makes a call with the token that the page showed.
func (g *gallery) useKey(t *testing.T, token string) {
	t.Helper()
	c, err := client.New(g.BaseURL(), client.WithKey(token))
	if err != nil {
		t.Fatal(err)
	}
	key, err := c.OwnAPIKey(t.Context())
	if err != nil || key.Scope != "decisions" || key.State != "active" {
		t.Errorf("the key is %+v, %v", key, err)
	}
}
