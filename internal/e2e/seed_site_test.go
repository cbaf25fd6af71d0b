package e2e_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// siteStory has three browsers side by side: the partner's Master, a technician, and
// the site's first administrator.
type siteStory struct {
	*story
	master     *client.Client
	tess, sam  *browser.Browser
	site, path string
	person     string
	assignment string
}

// TestSeedSite walks through what the document on technicians says about one site: who
// may do what there, right now.
func TestSeedSite(t *testing.T) {
	s := &siteStory{story: tell(t, gatehousetest.SQLite), tess: browser.New(t), sam: browser.New(t)}
	t.Run("A site with its first administrator", s.create)
	t.Run("Assigned, and approved by the mail's link", s.approve)
	t.Run("The menus of the level", s.menus)
	t.Run("Immediate revocation", s.revoke)
	t.Run("Technician Access off", s.accessOff)
}

func (s *siteStory) create(t *testing.T) {
	s.step(t, "the partner creates it and names its first administrator", func(t *testing.T, mara *browser.Browser) {
		setUp(t, s.Program, mara)
		s.master = s.Client(t)
		if _, err := s.master.SignIn(t.Context(), "mara@meridian.example", gatehousetest.Password); err != nil {
			t.Fatal(err)
		}
		site, err := s.master.CreateSite(t.Context(), client.NewSite{Name: "Harbour Tower", Country: "DE", TimeZone: "Europe/Berlin", FirstAdministrator: sam})
		if err != nil {
			t.Fatal(err)
		}
		s.site, s.path = site.ID, s.BaseURL()+"/s/"+site.ID
		s.receive(t, sam)
	})
	s.step(t, "who accepts and stands at the site", func(t *testing.T, _ *browser.Browser) {
		b := s.sam.For(t)
		b.Open(s.links[sam])
		b.WaitFor("heading", "Join Harbour Tower")
		b.Type("Your name", "Sam Siteowner")
		b.Type("Password", gatehousetest.Password)
		b.Click("Accept invitation")
		b.WaitFor("heading", "Dashboard")
		wantMenus(t, b, "Dashboard", "Device Management", "User Management", "Audit Logs", "Admins & Technicians", "Site", "API Keys")
	})
}

func (s *siteStory) approve(t *testing.T) {
	s.step(t, "a technician accepts and is assigned", func(t *testing.T, _ *browser.Browser) {
		results, err := s.master.InviteTechnicians(t.Context(), []string{tess})
		if err != nil {
			t.Fatal(err)
		}
		s.person = results.Rows[0].ID
		s.receive(t, tess)
		accept(s.tess.For(t), s.links[tess], "Tess Technician", "English")
		pairs, err := s.master.Assign(t.Context(), []string{s.person}, []string{s.site}, client.FullExcludingUsers, client.Window{})
		if err != nil || pairs[0].Outcome != client.Changed {
			t.Fatalf("assign: %+v, %v", pairs, err)
		}
		s.assignment = pairs[0].ID
	})
	s.step(t, "the mail's link leads to the very row; Approve, once more, Close", func(t *testing.T, _ *browser.Browser) {
		b := s.sam.For(t)
		link := ""
		b.Wait("the mail that asks for approval", func() bool {
			for _, mail := range s.SMTP.Received() {
				for _, l := range mail.Links() {
					if strings.Contains(l, "/technicians?row=") {
						link = l
					}
				}
			}
			return link != ""
		})
		b.Open(link)
		b.WaitText("Waiting for approval")
		if got := browser.Eval[string](b, `document.activeElement.id`); got != "linked" {
			t.Errorf("the keyboard begins at %q", got)
		}
		b.Click("Approve, " + tess)
		b.WaitFor("dialog", "Approve")
		b.Click("Approve")
		b.WaitText("1 technician was approved.")
		b.Click("Close")
		b.WaitText("May enter")
	})
}

