package e2e_test

import (
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// hostileAtSite looks at the pages of a site whose every name is hostile: its own, its
// administrator's, its technician's, its devices' and its users'.
func (g *gallery) hostileAtSite(t *testing.T, site string) {
	t.Helper()
	device, user := g.hostileRegisters(t, site)
	b := browser.New(t)
	signIn(b, g.Program, keeper)
	b.WaitFor("heading", "Dashboard")
	for path, shown := range map[string]string{
		"/dashboard": hostile[3], "/devices": hostile[2], "/devices?q=%3Cscript%3Epwned%3D1": "", "/devices/" + device: hostile[1], "/devices/add": hostile[1],
		"/users": hostile[3], "/users/" + user: hostile[1], "/audit": hostile[1], "/admins": hostile[0], "/admins/invite": hostile[1],
		"/technicians": hostile[1], "/technicians?q=%3Cscript%3Epwned%3D1": "", "/entry": hostile[0], "/settings": hostile[1],
	} {
		g.path(b, "/s/"+site+path)
		g.inert(t, b, path)
		if !strings.Contains(b.Text(), shown) {
			t.Errorf("%s does not show %s", path, shown)
		}
	}
	g.path(b, "/s/"+site+"/technicians")
	choose(b, "h1@meridian.example")
	b.Click("Approve")
	b.WaitFor("dialog", "Approve")
	g.inert(t, b, "the question before approving")
	g.path(b, "/s/"+site+"/users/"+user)
	b.Click("Delete")
	b.WaitText("Delete this user?")
	g.inert(t, b, "the question before deleting a user")
}

// hostileRegisters makes the site's administrator and what is registered there.
func (g *gallery) hostileRegisters(t *testing.T, site string) (device, user string) {
	t.Helper()
	_, token, _ := strings.Cut(g.token(t, keeper), "token=")
	c := g.Client(t)
	if _, err := c.AcceptInvitation(t.Context(), client.Acceptance{
		Token: token, Name: hostile[0], Password: gatehousetest.Password, Terms: "https://terms.example/",
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(t.Context(), keeper, gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	d, err := c.CreateDevice(t.Context(), site, client.NewDevice{Name: hostile[2], Serial: hostile[1], Model: hostile[4], Place: hostile[0], Status: "online"})
	if err != nil {
		t.Fatal(err)
	}
	u, err := c.CreateSiteUser(t.Context(), site, client.NewSiteUser{Name: hostile[3], Phone: hostile[1], Card: hostile[5]})
	if err != nil {
		t.Fatal(err)
	}
	return d.ID, u.ID
}
