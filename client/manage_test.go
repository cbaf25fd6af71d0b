package client_test

import (
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestManage(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	ctx := t.Context()
	master, _ := p.setUp(t)
	row, token := p.invite(t, master, "ben@example.com", "operator")
	ben := p.client(t)
	if _, err := ben.AcceptInvitation(ctx, client.Acceptance{Token: token, Name: "Ben", Password: gatehousetest.Password}); err != nil {
		t.Fatal(err)
	}

	t.Run("OK one", func(t *testing.T) {
		locked, err := master.LockAdmin(ctx, row.ID, client.Reason("lost phone"))
		if err != nil || !locked.Locked || locked.LockReason != "lost phone" || locked.LockedBy.Name != "Mara Master" || locked.ETag == "" {
			t.Errorf("locked %+v, %v", locked, err)
		}
		_, err = ben.Session(ctx)
		wantCode(t, err, "not_signed_in")
		_, err = master.ChangeRole(ctx, row.ID, "admin")
		wantCode(t, err, "account_locked")
		if unlocked, err := master.UnlockAdmin(ctx, row.ID, client.IfMatch(locked.ETag)); err != nil || unlocked.Locked {
			t.Errorf("unlocked %+v, %v", unlocked, err)
		}
		if changed, err := master.ChangeRole(ctx, row.ID, "observer"); err != nil || changed.Role != "observer" {
			t.Errorf("changed %+v, %v", changed, err)
		}
	})
	t.Run("OK many", func(t *testing.T) {
		for name, verb := range map[string]func() (client.Results, error){
			"lock":         func() (client.Results, error) { return master.LockAdmins(ctx, []string{row.ID}) },
			"end-sessions": func() (client.Results, error) { return master.EndAdminSessions(ctx, []string{row.ID}) },
		} {
			if results, err := verb(); err != nil || results.Count(client.Changed) != 1 {
				t.Errorf("%s: %+v, %v", name, results, err)
			}
		}
		if results, err := master.UnlockAdmins(ctx, []string{row.ID}); err != nil || results.Count(client.Changed) != 1 {
			t.Errorf("unlock: %+v, %v", results, err)
		}
	})
	t.Run("OK delete", func(t *testing.T) {
		eva, _ := p.invite(t, master, "eva@example.com", "observer")
		if results, err := master.DeleteAdmins(ctx, []string{eva.ID}); err != nil || results.Count(client.Changed) != 1 {
			t.Errorf("deleted %+v, %v", results, err)
		}
		if err := master.DeleteAdmin(ctx, row.ID); err != nil {
			t.Error(err)
		}
		wantCode(t, master.DeleteAdmin(ctx, row.ID), "not_found")
	})
}

func TestAccount(t *testing.T) {
	p := startPortal(t, gatehousetest.SQLite)
	ctx := t.Context()
	master, _ := p.setUp(t)
	_, token := p.invite(t, master, "ben@example.com", "operator")
	ben := p.client(t)
	if _, err := ben.AcceptInvitation(ctx, client.Acceptance{Token: token, Name: "Ben", Password: gatehousetest.Password}); err != nil {
		t.Fatal(err)
	}
	if account, err := ben.ChangeAccount(ctx, client.AccountChange{Language: "de"}); err != nil || account.Language != "de" || account.Name != "Ben" {
		t.Errorf("changed to %+v, %v", account, err)
	}
	if account, err := ben.Account(ctx); err != nil || account.Language != "de" {
		t.Errorf("the account is %+v, %v", account, err)
	}

	// Three sessions: one is ended by name, one with all others.
	for range 2 {
		if _, err := p.client(t).SignIn(ctx, "ben@example.com", gatehousetest.Password); err != nil {
			t.Fatal(err)
		}
	}
	sessions, err := ben.Sessions(ctx)
	if err != nil || len(sessions) != 3 || !sessions[2].Current || sessions[0].Partner.Name != "Meridian Access" {
		t.Fatalf("the sessions are %+v, %v", sessions, err)
	}
	if err := ben.EndSession(ctx, sessions[0].ID); err != nil {
		t.Error(err)
	}
	if n, err := ben.EndOtherSessions(ctx); err != nil || n != 1 {
		t.Errorf("ended %d, %v", n, err)
	}

	const fresh = "nine lanterns along the quay"
	problem := problemOf(t, ben.ChangePassword(ctx, "not the present one", fresh), "invalid")
	if len(problem.Errors) != 1 || problem.Errors[0].Field != "current_password" {
		t.Errorf("the fields are %v", problem.Errors)
	}
	if err := ben.ChangePassword(ctx, gatehousetest.Password, fresh); err != nil {
		t.Fatal(err)
	}
	if _, err := ben.ChangeAccount(ctx, client.AccountChange{Name: "Ben Okafor"}); err != nil {
		t.Errorf("the session does not go on: %v", err)
	}
	if err := ben.RequestPasswordReset(ctx, "nobody@example.com"); err != nil {
		t.Error(err)
	}
	wantCode(t, ben.ResetPassword(ctx, "made-up", fresh), "link_dead")
	if err := ben.DeleteAccount(ctx, "ben@example.com", fresh); err != nil {
		t.Error(err)
	}
	_, err = ben.Account(ctx)
	wantCode(t, err, "not_signed_in")
}
