package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// The people of the story about technicians, besides tess and theo.
const (
	tara = "tara@meridian.example"
	tomi = "tomi@meridian.example"
	sam  = "sam@harbour.example"
)

// fieldStory is the story of the second document, with what only the API sees.
type fieldStory struct {
	*story
	master, keeper *client.Client
	harbour, mill  string
	// atHarbour is the assignment of tess there.
	atHarbour string
}

// TestSeedTechnicians walks through the document on technicians (seed 002) from the
// partner's side, heading by heading.
func TestSeedTechnicians(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		s := &fieldStory{story: tell(t, engine)}
		t.Run("Invite technicians", s.inviteTechnicians)
		t.Run("Invitation status", s.technicianStatus)
		t.Run("Invitation revoked", s.revokeTechnicians)
		t.Run("Resend invitation link", s.resendTechnicians)
		t.Run("Lock or unlock technician accounts", s.lockTechnicians)
		t.Run("Edit site access", s.editSiteAccess)
		t.Run("Delete technician accounts", s.deleteTechnicians)
	})
}

func (s *fieldStory) inviteTechnicians(t *testing.T) {
	s.step(t, "sign in, Admins & Technicians, the tab Technicians", func(t *testing.T, mara *browser.Browser) {
		setUp(t, s.Program, mara)
		mara.Click("Admins & Technicians")
		mara.Click("Technicians")
		mara.WaitText("No technicians yet")
	})
	s.step(t, "Invite stands at the top right and opens Invite Technicians, without a type", func(t *testing.T, mara *browser.Browser) {
		if left, top, right := mara.Place("Invite"); left < 900 || right > 1280 || top > 200 {
			t.Errorf("it stands at %v to %v, %v from the top", left, right, top)
		}
		mara.Click("Invite")
		mara.WaitFor("dialog", "Invite Technicians")
		if mara.Has("Admin Type") {
			t.Error("the window asks for a type")
		}
	})
	s.step(t, "Add becomes active with an address; people appear below and can be taken out", func(t *testing.T, mara *browser.Browser) {
		for _, typed := range []string{"", "tess", "tess@meridian"} {
			mara.Type("E-mail address", typed)
			if mara.Enabled("Add") {
				t.Errorf("Add is active with %q", typed)
			}
		}
		for _, email := range []string{tess, theo, tara, tomi, "wrong@meridian.example"} {
			mara.Type("E-mail address", email)
			mara.Click("Add")
			mara.WaitFor("button", "Remove "+email)
		}
		mara.Click("Remove wrong@meridian.example")
		mara.WaitText("4 people added")
	})
	s.step(t, "OK asks and says that no site comes with it; Confirm invites; Close", func(t *testing.T, mara *browser.Browser) {
		mara.Click("OK")
		mara.WaitText("4 people get an invitation by e-mail:")
		mara.WaitText("An invitation gives no access to sites; assign technicians to each site separately.")
		if n := len(s.SMTP.Received()); n != 0 {
			t.Errorf("%d mails went out before Confirm", n)
		}
		mara.Click("Confirm")
		mara.WaitText("4 invitations are on their way.")
		mara.Click("Close")
	})
}

