package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestTechniciansList(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		f := newField(t, engine)
		f.InviteTechnician(t, f.mara.Actor, carla)
		f.Assign(t, f.mara.Actor, f.oleg.Actor.Person, f.mill, gatehouse.DevicesOnly)
		b := f.as(t, f.mara)

		t.Run("OK", func(t *testing.T) {
			list := b.get(t, techniciansOf(f.mara), http.StatusOK)
			heads := list.page.Texts("thead th")
			heads[0] = ""
			want := []string{"", "Name", "E-mail", "Invitation Status", "Lock Account", "Invited Sites", "Last sign-in"}
			if diff := cmp.Diff(want, heads); diff != "" {
				t.Errorf("columns (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"Admins", "Technicians"}, list.page.Texts("nav.tabs a")); diff != "" {
				t.Errorf("tabs (-want +got):\n%s", diff)
			}
			if got := list.page.One(t, "nav.tabs a[aria-current]").Text(); got != "Technicians" {
				t.Errorf("the tab is %s", got)
			}
			row := rowOf(t, list, "tess@meridian.example")
			if count := row.One(t, "a.count"); count.Text() != "2" || count.Attr("href") != personPath(f.mara, f.tess.Actor.Person) {
				t.Errorf("the sites are %q to %s", count.Text(), count.Attr("href"))
			}
			if got := row.One(t, "button[role=switch]").Text(); got != "Unlocked" {
				t.Errorf("the switch says %s", got)
			}
			pending := rowOf(t, list, carla)
			if pending.Has("[role=switch]") || pending.Has("a.count") || !strings.Contains(pending.Text(), "Pending") {
				t.Errorf("the pending row says %q", pending.Text())
			}
		})

		t.Run("OKAdministrator", func(t *testing.T) {
			row := rowOf(t, b.get(t, techniciansOf(f.mara), http.StatusOK), "oleg@meridian.example")
			if got := row.One(t, "td.who .tag").Text(); got != "Administrator" {
				t.Errorf("it is marked %q", got)
			}
			checkFixed(t, row, "This person is an administrator and is managed in the administrators' list.")
			for _, action := range []string{"data-lock", "data-unlock", "data-delete", "data-sessions", "data-revoke", "data-resend"} {
				if row.HasAttr(action) {
					t.Errorf("an administrator has %s", action)
				}
			}
		})

		t.Run("OKFilters", func(t *testing.T) {
			const tess, oleg = "tess@meridian.example", "oleg@meridian.example"
			for query, want := range map[string][]string{
				"?status=pending":           {carla},
				"?q=TESS":                   {tess},
				"?locked=true":              {},
				"?sort=-invited_sites":      {tess, oleg, carla},
				"?sort=email":               {carla, oleg, tess},
				"?locked=false&sort=-email": {tess, oleg, carla},
			} {
				got := addresses(b.get(t, techniciansOf(f.mara)+query, http.StatusOK))
				if !slices.Equal(got, want) {
					t.Errorf("%s finds %v, want %v", query, got, want)
				}
			}
		})

		t.Run("OKRoles", func(t *testing.T) {
			operator := f.as(t, f.oleg).get(t, techniciansOf(f.mara), http.StatusOK)
			if !operator.page.Has("[data-bulk=lock]") || operator.page.Has("[data-bulk=delete]") {
				t.Error("an Operator manages technicians, and deletes none")
			}
			observer := f.as(t, f.olga).get(t, techniciansOf(f.mara), http.StatusOK)
			if observer.page.Has("[data-bulk]") || observer.page.Has("input[type=checkbox]") || observer.page.Has("[data-opens=invite]") {
				t.Error("an Observer is offered something to do")
			}
		})

		t.Run("OKExport", func(t *testing.T) {
			list := b.get(t, techniciansOf(f.mara)+"?sort=email", http.StatusOK)
			files := list.page.All("a[download]")
			csv := b.get(t, files[0].Attr("href"), http.StatusOK)
			if lines := strings.Split(strings.TrimSpace(csv.html()), "\r\n"); len(lines) != 4 || !strings.Contains(lines[0], "invited_sites") {
				t.Errorf("the CSV file is\n%s", csv.html())
			}
			lines := strings.Split(strings.TrimSpace(b.get(t, files[1].Attr("href"), http.StatusOK).html()), "\n")
			var last struct {
				Email        string
				InvitedSites int `json:"invited_sites"`
			}
			if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Email != "tess@meridian.example" || last.InvitedSites != 2 {
				t.Errorf("the last line is %+v, %v", last, err)
			}
			b.get(t, techniciansOf(f.mara)+"/export?format=pdf", http.StatusBadRequest)
		})

		t.Run("ErrQuery", func(t *testing.T) {
			for _, query := range []string{"?role=master", "?locked=1", "?status=odd", "?sort=role", "?x=1", "?cursor=nonsense"} {
				b.get(t, techniciansOf(f.mara)+query, http.StatusBadRequest)
			}
		})
	})
}

