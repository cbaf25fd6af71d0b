package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/htmltest"
)

// techniciansOf is the address of the technicians' list at a member's partner.
func techniciansOf(m gatehousetest.Member) string {
	return "/p/" + string(m.Actor.Partner) + "/technicians"
}

// personPath is the address of the window Edit Technician as a page.
func personPath(m gatehousetest.Member, id gatehouse.PersonID) string {
	return techniciansOf(m) + "/" + string(id)
}

// field is a partner with a technician who is assigned to two sites.
type field struct {
	*portal
	mara, oleg, olga, tess gatehousetest.Member
	harbour, mill          gatehouse.SiteID
	atHarbour, atMill      gatehouse.AssignmentID
}

func newField(t *testing.T, engine gatehousetest.Engine) field {
	t.Helper()
	p := newPortalOn(t, engine)
	mara := p.SetUp(t)
	f := field{
		portal: p, mara: mara,
		oleg:    p.Join(t, mara.Actor, "oleg@meridian.example", gatehouse.PartnerOperator),
		olga:    p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver),
		tess:    p.Technician(t, mara.Actor, "tess@meridian.example"),
		harbour: p.NewSite(t, mara.Actor, "Harbour Tower"),
		mill:    p.NewSite(t, mara.Actor, "Old Mill"),
	}
	f.atHarbour = p.Assign(t, mara.Actor, f.tess.Actor.Person, f.harbour, gatehouse.DevicesOnly)
	f.atMill = p.Assign(t, mara.Actor, f.tess.Actor.Person, f.mill, gatehouse.FullIncludingUsers)
	return f
}

// approve opens an assignment as the site would.
func (f field) approve(t *testing.T, id gatehouse.AssignmentID) {
	t.Helper()
	f.siteLock(t, id, false)
}

func (f field) siteLock(t *testing.T, id gatehouse.AssignmentID, on bool) {
	t.Helper()
	bulk := app.AssignmentBulk{IDs: []gatehouse.AssignmentID{id}}
	done, err := f.Assignments.Change(t.Context(), f.mara.Actor, "", bulk, app.AssignmentPatch{SiteLocked: &on})
	if err != nil || done.Rows[0].Outcome != gatehouse.Changed {
		t.Fatalf("the site's lock: %+v, %v", done, err)
	}
}

// siteRow is the row of a site in the window Edit Technician.
func siteRow(t *testing.T, page answer, site string) htmltest.Node {
	t.Helper()
	for _, row := range page.page.All("table.access-list tbody tr") {
		if row.One(t, "bdi").Text() == site {
			return row
		}
	}
	t.Fatalf("no row of %s", site)
	return htmltest.Node{}
}