func (s *fieldStory) technicianStatus(t *testing.T) {
	s.step(t, "Pending until they accept", func(t *testing.T, mara *browser.Browser) {
		wantStatus(t, mara, map[string]string{tess: "Pending", theo: "Pending", tara: "Pending", tomi: "Pending"})
		for _, email := range []string{tess, theo, tara, tomi} {
			s.receive(t, email)
		}
	})
	s.step(t, "accepting leads to Accepted and to a portal with the own account only", func(t *testing.T, mara *browser.Browser) {
		b := s.visit(t, s.links[tess])
		accept(b, s.links[tess], "Tess Technician", "English")
		b.WaitFor("heading", "Your sites")
		want := []string{"Language", "Password", "Delete account", "Sign out"}
		if diff := cmp.Diff(want, browser.Eval[[]string](b, `[...document.querySelectorAll("main .links .menu-item")].map((e) => e.innerText.trim())`)); diff != "" {
			t.Errorf("the portal offers (-want +got):\n%s", diff)
		}
		if b.Has("Admins & Technicians") || b.Has("Audit Log") {
			t.Error("a technician is offered a menu")
		}
		for _, link := range []string{"Password", "Delete account", "Language"} {
			b.Click(link)
			b.WaitFor("heading", "Your account")
			b.Open(s.BaseURL())
			b.WaitFor("heading", "Your sites")
		}
		mara.Reload()
		wantStatus(t, mara, map[string]string{tess: "Accepted", theo: "Pending"})
	})
	s.step(t, "after 7 days Expired", func(t *testing.T, mara *browser.Browser) {
		s.Age(t, tomi, 7*24*time.Hour-time.Minute)
		mara.Reload()
		wantStatus(t, mara, map[string]string{tomi: "Pending"})
		s.Age(t, tomi, time.Minute)
		mara.Reload()
		wantStatus(t, mara, map[string]string{tomi: "Expired"})
		s.dead(t, s.links[tomi])
	})
}

func (s *fieldStory) revokeTechnicians(t *testing.T) {
	s.step(t, "only Pending can be revoked; the button stands at the top left", func(t *testing.T, mara *browser.Browser) {
		if left, _, _ := mara.Place("Revoke Invitation"); left > 500 {
			t.Errorf("it stands at %v", left)
		}
		for email, want := range map[string]bool{theo: true, tess: false, tomi: false} {
			choose(mara, email)
			if got := mara.Enabled("Revoke Invitation"); got != want {
				t.Errorf("with %s chosen it is enabled: %v", email, got)
			}
		}
	})
	s.step(t, "Yes, message, Close; Revoked, and the link is dead", func(t *testing.T, mara *browser.Browser) {
		choose(mara, theo, tara)
		mara.Click("Revoke Invitation")
		mara.WaitText("Revoke 2 invitations?")
		mara.WaitText("taken out of any sites that they are assigned to")
		mara.Click("Yes")
		mara.WaitText("2 invitations were revoked.")
		mara.Click("Close")
		wantStatus(t, mara, map[string]string{theo: "Revoked", tara: "Revoked"})
		s.dead(t, s.links[theo])
	})
}

func (s *fieldStory) resendTechnicians(t *testing.T) {
	s.step(t, "Pending, Expired or Revoked: Yes, message, Close; then Pending", func(t *testing.T, mara *browser.Browser) {
		choose(mara, tess)
		if mara.Enabled("Resend Invitation") {
			t.Error("an accepted invitation can be sent again")
		}
		choose(mara, theo, tara, tomi)
		mara.Click("Resend Invitation")
		mara.WaitText("Send 3 invitations again?")
		mara.Click("Yes")
		mara.WaitText("3 invitations were sent again.")
		mara.Click("Close")
		wantStatus(t, mara, map[string]string{theo: "Pending", tara: "Pending", tomi: "Pending"})
		for _, email := range []string{theo, tara} {
			s.receive(t, email)
			accept(s.visit(t, s.links[email]), s.links[email], "Technician", "English")
			s.visitor.For(t).WaitFor("heading", "Your sites")
		}
		mara.Reload()
		wantStatus(t, mara, map[string]string{theo: "Accepted", tara: "Accepted", tomi: "Pending"})
	})
}

