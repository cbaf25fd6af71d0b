package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
)

// TestPartnerSettings: a Master renames the partner, and every page and open session has
// the new name. What is wrong is said at the field, and what was typed stays.
func TestPartnerSettings(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	path := settingsOf(mara)
	b := p.as(t, mara)
	page, older := b.get(t, path, http.StatusOK), b.get(t, path, http.StatusOK)
	if got := page.page.One(t, "#name").Attr("value"); got != "Meridian Access" {
		t.Errorf("the field says %q", got)
	}
	if got := page.page.Texts("main nav.tabs a"); strings.Join(got, ", ") != "Profile, API Keys" {
		t.Errorf("the tabs are %q", got)
	}
	if got := page.page.One(t, "nav.sidebar a[aria-current=page]").Text(); got != "Settings" {
		t.Errorf("the menu stands at %q", got)
	}

	refused := b.submit(t, page, path, url.Values{"name": {" "}}, http.StatusUnprocessableEntity)
	if got := refused.page.One(t, "#name-error").Text(); got != "Enter a name." {
		t.Errorf("without a name it says %q", got)
	}
	const name = "Meridian <Access> & Söhne"
	b.submit(t, page, path, url.Values{"name": {name}}, http.StatusSeeOther)
	saved := b.get(t, path, http.StatusOK)
	if got := saved.page.One(t, "dialog.toast p").Text(); got != "Your changes are saved." {
		t.Errorf("it says %q", got)
	}
	if got := saved.page.One(t, "#name").Attr("value"); got != name {
		t.Errorf("the field says %q", got)
	}
	if !strings.Contains(saved.page.One(t, "header").Text(), name) {
		t.Error("the head of the page has the name from before")
	}

	stale := b.submit(t, older, path, url.Values{"name": {"Meridian South"}}, http.StatusPreconditionFailed)
	if got := stale.page.One(t, "#name").Attr("value"); got != "Meridian South" {
		t.Errorf("after another change the field says %q", got)
	}
	b.submit(t, stale, path, url.Values{"name": {"Meridian South"}}, http.StatusSeeOther)

	ada := p.Join(t, p.Again(t, mara), "ada@example.com", gatehouse.PartnerAdmin)
	p.as(t, ada).get(t, path, http.StatusForbidden)
}
