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

// tenants is two partners that know nothing of each other.
type tenants struct {
	a, b gatehousetest.Member
	// inB is a pending invitation of B, bToken its link.
	inB    gatehouse.PersonID
	bToken string
}

func twoTenants(t *testing.T, e *gatehousetest.Env) tenants {
	t.Helper()
	w := tenants{a: e.SetUp(t)}
	w.b = e.NewPartner(t, "Northgate", "nora@northgate.example")
	w.inB = e.Invite(t, w.b.Actor, "pending@northgate.example", gatehouse.PartnerObserver)
	w.bToken = e.LinkToken(t, "pending@northgate.example")
	return w
}

// tenantTables are the tables whose rows belong to a partner, with the column that
// says which.
var tenantTables = map[string]string{
	"partner": "id", "person": "partner_id", "invitation": "partner_id", "outbox": "partner_id",
	"audit_event": "partner_id", "audit_context": "partner_id", "session": "partner_id",
	"site": "partner_id", "site_admin": "partner_id", "assignment": "partner_id", "site_memory": "partner_id",
	"credit_transfer": "partner_id", "credit_charge": "partner_id", "device": "partner_id", "site_user": "partner_id",
	"api_key": "partner_id", "api_key_token": "partner_id",
}

// rowsOf returns everything that is stored of a partner. It is equal before and
// after as long as nothing of the partner was touched.
func rowsOf(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID) map[string][][]string {
	t.Helper()
	stored := map[string][][]string{}
	for table, column := range tenantTables {
		stored[table] = e.Strings(t, `SELECT * FROM "`+table+`" WHERE `+column+` = $1 ORDER BY 1, 2`, string(partner))
	}
	stored["idempotency"] = e.Strings(t, `SELECT * FROM idempotency WHERE caller LIKE $1 ORDER BY 1, 2`, "%@"+string(partner))
	if len(stored["person"]) == 0 || len(stored["audit_event"]) == 0 {
		t.Fatalf("partner %s has nothing stored", partner)
	}
	return stored
}

func wantUntouched(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID, before map[string][][]string) {
	t.Helper()
	if diff := cmp.Diff(before, rowsOf(t, e, partner)); diff != "" {
		t.Fatalf("the other partner's rows changed:\n%s", diff)
	}
}

// TestTenantTables: a new table with a partner in it takes part in these tests.
func TestTenantTables(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		for _, table := range e.Tables(t) {
			text := `SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND column_name = 'partner_id'`
			if e.Engine == gatehousetest.SQLite {
				text = `SELECT name FROM pragma_table_info($1) WHERE name = 'partner_id'`
			}
			if _, known := tenantTables[table]; !known && len(e.Strings(t, text, table)) > 0 {
				t.Errorf("the table %s belongs to partners and is not looked at", table)
			}
		}
	})
}

// aboutOne is every call that names a person, as a call about one row.
func aboutOne(e *gatehousetest.Env) map[string]func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error) {
	return map[string]func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error){
		"revoke":       e.Admins.Revoke,
		"resend":       e.Admins.Resend,
		"lock":         e.Admins.Lock,
		"unlock":       e.Admins.Unlock,
		"end sessions": e.Admins.EndSessions,
		"delete":       e.Admins.Delete,
		"change role": func(ctx context.Context, actor gatehouse.Actor, key string, bulk app.Bulk) (gatehouse.Results, error) {
			return e.Admins.ChangeRole(ctx, actor, key, bulk, gatehouse.PartnerOperator)
		},
		"get": func(ctx context.Context, actor gatehouse.Actor, _ string, bulk app.Bulk) (gatehouse.Results, error) {
			_, err := e.Admins.Get(ctx, actor, bulk.IDs[0])
			return gatehouse.Results{}, err
		},
	}
}

