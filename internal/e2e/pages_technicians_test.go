package e2e_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// The people and sites of the technicians' pages.
const (
	tess     = "tess@meridian.example"
	theo     = "theo@meridian.example"
	longSite = "Verwaltungsgebäude-Erweiterungsbau Donaudampfschifffahrtsgesellschaft, Zugang Süd"
)

// technicianPages shows the technicians' list, its windows, Edit Technician,
// assigning, the page that explains access and a technician's own portal.
func (g *gallery) technicianPages(t *testing.T) {
	b := g.mara.For(t)
	b.Resize(1280, 900)
	list := "/p/" + g.partner + "/technicians"
	g.path(b, list)
	b.WaitText("No technicians yet")
	g.show(t, "technicians, none yet", "GET /p/{partner}/technicians", b)
	b.Resize(1280, 900)
	b.Click("Invite")
	b.WaitFor("dialog", "Invite Technicians")
	b.Type("E-mail address", longAddress)
	b.Click("Add")
	g.show(t, "Invite Technicians", "", b)
	b.Resize(1280, 900)
	b.Click("OK")
	b.WaitFor("button", "Confirm")
	g.show(t, "Invite Technicians, asking", "", b)
	b.Resize(1280, 900)
	b.Click("Back")
	b.Click("Cancel")
	g.path(b, list+"/invite")
	g.show(t, "Invite Technicians as a page", "GET /p/{partner}/technicians/invite", b)

	f := g.fieldWork(t)
	g.path(b, list)
	b.WaitText(theo)
	g.show(t, "technicians", "", b)
	for _, action := range []string{"Revoke Invitation", "Lock Account", "Delete"} {
		b.Resize(1280, 900)
		choose(b, tess, theo, longAddress)
		b.Click(action)
		b.WaitFor("dialog", action)
		g.show(t, action+" of technicians, asking", "", b)
	}

	b.Resize(1280, 900)
	g.path(b, list)
	b.Click("4, edit the invited sites of " + tess)
	b.WaitFor("dialog", "Edit Technician")
	g.show(t, "Edit Technician", "", b)
	b.Resize(1280, 900)
	b.Click("Approve: Old Mill")
	b.WaitText("Approve the access of")
	g.show(t, "Approve, asking", "", b)
	g.path(b, list+"/"+f.people[tess])
	g.show(t, "Edit Technician as a page", "GET /p/{partner}/technicians/{person}", b)
	g.staleTechnician(t, f)
	g.explainPages(t, f)
	g.assignPages(t, f)
	g.homePages(t)
}

// fieldWork is a technician with sites in every state.
type fieldWork struct {
	people, sites map[string]string
	// assigned are the assignments of tess, by site.
	assigned map[string]string
}

func (g *gallery) fieldWork(t *testing.T) fieldWork {
	t.Helper()
	f := fieldWork{people: map[string]string{}, sites: map[string]string{}, assigned: map[string]string{}}
	for email, name := range map[string]string{tess: longName, theo: ""} {
		f.people[email] = g.technician(t, email, name)
	}
	failed := g.technician(t, longAddress, "")
	g.Look().Exec(t, "UPDATE outbox SET state = 'failed', error = $1 WHERE email = $2", "550 5.1.1 No such mailbox", longAddress)
	for _, name := range []string{"Harbour Tower", "Old Mill", "Third Yard", longSite, "Quiet Courtyard"} {
		site, err := g.master.CreateSite(t.Context(), client.NewSite{Name: name, Country: "DE", TimeZone: "Europe/Berlin"})
		if err != nil {
			t.Fatal(err)
		}
		f.sites[name] = site.ID
	}
	ends := client.Window{EndsAt: time.Now().Add(72 * time.Hour)}
	for site, window := range map[string]client.Window{"Harbour Tower": {}, "Old Mill": {}, "Third Yard": {}, longSite: ends} {
		results, err := g.master.Assign(t.Context(), []string{f.people[tess]}, []string{f.sites[site]}, client.DevicesOnly, window)
		if err != nil || results[0].Outcome != client.Changed {
			t.Fatalf("assign: %+v, %v", results, err)
		}
		f.assigned[site] = results[0].ID
	}
	g.atSites(t, f)
	if _, err := g.master.Assign(t.Context(), []string{failed}, []string{f.sites["Old Mill"]}, client.FullIncludingUsers, client.Window{}); err != nil {
		t.Fatal(err)
	}
	return f
}

