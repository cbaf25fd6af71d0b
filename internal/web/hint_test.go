package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/web"
)

// TestNotSetUp: whoever comes before the set-up learns where its link is.
func TestNotSetUp(t *testing.T) {
	p := newPortal(t)
	b := p.browser(t)
	const hint = "main .note p"
	if got := b.follow(t, b.get(t, "/", http.StatusSeeOther)).page.One(t, hint).Text(); !strings.Contains(got, "the output of the program") {
		t.Errorf("it says %q", got)
	}
	p.SetUp(t)
	if b.get(t, "/sign-in", http.StatusOK).page.Has(hint) {
		t.Error("it says so after the set-up, too")
	}
}

// TestInvitedBy: nobody has invited whoever made the set-up.
func TestInvitedBy(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	second := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
	for _, c := range []struct {
		gatehousetest.Member
		want string
	}{{mara, "Set up the portal just now"}, {second, "Invited by the installation just now"}} {
		row := p.as(t, c.Member).get(t, listOf(c.Member), http.StatusOK).page.One(t, "tbody tr")
		if !strings.Contains(row.Text(), c.want) {
			t.Errorf("the row says %q, want %q", row.Text(), c.want)
		}
	}
}

// TestDelivery: a mail that stays on this machine is not called sent, and whoever sits
// there and could send it again is led to it, as long as the mailbox holds it.
func TestDelivery(t *testing.T) {
	config, box := withMailbox(t)
	const here, far = "127.0.0.1:50000", "192.0.2.7:50000"
	stays := func(c *web.Config) { c.MailStays = true }
	shown := func(c *web.Config) { stays(c); config(c) }
	for name, c := range map[string]struct {
		address string
		change  func(*web.Config)
		as      gatehouse.PartnerRole
		held    bool
		want    string
	}{
		"OK sent":                        {here, func(*web.Config) {}, gatehouse.PartnerMaster, true, "E-mail sent"},
		"OK kept":                        {here, shown, gatehouse.PartnerMaster, true, "In the local mailbox, with a link to You are invited"},
		"OK kept, not held any more":     {here, shown, gatehouse.PartnerMaster, false, "In the local mailbox"},
		"OK kept, from elsewhere":        {far, shown, gatehouse.PartnerMaster, true, "In the local mailbox"},
		"OK kept, shown to nobody":       {here, stays, gatehouse.PartnerMaster, true, "In the local mailbox"},
		"OK kept, seen by an Observer":   {here, shown, gatehouse.PartnerObserver, true, "In the local mailbox"},
		"OK kept, seen by an Operator":   {here, shown, gatehouse.PartnerOperator, true, "In the local mailbox"},
		"OK kept, seen by another Admin": {here, shown, gatehouse.PartnerAdmin, true, "In the local mailbox, with a link to You are invited"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPortal(t, c.change)
			mara := p.SetUp(t)
			viewer := mara
			if c.as != gatehouse.PartnerMaster {
				viewer = p.Join(t, mara.Actor, "viewer@meridian.example", c.as)
			}
			p.Invite(t, mara.Actor, carla, gatehouse.PartnerOperator)
			if c.held {
				keep(t, p, box, carla)
			}
			p.Exec(t, "UPDATE outbox SET state = 'sent'")
			b := p.as(t, viewer)
			b.address = c.address
			delivery := rowOf(t, b.get(t, listOf(mara), http.StatusOK), carla).One(t, ".delivery")
			got := delivery.Text()
			if delivery.Has("a") {
				got += ", with a link to " + b.get(t, delivery.One(t, "a").Attr("href"), http.StatusOK).page.One(t, "h1").Text()
			}
			if got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}

// keep puts what the outbox has for an address into the mailbox, as sending does.
func keep(t *testing.T, p *portal, box *mail.Mailbox, email gatehouse.Email) {
	t.Helper()
	for _, row := range p.Strings(t, `SELECT id, created_at FROM outbox WHERE email = $1`, string(email)) {
		micros, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		envelope := mail.Envelope{ID: row[0], To: email, Date: time.UnixMicro(micros), Content: mail.Content{Subject: "You are invited", Text: "Come"}}
		if err := box.Send(t.Context(), envelope); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVoid: an invitation that nobody can accept any more says so, and what to do.
func TestVoid(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	adam := p.Join(t, mara.Actor, "adam@meridian.example", gatehouse.PartnerAdmin)
	gone := p.Join(t, mara.Actor, "gone@meridian.example", gatehouse.PartnerAdmin)
	p.Invite(t, adam.Actor, "one@meridian.example", gatehouse.PartnerObserver)
	p.Invite(t, gone.Actor, "two@meridian.example", gatehouse.PartnerObserver)
	p.Invite(t, mara.Actor, "three@meridian.example", gatehouse.PartnerObserver)
	void := func() []string {
		t.Helper()
		emails := []string{}
		for _, row := range p.as(t, mara).get(t, listOf(mara)+"?status=pending&sort=email", http.StatusOK).page.All("tbody tr") {
			if strings.Contains(row.Text(), "Void: its sender may no longer invite") {
				emails = append(emails, row.One(t, "td.address").Text())
			}
		}
		return emails
	}
	if got := void(); len(got) > 0 {
		t.Errorf("%v are good", got)
	}
	p.Exec(t, "UPDATE person SET role = $1 WHERE id = $2", int64(gatehouse.PartnerObserver), string(adam.Actor.Person))
	b := p.as(t, mara)
	b.post(t, listOf(mara)+"/delete", url.Values{
		"csrf": {auth.CSRFToken(mara.Token)}, "key": {"k"}, "id": {string(gone.Actor.Person)}, "confirm": {"yes"},
	}, http.StatusSeeOther)
	if got := void(); !slices.Equal(got, []string{"one@meridian.example", "two@meridian.example"}) {
		t.Errorf("marked are %v", got)
	}
}

// TestVoidAtSite: the lists of a site's administrators mark them like the partner's own,
// in either portal.
func TestVoidAtSite(t *testing.T) {
	p := newTeam(t)
	site := p.NewSite(t, p.mara.Actor, "Harbour Tower")
	sam := p.AtSite(t, p.JoinSite(t, p.mara.Actor, site, "sam@harbour.example", gatehouse.SiteMaster), site)
	ada := p.AtSite(t, p.JoinSite(t, sam.Actor, site, "ada@harbour.example", gatehouse.SiteAdminRole), site)
	p.InviteToSite(t, ada.Actor, site, "one@harbour.example", gatehouse.SiteObserver)
	p.InviteToSite(t, sam.Actor, site, "two@harbour.example", gatehouse.SiteObserver)
	p.Exec(t, "UPDATE site_admin SET role = $1 WHERE person_id = $2", int64(gatehouse.SiteOperator), string(ada.Actor.Person))
	const mark = "Void: its sender may no longer invite"
	for _, list := range []answer{
		p.as(t, p.mara).get(t, editOf(p.mara, site, "admins"), http.StatusOK),
		p.as(t, sam).get(t, "/s/"+string(site)+"/admins", http.StatusOK),
	} {
		if one, two := rowOf(t, list, "one@harbour.example").Text(), rowOf(t, list, "two@harbour.example").Text(); !strings.Contains(one, mark) || strings.Contains(two, mark) {
			t.Errorf("the rows say %q and %q", one, two)
		}
	}
}

// TestErrorFrame: whoever is signed in keeps the way on beside an error.
func TestErrorFrame(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
	other := p.NewPartner(t, "Hafen Zutritt", "otto@hafen.example")
	for path, status := range map[string]int{
		"/nothing": 404, "/sign-out": 405, listOf(other): 404, auditOf(olga): 403, listOf(olga) + "?sort=odd": 400, "/mailbox": 404, "/setup": 404,
	} {
		page := p.as(t, olga).get(t, path, status).page
		if !page.Has("nav.sidebar") || page.One(t, "p.top-place").Text() != "Meridian Access" {
			t.Errorf("%s has no sidebar", path)
		}
		if stranger := p.browser(t).send(t, http.MethodGet, path, "", nil); stranger.page.Has("nav.sidebar") {
			t.Errorf("%s has a sidebar for strangers", path)
		}
	}
}

// TestErrorLanguage: an error speaks one language, the account's, also where no page
// found out who asks.
func TestErrorLanguage(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	p.Exec(t, "UPDATE account SET language = 'de' WHERE id = $1", string(mara.Actor.Account))
	page := p.as(t, mara).get(t, "/nothing", http.StatusNotFound).page
	if title, heading := page.One(t, "title").Text(), page.One(t, "h1").Text(); !strings.HasPrefix(title, "Seite nicht gefunden") || heading != "Seite nicht gefunden" {
		t.Errorf("the page is called %q and begins with %q", title, heading)
	}
}

// TestSiteInvitationPage: the page says whose site it is and who looks after it, as the
// mail does.
func TestSiteInvitationPage(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	invited := []app.Invitee{{Email: "olaf@harbour.example", Role: "master"}}
	if _, err := p.SiteAdmins.Invite(t.Context(), mara.Actor, "", p.NewSite(t, mara.Actor, "Harbour Tower"), invited, false); err != nil {
		t.Fatal(err)
	}
	b := p.browser(t)
	opened := b.get(t, "/invitation?token="+p.LinkToken(t, "olaf@harbour.example"), http.StatusSeeOther)
	page := b.get(t, opened.Header.Get("Location"), http.StatusOK).page
	const want = "Mara Master invites you to the portal of the site Harbour Tower, which Meridian Access looks after."
	if got := page.One(t, "p.lead").Text(); got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
}

// TestRefusedPageInTheLog: what somebody wanted to open without the right to it is said
// in full, and is nobody whose name was erased.
func TestRefusedPageInTheLog(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
	p.as(t, olga).get(t, "/p/"+string(olga.Actor.Partner)+"/settings/api-keys", http.StatusForbidden)
	page := p.as(t, mara).get(t, auditOf(mara)+"?outcome=refused&action=page.open", http.StatusOK).page
	if text := page.One(t, "table.list tbody").Text(); !strings.Contains(text, string(gatehouse.ManagePartner)) {
		t.Errorf("the log says %q", text)
	}
	for _, option := range page.All("#target option") {
		if strings.HasPrefix(option.Text(), "Erased") {
			t.Errorf("the filter offers %q", option.Text())
		}
	}
}

// TestT127RightLost is SECURITY T127: what a page offered before a right was lost is
// refused, and the page says why.
func TestT127RightLost(t *testing.T) {
	p := newPortal(t)
	mara := p.SetUp(t)
	adam := p.Join(t, mara.Actor, "adam@meridian.example", gatehouse.PartnerAdmin)
	olga := p.Join(t, mara.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
	b := p.as(t, adam)
	list := b.get(t, listOf(adam), http.StatusOK)
	asked := b.submit(t, list, listOf(adam)+"/resend", nil, http.StatusSeeOther) // nobody chosen: the form is good
	asked.wantLocation(t, listOf(adam))
	p.Exec(t, "UPDATE person SET role = $1 WHERE id = $2", int64(gatehouse.PartnerObserver), string(adam.Actor.Person))
	for _, verb := range []string{"revoke", "resend", "lock", "unlock", "end-sessions", "role", "delete", "invite"} {
		form := fieldsOf(t, list, listOf(adam)+"/resend")
		switch verb {
		case "invite":
			form = url.Values{"csrf": form["csrf"], "key": {"k"}, "invitee": {"observer new@meridian.example"}, "step": {"confirm"}}
		case "role":
			form.Set("role", "operator")
			form.Set("id", string(olga.Actor.Person))
			form.Set("confirm", "yes")
		default:
			form.Set("id", string(olga.Actor.Person))
			form.Set("confirm", "yes")
		}
		refused := b.post(t, listOf(adam)+"/"+verb, form, http.StatusForbidden)
		if text := refused.page.One(t, "main").Text(); !strings.Contains(text, "You are not allowed to do this") || !strings.Contains(text, "depends on your role") {
			t.Errorf("%s: the page says %q", verb, text)
		}
		if !refused.page.Has("nav.sidebar") {
			t.Errorf("%s: the way on is gone", verb)
		}
	}
	if after := p.as(t, adam).get(t, listOf(adam), http.StatusOK); after.page.Has("#bulk") || len(addresses(after)) != 3 {
		t.Errorf("the list still offers it, or has changed: %v", addresses(after))
	}
}
