package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func newSite(name string) app.NewSite {
	return app.NewSite{
		SiteInput:        gatehouse.SiteInput{Name: name, Country: "de", TimeZone: "Europe/Berlin", Notes: "the key hangs\r\nbehind the door"},
		TechnicianAccess: true, ApprovalRequired: true,
	}
}

func TestSiteCreate(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		observer := e.Join(t, master.Actor, "observer@meridian.example", gatehouse.PartnerObserver)
		operator := e.Join(t, master.Actor, "operator@meridian.example", gatehouse.PartnerOperator)
		t.Run("OK", func(t *testing.T) {
			id, err := e.Sites.Create(t.Context(), operator.Actor, "", newSite(" Harbour  Gate "))
			wantCode(t, "create", err, "")
			row, err := e.Sites.Get(t.Context(), observer.Actor, id)
			wantCode(t, "get", err, "")
			want := gatehouse.Site{
				ID: id, Partner: partner, Name: "Harbour Gate", Country: "DE", TimeZone: "Europe/Berlin", Notes: "the key hangs\nbehind the door",
				TechnicianAccess: true, AccessAt: row.Site.CreatedAt, AccessBy: operator.Actor.Person, ApprovalRequired: true,
				CreatedAt: row.Site.CreatedAt, CreatedBy: operator.Actor.Person, Version: 1,
			}
			if diff := cmp.Diff(gatehouse.SiteRow{Site: want, CreatedByName: "The operator", Rate: 1}, row); diff != "" {
				t.Errorf("the site differs (-want +got):\n%s", diff)
			}
			events := trail(t, e, partner, gatehouse.AuditFilter{Site: id})
			if len(events) != 1 || events[0].Action != gatehouse.ActionSiteCreate || events[0].Actor != string(operator.Actor.Person) || events[0].Target != string(id) {
				t.Errorf("the trail of the site is %+v", events)
			}
		})
		t.Run("OK with a first administrator", func(t *testing.T) {
			in := newSite("First Owner")
			in.FirstAdministrator = "owner@site.example"
			id, err := e.Sites.Create(t.Context(), operator.Actor, "", in)
			wantCode(t, "create", err, "")
			done, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(e.OutboxToken(t, "owner@site.example"), "Olga Owner"))
			wantCode(t, "accept", err, "")
			owner := e.AtSite(t, gatehousetest.Member{Token: done.Token}, id)
			if owner.Actor.At.Role != gatehouse.SiteMaster {
				t.Errorf("the first administrator is %v", owner.Actor.At)
			}
			if !e.Site(t, partner, id).Owned() {
				t.Error("the site is not its own")
			}
		})
		t.Run("Err every malformed field is named", func(t *testing.T) {
			_, err := e.Sites.Create(t.Context(), operator.Actor, "", app.NewSite{
				SiteInput:          gatehouse.SiteInput{Name: " ", Country: "XX", TimeZone: "Europe/Atlantis", Notes: strings.Repeat("n", gatehouse.NotesLimit+1)},
				FirstAdministrator: "nobody",
			})
			wantCode(t, "create", err, gatehouse.CodeInvalid)
			var fields []string
			for _, field := range problem(t, err).Fields {
				fields = append(fields, field.Field)
			}
			if diff := cmp.Diff([]string{"name", "country", "time_zone", "notes", "first_administrator"}, fields); diff != "" {
				t.Errorf("the fields (-want +got):\n%s", diff)
			}
		})
		t.Run("Err an Observer", func(t *testing.T) {
			_, err := e.Sites.Create(t.Context(), observer.Actor, "", newSite("Nothing"))
			wantCode(t, "create", err, gatehouse.CodeForbidden)
			wantRefusal(t, e, partner, gatehouse.ActionSiteCreate, gatehouse.CodeForbidden)
		})
		t.Run("OK once for a key", func(t *testing.T) {
			first, err := e.Sites.Create(t.Context(), operator.Actor, "key", newSite("Once"))
			wantCode(t, "create", err, "")
			again, err := e.Sites.Create(t.Context(), operator.Actor, "key", newSite("Once"))
			wantCode(t, "again", err, "")
			if first != again {
				t.Errorf("created %s, then %s", first, again)
			}
			_, err = e.Sites.Create(t.Context(), operator.Actor, "key", newSite("Twice"))
			wantCode(t, "the key for another", err, gatehouse.CodeIdempotencyReused)
		})
	})
}