func TestTechnicianEdit(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		f := newField(t, engine)
		f.approve(t, f.atHarbour)
		b := f.as(t, f.mara)
		path := personPath(f.mara, f.tess.Actor.Person)

		t.Run("OK", func(t *testing.T) {
			page := b.get(t, path, http.StatusOK)
			harbour, mill := siteRow(t, page, "Harbour Tower"), siteRow(t, page, "Old Mill")
			if s := harbour.One(t, "input[role=switch]"); s.HasAttr("checked") || s.HasAttr("disabled") || s.Attr("aria-label") != "Lock Account at Harbour Tower" {
				t.Errorf("the switch of the approved site: %v", s.Attr("aria-label"))
			}
			if !strings.Contains(harbour.Text(), "Devices Only") || !strings.Contains(harbour.Text(), "May enter") {
				t.Errorf("the approved site says %q", harbour.Text())
			}
			if s := mill.One(t, "input[role=switch]"); !s.HasAttr("disabled") {
				t.Error("the switch of a waiting site can be used")
			}
			if !strings.Contains(mill.Text(), "you can give it") || !mill.Has("button[formaction="+path+"/approve]") {
				t.Errorf("the waiting site says %q", mill.Text())
			}
		})

		t.Run("OKWordsOfTheSwitch", func(t *testing.T) {
			// Waiting for an approval is nobody's lock, and the site's lock not the partner's.
			word := func(site string) string {
				return siteRow(t, b.get(t, path, http.StatusOK), site).One(t, ".toggle-on").Text()
			}
			if got := word("Old Mill"); got != "Waiting" || !siteRow(t, b.get(t, path, http.StatusOK), "Old Mill").Has("label.toggle.waiting") {
				t.Errorf("beside the switch of a waiting site stands %q", got)
			}
			if got := word("Harbour Tower"); got != "Locked" {
				t.Errorf("the partner's own lock is called %q", got)
			}
		})

		t.Run("OKAccountLocked", func(t *testing.T) {
			bulk := app.Bulk{IDs: []gatehouse.PersonID{f.tess.Actor.Person}, Reason: "Certificate has run out."}
			if _, err := f.Technicians.Lock(t.Context(), f.oleg.Actor, "", bulk); err != nil {
				t.Fatal(err)
			}
			banner := b.get(t, path, http.StatusOK).page.One(t, ".window-body .banner")
			for _, want := range []string{"The account is locked", f.oleg.Actor.Name, "Certificate has run out."} {
				if !strings.Contains(banner.Text(), want) {
					t.Errorf("the banner %q lacks %q", banner.Text(), want)
				}
			}
			if got := banner.One(t, "time").Attr("data-time"); got != "minutes" {
				t.Errorf("the time is shown as %q", got)
			}
			if _, err := f.Technicians.Unlock(t.Context(), f.mara.Actor, "", bulk); err != nil {
				t.Fatal(err)
			}
		})

		t.Run("OKLift", func(t *testing.T) {
			f.siteLock(t, f.atHarbour, true)
			row := siteRow(t, b.get(t, path, http.StatusOK), "Harbour Tower")
			if s := row.One(t, "input[role=switch]"); !s.HasAttr("disabled") || !s.HasAttr("checked") || !strings.Contains(row.Text(), "so you can unlock it") ||
				row.One(t, ".toggle-on").Text() != "Locked by the site" {
				t.Errorf("a lock of a site without administrator says %q", row.Text())
			}
			asked := b.post(t, path+"/approve", with(t, b.get(t, path, http.StatusOK), path+"/locks", "id", string(f.atHarbour)), http.StatusOK)
			if got := asked.page.One(t, "h1").Text(); got != "Unlock for the site" {
				t.Errorf("it asks %q", got)
			}
			b.submit(t, asked, path+"/approve", yes, http.StatusSeeOther)
			if !f.Enters(t, f.mara.Actor.Partner, f.tess.Actor.Person, f.harbour) {
				t.Error("the site stays closed")
			}
		})

		t.Run("OKSave", func(t *testing.T) {
			page := b.get(t, path, http.StatusOK)
			asked := url.Values{"locks": {string(f.atHarbour)}, "reason": {"bill unpaid"}}
			done := b.submit(t, page, path+"/locks", asked, http.StatusSeeOther)
			done.wantLocation(t, techniciansOf(f.mara))
			list := b.follow(t, done)
			if got := list.page.One(t, "dialog.result").Text(); got != "Edit Technician The access to 1 site was changed. Tess Technician is now locked at Harbour Tower by your lock. Close" {
				t.Errorf("the message says %q", got)
			}
			page = b.get(t, path, http.StatusOK)
			row := siteRow(t, page, "Harbour Tower")
			if !row.One(t, "input[role=switch]").HasAttr("checked") || !strings.Contains(row.Text(), "Locked by the partner just now by Mara Master: bill unpaid") {
				t.Errorf("after the lock: %q", row.Text())
			}
			if f.Enters(t, f.mara.Actor.Partner, f.tess.Actor.Person, f.harbour) {
				t.Error("the locked site can be entered")
			}
			list = b.follow(t, b.submit(t, page, path+"/locks", url.Values{"locks": nil}, http.StatusSeeOther))
			if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "Your lock of Tess Technician at Harbour Tower is lifted.") {
				t.Errorf("the message says %q", got)
			}
			if !f.Enters(t, f.mara.Actor.Partner, f.tess.Actor.Person, f.harbour) {
				t.Error("the unlocked site cannot be entered")
			}
		})

		t.Run("OKExplained", func(t *testing.T) {
			page := b.get(t, path, http.StatusOK)
			for _, want := range []string{"your own lock of this person", "Only an administrator of the site can change the permission level"} {
				if got := page.page.One(t, ".window-body").Text(); !strings.Contains(got, want) {
					t.Errorf("the window %q lacks %q", got, want)
				}
			}
			if row := siteRow(t, page, "Harbour Tower"); row.One(t, ".unsaved").Text() != "Not until you save" || row.Has(".toggle.was-on") {
				t.Errorf("the row does not tell what is stored from what is chosen: %q", row.Text())
			}
			if siteRow(t, page, "Old Mill").Has(".unsaved") {
				t.Error("a switch that cannot be used may be unsaved")
			}
			if page := f.as(t, f.olga).get(t, path, http.StatusOK); page.page.Has("input[name=reason]") {
				t.Error("an observer is asked for a reason")
			}
		})

		t.Run("ErrReason", func(t *testing.T) {
			asked := url.Values{"locks": {string(f.atHarbour)}, "reason": {strings.Repeat("x", gatehouse.ReasonLimit+1)}}
			again := b.submit(t, b.get(t, path, http.StatusOK), path+"/locks", asked, http.StatusUnprocessableEntity)
			if again.page.One(t, "#reason-error").Text() == "" || !siteRow(t, again, "Harbour Tower").One(t, "input[role=switch]").HasAttr("checked") {
				t.Error("a reason that is too long is not asked for again with what was chosen")
			}
			if !f.Enters(t, f.mara.Actor.Partner, f.tess.Actor.Person, f.harbour) {
				t.Error("something was saved all the same")
			}
		})

		// With both locks on the partner lifts its own, and access stays closed; with only
		// the site's on there is nothing to lift (SPEC section 5).
		t.Run("OKBothLocks", func(t *testing.T) {
			b.submit(t, b.get(t, path, http.StatusOK), path+"/locks", url.Values{"locks": {string(f.atHarbour)}}, http.StatusSeeOther)
			f.siteLock(t, f.atHarbour, true)
			page := b.get(t, path, http.StatusOK)
			row := siteRow(t, page, "Harbour Tower")
			if s := row.One(t, "input[role=switch]"); s.HasAttr("disabled") || !s.HasAttr("checked") || !strings.Contains(row.Text(), "access stays closed") {
				t.Errorf("with both locks on the row says %q", row.Text())
			}
			b.submit(t, page, path+"/locks", url.Values{"locks": nil}, http.StatusSeeOther)
			row = siteRow(t, b.get(t, path, http.StatusOK), "Harbour Tower")
			if s := row.One(t, "input[role=switch]"); !s.HasAttr("disabled") || strings.Contains(row.Text(), "Locked by the partner") || !strings.Contains(row.Text(), "Locked for the site") {
				t.Errorf("with only the site's lock on the row says %q", row.Text())
			}
			if f.Enters(t, f.mara.Actor.Partner, f.tess.Actor.Person, f.harbour) {
				t.Error("the site's lock was lifted, too")
			}
			f.siteLock(t, f.atHarbour, false)
		})

		t.Run("OKNarrow", func(t *testing.T) {
			open := with(t, b.get(t, path, http.StatusOK), path+"/locks", "id", string(f.atHarbour))
			asked := b.post(t, path+"/window", open, http.StatusOK)
			empty := b.submit(t, asked, path+"/window", yes, http.StatusUnprocessableEntity)
			if got := empty.page.One(t, "#ends_at-error").Text(); got != "Enter a start or an end." {
				t.Errorf("an empty window is answered with %q", got)
			}
			set := url.Values{"confirm": {"yes"}, "starts_at": {""}, "ends_at": {"2099-06-01T12:00"}}
			list := b.follow(t, b.submit(t, empty, path+"/window", set, http.StatusSeeOther))
			if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "1 time window was narrowed.") {
				t.Errorf("the message says %q", got)
			}
			row := siteRow(t, b.get(t, path, http.StatusOK), "Harbour Tower")
			if !strings.Contains(row.Text(), "until 1 Jun 2099") {
				t.Errorf("the row says %q", row.Text())
			}
			again := b.post(t, path+"/window", open, http.StatusOK)
			if got := again.page.One(t, "input[name=ends_at]").Attr("value"); got != "2099-06-01T12:00" {
				t.Errorf("the form begins with %q", got)
			}
			wider := url.Values{"confirm": {"yes"}, "starts_at": {""}, "ends_at": {"2099-07-01T12:00"}}
			refused := b.submit(t, again, path+"/window", wider, http.StatusUnprocessableEntity)
			if got := refused.page.One(t, "#ends_at-error").Text(); !strings.HasPrefix(got, "That is wider") {
				t.Errorf("a wider window is answered with %q", got)
			}
			past := b.submit(t, refused, path+"/window", url.Values{"confirm": {"yes"}, "starts_at": {"2099-05-01T12:00"}, "ends_at": {"2099-04-01T12:00"}}, http.StatusUnprocessableEntity)
			if got := past.page.One(t, "#ends_at-error").Text(); got != "The end must come after the start." {
				t.Errorf("a window that ends before it begins is answered with %q", got)
			}
			for _, field := range []string{"starts_at", "ends_at"} {
				first := url.Values{"confirm": {"yes"}, "starts_at": {""}, "ends_at": {""}, field: {"0001-01-01T00:00"}}
				never := b.submit(t, past, path+"/window", first, http.StatusUnprocessableEntity)
				if got := never.page.One(t, "#"+field+"-error").Text(); got != "The year lies between 1970 and 9999." {
					t.Errorf("the first year of all, as %s, is answered with %q", field, got)
				}
			}
			if page := f.as(t, f.olga).get(t, path, http.StatusOK); page.page.Has("button[formaction=" + path + "/window]") {
				t.Error("an Observer is offered to narrow a window")
			}
		})

		t.Run("OKNothing", func(t *testing.T) {
			done := b.submit(t, b.get(t, path, http.StatusOK), path+"/locks", nil, http.StatusSeeOther)
			if got := b.follow(t, done).page.One(t, "dialog.result p").Text(); got != "Nothing was changed." {
				t.Errorf("the message says %q", got)
			}
		})

		t.Run("OKObserver", func(t *testing.T) {
			page := f.as(t, f.olga).get(t, path, http.StatusOK)
			if page.page.Has("button[formaction]") || page.page.Has(".window-foot button") || len(page.page.All("input[role=switch]:not([disabled])")) > 0 {
				t.Error("an observer is offered something to change")
			}
		})

		t.Run("ErrStale", func(t *testing.T) {
			page := b.get(t, path, http.StatusOK)
			third := f.NewSite(t, f.mara.Actor, "Third Yard")
			f.Assign(t, f.mara.Actor, f.tess.Actor.Person, third, gatehouse.DevicesOnly)
			f.siteLock(t, f.atMill, false)
			again := b.submit(t, page, path+"/locks", url.Values{"locks": {string(f.atHarbour)}}, http.StatusPreconditionFailed)
			if got := again.page.One(t, "[role=alert]").Text(); !strings.Contains(got, "Nothing was saved.") {
				t.Errorf("it says %q", got)
			}
			for site, want := range map[string]string{"Third Yard": "New", "Old Mill": "Changed", "Harbour Tower": "You had chosen: Locked"} {
				if row := siteRow(t, again, site); !strings.Contains(row.Text(), want) {
					t.Errorf("%s says %q, want %s", site, row.Text(), want)
				}
			}
			if !f.Enters(t, f.mara.Actor.Partner, f.tess.Actor.Person, f.harbour) {
				t.Error("something was saved from the stale page")
			}
		})

		t.Run("ErrForeign", func(t *testing.T) {
			other := f.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
			foreign := f.InviteTechnician(t, other.Actor, "x@hafen.example")
			b.get(t, personPath(f.mara, foreign), http.StatusNotFound)
			f.as(t, other).get(t, personPath(other, f.tess.Actor.Person), http.StatusNotFound)
		})
	})
}

