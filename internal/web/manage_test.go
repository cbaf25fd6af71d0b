package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/gatehousetest/htmltest"
)

// team is a partner with somebody of every role, and one who is invited.
type team struct {
	*portal
	mara, adam, oleg, olga gatehousetest.Member
	carla                  gatehouse.PersonID
}

func newTeam(t *testing.T) team {
	t.Helper()
	p := newPortal(t)
	mara := p.SetUp(t)
	return team{
		portal: p, mara: mara,
		adam:  p.Join(t, mara.Actor, "adam@meridian.example", gatehouse.PartnerAdmin),
		oleg:  p.Join(t, mara.Actor, "oleg@meridian.example", gatehouse.PartnerOperator),
		olga:  p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver),
		carla: p.Invite(t, mara.Actor, carla, gatehouse.PartnerOperator),
	}
}

// rowOf is the row of an address.
func rowOf(t *testing.T, list answer, email string) htmltest.Node {
	t.Helper()
	for _, row := range list.page.All("tbody tr") {
		if row.Attr("data-who") == email {
			return row
		}
	}
	t.Fatalf("no row of %s", email)
	return htmltest.Node{}
}

// press sends what a switch or button in a row would.
func press(t *testing.T, b *browser, list answer, button htmltest.Node) answer {
	t.Helper()
	form := fieldsOf(t, list, list.page.One(t, "form#single").Attr("action"))
	form.Set(button.Attr("name"), button.Attr("value"))
	return b.post(t, button.Attr("formaction"), form, http.StatusOK)
}

// choose sends the chosen rows of the list to an action.
func choose(t *testing.T, b *browser, m gatehousetest.Member, verb string, ids ...gatehouse.PersonID) answer {
	t.Helper()
	form := fieldsOf(t, b.get(t, listOf(m), http.StatusOK), listOf(m)+"/resend")
	for _, id := range ids {
		form.Add("id", string(id))
	}
	return b.post(t, listOf(m)+"/"+verb, form, http.StatusOK)
}

var yes = url.Values{"confirm": {"yes"}}

