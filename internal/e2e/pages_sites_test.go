package e2e_test

import (
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// longSiteName has no place to break but one.
const longSiteName = "Rechenzentrumsbetriebsgesellschaft Donaudampfschifffahrtselektrizitätenhauptwerk"

// partnerSitePages shows the partner's sites: their list, Create Site, every tab of Edit
// Site, its windows, and the deletion.
func (g *gallery) partnerSitePages(t *testing.T) {
	b := g.mara.For(t)
	b.Resize(1280, 900)
	g.path(b, "/p/"+g.partner+"/sites/create")
	b.WaitFor("heading", "Create Site")
	g.show(t, "Create Site", "GET /p/{partner}/sites/create", b)
	b.Resize(1280, 900)
	b.Type("E-mail of the first administrator (optional)", "nobody")
	b.Click("Create Site")
	b.WaitText("Please check your input")
	b.Forgive("422")
	g.show(t, "Create Site, refused", "", b)
	b.Resize(1280, 900)
	b.Type("Name", longSiteName)
	b.Choose("Country", "Portugal")
	b.Type("E-mail of the first administrator (optional)", longKeeper)
	b.Click("Create Site")
	b.WaitText("The site was created.")
	edit := strings.TrimPrefix(b.Address(), g.BaseURL())
	g.show(t, "Edit Site, Details", "GET /p/{partner}/sites/{site}", b)
	g.path(b, "/p/"+g.partner+"/sites")
	b.WaitText(longSiteName)
	g.show(t, "sites", "GET /p/{partner}/sites", b)
	g.path(b, "/p/"+g.partner+"/sites?q=nothing-like-it")
	b.WaitText("No site matches")
	g.show(t, "sites, none found", "", b)
	g.siteAdminPages(t, edit)
	g.siteCrewPages(t, edit)
	g.creditPages(t, edit)
	b.Resize(1280, 900)
	g.path(b, edit)
	b.Click("Delete Site")
	b.WaitFor("dialog", "Delete Site")
	g.show(t, "Delete Site, asking", "", b)
	g.path(b, edit+"/delete")
	g.show(t, "Delete Site as a page", "GET /p/{partner}/sites/{site}/delete", b)
}

func (g *gallery) siteAdminPages(t *testing.T, edit string) {
	b := g.mara.For(t)
	g.path(b, edit+"/admins")
	b.WaitText(longKeeper)
	g.show(t, "Edit Site, Administrators", "GET /p/{partner}/sites/{site}/admins", b)
	b.Resize(1280, 900)
	b.Click("Invite")
	b.WaitFor("dialog", "Invite Site Administrators")
	b.Type("E-mail address", "sam@site.example")
	b.Click("Add")
	g.show(t, "Invite Site Administrators", "", b)
	b.Resize(1280, 900)
	b.Click("OK")
	b.WaitText("get an e-mail about what you do here")
	g.show(t, "Invite Site Administrators, asking", "", b)
	b.Resize(1280, 900)
	b.Click("Send invitation")
	b.WaitText("1 invitation is on its way.")
	b.Click("Close")
	choose(b, longKeeper)
	b.Click("Revoke Invitation")
	b.WaitFor("dialog", "Revoke Invitation")
	g.show(t, "Revoke Invitation of a site, asking", "", b)
	g.path(b, edit+"/admins/invite")
	g.show(t, "Invite Site Administrators as a page", "GET /p/{partner}/sites/{site}/admins/invite", b)
}

func (g *gallery) siteCrewPages(t *testing.T, edit string) {
	b := g.mara.For(t)
	if results, err := g.master.InviteTechnicians(t.Context(), []string{"crew@meridian.example"}); err != nil || results.Count(client.Changed) != 1 {
		t.Fatalf("invite: %+v, %v", results, err)
	}
	g.path(b, edit+"/technicians")
	b.WaitText("Nobody is assigned to this site")
	g.show(t, "Edit Site, Technicians, nobody", "GET /p/{partner}/sites/{site}/technicians", b)
	b.Resize(1280, 900)
	b.Click("Invite to this site")
	b.WaitFor("heading", "Assign Technicians to the Site")
	browser.Eval[bool](b, `[...document.querySelectorAll("[name=id]")].forEach((box) => box.click()), true`)
	g.show(t, "Assign Technicians to the Site", "GET /p/{partner}/sites/{site}/technicians/assign", b)
	b.Resize(1280, 900)
	// What was wrong with the window is forgotten once it is changed, and once the question
	// took the form.
	end := func(value string) string {
		return `(() => { const end = document.getElementById("ends"); end.value = "` + value + `"; end.dispatchEvent(new Event("input", {bubbles: true})); return true })()`
	}
	wrong := `document.querySelectorAll("main .error, main .error-summary, main [aria-invalid]").length`
	for _, mend := range []string{end(""), `document.getElementById("ends").value = "", true`} {
		browser.Eval[bool](b, end("2001-01-01T10:00"))
		b.Click("Preview")
		b.Forgive("422")
		b.WaitText("The end must lie in the future.")
		b.Wait("the page's script", func() bool { return browser.Eval[bool](b, `document.readyState === "complete"`) })
		before := browser.Eval[int](b, wrong)
		browser.Eval[bool](b, mend)
		if after := browser.Eval[int](b, wrong); before == 0 || (after == 0) != strings.Contains(mend, "dispatchEvent") {
			t.Errorf("of %d signs of what was wrong %d are left after the field is changed", before, after)
		}
	}
	b.Click("Preview")
	b.WaitFor("dialog", "Assign to this site?")
	if left := browser.Eval[int](b, wrong); left != 0 {
		t.Errorf("behind the question %d signs of what was wrong are left", left)
	}
	g.show(t, "Assign Technicians to the Site, asking", "", b)
	b.Resize(1280, 900)
	b.Click("Assign 3 people")
	b.WaitText("assigned to the site.")
	g.show(t, "Assign Technicians to the Site, done", "", b)
	b.Resize(1280, 900)
	b.Click("Close")
	g.show(t, "Edit Site, Technicians", "", b)
	b.Resize(1280, 900)
	b.Click("Approve, crew@meridian.example")
	b.WaitText("Approve 1 person for this site?")
	g.show(t, "Approve, asking", "", b)
}

func (g *gallery) creditPages(t *testing.T, edit string) {
	b := g.mara.For(t)
	b.Resize(1280, 900)
	g.path(b, "/p/"+g.partner+"/credits")
	b.WaitText("You have no credits yet.")
	g.show(t, "credits, none", "GET /p/{partner}/credits", b)
	g.Command(t, "credits", "top-up", "Meridian Access", "120000")
	b.Resize(1280, 900)
	g.path(b, edit+"/credits")
	b.Type("Credits", "many")
	b.Click("Allocate")
	b.WaitText("Enter a whole number")
	b.Forgive("422")
	g.show(t, "Edit Site, Credits, refused", "", b)
	b.Resize(1280, 900)
	b.Type("Credits", "12,500")
	b.Click("Allocate")
	b.WaitText("The credits were allocated to the site.")
	g.show(t, "Edit Site, Credits", "GET /p/{partner}/sites/{site}/credits", b)
	g.path(b, "/p/"+g.partner+"/credits")
	b.WaitText("Allocation")
	browser.Eval[bool](b, `document.querySelectorAll("details").forEach((d) => d.open = true), true`)
	g.show(t, "credits", "", b)
	g.path(b, "/p/"+g.partner+"/credits?until=2001-01-01")
	g.show(t, "credits, none found", "", b)
}
