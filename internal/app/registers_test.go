package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func device(name, serial string) app.DeviceInput {
	return app.DeviceInput{Name: name, Serial: serial, Model: "R2", Place: "Ground floor", Status: gatehouse.DeviceOnline}
}

func TestDevices(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		site, other := e.NewSite(t, master.Actor, "Harbour"), e.NewSite(t, master.Actor, "Elsewhere")
		admin := e.SiteMember(t, master.Actor, site, "admin@site.example", gatehouse.SiteAdminRole).Actor
		elsewhere := e.SiteMember(t, master.Actor, other, "elsewhere@site.example", gatehouse.SiteMaster).Actor
		create := func(actor gatehouse.Actor, site gatehouse.SiteID, in app.DeviceInput) gatehouse.DeviceID {
			t.Helper()
			id, err := e.Registers.CreateDevice(t.Context(), actor, "", site, in)
			wantCode(t, "create", err, "")
			return id
		}
		front := create(admin, site, device(" Front  door ", "SN 1"))
		create(admin, site, device("Back door", "SN 2"))
		create(admin, site, device("Änderung", "SN 3"))
		foreign := create(elsewhere, other, device("Gate", "SN 1"))
		t.Run("OK", func(t *testing.T) {
			got, err := e.Registers.Device(t.Context(), admin, site, front)
			wantCode(t, "get", err, "")
			want := gatehouse.Device{
				ID: front, Partner: partner, Site: site, Name: "Front door", Serial: "SN 1", Model: "R2", Place: "Ground floor",
				Status: gatehouse.DeviceOnline, CreatedAt: got.CreatedAt, Version: 1,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the device (-want +got):\n%s", diff)
			}
			if n := e.Site(t, partner, site).Counts.Devices; n != 3 {
				t.Errorf("the site counts %d devices", n)
			}
		})
		t.Run("OK list", func(t *testing.T) {
			list := func(search string) string {
				var names []string
				page := app.Page{Limit: 1}
				for {
					got, err := e.Registers.Devices(t.Context(), admin, site, search, page)
					wantCode(t, "list", err, "")
					for _, d := range got.Items {
						names = append(names, d.Name)
					}
					if page.Cursor = got.Next; got.Next == "" {
						return strings.Join(names, ", ")
					}
				}
			}
			for search, want := range map[string]string{"": "Back door, Front door, Änderung", "DOOR": "Back door, Front door", "ä": "Änderung", "%": "", "gate": ""} {
				if got := list(search); got != want {
					t.Errorf("%q finds %q, want %q", search, got, want)
				}
			}
		})
		t.Run("OK edit", func(t *testing.T) {
			name, status := "Main door", gatehouse.DeviceDisabled
			wantCode(t, "edit", e.Registers.EditDevice(t.Context(), admin, "", site, front, app.DeviceEdit{Name: &name, Status: &status, IfMatch: 1}), "")
			wantCode(t, "nothing new", e.Registers.EditDevice(t.Context(), admin, "", site, front, app.DeviceEdit{Name: &name}), "")
			got, err := e.Registers.Device(t.Context(), admin, site, front)
			wantCode(t, "get", err, "")
			if got.Name != name || got.Status != status || got.Version != 2 {
				t.Errorf("the device is %+v", got)
			}
			events := trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionDeviceEdit})
			if len(events) != 1 || events[0].Site != site || string(events[0].After) != `{"name":"Main door","status":"disabled"}` {
				t.Errorf("the trail is %+v", events)
			}
		})
		t.Run("Err", func(t *testing.T) {
			serial, none := "SN 2", ""
			wantCode(t, "stale", e.Registers.EditDevice(t.Context(), admin, "", site, front, app.DeviceEdit{Serial: &serial, IfMatch: 1}), gatehouse.CodeStale)
			wantCode(t, "taken", e.Registers.EditDevice(t.Context(), admin, "", site, front, app.DeviceEdit{Serial: &serial}), gatehouse.CodeSerialTaken)
			wantCode(t, "malformed", e.Registers.EditDevice(t.Context(), admin, "", site, front, app.DeviceEdit{Serial: &none}), gatehouse.CodeInvalid)
			_, err := e.Registers.CreateDevice(t.Context(), admin, "", site, device("Twin", "SN 2"))
			wantCode(t, "taken", err, gatehouse.CodeSerialTaken)
			if event := wantRefusal(t, e, partner, gatehouse.ActionDeviceCreate, gatehouse.CodeSerialTaken); event.Site != site {
				t.Errorf("the refusal is about the site %q", event.Site)
			}
			wantCode(t, "of another site", e.Registers.DeleteDevice(t.Context(), admin, "", site, foreign, 0), gatehouse.CodeNotFound)
			wantCode(t, "at another site", e.Registers.DeleteDevice(t.Context(), admin, "", other, foreign, 0), gatehouse.CodeNotFound)
			wantCode(t, "from the partner's portal", e.Registers.DeleteDevice(t.Context(), master.Actor, "", site, front, 0), gatehouse.CodeForbidden)
		})
		t.Run("OK delete and export", func(t *testing.T) {
			wantCode(t, "delete", e.Registers.DeleteDevice(t.Context(), admin, "key", site, front, 0), "")
			wantCode(t, "again", e.Registers.DeleteDevice(t.Context(), admin, "key", site, front, 0), "")
			if n := e.Site(t, partner, site).Counts.Devices; n != 2 {
				t.Errorf("the site counts %d devices", n)
			}
			n := 0
			wantCode(t, "export", e.Registers.ExportDevices(t.Context(), admin, site, "", func(gatehouse.Device) error { n++; return nil }), "")
			if events := trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionDeviceExport, Site: site}); n != 2 || len(events) != 1 {
				t.Errorf("%d devices exported, %d exports recorded", n, len(events))
			}
		})
	})
}

