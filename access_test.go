package gatehouse_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse"
)

// moments of the explanations: each says of one gate since when it stands so.
var (
	noon    = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	earlier = noon.Add(-48 * time.Hour)
)

// explained is the state of one gate of a way.
func explained(t *testing.T, f gatehouse.AccessFacts, a gatehouse.SiteAction, way gatehouse.Way, gate gatehouse.Gate) gatehouse.GateState {
	t.Helper()
	for _, state := range gatehouse.Explain(&f, a) {
		if state.Way == way && state.Gate == gate {
			return state
		}
	}
	t.Fatalf("%s has no gate %s", way, gate)
	return gatehouse.GateState{}
}

// assigned are the facts of a technician who is assigned to a site.
func assigned(change ...func(*gatehouse.AccessFacts)) gatehouse.AccessFacts {
	f := gatehouse.AccessFacts{
		Now: noon, Partner: gatehouse.Partner{ActivatedAt: earlier},
		Site:       gatehouse.Site{ID: "site", TechnicianAccess: true},
		Person:     gatehouse.Person{ID: "tess", Account: "account", Technician: true},
		Assignment: gatehouse.Assignment{ID: "assignment", Level: gatehouse.DevicesOnly},
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func owned(f *gatehouse.AccessFacts) { f.Site.OwnedAt = earlier }

func as(role gatehouse.PartnerRole) func(*gatehouse.AccessFacts) {
	return func(f *gatehouse.AccessFacts) { f.Person.Role = role }
}

// offered gives the person an administrator's invitation that is not accepted yet.
func offered(role gatehouse.PartnerRole) func(*gatehouse.AccessFacts) {
	return func(f *gatehouse.AccessFacts) {
		f.Invited = gatehouse.AccessInvitations{Admin: gatehouse.Invitation{ID: "admin", Role: role, InvitedAt: earlier, ExpiresAt: noon.Add(time.Hour)}}
	}
}

// TestWhoCanChange is the table of SPEC section 8: who can open each gate, at a site
// with administrators of its own and at one that never had any.
func TestWhoCanChange(t *testing.T) {
	const (
		a  = gatehouse.WayAssignment
		op = gatehouse.ByPartnerOperators
		ad = gatehouse.ByPartnerAdmins
		ma = gatehouse.ByPartnerMasters
	)
	type who struct{ owned, unowned gatehouse.Changer }
	for _, c := range []struct {
		gate                                  gatehouse.Gate
		technician, observer, master, invited who
	}{
		{gatehouse.GatePartnerActive, who{gatehouse.ByFirstMaster, gatehouse.ByFirstMaster}, who{gatehouse.ByFirstMaster, gatehouse.ByFirstMaster}, who{gatehouse.ByFirstMaster, gatehouse.ByFirstMaster}, who{gatehouse.ByFirstMaster, gatehouse.ByFirstMaster}},
		{gatehouse.GateAccepted, who{gatehouse.ByPerson, gatehouse.ByPerson}, who{gatehouse.ByPerson, gatehouse.ByPerson}, who{gatehouse.ByPerson, gatehouse.ByPerson}, who{gatehouse.ByPerson, gatehouse.ByPerson}},
		{gatehouse.GateAccountLock, who{op, op}, who{ad, ad}, who{ma, ma}, who{ad, ad}},
		{gatehouse.GateAssigned, who{op, op}, who{ad, ad}, who{ma, ma}, who{ad, ad}},
		{gatehouse.GateTechnicianAccess, who{gatehouse.BySiteMasters, op}, who{gatehouse.BySiteMasters, op}, who{gatehouse.BySiteMasters, op}, who{gatehouse.BySiteMasters, op}},
		{gatehouse.GateApproved, who{gatehouse.BySiteAdmins, op}, who{gatehouse.BySiteAdmins, ad}, who{gatehouse.BySiteAdmins, ma}, who{gatehouse.BySiteAdmins, ad}},
		{gatehouse.GateSiteLock, who{gatehouse.BySiteAdmins, op}, who{gatehouse.BySiteAdmins, ad}, who{gatehouse.BySiteAdmins, ma}, who{gatehouse.BySiteAdmins, ad}},
		{gatehouse.GatePartnerLock, who{op, op}, who{ad, ad}, who{ma, ma}, who{ad, ad}},
		{gatehouse.GateWindow, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}},
		{gatehouse.GateLevel, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}, who{gatehouse.BySiteAdmins, gatehouse.ByFirstSiteAdmin}},
	} {
		for name, of := range map[string]struct {
			change func(*gatehouse.AccessFacts)
			want   who
		}{
			"technician":       {func(*gatehouse.AccessFacts) {}, c.technician},
			"Observer":         {as(gatehouse.PartnerObserver), c.observer},
			"Master":           {as(gatehouse.PartnerMaster), c.master},
			"invited Operator": {offered(gatehouse.PartnerOperator), c.invited},
		} {
			if got := explained(t, assigned(of.change, owned), gatehouse.SiteEnter, a, c.gate).WhoCanChange; got != of.want.owned {
				t.Errorf("%s of a %s at an owned site: %s, want %s", c.gate, name, got, of.want.owned)
			}
			if got := explained(t, assigned(of.change), gatehouse.SiteEnter, a, c.gate).WhoCanChange; got != of.want.unowned {
				t.Errorf("%s of a %s at a site without administrators: %s, want %s", c.gate, name, got, of.want.unowned)
			}
		}
	}
}