// names lists the sites that pass the filter, page by page of two.
func names(t *testing.T, e *gatehousetest.Env, actor gatehouse.Actor, filter gatehouse.SiteFilter) string {
	t.Helper()
	var found []string
	page := app.Page{Limit: 2}
	for {
		list, err := e.Sites.List(t.Context(), actor, filter, page)
		wantCode(t, "list", err, "")
		for _, row := range list.Items {
			found = append(found, row.Site.Name)
		}
		if page.Cursor = list.Next; list.Next == "" {
			return strings.Join(found, " ")
		}
	}
}

func TestSiteList(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for i, name := range []string{"Dock", "arsenal", "Bridge", "Émile", "Castle"} {
			in := newSite(name)
			in.Country = []string{"DE", "FR"}[i%2]
			id, err := e.Sites.Create(t.Context(), master.Actor, "", in)
			wantCode(t, "create", err, "")
			e.Exec(t, `UPDATE site SET credits = $2, waiting = $3, out_of_credit_at = $4 WHERE id = $1`, string(id), 10*(5-i), i%2, i/4)
		}
		for _, c := range []struct {
			filter gatehouse.SiteFilter
			want   string
		}{
			{gatehouse.SiteFilter{}, "arsenal Bridge Castle Dock Émile"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesByNameDesc}, "Émile Dock Castle Bridge arsenal"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesOldest}, "Dock arsenal Bridge Émile Castle"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesNewest}, "Castle Émile Bridge arsenal Dock"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesByCredits}, "Castle Émile Bridge arsenal Dock"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesByCreditsDesc}, "Dock arsenal Bridge Émile Castle"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesByCountry}, "Dock Bridge Castle arsenal Émile"},
			{gatehouse.SiteFilter{Sort: gatehouse.SitesByCountryDesc}, "Émile arsenal Castle Bridge Dock"},
			{gatehouse.SiteFilter{Country: "FR"}, "arsenal Émile"},
			{gatehouse.SiteFilter{Waiting: true}, "arsenal Émile"},
			{gatehouse.SiteFilter{OutOfCredit: true}, "Castle"},
			{gatehouse.SiteFilter{Query: "RSENA"}, "arsenal"},
			{gatehouse.SiteFilter{Query: "d"}, "Dock"},
			{gatehouse.SiteFilter{Query: "ÉMI", Sort: gatehouse.SitesByCountry}, "Émile"},
			{gatehouse.SiteFilter{Query: "nowhere"}, ""},
		} {
			if got := names(t, e, master.Actor, c.filter); got != c.want {
				t.Errorf("%+v: %q, want %q", c.filter, got, c.want)
			}
		}
		t.Run("Err", func(t *testing.T) {
			for _, filter := range []gatehouse.SiteFilter{{Sort: "notes"}, {Country: "de"}, {Query: strings.Repeat("x", gatehouse.QueryLimit+1)}, {Query: "\xff"}} {
				_, err := e.Sites.List(t.Context(), master.Actor, filter, app.Page{})
				wantCode(t, fmt.Sprintf("%+v", filter), err, gatehouse.CodeUnknownParameter)
			}
			_, err := e.Sites.List(t.Context(), technician(t, e, master.Actor, "tess@meridian.example").Actor, gatehouse.SiteFilter{}, app.Page{})
			wantCode(t, "a technician", err, gatehouse.CodeForbidden)
			wantRefusal(t, e, master.Actor.Partner, gatehouse.ActionSiteView, gatehouse.CodeForbidden)
		})
		t.Run("OK export", func(t *testing.T) {
			var exported []string
			wantCode(t, "export", e.Sites.Export(t.Context(), master.Actor, gatehouse.SiteFilter{Country: "FR"}, func(row gatehouse.SiteRow) error {
				exported = append(exported, row.Site.Name)
				return nil
			}), "")
			if !slices.Equal(exported, []string{"arsenal", "Émile"}) {
				t.Errorf("exported %q", exported)
			}
			if events := trail(t, e, master.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionSiteExport}); len(events) != 1 {
				t.Errorf("%d exports are recorded", len(events))
			}
		})
	})
}

