package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestT014InviterLostTheRight(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		second := e.Join(t, master.Actor, "second@meridian.example", gatehouse.PartnerMaster)
		partner := master.Actor.Partner
		demote := func(role gatehouse.PartnerRole) func(*testing.T, gatehouse.PersonID) {
			return func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				results, err := e.Admins.ChangeRole(t.Context(), master.Actor, "", ids(id), role)
				wantRows(t, "demote", results, err, changed)
			}
		}
		lose := map[string]func(*testing.T, gatehouse.PersonID){
			"demoted below": demote(gatehouse.PartnerOperator),
			"locked": func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				demote(gatehouse.PartnerOperator)(t, id)
				results, err := e.Admins.Lock(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "lock", results, err, changed)
			},
			"deleted": func(t *testing.T, id gatehouse.PersonID) {
				t.Helper()
				results, err := e.Admins.Delete(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "delete", results, err, changed)
			},
		}
		for name, take := range lose {
			t.Run("Err "+name, func(t *testing.T) {
				inviter := e.Join(t, master.Actor, "inviter."+name[:4]+"@meridian.example", gatehouse.PartnerAdmin)
				email := "invited." + name[:4] + "@meridian.example"
				id := e.Invite(t, inviter.Actor, email, gatehouse.PartnerObserver)
				token := e.LinkToken(t, email)
				take(t, inviter.Actor.Person)
				e.Deliver(t)
				before := len(e.SMTP.Received())

				_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Too Late"))
				wantCode(t, "accept", err, gatehouse.CodeInvitationVoid)
				wantStatus(t, e, partner, id, gatehouse.Revoked)
				wantRefusal(t, e, partner, gatehouse.ActionInvitationAccept, gatehouse.CodeInvitationVoid)
				if voided := trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionInvitationVoid, Target: string(id)}); len(voided) != 1 {
					t.Errorf("%d events say that the invitation became void", len(voided))
				}
				if accounts := e.Strings(t, `SELECT id FROM account WHERE email = $1`, email); len(accounts) != 0 {
					t.Errorf("a void invitation made an account: %v", accounts)
				}
				e.Deliver(t)
				told := map[string]int{}
				for _, mail := range e.SMTP.Received()[before:] {
					told[mail.To]++
				}
				want := map[string]int{string(master.Account.Email): 1, string(second.Account.Email): 1}
				if diff := cmp.Diff(want, told); diff != "" {
					t.Errorf("who was told (-want +got):\n%s", diff)
				}

				_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Too Late"))
				wantCode(t, "accept again", err, gatehouse.CodeLinkDead)
			})
		}
		t.Run("OK demoted, but still above what was given", func(t *testing.T) {
			inviter := e.Join(t, master.Actor, "inviter.kept@meridian.example", gatehouse.PartnerMaster)
			e.Invite(t, inviter.Actor, "kept@meridian.example", gatehouse.PartnerAdmin)
			demote(gatehouse.PartnerAdmin)(t, inviter.Actor.Person)
			e.AcceptAs(t, "kept@meridian.example", "Kept")
		})
		t.Run("OK sent again by somebody who may", func(t *testing.T) {
			inviter := e.Join(t, master.Actor, "inviter.left@meridian.example", gatehouse.PartnerAdmin)
			id := e.Invite(t, inviter.Actor, "again@meridian.example", gatehouse.PartnerObserver)
			e.LinkToken(t, "again@meridian.example")
			demote(gatehouse.PartnerObserver)(t, inviter.Actor.Person)
			results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id))
			wantRows(t, "resend", results, err, changed)
			e.AcceptAs(t, "again@meridian.example", "Again")
		})
		t.Run("OK the installation's own, whoever is left", func(t *testing.T) {
			results, err := e.Partners.Invite(t.Context(), gatehousetest.Operator(), string(partner), "own@meridian.example")
			wantRows(t, "invite from the command line", results, err, changed)
			e.AcceptAs(t, "own@meridian.example", "Own")
		})
	})
}

