package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
)

func TestBulk(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
	pending := p.Invite(t, mara.Actor, carla, gatehouse.PartnerOperator)
	partner := mara.Actor.Partner
	b := p.as(t, mara)

	choose := func(t *testing.T, verb string, more url.Values, want int) answer {
		t.Helper()
		list := b.get(t, listOf(mara)+"?q=e", http.StatusOK)
		form := fieldsOf(t, list, listOf(mara)+"/resend")
		form["id"] = []string{string(pending), string(olga.Actor.Person)}
		for name, values := range more {
			form[name] = values
		}
		return b.post(t, listOf(mara)+"/"+verb, form, want)
	}

	t.Run("OKAsks", func(t *testing.T) {
		asked := choose(t, "revoke", nil, http.StatusOK)
		want := []string{carla, "The observer olga@meridian.example This invitation is not pending."}
		if diff := cmp.Diff(want, asked.page.Texts("ul.chosen li")); diff != "" {
			t.Errorf("the question (-want +got):\n%s", diff)
		}
		if got := asked.page.One(t, ".left-out").Text(); got != "1 of the chosen stays as it is: "+want[1] {
			t.Errorf("apart from whom it is about stands %q", got)
		}
		if got := p.Status(t, partner, pending); got != gatehouse.Pending {
			t.Fatalf("asking has made it %s", got)
		}
		done := b.submit(t, asked, listOf(mara)+"/revoke", url.Values{"confirm": {"yes"}}, http.StatusSeeOther)
		done.wantLocation(t, listOf(mara)+"?q=e")
		list := b.follow(t, done)
		wantCalm(t, list, "Revoke Invitation 1 invitation was revoked. Close")
		if got := p.Status(t, partner, pending); got != gatehouse.Revoked {
			t.Errorf("it is %s", got)
		}
	})

	t.Run("OKAtOnce", func(t *testing.T) {
		done := choose(t, "resend", url.Values{"confirm": {"yes"}}, http.StatusSeeOther)
		list := b.follow(t, done)
		want := []string{"Not everything was done.", "1 invitation was sent again.", "1 row was refused:"}
		if diff := cmp.Diff(want, list.page.Texts("dialog.result p")); diff != "" {
			t.Errorf("the result (-want +got):\n%s", diff)
		}
		if got := p.Status(t, partner, pending); got != gatehouse.Pending {
			t.Errorf("it is %s", got)
		}
	})

	t.Run("OKNoneEligible", func(t *testing.T) {
		asked := choose(t, "revoke", url.Values{"id": {string(olga.Actor.Person)}}, http.StatusOK)
		if asked.page.Has(".window-foot button") {
			t.Error("there is a Yes though nothing can be done")
		}
		if diff := cmp.Diff([]string{"Back"}, asked.page.Texts(".window-foot a")); diff != "" {
			t.Errorf("ways on (-want +got):\n%s", diff)
		}
	})

	t.Run("ErrNoneChosen", func(t *testing.T) {
		list := b.follow(t, choose(t, "revoke", url.Values{"id": nil}, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.toast p").Text(); got != "Choose at least one row first." {
			t.Errorf("the notice says %q", got)
		}
	})

	// SECURITY T016, T132: an id of another partner makes the whole call unknown.
	t.Run("ErrForeign", func(t *testing.T) {
		other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
		foreign := p.Invite(t, other.Actor, "x@hafen.example", gatehouse.PartnerObserver)
		mixed := url.Values{"confirm": {"yes"}, "id": {string(pending), string(foreign)}}
		choose(t, "revoke", mixed, http.StatusNotFound)
		if got := p.Status(t, other.Actor.Partner, foreign); got != gatehouse.Pending {
			t.Errorf("the other partner's is %s", got)
		}
		if got := p.Status(t, partner, pending); got != gatehouse.Pending {
			t.Errorf("the own one is %s", got)
		}
	})

	t.Run("ErrBack", func(t *testing.T) {
		for _, back := range []string{"//evil.example", "status=odd", "sort=\r\nSet-Cookie: x", "role=king", "%zz"} {
			done := choose(t, "resend", url.Values{"confirm": {"yes"}, "back": {back}}, http.StatusSeeOther)
			location := done.Header.Get("Location")
			known := []string{listOf(mara), listOf(mara) + "?status=odd", listOf(mara) + "?sort=%0D%0ASet-Cookie%3A+x"}
			if !slices.Contains(known, location) {
				t.Errorf("%q leads to %q", back, location)
			}
		}
	})
}