func TestSiteEdit(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		id := e.NewSite(t, master.Actor, "Harbour")
		no, yes := false, true
		name, country, zone, notes := "Harbour North", "NL", "Europe/Amsterdam", "mind the dog"
		t.Run("OK from the partner's portal", func(t *testing.T) {
			err := e.Sites.Edit(t.Context(), master.Actor, "", id, app.SiteEdit{
				Name: &name, Country: &country, TimeZone: &zone, Notes: &notes, TechnicianAccess: &no, ApprovalRequired: &no, IfMatch: 1,
			})
			wantCode(t, "edit", err, "")
			site := e.Site(t, partner, id)
			if site.Name != name || site.Country != country || site.TimeZone != zone || site.Notes != notes || site.TechnicianAccess || site.ApprovalRequired || site.Version != 3 {
				t.Errorf("the site is %+v", site)
			}
			events := trail(t, e, partner, gatehouse.AuditFilter{Site: id})
			edit, settings := events[1], events[2]
			if string(edit.After) != `{"country":"NL","name":"Harbour North","notes_changed":true,"time_zone":"Europe/Amsterdam"}` {
				t.Errorf("after the edit: %s", edit.After)
			}
			if settings.Action != gatehouse.ActionSiteSettings || string(settings.After) != `{"by_partner":true,"technician_access":false,"technician_approval":"automatic"}` {
				t.Errorf("the settings are recorded as %s %s", settings.Action, settings.After)
			}
			if names(t, e, master.Actor, gatehouse.SiteFilter{Query: "north"}) != name {
				t.Error("the search does not know the new name")
			}
		})
		t.Run("OK nothing to change", func(t *testing.T) {
			before := len(trail(t, e, partner, gatehouse.AuditFilter{}))
			wantCode(t, "edit", e.Sites.Edit(t.Context(), master.Actor, "", id, app.SiteEdit{Name: &name, TechnicianAccess: &no}), "")
			if e.Site(t, partner, id).Version != 3 || len(trail(t, e, partner, gatehouse.AuditFilter{})) != before {
				t.Error("what was as asked is changed")
			}
		})
		t.Run("Err", func(t *testing.T) {
			wantCode(t, "stale", e.Sites.Edit(t.Context(), master.Actor, "", id, app.SiteEdit{Name: &country, IfMatch: 2}), gatehouse.CodeStale)
			wantCode(t, "malformed", e.Sites.Edit(t.Context(), master.Actor, "", id, app.SiteEdit{Country: &zone}), gatehouse.CodeInvalid)
			observer := e.Join(t, master.Actor, "observer@meridian.example", gatehouse.PartnerObserver)
			wantCode(t, "an Observer", e.Sites.Edit(t.Context(), observer.Actor, "", id, app.SiteEdit{Name: &country}), gatehouse.CodeForbidden)
			if event := wantRefusal(t, e, partner, gatehouse.ActionSiteEdit, gatehouse.CodeForbidden); event.Site != id {
				t.Errorf("the refusal is about the site %q", event.Site)
			}
		})
		owner := e.SiteMember(t, master.Actor, id, "owner@site.example", gatehouse.SiteMaster)
		admin := e.SiteMember(t, master.Actor, id, "admin@site.example", gatehouse.SiteAdminRole)
		t.Run("Err the switches of a site that is its own", func(t *testing.T) {
			wantCode(t, "edit", e.Sites.Edit(t.Context(), master.Actor, "", id, app.SiteEdit{TechnicianAccess: &yes}), gatehouse.CodeOwnedBySite)
			wantRefusal(t, e, partner, gatehouse.ActionSiteSettings, gatehouse.CodeOwnedBySite)
		})
		t.Run("OK from the site", func(t *testing.T) {
			own := "Harbour South"
			wantCode(t, "edit", e.Sites.Edit(t.Context(), owner.Actor, "", id, app.SiteEdit{Name: &own, TechnicianAccess: &yes, ApprovalRequired: &yes}), "")
			row, err := e.Sites.Get(t.Context(), owner.Actor, id)
			wantCode(t, "get", err, "")
			if row.Site.Name != own || !row.Site.TechnicianAccess || row.Site.Notes != "" {
				t.Errorf("the site's Master sees %+v", row.Site)
			}
			if e.Site(t, partner, id).Notes != notes {
				t.Error("the notes are gone")
			}
		})
		t.Run("Err from the site", func(t *testing.T) {
			wantCode(t, "the country", e.Sites.Edit(t.Context(), owner.Actor, "", id, app.SiteEdit{Country: &country}), gatehouse.CodeForbidden)
			wantCode(t, "the notes", e.Sites.Edit(t.Context(), owner.Actor, "", id, app.SiteEdit{Notes: &name}), gatehouse.CodeForbidden)
			wantCode(t, "an Admin", e.Sites.Edit(t.Context(), admin.Actor, "", id, app.SiteEdit{Name: &country}), gatehouse.CodeForbidden)
			_, err := e.Sites.Get(t.Context(), admin.Actor, id)
			wantCode(t, "an Admin looks", err, gatehouse.CodeForbidden)
			other := e.NewSite(t, master.Actor, "Elsewhere")
			wantCode(t, "another site", e.Sites.Edit(t.Context(), owner.Actor, "", other, app.SiteEdit{Name: &country}), gatehouse.CodeNotFound)
			_, err = e.Sites.Get(t.Context(), owner.Actor, other)
			wantCode(t, "another site", err, gatehouse.CodeNotFound)
			_, err = e.Sites.List(t.Context(), owner.Actor, gatehouse.SiteFilter{}, app.Page{})
			wantCode(t, "the list", err, gatehouse.CodeForbidden)
			_, err = e.Sites.Create(t.Context(), owner.Actor, "", newSite("Own"))
			wantCode(t, "create", err, gatehouse.CodeNotFound)
			_, err = e.Sites.Delete(t.Context(), owner.Actor, "", id, app.SiteDeletion{})
			wantCode(t, "delete", err, gatehouse.CodeForbidden)
		})
	})
}

