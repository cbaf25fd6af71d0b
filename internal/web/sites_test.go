package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// sitesOf is the address of a member's list of sites.
func sitesOf(m gatehousetest.Member) string { return "/p/" + string(m.Actor.Partner) + "/sites" }

// editOf is the address of a tab of a site.
func editOf(m gatehousetest.Member, site gatehouse.SiteID, tab string) string {
	return strings.TrimSuffix(sitesOf(m)+"/"+string(site)+"/"+tab, "/")
}

func TestSitesList(t *testing.T) {
	p := newTeam(t)
	tower, depot := p.NewSite(t, p.mara.Actor, "Harbour Tower"), p.NewSite(t, p.mara.Actor, "Airport Depot")
	p.Assign(t, p.mara.Actor, p.InviteTechnician(t, p.mara.Actor, "tess@example.com"), tower, gatehouse.DevicesOnly)
	p.Exec(t, "UPDATE site SET country = 'AT', out_of_credit_at = 1 WHERE id = $1", string(depot))
	b := p.as(t, p.mara)
	names := func(a answer) []string { return a.page.Texts("a.site-name") }

	t.Run("OK", func(t *testing.T) {
		list := b.get(t, sitesOf(p.mara), http.StatusOK)
		want := []string{"Name", "Country", "Credits", "Monthly cost", "Users", "Devices", "Technicians", "Waiting", "Created"}
		if diff := cmp.Diff(want, list.page.Texts("thead th")); diff != "" {
			t.Errorf("columns (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Airport Depot", "Harbour Tower"}, names(list)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if nav := list.page.Texts("nav#sidebar li a"); nav[0] != "Sites" || nav[2] != "Credits" {
			t.Errorf("the sidebar has %v", nav)
		}
		if got := list.page.One(t, "span.warn-tag").Text(); got != "Out of credit" {
			t.Errorf("the site that fell short says %q", got)
		}
		if got := list.page.One(t, "a.badge").Attr("href"); got != editOf(p.mara, tower, "technicians")+"?waiting=yes" {
			t.Errorf("whoever waits is at %q", got)
		}
	})

	t.Run("OKFilters", func(t *testing.T) {
		for query, want := range map[string][]string{
			"?q=tower":             {"Harbour Tower"},
			"?country=AT":          {"Airport Depot"},
			"?state=waiting":       {"Harbour Tower"},
			"?state=out_of_credit": {"Airport Depot"},
			"?sort=-name":          {"Harbour Tower", "Airport Depot"},
		} {
			if diff := cmp.Diff(want, names(b.get(t, sitesOf(p.mara)+query, http.StatusOK))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", query, diff)
			}
		}
		none := b.get(t, sitesOf(p.mara)+"?q=zzz", http.StatusOK)
		if !none.page.Has("div.empty a[href=" + sitesOf(p.mara) + "]") {
			t.Error("nothing found, and no way to clear the filter")
		}
	})

	t.Run("OKRoles", func(t *testing.T) {
		if list := p.as(t, p.olga).get(t, sitesOf(p.olga), http.StatusOK); list.page.Has("a[href=" + sitesOf(p.olga) + "/create]") {
			t.Error("an Observer is offered to create a site")
		}
	})

	t.Run("OKExport", func(t *testing.T) {
		file := b.get(t, b.get(t, sitesOf(p.mara)+"?q=tower", http.StatusOK).page.One(t, "a[download]").Attr("href"), http.StatusOK)
		if lines := strings.Split(strings.TrimSpace(file.html()), "\r\n"); len(lines) != 2 || !strings.Contains(lines[1], "Harbour Tower") {
			t.Errorf("the file is\n%s", file.html())
		}
	})

	t.Run("ErrQuery", func(t *testing.T) {
		for _, query := range []string{"?state=odd", "?country=XX", "?sort=notes", "?x=1", "?cursor=nonsense"} {
			b.get(t, sitesOf(p.mara)+query, http.StatusBadRequest)
		}
	})
}

func TestCreateSite(t *testing.T) {
	p := newTeam(t)
	b := p.as(t, p.oleg)
	create := sitesOf(p.oleg) + "/create"
	empty := b.get(t, sitesOf(p.oleg), http.StatusOK)
	if got := empty.page.One(t, "div.empty h2").Text(); got != "No sites yet" || !empty.page.Has("div.empty a[href="+create+"]") {
		t.Errorf("the empty state says %q", got)
	}

	t.Run("OK", func(t *testing.T) {
		form := b.get(t, create, http.StatusOK)
		done := b.submit(t, form, create, url.Values{"name": {"Harbour Tower"}, "country": {"PT"}, "notes": {"Key at the desk"}, "first": {"sam@harbour.example"}}, http.StatusSeeOther)
		site := b.follow(t, done)
		if got := site.page.One(t, "h1").Text(); got != "Harbour Tower" || !strings.Contains(site.page.One(t, "dialog.toast").Text(), "The site was created.") {
			t.Errorf("the site's page says %q", got)
		}
		id := gatehouse.SiteID(done.Header.Get("Location")[len(sitesOf(p.oleg))+1:])
		stored := p.Site(t, p.mara.Actor.Partner, id)
		if stored.TimeZone != "Europe/Lisbon" || !stored.TechnicianAccess || !stored.ApprovalRequired || stored.Notes != "Key at the desk" {
			t.Errorf("stored is %+v", stored)
		}
		admins, err := p.SiteAdmins.List(t.Context(), p.mara.Actor, id, gatehouse.SiteAdminFilter{}, app.Page{})
		if err != nil || len(admins.Items) != 1 || admins.Items[0].Role() != gatehouse.SiteMaster {
			t.Errorf("the first administrator: %v, %v", admins, err)
		}
		if next := b.get(t, create, http.StatusOK); chosen(next.page.One(t, "select#country")) != "PT" {
			t.Error("the next site does not begin with the country of the last one")
		}
	})

	t.Run("ErrFields", func(t *testing.T) {
		form := b.get(t, create, http.StatusOK)
		again := b.submit(t, form, create, url.Values{"name": {""}, "first": {"nobody"}}, http.StatusUnprocessableEntity)
		if !again.page.Has("#name-error") || !again.page.Has("#first-error") {
			t.Errorf("the form says %q", again.page.One(t, "form.sheet").Text())
		}
	})

	t.Run("ErrRole", func(t *testing.T) { p.as(t, p.olga).get(t, sitesOf(p.olga)+"/create", http.StatusForbidden) })
}

func TestEditSite(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	path := editOf(p.mara, site, "")
	b := p.as(t, p.oleg)

	t.Run("OK", func(t *testing.T) {
		page := b.get(t, path, http.StatusOK)
		if diff := cmp.Diff([]string{"Details", "Administrators", "Technicians", "Credits"}, page.page.Texts("nav.tabs a")); diff != "" {
			t.Errorf("tabs (-want +got):\n%s", diff)
		}
		if page.page.Has("a[href=" + path + "/delete]") {
			t.Error("an Operator is offered to delete the site")
		}
		done := b.submit(t, page, path, url.Values{"name": {"Harbour Tower 2"}, "country": {"AT"}, "time_zone": {"Europe/Vienna"}, "access": nil}, http.StatusSeeOther)
		done.wantLocation(t, path)
		stored := p.Site(t, p.mara.Actor.Partner, site)
		if stored.Name != "Harbour Tower 2" || stored.Country != "AT" || stored.TechnicianAccess || !stored.ApprovalRequired {
			t.Errorf("stored is %+v", stored)
		}
	})

	t.Run("ErrStale", func(t *testing.T) {
		page := b.get(t, path, http.StatusOK)
		b.submit(t, b.get(t, path, http.StatusOK), path, url.Values{"name": {"First"}}, http.StatusSeeOther)
		stale := b.submit(t, page, path, url.Values{"name": {"Second"}}, http.StatusPreconditionFailed)
		if got := stale.page.One(t, "#name-hint").Text(); got != "Stored now: First" {
			t.Errorf("beside the name stands %q", got)
		}
		b.submit(t, stale, path, nil, http.StatusSeeOther)
		if got := p.Site(t, p.mara.Actor.Partner, site).Name; got != "Second" {
			t.Errorf("saved again, the name is %q", got)
		}
	})

	t.Run("OKOwned", func(t *testing.T) {
		p.JoinSite(t, p.mara.Actor, site, "sam@harbour.example", gatehouse.SiteMaster)
		page := b.get(t, path, http.StatusOK)
		if page.page.Has("input[name=access]") || !strings.Contains(page.page.One(t, "section[aria-labelledby=switches]").Text(), "Only a Master of the site can change these.") {
			t.Error("the partner is offered switches that are the site's")
		}
		b.submit(t, page, path, url.Values{"switches": {"yes"}}, http.StatusConflict)
	})

	t.Run("OKObserver", func(t *testing.T) {
		page := p.as(t, p.olga).get(t, path, http.StatusOK)
		if page.page.Has("form[action=" + path + "]") {
			t.Error("an Observer is offered to edit the site")
		}
	})

	t.Run("ErrOther", func(t *testing.T) {
		other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
		for _, tab := range []string{"", "admins", "technicians", "credits"} {
			p.as(t, other).get(t, editOf(other, site, tab), http.StatusNotFound)
		}
	})
}

func TestDeleteSite(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	p.JoinSite(t, p.mara.Actor, site, "sam@harbour.example", gatehouse.SiteMaster)
	p.Exec(t, "UPDATE site SET devices = 3 WHERE id = $1", string(site))
	path := editOf(p.mara, site, "delete")
	b := p.as(t, p.adam)
	asked := b.get(t, path, http.StatusOK)
	if diff := cmp.Diff([]string{"1 administrator loses the site.", "3 registered devices are removed."}, asked.page.Texts("ul.consequences li")); diff != "" {
		t.Errorf("what goes with the site (-want +got):\n%s", diff)
	}
	wrong := b.submit(t, asked, path, url.Values{"confirm": {"yes"}, "typed": {"harbour tower"}}, http.StatusUnprocessableEntity)
	if got := wrong.page.One(t, "#typed-error").Text(); got != "This is not the site's name." {
		t.Errorf("the wrong name is answered with %q", got)
	}
	done := b.submit(t, wrong, path, url.Values{"confirm": {"yes"}, "typed": {"Harbour Tower"}}, http.StatusSeeOther)
	done.wantLocation(t, sitesOf(p.adam))
	b.get(t, editOf(p.adam, site, ""), http.StatusNotFound)
}

func TestSiteAdminsTab(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	path := editOf(p.mara, site, "admins")
	b := p.as(t, p.mara)

	t.Run("OKInvite", func(t *testing.T) {
		empty := b.get(t, path, http.StatusOK)
		if got := empty.page.One(t, "div.empty h2").Text(); got != "This site has no administrator yet" {
			t.Errorf("the empty state says %q", got)
		}
		if got := chosen(empty.page.One(t, "select[data-role]")); got != "master" {
			t.Errorf("the first invitation begins with %q", got)
		}
		form := b.get(t, path+"/invite", http.StatusOK)
		asked := b.submit(t, form, path+"/invite", url.Values{"typed": {"sam@harbour.example"}, "step": {"ok"}}, http.StatusOK)
		list := b.follow(t, b.submit(t, asked, path+"/invite", url.Values{"step": {"confirm"}}, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "1 invitation is on its way.") {
			t.Errorf("the result says %q", got)
		}
		if row := rowOf(t, list, "sam@harbour.example"); !strings.Contains(row.Text(), "Master") || !strings.Contains(row.Text(), "Pending") || !row.HasAttr("data-revoke") {
			t.Errorf("the row says %q", row.Text())
		}
	})

	t.Run("OKActions", func(t *testing.T) {
		olivia := p.JoinSite(t, p.mara.Actor, site, "olivia@harbour.example", gatehouse.SiteObserver)
		list := b.get(t, path, http.StatusOK)
		asked := press(t, b, list, rowOf(t, list, "olivia@harbour.example").One(t, "button.level"))
		question := b.submit(t, asked, path+"/role", url.Values{"role": {"operator"}}, http.StatusOK)
		if !strings.Contains(question.page.One(t, "form.sheet").Text(), "The site's other administrators get an e-mail") {
			t.Error("the question does not say who is told")
		}
		list = b.follow(t, b.submit(t, question, path+"/role", yes, http.StatusSeeOther))
		if got := rowOf(t, list, "olivia@harbour.example").One(t, "button.level").Text(); got != "Operator" {
			t.Errorf("the level is %q", got)
		}
		locked := b.submit(t, press(t, b, list, rowOf(t, list, "olivia@harbour.example").One(t, "button[role=switch]")), path+"/lock", url.Values{"confirm": {"yes"}, "reason": {"Left"}}, http.StatusSeeOther)
		if got := rowOf(t, b.follow(t, locked), "olivia@harbour.example").Text(); !strings.Contains(got, "by Mara Master: Left") {
			t.Errorf("the row says %q", got)
		}
		if p.Enters(t, p.mara.Actor.Partner, olivia.Actor.Person, site) {
			t.Error("somebody locked enters the site")
		}
	})

	t.Run("OKRoles", func(t *testing.T) {
		list := p.as(t, p.oleg).get(t, path, http.StatusOK)
		if list.page.Has("input[type=checkbox]") || list.page.Has("[data-opens]") {
			t.Error("an Operator is offered to manage a site's administrators")
		}
		checkFixed(t, rowOf(t, list, "olivia@harbour.example"), "Your role does not allow this.")
	})
}

// TestSiteAdminsLists: a site's administrators are searched, filtered, ordered, paged
// and exported like every other list of people, at the site and in Edit Site.
func TestSiteAdminsLists(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	sam := p.AtSite(t, p.JoinSite(t, p.mara.Actor, site, "sam@harbour.example", gatehouse.SiteMaster), site)
	lou := p.JoinSite(t, sam.Actor, site, "lou@harbour.example", gatehouse.SiteOperator)
	invited := []app.Invitee{}
	for i := range gatehouse.DefaultPage {
		invited = append(invited, app.Invitee{Email: fmt.Sprintf("keeper%03d@harbour.example", i), Role: "observer"})
	}
	if _, err := p.SiteAdmins.Invite(t.Context(), sam.Actor, "", site, invited, false); err != nil {
		t.Fatal(err)
	}
	if _, err := p.SiteAdmins.Lock(t.Context(), sam.Actor, "", site, app.Bulk{IDs: []gatehouse.PersonID{lou.Actor.Person}}); err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]struct {
		b    *browser
		path string
	}{
		"site":    {p.as(t, sam), "/s/" + string(site) + "/admins"},
		"partner": {p.as(t, p.olga), editOf(p.olga, site, "admins")},
	} {
		emails := func(query string) []string {
			return at.b.get(t, at.path+query, http.StatusOK).page.Texts("td.address")
		}
		t.Run("OK "+name, func(t *testing.T) {
			for query, want := range map[string][]string{
				"?q=KEEPER007":                {"keeper007@harbour.example"},
				"?status=accepted&sort=email": {"lou@harbour.example", "sam@harbour.example"},
				"?role=master":                {"sam@harbour.example"},
				"?locked=true":                {"lou@harbour.example"},
				"?status=revoked":             nil,
			} {
				if diff := cmp.Diff(want, emails(query), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s (-want +got):\n%s", query, diff)
				}
			}
			first := at.b.get(t, at.path+"?sort=-role", http.StatusOK)
			if got := first.page.Texts("td.address"); len(got) != gatehouse.DefaultPage || got[0] != "sam@harbour.example" || got[1] != "lou@harbour.example" {
				t.Errorf("the first page has %d rows, the first %v", len(got), got[:2])
			}
			second := at.b.get(t, first.page.One(t, "nav.pager a[rel=next]").Attr("href"), http.StatusOK)
			if got := second.page.Texts("td.address"); len(got) != 2 {
				t.Errorf("the second page has %v", got)
			}
			files := at.b.get(t, at.path+"?q=sam@", http.StatusOK).page.All("a[download]")
			csv, lines := at.b.get(t, files[0].Attr("href"), http.StatusOK), at.b.get(t, files[1].Attr("href"), http.StatusOK)
			if got := strings.Split(strings.TrimSpace(csv.html()), "\r\n"); len(got) != 2 || !strings.Contains(got[1], "sam@harbour.example") {
				t.Errorf("the file is\n%s", csv.html())
			}
			if got := lines.html(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"role":"master"`) {
				t.Errorf("the lines are\n%s", got)
			}
			at.b.get(t, at.path+"?sort=odd", http.StatusBadRequest)
			at.b.get(t, at.path+"?role=owner", http.StatusBadRequest)
			at.b.get(t, at.path+"/export?format=pdf", http.StatusBadRequest)
		})
	}
}

func TestSiteTechniciansTab(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	path := editOf(p.mara, site, "technicians")
	tess := p.Technician(t, p.mara.Actor, "tess@installers.example")
	b := p.as(t, p.oleg)

	t.Run("OKAssign", func(t *testing.T) {
		openers := b.get(t, path, http.StatusOK).page.Texts("a[href=" + path + "/assign]")
		if diff := cmp.Diff([]string{"Invite to this site", "Invite to this site"}, openers); diff != "" {
			t.Errorf("what leads to the form of an empty tab (-want +got):\n%s", diff)
		}
		form := b.get(t, path+"/assign", http.StatusOK)
		if got := form.page.One(t, "h1").Text(); got != "Assign Technicians to the Site" {
			t.Errorf("the form is called %q", got)
		}
		b.get(t, form.page.One(t, ".page-lead a").Attr("href"), http.StatusOK)
		fill := url.Values{"id": {string(tess.Actor.Person)}, "level": {"devices_only"}, "ends": {"2099-01-01T10:00"}, "step": {"ask"}}
		asked := b.submit(t, form, path+"/assign", fill, http.StatusOK)
		if got := asked.page.One(t, "ul.chosen li").Text(); !strings.Contains(got, "Waits for the site's approval") || !strings.Contains(got, "Devices Only") {
			t.Errorf("the question says %q", got)
		}
		if got := asked.page.One(t, "p.window-chosen").Text(); got != "Time window: until 1 Jan 2099, 10:00 UTC+01:00" {
			t.Errorf("the question says of the window %q", got)
		}
		list := b.follow(t, b.submit(t, asked, path+"/assign", yes, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "1 person was assigned to the site.") {
			t.Errorf("the result says %q", got)
		}
		row := rowOf(t, list, "tess@installers.example")
		if text := row.Text(); !strings.Contains(text, "Waiting for approval") || !strings.Contains(text, "Until 1 Jan 2099, 10:00 UTC+01:00") {
			t.Errorf("the row says %q", text)
		}
		if got := row.One(t, "a.why").Attr("href"); !strings.HasPrefix(got, "/p/"+string(p.mara.Actor.Partner)+"/explain?") {
			t.Errorf("why is at %q", got)
		}
	})

	t.Run("OKApprove", func(t *testing.T) {
		list := b.get(t, path+"?waiting=yes", http.StatusOK)
		approve := rowOf(t, list, "tess@installers.example").One(t, "button[formaction="+path+"/approve]")
		list = b.follow(t, b.submit(t, press(t, b, list, approve), path+"/approve", yes, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "1 person was approved.") {
			t.Errorf("the result says %q", got)
		}
		if !p.Enters(t, p.mara.Actor.Partner, tess.Actor.Person, site) {
			t.Error("somebody approved may not enter")
		}
	})

	t.Run("OKLock", func(t *testing.T) {
		list := b.get(t, path, http.StatusOK)
		list = b.follow(t, b.submit(t, press(t, b, list, rowOf(t, list, "tess@installers.example").One(t, "button[role=switch]")), path+"/lock", yes, http.StatusSeeOther))
		if row := rowOf(t, list, "tess@installers.example"); !strings.Contains(row.Text(), "May not enter") || row.One(t, "button[role=switch]").Attr("aria-checked") != "true" {
			t.Errorf("the row says %q", row.Text())
		}
	})

	t.Run("OKNarrow", func(t *testing.T) {
		list := b.get(t, path, http.StatusOK)
		form := fieldsOf(t, list, path+"/lock")
		form["id"] = []string{rowOf(t, list, "tess@installers.example").One(t, "input[type=checkbox]").Attr("value")}
		asked := b.post(t, path+"/window", form, http.StatusOK)
		if got := asked.page.One(t, "input[name=ends_at]").Attr("value"); got != "2099-01-01T10:00" {
			t.Errorf("the form begins with %q", got)
		}
		wider := b.submit(t, asked, path+"/window", url.Values{"confirm": {"yes"}, "ends_at": {"2099-02-01T10:00"}}, http.StatusUnprocessableEntity)
		if got := wider.page.One(t, "#ends_at-error").Text(); !strings.HasPrefix(got, "That is wider") {
			t.Errorf("a wider window is answered with %q", got)
		}
		list = b.follow(t, b.submit(t, wider, path+"/window", url.Values{"confirm": {"yes"}, "starts_at": {"2098-01-01T10:00"}, "ends_at": {""}}, http.StatusSeeOther))
		if got := list.page.One(t, "dialog.result").Text(); !strings.Contains(got, "1 time window was narrowed.") {
			t.Errorf("the result says %q", got)
		}
		if got := rowOf(t, list, "tess@installers.example").Text(); !strings.Contains(got, "From 1 Jan 2098, 10:00 UTC+01:00") || !strings.Contains(got, "Until 1 Jan 2099, 10:00 UTC+01:00") {
			t.Errorf("the row says %q", got)
		}
	})

	t.Run("OKOwned", func(t *testing.T) {
		sam := p.AtSite(t, p.JoinSite(t, p.mara.Actor, site, "sam@harbour.example", gatehouse.SiteMaster), site)
		rows, err := p.Assignments.List(t.Context(), p.mara.Actor, gatehouse.AssignmentFilter{Site: site}, app.Page{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Assignments.Change(t.Context(), sam.Actor, "", app.AssignmentBulk{IDs: []gatehouse.AssignmentID{rows.Items[0].Assignment.ID}}, app.AssignmentPatch{SiteLocked: new(true)}); err != nil {
			t.Fatal(err)
		}
		// With both locks on the partner lifts its own, and access stays closed.
		list := b.get(t, path, http.StatusOK)
		both := rowOf(t, list, "tess@installers.example").One(t, "button[role=switch]")
		list = b.follow(t, b.submit(t, press(t, b, list, both), path+"/unlock", yes, http.StatusSeeOther))
		row := rowOf(t, list, "tess@installers.example")
		if !strings.Contains(row.Text(), "May not enter") {
			t.Errorf("the row says %q", row.Text())
		}
		if got := row.One(t, "button[role=switch]"); got.Attr("aria-checked") != "false" || got.Attr("aria-disabled") != "true" || !strings.Contains(got.Attr("title"), "The site's Admins and Masters can lift it.") {
			t.Errorf("under the site's lock the switch says %q", got.Attr("title"))
		}
	})

	t.Run("OKRemove", func(t *testing.T) {
		list := b.get(t, path, http.StatusOK)
		form := fieldsOf(t, list, path+"/lock")
		form.Set("id", rowOf(t, list, "tess@installers.example").One(t, "input[name=id]").Attr("value"))
		asked := b.post(t, path+"/remove", form, http.StatusOK)
		list = b.follow(t, b.submit(t, asked, path+"/remove", yes, http.StatusSeeOther))
		if list.page.Has("tbody tr") || !strings.Contains(list.page.One(t, "dialog.result").Text(), "1 person was taken off the site.") {
			t.Error("somebody removed still stands in the list")
		}
	})

	t.Run("ErrNobody", func(t *testing.T) {
		form := b.get(t, path+"/assign", http.StatusOK)
		again := b.submit(t, form, path+"/assign", url.Values{"step": {"ask"}}, http.StatusUnprocessableEntity)
		for _, place := range []string{".error-summary a", "p.error"} {
			if got := again.page.One(t, place).Text(); got != "Choose at least one person first." {
				t.Errorf("%s says %q", place, got)
			}
		}
	})

	t.Run("OKObserver", func(t *testing.T) {
		list := p.as(t, p.olga).get(t, path, http.StatusOK)
		if list.page.Has("input[type=checkbox]") || list.page.Has("a[href="+path+"/assign]") {
			t.Error("an Observer is offered to assign technicians")
		}
	})
}

func TestCreditsPages(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	empty := p.as(t, p.olga).get(t, "/p/"+string(p.mara.Actor.Partner)+"/credits", http.StatusOK)
	if got := empty.page.One(t, ".banner code").Text(); got != "gatehouse credits top-up "+string(p.mara.Actor.Partner)+" 1000" {
		t.Errorf("without credits the page names the command %q", got)
	}
	if _, _, err := p.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(p.mara.Actor.Partner), 12000); err != nil {
		t.Fatal(err)
	}
	tab, page := editOf(p.mara, site, "credits"), "/p/"+string(p.mara.Actor.Partner)+"/credits"
	b := p.as(t, p.oleg)

	t.Run("OKMove", func(t *testing.T) {
		form := b.get(t, tab, http.StatusOK)
		done := b.follow(t, b.submit(t, form, tab, url.Values{"amount": {"1,500"}, "move": {"allocate"}}, http.StatusSeeOther))
		if got := done.page.One(t, "dialog.toast").Text(); !strings.Contains(got, "The credits were allocated to the site.") {
			t.Errorf("the notice says %q", got)
		}
		b.submit(t, done, tab, url.Values{"amount": {"500"}, "move": {"give_back"}}, http.StatusSeeOther)
		if got := p.Site(t, p.mara.Actor.Partner, site).Credits; got != 1000 {
			t.Errorf("the site has %d", got)
		}
	})

	t.Run("ErrAmount", func(t *testing.T) {
		form := b.get(t, tab, http.StatusOK)
		for amount, want := range map[string]string{
			"1.5": "Enter a whole number from 1 to 1,000,000,000.", "-3": "Enter a whole number from 1 to 1,000,000,000.",
			"99000": "There are not enough credits for that.",
		} {
			again := b.submit(t, form, tab, url.Values{"amount": {amount}, "move": {"allocate"}}, http.StatusUnprocessableEntity)
			if got := again.page.One(t, "#amount-error").Text(); got != want {
				t.Errorf("%s: %q", amount, got)
			}
		}
	})

	t.Run("OKPage", func(t *testing.T) {
		a := p.as(t, p.olga).get(t, page, http.StatusOK)
		if diff := cmp.Diff([]string{"11,000", "1,000", "0"}, a.page.Texts("span.figure-value")[:3]); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Give-back", "Allocation", "Top-up"}, a.page.Texts("table.credits-list td.who")); diff != "" {
			t.Errorf("history (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"12,000", "1,500", "500", "0"}, a.page.Texts("dl.totals dd")); diff != "" {
			t.Errorf("totals (-want +got):\n%s", diff)
		}
		drawing := a.page.One(t, "svg.plot-area")
		if drawing.Attr("role") != "img" || !strings.Contains(drawing.Attr("aria-label"), "in the end 12,000") || !a.page.Has("details.plot-numbers table") {
			t.Errorf("the plot says %q", drawing.Attr("aria-label"))
		}
		only := p.as(t, p.olga).get(t, page+"?kind=allocation&site="+string(site), http.StatusOK)
		if diff := cmp.Diff([]string{"Allocation"}, only.page.Texts("table.credits-list td.who")); diff != "" {
			t.Errorf("filtered (-want +got):\n%s", diff)
		}
		file := b.get(t, only.page.One(t, "a[download]").Attr("href"), http.StatusOK)
		if lines := strings.Split(strings.TrimSpace(file.html()), "\r\n"); len(lines) != 2 {
			t.Errorf("the file is\n%s", file.html())
		}
	})

	t.Run("ErrQuery", func(t *testing.T) {
		for _, query := range []string{"?kind=theft", "?from=yesterday", "?x=1", "?cursor=nonsense"} {
			b.get(t, page+query, http.StatusBadRequest)
		}
		b.get(t, tab+"?site="+string(site), http.StatusBadRequest)
	})

	t.Run("OKObserver", func(t *testing.T) {
		if p.as(t, p.olga).get(t, tab, http.StatusOK).page.Has("input#amount") {
			t.Error("an Observer is offered to move credits")
		}
	})
}

// TestWaitingStandsWithAccess: since when somebody waits is said where their access is,
// as a point in time of the site, and not below the partner's lock, which is another.
func TestWaitingStandsWithAccess(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	row := f.as(t, f.mara).get(t, editOf(f.mara, f.mill, "technicians"), http.StatusOK).page.One(t, "tbody tr")
	cell := func(label string) string {
		for _, cell := range row.All("td") {
			if cell.Attr("data-label") == label {
				return cell.Text()
			}
		}
		t.Fatalf("no cell %s in %q", label, row.Text())
		return ""
	}
	if got := cell("Your lock"); got != "Unlocked" {
		t.Errorf("the partner's lock says %q", got)
	}
	if got := cell("Access now"); !regexp.MustCompile(`Waiting since \d+ \S+ \d{4}, \d\d:\d\d UTC\+0[12]:00\.`).MatchString(got) {
		t.Errorf("the access says %q", got)
	}
}

// TestOneWordForLevels: what a technician may do is called the permission level in every
// list of technicians; Level is what the lists of administrators call a role (seed).
func TestOneWordForLevels(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	sam := f.AtSite(t, f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster), f.mill)
	for path, b := range map[string]*browser{
		personPath(f.mara, f.tess.Actor.Person): f.as(t, f.mara),
		editOf(f.mara, f.mill, "technicians"):   f.as(t, f.mara),
		"/s/" + string(f.mill) + "/technicians": f.as(t, sam),
	} {
		heads := b.get(t, path, http.StatusOK).page.Texts("thead th")
		if !slices.Contains(heads, "Permission level") || slices.Contains(heads, "Level") {
			t.Errorf("%s heads its columns %q", path, heads)
		}
	}
}