// TestT016T132ForeignIDs: every call that names a person, for every
// role of A, alone and in the middle of a bulk.
func TestT016T132ForeignIDs(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		mine := e.Invite(t, w.a.Actor, "mine@meridian.example", gatehouse.PartnerObserver)
		actors := map[string]gatehouse.Actor{"master": w.a.Actor}
		for _, role := range gatehouse.PartnerRoles()[:3] {
			actors[role.String()] = e.Join(t, w.a.Actor, role.String()+"@meridian.example", role).Actor
		}
		actors["technician"] = technician(t, e, w.a.Actor, "technician@meridian.example").Actor
		e.Deliver(t)
		before, mails := rowsOf(t, e, w.b.Actor.Partner), len(e.SMTP.Received())
		mineBefore := find(t, e, w.a.Actor, mine)
		const unknown = gatehouse.PersonID("01a20068-2541-7c9e-b6d0-7cb057888040")

		for name, actor := range actors {
			for call, run := range aboutOne(e) {
				for _, foreign := range []gatehouse.PersonID{w.inB, w.b.Actor.Person} {
					_, toForeign := run(t.Context(), actor, "", ids(foreign))
					_, toUnknown := run(t.Context(), actor, "", ids(unknown))
					if diff := cmp.Diff(toUnknown, toForeign); diff != "" {
						t.Errorf("%s, %s: an id of another partner does not answer as an unknown one:\n%s", name, call, diff)
					}
					if want := actor.Role.May(gatehouse.ManageAdmins); want {
						wantCode(t, name+", "+call, toForeign, gatehouse.CodeNotFound)
					}
					if call == "get" {
						continue
					}
					_, mixed := run(t.Context(), actor, "key "+call, ids(mine, foreign))
					if diff := cmp.Diff(toUnknown, mixed); diff != "" {
						t.Errorf("%s, %s, in a bulk:\n%s", name, call, diff)
					}
				}
			}
		}
		wantUntouched(t, e, w.b.Actor.Partner, before)
		after := find(t, e, w.a.Actor, mine)
		if diff := cmp.Diff(mineBefore, after); diff != "" {
			t.Errorf("a call that was refused as a whole changed a row of its own:\n%s", diff)
		}
		e.Deliver(t)
		if n := len(e.SMTP.Received()) - mails; n != 0 {
			t.Errorf("%d mails went out", n)
		}
	})
}

func TestT134AnotherPartnerIsNeverTakenOnTrust(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		before := rowsOf(t, e, w.b.Actor.Partner)
		for _, partner := range []gatehouse.PartnerID{w.b.Actor.Partner, "01a20068-2541-7c9e-b6d0-7cb057888040", "", "x' OR '1'='1"} {
			_, err := e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), w.a.Token, gatehouse.Spot{Partner: partner})
			if diff := cmp.Diff(error(gatehouse.E(gatehouse.CodeNotFound)), err); diff != "" {
				t.Errorf("stand at %q (-want +got):\n%s", partner, diff)
			}
			err = e.Sessions.Choose(t.Context(), w.a.Actor, gatehouse.Spot{Partner: partner})
			if diff := cmp.Diff(error(gatehouse.E(gatehouse.CodeNotFound)), err); diff != "" {
				t.Errorf("choose %q (-want +got):\n%s", partner, diff)
			}
		}
		t.Run("Err a request that claims to stand at the other partner changes nothing there", func(t *testing.T) {
			forged := w.a.Actor
			forged.Partner, forged.Person, forged.Role = w.b.Actor.Partner, w.b.Actor.Person, gatehouse.PartnerMaster
			calls := aboutOne(e)
			delete(calls, "get") // reads trust the actor, which only Sessions makes
			calls["invite"] = func(ctx context.Context, actor gatehouse.Actor, key string, _ app.Bulk) (gatehouse.Results, error) {
				return e.Admins.Invite(ctx, actor, key, invitee("mole@northgate.example", gatehouse.PartnerMaster), false)
			}
			for call, run := range calls {
				_, err := run(t.Context(), forged, "", ids(w.inB))
				if code := gatehouse.CodeOf(err); code != gatehouse.CodeNotFound && code != gatehouse.CodeNotSignedIn {
					t.Errorf("%s: %v", call, err)
				}
			}
			if err := e.Admins.Export(t.Context(), forged, gatehouse.AdminFilter{}, func(gatehouse.Admin) error {
				t.Error("an export gave out a row")
				return nil
			}); err == nil {
				t.Error("an export was given")
			}
		})
		wantUntouched(t, e, w.b.Actor.Partner, before)
	})
}