// TestSessionAtSite: a request that names no place stands where its session does.
func TestSessionAtSite(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.NewSite(t, master.Actor, "Harbour")
		owner := e.SiteMember(t, master.Actor, id, "owner@site.example", gatehouse.SiteMaster)
		wantCode(t, "choose", e.Sessions.Choose(t.Context(), owner.Actor, gatehouse.Spot{Site: id}), "")
		if again := e.Again(t, owner); again.Site != id || again.At.Role != gatehouse.SiteMaster {
			t.Errorf("the session stands at %q as %v", again.Site, again.At)
		}
		if once := e.SignIn(t, "owner@site.example").Actor; once.Site != id {
			t.Errorf("whoever has one place stands at %q", once.Site)
		}
	})
}

// TestTechnicianAccessOff: when the call returns nobody is in by an assignment, and
// switching it on again brings no session back.
func TestTechnicianAccessOff(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id, other := e.NewSite(t, master.Actor, "Harbour"), e.NewSite(t, master.Actor, "Elsewhere")
		owner := e.SiteMember(t, master.Actor, id, "owner@site.example", gatehouse.SiteMaster)
		tess := e.SiteTechnician(t, master.Actor, id, "tess@meridian.example", gatehouse.FullIncludingUsers)
		theo := e.SiteTechnician(t, master.Actor, other, "theo@meridian.example", gatehouse.DevicesOnly)
		spot := gatehouse.Spot{Site: id}
		wantCode(t, "choose", e.Sessions.Choose(t.Context(), tess.Actor, spot), "")
		no, yes := false, true
		enter := func(m gatehousetest.Member, site gatehouse.SiteID) error {
			_, err := e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), m.Token, gatehouse.Spot{Site: site})
			return err
		}
		wantCode(t, "switch off", e.Sites.Edit(t.Context(), owner.Actor, "", id, app.SiteEdit{TechnicianAccess: &no}), "")
		wantCode(t, "the technician", enter(tess, id), gatehouse.CodeNotSignedIn)
		wantCode(t, "another site's", enter(theo, other), "")
		wantCode(t, "the owner", enter(owner, id), "")
		if rows := e.Strings(t, `SELECT id FROM session WHERE site_id = $1`, string(id)); len(rows) != 0 {
			t.Errorf("%d sessions stand at the site", len(rows))
		}
		wantCode(t, "switch on", e.Sites.Edit(t.Context(), owner.Actor, "", id, app.SiteEdit{TechnicianAccess: &yes}), "")
		wantCode(t, "the old session", enter(tess, id), gatehouse.CodeNotSignedIn)
		wantCode(t, "a new session", enter(e.SignIn(t, "tess@meridian.example"), id), "")
	})
}

