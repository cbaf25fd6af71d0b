package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// The people of the story.
const (
	ana  = "ana@meridian.example"
	otto = "otto@meridian.example"
	olga = "olga@meridian.example"
	emil = "emil@meridian.example"
	rosa = "rosa@meridian.example"
)

// TestSeedInviteAdministrators walks through the document on partner
// administrators (seed 000), from "Invite Administrators" to "Resend invitation
// link", one step for each of its sentences.
func TestSeedInviteAdministrators(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		s := tell(t, engine)
		t.Run("Invite Administrators", s.inviteAdministrators)
		t.Run("Invitation status", s.invitationStatus)
		t.Run("Invitation revoked", s.invitationRevoked)
		t.Run("Resend invitation link", s.resendInvitationLink)
		t.Run("Roles", s.roles)
	})
}

func (s *story) inviteAdministrators(t *testing.T) {
	s.step(t, "somebody with the role Admin or higher signs in", func(_ *testing.T, mara *browser.Browser) {
		setUp(t, s.Program, mara)
		mara.Click("Account Mara Master")
		mara.Click("Sign out")
		mara.WaitText("You are signed out.")
		signIn(mara, s.Program, "mara@meridian.example")
		mara.WaitFor("heading", "Admins & Technicians")
	})
	s.step(t, "Admins & Technicians stands in the left sidebar", func(t *testing.T, mara *browser.Browser) {
		mara.Click("Audit Log")
		mara.WaitFor("heading", "Audit Log")
		if left, _, right := mara.Place("Admins & Technicians"); left > 100 || right > 400 {
			t.Errorf("it stands at %v to %v", left, right)
		}
		mara.Click("Admins & Technicians")
		mara.WaitFor("heading", "Admins & Technicians")
	})
	s.step(t, "Invite stands at the top right and opens the window Invite Admins", func(t *testing.T, mara *browser.Browser) {
		if left, top, right := mara.Place("Invite"); left < 900 || right > 1280 || top > 200 {
			t.Errorf("it stands at %v to %v, %v from the top", left, right, top)
		}
		mara.Click("Invite")
		mara.WaitFor("dialog", "Invite Admins")
	})
	s.step(t, "the field Admin Type offers the four roles", func(t *testing.T, mara *browser.Browser) {
		offered := options(mara, "Admin Type")
		if diff := cmp.Diff([]string{"Observer", "Operator", "Admin", "Master"}, offered); diff != "" {
			t.Errorf("the field differs (-want +got):\n%s", diff)
		}
		mara.Choose("Admin Type", "Admin")
	})
	s.step(t, "Add is inactive until the e-mail address is one", func(t *testing.T, mara *browser.Browser) {
		for _, typed := range []string{"", "ana", "ana@", "ana@meridian", "@meridian.example"} {
			mara.Type("E-mail address", typed)
			if mara.Enabled("Add") {
				t.Errorf("Add is active with %q", typed)
			}
		}
		mara.Click("OK")
		mara.WaitText("This address is not valid. It looks like name@example.com.")
		mara.Type("E-mail address", "")
		mara.Click("OK")
		mara.WaitText("Add at least one person first.")
		mara.Type("E-mail address", ana)
		if !mara.Enabled("Add") {
			t.Error("Add is inactive with an address")
		}
		mara.Click("Add")
	})
	s.step(t, "added people appear below the field, and more can be added", func(t *testing.T, mara *browser.Browser) {
		mara.WaitText("1 person added")
		for _, who := range []struct{ email, role string }{
			{otto, "Operator"}, {olga, "Observer"}, {emil, "Master"}, {rosa, "Observer"},
		} {
			mara.Choose("Admin Type", who.role)
			mara.Type("E-mail address", who.email)
			mara.Click("Add")
			mara.WaitFor("button", "Remove "+who.email)
		}
		text := mara.Text()
		_, below, _ := strings.Cut(text, "5 people added")
		want := "ana@meridian.example Admin otto@meridian.example Operator olga@meridian.example Observer emil@meridian.example Master rosa@meridian.example Observer"
		if got := strings.Join(strings.Fields(below), " "); !strings.HasPrefix(got, want) {
			t.Errorf("below the field stands: %s", got)
		}
	})
	s.step(t, "OK asks, and says that no site access comes with it", func(t *testing.T, mara *browser.Browser) {
		mara.Click("OK")
		mara.WaitFor("button", "Confirm")
		mara.WaitText("5 people get an invitation by e-mail:")
		mara.WaitText("An invitation gives no access to customer sites; invite to each site separately.")
		if n := len(s.SMTP.Received()); n != 0 {
			t.Errorf("%d mails went out before Confirm", n)
		}
	})
	s.step(t, "Confirm invites, and the message can be closed", func(_ *testing.T, mara *browser.Browser) {
		mara.Click("Confirm")
		mara.WaitText("5 invitations are on their way.")
		mara.Click("Close")
	})
}