func TestT135OnePersonTwoPartners(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		e.Invite(t, w.b.Actor, string(w.a.Account.Email), gatehouse.PartnerObserver)
		token := e.LinkToken(t, string(w.a.Account.Email))
		_, err := e.Invitations.Accept(t.Context(), w.a.Actor, "", app.AcceptInput{Token: token})
		wantCode(t, "accept at the second partner", err, "")
		at := func(partner gatehouse.PartnerID) gatehouse.Actor {
			t.Helper()
			actor, err := e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), w.a.Token, gatehouse.Spot{Partner: partner})
			wantCode(t, "stand at "+string(partner), err, "")
			return actor
		}
		a, b := w.a.Actor.Partner, w.b.Actor.Partner
		tabA, tabB := at(a), at(b)
		if tabA.Role != gatehouse.PartnerMaster || tabB.Role != gatehouse.PartnerObserver || tabA.Person == tabB.Person {
			t.Fatalf("at A %+v, at B %+v", tabA, tabB)
		}
		// The other tab chooses another place between this tab's page and its form.
		for i, there := range []gatehouse.PartnerID{b, a, b} {
			wantCode(t, "choose", e.Sessions.Choose(t.Context(), tabA, gatehouse.Spot{Partner: there}), "")
			email := fmt.Sprintf("tab%d@meridian.example", i)
			results, err := e.Admins.Invite(t.Context(), tabA, "", invitee(email, gatehouse.PartnerObserver), false)
			wantRows(t, "invite at A", results, err, changed)
			if rows := e.Strings(t, `SELECT partner_id FROM person WHERE email = $1`, email); len(rows) != 1 || rows[0][0] != string(a) {
				t.Errorf("the invitation stands at %v", rows)
			}
			_, err = e.Admins.Invite(t.Context(), tabB, "", invitee(email, gatehouse.PartnerObserver), false)
			wantCode(t, "invite at B, as Observer", err, gatehouse.CodeForbidden)
		}
	})
}

func TestT136CursorsAndKeysOfAnotherPartner(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		page, err := e.Admins.List(t.Context(), w.b.Actor, gatehouse.AdminFilter{}, app.Page{Limit: 1})
		if err != nil || page.Next == "" {
			t.Fatalf("no second page at B: %v", err)
		}
		_, err = e.Admins.List(t.Context(), w.a.Actor, gatehouse.AdminFilter{}, app.Page{Cursor: page.Next})
		wantCode(t, "the cursor of B at A", err, gatehouse.CodeUnknownParameter)
		audit, err := e.Audit.List(t.Context(), w.b.Actor, gatehouse.AuditFilter{}, app.Page{Limit: 1})
		if err != nil || audit.Next == "" {
			t.Fatalf("no second page of the trail of B: %v", err)
		}
		_, err = e.Audit.List(t.Context(), w.a.Actor, gatehouse.AuditFilter{}, app.Page{Cursor: audit.Next})
		wantCode(t, "the trail's cursor of B at A", err, gatehouse.CodeUnknownParameter)
		_, err = e.Admins.List(t.Context(), w.b.Actor, gatehouse.AdminFilter{}, app.Page{Cursor: audit.Next})
		wantCode(t, "the cursor of another list", err, gatehouse.CodeUnknownParameter)
		_, err = e.Admins.List(t.Context(), w.b.Actor, gatehouse.AdminFilter{Sort: gatehouse.SortEmail}, app.Page{Cursor: page.Next})
		wantCode(t, "the cursor of another order", err, gatehouse.CodeUnknownParameter)

		// One account at both partners with one key: two calls, two answers.
		e.Invite(t, w.b.Actor, string(w.a.Account.Email), gatehouse.PartnerMaster)
		_, err = e.Invitations.Accept(t.Context(), w.a.Actor, "", app.AcceptInput{Token: e.LinkToken(t, string(w.a.Account.Email))})
		wantCode(t, "accept at B", err, "")
		for _, partner := range []gatehouse.PartnerID{w.a.Actor.Partner, w.b.Actor.Partner} {
			actor, err := e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), w.a.Token, gatehouse.Spot{Partner: partner})
			wantCode(t, "stand", err, "")
			results, err := e.Admins.Invite(t.Context(), actor, "one key", invitee("same@example.com", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, changed)
			person, err := e.Store.Person(t.Context(), partner, results.Rows[0].ID)
			if err != nil || person.Partner != partner {
				t.Errorf("the answer names %s, which is %+v, %v", results.Rows[0].ID, person, err)
			}
		}
	})
}