func TestSiteDelete(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		_, _, err := e.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(partner), 100)
		wantCode(t, "top up", err, "")
		id, other := e.NewSite(t, master.Actor, "Harbour"), e.NewSite(t, master.Actor, "Elsewhere")
		_, err = e.Credits.Move(t.Context(), master.Actor, "", id, 30)
		wantCode(t, "allocate", err, "")
		owner := e.SiteMember(t, master.Actor, id, "owner@site.example", gatehouse.SiteMaster)
		tess := e.SiteTechnician(t, master.Actor, id, "tess@meridian.example", gatehouse.DevicesOnly)
		both := e.SiteMember(t, master.Actor, id, "both@site.example", gatehouse.SiteObserver)
		e.Exec(t, `INSERT INTO site_admin (partner_id, site_id, person_id, role, created_at) VALUES ($1, $2, $3, 1, 1)`,
			string(partner), string(other), string(both.Actor.Person))
		e.Exec(t, `INSERT INTO site_memory (partner_id, site_id, person_id) VALUES ($1, $2, $3)`, string(partner), string(id), string(tess.Actor.Person))
		e.Exec(t, `INSERT INTO site_memory (partner_id, site_id, person_id) VALUES ($1, $2, $3)`, string(partner), string(other), string(owner.Actor.Person))
		e.Exec(t, `INSERT INTO device (id, partner_id, site_id, name, serial, status, sort_name, created_at) VALUES ('d', $1, $2, 'Door', '1', 'online', 'door', 1)`,
			string(partner), string(id))
		e.Exec(t, `INSERT INTO site_user (id, partner_id, site_id, name, sort_name, created_at) VALUES ('u', $1, $2, 'Udo', 'udo', 1)`, string(partner), string(id))
		e.Exec(t, `UPDATE site SET devices = 1, users = 1 WHERE id = $1`, string(id))
		wantCode(t, "choose", e.Sessions.Choose(t.Context(), owner.Actor, gatehouse.Spot{Site: id}), "")

		t.Run("Err", func(t *testing.T) {
			operator := e.Join(t, master.Actor, "operator@meridian.example", gatehouse.PartnerOperator)
			_, err := e.Sites.Delete(t.Context(), operator.Actor, "", id, app.SiteDeletion{Confirm: "Harbour"})
			wantCode(t, "an Operator", err, gatehouse.CodeForbidden)
			for _, confirm := range []string{"", "harbour", "Harbour ", "Elsewhere"} {
				_, err := e.Sites.Delete(t.Context(), master.Actor, "", id, app.SiteDeletion{Confirm: confirm})
				wantCode(t, "confirmed by "+confirm, err, gatehouse.CodeSiteHasDevices)
			}
			wantRefusal(t, e, partner, gatehouse.ActionSiteDelete, gatehouse.CodeSiteHasDevices)
			_, err = e.Sites.Delete(t.Context(), master.Actor, "", id, app.SiteDeletion{Confirm: "Harbour", IfMatch: 7})
			wantCode(t, "stale", err, gatehouse.CodeStale)
		})
		want := app.SiteDeleted{Administrators: 2, Technicians: 1, Devices: 1, Users: 1, Credits: 30}
		t.Run("OK dry run", func(t *testing.T) {
			gone, err := e.Sites.Delete(t.Context(), master.Actor, "", id, app.SiteDeletion{DryRun: true})
			wantCode(t, "dry run", err, "")
			if diff := cmp.Diff(want, gone); diff != "" {
				t.Errorf("what would go (-want +got):\n%s", diff)
			}
			e.Site(t, partner, id)
		})
		gone, err := e.Sites.Delete(t.Context(), master.Actor, "key", id, app.SiteDeletion{Confirm: "Harbour"})
		wantCode(t, "delete", err, "")
		if diff := cmp.Diff(want, gone); diff != "" {
			t.Errorf("what went (-want +got):\n%s", diff)
		}
		again, err := e.Sites.Delete(t.Context(), master.Actor, "key", id, app.SiteDeletion{Confirm: "Harbour"})
		wantCode(t, "again with the key", err, "")
		if again != gone {
			t.Errorf("the second answer is %+v", again)
		}
		_, err = e.Sites.Get(t.Context(), master.Actor, id)
		wantCode(t, "get", err, gatehouse.CodeNotFound)
		for _, table := range []string{"site_admin", "assignment", "site_memory", "device", "site_user", "session", "invitation"} {
			if rows := e.Strings(t, `SELECT 1 FROM "`+table+`" WHERE site_id = $1`, string(id)); len(rows) != 0 {
				t.Errorf("%d rows of %s are left", len(rows), table)
			}
		}
		if rows := e.Strings(t, `SELECT 1 FROM account WHERE email = 'owner@site.example'`); len(rows) != 0 {
			t.Error("whoever had this site alone still has an account")
		}
		if rows := e.Strings(t, `SELECT sites, listed_technician FROM person WHERE id = $1`, string(tess.Actor.Person)); !slices.Equal(rows[0], []string{"0", "1"}) {
			t.Errorf("the technician has %v", rows)
		}
		e.SignIn(t, "both@site.example")
		balance, err := e.Credits.Balance(t.Context(), master.Actor)
		wantCode(t, "balance", err, "")
		if balance.Credits != 100 || balance.Allocated != 0 {
			t.Errorf("the balance is %+v", balance)
		}
	})
}

