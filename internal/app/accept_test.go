package app_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestT001AcceptAsSomebodyElse(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		elsewhere := e.NewPartner(t, "Northgate", "nora@northgate.example")
		colleague := e.Join(t, master.Actor, "eve@meridian.example", gatehouse.PartnerObserver)
		id := e.Invite(t, master.Actor, "bob@meridian.example", gatehouse.PartnerAdmin)
		token := e.LinkToken(t, "bob@meridian.example")
		partner := master.Actor.Partner

		for name, c := range map[string]struct {
			actor gatehouse.Actor
			// in the trail of the partner stands its own person, else the account
			want string
		}{
			"Err a colleague":                 {colleague.Actor, string(colleague.Actor.Person)},
			"Err somebody of another partner": {elsewhere.Actor, string(elsewhere.Account.ID)},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := e.Invitations.Accept(t.Context(), c.actor, "", app.AcceptInput{Token: token})
				wantCode(t, "accept", err, gatehouse.CodeOtherAddress)
				wantStatus(t, e, partner, id, gatehouse.Pending)
				person, err := e.Store.Person(t.Context(), partner, id)
				if err != nil || person.Account != "" || person.Role != gatehouse.NoPartnerRole {
					t.Errorf("the invited person is %+v, %v", person, err)
				}
				event := wantRefusal(t, e, partner, gatehouse.ActionInvitationAccept, gatehouse.CodeOtherAddress)
				if event.Actor != c.want || event.Target != string(id) {
					t.Errorf("the refusal names %q and %q, want %q and %q", event.Actor, event.Target, c.want, id)
				}
			})
		}
		t.Run("OK the invited address itself", func(t *testing.T) {
			if _, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Bob")); err != nil {
				t.Fatal(err)
			}
		})
	})
}

func TestT006ExpiryToTheMoment(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		id := e.Invite(t, master.Actor, "late@meridian.example", gatehouse.PartnerObserver)
		late := e.LinkToken(t, "late@meridian.example")
		ends := find(t, e, master.Actor, id).Invitation.ExpiresAt

		t.Run("OK a second before the end", func(t *testing.T) {
			e.Invite(t, master.Actor, "intime@meridian.example", gatehouse.PartnerObserver)
			token := e.LinkToken(t, "intime@meridian.example")
			for range 5 { // a machine that needs more than the second gets another one
				turnTo(t, e, ends.Add(-time.Second))
				_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "In Time"))
				if now, _ := e.Store.Now(t.Context()); err == nil || now.Before(ends) {
					wantCode(t, "accept", err, "")
					return
				}
			}
			t.Fatal("the machine is too slow for this test")
		})
		t.Run("Err at the end, on every replica, without any clearing up", func(t *testing.T) {
			_, replica := e.Replica(t)
			turnTo(t, e, ends)
			for _, a := range []*app.App{e.App, replica} {
				_, err := a.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), late)
				wantCode(t, "look up", err, gatehouse.CodeLinkDead)
				_, err = a.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(late, "Too Late"))
				wantCode(t, "accept", err, gatehouse.CodeLinkDead)
			}
			master := e.SignIn(t, "mara@meridian.example") // the first session is over by now
			if got := find(t, e, master.Actor, id).Status; got != gatehouse.Expired {
				t.Errorf("the list says %s", got)
			}
		})
	})
}

