package app_test

import (
	"fmt"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// ranks is a partner with two Masters and one of each other role.
type ranks struct {
	master, second, admin, operator, observer gatehousetest.Member
}

func newRanks(t *testing.T, e *gatehousetest.Env) ranks {
	t.Helper()
	r := ranks{master: e.SetUp(t)}
	join := func(role gatehouse.PartnerRole) gatehousetest.Member {
		return e.Join(t, r.master.Actor, role.String()+"@meridian.example", role)
	}
	r.second, r.admin = join(gatehouse.PartnerMaster), join(gatehouse.PartnerAdmin)
	r.operator, r.observer = join(gatehouse.PartnerOperator), join(gatehouse.PartnerObserver)
	return r
}

// roleOf is what the database has now.
func roleOf(t *testing.T, e *gatehousetest.Env, m gatehousetest.Member) gatehouse.PartnerRole {
	t.Helper()
	person, err := e.Store.Person(t.Context(), m.Actor.Partner, m.Actor.Person)
	if err != nil {
		t.Fatal(err)
	}
	return person.Role
}

// TestT100NotLockable: Admins and Masters can be neither locked nor unlocked, alone
// or among others, who are.
func TestT100NotLockable(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		want := []row{refused(gatehouse.CodeRoleNotLockable), refused(gatehouse.CodeRoleNotLockable), changed, changed}
		everybody := ids(r.second.Actor.Person, r.admin.Actor.Person, r.operator.Actor.Person, r.observer.Actor.Person)
		results, err := e.Admins.Lock(t.Context(), r.master.Actor, "", everybody)
		wantRows(t, "lock", results, err, want...)
		e.Again(t, r.admin)
		e.Again(t, r.second)
		for _, m := range []gatehousetest.Member{r.operator, r.observer} {
			_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), m.Token)
			wantCode(t, "a locked person's session", err, gatehouse.CodeNotSignedIn)
		}
		results, err = e.Admins.Unlock(t.Context(), r.master.Actor, "", everybody)
		wantRows(t, "unlock", results, err, want...)
		for _, id := range []gatehouse.PersonID{r.second.Actor.Person, r.admin.Actor.Person} {
			wantCode(t, "lock alone", rowError(e.Admins.Lock(t.Context(), r.master.Actor, "", ids(id))), gatehouse.CodeRoleNotLockable)
		}
		refusals := trail(t, e, r.master.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionAdminLock, Outcome: gatehouse.Denied})
		if len(refusals) != 2 || refusals[0].Code != gatehouse.CodeRoleNotLockable || refusals[0].Context.Count != 2 {
			t.Errorf("the refusals on record are %+v", refusals)
		}
	})
}

// TestT101NoLockedAdmin: a locked person is not promoted beyond what can be locked;
// demoted first, an Admin is. (The race of the two is in the interleavings.)
func TestT101NoLockedAdmin(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		give := func(m gatehousetest.Member, role gatehouse.PartnerRole) error {
			return rowError(e.Admins.ChangeRole(t.Context(), r.master.Actor, "", ids(m.Actor.Person), role))
		}
		lock := func(m gatehousetest.Member) error {
			return rowError(e.Admins.Lock(t.Context(), r.master.Actor, "", ids(m.Actor.Person)))
		}
		wantCode(t, "lock the Operator", lock(r.operator), "")
		wantCode(t, "make a locked person Admin", give(r.operator, gatehouse.PartnerAdmin), gatehouse.CodeAccountLocked)
		wantCode(t, "make a locked person Master", give(r.operator, gatehouse.PartnerMaster), gatehouse.CodeAccountLocked)
		wantCode(t, "make a locked person Observer", give(r.operator, gatehouse.PartnerObserver), "")
		wantCode(t, "lock an Admin", lock(r.admin), gatehouse.CodeRoleNotLockable)
		wantCode(t, "demote the Admin", give(r.admin, gatehouse.PartnerOperator), "")
		wantCode(t, "then lock", lock(r.admin), "")
		if rows := e.Strings(t, `SELECT email FROM person WHERE locked_at > 0 AND role >= 3`); len(rows) > 0 {
			t.Errorf("I05: %v", rows)
		}
	})
}