// aboutSite is every call about sites that names one, or lists them.
func aboutSite(e *gatehousetest.Env) map[string]func(context.Context, gatehouse.Actor, gatehouse.SiteID) error {
	name := "Mine now"
	return map[string]func(context.Context, gatehouse.Actor, gatehouse.SiteID) error{
		"get": func(ctx context.Context, actor gatehouse.Actor, id gatehouse.SiteID) error {
			_, err := e.Sites.Get(ctx, actor, id)
			return err
		},
		"edit": func(ctx context.Context, actor gatehouse.Actor, id gatehouse.SiteID) error {
			return e.Sites.Edit(ctx, actor, "", id, app.SiteEdit{Name: &name})
		},
		"delete": func(ctx context.Context, actor gatehouse.Actor, id gatehouse.SiteID) error {
			_, err := e.Sites.Delete(ctx, actor, "", id, app.SiteDeletion{Confirm: "Theirs"})
			return err
		},
		"move": func(ctx context.Context, actor gatehouse.Actor, id gatehouse.SiteID) error {
			_, err := e.Credits.Move(ctx, actor, "", id, 1)
			return err
		},
	}
}

// TestT132ForeignSites: a site of another partner answers as one that is not there,
// to every role, and nothing of it is touched.
func TestT132ForeignSites(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		theirs := e.NewSite(t, w.b.Actor, "Theirs")
		for _, member := range []gatehousetest.Member{w.a, w.b} {
			_, _, err := e.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(member.Actor.Partner), 10)
			wantCode(t, "top up", err, "")
		}
		mine := e.NewSite(t, w.a.Actor, "Mine")
		actors := map[string]gatehouse.Actor{"master": w.a.Actor, "site master": e.SiteMember(t, w.a.Actor, mine, "own@meridian.example", gatehouse.SiteMaster).Actor}
		for _, role := range gatehouse.PartnerRoles()[:3] {
			actors[role.String()] = e.Join(t, w.a.Actor, role.String()+"@meridian.example", role).Actor
		}
		before := rowsOf(t, e, w.b.Actor.Partner)
		for who, actor := range actors {
			for call, run := range aboutSite(e) {
				foreign, unknown := run(t.Context(), actor, theirs), run(t.Context(), actor, "01a20068-2541-7c9e-b6d0-7cb057888040")
				if diff := cmp.Diff(unknown, foreign); diff != "" {
					t.Errorf("%s, %s: a site of another partner does not answer as an unknown one:\n%s", who, call, diff)
				}
				if foreign == nil {
					t.Errorf("%s, %s: done", who, call)
				}
			}
			if actor.AtSite() {
				continue
			}
			if got := names(t, e, actor, gatehouse.SiteFilter{}); got != "Mine" {
				t.Errorf("%s sees %q", who, got)
			}
		}
		page, err := e.Sites.List(t.Context(), w.b.Actor, gatehouse.SiteFilter{}, app.Page{})
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("B sees %d sites, %v", len(page.Items), err)
		}
		wantUntouched(t, e, w.b.Actor.Partner, before)
	})
}