func TestT009DeadLinksAreAllTheSame(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		actor := master.Actor
		invite := func(email string) (gatehouse.PersonID, string) {
			return e.Invite(t, actor, email, gatehouse.PartnerObserver), e.LinkToken(t, email)
		}
		dead := map[string]string{"a link that never was": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "no link at all": ""}

		resent, old := invite("resent@meridian.example")
		dead["resent"] = old
		results, err := e.Admins.Resend(t.Context(), actor, "", ids(resent))
		wantRows(t, "resend", results, err, changed)

		revoked, link := invite("revoked@meridian.example")
		dead["revoked"] = link
		results, err = e.Admins.Revoke(t.Context(), actor, "", ids(revoked))
		wantRows(t, "revoke", results, err, changed)

		_, link = invite("used@meridian.example")
		dead["used"] = link
		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(link, "Ursula Used"))
		wantCode(t, "accept", err, "")

		erased, link := invite("erased@meridian.example")
		dead["erased"] = link
		results, err = e.Admins.Delete(t.Context(), actor, "", ids(erased))
		wantRows(t, "delete", results, err, changed)

		_, dead["expired"] = invite("expired@meridian.example")
		e.Clock.Advance(gatehouse.InvitationTTL)

		for name, token := range dead {
			t.Run("Err "+name, func(t *testing.T) {
				_, lookup := e.Invitations.Lookup(t.Context(), gatehousetest.Stranger(), token)
				_, accept := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Somebody"))
				for call, err := range map[string]error{"look up": lookup, "accept": accept} {
					if diff := cmp.Diff(error(gatehouse.E(gatehouse.CodeLinkDead)), err); diff != "" {
						t.Errorf("%s (-want +got):\n%s", call, diff)
					}
				}
			})
		}
	})
}

func TestT022PreHijacking(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		victim := e.NewPartner(t, "Northgate", "vic@northgate.example")
		id := e.Invite(t, master.Actor, "vic@northgate.example", gatehouse.PartnerObserver)
		token := e.LinkToken(t, "vic@northgate.example")
		before := e.Strings(t, `SELECT * FROM account WHERE email = $1`, "vic@northgate.example")

		in := e.Newcomer(token, "Not Vic")
		in.Password = "quite another heron on the water"
		_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", in)
		wantCode(t, "set a password through the link", err, gatehouse.CodeAccountExists)
		wantStatus(t, e, master.Actor.Partner, id, gatehouse.Pending)
		if diff := cmp.Diff(before, e.Strings(t, `SELECT * FROM account WHERE email = $1`, "vic@northgate.example")); diff != "" {
			t.Errorf("the account changed:\n%s", diff)
		}
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "vic@northgate.example", in.Password)
		wantCode(t, "sign in with the other password", err, gatehouse.CodeWrongCredentials)

		t.Run("Err the account is born between the form and the transaction", func(t *testing.T) {
			e.Invite(t, master.Actor, "twice@meridian.example", gatehouse.PartnerObserver)
			e.Invite(t, victim.Actor, "twice@meridian.example", gatehouse.PartnerObserver)
			first, second := e.LinkToken(t, "twice@meridian.example"), e.LinkToken(t, "twice@meridian.example")
			lane := newLane(t, e)
			release := lane.hold(t, master.Actor.Partner)
			late := lane.start(t, func(a *app.App) error {
				_, err := a.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(first, "Late"))
				return err
			})
			if e.Engine == gatehousetest.Postgres { // SQLite's one writer is held as a whole
				_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(second, "Early"))
				wantCode(t, "accept elsewhere meanwhile", err, "")
				release()
				wantCode(t, "accept afterwards", <-late, gatehouse.CodeAccountExists)
				return
			}
			release()
			wantCode(t, "accept first", <-late, "")
			_, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(second, "Early"))
			wantCode(t, "accept second", err, gatehouse.CodeAccountExists)
		})
		t.Run("OK signed in", func(t *testing.T) {
			done, err := e.Invitations.Accept(t.Context(), victim.Actor, "", app.AcceptInput{Token: token})
			if err != nil || done.Token != "" || done.Account.ID != victim.Account.ID {
				t.Fatalf("accept: %+v, %v", done, err)
			}
		})
	})
}