const secretName, secretEmail, secretPhone, secretCard = "Rosamunde Silva", "rosamunde@users.example", "+49 30 5550112", "CARD-00417"

// TestSiteUsersLeaveNoTrace: what is registered of a user stands in the register and
// nowhere else, and is gone from everywhere once the user is deleted.
func TestSiteUsersLeaveNoTrace(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		site := e.NewSite(t, master.Actor, "Harbour")
		operator := e.SiteMember(t, master.Actor, site, "operator@site.example", gatehouse.SiteOperator).Actor
		in := app.SiteUserInput{Name: secretName, Email: secretEmail, Phone: secretPhone, Card: secretCard}
		id, err := e.Registers.CreateUser(t.Context(), operator, "key", site, in)
		wantCode(t, "create", err, "")
		again, err := e.Registers.CreateUser(t.Context(), operator, "key", site, in)
		wantCode(t, "again", err, "")
		if again != id || e.Site(t, partner, site).Counts.Users != 1 {
			t.Errorf("created %s, then %s", id, again)
		}
		card := "CARD-00418"
		wantCode(t, "edit", e.Registers.EditUser(t.Context(), operator, "edit", site, id, app.SiteUserEdit{Card: &card, IfMatch: 1}), "")
		wantCode(t, "export", e.Registers.ExportUsers(t.Context(), operator, site, secretName, func(gatehouse.SiteUser) error { return nil }), "")
		events := trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionSiteUserEdit})
		if len(events) != 1 || string(events[0].After) != `{"changed":["card"]}` || events[0].Target != string(id) || events[0].Context.TargetName != "" {
			t.Errorf("the trail is %+v", events)
		}
		search := func() (found []string) {
			for _, table := range e.Tables(t) {
				if strings.Contains(table, "_search_") {
					continue
				}
				for _, row := range e.Strings(t, `SELECT * FROM "`+table+`"`) {
					for _, secret := range []string{secretName, secretEmail, secretPhone, secretCard, card} {
						if strings.Contains(strings.Join(row, " "), secret) {
							found = append(found, table+": "+secret)
						}
					}
				}
			}
			return found
		}
		for _, found := range search() {
			if !strings.HasPrefix(found, "site_user: ") {
				t.Errorf("it stands in %s", found)
			}
		}
		wantCode(t, "delete", e.Registers.DeleteUser(t.Context(), operator, "delete", site, id, 0), "")
		if found := search(); len(found) > 0 || e.Site(t, partner, site).Counts.Users != 0 {
			t.Errorf("left: %q", found)
		}
	})
}