func TestTechniciansEmpty(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	list := p.as(t, mara).get(t, techniciansOf(mara), http.StatusOK)
	if got := list.page.One(t, "div.empty h2").Text(); got != "No technicians yet" {
		t.Errorf("the empty list says %q", got)
	}
	if !list.page.Has("div.empty a[data-opens=invite]") || list.page.Has("table") {
		t.Error("the empty list does not lead to Invite")
	}
}

func TestTechniciansInvite(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	b := p.as(t, mara)
	action := techniciansOf(mara) + "/invite"

	page := b.get(t, action, http.StatusOK)
	if page.page.Has("select[name=role]") || page.page.One(t, "h1").Text() != "Invite Technicians" {
		t.Error("the window asks for a type")
	}
	page = b.submit(t, page, action, url.Values{"step": {"add"}, "typed": {carla + ", ben@meridian.example"}}, http.StatusOK)
	page = b.submit(t, page, action, url.Values{"remove": {"1"}}, http.StatusOK)
	if diff := cmp.Diff([]string{carla}, page.page.Texts("ul.people [data-email]")); diff != "" {
		t.Errorf("after taking one out (-want +got):\n%s", diff)
	}
	asked := b.submit(t, page, action, url.Values{"step": {"ok"}}, http.StatusOK)
	if text := asked.page.One(t, "form.sheet").Text(); !strings.Contains(text, "1 person gets an invitation by e-mail:") || !strings.Contains(text, "gives no access to sites") {
		t.Errorf("it asks %q", text)
	}
	list := b.follow(t, b.submit(t, asked, action, url.Values{"step": {"confirm"}}, http.StatusSeeOther))
	if got := list.page.One(t, "dialog.result").Text(); got != "Invite Technicians 1 invitation is on its way. Close" {
		t.Errorf("the message says %q", got)
	}
	again := b.submit(t, asked, action, url.Values{"step": {"confirm"}, "key": {"another key"}}, http.StatusSeeOther)
	if got := b.follow(t, again).page.One(t, "dialog.result li").Text(); !strings.HasPrefix(got, carla) {
		t.Errorf("the refused row says %q", got)
	}
}

