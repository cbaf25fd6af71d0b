package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
)

// TestSiteForms: every form of a site is refused without the token of the visitor's own
// forms, and with a field that it does not have (SECURITY T182).
func TestSiteForms(t *testing.T) {
	w := newSiteWorld(t)
	for _, pattern := range w.portal.site.Patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		if method != http.MethodPost || !strings.HasPrefix(path, "/s/") {
			continue
		}
		path = strings.NewReplacer("{site}", string(w.site), "{entry}", "x", "{key}", "x").Replace(path)
		t.Run(path, func(t *testing.T) {
			b := w.again(t, "master")
			b.post(t, path, url.Values{"key": {"k"}}, http.StatusForbidden)
			own := auth.CSRFToken(b.cookie("gatehouse", "/"))
			b.post(t, path, url.Values{"csrf": {own}, "level_of_everybody": {"x"}}, http.StatusUnprocessableEntity)
		})
	}
}

// TestSiteMenus: the menus are those of the role or level (SPEC section 9).
func TestSiteMenus(t *testing.T) {
	w := newSiteWorld(t)
	for caller, want := range map[string][]string{
		"observer":             {"Dashboard", "Audit Logs"},
		"operator":             {"Dashboard", "User Management", "Audit Logs"},
		"admin":                {"Dashboard", "Device Management", "User Management", "Audit Logs", "Admins & Technicians"},
		"master":               {"Dashboard", "Device Management", "User Management", "Audit Logs", "Admins & Technicians", "Site", "API Keys"},
		"devices_only":         {"Dashboard", "Device Management"},
		"full_excluding_users": {"Dashboard", "Device Management", "Audit Logs", "Admins & Technicians", "Site"},
		"full_including_users": {"Dashboard", "Device Management", "User Management", "Audit Logs", "Admins & Technicians", "Site"},
	} {
		t.Run("OK "+caller, func(t *testing.T) {
			page := w.again(t, caller).get(t, "/s/"+string(w.site)+"/dashboard", http.StatusOK).page
			if diff := cmp.Diff(want, page.Texts("#sidebar li a")); diff != "" {
				t.Errorf("the menus (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSiteMasked: users' names stay hidden on the dashboard from everybody who may not
// manage them (SPEC section 8).
func TestSiteMasked(t *testing.T) {
	w := newSiteWorld(t)
	w.entry(t, "/users/")
	for caller, seen := range map[string]bool{"observer": false, "operator": true, "devices_only": false, "full_excluding_users": false, "full_including_users": true} {
		page := w.again(t, caller).get(t, "/s/"+string(w.site)+"/dashboard", http.StatusOK)
		if got := strings.Contains(page.html(), "Rosa Silva"); got != seen {
			t.Errorf("%s sees the name: %t", caller, got)
		}
	}
}

// TestSiteLinkedRow: the link of a mail leads to its row, first in the list and marked,
// and says so when the row is gone.
func TestSiteLinkedRow(t *testing.T) {
	w := newSiteWorld(t)
	person := w.InviteTechnician(t, w.mara.Actor, "tess@meridian.example")
	id := string(w.Assign(t, w.mara.Actor, person, w.site, gatehouse.DevicesOnly))
	b, list := w.again(t, "admin"), "/s/"+string(w.site)+"/technicians"
	row := b.get(t, list+"?row="+id, http.StatusOK).page.All("tbody tr")[0]
	if !row.HasAttr("data-linked") || row.Attr("data-who") != "tess@meridian.example" {
		t.Errorf("the first row is that of %q", row.Attr("data-who"))
	}
	gone := b.get(t, list+"?row=none", http.StatusOK)
	if !strings.Contains(gone.page.One(t, "main").Text(), "is not assigned to this site any more") {
		t.Error("nothing says that the row is gone")
	}
}

// TestSiteExplain: the site's Admins and Masters see every gate of a person at their
// site, and reach it from the rows.
func TestSiteExplain(t *testing.T) {
	w := newSiteWorld(t)
	tess := w.callers[gatehouse.DevicesOnly.String()].Actor
	at := "/s/" + string(w.site)
	path := at + "/explain?person=" + string(tess.Person)
	ways := func(b *browser) []string { return b.get(t, path, http.StatusOK).page.Texts("li.gate.shut a") }
	for _, caller := range []string{"admin", "master"} {
		b := w.again(t, caller)
		for _, list := range []string{"/technicians", "/entry"} {
			from := path + "&from=" + strings.TrimPrefix(list, "/")
			if !b.get(t, at+list, http.StatusOK).page.Has("a.why[href=" + from + "]") {
				t.Errorf("%s does not lead %s to the gates", list, caller)
			}
			if got := b.get(t, from, http.StatusOK).page.One(t, "main a.back").Attr("href"); got != at+list {
				t.Errorf("from %s it leads back to %s", list, got)
			}
		}
		page := b.get(t, path, http.StatusOK)
		if got := page.page.One(t, ".verdict-answer").Text(); !strings.HasSuffix(got, "may enter Harbour Tower now.") {
			t.Errorf("it answers %q", got)
		}
		if got := len(page.page.All("li.gate")); got < 6 {
			t.Errorf("there are %d gates", got)
		}
		if got := b.get(t, path+"&action=users.view", http.StatusOK).page.One(t, ".verdict-answer").Text(); !strings.Contains(got, "may not") {
			t.Errorf("asked for the users it answers %q", got)
		}
		// Who has nothing to do with the site is nobody here, and no other site is asked about.
		b.get(t, at+"/explain?person="+string(w.mara.Actor.Person), http.StatusNotFound)
		b.get(t, path+"&site="+string(w.site), http.StatusBadRequest)
		b.get(t, path+"&action=odd", http.StatusBadRequest)
	}
	w.Exec(t, `UPDATE site SET technician_access = false WHERE id = $1`, string(w.site))
	w.Exec(t, `UPDATE assignment SET site_locked_at = 1, partner_locked_at = 1 WHERE person_id = $1`, string(tess.Person))
	for caller, want := range map[string][]string{
		"admin": {"Change it: Technicians"}, "master": {"Change it: Settings of the site", "Change it: Technicians"},
	} {
		if diff := cmp.Diff(want, ways(w.again(t, caller))); diff != "" {
			t.Errorf("%s is led to (-want +got):\n%s", caller, diff)
		}
	}
	w.again(t, "operator").get(t, path, http.StatusForbidden)
	w.again(t, "other").get(t, path, http.StatusNotFound)
}

// TestLockAllResult: the message after Lock all says so.
func TestLockAllResult(t *testing.T) {
	w := newSiteWorld(t)
	b := w.again(t, "master")
	at := "/s/" + string(w.site) + "/entry"
	asked := b.submit(t, b.get(t, at, http.StatusOK), at+"/lock-all", nil, http.StatusOK)
	if got := asked.page.One(t, "div.banner.warn").Text(); got != "The site is left without any technician who may enter." {
		t.Errorf("what follows is %q", got)
	}
	done := b.follow(t, b.submit(t, asked, at+"/lock-all", yes, http.StatusSeeOther))
	if got := done.page.One(t, "dialog.result").Text(); got != "Lock all 3 technicians were locked. Close" {
		t.Errorf("the message says %q", got)
	}
}

// TestLevelOfMany: before the level of several technicians is chosen, the page says whose.
func TestLevelOfMany(t *testing.T) {
	w := newSiteWorld(t)
	for i := range 10 {
		more := w.Technician(t, w.mara.Actor, fmt.Sprintf("more%d@installers.example", i))
		w.Assign(t, w.mara.Actor, more.Actor.Person, w.site, gatehouse.DevicesOnly)
	}
	b := w.again(t, "master")
	at := "/s/" + string(w.site) + "/technicians"
	list := b.get(t, at, http.StatusOK)
	form, names := fieldsOf(t, list, at+"/approve"), map[string]string{}
	form.Del("id")
	for _, row := range list.page.All("tr[data-row]") {
		id := row.One(t, "input[name=id]").Attr("value")
		form.Add("id", id)
		names[id] = row.One(t, ".who bdi").Text() + " " + row.Attr("data-who")
	}
	choice := b.post(t, at+"/level", form, http.StatusOK)
	got := choice.page.Texts("ul.chosen li")
	if len(got) != 11 || got[0] != names[form["id"][0]] || got[10] != fmt.Sprintf("and %d more", len(names)-10) {
		t.Errorf("of %d people the choice names %q", len(names), got)
	}
	form["id"] = form["id"][:1]
	if one := b.post(t, at+"/level", form, http.StatusOK); one.page.Has("ul.chosen") || !strings.Contains(one.page.One(t, "main").Text(), list.page.All("tr[data-row] .who bdi")[0].Text()) {
		t.Error("the choice for one person does not name them in its sentence")
	}
}