func TestT015AdminActsOnAMastersInvitation(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		admin := e.Join(t, master.Actor, "admin@meridian.example", gatehouse.PartnerAdmin)
		id := e.Invite(t, master.Actor, "next@meridian.example", gatehouse.PartnerMaster)
		token := e.LinkToken(t, "next@meridian.example")
		before := counts(t, e)

		results, err := e.Admins.Revoke(t.Context(), admin.Actor, "", ids(id))
		wantRows(t, "revoke", results, err, refused(gatehouse.CodeRoleAboveYours))
		results, err = e.Admins.Resend(t.Context(), admin.Actor, "", ids(id))
		wantRows(t, "resend", results, err, refused(gatehouse.CodeRoleAboveYours))

		results, err = e.Admins.Revoke(t.Context(), master.Actor, "", ids(id))
		wantRows(t, "a Master revokes", results, err, changed)
		// A revoked invitation can be sent again by inviting anew: the old role
		// counts then as well as the new one.
		results, err = e.Admins.Invite(t.Context(), admin.Actor, "", invitee("next@meridian.example", gatehouse.PartnerObserver), false)
		wantRows(t, "invite the same address lower", results, err, refused(gatehouse.CodeRoleAboveYours))

		if diff := cmp.Diff(before, counts(t, e)); diff != "" {
			t.Errorf("refused calls left something behind:\n%s", diff)
		}
		_, err = e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), token)
		wantCode(t, "the revoked link", err, gatehouse.CodeLinkDead)
	})
}

func TestT025RevokeOnlyPending(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		expired := e.Invite(t, master.Actor, "expired@meridian.example", gatehouse.PartnerObserver)
		e.Deliver(t)
		e.Clock.Advance(gatehouse.InvitationTTL)
		master = e.SignIn(t, "mara@meridian.example")
		accepted := e.Join(t, master.Actor, "accepted@meridian.example", gatehouse.PartnerObserver).Actor.Person
		pending := e.Invite(t, master.Actor, "pending@meridian.example", gatehouse.PartnerObserver)
		revoked := e.Invite(t, master.Actor, "revoked@meridian.example", gatehouse.PartnerObserver)
		results, err := e.Admins.Revoke(t.Context(), master.Actor, "", ids(revoked))
		wantRows(t, "revoke", results, err, changed)

		results, err = e.Admins.Revoke(t.Context(), master.Actor, "", ids(accepted, pending, expired, revoked, pending))
		no := refused(gatehouse.CodeNotPending)
		wantRows(t, "revoke all", results, err, no, changed, no, no, unchanged)
		for id, want := range map[gatehouse.PersonID]gatehouse.InvitationStatus{
			accepted: gatehouse.Accepted, pending: gatehouse.Revoked, expired: gatehouse.Expired, revoked: gatehouse.Revoked,
		} {
			wantStatus(t, e, master.Actor.Partner, id, want)
		}
	})
}

func TestT026ResendAllButAccepted(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		const email = "again@meridian.example"
		id := e.Invite(t, master.Actor, email, gatehouse.PartnerOperator)
		old := e.LinkToken(t, email)
		prepare := map[gatehouse.InvitationStatus]func(){
			gatehouse.Pending: func() {},
			gatehouse.Revoked: func() {
				results, err := e.Admins.Revoke(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "revoke", results, err, changed)
			},
			gatehouse.Expired: func() {
				e.Clock.Advance(gatehouse.InvitationTTL)
				master = e.SignIn(t, "mara@meridian.example")
			},
		}
		for status, bring := range prepare {
			t.Run("OK "+string(status), func(t *testing.T) {
				bring()
				before := find(t, e, master.Actor, id)
				if before.Status != status {
					t.Fatalf("the invitation is %s", before.Status)
				}
				mails := len(e.SMTP.Received())
				results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id))
				wantRows(t, "resend", results, err, changed)
				after := find(t, e, master.Actor, id)
				fresh := after.Invitation.ExpiresAt.Sub(after.Invitation.InvitedAt)
				switch {
				case after.Status != gatehouse.Pending, after.Role() != gatehouse.PartnerOperator:
					t.Errorf("it is %s, %s now", after.Status, after.Role())
				case fresh != gatehouse.InvitationTTL, !after.Invitation.InvitedAt.After(before.Invitation.InvitedAt):
					t.Errorf("it ends %v after it was sent at %v", fresh, after.Invitation.InvitedAt)
				case after.Invitation.Rotation != before.Invitation.Rotation+1:
					t.Errorf("rotation %d after %d", after.Invitation.Rotation, before.Invitation.Rotation)
				}
				link := e.LinkToken(t, email)
				if n := len(e.SMTP.Received()) - mails; n != 1 || link == old {
					t.Errorf("%d mails, the same link: %v", n, link == old)
				}
				_, err = e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), old)
				wantCode(t, "the old link", err, gatehouse.CodeLinkDead)
				_, err = e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), link)
				wantCode(t, "the new link", err, "")
				old = link
			})
		}
		t.Run("Err accepted", func(t *testing.T) {
			_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(old, "Agnes"))
			wantCode(t, "accept", err, "")
			results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id))
			wantRows(t, "resend", results, err, refused(gatehouse.CodeAlreadyAccepted))
			wantStatus(t, e, master.Actor.Partner, id, gatehouse.Accepted)
		})
	})
}

