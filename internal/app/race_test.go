package app_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// codes returns the codes of errors.
func codes(errs []error) []gatehouse.Code {
	list := make([]gatehouse.Code, len(errs))
	for i, err := range errs {
		list[i] = gatehouse.CodeOf(err)
	}
	return list
}

// rowError returns why a call about one row did not change it.
func rowError(results gatehouse.Results, err error) error {
	if err != nil {
		return err
	}
	if r := results.Rows[0]; r.Outcome != gatehouse.Changed {
		return gatehouse.E(r.Code)
	}
	return nil
}

func TestT004TwoPeopleOneToken(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		right := e.NewPartner(t, "Northgate", "right@northgate.example")
		wrong := e.Join(t, right.Actor, "wrong@northgate.example", gatehouse.PartnerObserver)
		lane := newLane(t, e)
		acceptAs := func(actor gatehouse.Actor, in app.AcceptInput) func(*app.App) error {
			return func(a *app.App) error {
				_, err := a.Invitations.Accept(context.Background(), actor, "", in)
				return err
			}
		}
		for n := range gatehousetest.Repeat(100) {
			email := fmt.Sprintf("newcomer%d@northgate.example", n)
			id := e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
			token := e.OutboxToken(t, email)
			one, two := e.Newcomer(token, "Number One"), e.Newcomer(token, "Number Two")
			results := lane.meet(t, partner,
				acceptAs(gatehousetest.Stranger(), one), acceptAs(wrong.Actor, app.AcceptInput{Token: token}), acceptAs(gatehousetest.Stranger(), two))
			got := codes(results)
			first := cmp.Equal([]gatehouse.Code{"", gatehouse.CodeOtherAddress, gatehouse.CodeLinkDead}, got)
			last := cmp.Equal([]gatehouse.Code{gatehouse.CodeLinkDead, gatehouse.CodeOtherAddress, ""}, got)
			if !first && !last {
				t.Fatalf("two newcomers and somebody else: %v", got)
			}
			if accounts := e.Strings(t, `SELECT id FROM account WHERE email = $1`, email); len(accounts) != 1 {
				t.Fatalf("%d accounts", len(accounts))
			}
			wantStatus(t, e, partner, id, gatehouse.Accepted)
		}
		t.Run("OK the invited account wins on two replicas at once", func(t *testing.T) {
			id := e.Invite(t, master.Actor, string(right.Account.Email), gatehouse.PartnerAdmin)
			in := app.AcceptInput{Token: e.OutboxToken(t, string(right.Account.Email))}
			_, replica := e.Replica(t)
			var group sync.WaitGroup
			results := make([]error, 2)
			group.Go(func() { results[0] = acceptAs(wrong.Actor, in)(replica) })
			group.Go(func() { results[1] = acceptAs(right.Actor, in)(e.App) })
			group.Wait()
			wantCode(t, "the right one", results[1], "")
			// Whoever comes after the other finds a used link.
			if got := gatehouse.CodeOf(results[0]); got != gatehouse.CodeOtherAddress && got != gatehouse.CodeLinkDead {
				t.Fatalf("the wrong one: %q", got)
			}
			person, err := e.Store.Person(t.Context(), partner, id)
			if err != nil || person.Account != right.Account.ID {
				t.Errorf("the member is %+v, %v", person, err)
			}
		})
	})
}

func TestT007RevokeMeetsAccept(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		lane := newLane(t, e)
		seen := map[string]int{}
		for n := range gatehousetest.Repeat(1000) {
			email := fmt.Sprintf("person%d@meridian.example", n)
			id := e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
			token := e.OutboxToken(t, email)
			accept := func(a *app.App) error {
				_, err := a.Invitations.Accept(context.Background(), gatehousetest.Stranger(), "", e.Newcomer(token, "Newcomer"))
				return err
			}
			revoke := func(a *app.App) error {
				return rowError(a.Admins.Revoke(context.Background(), master.Actor, "", ids(id)))
			}
			var results []error
			if n%2 == 0 {
				results = lane.meet(t, partner, accept, revoke)
			} else {
				results = lane.meet(t, partner, revoke, accept)
				results[0], results[1] = results[1], results[0]
			}
			accepted, revoked := gatehouse.CodeOf(results[0]), gatehouse.CodeOf(results[1])
			person, err := e.Store.Person(t.Context(), partner, id)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case accepted == "" && revoked == gatehouse.CodeNotPending:
				seen["accepted"]++
				wantStatus(t, e, partner, id, gatehouse.Accepted)
				if person.Role != gatehouse.PartnerObserver {
					t.Fatalf("accepted, and the member is %+v", person)
				}
			case accepted == gatehouse.CodeLinkDead && revoked == "":
				seen["revoked"]++
				wantStatus(t, e, partner, id, gatehouse.Revoked)
				if person.Account != "" || person.Role != gatehouse.NoPartnerRole {
					t.Fatalf("revoked, and there is a member %+v", person)
				}
			default:
				t.Fatalf("accept %q, revoke %q", accepted, revoked)
			}
		}
		if seen["accepted"] == 0 || seen["revoked"] == 0 {
			t.Errorf("one order never happened: %v", seen)
		}
	})
}

