package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// keyPlaces are the two places whose keys have pages, and a Master of each.
func keyPlaces(t *testing.T) (*portal, map[string]gatehousetest.Member) {
	t.Helper()
	p := newPortal(t)
	mara := p.SetUp(t)
	site := p.NewSite(t, mara.Actor, "Harbour Tower")
	sina := p.SiteMember(t, mara.Actor, site, "sina@harbour.example", gatehouse.SiteMaster)
	return p, map[string]gatehousetest.Member{
		"/p/" + string(mara.Actor.Partner) + "/settings/api-keys": mara,
		"/s/" + string(site) + "/settings/api-keys":               sina,
	}
}

// TestAPIKeyPages: a key is created, its token shown once, rotated and revoked, by forms
// alone.
func TestAPIKeyPages(t *testing.T) {
	p, places := keyPlaces(t)
	alive := func(token string) bool {
		_, err := p.APIKeys.Actor(t.Context(), gatehousetest.Stranger(), token, gatehouse.Spot{})
		return err == nil
	}
	for path, master := range places {
		t.Run("OK "+path[:2], func(t *testing.T) {
			b := p.as(t, master)
			first := b.get(t, path, http.StatusOK).page
			if menu, heading := first.One(t, "nav.sidebar a[aria-current=page]").Text(), first.One(t, "h1").Text(); menu != heading {
				t.Errorf("the menu says %q, the page %q", menu, heading)
			}
			if !strings.Contains(first.One(t, "main").Text(), "API Keys") {
				t.Error("nothing says that these are API keys")
			}
			if got := first.Texts(".empty h2"); len(got) != 1 {
				t.Errorf("without keys the page says %q", got)
			}
			fill := url.Values{"name": {"Turnstiles & doors"}, "scope": {"operator"}, "days": {"7"}}
			form := fieldsOf(t, b.get(t, path+"/create", http.StatusOK), path+"/create")
			for name, values := range fill {
				form[name] = values
			}
			shown := b.post(t, path+"/create", form, http.StatusOK)
			token := shown.page.One(t, "#token").Attr("value")
			if !alive(token) || shown.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("shown is %q, to be kept %q", token, shown.Header.Get("Cache-Control"))
			}
			again := b.post(t, path+"/create", form, http.StatusOK)
			if len(again.page.All("#token")) > 0 || strings.Contains(again.html(), token) || again.page.One(t, "h1").Text() != "The token was shown already" {
				t.Errorf("sent again, the page says %q", again.page.Texts("main"))
			}
			list := b.get(t, path, http.StatusOK)
			rows := list.page.All(".keys-list tbody tr")
			if len(rows) != 1 || strings.Contains(list.html(), token) || !strings.Contains(rows[0].Text(), "ends in "+token[len(token)-4:]) {
				t.Fatalf("listed is %q", list.page.Texts("tbody"))
			}
			key := path + "/" + rows[0].Attr("data-key")

			ask := b.submit(t, list, key+"/rename", nil, http.StatusOK)
			if got := ask.page.One(t, "#name").Attr("value"); got != "Turnstiles & doors" {
				t.Errorf("the name to change is %q", got)
			}
			refused := b.submit(t, ask, key+"/rename", url.Values{"confirm": {"yes"}, "name": {" "}}, http.StatusUnprocessableEntity)
			if got := refused.page.One(t, "#name-error").Text(); got != "Enter a name." {
				t.Errorf("without a name the page says %q", got)
			}
			b.submit(t, refused, key+"/rename", url.Values{"confirm": {"yes"}, "name": {"Lifts"}}, http.StatusSeeOther)
			renamed := b.get(t, path, http.StatusOK)
			if got := renamed.page.Texts(".keys-list bdi.strong"); len(got) != 1 || got[0] != "Lifts" {
				t.Errorf("the keys are %q", got)
			}
			if got := renamed.page.One(t, "dialog.toast p").Text(); got != "The key has its new name." {
				t.Errorf("the notice says %q", got)
			}
			ask = b.submit(t, list, key+"/rotate", nil, http.StatusOK)
			rotated := b.submit(t, ask, key+"/rotate", url.Values{"confirm": {"yes"}, "overlap": {"0"}}, http.StatusOK)
			fresh := rotated.page.One(t, "#token").Attr("value")
			if alive(token) || !alive(fresh) {
				t.Errorf("rotated without overlap, the tokens live: %v, %v", alive(token), alive(fresh))
			}
			ask = b.submit(t, list, key+"/revoke", nil, http.StatusOK)
			if !alive(fresh) {
				t.Error("asking revoked the key")
			}
			b.submit(t, ask, key+"/revoke", url.Values{"confirm": {"yes"}}, http.StatusSeeOther)
			if alive(fresh) {
				t.Error("revoked, the key is alive")
			}
			if got := b.get(t, path, http.StatusOK).page.One(t, "dialog.toast p").Text(); got != "The key is revoked." {
				t.Errorf("the notice says %q", got)
			}
		})
	}
}