// TestRegistersByLevelAndRole: who may look into the registers and who may change them,
// from the table of SPEC sections 9 and 15; whoever may not see users gets them masked
// where users are shown.
func TestRegistersByLevelAndRole(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		site := e.NewSite(t, master.Actor, "Harbour")
		keeper := e.SiteMember(t, master.Actor, site, "keeper@site.example", gatehouse.SiteMaster).Actor
		id, err := e.Registers.CreateUser(t.Context(), keeper, "", site, app.SiteUserInput{Name: secretName, Email: secretEmail, Phone: secretPhone, Card: secretCard})
		wantCode(t, "create", err, "")
		type rights struct{ devices, users bool }
		callers := map[string]gatehouse.Actor{}
		want := map[string]rights{
			"observer": {false, false}, "operator": {false, true}, "admin": {true, true}, "master": {true, true},
			"devices_only": {true, false}, "full_excluding_users": {true, false}, "full_including_users": {true, true},
		}
		for _, role := range gatehouse.SiteRoles() {
			callers[role.String()] = e.SiteMember(t, master.Actor, site, role.String()+"@site.example", role).Actor
		}
		for _, level := range gatehouse.Levels()[1:] {
			callers[level.String()] = e.SiteTechnician(t, master.Actor, site, level.String()+"@site.example", level).Actor
		}
		wantDone := func(t *testing.T, what string, err error, allowed bool, action gatehouse.Action) {
			t.Helper()
			if allowed {
				wantCode(t, what, err, "")
				return
			}
			wantCode(t, what, err, gatehouse.CodeForbidden)
			wantRefusal(t, e, partner, action, gatehouse.CodeForbidden)
		}
		for name, actor := range callers {
			t.Run(name, func(t *testing.T) {
				_, err := e.Registers.Devices(t.Context(), actor, site, "", app.Page{})
				wantDone(t, "list devices", err, want[name].devices, gatehouse.ActionDeviceView)
				_, err = e.Registers.CreateDevice(t.Context(), actor, "", site, device("Door", name))
				wantDone(t, "create a device", err, want[name].devices, gatehouse.ActionDeviceCreate)
				err = e.Registers.ExportDevices(t.Context(), actor, site, "", func(gatehouse.Device) error { return nil })
				wantDone(t, "export devices", err, want[name].devices, gatehouse.ActionDeviceExport)
				_, err = e.Registers.Users(t.Context(), actor, site, "", app.Page{})
				wantDone(t, "list users", err, want[name].users, gatehouse.ActionSiteUserView)
				_, err = e.Registers.User(t.Context(), actor, site, id)
				wantDone(t, "get a user", err, want[name].users, gatehouse.ActionSiteUserView)
				none := ""
				wantDone(t, "edit a user", e.Registers.EditUser(t.Context(), actor, "", site, id, app.SiteUserEdit{Phone: &none}), want[name].users, gatehouse.ActionSiteUserEdit)
				err = e.Registers.ExportUsers(t.Context(), actor, site, "", func(gatehouse.SiteUser) error { return nil })
				wantDone(t, "export users", err, want[name].users, gatehouse.ActionSiteUserExport)

				newest, err := e.Registers.NewestUsers(t.Context(), actor, site, 5)
				wantCode(t, "the dashboard", err, "")
				if shown := fmt.Sprint(newest); strings.Contains(shown, secretName) != want[name].users || strings.Contains(shown, secretEmail) != want[name].users {
					t.Errorf("the dashboard shows %s", shown)
				}
				dashboard, err := e.Registers.Dashboard(t.Context(), actor, site)
				wantCode(t, "the dashboard", err, "")
				if dashboard.Notes != "" || dashboard.Counts.Users != 1 {
					t.Errorf("the dashboard has %+v", dashboard)
				}
			})
		}
		t.Run("Err a role at the partner is no way in", func(t *testing.T) {
			for what, call := range map[string]func(context.Context) error{
				"devices": func(ctx context.Context) error {
					_, err := e.Registers.Devices(ctx, master.Actor, site, "", app.Page{})
					return err
				},
				"users": func(ctx context.Context) error {
					_, err := e.Registers.Users(ctx, master.Actor, site, "", app.Page{})
					return err
				},
				"dashboard": func(ctx context.Context) error {
					_, err := e.Registers.Dashboard(ctx, master.Actor, site)
					return err
				},
				"create": func(ctx context.Context) error {
					_, err := e.Registers.CreateDevice(ctx, master.Actor, "", site, device("Door", "x"))
					return err
				},
			} {
				wantCode(t, what, call(t.Context()), gatehouse.CodeForbidden)
			}
		})
	})
}