func TestT137ProbingForWhatIsUnique(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		probes := map[string]string{
			"a Master of B": string(w.b.Account.Email), "invited by B": "pending@northgate.example", "unknown": "unknown@northgate.example",
		}
		answers := map[string]gatehouse.Result{}
		for name, email := range probes {
			results, err := e.Admins.Invite(t.Context(), w.a.Actor, "", invitee(email, gatehouse.PartnerObserver), false)
			wantRows(t, "invite "+name, results, err, changed)
			answer := results.Rows[0]
			answer.ID, answer.Email = "", ""
			answers[name] = answer
			results, err = e.Admins.Invite(t.Context(), w.a.Actor, "", invitee(email, gatehouse.PartnerObserver), false)
			wantRows(t, "invite again "+name, results, err, refused(gatehouse.CodeAlreadyPending))
		}
		for name := range probes {
			if diff := cmp.Diff(answers["unknown"], answers[name]); diff != "" {
				t.Errorf("%s answers differently:\n%s", name, diff)
			}
		}
	})
}

// TestT139MirroredTenant does at A everything there is while B, which has people of
// the same addresses and roles, is looked at before and after.
func TestT139MirroredTenant(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		a := e.SetUp(t)
		b := e.NewPartner(t, "Mirror", "mirror@mirror.example")
		names := []string{"one", "two", "three", "four"}
		people := func(actor gatehouse.Actor) []gatehouse.PersonID {
			list := make([]gatehouse.PersonID, len(names))
			for i, name := range names {
				list[i] = e.Invite(t, actor, name+"@meridian.example", gatehouse.PartnerRoles()[i])
			}
			return list
		}
		inA := people(a.Actor)
		tokens := map[string]string{}
		for _, name := range names {
			tokens[name] = e.LinkToken(t, name+"@meridian.example")
		}
		people(b.Actor)
		key := e.NewKey(t, a.Actor, gatehouse.KeyMaster)
		e.NewKey(t, b.Actor, gatehouse.KeyMaster)
		e.Deliver(t)
		before := rowsOf(t, e, b.Actor.Partner)

		e.ByKey(t, key.Token)
		_, err := e.APIKeys.Rotate(t.Context(), a.Actor, "", key.ID, app.KeyRotation{})
		wantCode(t, "rotate a key", err, "")
		wantCode(t, "revoke a key", e.APIKeys.Revoke(t.Context(), a.Actor, "", key.ID, 0), "")
		for _, name := range names {
			_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "key "+name, e.Newcomer(tokens[name], name))
			wantCode(t, "accept", err, "")
		}
		bulk := ids(inA[0], inA[1])
		for _, step := range []struct {
			name string
			run  func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)
		}{
			{"revoke", e.Admins.Revoke},
			{"resend", e.Admins.Resend},
			{"lock", e.Admins.Lock},
			{"unlock", e.Admins.Unlock},
			{"end sessions", e.Admins.EndSessions},
			{"delete", e.Admins.Delete},
		} {
			_, err := step.run(t.Context(), a.Actor, step.name, bulk)
			wantCode(t, step.name, err, "")
		}
		results, err := e.Admins.ChangeRole(t.Context(), a.Actor, "role", ids(inA[2]), gatehouse.PartnerMaster)
		wantRows(t, "change role", results, err, changed)
		late := e.Invite(t, a.Actor, "late@meridian.example", gatehouse.PartnerObserver)
		results, err = e.Admins.Revoke(t.Context(), a.Actor, "", ids(late))
		wantRows(t, "revoke", results, err, changed)
		e.SignIn(t, "three@meridian.example")
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "three@meridian.example", "a wrong password, quite wrong")
		wantCode(t, "a failed sign-in", err, gatehouse.CodeWrongCredentials)
		wantCode(t, "export", e.Admins.Export(t.Context(), a.Actor, gatehouse.AdminFilter{}, func(gatehouse.Admin) error { return nil }), "")
		wantCode(t, "export the trail", e.Audit.Export(t.Context(), a.Actor, gatehouse.AuditFilter{}, "csv", func(event gatehouse.AuditEvent) error {
			if event.Partner != a.Actor.Partner {
				t.Errorf("an event of %s is in the trail", event.Partner)
			}
			return nil
		}), "")
		for id := range strings.FieldsSeq(e.Strings(t, `SELECT COALESCE(string_agg(id, ' '), '') FROM outbox WHERE state = 'queued' AND partner_id = $1`, string(a.Actor.Partner))[0][0]) {
			_ = e.Deliveries.Send(t.Context(), gatehouse.MessageID(id))
		}
		wantCode(t, "sign out", e.Sessions.SignOut(t.Context(), a.Actor), "")
		wantUntouched(t, e, b.Actor.Partner, before)
	})
}