func TestT006ExpiresWhileItWaits(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.Invite(t, master.Actor, "late@meridian.example", gatehouse.PartnerObserver)
		token := e.LinkToken(t, "late@meridian.example")
		lane := newLane(t, e)
		release := lane.hold(t, master.Actor.Partner)
		late := lane.start(t, func(a *app.App) error {
			_, err := a.Invitations.Accept(context.Background(), gatehousetest.Stranger(), "", e.Newcomer(token, "Late"))
			return err
		})
		e.Clock.Advance(gatehouse.InvitationTTL)
		release()
		wantCode(t, "accept", <-late, gatehouse.CodeLinkDead)
		wantStatus(t, e, master.Actor.Partner, id, gatehouse.Expired)
	})
}

// TestT222I17SequenceWithoutGaps: under concurrent changes on
// two replicas a partner's events are numbered without a gap, in the order of the
// commits.
func TestT222I17SequenceWithoutGaps(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		// A SQLite file is one process's: a hundred writers of two would starve
		// each other for as long as the busy handler waits.
		apps := []*app.App{e.App}
		if e.Engine == gatehousetest.Postgres {
			_, replica := e.Replica(t)
			apps = append(apps, replica)
		}
		const n = 100
		var group sync.WaitGroup
		errs := make([]error, n)
		for i := range n {
			a := apps[i%len(apps)]
			group.Go(func() {
				role := gatehouse.PartnerRoles()[i%4]
				_, errs[i] = a.Admins.Invite(context.Background(), master.Actor, "", invitee(fmt.Sprintf("person%d@meridian.example", i), role), false)
			})
		}
		group.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		events := trail(t, e, partner, gatehouse.AuditFilter{})
		invited := 0
		for i, event := range events {
			if event.Seq != int64(i)+1 {
				t.Fatalf("event %d has the number %d", i+1, event.Seq)
			}
			if i > 0 && event.At.Before(events[i-1].At) {
				t.Fatalf("number %d is older than the one before it: the order is not that of the commits", event.Seq)
			}
			if event.Action == gatehouse.ActionAdminInvite {
				invited++
			}
		}
		if invited != n {
			t.Errorf("%d invitations stand in the trail, want %d", invited, n)
		}
		if head := e.Strings(t, `SELECT audit_seq FROM partner WHERE id = $1`, string(partner)); head[0][0] != fmt.Sprint(len(events)) {
			t.Errorf("the head is %s, the trail has %d events", head[0][0], len(events))
		}
	})
}

// TestT120I01TwoMastersRemoveEachOther: whichever of the two comes
// first, a Master is left.
func TestT120I01TwoMastersRemoveEachOther(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		lane := newLane(t, e)
		demote := func(actor gatehouse.Actor, id gatehouse.PersonID) func(*app.App) error {
			return func(a *app.App) error {
				return rowError(a.Admins.ChangeRole(context.Background(), actor, "", ids(id), gatehouse.PartnerObserver))
			}
		}
		remove := func(actor gatehouse.Actor, id gatehouse.PersonID) func(*app.App) error {
			return func(a *app.App) error {
				return rowError(a.Admins.Delete(context.Background(), actor, "", ids(id)))
			}
		}
		for n := range gatehousetest.Repeat(1000) {
			one := e.NewPartner(t, fmt.Sprint("Round ", n), fmt.Sprintf("one%d@meridian.example", n))
			two := e.Join(t, one.Actor, fmt.Sprintf("two%d@meridian.example", n), gatehouse.PartnerMaster)
			uses := [][]func(*app.App) error{
				{demote(one.Actor, two.Actor.Person), demote(two.Actor, one.Actor.Person)},
				{demote(two.Actor, one.Actor.Person), remove(one.Actor, two.Actor.Person)},
				{remove(one.Actor, two.Actor.Person), remove(two.Actor, one.Actor.Person)},
			}[n%3]
			meet := lane.meet
			if n%2 == 1 { // without the lock there would be nothing to wait for
				meet = lane.collide
			}
			results := codes(meet(t, one.Actor.Partner, uses...))
			if won := (results[0] == "") != (results[1] == ""); !won {
				t.Fatalf("round %d: %q", n, results)
			}
			masters := e.Strings(t, `SELECT count(*) FROM person WHERE partner_id = $1 AND role = 4`, string(one.Actor.Partner))
			if masters[0][0] != "1" {
				t.Fatalf("round %d: %s Masters are left, %q", n, masters[0][0], results)
			}
		}
	})
}
