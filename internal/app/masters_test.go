package app_test

import (
	"context"
	"fmt"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestT120I01MastersMeetAtEveryPoint: two Masters take each other's role away, or
// delete each other, or one leaves while the other is removed, with the second call
// at every point of the first one's transaction. One of them is Master afterwards.
func TestT120I01MastersMeetAtEveryPoint(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		c := newCrossing(t, e)
		n := 0
		ways := map[string]func(by, other gatehousetest.Member) operation{
			"demote": func(by, other gatehousetest.Member) operation {
				return operation{run: func(ctx context.Context) string {
					return rowOutcome(c.Admins.ChangeRole(ctx, by.Actor, "", ids(other.Actor.Person), gatehouse.PartnerObserver))
				}}
			},
			"delete": func(by, other gatehousetest.Member) operation {
				return operation{run: func(ctx context.Context) string {
					return rowOutcome(c.Admins.Delete(ctx, by.Actor, "", ids(other.Actor.Person)))
				}}
			},
			"leave": func(by, _ gatehousetest.Member) operation {
				// The first transaction counts the password, the second takes it back.
				return operation{skip: 2, run: func(ctx context.Context) string {
					return outcome(c.Accounts.Delete(ctx, by.Actor, string(by.Account.Email), gatehousetest.Password))
				}}
			},
		}
		for one, first := range ways {
			for two, second := range ways {
				t.Run(one+" meets "+two, func(t *testing.T) {
					for _, at := range store.Points() {
						n++
						anna := e.NewPartner(t, fmt.Sprint("Round ", n), fmt.Sprintf("anna%d@meridian.example", n))
						bert := e.Join(t, anna.Actor, fmt.Sprintf("bert%d@meridian.example", n), gatehouse.PartnerMaster)
						a, b, _ := c.meet(t, at, first(anna, bert), second(bert, anna))
						checkOneMaster(t, e, anna.Actor.Partner, fmt.Sprintf("%s: %q and %q", at, a, b))
						// Somebody who is no Master any more may leave.
						if a != "changed" && b != "changed" {
							t.Errorf("%s: the first answered %q, the second %q", at, a, b)
						}
					}
				})
			}
		}
	})
}

// checkOneMaster looks for the Master who must be left, and who can still act.
func checkOneMaster(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID, what string) {
	t.Helper()
	masters, err := e.Store.Masters(t.Context(), partner)
	if err != nil || len(masters) != 1 || masters[0].Account == "" || masters[0].Lock.On() {
		t.Fatalf("%s: the Masters are %+v, %v", what, masters, err)
	}
}

// TestI03AcceptanceIsConditional: whatever was read before, the statement that
// accepts does so only once, and only for the newest link.
func TestI03AcceptanceIsConditional(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		accept := func(i gatehouse.Invitation, hash string) error {
			return e.Store.Update(t.Context(), func(tx *store.Tx) error {
				if _, err := tx.LockPartner(t.Context(), i.Partner); err != nil {
					return err
				}
				now, err := tx.Now(t.Context())
				if err != nil {
					return err
				}
				return tx.AcceptInvitation(t.Context(), i, hash, now)
			})
		}
		read := func(email string) (gatehouse.Invitation, string) {
			id := e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
			invitation, err := e.Store.Invitation(t.Context(), master.Actor.Partner, id, gatehouse.InviteAdmin, "")
			if err != nil {
				t.Fatal(err)
			}
			return invitation, e.Strings(t, `SELECT token_hash FROM invitation WHERE id = $1`, string(invitation.ID))[0][0]
		}
		for name, change := range map[string]func(*testing.T, gatehouse.Invitation, string){
			"ErrAccepted": func(t *testing.T, i gatehouse.Invitation, hash string) {
				wantCode(t, "the first", accept(i, hash), "")
			},
			"ErrRevoked": func(t *testing.T, i gatehouse.Invitation, _ string) {
				wantCode(t, "revoke", rowError(e.Admins.Revoke(t.Context(), master.Actor, "", ids(i.Person))), "")
			},
			"ErrSuperseded": func(t *testing.T, i gatehouse.Invitation, _ string) {
				wantCode(t, "resend", rowError(e.Admins.Resend(t.Context(), master.Actor, "", ids(i.Person))), "")
			},
			"ErrExpired": func(*testing.T, gatehouse.Invitation, string) { e.Clock.Advance(gatehouse.InvitationTTL) },
		} {
			t.Run(name, func(t *testing.T) {
				invitation, hash := read(name + "@meridian.example")
				change(t, invitation, hash)
				master.Actor = e.SignIn(t, string(master.Account.Email)).Actor
				wantCode(t, "accept what was read before", accept(invitation, hash), gatehouse.CodeLinkDead)
			})
		}
	})
}

// TestT092SessionElsewhere: the session of somebody who stands at another partner
// is not there to be deleted by a lock. What keeps it out is the lock itself, which
// every request reads.
func TestT092SessionElsewhere(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		elsewhere := e.NewPartner(t, "Northgate", "nora@northgate.example")
		olga := e.Join(t, elsewhere.Actor, "olga@meridian.example", gatehouse.PartnerOperator)
		id := e.Invite(t, master.Actor, "olga@meridian.example", gatehouse.PartnerOperator)
		if _, err := e.Invitations.Accept(t.Context(), olga.Actor, "", app.AcceptInput{Token: e.LinkToken(t, "olga@meridian.example")}); err != nil {
			t.Fatal(err)
		}
		wantCode(t, "choose the other partner", e.Sessions.Choose(t.Context(), e.Again(t, olga), gatehouse.Spot{Partner: elsewhere.Actor.Partner}), "")
		enter := func() error {
			_, err := e.Sessions.ActorAt(t.Context(), gatehousetest.Stranger(), olga.Token, gatehouse.Spot{Partner: master.Actor.Partner})
			return err
		}
		wantCode(t, "enter", enter(), "")
		wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), master.Actor, "", ids(id))), "")
		wantCode(t, "enter after the lock", enter(), gatehouse.CodeNotFound)
		wantCode(t, "unlock", rowError(e.Admins.Unlock(t.Context(), master.Actor, "", ids(id))), "")
		wantCode(t, "enter with a session from before the lock", enter(), gatehouse.CodeNotFound)
		e.Again(t, olga) // where it stands nobody has locked anything
	})
}
