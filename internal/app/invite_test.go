package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// invitee is one row of an invitation call.
func invitee(email string, role gatehouse.PartnerRole) []app.Invitee {
	return []app.Invitee{{Email: email, Role: role.String()}}
}

// technician signs somebody in who is a technician only.
func technician(t *testing.T, e *gatehousetest.Env, master gatehouse.Actor, email string) gatehousetest.Member {
	t.Helper()
	member := e.Join(t, master, email, gatehouse.PartnerObserver)
	e.Exec(t, `UPDATE person SET role = 0, technician = true WHERE id = $1`, string(member.Actor.Person))
	member.Actor = e.Again(t, member)
	return member
}

// counts returns how many rows the tables have that an invitation writes.
func counts(t *testing.T, e *gatehousetest.Env) [][]string {
	t.Helper()
	return e.Strings(t, `SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM invitation), (SELECT count(*) FROM outbox), (SELECT count(*) FROM river_job)`)
}

func TestT012WhoMayInvite(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		callers := map[string]gatehouse.Actor{
			"observer":   e.Join(t, master.Actor, "observer@meridian.example", gatehouse.PartnerObserver).Actor,
			"operator":   e.Join(t, master.Actor, "operator@meridian.example", gatehouse.PartnerOperator).Actor,
			"admin":      e.Join(t, master.Actor, "admin@meridian.example", gatehouse.PartnerAdmin).Actor,
			"master":     master.Actor,
			"technician": technician(t, e, master.Actor, "technician@meridian.example").Actor,
		}
		e.Deliver(t)
		for name, actor := range callers {
			for _, role := range gatehouse.PartnerRoles() {
				t.Run(fmt.Sprintf("%s invites %s", name, role), func(t *testing.T) {
					before := counts(t, e)
					results, err := e.Admins.Invite(t.Context(), actor, "", invitee(name+"."+role.String()+"@new.example", role), false)
					switch {
					case name == "master", name == "admin" && role != gatehouse.PartnerMaster:
						wantRows(t, "invite", results, err, changed)
						return
					case name == "admin":
						wantRows(t, "invite", results, err, refused(gatehouse.CodeRoleAboveYours))
						wantRefusal(t, e, partner, gatehouse.ActionAdminInvite, gatehouse.CodeRoleAboveYours)
					default:
						wantCode(t, "invite", err, gatehouse.CodeForbidden)
						event := wantRefusal(t, e, partner, gatehouse.ActionAdminInvite, gatehouse.CodeForbidden)
						if event.Actor != string(actor.Person) {
							t.Errorf("the refusal names %q, want %q", event.Actor, actor.Person)
						}
					}
					if diff := cmp.Diff(before, counts(t, e)); diff != "" {
						t.Errorf("a refused invitation left something behind:\n%s", diff)
					}
				})
			}
		}
		t.Run("Err a stranger, and somebody who stands nowhere", func(t *testing.T) {
			nowhere := master.Actor
			nowhere.Partner, nowhere.Person, nowhere.Role = "", "", gatehouse.NoPartnerRole
			for actor, want := range map[*gatehouse.Actor]gatehouse.Code{{}: gatehouse.CodeNotSignedIn, &nowhere: gatehouse.CodePlaceNotChosen} {
				_, err := e.Admins.Invite(t.Context(), *actor, "", invitee("x@new.example", gatehouse.PartnerObserver), false)
				wantCode(t, "invite", err, want)
			}
		})
		t.Run("Err a role that was true when the request came", func(t *testing.T) {
			stale := callers["admin"]
			results, err := e.Admins.ChangeRole(t.Context(), master.Actor, "", ids(stale.Person), gatehouse.PartnerOperator)
			wantRows(t, "demote", results, err, changed)
			for call, run := range map[string]func() (gatehouse.Results, error){
				"invite": func() (gatehouse.Results, error) {
					return e.Admins.Invite(t.Context(), stale, "", invitee("late@new.example", gatehouse.PartnerObserver), false)
				},
				"revoke": func() (gatehouse.Results, error) {
					return e.Admins.Revoke(t.Context(), stale, "", ids(callers["observer"].Person))
				},
				"resend": func() (gatehouse.Results, error) {
					return e.Admins.Resend(t.Context(), stale, "", ids(callers["observer"].Person))
				},
			} {
				_, err := run()
				wantCode(t, call, err, gatehouse.CodeForbidden)
			}
		})
	})
}