// TestT022PasswordOfTheAccount: somebody without any open place cannot sign in, so
// the password goes with the acceptance; a wrong one counts like a failed sign-in.
func TestT022PasswordOfTheAccount(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		other := e.NewPartner(t, "Northgate", "nora@northgate.example")
		const email = "vic@northgate.example"
		vic := e.Join(t, other.Actor, email, gatehouse.PartnerOperator)
		results, err := e.Admins.Lock(t.Context(), other.Actor, "", ids(vic.Actor.Person))
		wantRows(t, "lock", results, err, changed)
		id := e.Invite(t, master.Actor, email, gatehouse.PartnerObserver)
		token := e.OutboxToken(t, email)
		accept := func(in app.AcceptInput) (app.Acceptance, error) {
			in.Token = token
			return e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", in)
		}
		_, err = accept(app.AcceptInput{Name: "Not Vic", Password: "quite another heron on the water"})
		wantCode(t, "a new password", err, gatehouse.CodeAccountExists)
		for range gatehouse.AccountFailures {
			_, err = accept(app.AcceptInput{CurrentPassword: "quite another heron on the water"})
			wantCode(t, "a wrong password", err, gatehouse.CodeWrongCredentials)
		}
		_, err = accept(app.AcceptInput{CurrentPassword: gatehousetest.Password})
		wantCode(t, "the right one after too many wrong ones", err, gatehouse.CodeTooManyRequests)
		wantStatus(t, e, master.Actor.Partner, id, gatehouse.Pending)

		e.Clock.Advance(gatehouse.SignInWindow)
		done, err := accept(app.AcceptInput{CurrentPassword: gatehousetest.Password, Name: "Another Name", Password: "quite another heron on the water"})
		wantCode(t, "the right one later", err, "")
		if done.Account.ID != vic.Account.ID || done.Account.Name != vic.Account.Name || len(done.Places) != 1 || done.Places[0].Partner != master.Actor.Partner {
			t.Errorf("accepted as %+v at %+v", done.Account, done.Places)
		}
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, "quite another heron on the water")
		wantCode(t, "sign in with what was typed as new", err, gatehouse.CodeWrongCredentials)
		e.SignIn(t, email)
	})
}

func TestT032NewcomerEntersNoSite(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		for _, role := range gatehouse.PartnerRoles() {
			email := role.String() + "@meridian.example"
			id := e.Invite(t, master.Actor, email, role)
			done, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(e.LinkToken(t, email), "New"))
			if err != nil {
				t.Fatal(err)
			}
			want := []gatehouse.Place{{
				Kind: gatehouse.PlaceAdmin, Partner: master.Actor.Partner, PartnerName: "Meridian Access", Person: id, Role: role,
			}}
			if diff := cmp.Diff(want, done.Places); diff != "" {
				t.Errorf("the places of a new %s (-want +got):\n%s", role, diff)
			}
		}
	})
}

func TestT034PartnerNotActive(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		partner, results, err := e.Partners.Create(t.Context(), gatehousetest.Operator(), "Northgate", "nora@northgate.example")
		wantRows(t, "create", results, err, changed)
		if partner.Active() {
			t.Fatal("a partner is active before its first Master has signed up")
		}
		other := e.NewPartner(t, "Other", "otto@other.example")
		// Only a Master can be invited to an inactive partner. So that there is
		// somebody else to refuse, a partner that had a Master is made inactive.
		id := e.Invite(t, other.Actor, "adam@other.example", gatehouse.PartnerAdmin)
		token := e.LinkToken(t, "adam@other.example")
		e.Exec(t, `UPDATE partner SET activated_at = 0 WHERE id = $1`, string(other.Actor.Partner))

		_, err = e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(token, "Adam"))
		wantCode(t, "accept as Admin", err, gatehouse.CodePartnerNotActive)
		wantStatus(t, e, other.Actor.Partner, id, gatehouse.Pending)
		wantRefusal(t, e, other.Actor.Partner, gatehouse.ActionInvitationAccept, gatehouse.CodePartnerNotActive)
		_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), "otto@other.example", gatehousetest.Password)
		wantCode(t, "sign in", err, gatehouse.CodePartnerNotActive)
		_, err = e.Admins.Invite(t.Context(), other.Actor, "", []app.Invitee{{Email: "x@other.example", Role: "observer"}}, false)
		wantCode(t, "invite with an older session", err, gatehouse.CodeNotSignedIn)

		nora := e.AcceptAs(t, "nora@northgate.example", "Nora")
		if nora.Actor.Role != gatehouse.PartnerMaster {
			t.Errorf("the first Master is %s", nora.Actor.Role)
		}
		after, err := e.Store.Partner(t.Context(), partner.ID)
		if err != nil || !after.Active() {
			t.Errorf("the first Master signed up and the partner is %+v, %v", after, err)
		}
	})
}