// TestT112RoleHoldsAtOnce: the next request has the new role, and one that was let in
// with the old one is checked again.
func TestT112RoleHoldsAtOnce(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		invite := func(actor gatehouse.Actor) error {
			_, err := e.Admins.Invite(t.Context(), actor, "", invitee("x@example.com", gatehouse.PartnerObserver), true)
			return err
		}
		wantCode(t, "as Admin", invite(r.admin.Actor), "")
		results, err := e.Admins.ChangeRole(t.Context(), r.master.Actor, "", ids(r.admin.Actor.Person, r.operator.Actor.Person), gatehouse.PartnerObserver)
		wantRows(t, "demote", results, err, changed, changed)
		wantCode(t, "with what the request found before", invite(r.admin.Actor), gatehouse.CodeForbidden)
		now := e.Again(t, r.admin)
		if now.Role != gatehouse.PartnerObserver {
			t.Errorf("the next request is %s", now.Role)
		}
		wantCode(t, "the next request", invite(now), gatehouse.CodeForbidden)
		results, err = e.Admins.ChangeRole(t.Context(), r.master.Actor, "", ids(r.operator.Actor.Person), gatehouse.PartnerAdmin)
		wantRows(t, "promote", results, err, changed)
		wantCode(t, "the next request of somebody promoted", invite(e.Again(t, r.operator)), "")
	})
}

// TestT119NobodyRaisesAboveThemselves: an Admin makes nobody Master, and nobody
// changes their own role.
func TestT119NobodyRaisesAboveThemselves(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		for what, c := range map[string]struct {
			by, target gatehousetest.Member
			role       gatehouse.PartnerRole
			want       gatehouse.Code
		}{
			"an Admin makes an Operator Master": {r.admin, r.operator, gatehouse.PartnerMaster, gatehouse.CodeRoleAboveYours},
			"an Admin makes a Master Observer":  {r.admin, r.second, gatehouse.PartnerObserver, gatehouse.CodeRoleAboveYours},
			"an Admin makes themselves Master":  {r.admin, r.admin, gatehouse.PartnerMaster, gatehouse.CodeSelfNotAllowed},
			"a Master makes themselves Admin":   {r.master, r.master, gatehouse.PartnerAdmin, gatehouse.CodeSelfNotAllowed},
			"an Operator makes an Observer one": {r.operator, r.observer, gatehouse.PartnerOperator, gatehouse.CodeForbidden},
			"an Observer makes themselves one":  {r.observer, r.observer, gatehouse.PartnerOperator, gatehouse.CodeForbidden},
		} {
			before := roleOf(t, e, c.target)
			err := rowError(e.Admins.ChangeRole(t.Context(), c.by.Actor, "", ids(c.target.Actor.Person), c.role))
			wantCode(t, what, err, c.want)
			if after := roleOf(t, e, c.target); after != before {
				t.Errorf("%s: the role is %s now", what, after)
			}
		}
	})
}

// TestT121LastMaster: whichever way, one Master stays, and the answer says why.
func TestT121LastMaster(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		partner := r.master.Actor.Partner
		results, err := e.Admins.Delete(t.Context(), r.master.Actor, "", ids(r.master.Actor.Person, r.second.Actor.Person, r.admin.Actor.Person))
		wantRows(t, "delete all of them", results, err, refused(gatehouse.CodeSelfNotAllowed), changed, changed)
		checkOneMaster(t, e, partner, "after the deletion of all")

		leave := e.Accounts.Delete(t.Context(), r.master.Actor, string(r.master.Account.Email), gatehousetest.Password)
		wantCode(t, "the last one leaves", leave, gatehouse.CodeLastMaster)
		if names := problem(t, leave).Names; len(names) != 1 || names[0] != "Meridian Access" {
			t.Errorf("the answer names %v", names)
		}
		// Nobody but another Master could act on the last one, and then there are two:
		// a call that was let in while there were is the only way.
		other := e.Join(t, r.master.Actor, "other@meridian.example", gatehouse.PartnerMaster)
		results, err = e.Admins.ChangeRole(t.Context(), r.master.Actor, "", ids(other.Actor.Person), gatehouse.PartnerObserver)
		wantRows(t, "demote the other", results, err, changed)
		for what, err := range map[string]error{
			"demote": rowError(e.Admins.ChangeRole(t.Context(), other.Actor, "", ids(r.master.Actor.Person), gatehouse.PartnerObserver)),
			"delete": rowError(e.Admins.Delete(t.Context(), other.Actor, "", ids(r.master.Actor.Person))),
		} {
			wantCode(t, what+" by somebody who is no Master any more", err, gatehouse.CodeForbidden)
		}
		checkOneMaster(t, e, partner, "at the end")
	})
}

