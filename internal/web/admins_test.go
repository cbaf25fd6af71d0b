package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// listOf is the address of a member's list.
func listOf(m gatehousetest.Member) string {
	return "/p/" + string(m.Actor.Partner) + "/admins"
}

// addresses are the addresses that a list shows, from the top.
func addresses(a answer) []string { return a.page.Texts("td.address") }

func TestAdminsList(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
	adam := p.Join(t, mara.Actor, "adam@meridian.example", gatehouse.PartnerAdmin)
	p.Invite(t, mara.Actor, carla, gatehouse.PartnerOperator)

	t.Run("OK", func(t *testing.T) {
		list := p.as(t, mara).get(t, listOf(mara), http.StatusOK)
		want := []string{"", "Name", "E-mail", "Level", "Invitation Status", "Lock Account", "Last sign-in"}
		heads := list.page.Texts("thead th")
		heads[0] = ""
		if diff := cmp.Diff(want, heads); diff != "" {
			t.Errorf("columns (-want +got):\n%s", diff)
		}
		wantRows := []string{carla, "adam@meridian.example", "olga@meridian.example", "mara@meridian.example"}
		if diff := cmp.Diff(wantRows, addresses(list)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		pending := list.page.All("tbody tr")[0]
		if text := pending.Text(); !strings.Contains(text, "Pending") || !strings.Contains(text, "expires in 7 days") ||
			!strings.Contains(text, "E-mail") || !strings.Contains(text, "Mara Master") {
			t.Errorf("the pending row says %q", text)
		}
		if !pending.HasAttr("data-revoke") || !pending.HasAttr("data-resend") {
			t.Error("a pending invitation cannot be chosen for revoking and resending")
		}
		if accepted := list.page.All("tbody tr")[1]; accepted.HasAttr("data-revoke") || accepted.HasAttr("data-resend") {
			t.Error("an accepted invitation can be chosen for revoking or resending")
		}
		self := list.page.All("tbody tr")[3]
		if self.HasAttr("data-revoke") || !strings.Contains(self.Text(), "You") || !strings.Contains(self.Text(), "Unlocked") {
			t.Errorf("the viewer's own row says %q", self.Text())
		}
		if list.page.Has("div.empty") {
			t.Error("the page pities somebody who is not alone")
		}
	})

	t.Run("OKObserver", func(t *testing.T) {
		list := p.as(t, olga).get(t, listOf(olga), http.StatusOK)
		for _, hidden := range []string{"[data-opens]", "[data-bulk]", "input[type=checkbox]", "dialog#invite", "a[href=/p/" + string(olga.Actor.Partner) + "/audit]"} {
			if list.page.Has(hidden) {
				t.Errorf("an observer sees %s", hidden)
			}
		}
	})

	t.Run("OKAdmin", func(t *testing.T) {
		list := p.as(t, adam).get(t, listOf(adam), http.StatusOK)
		options := list.page.Texts("select[data-role] option")
		if diff := cmp.Diff([]string{"Observer", "Operator", "Admin"}, options); diff != "" {
			t.Errorf("the roles an Admin may give (-want +got):\n%s", diff)
		}
	})

	t.Run("OKFirst", func(t *testing.T) {
		alone := newPortal(t)
		m := alone.SetUp(t)
		list := alone.as(t, m).get(t, listOf(m), http.StatusOK)
		if got := list.page.One(t, "div.empty h2").Text(); got != "You are the only administrator so far" {
			t.Errorf("the empty state says %q", got)
		}
		if !list.page.Has("div.empty a[data-opens=invite]") {
			t.Error("the empty state does not lead to Invite")
		}
	})

	t.Run("OKFilters", func(t *testing.T) {
		b := p.as(t, mara)
		for query, want := range map[string][]string{
			"?status=pending":        {carla},
			"?role=observer":         {"olga@meridian.example"},
			"?q=ADAM":                {"adam@meridian.example"},
			"?q=&status=&role=":      {carla, "adam@meridian.example", "olga@meridian.example", "mara@meridian.example"},
			"?sort=email":            {"adam@meridian.example", carla, "mara@meridian.example", "olga@meridian.example"},
			"?sort=-role&q=meridian": {"mara@meridian.example", "adam@meridian.example", "olga@meridian.example"},
		} {
			if diff := cmp.Diff(want, addresses(b.get(t, listOf(mara)+query, http.StatusOK))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", query, diff)
			}
		}
		sorted := b.get(t, listOf(mara)+"?sort=email&status=accepted", http.StatusOK)
		if got := sorted.page.One(t, "th[aria-sort]"); got.Attr("aria-sort") != "ascending" || got.Text() != "E-mail" {
			t.Errorf("the order is shown at %q", got.Text())
		}
		if got := sorted.page.One(t, "th[aria-sort] a").Attr("href"); got != listOf(mara)+"?sort=-email&status=accepted" {
			t.Errorf("the head turns the order with %q", got)
		}
		none := b.get(t, listOf(mara)+"?q=zzz", http.StatusOK)
		if !none.page.Has("div.empty a[href=" + listOf(mara) + "]") {
			t.Error("nothing found, and no way to clear the filter")
		}
	})

	t.Run("ErrQuery", func(t *testing.T) {
		b := p.as(t, mara)
		for _, query := range []string{
			"?sort=password_hash", "?status=odd", "?role=king", "?x=1", "?q=a&q=b", "?status=pending&status=accepted",
			"?cursor=nonsense", "?q=" + strings.Repeat("a", gatehouse.QueryLimit+1), "?%zz",
		} {
			b.get(t, listOf(mara)+query, http.StatusBadRequest)
		}
	})

	t.Run("ErrOtherPartner", func(t *testing.T) {
		other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
		foreign := p.as(t, mara).get(t, listOf(other), http.StatusNotFound)
		unknown := p.as(t, mara).get(t, "/p/019aa000-0000-7000-8000-000000000000/admins", http.StatusNotFound)
		strip := func(a answer) string { return strings.ReplaceAll(a.html(), a.Header.Get("X-Request-Id"), "") }
		if strip(foreign) != strip(unknown) {
			t.Error("another partner's page differs from one that does not exist")
		}
	})

	t.Run("ErrMarkup", func(t *testing.T) {
		evil := `<img src=x onerror=alert(1)>'"&`
		p.Invite(t, mara.Actor, "evil@meridian.example", gatehouse.PartnerObserver)
		done, err := p.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", p.Newcomer(p.LinkToken(t, "evil@meridian.example"), evil))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{listOf(mara), listOf(mara) + "?q=" + url.QueryEscape(evil), "/p/" + string(done.Partner) + "/audit"} {
			page := p.as(t, mara).get(t, path, http.StatusOK)
			if page.page.Has("img") {
				t.Errorf("%s: the name became an element", path)
			}
			names := append(page.page.Texts("bdi"), page.page.Texts("p.empty")...)
			if !slices.Contains(names, evil) && !strings.Contains(path, "?q=") {
				t.Errorf("%s: the name is not shown as it is", path)
			}
		}
	})
}