func TestTechnicianRemove(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	b := f.as(t, f.oleg)
	path := personPath(f.mara, f.tess.Actor.Person)

	t.Run("OKApprove", func(t *testing.T) {
		asked := b.post(t, path+"/approve", with(t, b.get(t, path, http.StatusOK), path+"/locks", "id", string(f.atMill)), http.StatusOK)
		if got := asked.page.One(t, "form.sheet .strong").Text(); !strings.HasSuffix(got, "to Old Mill?") {
			t.Errorf("it asks %q", got)
		}
		list := b.follow(t, b.submit(t, asked, path+"/approve", yes, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result p").Text(); got != "The access to 1 site was opened." {
			t.Errorf("the message says %q", got)
		}
	})

	t.Run("OK", func(t *testing.T) {
		asked := b.post(t, path+"/remove", with(t, b.get(t, path, http.StatusOK), path+"/locks", "id", string(f.atMill)), http.StatusOK)
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Remove from site" {
			t.Errorf("the answer is %q", got)
		}
		if got := asked.page.One(t, "div.banner.warn"); got.Text() != "1 site is left without any technician who may enter. Old Mill" || got.One(t, "a").Attr("href") != editOf(f.mara, f.mill, "technicians") {
			t.Errorf("what follows is %q", got.Text())
		}
		list := b.follow(t, b.submit(t, asked, path+"/remove", yes, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); got != "Remove from site Removed from 1 site. Close" {
			t.Errorf("the message says %q", got)
		}
		row := rowOf(t, list, "tess@meridian.example")
		if got := row.One(t, "a.count").Text(); got != "1" {
			t.Errorf("the list counts %s sites", got)
		}
	})

	t.Run("ErrOtherPerson", func(t *testing.T) {
		form := with(t, b.get(t, path, http.StatusOK), path+"/locks", "id", string(f.atHarbour))
		b.post(t, personPath(f.mara, f.oleg.Actor.Person)+"/remove", form, http.StatusNotFound)
	})
}

// with is a form of a page with one more field.
func with(t *testing.T, on answer, action, name, value string) url.Values {
	t.Helper()
	form := fieldsOf(t, on, action)
	form.Set(name, value)
	return form
}

func TestExplainPage(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	b := f.as(t, f.olga)
	path := func(site gatehouse.SiteID, more string) string {
		return "/p/" + string(f.mara.Actor.Partner) + "/explain?person=" + string(f.tess.Actor.Person) + "&site=" + string(site) + more
	}
	f.approve(t, f.atHarbour)

	t.Run("OK", func(t *testing.T) {
		page := b.get(t, path(f.harbour, ""), http.StatusOK)
		if got := page.page.One(t, ".verdict-answer").Text(); !strings.HasSuffix(got, "may enter Harbour Tower now.") {
			t.Errorf("it answers %q", got)
		}
		if got := len(page.page.All("li.gate")); got != 10 {
			t.Errorf("%d gates", got)
		}
		if page.page.Has("li.gate.shut") {
			t.Error("a gate is closed")
		}
		gates := page.page.Texts("li.gate")
		for i, want := range map[int][]string{
			1: {"The invitation is accepted", "by Tess Technician"},
			3: {"Assigned to the site", "by Mara Master"},
			8: {"Inside the time window", "Can be changed by nobody yet; the site's own Admins and Masters, once it has any. Can be narrowed by the partner's Operators, Admins and Masters."},
			9: {"Devices Only", "by Mara Master", "Can be changed by nobody yet"},
		} {
			for _, part := range want {
				if !strings.Contains(gates[i], part) {
					t.Errorf("the gate %q lacks %q", gates[i], part)
				}
			}
		}
		if got := page.page.All("li.gate time"); len(got) == 0 || got[0].Attr("data-time") != "minutes" {
			t.Error("the times are not those of the reader")
		}
		if strings.Contains(gates[0], "Can be changed") || strings.Contains(gates[1], "Can be changed") {
			t.Errorf("what is done for good can be changed: %q, %q", gates[0], gates[1])
		}
	})

	t.Run("OKClosed", func(t *testing.T) {
		lock := app.Bulk{IDs: []gatehouse.PersonID{f.tess.Actor.Person}, Reason: "laptop stolen"}
		if _, err := f.Technicians.Lock(t.Context(), f.mara.Actor, "", lock); err != nil {
			t.Fatal(err)
		}
		page := b.get(t, path(f.mill, ""), http.StatusOK)
		if got := page.page.One(t, ".verdict-answer").Text(); !strings.HasSuffix(got, "may not enter Old Mill now: the account is locked; the site has not approved them yet.") {
			t.Errorf("it answers %q", got)
		}
		shut := page.page.All("li.gate.shut")
		if len(shut) != 2 || !strings.Contains(shut[0].Text(), "by Mara Master") ||
			!strings.Contains(shut[0].Text(), "Can be changed by the partner's Operators, Admins and Masters.") {
			t.Errorf("the closed gates are %v", page.page.Texts("li.gate.shut"))
		}
		if got := shut[0].One(t, "p.under").Text(); !strings.HasSuffix(got, " by Mara Master: laptop stolen") {
			t.Errorf("of the lock it says %q", got)
		}
		f.Exec(t, `UPDATE person SET locked_by = 'gone' WHERE id = $1`, string(f.tess.Actor.Person))
		if got := b.get(t, path(f.mill, ""), http.StatusOK).page.All("li.gate.shut")[0].One(t, "p.under").Text(); !strings.HasSuffix(got, " by a former administrator: laptop stolen") {
			t.Errorf("of the lock of somebody who is gone it says %q", got)
		}
		f.Exec(t, `UPDATE person SET locked_by = $2 WHERE id = $1`, string(f.tess.Actor.Person), string(f.mara.Actor.Person))
	})

	t.Run("OKWays", func(t *testing.T) {
		// Whoever may open a gate is led to where that is done; the others are not.
		list := techniciansOf(f.mara)
		want := [][2]string{
			{"Change it: Technicians", list + "?q=tess%40meridian.example"},
			{"Change it: Edit Technician", list + "/" + string(f.tess.Actor.Person)},
		}
		ways := func(b *browser) (got [][2]string) {
			for _, way := range b.get(t, path(f.mill, ""), http.StatusOK).page.All("li.gate.shut a") {
				got = append(got, [2]string{way.Text(), way.Attr("href")})
			}
			return got
		}
		if diff := cmp.Diff(want, ways(f.as(t, f.oleg))); diff != "" {
			t.Errorf("an Operator is led to (-want +got):\n%s", diff)
		}
		if got := ways(b); len(got) != 0 {
			t.Errorf("an Observer is led to %v", got)
		}
		f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster)
		if diff := cmp.Diff(want[:1], ways(f.as(t, f.oleg))); diff != "" {
			t.Errorf("of a site that approves itself an Operator is led to (-want +got):\n%s", diff)
		}
	})

	t.Run("OKBack", func(t *testing.T) {
		for more, want := range map[string]string{
			"":           personPath(f.mara, f.tess.Actor.Person),
			"&from=site": editOf(f.mara, f.mill, "technicians"),
		} {
			page := b.get(t, path(f.mill, more), http.StatusOK)
			if got := page.page.One(t, "main a.back").Attr("href"); got != want {
				t.Errorf("it leads back to %s, want %s", got, want)
			}
		}
		if got := b.get(t, path(f.mill, "&from=site"), http.StatusOK).page.One(t, "nav.sidebar a[aria-current=page]").Text(); got != "Sites" {
			t.Errorf("opened from a site it stands in the menu under %q", got)
		}
		b.get(t, path(f.mill, "&from=moon"), http.StatusBadRequest)
		if !b.get(t, editOf(f.mara, f.mill, "technicians"), http.StatusOK).page.Has("a.why[href=" + path(f.mill, "&from=site") + "]") {
			t.Error("the tab of the site does not lead to the gates")
		}
	})

	t.Run("OKAction", func(t *testing.T) {
		page := b.get(t, path(f.harbour, "&action=users.view"), http.StatusOK)
		if got := page.page.One(t, ".verdict-answer").Text(); !strings.Contains(got, "View users. The reason:") {
			t.Errorf("it answers %q", got)
		}
	})

	t.Run("Err", func(t *testing.T) {
		b.get(t, path(f.harbour, "&action=fly"), http.StatusBadRequest)
		b.get(t, path("nowhere", ""), http.StatusNotFound)
		b.get(t, "/p/"+string(f.mara.Actor.Partner)+"/explain", http.StatusNotFound)
	})
}