// TestAPIKeyPagesRefuse: what is wrong is said on the form; what no form sends is refused.
func TestAPIKeyPagesRefuse(t *testing.T) {
	p, places := keyPlaces(t)
	for path, master := range places {
		t.Run(path[:2], func(t *testing.T) {
			b := p.as(t, master)
			page := b.get(t, path+"/create", http.StatusOK)
			good := url.Values{"name": {"Doors"}, "scope": {"observer"}, "days": {"90"}}
			with := func(name, value string) url.Values {
				form := url.Values{}
				for name, values := range good {
					form[name] = values
				}
				form[name] = []string{value}
				return form
			}
			again := b.submit(t, page, path+"/create", with("name", " "), http.StatusUnprocessableEntity)
			if got := again.page.One(t, "#name-error").Text(); got != "Enter a name." {
				t.Errorf("the error says %q", got)
			}
			b.submit(t, page, path+"/create", with("scope", "owner"), http.StatusUnprocessableEntity)
			b.submit(t, page, path+"/create", with("days", "5000"), http.StatusBadRequest)
			b.submit(t, page, path+"/create", with("days", ""), http.StatusBadRequest)

			key := p.NewKey(t, master.Actor, gatehouse.KeyObserver)
			p.Exec(t, `UPDATE api_key SET expires_at = 1 WHERE id = $1`, string(key.ID))
			at := path + "/" + string(key.ID) + "/rotate"
			list := b.get(t, path, http.StatusOK)
			if got := list.page.Texts(".badge"); len(got) != 1 || got[0] != "Expired" {
				t.Errorf("the state is %q", got)
			}
			ask := b.submit(t, list, at, nil, http.StatusOK)
			b.submit(t, ask, at, url.Values{"confirm": {"yes"}, "days": {""}}, http.StatusUnprocessableEntity)
			b.submit(t, ask, at, url.Values{"confirm": {"yes"}, "overlap": {"9"}}, http.StatusBadRequest)
			b.submit(t, ask, at, url.Values{"confirm": {"yes"}}, http.StatusOK)
		})
	}
}

// TestAPIKeySuspendedOnPage: the list says whose keys have stopped, and why.
func TestAPIKeySuspendedOnPage(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	ben := p.Join(t, mara.Actor, "ben@meridian.example", gatehouse.PartnerMaster)
	p.NewKey(t, ben.Actor, gatehouse.KeyAdmin)
	p.Exec(t, `UPDATE person SET role = 1, listed_role = 1 WHERE id = $1`, string(ben.Actor.Person))
	list := p.as(t, mara).get(t, "/p/"+string(mara.Actor.Partner)+"/settings/api-keys", http.StatusOK)
	if row := list.page.One(t, ".keys-list tbody tr").Text(); !strings.Contains(row, "Suspended") || !strings.Contains(row, "no longer has the role") {
		t.Errorf("the row says %q", row)
	}
}

// TestAPIKeyInAudit: the details of an event lead from the key that was used to what
// happened to it.
func TestAPIKeyInAudit(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	key := p.NewKey(t, mara.Actor, gatehouse.KeyOperator)
	p.NewSite(t, p.ByKey(t, key.Token), "Harbour Tower")
	path := "/p/" + string(mara.Actor.Partner) + "/audit?target=" + string(key.ID)
	b := p.as(t, mara)
	for _, link := range b.get(t, strings.Split(path, "?")[0], http.StatusOK).page.All(".event-details a") {
		if link.Attr("href") == path && link.Text() == "What happened to this key" {
			if got := b.get(t, path, http.StatusOK).page.Texts(".audit-list .lead-cell"); len(got) != 1 || !strings.Contains(got[0], "API key created") {
				t.Errorf("what happened to the key is %q", got)
			}
			return
		}
	}
	t.Error("no event names the key")
}

// TestKeyRotationAsks: the question says how long the older token goes on, and does not
// ask it of a key whose tokens have all ended.
func TestKeyRotationAsks(t *testing.T) {
	p := newPortal(t)
	m := p.SetUp(t)
	b := p.as(t, m)
	path := "/p/" + string(m.Actor.Partner) + "/settings/api-keys"
	made, err := p.APIKeys.Create(t.Context(), m.Actor, "", gatehouse.KeyInput{Name: "Doors", Scope: gatehouse.KeyDecisions, Lifetime: 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	ask := func() answer {
		return b.submit(t, b.get(t, path, http.StatusOK), path+"/"+string(made.ID)+"/rotate", nil, http.StatusOK)
	}
	want := []string{"Ends at once", "Works for another hour", "Works for another 24 hours", "Works for another 3 days", "Works for another 7 days"}
	if diff := cmp.Diff(want, ask().page.Texts("select#overlap option")); diff != "" {
		t.Errorf("the older token (-want +got):\n%s", diff)
	}
	p.Exec(t, `UPDATE api_key SET expires_at = 1`)
	asked := ask()
	if asked.page.Has("select#overlap") {
		t.Error("an overlap is asked for where there is none")
	}
	if got := asked.page.One(t, "form.sheet").Text(); !strings.Contains(got, "The older token has ended already.") {
		t.Errorf("it asks %q", got)
	}
	done := b.submit(t, asked, path+"/"+string(made.ID)+"/rotate", url.Values{"confirm": {"yes"}}, http.StatusOK)
	if got := done.page.One(t, "h1").Text(); got != "Copy the token now" {
		t.Errorf("it answers %q", got)
	}
}