func (s *story) invitationStatus(t *testing.T) {
	s.step(t, "the list shows the status of each, Pending until they accept", func(t *testing.T, mara *browser.Browser) {
		wantStatus(t, mara, map[string]string{ana: "Pending", otto: "Pending", olga: "Pending", emil: "Pending", rosa: "Pending"})
		want := map[string]string{ana: "Admin", otto: "Operator", olga: "Observer", emil: "Master", "mara@meridian.example": "Master"}
		for email, level := range want {
			if got := rows(mara)[email]["Level"]; got != level {
				t.Errorf("the level of %s is %q", email, got)
			}
		}
	})
	s.step(t, "each gets an e-mail with a link", func(t *testing.T, mara *browser.Browser) {
		for _, email := range []string{ana, otto, olga, emil, rosa} {
			m := s.receive(t, email)
			if len(m.Recipients) != 1 || !strings.Contains(m.Text, "Mara Master") || !strings.Contains(m.Text, "Meridian Access") {
				t.Errorf("the mail to %s went to %v:\n%s", email, m.Recipients, m.Text)
			}
		}
		mara.Wait("the list to say that all mails are sent", func() bool {
			mara.Reload()
			return strings.Count(mara.Text(), "E-mail sent") == 5
		})
	})
	s.step(t, "the link leads to registering, and to Accepted", func(t *testing.T, mara *browser.Browser) {
		newcomer := browser.New(t)
		newcomer.Open(s.links[ana])
		newcomer.WaitText("This invitation gives no access to customer sites; those are assigned separately.")
		accept(newcomer, s.links[ana], "Ana Admin", "Deutsch")
		newcomer.WaitText("Willkommen")
		newcomer.WaitFor("link", "Einladen") // an Admin may invite
		mara.Reload()
		wantStatus(t, mara, map[string]string{ana: "Accepted", otto: "Pending"})
		if r := rows(mara)[ana]; !strings.HasPrefix(r["Name"], "Ana Admin") || r["Lock Account"] != "Unlocked" || r["Level"] != "Admin" {
			t.Errorf("the row says %v", r)
		}
		s.dead(t, s.links[ana])
	})
	s.step(t, "the new administrator has no site, only this portal", func(t *testing.T, _ *browser.Browser) {
		c := s.Client(t)
		entered, err := c.SignIn(t.Context(), ana, gatehousetest.Password)
		if err != nil || len(entered.Places) != 1 || entered.Places[0].Kind != "admin" {
			t.Errorf("the places are %+v, %v", entered.Places, err)
		}
	})
	s.step(t, "the link leads to signing in for whoever has an account", func(t *testing.T, _ *browser.Browser) {
		s.Command(t, "partner", "create", "Northgate", ana)
		s.receive(t, ana)
		b := browser.New(t)
		b.Open(s.links[ana])
		b.WaitFor("heading", "Join Northgate")
		if b.Has("Your name") {
			t.Error("whoever has an account is asked for a name")
		}
		b.Type("Password", gatehousetest.Password)
		b.Click("Sign in and accept")
		b.WaitText("Northgate")
		b.WaitFor("link", "Einladen")
	})
	s.step(t, "up to 7 days it can be accepted", func(t *testing.T, mara *browser.Browser) {
		s.Age(t, otto, 7*24*time.Hour-time.Minute)
		mara.Reload()
		wantStatus(t, mara, map[string]string{otto: "Pending"})
		s.opens(t, s.links[otto])
	})
	s.step(t, "after 7 days it is Expired and the link is dead", func(t *testing.T, mara *browser.Browser) {
		s.Age(t, otto, time.Minute)
		s.Age(t, olga, 8*24*time.Hour)
		mara.Reload()
		wantStatus(t, mara, map[string]string{otto: "Expired", olga: "Expired", emil: "Pending"})
		s.dead(t, s.links[otto])
		s.dead(t, s.links[olga])
	})
	s.step(t, "an expired invitation can be sent again, and signed up with", func(t *testing.T, mara *browser.Browser) {
		choose(mara, otto)
		mara.Click("Resend Invitation")
		mara.WaitText("Send 1 invitation again?")
		mara.Click("Yes")
		mara.WaitText("1 invitation was sent again.")
		mara.Click("Close")
		wantStatus(t, mara, map[string]string{otto: "Pending", olga: "Expired"})
		old := s.links[otto]
		s.receive(t, otto)
		s.dead(t, old)
		newcomer := browser.New(t)
		accept(newcomer, s.links[otto], "Otto Operator", "English")
		newcomer.WaitText("Welcome to Meridian Access.")
		if newcomer.Has("Invite") {
			t.Error("an Operator is offered Invite")
		}
		mara.Reload()
		wantStatus(t, mara, map[string]string{otto: "Accepted"})
	})
}

