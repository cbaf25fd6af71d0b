package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/web"
)

// step is one press of a button of the form.
func step(name string, more ...string) url.Values {
	v := url.Values{"step": {name}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func added(a answer) []string { return a.page.Texts("ul.people li") }

// TestInviteByPages walks through the window Invite Admins without JavaScript.
func TestInviteByPages(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	action := listOf(mara) + "/invite"

	t.Run("OK", func(t *testing.T) {
		b := p.as(t, mara)
		page := b.get(t, action, http.StatusOK)
		page = b.submit(t, page, action, step("add", "role", "operator", "typed", "Ana Lopez <ana@x.example>; ben@x.example,ana@x.example"), http.StatusOK)
		if diff := cmp.Diff([]string{"ana@x.example Operator", "ben@x.example Operator"}, added(page)); diff != "" {
			t.Errorf("added (-want +got):\n%s", diff)
		}
		if got := page.page.One(t, "#typed-error").Text(); got != "This address is already in the list." {
			t.Errorf("beside the field stands %q", got)
		}
		page = b.submit(t, page, action, step("add", "role", "master", "typed", "nonsense Carl@X.example"), http.StatusOK)
		if got := page.page.One(t, "#typed").Attr("value"); got != "nonsense" {
			t.Errorf("in the field stays %q", got)
		}
		page = b.submit(t, page, action, url.Values{"remove": {"1"}, "typed": {""}}, http.StatusOK)
		if diff := cmp.Diff([]string{"ana@x.example Operator", "carl@x.example Master"}, added(page)); diff != "" {
			t.Errorf("after removing one (-want +got):\n%s", diff)
		}
		asked := b.submit(t, page, action, step("ok"), http.StatusOK)
		if got := asked.page.One(t, ".sheet p.strong").Text(); got != "2 people get an invitation by e-mail:" {
			t.Errorf("the question is %q", got)
		}
		done := b.submit(t, asked, action, step("confirm"), http.StatusSeeOther)
		done.wantLocation(t, listOf(mara))
		list := b.follow(t, done)
		result := list.page.One(t, "dialog.result")
		if got := result.Text(); got != "Invite Admins 2 invitations are on their way. Close" {
			t.Errorf("the result says %q", got)
		}
		if !result.HasAttr("open") {
			t.Error("the result is closed")
		}
		if again := b.get(t, listOf(mara), http.StatusOK); again.page.Has("dialog.result") {
			t.Error("the result comes twice")
		}
		// Sent once more, the same form does nothing a second time.
		b.submit(t, asked, action, step("confirm"), http.StatusSeeOther)
		if n := len(addresses(b.get(t, listOf(mara), http.StatusOK))); n != 3 {
			t.Errorf("%d rows, want 3", n)
		}
	})

	t.Run("OKOutcomes", func(t *testing.T) {
		b := p.as(t, mara)
		page := b.get(t, action, http.StatusOK)
		page = b.submit(t, page, action, step("add", "typed", "new@x.example, ana@x.example, mara@meridian.example"), http.StatusOK)
		asked := b.submit(t, page, action, step("ok"), http.StatusOK)
		if got := asked.page.One(t, ".sheet p.strong").Text(); got != "1 person gets an invitation by e-mail:" {
			t.Errorf("the question is %q", got)
		}
		want := []string{
			"ana@x.example There is already a pending invitation for this address.",
			"Mara Master mara@meridian.example This address has already accepted.",
		}
		wantCalm(t, b.follow(t, b.submit(t, asked, action, step("confirm"), http.StatusSeeOther)), "Invite Admins 1 invitation is on its way. Close")
		if diff := cmp.Diff(want, asked.page.Texts(".left-out li")); diff != "" {
			t.Errorf("whom the question leaves out (-want +got):\n%s", diff)
		}
		if got := asked.page.One(t, ".left-out h2").Text(); got != "2 people get none:" {
			t.Errorf("they stand below %q", got)
		}
		page = b.submit(t, b.get(t, action, http.StatusOK), action, step("add", "typed", "new@x.example"), http.StatusOK)
		nobody := b.submit(t, page, action, step("ok"), http.StatusOK)
		if nobody.page.Has("button[value=confirm]") || nobody.page.One(t, ".sheet p.strong").Text() != "None of these people can be invited." {
			t.Error("the question asks for a confirmation that would invite nobody")
		}
	})

	t.Run("ErrNobody", func(t *testing.T) {
		b := p.as(t, mara)
		page := b.get(t, action, http.StatusOK)
		for _, name := range []string{"ok", "confirm"} {
			refused := b.submit(t, page, action, step(name), http.StatusUnprocessableEntity)
			if got := refused.page.One(t, "div.banner").Text(); got != "Add at least one person first." {
				t.Errorf("%s: %q", name, got)
			}
		}
	})

	t.Run("ErrMalformed", func(t *testing.T) {
		b := p.as(t, mara)
		page := b.get(t, action, http.StatusOK)
		form := fieldsOf(t, page, action)
		form["invitee"] = []string{"observer good@x.example", "observer nonsense"}
		form.Set("step", "confirm")
		refused := b.post(t, action, form, http.StatusUnprocessableEntity)
		if diff := cmp.Diff([]string{"This is not a valid e-mail address."}, refused.page.Texts("ul.people li .error")); diff != "" {
			t.Errorf("marked rows (-want +got):\n%s", diff)
		}
		form["invitee"] = []string{"king a@x.example"}
		b.post(t, action, form, http.StatusUnprocessableEntity)
		form["invitee"] = nil
		form.Set("step", "jump")
		b.post(t, action, form, http.StatusBadRequest)
		form.Set("remove", "7")
		b.post(t, action, form, http.StatusBadRequest)
	})

	// SECURITY T012: nobody gives a role above their own.
	t.Run("ErrRoleAbove", func(t *testing.T) {
		adam := p.Join(t, mara.Actor, "adam@meridian.example", gatehouse.PartnerAdmin)
		b := p.as(t, adam)
		form := fieldsOf(t, b.get(t, action, http.StatusOK), action)
		form["invitee"] = []string{"master m@x.example"}
		form.Set("step", "confirm")
		list := b.follow(t, b.post(t, action, form, http.StatusSeeOther))
		if diff := cmp.Diff([]string{"This role is above yours."}, list.page.Texts("dialog.result li")); diff != "" {
			t.Errorf("refused rows (-want +got):\n%s", diff)
		}
		if got := addresses(b.get(t, listOf(adam)+"?q=m%40x.example", http.StatusOK)); len(got) != 0 {
			t.Errorf("invited all the same: %v", got)
		}
	})

	// SECURITY T125: a form that the page hides is refused.
	t.Run("ErrForbidden", func(t *testing.T) {
		for _, role := range []gatehouse.PartnerRole{gatehouse.PartnerObserver, gatehouse.PartnerOperator} {
			m := p.Join(t, mara.Actor, role.String()+"@meridian.example", role)
			b := p.as(t, m)
			b.get(t, action, http.StatusForbidden)
			csrf := fieldsOf(t, b.get(t, listOf(m), http.StatusOK), "/sign-out")["csrf"]
			b.post(t, action, url.Values{"csrf": csrf, "step": {"confirm"}, "invitee": {"observer a@x.example"}}, http.StatusForbidden)
			b.post(t, listOf(m)+"/revoke", url.Values{"csrf": csrf, "id": {string(m.Actor.Person)}, "confirm": {"yes"}}, http.StatusForbidden)
		}
	})
}

// TestInviteSaysAlso: the question says who will be administrator and technician both.
func TestInviteSaysAlso(t *testing.T) {
	p := newTeam(t)
	p.Technician(t, p.mara.Actor, "tess@meridian.example")
	b := p.as(t, p.mara)
	for list, want := range map[string]string{
		techniciansOf(p.mara): "The observer olga@meridian.example Is in the list of administrators already, and will be in both.",
		listOf(p.mara):        "Tess Technician tess@meridian.example Observer Is in the list of technicians already, and will be in both.",
	} {
		typed := "olga@meridian.example"
		if list == listOf(p.mara) {
			typed = "tess@meridian.example"
		}
		asked := b.submit(t, b.get(t, list+"/invite", http.StatusOK), list+"/invite", step("ok", "typed", typed+", new@x.example"), http.StatusOK)
		got := asked.page.Texts("ul.chosen li")
		if len(got) != 2 || got[0] != want || strings.Contains(got[1], "both") {
			t.Errorf("the question says %q, want %q first", got, want)
		}
	}
}

func TestSplitAddresses(t *testing.T) {
	for text, want := range map[string][]string{
		"":                        {},
		" ana@x.example ":         {"ana@x.example"},
		"a@x.example b@x.example": {"a@x.example", "b@x.example"},
		"a@x.example;b@x.example\r\n c@x.example,":                {"a@x.example", "b@x.example", "c@x.example"},
		`"Lopez, Ana" <ana@x.example>, Ben Ortiz <ben@x.example>`: {"ana@x.example", "ben@x.example"},
		"Ana Lopez": {"Ana", "Lopez"},
	} {
		if diff := cmp.Diff(want, web.SplitAddresses(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