// TestT122BulkRoleChange: oneself and whoever ranks higher are refused, a foreign id
// makes the whole call unknown.
func TestT122BulkRoleChange(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		foreign := e.NewPartner(t, "Northgate", "nora@northgate.example")
		change := func(people ...gatehousetest.Member) (gatehouse.Results, error) {
			var bulk app.Bulk
			for _, m := range people {
				bulk.IDs = append(bulk.IDs, m.Actor.Person)
			}
			return e.Admins.ChangeRole(t.Context(), r.admin.Actor, "", bulk, gatehouse.PartnerOperator)
		}
		_, err := change(r.observer, foreign)
		wantCode(t, "with somebody of another partner", err, gatehouse.CodeNotFound)
		if role := roleOf(t, e, r.observer); role != gatehouse.PartnerObserver {
			t.Errorf("half of the call was done: %s", role)
		}
		results, err := change(r.admin, r.master, r.observer, r.operator)
		wantRows(t, "change", results, err, refused(gatehouse.CodeSelfNotAllowed), refused(gatehouse.CodeRoleAboveYours), changed, unchanged)
		if role := roleOf(t, e, foreign); role != gatehouse.PartnerMaster {
			t.Errorf("the other partner's Master is %s", role)
		}
	})
}

// TestT124StaleRoleChange: whoever has seen an older row changes nothing.
func TestT124StaleRoleChange(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		id := r.observer.Actor.Person
		seen := find(t, e, r.master.Actor, id).Version()
		ask := app.Bulk{IDs: ids(id).IDs, IfMatch: seen}
		results, err := e.Admins.ChangeRole(t.Context(), r.second.Actor, "", ask, gatehouse.PartnerOperator)
		wantRows(t, "the first", results, err, changed)
		_, err = e.Admins.ChangeRole(t.Context(), r.master.Actor, "", ask, gatehouse.PartnerAdmin)
		wantCode(t, "the second", err, gatehouse.CodeStale)
		if role := roleOf(t, e, r.observer); role != gatehouse.PartnerOperator {
			t.Errorf("the role is %s", role)
		}
	})
}

// TestT129FailsClosed: a request of somebody who may not is cut off at every step of
// its way, and the database is gone at last: no fault lets it through.
func TestT129FailsClosed(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		r := newRanks(t, e)
		partner := r.master.Actor.Partner
		wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), r.master.Actor, "", ids(r.observer.Actor.Person))), "")
		db, faulty := e.Replica(t)
		calls := map[string]func(*gatehousetest.Cut) error{
			"invite as an Operator": func(ctx *gatehousetest.Cut) error {
				_, err := faulty.Admins.Invite(ctx, r.operator.Actor, "", invitee("x@example.com", gatehouse.PartnerObserver), false)
				return err
			},
			"change a Master's role as an Admin": func(ctx *gatehousetest.Cut) error {
				return rowError(faulty.Admins.ChangeRole(ctx, r.admin.Actor, "", ids(r.second.Actor.Person), gatehouse.PartnerObserver))
			},
			"the session of somebody locked": func(ctx *gatehousetest.Cut) error {
				_, err := faulty.Sessions.ActorAt(ctx, gatehousetest.Stranger(), r.observer.Token, gatehouse.Spot{Partner: partner})
				return err
			},
			"the password of somebody locked": func(ctx *gatehousetest.Cut) error {
				_, err := faulty.Sessions.SignIn(ctx, gatehousetest.Stranger(), string(r.observer.Account.Email), gatehousetest.Password)
				return err
			},
			"the trail as an Observer": func(ctx *gatehousetest.Cut) error {
				_, err := faulty.Audit.List(ctx, r.operator.Actor, gatehouse.AuditFilter{}, app.Page{})
				return err
			},
		}
		before := e.Strings(t, `SELECT id, role, version FROM person ORDER BY id`)
		for name, call := range calls {
			for n, whole := 0, false; !whole; n++ {
				ctx := gatehousetest.CutAfter(t.Context(), n)
				if err := call(ctx); err == nil {
					t.Fatalf("%s, cut after %d steps, is let through", name, n)
				}
				whole = !ctx.Happened() || n > 500
			}
			e.Exec(t, `DELETE FROM throttle`)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		for name, call := range calls {
			if err := call(gatehousetest.CutAfter(t.Context(), 1000)); err == nil {
				t.Errorf("%s, without a database, is let through", name)
			}
		}
		_, err := faulty.Sessions.Actor(t.Context(), gatehousetest.Stranger(), r.master.Token)
		if err == nil || gatehouse.CodeOf(err) == gatehouse.CodeNotSignedIn {
			t.Errorf("without a database a good session is answered %v", err)
		}
		after := e.Strings(t, `SELECT id, role, version FROM person ORDER BY id`)
		if fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("people changed:\n%v\n%v", before, after)
		}
	})
}
