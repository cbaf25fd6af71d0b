package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// withoutSecrets compares two answers but for what is given out once.
var withoutSecrets = cmpopts.IgnoreFields(app.SignedIn{}, "Token")

// stride is how far apart the steps are at which a request is cut off: every step
// in a soak.
func stride() int {
	if gatehousetest.Repeat(10) == 10 {
		return 1
	}
	return 7
}

// TestT005AcceptCutOffAtEveryStep also carries I14: whatever the caller could
// still learn, the same key gives the one answer.
func TestT005AcceptCutOffAtEveryStep(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		_, restarted := e.Replica(t)
		cutOff, lost := 0, 0
		for n, whole := 0, false; !whole; n += stride() {
			email := fmt.Sprintf("person%d@meridian.example", n)
			id := e.Invite(t, master.Actor, email, gatehouse.PartnerOperator)
			in := e.Newcomer(e.OutboxToken(t, email), "Newcomer")
			ctx := gatehousetest.CutAfter(t.Context(), n)
			first, err := e.Invitations.Accept(ctx, gatehousetest.Stranger(), "key", in)
			whole = err == nil && !ctx.Happened()
			accounts := e.Strings(t, `SELECT id FROM account WHERE email = $1`, email)
			switch status := e.Status(t, partner, id); {
			case status == gatehouse.Pending && len(accounts) == 0 && err != nil:
				cutOff++
				if _, err := restarted.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), in.Token); err != nil {
					t.Fatalf("cut after %d steps nothing happened, but the link is dead: %v", n, err)
				}
			case status == gatehouse.Accepted && len(accounts) == 1:
				if err != nil {
					lost++
				}
			default:
				t.Fatalf("cut after %d steps: the invitation is %s with %d accounts, %v", n, status, len(accounts), err)
			}

			again, errAgain := restarted.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "key", in)
			wantCode(t, "repeat", errAgain, "")
			if err == nil {
				if diff := cmp.Diff(first, again, withoutSecrets); diff != "" {
					t.Fatalf("the repeated answer differs:\n%s", diff)
				}
			}
			last, errLast := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "key", in)
			wantCode(t, "repeat again", errLast, "")
			if diff := cmp.Diff(again, last, withoutSecrets); diff != "" {
				t.Fatalf("the answer repeated again differs:\n%s", diff)
			}
			if last.Token != "" || err == nil && again.Token != "" {
				t.Fatal("a secret was given out twice")
			}
			if again.Person != id || again.Role != gatehouse.PartnerOperator || again.Partner != partner {
				t.Fatalf("the answer is %+v", again)
			}
		}
		if cutOff < 5 {
			t.Errorf("only %d requests were cut off before their end (%d after)", cutOff, lost)
		}
	})
}

func TestT005InviteCutOffAtEveryStep(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		_, restarted := e.Replica(t)
		for n, whole := 0, false; !whole; n += stride() {
			list := []app.Invitee{
				{Email: fmt.Sprintf("one%d@meridian.example", n), Role: "observer"},
				{Email: fmt.Sprintf("two%d@meridian.example", n), Role: "admin"},
				{Email: "mara@meridian.example", Role: "admin"},
			}
			before := counts(t, e)
			events := len(trail(t, e, master.Actor.Partner, gatehouse.AuditFilter{}))
			ctx := gatehousetest.CutAfter(t.Context(), n)
			_, err := e.Admins.Invite(ctx, master.Actor, fmt.Sprint("key", n), list, false)
			whole = err == nil && !ctx.Happened()
			if err != nil && cmp.Equal(before, counts(t, e)) {
				if now := len(trail(t, e, master.Actor.Partner, gatehouse.AuditFilter{})); now != events {
					t.Fatalf("cut after %d steps: nothing happened, but %d events tell of it", n, now-events)
				}
			}
			results, err := restarted.Admins.Invite(t.Context(), master.Actor, fmt.Sprint("key", n), list, false)
			wantRows(t, "repeat", results, err, changed, changed, refused(gatehouse.CodeAlreadyMember))
			after := counts(t, e)
			_, err = e.Admins.Invite(t.Context(), master.Actor, fmt.Sprint("key", n), list, false)
			wantCode(t, "repeat again", err, "")
			if diff := cmp.Diff(after, counts(t, e)); diff != "" {
				t.Fatalf("the repeated call did something:\n%s", diff)
			}
			if rows := e.Strings(t, `SELECT id FROM outbox WHERE email = $1`, list[0].Email); len(rows) != 1 {
				t.Fatalf("%d mails to %s", len(rows), list[0].Email)
			}
		}
	})
}