// TestTechniciansBulk: the buttons are those of the document on technicians: Yes
// but for a deletion, and always a message.
func TestTechniciansBulk(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	f.approve(t, f.atHarbour)
	pending := f.InviteTechnician(t, f.mara.Actor, carla)
	f.Assign(t, f.mara.Actor, pending, f.mill, gatehouse.DevicesOnly)
	b := f.as(t, f.mara)
	list := func() answer { return b.get(t, techniciansOf(f.mara), http.StatusOK) }

	t.Run("OKSingleLock", func(t *testing.T) {
		page := list()
		asked := press(t, b, page, rowOf(t, page, "tess@meridian.example").One(t, "button[role=switch]"))
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Yes" {
			t.Errorf("the answer is %s", got)
		}
		if got := asked.page.One(t, ".banner.warn").Text(); got != "1 site is left without any technician who may enter. Harbour Tower" {
			t.Errorf("the impact is %q", got)
		}
		after := b.follow(t, b.submit(t, asked, techniciansOf(f.mara)+"/lock", yes, http.StatusSeeOther))
		if got := after.page.One(t, "dialog.result").Text(); got != "Lock Account 1 account was locked. Close" {
			t.Errorf("the message says %q", got)
		}
		row := rowOf(t, after, "tess@meridian.example")
		if got := row.One(t, "button[role=switch]").Text(); got != "Locked" {
			t.Errorf("the switch says %s", got)
		}
		asked = press(t, b, after, row.One(t, "button[role=switch]"))
		after = b.follow(t, b.submit(t, asked, techniciansOf(f.mara)+"/unlock", yes, http.StatusSeeOther))
		if got := after.page.One(t, "dialog.result p").Text(); got != "1 account was unlocked." {
			t.Errorf("the message says %q", got)
		}
	})

	t.Run("OKRevoke", func(t *testing.T) {
		f.Exec(t, "UPDATE account SET language = 'de' WHERE id = $1", string(f.mara.Actor.Account))
		german := chooseOn(t, b, techniciansOf(f.mara), "revoke", pending).page.One(t, "form.sheet").Text()
		if !strings.Contains(german, "aus allen Standorten entfernt") {
			t.Errorf("in German it asks %q", german)
		}
		f.Exec(t, "UPDATE account SET language = 'en' WHERE id = $1", string(f.mara.Actor.Account))
		asked := chooseOn(t, b, techniciansOf(f.mara), "revoke", pending)
		if text := asked.page.One(t, "form.sheet").Text(); !strings.Contains(text, "taken out of any sites") || asked.page.One(t, "button[name=confirm]").Text() != "Yes" {
			t.Errorf("it asks %q", text)
		}
		after := b.follow(t, b.submit(t, asked, techniciansOf(f.mara)+"/revoke", yes, http.StatusSeeOther))
		row := rowOf(t, after, carla)
		if !strings.Contains(row.Text(), "Revoked") || row.Has("a.count") {
			t.Errorf("the row says %q", row.Text())
		}
	})

	t.Run("OKDelete", func(t *testing.T) {
		asked := chooseOn(t, b, techniciansOf(f.mara), "delete", pending, f.tess.Actor.Person)
		if got := asked.page.One(t, "button[name=confirm]").Text(); got != "Confirm" {
			t.Errorf("the answer is %s", got)
		}
		after := b.follow(t, b.submit(t, asked, techniciansOf(f.mara)+"/delete", yes, http.StatusSeeOther))
		if got := after.page.One(t, "dialog.result p").Text(); got != "2 technicians were deleted." {
			t.Errorf("the message says %q", got)
		}
		if got := addresses(after); len(got) != 0 {
			t.Errorf("still in the list: %v", got)
		}
	})

	t.Run("ErrDeleteAsOperator", func(t *testing.T) {
		id := f.InviteTechnician(t, f.mara.Actor, "new@meridian.example")
		form := fieldsOf(t, f.as(t, f.oleg).get(t, techniciansOf(f.mara), http.StatusOK), techniciansOf(f.mara)+"/resend")
		form.Set("id", string(id))
		form.Set("confirm", "yes")
		f.as(t, f.oleg).post(t, techniciansOf(f.mara)+"/delete", form, http.StatusForbidden)
	})
}

// chooseOn sends the chosen rows of a list to an action.
func chooseOn(t *testing.T, b *browser, list, verb string, ids ...gatehouse.PersonID) answer {
	t.Helper()
	form := fieldsOf(t, b.get(t, list, http.StatusOK), list+"/resend")
	for _, id := range ids {
		form.Add("id", string(id))
	}
	return b.post(t, list+"/"+verb, form, http.StatusOK)
}