func (s *fieldStory) lockTechnicians(t *testing.T) {
	s.step(t, "unlocked by default; – for who has not accepted", func(t *testing.T, mara *browser.Browser) {
		wantLock(t, mara, theo, "Unlocked")
		if got := rows(mara)[tomi]["Lock Account"]; !strings.HasPrefix(got, "–") {
			t.Errorf("a pending row says %q", got)
		}
	})
	s.step(t, "one: toggle, Yes, message, Close", func(t *testing.T, mara *browser.Browser) {
		for _, turn := range []struct{ before, after, message string }{
			{"Unlocked", "Locked", "1 account was locked."}, {"Locked", "Unlocked", "1 account was unlocked."},
		} {
			mara.Click(turn.before + ", Lock Account of " + theo)
			mara.Click("Yes")
			mara.WaitText(turn.message)
			mara.Click("Close")
			wantLock(t, mara, theo, turn.after)
		}
	})
	s.step(t, "many: Lock Account, Yes, message, Close; they cannot sign in; Unlock Account", func(t *testing.T, mara *browser.Browser) {
		choose(mara, theo, tara)
		mara.Click("Lock Account")
		mara.WaitText("Lock 2 accounts?")
		mara.Click("Yes")
		mara.WaitText("2 accounts were locked.")
		mara.Click("Close")
		b := s.visitor.For(t)
		b.Forget()
		signIn(b, s.Program, theo)
		b.Forgive("401")
		b.WaitText("The e-mail address or the password is not right.")
		choose(mara, theo, tara)
		mara.Click("Unlock Account")
		mara.Click("Yes")
		mara.WaitText("2 accounts were unlocked.")
		mara.Click("Close")
		wantLock(t, mara, theo, "Unlocked")
		signIn(b, s.Program, theo)
		b.WaitFor("heading", "Your sites")
	})
}

// sites makes two sites, one with an administrator of its own, and assigns tess to
// both through the pages.
func (s *fieldStory) sites(t *testing.T) {
	t.Helper()
	s.master = s.Client(t)
	if _, err := s.master.SignIn(t.Context(), "mara@meridian.example", gatehousetest.Password); err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]*string{"Harbour Tower": &s.harbour, "Old Mill": &s.mill} {
		site, err := s.master.CreateSite(t.Context(), client.NewSite{Name: name, Country: "DE", TimeZone: "Europe/Berlin", TechnicianApproval: "automatic"})
		if err != nil {
			t.Fatal(err)
		}
		*id = site.ID
	}
	if _, err := s.master.SiteAdmins(s.harbour).Invite(t.Context(), []client.Invitation{{Email: sam, Role: "master"}}); err != nil {
		t.Fatal(err)
	}
	s.receive(t, sam)
	_, token, _ := strings.Cut(s.links[sam], "token=")
	keeper := s.Client(t)
	if _, err := keeper.AcceptInvitation(t.Context(), client.Acceptance{Token: token, Name: "Sam of the site", Password: gatehousetest.Password}); err != nil {
		t.Fatal(err)
	}
	s.keeper = keeper.AtSite(s.harbour)
}