func TestI14SameKey(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		second := e.Join(t, master.Actor, "second@meridian.example", gatehouse.PartnerMaster)
		list := invitee("bob@meridian.example", gatehouse.PartnerObserver)
		first, err := e.Admins.Invite(t.Context(), master.Actor, "key", list, false)
		wantRows(t, "invite", first, err, changed)
		id := first.Rows[0].ID

		t.Run("OK the same request gets the same answer and does nothing", func(t *testing.T) {
			before := counts(t, e)
			again, err := e.Admins.Invite(t.Context(), master.Actor, "key", list, false)
			if diff := cmp.Diff(first, again); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
			if diff := cmp.Diff(before, counts(t, e)); diff != "" {
				t.Errorf("it did something:\n%s", diff)
			}
		})
		t.Run("Err another body, another action", func(t *testing.T) {
			_, err := e.Admins.Invite(t.Context(), master.Actor, "key", invitee("eve@meridian.example", gatehouse.PartnerObserver), false)
			wantCode(t, "another address", err, gatehouse.CodeIdempotencyReused)
			_, err = e.Admins.Invite(t.Context(), master.Actor, "key", invitee("bob@meridian.example", gatehouse.PartnerAdmin), false)
			wantCode(t, "another role", err, gatehouse.CodeIdempotencyReused)
			_, err = e.Admins.Revoke(t.Context(), master.Actor, "key", ids(id))
			wantCode(t, "another action", err, gatehouse.CodeIdempotencyReused)
			results, err := e.Admins.Revoke(t.Context(), master.Actor, "revoke", ids(id))
			wantRows(t, "revoke", results, err, changed)
			_, err = e.Admins.Resend(t.Context(), master.Actor, "revoke", ids(id))
			wantCode(t, "another action with the same body", err, gatehouse.CodeIdempotencyReused)
		})
		t.Run("OK another caller's key is another key", func(t *testing.T) {
			results, err := e.Admins.Invite(t.Context(), second.Actor, "key", invitee("carl@meridian.example", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, changed)
		})
		t.Run("OK a dry run neither answers from the key nor takes it", func(t *testing.T) {
			results, err := e.Admins.Invite(t.Context(), master.Actor, "dry", invitee("dora@meridian.example", gatehouse.PartnerObserver), true)
			wantRows(t, "dry run", results, err, changed)
			results, err = e.Admins.Invite(t.Context(), master.Actor, "dry", invitee("dora@meridian.example", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, changed)
		})
		t.Run("OK a refused call keeps its key free", func(t *testing.T) {
			_, err := e.Admins.Revoke(t.Context(), master.Actor, "free", ids("nobody"))
			wantCode(t, "an unknown id", err, gatehouse.CodeNotFound)
			results, err := e.Admins.Resend(t.Context(), master.Actor, "free", ids(id))
			wantRows(t, "resend", results, err, changed)
		})
		t.Run("Err the right to it is gone", func(t *testing.T) {
			results, err := e.Admins.Invite(t.Context(), second.Actor, "gone", invitee("emil@meridian.example", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, changed)
			results, err = e.Admins.ChangeRole(t.Context(), master.Actor, "", ids(second.Actor.Person), gatehouse.PartnerObserver)
			wantRows(t, "demote", results, err, changed)
			_, err = e.Admins.Invite(t.Context(), second.Actor, "gone", invitee("emil@meridian.example", gatehouse.PartnerObserver), false)
			wantCode(t, "repeat", err, gatehouse.CodeForbidden)
		})
		t.Run("OK after a day the key is new", func(t *testing.T) {
			e.Clock.Advance(gatehouse.IdempotencyTTL)
			master := e.SignIn(t, "mara@meridian.example")
			results, err := e.Admins.Invite(t.Context(), master.Actor, "key", invitee("fred@meridian.example", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, changed)
		})
	})
}

func TestI14SameKeyAtTheSameTime(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		_, replica := e.Replica(t)
		apps := []*app.App{e.App, replica}
		for round := range gatehousetest.Repeat(50) {
			list := invitee(fmt.Sprintf("person%d@meridian.example", round), gatehouse.PartnerObserver)
			var answers [8]gatehouse.Results
			var errs [8]error
			var group sync.WaitGroup
			for i := range answers {
				group.Go(func() {
					answers[i], errs[i] = apps[i%2].Admins.Invite(context.Background(), master.Actor, fmt.Sprint("key", round), list, false)
				})
			}
			group.Wait()
			for i := range answers {
				if diff := cmp.Diff(answers[0], answers[i]); errs[i] != nil || diff != "" {
					t.Fatalf("answer %d: %v\n%s", i, errs[i], diff)
				}
			}
			if rows := e.Strings(t, `SELECT id FROM outbox WHERE email = $1`, list[0].Email); len(rows) != 1 {
				t.Fatalf("%d mails", len(rows))
			}
		}
	})
}