func TestLockSwitch(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)

	t.Run("OK", func(t *testing.T) {
		list := b.get(t, listOf(p.mara)+"?sort=email", http.StatusOK)
		off := rowOf(t, list, "olga@meridian.example").One(t, "button[role=switch]")
		if off.Attr("aria-checked") != "false" || off.Text() != "Unlocked" || off.Attr("aria-label") != "Unlocked, Lock Account of olga@meridian.example" {
			t.Errorf("the switch says %q, %s", off.Attr("aria-label"), off.Attr("aria-checked"))
		}
		asked := press(t, b, list, off)
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Confirm" {
			t.Errorf("the answer is %q", got)
		}
		done := b.submit(t, asked, listOf(p.mara)+"/lock", url.Values{"confirm": {"yes"}, "reason": {"On leave"}}, http.StatusSeeOther)
		done.wantLocation(t, listOf(p.mara)+"?sort=email")
		list = b.follow(t, done)
		if list.page.Has("dialog.result") || list.page.Has("dialog.toast") {
			t.Error("a single lock has a result message")
		}
		row := rowOf(t, list, "olga@meridian.example")
		on := row.One(t, "button[role=switch]")
		if on.Attr("aria-checked") != "true" || on.Text() != "Locked" || !strings.Contains(row.Text(), "by Mara Master: On leave") {
			t.Errorf("after the lock: %q", row.Text())
		}
		p.as(t, p.olga).get(t, listOf(p.olga), http.StatusSeeOther)

		asked = press(t, b, list, on)
		list = b.follow(t, b.submit(t, asked, listOf(p.mara)+"/unlock", yes, http.StatusSeeOther))
		if got := rowOf(t, list, "olga@meridian.example").One(t, "button[role=switch]").Text(); got != "Unlocked" {
			t.Errorf("after unlocking: %q", got)
		}
	})

	t.Run("OKFixed", func(t *testing.T) {
		list := b.get(t, listOf(p.mara), http.StatusOK)
		for email, why := range map[string]string{
			"mara@meridian.example": "Accounts with the role Admin or higher can be neither locked nor unlocked.",
			"adam@meridian.example": "Accounts with the role Admin or higher can be neither locked nor unlocked.",
		} {
			checkFixed(t, rowOf(t, list, email), why)
		}
		if rowOf(t, list, carla).Has("button[role=switch]") {
			t.Error("an invited person has a switch")
		}
		list = p.as(t, p.oleg).get(t, listOf(p.oleg), http.StatusOK)
		checkFixed(t, rowOf(t, list, "olga@meridian.example"), "Your role does not allow this.")
	})

	t.Run("ErrReason", func(t *testing.T) {
		asked := press(t, b, b.get(t, listOf(p.mara), http.StatusOK), rowOf(t, b.get(t, listOf(p.mara), http.StatusOK), "olga@meridian.example").One(t, "button[role=switch]"))
		again := b.submit(t, asked, listOf(p.mara)+"/lock", url.Values{"confirm": {"yes"}, "reason": {"a\u202eb"}}, http.StatusUnprocessableEntity)
		if got := again.page.One(t, "#reason-error").Text(); got != "A reason has no control or invisible characters." {
			t.Errorf("the error says %q", got)
		}
	})

	t.Run("ErrRole", func(t *testing.T) {
		asked := choose(t, b, p.mara, "lock", p.adam.Actor.Person, p.mara.Actor.Person, p.carla)
		want := []string{
			"The admin adam@meridian.example Accounts with the role Admin or higher can be neither locked nor unlocked.",
			"Mara Master mara@meridian.example You cannot do this to yourself.",
			carla + " This invitation has not been accepted.",
		}
		if diff := cmp.Diff(want, asked.page.Texts("ul.chosen li")); diff != "" {
			t.Errorf("the question (-want +got):\n%s", diff)
		}
		if asked.page.Has("button[name=confirm]") {
			t.Error("there is an answer though nothing can be done")
		}
	})
}

// checkFixed expects a switch that cannot be used and says why.
func checkFixed(t *testing.T, row htmltest.Node, why string) {
	t.Helper()
	fixed := row.One(t, "button[role=switch]")
	if fixed.Attr("aria-disabled") != "true" || fixed.Attr("type") != "button" || fixed.Attr("title") != why {
		t.Errorf("%s: the switch says %q, disabled %q", row.Attr("data-who"), fixed.Attr("title"), fixed.Attr("aria-disabled"))
	}
}

func TestLockMany(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	for _, c := range []struct {
		verb, title, message, state string
	}{
		{"lock", "Lock Account", "2 accounts were locked.", "Locked"},
		{"unlock", "Unlock Account", "2 accounts were unlocked.", "Unlocked"},
	} {
		asked := choose(t, b, p.mara, c.verb, p.olga.Actor.Person, p.oleg.Actor.Person, p.adam.Actor.Person)
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Yes" {
			t.Errorf("the answer is %q", got)
		}
		list := b.follow(t, b.submit(t, asked, listOf(p.mara)+"/"+c.verb, yes, http.StatusSeeOther))
		wantCalm(t, list, c.title+" "+c.message+" Close")
		if got := rowOf(t, list, "oleg@meridian.example").One(t, "button[role=switch]").Text(); got != c.state {
			t.Errorf("after %s: %q", c.verb, got)
		}
	}
	olga := app.Bulk{IDs: []gatehouse.PersonID{p.olga.Actor.Person}}
	if _, err := p.Admins.Lock(t.Context(), p.mara.Actor, "", olga); err != nil {
		t.Fatal(err)
	}
	asked := choose(t, b, p.mara, "unlock", p.olga.Actor.Person)
	if _, err := p.Admins.Unlock(t.Context(), p.mara.Actor, "", olga); err != nil {
		t.Fatal(err)
	}
	list := b.follow(t, b.submit(t, asked, listOf(p.mara)+"/unlock", yes, http.StatusSeeOther))
	if got := list.page.One(t, "dialog.result").Text(); got != "Unlock Account Nothing was changed. 1 row was already that way. Close" {
		t.Errorf("the result of nothing says %q", got)
	}
	if list.page.Has("dialog.result .good-text") || list.page.Has("dialog.result .banner.warn") {
		t.Error("nothing that was to be done looks done, or refused")
	}
}