func (s *story) invitationRevoked(t *testing.T) {
	s.step(t, "the button stands at the top left of the list", func(t *testing.T, mara *browser.Browser) {
		left, top, _ := mara.Place("Revoke Invitation")
		_, below, _ := mara.Place("Select " + emil)
		if left > 500 || top > below {
			t.Errorf("it stands at %v, %v from the top", left, top)
		}
	})
	s.step(t, "only Pending can be revoked", func(t *testing.T, mara *browser.Browser) {
		for email, want := range map[string]bool{emil: true, rosa: true, ana: false, olga: false, "mara@meridian.example": false} {
			choose(mara, email)
			if got := mara.Enabled("Revoke Invitation"); got != want {
				t.Errorf("with %s chosen it is enabled: %v", email, got)
			}
		}
		choose(mara)
		if mara.Enabled("Revoke Invitation") {
			t.Error("it is enabled with nobody chosen")
		}
	})
	s.step(t, "on a phone the buttons wait until somebody is chosen, at the lower edge", func(t *testing.T, mara *browser.Browser) {
		mara.Resize(360, 740)
		defer mara.Resize(1280, 900)
		mara.Wait("the buttons to go", func() bool { return !mara.Has("Revoke Invitation") && !mara.Has("Delete") })
		choose(mara, emil)
		mara.Wait("the button that is possible", func() bool { return mara.Has("Revoke Invitation") && !mara.Has("End Sessions") })
		if _, top, _ := mara.Place("Revoke Invitation"); top < 500 {
			t.Errorf("it stands %v from the top", top)
		}
		choose(mara)
	})
	s.step(t, "on a phone they are one line, and what finds no room waits behind More", func(t *testing.T, mara *browser.Browser) {
		mara.Resize(360, 740)
		defer mara.Resize(1280, 900)
		choose(mara, emil)
		mara.Wait("More", func() bool { return mara.Has("More") && !mara.Has("Delete") })
		if height := browser.Eval[float64](mara, `document.querySelector("[data-bulk-bar]").offsetHeight`); height > 56 {
			t.Errorf("the bar is %v high", height)
		}
		mara.Click("More")
		mara.Wait("what waits behind More", func() bool { return mara.Has("Delete") && mara.Enabled("Delete") })
		if mara.Has("Unlock Account") || mara.Has("End Sessions") {
			t.Error("what is not possible is shown")
		}
		mara.Press(kb.Escape)
		mara.Wait("it to close", func() bool { return !mara.Has("Delete") })
		if got := browser.Eval[string](mara, `document.activeElement.localName`); got != "summary" {
			t.Errorf("the keyboard is at %s", got)
		}
		choose(mara)
	})
	s.step(t, "on a desk the buttons stay in sight while somebody is chosen, and nothing moves", func(t *testing.T, mara *browser.Browser) {
		mara.Resize(1280, 460)
		defer mara.Resize(1280, 900)
		const row = `document.querySelector("tbody tr").getBoundingClientRect().top + scrollY`
		before := browser.Eval[float64](mara, row)
		choose(mara, emil)
		if after := browser.Eval[float64](mara, row); after != before {
			t.Errorf("the first row moved from %v to %v", before, after)
		}
		got := browser.Eval[[]float64](mara, `(() => {
			scrollTo(0, document.body.scrollHeight);
			const box = (e) => document.querySelector(e).getBoundingClientRect();
			return [box(".top").bottom, box("[data-bulk-bar]").top, box("[data-bulk-bar]").bottom, box("thead th").top];
		})()`)
		if got[0] != got[1] || got[2] != got[3] {
			t.Errorf("page's head ends at %v, the buttons stand from %v to %v, the table's head begins at %v", got[0], got[1], got[2], got[3])
		}
		all := browser.Eval[string](mara, `(() => {
			document.querySelector("[data-choose-all]:not(:checked)").click();
			return document.querySelector("[data-selected]").textContent;
		})()`)
		if want := fmt.Sprintf("%d selected", len(rows(mara))); all != want {
			t.Errorf("with the whole page chosen stands %q, want %q", all, want)
		}
		choose(mara)
	})
	s.step(t, "a popup asks; nothing is done without Yes", func(t *testing.T, mara *browser.Browser) {
		choose(mara, emil, rosa)
		mara.Click("Revoke Invitation")
		mara.WaitFor("dialog", "Revoke Invitation")
		mara.WaitText("Revoke 2 invitations?")
		mara.Click("Cancel")
		mara.Reload()
		wantStatus(t, mara, map[string]string{emil: "Pending", rosa: "Pending"})
	})
	s.step(t, "Yes revokes one or more, a message says so, Close", func(t *testing.T, mara *browser.Browser) {
		choose(mara, emil, rosa, ana)
		mara.Click("Revoke Invitation")
		mara.WaitText("This invitation is not pending.") // beside the one that was accepted
		mara.Click("Yes")
		mara.WaitText("2 invitations were revoked.")
		mara.Click("Close")
		wantStatus(t, mara, map[string]string{emil: "Revoked", rosa: "Revoked", ana: "Accepted"})
	})
	s.step(t, "nobody can sign up by the link any more", func(t *testing.T, _ *browser.Browser) {
		s.dead(t, s.links[emil])
		s.dead(t, s.links[rosa])
	})
}