func TestT141JobWithAForeignID(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		foreign := e.Invite(t, w.b.Actor, "target@northgate.example", gatehouse.PartnerMaster)
		e.Invite(t, w.a.Actor, "bait@meridian.example", gatehouse.PartnerObserver)
		before, mails := rowsOf(t, e, w.b.Actor.Partner), len(e.SMTP.Received())
		row := e.Strings(t, `SELECT id, rotation FROM invitation WHERE person_id = $1`, string(foreign))[0]
		message := e.Strings(t, `SELECT id FROM outbox WHERE email = 'bait@meridian.example'`)[0][0]
		e.Exec(t, `UPDATE outbox SET invitation_id = $1 WHERE id = $2`, row[0], message)

		wantCode(t, "send", e.Deliveries.Send(t.Context(), gatehouse.MessageID(message)), "")
		if got := e.Strings(t, `SELECT state, token FROM outbox WHERE id = $1`, message); !cmp.Equal([][]string{{"cancelled", ""}}, got) {
			t.Errorf("the tampered message is %q", got)
		}
		if n := len(e.SMTP.Received()) - mails; n != 0 {
			t.Errorf("%d mails went out", n)
		}
		wantUntouched(t, e, w.b.Actor.Partner, before)

		t.Run("Err the sealed link of another message", func(t *testing.T) {
			e.Invite(t, w.a.Actor, "swap@meridian.example", gatehouse.PartnerObserver)
			theirs := e.Strings(t, `SELECT id FROM outbox WHERE email = 'target@northgate.example'`)[0][0]
			mine := e.Strings(t, `SELECT id FROM outbox WHERE email = 'swap@meridian.example'`)[0][0]
			e.Exec(t, `UPDATE outbox SET token = (SELECT token FROM outbox WHERE id = $1) WHERE id = $2`, theirs, mine)
			if err := e.Deliveries.Send(t.Context(), gatehouse.MessageID(mine)); err == nil {
				t.Error("a link sealed for another message was sent")
			}
			if n := len(e.SMTP.Received()) - mails; n != 0 {
				t.Errorf("%d mails went out", n)
			}
		})
	})
}

func TestT142NothingOfOthersInTheTrail(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		list := func() (all []gatehouse.AuditEvent) {
			t.Helper()
			page, err := e.Audit.List(t.Context(), w.a.Actor, gatehouse.AuditFilter{}, app.Page{Limit: gatehouse.PageLimit})
			if err != nil {
				t.Fatal(err)
			}
			return page.Items
		}
		before, head := list(), rowsOf(t, e, w.a.Actor.Partner)
		e.Join(t, w.b.Actor, "busy@northgate.example", gatehouse.PartnerAdmin)
		results, err := e.Admins.Revoke(t.Context(), w.b.Actor, "", ids(w.inB))
		wantRows(t, "revoke at B", results, err, changed)
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(w.bToken, "Late"))
		wantCode(t, "accept at B", err, gatehouse.CodeLinkDead)
		e.SignIn(t, "nora@northgate.example")
		if diff := cmp.Diff(before, list()); diff != "" {
			t.Errorf("what happened at B stands in the trail of A:\n%s", diff)
		}
		wantUntouched(t, e, w.a.Actor.Partner, head)
		for _, filter := range []gatehouse.AuditFilter{
			{Target: string(w.inB)}, {Actor: string(w.b.Actor.Person)}, {Actor: string(w.b.Account.ID)},
		} {
			page, err := e.Audit.List(t.Context(), w.a.Actor, filter, app.Page{})
			if err != nil || len(page.Items) != 0 {
				t.Errorf("%+v finds %d events, %v", filter, len(page.Items), err)
			}
		}
	})
}