// checkTechnicianHome holds a technician's portal against SPEC section 10.
func checkTechnicianHome(t *testing.T, page answer) {
	t.Helper()
	want := []string{"Language", "Password", "Delete account", "Sign out"}
	if diff := cmp.Diff(want, page.page.Texts("main .links .menu-item")); diff != "" {
		t.Errorf("a technician's portal offers (-want +got):\n%s", diff)
	}
	if page.page.Has("nav.sidebar") {
		t.Error("a technician sees a sidebar")
	}
}

func TestTechnicianHome(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	f.approve(t, f.atHarbour)
	// A session from before the assignment does not stand at the site.
	page := f.as(t, f.SignIn(t, "tess@meridian.example")).get(t, "/p/"+string(f.mara.Actor.Partner)+"/", http.StatusOK)
	checkTechnicianHome(t, page)
	if got := page.page.Texts("a.place"); !slices.Equal(got, []string{"HT Harbour Tower Devices Only"}) {
		t.Errorf("the sites are %q", got)
	}
	if got := page.page.One(t, "a.place").Attr("href"); got != "/s/"+string(f.harbour)+"/" {
		t.Errorf("it leads to %s", got)
	}
}

// TestClosedSites: a technician's own portal and the selector name the sites that are
// closed to them, why, and whom to ask; nobody else's name is among it.
func TestClosedSites(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster)
	f.approve(t, f.atHarbour)
	done, err := f.Assignments.SetPartnerLocks(t.Context(), f.mara.Actor, "", app.PartnerLocks{Person: f.tess.Actor.Person, Locked: map[gatehouse.AssignmentID]bool{f.atHarbour: true}})
	if err != nil || done.Rows[0].Outcome != gatehouse.Changed {
		t.Fatalf("lock: %+v, %v", done, err)
	}
	want := map[gatehouse.Language][]string{
		gatehouse.English: {
			"Harbour Tower Locked by the partner for this site, since # Ask an administrator of Meridian Access.",
			"Old Mill Waiting for the site's approval, since # Ask an Admin or Master of the site.",
		},
		gatehouse.German: {
			"Harbour Tower Vom Partner für diesen Standort gesperrt, seit # Fragen Sie einen Administrator von Meridian Access.",
			"Old Mill Die Freigabe des Standorts steht aus, seit # Fragen Sie einen Admin oder Master des Standorts.",
		},
	}
	at := regexp.MustCompile(`\d+\.? \S+ \d{4}, \d\d:\d\d UTC(\+\d\d:\d\d)?`)
	for language, want := range want {
		f.Exec(t, `UPDATE account SET language = $1 WHERE email = 'tess@meridian.example'`, string(language))
		b := f.as(t, f.SignIn(t, "tess@meridian.example"))
		page := b.get(t, "/p/"+string(f.mara.Actor.Partner)+"/", http.StatusOK)
		got := page.page.Texts(".place.shut")
		for i := range got {
			got[i] = at.ReplaceAllString(got[i], "#")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in %s (-want +got):\n%s", language, diff)
		}
		if text := page.page.One(t, "main").Text(); strings.Contains(text, "Mara") {
			t.Errorf("it says who did it: %q", text)
		}
	}
	// With another place, the selector says the same.
	f.Exec(t, `UPDATE account SET language = 'en' WHERE email = 'tess@meridian.example'`)
	yard := f.NewSite(t, f.mara.Actor, "Yard")
	f.approve(t, f.Assign(t, f.mara.Actor, f.tess.Actor.Person, yard, gatehouse.DevicesOnly))
	page := f.as(t, f.SignIn(t, "tess@meridian.example")).get(t, "/places", http.StatusOK)
	if got := page.page.Texts(".place.shut bdi"); !slices.Equal(got, []string{"Harbour Tower", "Old Mill"}) {
		t.Errorf("the selector names %q", got)
	}
	if page.page.Has("button.shut") || page.page.Has("a.shut") {
		t.Error("a closed site leads somewhere")
	}
}

// TestTechnicianCause: a row of the window says what keeps somebody out whose access no
// lock closes; the window of who can only look does not speak of editing.
func TestTechnicianCause(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	f.approve(t, f.atHarbour)
	f.Exec(t, `UPDATE assignment SET level = 0 WHERE id = $1`, string(f.atHarbour))
	path := personPath(f.mara, f.tess.Actor.Person)
	page := f.as(t, f.oleg).get(t, path, http.StatusOK)
	cause := func(site string) []string {
		cells := siteRow(t, page, site).All("td")
		return cells[len(cells)-1].Texts(".under")
	}
	if diff := cmp.Diff([]string{"The permission level does not allow it"}, cause("Harbour Tower")); diff != "" {
		t.Errorf("without a level (-want +got):\n%s", diff)
	}
	if got := cause("Old Mill"); len(got) != 0 {
		t.Errorf("of one who waits for approval it says %q twice", got)
	}
	if got := page.page.One(t, "h1").Text(); got != "Edit Technician" {
		t.Errorf("the window is called %q", got)
	}
	if got := f.as(t, f.olga).get(t, path, http.StatusOK).page.One(t, "h1").Text(); got != "Technician" {
		t.Errorf("the Observer's window is called %q", got)
	}
}
