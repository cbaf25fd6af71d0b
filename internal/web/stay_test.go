package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
)

// TestStaysInSight: an action leads back to the page of the list that it was begun on,
// which marks the rows that changed.
func TestStaysInSight(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	crowd := []app.Invitee{}
	for i := range gatehouse.DefaultPage {
		crowd = append(crowd, app.Invitee{Email: fmt.Sprintf("crowd%02d@x.example", i), Role: "observer"})
	}
	if _, err := p.Admins.Invite(t.Context(), p.mara.Actor, "", crowd, false); err != nil {
		t.Fatal(err)
	}
	first := b.get(t, listOf(p.mara), http.StatusOK)
	older := first.page.One(t, "nav.pager a[rel=next]").Attr("href")
	begin := func(verb string, single bool) answer {
		t.Helper()
		page := b.get(t, older, http.StatusOK)
		if !single {
			form := fieldsOf(t, page, listOf(p.mara)+"/resend")
			form["id"] = []string{rowOf(t, page, carla).One(t, "input[name=id]").Attr("value")}
			return b.post(t, listOf(p.mara)+"/"+verb, form, http.StatusOK)
		}
		return press(t, b, page, rowOf(t, page, "olga@meridian.example").One(t, "button[role=switch]"))
	}
	marked := func(list answer) string {
		names := []string{}
		for _, row := range list.page.All("tr.touched") {
			names = append(names, row.Attr("data-who"))
		}
		return strings.Join(names, " ")
	}

	t.Run("OKResend", func(t *testing.T) {
		asked := begin("resend", false)
		if got := asked.page.One(t, ".window-foot a").Attr("href"); got != older {
			t.Errorf("Cancel leads to %q, want %q", got, older)
		}
		done := b.submit(t, asked, listOf(p.mara)+"/resend", yes, http.StatusSeeOther)
		done.wantLocation(t, older)
		list := b.follow(t, done)
		if got := marked(list); got != carla {
			t.Errorf("marked is %q", got)
		}
		if got := marked(b.get(t, older, http.StatusOK)); got != "" {
			t.Errorf("the next time %q is still marked", got)
		}
	})

	t.Run("OKSwitch", func(t *testing.T) {
		done := b.submit(t, begin("lock", true), listOf(p.mara)+"/lock", yes, http.StatusSeeOther)
		done.wantLocation(t, older)
		list := b.follow(t, done)
		if got := marked(list); got != "olga@meridian.example" || list.page.Has("dialog.result") || list.page.Has("dialog.toast") {
			t.Errorf("marked is %q; or a message says what the row says", got)
		}
	})

	// What the last page held is gone with its rows.
	t.Run("OKGone", func(t *testing.T) {
		done := b.get(t, older+"&status=revoked", http.StatusSeeOther)
		done.wantLocation(t, listOf(p.mara)+"?status=revoked")
	})
}

// TestInvitedAgain: who is invited to the other list for the first time is not said to be
// invited again there; whose invitation was sent again is.
func TestInvitedAgain(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.mara)
	id := p.InviteTechnician(t, p.mara.Actor, "both@x.example")
	p.Invite(t, p.mara.Actor, "both@x.example", gatehouse.PartnerObserver)
	invited := func() string {
		t.Helper()
		return rowOf(t, b.get(t, listOf(p.mara), http.StatusOK), "both@x.example").Text()
	}
	if got := invited(); !strings.Contains(got, "Invited by "+p.mara.Actor.Name) {
		t.Errorf("invited for the first time: %s", got)
	}
	if _, err := p.Admins.Resend(t.Context(), p.mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{id}}); err != nil {
		t.Fatal(err)
	}
	if got := invited(); !strings.Contains(got, "Invited again by "+p.mara.Actor.Name) {
		t.Errorf("sent again: %s", got)
	}
}
