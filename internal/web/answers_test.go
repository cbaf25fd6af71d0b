package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAnswers: the button that answers a question says what it does, and of one in the
// singular. Yes and Confirm are left to the questions that the seeds give them to.
func TestAnswers(t *testing.T) {
	f := newField(t, gatehousetest.SQLite)
	sam := f.AtSite(t, f.JoinSite(t, f.mara.Actor, f.mill, "sam@mill.example", gatehouse.SiteMaster), f.mill)
	lou := f.JoinSite(t, f.mara.Actor, f.mill, "lou@mill.example", gatehouse.SiteObserver).Actor.Person
	kim := f.JoinSite(t, f.mara.Actor, f.mill, "kim@mill.example", gatehouse.SiteObserver).Actor.Person
	ira := f.InviteToSite(t, f.mara.Actor, f.mill, "ira@mill.example", gatehouse.SiteObserver)
	jo := f.InviteToSite(t, f.mara.Actor, f.mill, "jo@mill.example", gatehouse.SiteObserver)
	staff, crew, site := editOf(f.mara, f.mill, "admins"), editOf(f.mara, f.harbour, "technicians"), "/s/"+string(f.mill)+"/technicians"
	ids := func(ids ...gatehouse.PersonID) []string {
		list := []string{}
		for _, id := range ids {
			list = append(list, string(id))
		}
		return list
	}
	for _, c := range []struct {
		by            gatehousetest.Member
		list, verb    string
		ids           []string
		english, says string
		german, sagt  string
	}{
		{f.mara, listOf(f.mara), "end-sessions", ids(f.oleg.Actor.Person, f.olga.Actor.Person), "Sign 2 people out", "", "2 Personen abmelden", ""},
		{f.mara, listOf(f.mara), "delete", ids(f.oleg.Actor.Person), "Confirm", "This person can no longer", "Bestätigen", "Die Person kann sich"},
		{f.mara, staff, "lock", ids(lou, kim), "Lock 2 accounts", "", "2 Konten sperren", ""},
		{f.mara, staff, "lock", ids(lou), "Lock account", "", "Konto sperren", ""},
		{f.mara, staff, "revoke", ids(ira), "Revoke invitation", "The link stops working at once.", "Einladung widerrufen", "Der Link gilt"},
		{f.mara, staff, "revoke", ids(ira, jo), "Revoke 2 invitations", "The links stop working at once.", "2 Einladungen widerrufen", "Die Links gelten"},
		{f.mara, staff, "resend", ids(ira), "Resend invitation", "The person gets an e-mail", "Einladung erneut senden", "Die Person bekommt"},
		{f.mara, staff, "end-sessions", ids(lou), "Sign 1 person out", "", "1 Person abmelden", ""},
		{f.mara, staff, "delete", ids(lou, kim), "Delete 2 administrators", "Deleted administrators", "2 Administratoren löschen", "Gelöschte Administratoren"},
		{f.mara, crew, "lock", []string{string(f.atHarbour)}, "Lock", "This person may not enter", "Sperren", "Die Person hat keinen"},
		{f.mara, crew, "approve", []string{string(f.atHarbour)}, "Approve", "once they have accepted their invitation, if they have not yet", "Freigeben", "falls sie ihre Einladung noch nicht angenommen hat, danach"},
		{f.mara, crew, "remove", []string{string(f.atHarbour)}, "Remove", "", "Entfernen", ""},
		{f.mara, crew, "window", []string{string(f.atHarbour)}, "Narrow time window", "", "Zeitfenster einschränken", ""},
		{sam, site, "approve", []string{string(f.atMill)}, "Approve", "once they have accepted their invitation, if they have not yet", "Freigeben", "falls sie ihre Einladung noch nicht angenommen hat, danach"},
		{sam, site, "remove", []string{string(f.atMill)}, "Remove", "This person loses", "Entfernen", "Die Person verliert"},
	} {
		b := f.as(t, c.by)
		ask := func(button, note string) {
			t.Helper()
			page := b.get(t, c.list, http.StatusOK)
			form := url.Values{"csrf": fieldsOf(t, page, "/sign-out")["csrf"], "id": c.ids}
			asked := b.post(t, c.list+"/"+c.verb, form, http.StatusOK)
			if got := asked.page.One(t, "button[name=confirm]").Text(); got != button {
				t.Errorf("%s/%s of %d: the button says %q, want %q", c.list, c.verb, len(c.ids), got, button)
			}
			if got := asked.page.One(t, "form.sheet").Text(); !strings.Contains(got, note) {
				t.Errorf("%s/%s of %d: %q does not say %q", c.list, c.verb, len(c.ids), got, note)
			}
		}
		ask(c.english, c.says)
		f.Exec(t, "UPDATE account SET language = 'de'")
		ask(c.german, c.sagt)
		f.Exec(t, "UPDATE account SET language = 'en'")
	}
}

// TestInviteAnswers: in the partner's two lists Confirm invites, at a site the button
// says so; the title is of one or of several.
func TestInviteAnswers(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	b := p.as(t, p.mara)
	for list, want := range map[string]string{
		listOf(p.mara):                       "Send invitation? Confirm",
		editOf(p.mara, site, "admins"):       "Send invitation? Send invitation",
		techniciansOf(p.mara):                "Send invitation? Confirm",
		listOf(p.mara) + " ":                 "Send invitations? Confirm",
		editOf(p.mara, site, "admins") + " ": "Send invitations? Send 2 invitations",
	} {
		action, more := strings.CutSuffix(list, " ")
		typed := "one@x.example"
		if more {
			typed += ", two@x.example"
		}
		page := b.get(t, action+"/invite", http.StatusOK)
		asked := b.submit(t, page, action+"/invite", step("ok", "typed", typed), http.StatusOK)
		if got := asked.page.One(t, "h1").Text() + " " + asked.page.One(t, "button[value=confirm]").Text(); got != want {
			t.Errorf("%q of %s, want %q", got, typed, want)
		}
	}
}