func (s *fieldStory) editSiteAccess(t *testing.T) {
	s.step(t, "technicians are assigned to sites, with a preview", func(t *testing.T, mara *browser.Browser) {
		s.sites(t)
		choose(mara, tess)
		mara.Click("Assign to sites")
		mara.WaitFor("heading", "Assign to sites")
		mara.Click("Choose everything that the search finds")
		mara.WaitText("2 sites chosen")
		mara.Choose("Permission level for all", "Full Excluding Users")
		mara.Click("Preview")
		mara.WaitText("2 assignments will be made.")
		mara.Click("Make 2 assignments")
		mara.WaitText("2 assignments were made.")
		mara.Click("Close")
		mara.WaitFor("link", "2, edit the invited sites of "+tess)
		if got := rows(mara)[tess]["Invited Sites"]; got != "2" {
			t.Errorf("the list counts %q sites", got)
		}
	})
	s.step(t, "a row with 1 or more sites opens Edit Technician with its sites", func(_ *testing.T, mara *browser.Browser) {
		mara.Click("2, edit the invited sites of " + tess)
		mara.WaitFor("dialog", "Edit Technician")
		mara.WaitFor("switch", "Lock Account at Harbour Tower")
		mara.WaitFor("switch", "Lock Account at Old Mill")
	})
	s.step(t, "the toggle, Save, message, Close; the site is closed, the other open", func(t *testing.T, mara *browser.Browser) {
		mara.Click("Lock Account at Old Mill")
		mara.Click("Save")
		mara.WaitText("The access to 1 site was changed.")
		mara.Click("Close")
		s.wantAccess(t, map[string]bool{s.harbour: true, s.mill: false})
	})
	s.step(t, "the site's lock cannot be lifted here, and says who can", func(t *testing.T, mara *browser.Browser) {
		on := true
		if _, err := s.keeper.ChangeAssignment(t.Context(), s.harbour, s.atHarbour, client.AssignmentChange{SiteLocked: &on}); err != nil {
			t.Fatal(err)
		}
		mara.Click("2, edit the invited sites of " + tess)
		mara.WaitText("Only an administrator of the site can unlock it.")
		if mara.Enabled("Lock Account at Harbour Tower") || !mara.Checked("Lock Account at Harbour Tower") {
			t.Error("the switch of a site that is locked by the site can be used")
		}
		mara.Click("Lock Account at Old Mill")
		mara.Click("Save")
		mara.WaitText("The access to 1 site was changed.")
		mara.Click("Close")
		s.wantAccess(t, map[string]bool{s.harbour: false, s.mill: true})
	})
	s.step(t, "why: the page that explains it", func(t *testing.T, mara *browser.Browser) {
		mara.Click("2, edit the invited sites of " + tess)
		mara.Click("Why? Access to Harbour Tower")
		mara.WaitText("Tess Technician may not enter Harbour Tower now: the site has locked them.")
		mara.WaitText("Can be changed by the site's Admins and Masters.")
	})
	s.step(t, "an administrator with site access is listed, and not lockable there", func(t *testing.T, mara *browser.Browser) {
		results, err := s.master.InviteAdmins(t.Context(), []client.Invitation{{Email: olga, Role: "observer"}})
		if err != nil {
			t.Fatal(err)
		}
		s.receive(t, olga)
		_, token, _ := strings.Cut(s.links[olga], "token=")
		if _, err := s.Client(t).AcceptInvitation(t.Context(), client.Acceptance{Token: token, Name: "Olga", Password: gatehousetest.Password}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.master.Assign(t.Context(), []string{results.Rows[0].ID}, []string{s.mill}, client.DevicesOnly, client.Window{}); err != nil {
			t.Fatal(err)
		}
		mara.Click("Admins & Technicians")
		mara.Click("Technicians")
		mara.WaitText("Administrator")
		if mara.Enabled("Unlocked, Lock Account of " + olga) {
			t.Error("the switch of an administrator can be used")
		}
		choose(mara, olga)
		for _, action := range []string{"Lock Account", "Unlock Account", "Delete"} {
			if mara.Enabled(action) {
				t.Errorf("%s can be used on an administrator", action)
			}
		}
	})
}

// wantAccess asserts which sites tess may enter now.
func (s *fieldStory) wantAccess(t *testing.T, want map[string]bool) {
	t.Helper()
	for assignment, err := range s.master.Assignments(t.Context(), client.AssignmentFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if assignment.Person.Email != tess {
			continue
		}
		if assignment.Site.ID == s.harbour {
			s.atHarbour = assignment.ID
		}
		if assignment.Access != want[assignment.Site.ID] {
			t.Errorf("%s may be entered: %v", assignment.Site.Name, assignment.Access)
		}
	}
}

func (s *fieldStory) deleteTechnicians(t *testing.T) {
	s.step(t, "Delete, the impact, Confirm, message, Close; they are gone", func(t *testing.T, mara *browser.Browser) {
		off := false
		if _, err := s.keeper.ChangeAssignment(t.Context(), s.harbour, s.atHarbour, client.AssignmentChange{SiteLocked: &off}); err != nil {
			t.Fatal(err)
		}
		choose(mara, tess, tomi)
		mara.Click("Delete")
		mara.WaitText("Delete 2 technicians?")
		mara.WaitText("cannot be restored")
		mara.WaitText("1 site is left without any technician who may enter.")
		mara.Click("Confirm")
		mara.WaitText("2 technicians were deleted.")
		mara.Click("Close")
		list := rows(mara)
		for _, email := range []string{tess, tomi} {
			if _, there := list[email]; there {
				t.Errorf("%s is still in the list", email)
			}
		}
		b := s.visitor.For(t)
		b.Forget()
		signIn(b, s.Program, tess)
		b.Forgive("401")
		b.WaitText("The e-mail address or the password is not right.")
	})
}