func (s *story) resendInvitationLink(t *testing.T) {
	const nina = "nina@meridian.example"
	s.step(t, "the button stands at the top left, for Pending, Expired and Revoked", func(t *testing.T, mara *browser.Browser) {
		invite(mara, "Observer", nina)
		s.receive(t, nina)
		wantStatus(t, mara, map[string]string{nina: "Pending", olga: "Expired", emil: "Revoked", ana: "Accepted"})
		if left, _, _ := mara.Place("Resend Invitation"); left > 500 {
			t.Errorf("it stands at %v", left)
		}
		for email, want := range map[string]bool{nina: true, olga: true, emil: true, ana: false, "mara@meridian.example": false} {
			choose(mara, email)
			if got := mara.Enabled("Resend Invitation"); got != want {
				t.Errorf("with %s chosen it is enabled: %v", email, got)
			}
		}
	})
	s.step(t, "Yes sends one or more again, a message says so, Close", func(_ *testing.T, mara *browser.Browser) {
		choose(mara, nina, olga, emil)
		mara.Click("Resend Invitation")
		mara.WaitFor("dialog", "Resend Invitation")
		mara.WaitText("Send 3 invitations again?")
		mara.Click("Yes")
		mara.WaitText("3 invitations were sent again.")
		mara.Click("Close")
	})
	s.step(t, "they are Pending, the new links work and the old ones are dead", func(t *testing.T, mara *browser.Browser) {
		wantStatus(t, mara, map[string]string{nina: "Pending", olga: "Pending", emil: "Pending", rosa: "Revoked"})
		for _, email := range []string{nina, olga, emil} {
			old := s.links[email]
			s.receive(t, email)
			if s.links[email] == old {
				t.Errorf("%s got the old link again", email)
			}
			s.dead(t, old)
			s.opens(t, s.links[email])
		}
	})
	s.step(t, "it is valid for the full 7 days again", func(t *testing.T, mara *browser.Browser) {
		s.Age(t, olga, 7*24*time.Hour-time.Minute)
		s.opens(t, s.links[olga])
		mara.Reload()
		wantStatus(t, mara, map[string]string{olga: "Pending"})
	})
}

// roles is the part on roles that concerns inviting.
func (s *story) roles(t *testing.T) {
	s.step(t, "an Admin invites, but no Master", func(t *testing.T, _ *browser.Browser) {
		b := browser.New(t)
		signIn(b, s.Program, ana)
		b.WaitFor("heading", "Wo möchten Sie arbeiten?") // she works for two partners
		b.Click("Meridian Access Partnerportal · Admin")
		b.WaitFor("link", "Einladen")
		b.Click("Einladen")
		offered := browser.Eval[[]string](b, `[...document.querySelector("dialog[open] select").options].map((o) => o.value)`)
		if diff := cmp.Diff([]string{"observer", "operator", "admin"}, offered); diff != "" {
			t.Errorf("an Admin may give (-want +got):\n%s", diff)
		}
	})
	s.step(t, "an Operator and an Observer look, and change nothing", func(t *testing.T, _ *browser.Browser) {
		b := browser.New(t)
		signIn(b, s.Program, otto)
		b.WaitFor("heading", "Admins & Technicians")
		for _, name := range []string{"Invite", "Revoke Invitation", "Resend Invitation", "Select " + olga, "Audit Log"} {
			if b.Has(name) {
				t.Errorf("an Operator is offered %s", name)
			}
		}
		if _, listed := rows(b)[olga]; !listed {
			t.Error("an Operator does not see the list")
		}
	})
}

// invite invites an address in the window Invite Admins.
func invite(b *browser.Browser, role string, emails ...string) {
	b.Click("Invite")
	b.WaitFor("dialog", "Invite Admins")
	b.Choose("Admin Type", role)
	for _, email := range emails {
		b.Type("E-mail address", email)
		b.Click("Add")
	}
	b.Click("OK")
	b.Click("Confirm")
	b.WaitText("on its way")
	b.Click("Close")
}

// options returns the labels that the select with a label offers.
func options(b *browser.Browser, label string) []string {
	b.WaitFor("combobox", label)
	return slices.Clone(browser.Eval[[]string](b, `[...document.querySelector("dialog[open] select").options].map((o) => o.label)`))
}