func (s *siteStory) menus(t *testing.T) {
	s.step(t, "the technician enters and sees the menus of the level", func(t *testing.T, _ *browser.Browser) {
		b := s.tess.For(t)
		b.Open(s.path + "/dashboard")
		b.WaitFor("heading", "Dashboard")
		wantMenus(t, b, "Dashboard", "Device Management", "Audit Logs", "Admins & Technicians", "Site")
		b.Open(s.path + "/settings")
		b.WaitText("You can look at this, but not change it.")
		b.Open(s.path + "/users")
		b.Forgive("403")
		b.WaitFor("heading", "You are not allowed to do this")
		b.Open(s.path + "/dashboard")
	})
	s.step(t, "the site changes the level; the open page says so", func(t *testing.T, _ *browser.Browser) {
		b, tess := s.sam.For(t), s.tess.For(t)
		b.Click("Full Excluding Users, change the level of " + "tess@meridian.example")
		b.WaitFor("dialog", "Change Level")
		b.Click("Devices Only Dashboard and Device Management.")
		b.WaitText("Change the permission level to Devices Only?")
		b.Click("Change level")
		b.WaitText("1 permission level was changed.")
		b.Click("Close")
		tess.WaitText("What you may do here has changed.")
		tess.Click("Reload")
		tess.Wait("the menus of the new level", func() bool { return len(menus(tess)) == 2 })
		wantMenus(t, tess, "Dashboard", "Device Management")
	})
}

func (s *siteStory) revoke(t *testing.T) {
	s.step(t, "the site locks: the open page says so within a second and takes no more", func(t *testing.T, _ *browser.Browser) {
		b, tess := s.sam.For(t), s.tess.For(t)
		tess.Open(s.path + "/devices/add")
		tess.WaitFor("heading", "Add Device")
		second := tess.Tab()
		second.Open(s.path + "/devices")
		second.WaitFor("heading", "Device Management")
		tess.Wait("the stream", func() bool { return browser.Eval[bool](tess, `document.querySelector("[data-closing]") !== null`) })
		locked := true
		site := s.Client(t)
		if _, err := site.SignIn(t.Context(), sam, gatehousetest.Password); err != nil {
			t.Fatal(err)
		}
		if _, err := site.ChangeAssignment(t.Context(), s.site, s.assignment, client.AssignmentChange{SiteLocked: &locked}); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		tess.WaitText("You no longer have access here.")
		if took := time.Since(begun); took > time.Second {
			t.Errorf("it took %s", took)
		}
		second.WaitText("You no longer have access here.")
		if tess.Enabled("Save") {
			t.Error("the form can still be sent")
		}
		if n := browser.Eval[int](second, `performance.getEntriesByName(location.origin + "/events").length`); n != 0 {
			t.Errorf("the second tab opened %d streams of its own", n)
		}
		tess.Open(s.path + "/devices")
		tess.Forgive("404")
		tess.WaitFor("heading", "Page not found")
		b.Reload()
		b.WaitText("May not enter")
	})
	s.step(t, "the partner cannot unlock it", func(t *testing.T, _ *browser.Browser) {
		unlocked := false
		_, err := s.master.ChangeAssignment(t.Context(), s.site, s.assignment, client.AssignmentChange{PartnerLocked: &unlocked})
		if problem, ok := errors.AsType[*client.Problem](err); !ok || problem.Status != http.StatusConflict || problem.Code != "locked_by_site" {
			t.Errorf("the partner unlocks: %v", err)
		}
	})
	s.step(t, "the site unlocks, and can lock all in one click", func(t *testing.T, _ *browser.Browser) {
		b := s.sam.For(t)
		b.Click("Locked, lock of " + tess)
		b.WaitFor("dialog", "Unlock")
		b.Click("Unlock")
		b.WaitText("1 technician was unlocked.")
		b.Click("Close")
		b.Click("Who may enter now")
		b.WaitText("2 people may enter now")
		b.Click("Lock all")
		b.WaitFor("dialog", "Lock all")
		b.Click("Lock all")
		b.WaitText("1 technician was locked.")
		b.Click("Close")
		b.WaitText("1 technician is kept out")
	})
}

func (s *siteStory) accessOff(t *testing.T) {
	s.step(t, "Technician Access off: the menu shows administrators only, and says why", func(t *testing.T, _ *browser.Browser) {
		b := s.sam.For(t)
		b.Open(s.path + "/settings")
		browser.Eval[bool](b, `document.getElementById("access-off").click() ?? true`)
		b.Click("Save")
		b.WaitText("1 assigned technician may not enter any more")
		b.Click("Save settings")
		b.WaitText("Technician Access is off.")
		wantMenus(t, b, "Dashboard", "Device Management", "User Management", "Audit Logs", "Admins", "Site", "API Keys")
		b.Click("Admins")
		b.WaitText("no technician may enter this site")
	})
}

// menus are the entries of the sidebar.
func menus(b *browser.Browser) []string {
	return browser.Eval[[]string](b, `[...document.querySelectorAll("#sidebar li a")].map((a) => a.innerText.trim())`)
}

func wantMenus(t *testing.T, b *browser.Browser, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, menus(b)); diff != "" {
		t.Errorf("the menus (-want +got):\n%s", diff)
	}
}