// TestWhoCanNarrow: the partner narrows a time window, and nothing else.
func TestWhoCanNarrow(t *testing.T) {
	for _, c := range []struct {
		name  string
		facts gatehouse.AccessFacts
		want  gatehouse.Changer
	}{
		{"a technician at an owned site", assigned(owned), gatehouse.ByPartnerOperators},
		{"a technician at a site without administrators", assigned(), gatehouse.ByPartnerOperators},
		{"an Admin", assigned(as(gatehouse.PartnerAdmin)), gatehouse.ByPartnerAdmins},
		{"nobody assigned", assigned(func(f *gatehouse.AccessFacts) { f.Assignment = gatehouse.Assignment{} }), ""},
	} {
		for _, state := range gatehouse.Explain(&c.facts, gatehouse.SiteEnter) {
			want := gatehouse.Changer("")
			if state.Gate == gatehouse.GateWindow {
				want = c.want
			}
			if state.WhoCanNarrow != want {
				t.Errorf("%s: %s is narrowed by %q, want %q", c.name, state.Gate, state.WhoCanNarrow, want)
			}
		}
	}
}

// TestWhoCanChangeSiteAdmin: a site's administrators are its own matter and the
// partner's Admins' and Masters', until the first has accepted the partner's alone.
func TestWhoCanChangeSiteAdmin(t *testing.T) {
	member := func(change ...func(*gatehouse.AccessFacts)) gatehouse.AccessFacts {
		return assigned(append(change, func(f *gatehouse.AccessFacts) {
			f.Assignment, f.Admin = gatehouse.Assignment{}, gatehouse.SiteMembership{Role: gatehouse.SiteObserver, Since: earlier}
		})...)
	}
	expired := func(f *gatehouse.AccessFacts) {
		f.Invited = gatehouse.AccessInvitations{Site: gatehouse.Invitation{ID: "site", InvitedAt: earlier, ExpiresAt: noon}}
	}
	for _, c := range []struct {
		name   string
		facts  gatehouse.AccessFacts
		gate   gatehouse.Gate
		action gatehouse.SiteAction
		want   gatehouse.Changer
	}{
		{"lock, owned", member(owned), gatehouse.GateSiteAdminLock, gatehouse.SiteEnter, gatehouse.BySiteOrPartnerAdmins},
		{"lock, not owned", member(), gatehouse.GateSiteAdminLock, gatehouse.SiteEnter, gatehouse.ByPartnerAdmins},
		{"role, owned", member(owned), gatehouse.GateRole, gatehouse.DevicesManage, gatehouse.BySiteOrPartnerAdmins},
		{"role Master, owned", member(owned), gatehouse.GateRole, gatehouse.SettingsManage, gatehouse.BySiteMastersOrPartnerAdmins},
		{"role, not owned", member(), gatehouse.GateRole, gatehouse.SettingsManage, gatehouse.ByPartnerAdmins},
		{"invitation", member(owned), gatehouse.GateAccepted, gatehouse.SiteEnter, gatehouse.ByPerson},
		{"expired invitation, owned", member(owned, expired), gatehouse.GateAccepted, gatehouse.SiteEnter, gatehouse.BySiteOrPartnerAdmins},
		{"expired invitation, not owned", member(expired), gatehouse.GateAccepted, gatehouse.SiteEnter, gatehouse.ByPartnerAdmins},
	} {
		if got := explained(t, c.facts, c.action, gatehouse.WaySiteAdmin, c.gate).WhoCanChange; got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestSince: each gate says since when it stands so and by whom, where that is stored,
// and nothing where it is not.
func TestSince(t *testing.T) {
	const a = gatehouse.WayAssignment
	lock := gatehouse.Lock{At: earlier, By: "mara"}
	invited := func(i gatehouse.Invitation) func(*gatehouse.AccessFacts) {
		return func(f *gatehouse.AccessFacts) {
			i.ID, i.InvitedAt, i.InvitedBy = "technician", earlier, "mara"
			f.Invited = gatehouse.AccessInvitations{Technician: i}
		}
	}
	later := noon.Add(time.Hour)
	for _, c := range []struct {
		name   string
		change func(*gatehouse.AccessFacts)
		way    gatehouse.Way
		gate   gatehouse.Gate
		since  time.Time
		by     gatehouse.PersonID
	}{
		{"active", func(*gatehouse.AccessFacts) {}, a, gatehouse.GatePartnerActive, earlier, ""},
		{"accepted", invited(gatehouse.Invitation{AcceptedAt: earlier.Add(time.Hour)}), a, gatehouse.GateAccepted, earlier.Add(time.Hour), "tess"},
		{"pending", invited(gatehouse.Invitation{ExpiresAt: later}), a, gatehouse.GateAccepted, earlier, "mara"},
		{"expired", invited(gatehouse.Invitation{ExpiresAt: noon.Add(-time.Hour)}), a, gatehouse.GateAccepted, noon.Add(-time.Hour), ""},
		{"revoked", invited(gatehouse.Invitation{RevokedAt: noon.Add(-time.Minute), ExpiresAt: later}), a, gatehouse.GateAccepted, noon.Add(-time.Minute), ""},
		{"invitations not read", func(*gatehouse.AccessFacts) {}, a, gatehouse.GateAccepted, time.Time{}, ""},
		{"account locked", func(f *gatehouse.AccessFacts) { f.Person.Lock = lock }, a, gatehouse.GateAccountLock, earlier, "mara"},
		{"account not locked", func(*gatehouse.AccessFacts) {}, a, gatehouse.GateAccountLock, time.Time{}, ""},
		{"assigned", func(f *gatehouse.AccessFacts) { f.Assignment.CreatedAt, f.Assignment.CreatedBy = earlier, "mara" }, a, gatehouse.GateAssigned, earlier, "mara"},
		{"access", func(f *gatehouse.AccessFacts) { f.Site.AccessAt, f.Site.AccessBy = earlier, "sam" }, a, gatehouse.GateTechnicianAccess, earlier, "sam"},
		{"waiting", func(f *gatehouse.AccessFacts) { f.Assignment.Waiting, f.Assignment.SiteLock = true, lock }, a, gatehouse.GateApproved, earlier, "mara"},
		{"waiting is no lock", func(f *gatehouse.AccessFacts) { f.Assignment.Waiting, f.Assignment.SiteLock = true, lock }, a, gatehouse.GateSiteLock, time.Time{}, ""},
		{"site's lock", func(f *gatehouse.AccessFacts) { f.Assignment.SiteLock = lock }, a, gatehouse.GateSiteLock, earlier, "mara"},
		{"partner's lock", func(f *gatehouse.AccessFacts) { f.Assignment.PartnerLock = lock }, a, gatehouse.GatePartnerLock, earlier, "mara"},
		{"window open", func(f *gatehouse.AccessFacts) { f.Assignment.Window.StartsAt = earlier }, a, gatehouse.GateWindow, earlier, ""},
		{"window ended", func(f *gatehouse.AccessFacts) {
			f.Assignment.Window = gatehouse.Window{StartsAt: earlier, EndsAt: noon}
		}, a, gatehouse.GateWindow, noon, ""},
		{"window to come", func(f *gatehouse.AccessFacts) { f.Assignment.Window.StartsAt = later }, a, gatehouse.GateWindow, time.Time{}, ""},
		{"level", func(f *gatehouse.AccessFacts) { f.Assignment.LevelAt, f.Assignment.LevelBy = earlier, "sam" }, a, gatehouse.GateLevel, earlier, "sam"},
	} {
		got := explained(t, assigned(c.change), gatehouse.SiteEnter, c.way, c.gate)
		if !got.Since.Equal(c.since) || got.By != c.by {
			t.Errorf("%s: since %v by %q, want %v by %q", c.name, got.Since, got.By, c.since, c.by)
		}
	}
}

// TestFirstInvitation: whoever came as technician and as administrator came with what
// they accepted first; of two that nobody accepted the newer counts.
func TestFirstInvitation(t *testing.T) {
	at := func(invited, accepted int) gatehouse.Invitation {
		i := gatehouse.Invitation{InvitedAt: earlier.Add(time.Duration(invited) * time.Hour), ExpiresAt: noon.Add(time.Hour)}
		if accepted > 0 {
			i.AcceptedAt = earlier.Add(time.Duration(accepted) * time.Hour)
		}
		return i
	}
	for _, c := range []struct {
		name              string
		admin, technician gatehouse.Invitation
		want              gatehouse.InvitationID
	}{
		{"both accepted, administrator first", at(1, 2), at(3, 4), "admin"},
		{"both accepted, technician first", at(3, 4), at(1, 2), "technician"},
		{"administrator alone accepted", at(1, 2), at(5, 0), "admin"},
		{"technician alone accepted", at(5, 0), at(1, 2), "technician"},
		{"neither, administrator newer", at(2, 0), at(1, 0), "admin"},
		{"neither, technician newer", at(1, 0), at(2, 0), "technician"},
	} {
		c.admin.ID, c.technician.ID = "admin", "technician"
		f := gatehouse.AccessFacts{Now: noon, Invited: gatehouse.AccessInvitations{Admin: c.admin, Technician: c.technician}}
		if got, ok := f.Invitation(gatehouse.WayAssignment); !ok || got.ID != c.want {
			t.Errorf("%s: %q, %v", c.name, got.ID, ok)
		}
	}
}

// TestAssignKeepsNoStranger: a level that the site set before was not given by whoever
// assigns the person anew.
func TestAssignKeepsNoStranger(t *testing.T) {
	site := gatehouse.Site{ID: "site"}
	memory := gatehouse.SiteMemory{Level: gatehouse.LevelNone, LevelSet: true}
	if a := site.Assign(gatehouse.DevicesOnly, gatehouse.Window{}, memory, noon, "mara"); a.Level != gatehouse.LevelNone || a.LevelBy != "" || a.CreatedBy != "mara" {
		t.Errorf("the site's level is by %q: %+v", a.LevelBy, a)
	}
	if a := site.Assign(gatehouse.DevicesOnly, gatehouse.Window{}, gatehouse.SiteMemory{}, noon, "mara"); a.LevelBy != "mara" {
		t.Errorf("the level is by %q", a.LevelBy)
	}
}