func TestChangeLevel(t *testing.T) {
	p := newTeam(t)
	role := listOf(p.mara) + "/role"
	pick := func(t *testing.T, b *browser, m gatehousetest.Member, email string) answer {
		t.Helper()
		list := b.get(t, listOf(m), http.StatusOK)
		return press(t, b, list, rowOf(t, list, email).One(t, "button.level"))
	}

	t.Run("OK", func(t *testing.T) {
		b := p.as(t, p.mara)
		choice := pick(t, b, p.mara, "olga@meridian.example")
		names := choice.page.Texts("button[name=role] .strong")
		if diff := cmp.Diff([]string{"Observer", "Operator", "Admin", "Master"}, names); diff != "" {
			t.Errorf("the roles (-want +got):\n%s", diff)
		}
		if !choice.page.One(t, "button[value=observer]").HasAttr("disabled") {
			t.Error("the role held can be chosen")
		}
		asked := b.submit(t, choice, role, url.Values{"role": {"admin"}}, http.StatusOK)
		if got := asked.page.One(t, "div.window-body p.strong").Text(); got != "Change the level to Admin?" {
			t.Errorf("the question is %q", got)
		}
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Confirm" {
			t.Errorf("the answer is %q", got)
		}
		list := b.follow(t, b.submit(t, asked, role, yes, http.StatusSeeOther))
		if list.page.Has("dialog.result") || list.page.Has("dialog.toast") {
			t.Error("a change of role has a result message")
		}
		if got := rowOf(t, list, "olga@meridian.example").One(t, "button.level").Text(); got != "Admin" {
			t.Errorf("the row says %q", got)
		}
	})

	t.Run("OKImpact", func(t *testing.T) {
		b := p.as(t, p.mara)
		p.Invite(t, p.Again(t, p.adam), "iris@meridian.example", gatehouse.PartnerAdmin)
		choice := pick(t, b, p.mara, "adam@meridian.example")
		asked := b.submit(t, choice, role, url.Values{"role": {"operator"}}, http.StatusOK)
		if got := asked.page.One(t, "div.banner").Text(); !strings.HasPrefix(got, "1 pending invitation becomes void") {
			t.Errorf("the impact is %q", got)
		}
	})

	t.Run("OKRights", func(t *testing.T) {
		b := p.as(t, p.adam)
		choice := pick(t, b, p.adam, "oleg@meridian.example")
		names := choice.page.Texts("button[name=role] .strong")
		if diff := cmp.Diff([]string{"Observer", "Operator", "Admin"}, names); diff != "" {
			t.Errorf("the roles that an Admin may give (-want +got):\n%s", diff)
		}
		list := b.get(t, listOf(p.adam), http.StatusOK)
		for _, email := range []string{"mara@meridian.example", "adam@meridian.example", carla} {
			if rowOf(t, list, email).Has("button.level") {
				t.Errorf("an Admin can change the level of %s", email)
			}
		}
	})

	// A role above one's own, sent all the same (SECURITY, privilege escalation).
	t.Run("ErrAbove", func(t *testing.T) {
		b := p.as(t, p.adam)
		choice := pick(t, b, p.adam, "oleg@meridian.example")
		fields := url.Values{"role": {"master"}, "confirm": {"yes"}}
		list := b.follow(t, b.submit(t, choice, listOf(p.adam)+"/role", fields, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "1 row was refused: The operator oleg@meridian.example This role is above yours.") {
			t.Errorf("the result says %q", got)
		}
		b.submit(t, choice, listOf(p.adam)+"/role", url.Values{"role": {"king"}}, http.StatusUnprocessableEntity)
	})
}

