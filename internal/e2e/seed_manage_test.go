package e2e_test

import (
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/browser"
)

// TestSeedAdminManagement is the part "Admin management" of the document on
// inviting administrators, sentence by sentence.
func TestSeedAdminManagement(t *testing.T) {
	s := tell(t, gatehousetest.SQLite)
	t.Run("Team", s.team)
	t.Run("Lock or unlock an individual administrator", s.lockOne)
	t.Run("Lock or unlock multiple administrators", s.lockMany)
	t.Run("Change administrator role", s.changeRole)
	t.Run("Delete administrator account", s.deleteAccounts)
}

const (
	olaf = "olaf@meridian.example"
	owen = "owen@meridian.example"
	adam = "adam@meridian.example"
)

func (s *story) team(t *testing.T) {
	s.step(t, "three people accept", func(t *testing.T, mara *browser.Browser) {
		setUp(t, s.Program, mara)
		for email, role := range map[string]string{olaf: "Observer", owen: "Operator", adam: "Admin"} {
			invite(mara, role, email)
			s.receive(t, email)
			accept(s.visit(t, s.links[email]), s.links[email], "Somebody", "English")
			s.visitor.For(t).WaitFor("heading", "Admins & Technicians")
		}
		mara.Reload()
	})
}

// wantLock asserts what the column Lock Account says.
func wantLock(t *testing.T, b *browser.Browser, email, state string) {
	t.Helper()
	if got := rows(b)[email]["Lock Account"]; !strings.HasPrefix(got, state) {
		t.Errorf("the list says %q of %s, want %s", got, email, state)
	}
}

func (s *story) lockOne(t *testing.T) {
	s.step(t, "unlocked by default; Admin and above cannot be locked", func(t *testing.T, mara *browser.Browser) {
		wantLock(t, mara, olaf, "Unlocked")
		if mara.Enabled("Unlocked, Lock Account of " + adam) {
			t.Error("the switch of an Admin can be used")
		}
	})
	s.step(t, "the toggle asks; Confirm locks, without a message", func(t *testing.T, mara *browser.Browser) {
		mara.Click("Unlocked, Lock Account of " + olaf)
		mara.WaitFor("dialog", "Lock Account")
		mara.WaitText("Lock 1 account?")
		mara.Click("Cancel")
		wantLock(t, mara, olaf, "Unlocked")
		mara.Click("Unlocked, Lock Account of " + olaf)
		mara.Type("Reason (optional)", "On leave")
		mara.Click("Confirm")
		mara.WaitFor("switch", "Locked, Lock Account of "+olaf)
		wantLock(t, mara, olaf, "Locked")
		if mara.Has("Close") {
			t.Error("there is a message")
		}
	})
	s.step(t, "a locked administrator cannot sign in", func(t *testing.T, _ *browser.Browser) {
		b := s.visitor.For(t)
		b.Forget()
		signIn(b, s.Program, olaf)
		b.Forgive("401")
		b.WaitText("The e-mail address or the password is not right.")
	})
}

func (s *story) lockMany(t *testing.T) {
	s.step(t, "Lock Account, Yes, message, Close", func(t *testing.T, mara *browser.Browser) {
		choose(mara, adam)
		if mara.Enabled("Lock Account") || mara.Enabled("Unlock Account") {
			t.Error("an Admin alone can be locked or unlocked")
		}
		choose(mara, owen, adam)
		mara.Click("Lock Account")
		mara.WaitFor("dialog", "Lock Account")
		mara.Click("Yes")
		mara.WaitText("1 account was locked.")
		mara.Click("Close")
		wantLock(t, mara, owen, "Locked")
	})
	s.step(t, "Unlock Account, Yes, message, Close", func(t *testing.T, mara *browser.Browser) {
		choose(mara, olaf, owen)
		mara.Click("Unlock Account")
		mara.WaitText("Unlock 2 accounts?")
		mara.Click("Yes")
		mara.WaitText("2 accounts were unlocked.")
		mara.Click("Close")
		wantLock(t, mara, olaf, "Unlocked")
		wantLock(t, mara, owen, "Unlocked")
	})
}

func (s *story) changeRole(t *testing.T) {
	s.step(t, "Level, a role, Confirm; the list shows it", func(t *testing.T, mara *browser.Browser) {
		mara.Click("Observer, change the level of " + olaf)
		mara.WaitFor("dialog", "Change Level")
		mara.Click("Operator Can set up sites, allocate credits and manage technicians, but not administrators.")
		mara.WaitText("Change the level to Operator?")
		if !strings.HasSuffix(mara.Address(), "/admins") {
			t.Errorf("the question is not a window: %s", mara.Address())
		}
		mara.Click("Confirm")
		mara.WaitFor("button", "Operator, change the level of "+olaf)
		if got := rows(mara)[olaf]["Level"]; got != "Operator" {
			t.Errorf("the list says %q", got)
		}
		if mara.Has("Close") {
			t.Error("there is a message")
		}
	})
}

func (s *story) deleteAccounts(t *testing.T) {
	s.step(t, "Delete, Confirm, message, Close; they are gone", func(t *testing.T, mara *browser.Browser) {
		choose(mara, olaf, adam)
		mara.Click("Delete")
		mara.WaitText("Delete 2 administrators?")
		mara.WaitText("cannot be restored")
		mara.Click("Confirm")
		mara.WaitText("2 administrators were deleted.")
		mara.Click("Close")
		list := rows(mara)
		if _, there := list[olaf]; there || len(list) != 2 {
			t.Errorf("still in the list: %v", list)
		}
	})
}