func TestT019BulkInvite(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		elsewhere := e.NewPartner(t, "Northgate", "nora@northgate.example")
		e.Invite(t, master.Actor, "pending@meridian.example", gatehouse.PartnerObserver)
		e.Deliver(t)
		n := gatehousetest.Repeat(gatehouse.BulkLimit)
		middle := n / 2
		with := func(row app.Invitee) []app.Invitee {
			list := gatehousetest.Addresses(n)
			list[middle] = row
			return list
		}
		for name, row := range map[string]app.Invitee{
			"address":         {Email: "not an address", Role: "observer"},
			"role":            {Email: "x@example.com", Role: "owner"},
			"role's spelling": {Email: "x@example.com", Role: "Observer"},
		} {
			t.Run("Err a malformed "+name+" names its row and invites nobody", func(t *testing.T) {
				before := counts(t, e)
				_, err := e.Admins.Invite(t.Context(), master.Actor, "", with(row), false)
				wantCode(t, "invite", err, gatehouse.CodeInvalid)
				fields := problem(t, err).Fields
				if len(fields) != 1 || !strings.HasPrefix(fields[0].Field, fmt.Sprintf("invitations[%d].", middle)) {
					t.Errorf("the error names %+v", fields)
				}
				if diff := cmp.Diff(before, counts(t, e)); diff != "" {
					t.Errorf("something was written:\n%s", diff)
				}
			})
		}
		t.Run("Err too many, too few", func(t *testing.T) {
			for _, list := range [][]app.Invitee{nil, gatehousetest.Addresses(gatehouse.BulkLimit + 1)} {
				_, err := e.Admins.Invite(t.Context(), master.Actor, "", list, false)
				wantCode(t, "invite", err, gatehouse.CodeInvalid)
			}
		})
		t.Run("OK rows that are refused do not stop the others", func(t *testing.T) {
			list := gatehousetest.Addresses(n)
			list[0].Email = "mara@meridian.example"
			list[1].Email = "PENDING@meridian.example"
			list[middle].Email = "Person0002@EXAMPLE.com"
			list[n-1].Email = string(elsewhere.Account.Email)
			before := len(e.SMTP.Received())
			results, err := e.Admins.Invite(t.Context(), master.Actor, "", list, false)
			want := make([]row, n)
			for i := range want {
				want[i] = changed
			}
			want[0], want[1], want[middle] = refused(gatehouse.CodeAlreadyMember), refused(gatehouse.CodeAlreadyPending), refused(gatehouse.CodeDuplicate)
			wantRows(t, "invite", results, err, want...)
			e.Deliver(t)
			if got := len(e.SMTP.Received()) - before; got != n-3 {
				t.Errorf("%d mails went out, want %d", got, n-3)
			}
		})
	})
}

func TestT021AddressWithAnAccountElsewhere(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		e.NewPartner(t, "Northgate", "vic@northgate.example")
		known := e.Invite(t, master.Actor, "vic@northgate.example", gatehouse.PartnerObserver)
		unknown := e.Invite(t, master.Actor, "new@northgate.example", gatehouse.PartnerObserver)

		rows := map[gatehouse.PersonID]gatehouse.Admin{}
		for _, id := range []gatehouse.PersonID{known, unknown} {
			admin := find(t, e, master.Actor, id)
			// What tells the two apart is what they were asked for: id and address.
			admin.Person.ID, admin.Person.Email = "", ""
			admin.Invitation.ID, admin.Invitation.Person, admin.Invitation.Email = "", "", ""
			admin.Person.CreatedAt, admin.Invitation.InvitedAt, admin.Invitation.ExpiresAt = time.Time{}, time.Time{}, time.Time{}
			admin.Mail.Message, admin.Mail.AskedAt = "", time.Time{}
			rows[id] = admin
		}
		if diff := cmp.Diff(rows[known], rows[unknown]); diff != "" {
			t.Errorf("the list tells that the address has an account elsewhere:\n%s", diff)
		}
		for email, want := range map[string]bool{"vic@northgate.example": true, "new@northgate.example": false} {
			offer, err := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), e.LinkToken(t, email))
			if err != nil || offer.HasAccount != want {
				t.Errorf("%s: has an account %v, %v; want %v", email, offer.HasAccount, err, want)
			}
		}
	})
}

func TestT024CanonicalAddress(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for _, c := range []struct{ typed, again, canonical string }{
			{"Bob@EXAMPLE.com", "bob@example.com", "bob@example.com"},
			{" ana@Bücher.example", "ANA@xn--bcher-kva.EXAMPLE", "ana@xn--bcher-kva.example"},
		} {
			id := e.Invite(t, master.Actor, c.typed, gatehouse.PartnerObserver)
			results, err := e.Admins.Invite(t.Context(), master.Actor, "", invitee(c.again, gatehouse.PartnerObserver), false)
			wantRows(t, "invite "+c.again, results, err, refused(gatehouse.CodeAlreadyPending))
			if results.Rows[0].ID != id || string(results.Rows[0].Email) != c.canonical {
				t.Errorf("%s is %+v, want %s", c.again, results.Rows[0], c.canonical)
			}
			member := e.AcceptAs(t, c.canonical, "Somebody")
			if again := e.SignIn(t, c.again); again.Account.ID != member.Account.ID {
				t.Errorf("signing in as %s is another account", c.again)
			}
		}
		for _, typed := range []string{"bоb@example.com", "bob@exаmple.com", "bob@example.com\u200b", "\u212aelvin@example.com"} {
			_, err := e.Admins.Invite(t.Context(), master.Actor, "", invitee(typed, gatehouse.PartnerObserver), false)
			wantCode(t, fmt.Sprintf("invite %+q", typed), err, gatehouse.CodeInvalid)
		}
	})
}