func TestEndSessions(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	asked := choose(t, b, p.mara, "end-sessions", p.adam.Actor.Person)
	list := b.follow(t, b.submit(t, asked, listOf(p.mara)+"/end-sessions", yes, http.StatusSeeOther))
	if got := list.page.One(t, "dialog.result").Text(); got != "End Sessions 1 person was signed out. Close" {
		t.Errorf("the result says %q", got)
	}
	p.as(t, p.adam).get(t, listOf(p.adam), http.StatusSeeOther)
}

func TestDelete(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	p.Invite(t, p.adam.Actor, "iris@meridian.example", gatehouse.PartnerObserver)
	// With the inviter gone a mail that still waits would not be sent.
	link := p.LinkToken(t, "iris@meridian.example")

	t.Run("OK", func(t *testing.T) {
		asked := choose(t, b, p.mara, "delete", p.adam.Actor.Person, p.carla)
		if got := asked.page.One(t, "div.banner").Text(); !strings.HasPrefix(got, "1 pending invitation becomes void") {
			t.Errorf("the impact is %q", got)
		}
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Confirm" {
			t.Errorf("the answer is %q", got)
		}
		list := b.follow(t, b.submit(t, asked, listOf(p.mara)+"/delete", yes, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); got != "Delete 2 administrators were deleted. Close" {
			t.Errorf("the result says %q", got)
		}
		want := []string{"iris@meridian.example", "olga@meridian.example", "oleg@meridian.example", "mara@meridian.example"}
		if diff := cmp.Diff(want, addresses(list)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if got := rowOf(t, list, "iris@meridian.example").Text(); !strings.Contains(got, "Invited by a former administrator") {
			t.Errorf("the row of whom the deleted one invited says %q", got)
		}
	})

	// SPEC section 4: the inviter's right is checked again at acceptance.
	t.Run("ErrVoid", func(t *testing.T) {
		iris := p.browser(t)
		void := iris.submit(t, iris.open(t, link), "/invitation", newcomer(), http.StatusConflict)
		if got := void.page.One(t, "main").Text(); !strings.Contains(got, "for a new invitation") {
			t.Errorf("the page does not say what to do: %q", got)
		}
	})

	t.Run("ErrSelf", func(t *testing.T) {
		asked := choose(t, b, p.mara, "delete", p.mara.Actor.Person)
		if asked.page.Has("button[name=confirm]") {
			t.Error("the last Master can be deleted from the list")
		}
	})

	// SECURITY T016: an id of another partner makes the whole call unknown.
	t.Run("ErrForeign", func(t *testing.T) {
		other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
		form := fieldsOf(t, b.get(t, listOf(p.mara), http.StatusOK), listOf(p.mara)+"/resend")
		form["id"] = []string{string(p.olga.Actor.Person), string(other.Actor.Person)}
		form.Set("confirm", "yes")
		for _, verb := range []string{"lock", "unlock", "end-sessions", "delete"} {
			b.post(t, listOf(p.mara)+"/"+verb, form, http.StatusNotFound)
		}
		rowOf(t, b.get(t, listOf(p.mara), http.StatusOK), "olga@meridian.example")
	})

	t.Run("ErrRights", func(t *testing.T) {
		observer := p.as(t, p.olga)
		form := fieldsOf(t, observer.get(t, listOf(p.olga), http.StatusOK), "/sign-out")
		form.Set("id", string(p.oleg.Actor.Person))
		for _, verb := range []string{"lock", "unlock", "end-sessions", "delete", "role"} {
			observer.post(t, listOf(p.olga)+"/"+verb, form, http.StatusForbidden)
		}
	})
}