func TestT027ResendHammered(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.Invite(t, master.Actor, "bombed@meridian.example", gatehouse.PartnerObserver)
		other := e.Invite(t, master.Actor, "other@meridian.example", gatehouse.PartnerObserver)
		mailed := 1
		for range 20 {
			results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id))
			if results.Changed() == 1 {
				mailed++
				continue
			}
			wantRows(t, "resend", results, err, refused(gatehouse.CodeTooManyRequests))
		}
		if mailed != gatehouse.InvitationMails {
			t.Errorf("%d mails in the hour, want %d", mailed, gatehouse.InvitationMails)
		}
		results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id, other))
		wantRows(t, "resend both", results, err, refused(gatehouse.CodeTooManyRequests), changed)
		t.Run("Err revoking and inviting anew is no way around it", func(t *testing.T) {
			results, err := e.Admins.Revoke(t.Context(), master.Actor, "", ids(id))
			wantRows(t, "revoke", results, err, changed)
			results, err = e.Admins.Invite(t.Context(), master.Actor, "", invitee("bombed@meridian.example", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, refused(gatehouse.CodeTooManyRequests))
		})
		t.Run("Err deleting and inviting anew is no way around it", func(t *testing.T) {
			results, err := e.Admins.Delete(t.Context(), master.Actor, "", ids(other))
			wantRows(t, "delete", results, err, changed)
			for range gatehouse.InvitationMails - 2 { // other has had two
				again := e.Invite(t, master.Actor, "other@meridian.example", gatehouse.PartnerObserver)
				results, err := e.Admins.Delete(t.Context(), master.Actor, "", ids(again))
				wantRows(t, "delete", results, err, changed)
			}
			results, err = e.Admins.Invite(t.Context(), master.Actor, "", invitee("other@meridian.example", gatehouse.PartnerObserver), false)
			wantRows(t, "invite", results, err, refused(gatehouse.CodeTooManyRequests))
		})
		t.Run("OK after the hour", func(t *testing.T) {
			e.Clock.Advance(gatehouse.InvitationMailWindow)
			master := e.SignIn(t, "mara@meridian.example")
			results, err := e.Admins.Resend(t.Context(), master.Actor, "", ids(id))
			wantRows(t, "resend", results, err, changed)
		})
	})
}

func TestT035EveryReplicaHasTheSameTime(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		_, replica := e.Replica(t)
		id := e.Invite(t, master.Actor, "edge@meridian.example", gatehouse.PartnerObserver)
		ends := find(t, e, master.Actor, id).Invitation.ExpiresAt
		e.Clock.Advance(gatehouse.InvitationTTL)
		seen := func(a *app.App) gatehouse.InvitationStatus {
			t.Helper()
			done, err := a.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "mara@meridian.example", gatehousetest.Password)
			if err != nil {
				t.Fatal(err)
			}
			actor, err := a.Sessions.Actor(t.Context(), gatehousetest.Stranger(), done.Token)
			if err != nil {
				t.Fatal(err)
			}
			admin, err := a.Admins.Get(t.Context(), actor, id)
			if err != nil {
				t.Fatal(err)
			}
			return admin.Status
		}
		if one, two := seen(e.App), seen(replica); one != gatehouse.Expired || two != gatehouse.Expired {
			t.Errorf("the replicas say %s and %s after %v", one, two, ends)
		}
	})
}