func TestAdminsPaging(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	if _, err := p.Admins.Invite(t.Context(), mara.Actor, "", gatehousetest.Addresses(120), false); err != nil {
		t.Fatal(err)
	}
	b := p.as(t, mara)
	first := b.get(t, listOf(mara)+"?sort=email&status=pending", http.StatusOK)
	if first.page.Has("a[rel=prev]") {
		t.Error("the first page has one before")
	}
	seen := addresses(first)
	pages := []answer{first}
	page := first
	for page.page.Has("a[rel=next]") {
		page = b.get(t, page.page.One(t, "a[rel=next]").Attr("href"), http.StatusOK)
		pages = append(pages, page)
		seen = append(seen, addresses(page)...)
	}
	want := []string{}
	for i := range 120 {
		want = append(want, fmt.Sprintf("person%04d@example.com", i))
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("forwards (-want +got):\n%s", diff)
	}
	for i := len(pages) - 2; i >= 0; i-- {
		page = b.get(t, page.page.One(t, "a[rel=prev]").Attr("href"), http.StatusOK)
		if diff := cmp.Diff(addresses(pages[i]), addresses(page)); diff != "" {
			t.Errorf("back to page %d (-want +got):\n%s", i, diff)
		}
	}
	if page.page.Has("a[rel=prev]") {
		t.Error("there is something before the first page")
	}
}

func TestAdminsExport(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	p.Invite(t, mara.Actor, "=cmd@meridian.example", gatehouse.PartnerObserver)
	list := p.as(t, mara).get(t, listOf(mara)+"?sort=email", http.StatusOK)
	files := list.page.All("a[download]")
	file := p.as(t, mara).get(t, files[0].Attr("href"), http.StatusOK)
	if got := file.Header.Get("Content-Type"); got != "text/csv; charset=utf-8; header=present" {
		t.Errorf("the type is %q", got)
	}
	if got := file.Header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="gatehouse-admins-2`) {
		t.Errorf("the file's name is in %q", got)
	}
	lines := strings.Split(strings.TrimSpace(file.html()), "\r\n")
	if len(lines) != 3 || !strings.Contains(lines[1], ",'=cmd@meridian.example,") {
		t.Errorf("the file is\n%s", file.html())
	}
	written := strings.Split(strings.TrimSpace(p.as(t, mara).get(t, files[1].Attr("href"), http.StatusOK).html()), "\n")
	var first struct {
		Email, Role string
		InvitedBy   struct{ Name string } `json:"invited_by"`
	}
	if err := json.Unmarshal([]byte(written[0]), &first); err != nil || len(written) != 2 || first.Email != "=cmd@meridian.example" || first.Role != "observer" || first.InvitedBy.Name != "Mara Master" {
		t.Errorf("the first of %d lines is %+v, %v", len(written), first, err)
	}
	p.as(t, mara).get(t, listOf(mara)+"/export?format=pdf", http.StatusBadRequest)
}

// TestAdminsLockFilter: the list shows only locked administrators, or only those who
// are not.
func TestAdminsLockFilter(t *testing.T) {
	p := newTeam(t)
	if _, err := p.Admins.Lock(t.Context(), p.mara.Actor, "", app.Bulk{IDs: []gatehouse.PersonID{p.oleg.Actor.Person}}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"?locked=true":              {string(p.oleg.Actor.Email)},
		"?locked=true&role=admin":   {},
		"?locked=false&role=master": {string(p.mara.Actor.Email)},
	} {
		list := p.as(t, p.mara).get(t, listOf(p.mara)+query, http.StatusOK)
		if got := list.page.Texts("td.address"); !slices.Equal(want, got) {
			t.Errorf("%s shows %v, want %v", query, got, want)
		}
		if got := chosen(list.page.One(t, "select#locked")); !strings.HasPrefix(query, "?locked="+got) {
			t.Errorf("%s has %q chosen", query, got)
		}
	}
	p.as(t, p.mara).get(t, listOf(p.mara)+"?locked=1", http.StatusBadRequest)
}