// TestTechnicianWays: a name, or the address of somebody without one, leads to Edit
// Technician, which leads back to the list, as the mailbox leads back to the portal.
func TestTechnicianWays(t *testing.T) {
	config, _ := withMailbox(t)
	p := newPortal(t, config)
	mara := p.SetUp(t)
	tess := p.Technician(t, mara.Actor, "tess@meridian.example")
	pat := p.Technician(t, mara.Actor, "pat@meridian.example")
	pending := p.InviteTechnician(t, mara.Actor, "new@meridian.example")
	p.Assign(t, mara.Actor, tess.Actor.Person, p.NewSite(t, mara.Actor, "Old Mill"), gatehouse.DevicesOnly)
	b := p.as(t, mara)
	list := b.get(t, techniciansOf(mara), http.StatusOK)
	if got := rowOf(t, list, "tess@meridian.example").One(t, "td.who a").Attr("href"); got != personPath(mara, tess.Actor.Person) {
		t.Errorf("the name leads to %s", got)
	}
	if got := rowOf(t, list, "pat@meridian.example").One(t, "td.who a").Attr("href"); got != personPath(mara, pat.Actor.Person) {
		t.Errorf("the name without sites leads to %s", got)
	}
	for _, cell := range []string{"td.address", "td.who .in-card"} {
		if got := rowOf(t, list, "new@meridian.example").One(t, cell+" a"); got.Attr("href") != personPath(mara, pending) || got.Text() != "new@meridian.example" {
			t.Errorf("in %s the address %q leads to %s", cell, got.Text(), got.Attr("href"))
		}
		if rowOf(t, list, "pat@meridian.example").Has(cell + " a") {
			t.Errorf("in %s the address leads somewhere beside the name", cell)
		}
	}
	if b.get(t, listOf(mara), http.StatusOK).page.Has("td.address a") {
		t.Error("among administrators an address leads somewhere")
	}
	page := b.get(t, personPath(mara, tess.Actor.Person), http.StatusOK)
	if got := page.page.One(t, "main a.back"); got.Attr("href") != techniciansOf(mara) || got.Text() != "Technicians" {
		t.Errorf("Edit Technician leads back to %q, %s", got.Text(), got.Attr("href"))
	}
	b.address = "127.0.0.1:50000"
	if got := b.get(t, "/mailbox", http.StatusOK).page.One(t, "main a.back"); got.Attr("href") != "/" || got.Text() != "Back to the portal" {
		t.Errorf("the mailbox leads back to %q, %s", got.Text(), got.Attr("href"))
	}
}

// TestQuestionsNamePeople: a question names people by name and address, whichever list
// it is asked from.
func TestQuestionsNamePeople(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	sam := f.AtSite(t, f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster), f.mill)
	b := f.as(t, f.mara)
	ask := func(b *browser, list, verb string, id gatehouse.AssignmentID) answer {
		t.Helper()
		return b.post(t, list+verb, with(t, b.get(t, list, http.StatusOK), list+verb, "id", string(id)), http.StatusOK)
	}
	const tess = "Tess Technician tess@meridian.example"
	for path, question := range map[string]answer{
		"technicians":    chooseOn(t, b, techniciansOf(f.mara), "end-sessions", f.tess.Actor.Person),
		"the site's tab": ask(b, editOf(f.mara, f.harbour, "technicians"), "/lock", f.atHarbour),
		"the site":       ask(f.as(t, sam), "/s/"+string(f.mill)+"/technicians", "/approve", f.atMill),
	} {
		if got := question.page.One(t, "ul.chosen li").Text(); got != tess {
			t.Errorf("%s: the question is about %q", path, got)
		}
	}
	asked := b.post(t, personPath(f.mara, f.tess.Actor.Person)+"/remove",
		with(t, b.get(t, personPath(f.mara, f.tess.Actor.Person), http.StatusOK), personPath(f.mara, f.tess.Actor.Person)+"/locks", "id", string(f.atMill)), http.StatusOK)
	if got := asked.page.One(t, "form.sheet").Text(); !strings.Contains(got, "Remove Tess Technician from Old Mill? tess@meridian.example") {
		t.Errorf("Edit Technician asks %q", got)
	}
}
