package e2e_test

import (
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// keeper is the first administrator of the gallery's site.
const keeper = "keeper@harbour.example"

// sitePages shows the pages of a site, empty and with something in them, as its Master
// and as a technician.
func (g *gallery) sitePages(t *testing.T) {
	site, err := g.master.CreateSite(t.Context(), client.NewSite{Name: longSite + " II", Country: "DE", TimeZone: "Europe/Berlin", FirstAdministrator: keeper})
	if err != nil {
		t.Fatal(err)
	}
	b := browser.New(t)
	b.Open(g.token(t, keeper))
	b.WaitText("Join ")
	g.show(t, "invitation to a site", "", b)
	b.Type("Your name", longName)
	b.Type("Password", gatehousetest.Password)
	b.Click("I agree to the terms of use.")
	b.Click("Accept invitation")
	b.WaitFor("heading", "Dashboard")
	path := "/s/" + site.ID
	g.scenes(t, b, path, map[string]string{
		"/devices": "devices, none yet", "/users": "users, none yet", "/technicians": "technicians of a site, none yet",
		"/admins": "administrators of a site, only oneself",
	})
	g.furnish(t, site.ID)
	for page, name := range map[string]string{
		"/dashboard": "dashboard", "/devices": "devices", "/devices/add": "add device", "/users": "users", "/users/add": "add user",
		"/audit": "audit logs of a site", "/admins": "administrators of a site", "/admins/invite": "invite administrators of a site",
		"/technicians": "technicians of a site", "/entry": "who may enter now", "/settings": "settings of a site",
	} {
		g.path(b, path+page)
		g.show(t, name, "GET /s/{site}"+page, b)
	}
	g.path(b, path+"/technicians")
	g.path(b, browser.Eval[string](b, `document.querySelector('a[href*="/explain?"]').getAttribute("href")`))
	b.WaitFor("heading", "Access explained")
	g.show(t, "access explained at a site", "GET /s/{site}/explain", b)
	for _, register := range []string{"devices", "users"} {
		g.path(b, path+"/"+register)
		b.Click(map[string]string{"devices": "Main door", "users": longName}[register])
		b.WaitFor("button", "Delete")
		g.show(t, "an entry of "+register, "GET /s/{site}/"+register+"/{entry}", b)
	}
	b.Resize(1280, 900)
	b.Click("Delete")
	b.WaitText("Delete this user?")
	g.show(t, "deleting an entry, asking", "", b)
	for _, action := range []string{"Approve", "Change Level", "Time Window", "Remove"} {
		b.Resize(1280, 900)
		g.path(b, path+"/technicians")
		choose(b, tess)
		b.Click(action)
		b.WaitFor("dialog", action)
		g.show(t, action+" at a site, asking", "", b)
	}
	b.Resize(1280, 900)
	g.path(b, path+"/settings")
	browser.Eval[bool](b, `document.getElementById("approval-automatic").click() ?? true`)
	b.Click("Save")
	b.WaitText("New assignments will be active at once.")
	g.show(t, "settings of a site, asking", "", b)
	b.Resize(1280, 900)
	g.keys(t, b, path, "/s/{site}")
}

// scenes shows pages as they stand.
func (g *gallery) scenes(t *testing.T, b *browser.Browser, path string, pages map[string]string) {
	t.Helper()
	for page, name := range pages {
		g.path(b, path+page)
		g.show(t, name, "", b)
	}
}

// furnish fills the site: devices, users, and technicians who wait.
func (g *gallery) furnish(t *testing.T, site string) {
	t.Helper()
	c := g.Client(t)
	if _, err := c.SignIn(t.Context(), keeper, gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	for i, status := range []string{"online", "offline", "disabled"} {
		device := client.NewDevice{Name: []string{"Main door", longSite, "Gate"}[i], Serial: strings.Repeat("SN-0099-", i+1), Model: "BioReader X2", Place: "Lobby", Status: status}
		if _, err := c.CreateDevice(t.Context(), site, device); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.CreateSiteUser(t.Context(), site, client.NewSiteUser{Name: longName, Email: longAddress, Phone: "+49 30 1234567", Card: "0042-1189"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.SiteAdmins(site).Invite(t.Context(), []client.Invitation{{Email: longKeeper, Role: "operator"}}); err != nil {
		t.Fatal(err)
	}
	// The technicians of the group before, or one of its own when it runs alone.
	if _, err := g.master.InviteTechnicians(t.Context(), []string{tess}); err != nil {
		t.Fatal(err)
	}
	people := []string{}
	for row, err := range g.master.Technicians(t.Context(), client.TechnicianFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		people = append(people, row.ID)
	}
	if _, err := g.master.Assign(t.Context(), people, []string{site}, client.FullIncludingUsers, client.Window{}); err != nil {
		t.Fatal(err)
	}
}