// TestSiteDeletionTold: whoever administrated a deleted site and keeps something else
// hears of it; whoever goes with the site hears that they were deleted.
func TestSiteDeletionTold(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		site, other := e.NewSite(t, master.Actor, "Harbour Gate"), e.NewSite(t, master.Actor, "Old Mill")
		for _, email := range []string{"stays@site.example", "locked@site.example"} {
			e.JoinSite(t, master.Actor, site, email, gatehouse.SiteOperator)
			e.InviteToSite(t, master.Actor, other, email, gatehouse.SiteObserver)
		}
		e.JoinSite(t, master.Actor, site, "leaves@site.example", gatehouse.SiteMaster)
		e.InviteToSite(t, master.Actor, site, "pending@site.example", gatehouse.SiteObserver)
		e.Exec(t, "UPDATE site_admin SET locked_at = 1 WHERE person_id = (SELECT id FROM person WHERE email = 'locked@site.example')")
		told := func(kind gatehouse.MessageKind) []string {
			emails := []string{}
			for _, row := range e.Strings(t, "SELECT email FROM outbox WHERE kind = $1 ORDER BY email", string(kind)) {
				emails = append(emails, row[0])
			}
			return emails
		}
		_, err := e.Sites.Delete(t.Context(), master.Actor, "", site, app.SiteDeletion{DryRun: true})
		wantCode(t, "ask", err, "")
		if got := told(gatehouse.MailSiteDeleted); len(got) > 0 {
			t.Errorf("a dry run tells %v", got)
		}
		_, err = e.Sites.Delete(t.Context(), master.Actor, "", site, app.SiteDeletion{})
		wantCode(t, "delete", err, "")
		if diff := cmp.Diff([]string{"locked@site.example", "stays@site.example"}, told(gatehouse.MailSiteDeleted)); diff != "" {
			t.Errorf("told are (-want +got):\n%s", diff)
		}
	})
}