// atSites opens the first site, and lets the second be locked by both sides.
func (g *gallery) atSites(t *testing.T, f fieldWork) {
	t.Helper()
	on, off := true, false
	for site, changes := range map[string][]client.AssignmentChange{
		"Harbour Tower": {{SiteLocked: &off}},
		"Third Yard":    {{SiteLocked: &off}, {SiteLocked: &on}},
		longSite:        {{SiteLocked: &off}, {PartnerLocked: &on}},
	} {
		for _, change := range changes {
			if _, err := g.master.ChangeAssignment(t.Context(), f.sites[site], f.assigned[site], change, client.Reason("The badge was lost on the way")); err != nil {
				t.Fatalf("%s: %v", site, err)
			}
		}
	}
}

// technician invites a technician, who accepts if there is a name.
func (g *gallery) technician(t *testing.T, email, name string) string {
	t.Helper()
	results, err := g.master.InviteTechnicians(t.Context(), []string{email})
	if err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("invite %s: %+v, %v", email, results, err)
	}
	if name != "" {
		_, token, _ := strings.Cut(g.token(t, email), "token=")
		if _, err := g.Client(t).AcceptInvitation(t.Context(), client.Acceptance{
			Token: token, Name: name, Password: gatehousetest.Password, Terms: "https://terms.example/",
		}); err != nil {
			t.Fatal(err)
		}
	}
	return results.Rows[0].ID
}

// staleTechnician saves the window after somebody else was faster.
func (g *gallery) staleTechnician(t *testing.T, f fieldWork) {
	b := g.mara.For(t)
	b.Resize(1280, 900)
	g.path(b, "/p/"+g.partner+"/technicians/"+f.people[tess])
	b.Click("Lock Account at Harbour Tower")
	on := true
	if _, err := g.master.ChangeAssignment(t.Context(), f.sites["Old Mill"], f.assigned["Old Mill"], client.AssignmentChange{PartnerLocked: &on}); err != nil {
		t.Fatal(err)
	}
	b.Click("Save")
	b.WaitText("Nothing was saved.")
	b.Forgive("412")
	g.show(t, "Edit Technician, stale", "", b)
}

func (g *gallery) explainPages(t *testing.T, f fieldWork) {
	b := g.mara.For(t)
	for site, name := range map[string]string{"Harbour Tower": "open", "Old Mill": "closed"} {
		g.path(b, "/p/"+g.partner+"/explain?person="+f.people[tess]+"&site="+f.sites[site])
		b.WaitFor("heading", "Access explained")
		g.show(t, "access explained, "+name, "GET /p/{partner}/explain", b)
	}
}

func (g *gallery) assignPages(t *testing.T, f fieldWork) {
	b := g.mara.For(t)
	g.path(b, "/p/"+g.partner+"/technicians/assign?person="+f.people[tess])
	b.WaitFor("heading", "Assign to sites")
	g.show(t, "Assign to sites, one person", "GET /p/{partner}/technicians/assign", b)
	b.Resize(1280, 900)
	g.path(b, "/p/"+g.partner+"/technicians")
	choose(b, tess, theo, longAddress)
	b.Click("Assign to sites")
	b.WaitText("Permission level for all")
	b.Click("Preview")
	b.WaitText("Choose at least one site.")
	b.Forgive("422")
	g.show(t, "Assign to sites, refused", "", b)
	b.Resize(1280, 900)
	b.Click("Choose everything that the search finds")
	b.WaitText("5 sites chosen")
	b.Choose("Permission level of "+theo, "Full Including Users")
	g.show(t, "Assign to sites", "", b)
	b.Resize(1280, 900)
	b.Click("Preview")
	b.WaitText("assignments will be made.")
	g.show(t, "Assign to sites, preview", "", b)
	b.Resize(1280, 900)
	b.Click("Make 10 assignments")
	b.WaitText("assignments were made.")
	g.show(t, "Assign to sites, result", "", b)
}

// homePages shows a technician's own portal.
func (g *gallery) homePages(t *testing.T) {
	b := browser.New(t)
	signIn(b, g.Program, tess)
	b.Wait("to be signed in", func() bool { return !strings.HasSuffix(b.Address(), "/sign-in") })
	g.path(b, "/p/"+g.partner+"/")
	b.WaitFor("heading", "Your sites")
	g.show(t, "a technician's portal", "GET /p/{partner}/{$}", b)
}
