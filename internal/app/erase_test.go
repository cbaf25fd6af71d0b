package app_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
)

// TestT234WhoMayLeave: a last Master may not delete their account, a technician
// always may, and everybody shows once more that they know the password.
func TestT234WhoMayLeave(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		leave := func(m gatehousetest.Member, password string) error {
			return e.Accounts.Delete(t.Context(), m.Actor, string(m.Account.Email), password)
		}
		wantCode(t, "the last Master", leave(master, gatehousetest.Password), gatehouse.CodeLastMaster)
		e.Again(t, master)
		tess := technician(t, e, master.Actor, "tess@meridian.example")
		wantCode(t, "with a wrong password", leave(tess, "not the password at all"), gatehouse.CodeInvalid)
		e.Again(t, tess)
		wantCode(t, "a technician", leave(tess, gatehousetest.Password), "")
		_, err := e.Sessions.Actor(t.Context(), gatehousetest.Stranger(), tess.Token)
		wantCode(t, "the session of somebody gone", err, gatehouse.CodeNotSignedIn)
		if rows := e.Strings(t, `SELECT id FROM account WHERE email = 'tess@meridian.example'`); len(rows) > 0 {
			t.Error("the account is still there")
		}
	})
}

// TestT235DeletionStopsAtThePartner: an Admin deletes no Master; somebody who belongs
// to another partner as well keeps the account, and everything there.
func TestT235DeletionStopsAtThePartner(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := twoTenants(t, e)
		admin := e.Join(t, w.a.Actor, "anton@meridian.example", gatehouse.PartnerAdmin)
		results, err := e.Admins.Delete(t.Context(), admin.Actor, "", ids(w.a.Actor.Person))
		wantRows(t, "an Admin deletes a Master", results, err, refused(gatehouse.CodeRoleAboveYours))

		e.Invite(t, w.b.Actor, "anton@meridian.example", gatehouse.PartnerOperator)
		_, err = e.Invitations.Accept(t.Context(), admin.Actor, "", app.AcceptInput{Token: e.LinkToken(t, "anton@meridian.example")})
		wantCode(t, "accept at B", err, "")
		before := rowsOf(t, e, w.b.Actor.Partner)
		results, err = e.Admins.Delete(t.Context(), w.a.Actor, "", ids(admin.Actor.Person))
		wantRows(t, "delete at A", results, err, changed)
		if diff := cmp.Diff(before, rowsOf(t, e, w.b.Actor.Partner)); diff != "" {
			t.Errorf("what B holds changed:\n%s", diff)
		}
		again := e.SignIn(t, "anton@meridian.example")
		if again.Actor.Partner != w.b.Actor.Partner || again.Actor.Role != gatehouse.PartnerOperator || again.Account.ID != admin.Account.ID {
			t.Errorf("signed in again as %+v", again.Actor)
		}
	})
}

// TestT236DeletedTwice: a repeated call, and a row named twice, do it once.
func TestT236DeletedTwice(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		olga := e.Join(t, master.Actor, "olga@meridian.example", gatehouse.PartnerObserver)
		twice := ids(olga.Actor.Person, olga.Actor.Person)
		for range 2 {
			results, err := e.Admins.Delete(t.Context(), master.Actor, "key", twice)
			wantRows(t, "delete", results, err, changed, unchanged)
		}
		_, err := e.Admins.Delete(t.Context(), master.Actor, "another key", twice)
		wantCode(t, "delete an id that nobody has any more", err, gatehouse.CodeNotFound)
		if events := trail(t, e, master.Actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionAdminDelete, Outcome: gatehouse.Done}); len(events) != 1 {
			t.Errorf("%d deletions are on record", len(events))
		}
	})
}

// TestI13NothingIsLeft: whoever has done and been through everything is deleted, and
// no byte of the address or the name is left in any table, the queue of jobs and the
// stored answers included, nor in the local mailbox.
func TestI13NothingIsLeft(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		dir := t.TempDir()
		box, err := mail.NewMailbox(dir)
		if err != nil {
			t.Fatal(err)
		}
		local := app.New(app.Config{
			BaseURL: e.BaseURL, Store: e.Store, Hasher: auth.NewHasher(gatehousetest.CheapHash, 4, 1000),
			Sealer: e.Sealer, Sender: box, Log: gatehousetest.Quiet(),
		})
		deliver := func() {
			for _, id := range e.Queued(t) {
				wantCode(t, "send", local.Deliveries.Send(t.Context(), id), "")
			}
		}
		const email, name = "zacharias@quitegone.example", "Zacharias Quitegone"
		gone := livesThroughEverything(t, e, master, email, name)
		deliver()
		traces := []string{"zacharias", "Zacharias", "quitegone", "Quitegone"}
		if inTables(t, e, traces[0]) == "" || !inDirectory(t, dir, traces[0]) {
			t.Fatal("there is nothing to begin with: this test looks in the wrong place")
		}
		results, err := local.Admins.Delete(t.Context(), master.Actor, "delete", ids(gone.Actor.Person))
		wantRows(t, "delete", results, err, changed)
		deliver()
		wantCode(t, "scrub", local.Deliveries.Scrub(t.Context()), "")
		for _, trace := range traces {
			if inDirectory(t, dir, trace) {
				t.Errorf("%q is still in the local mailbox", trace)
			}
			if where := inTables(t, e, trace); where != "" {
				t.Errorf("%q is still in the table %s", trace, where)
			}
		}
	})
}

// livesThroughEverything makes somebody of whom every table that can knows something.
func livesThroughEverything(t *testing.T, e *gatehousetest.Env, master gatehousetest.Member, email, name string) gatehousetest.Member {
	t.Helper()
	results, err := e.Admins.Invite(t.Context(), master.Actor, "invite", invitee(email, gatehouse.PartnerOperator), false)
	wantRows(t, "invite", results, err, changed)
	done, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "accept", e.Newcomer(e.OutboxToken(t, email), name))
	wantCode(t, "accept", err, "")
	gone := gatehousetest.Member{Token: done.Token, Account: done.Account}
	gone.Actor = e.Again(t, gone)
	_, err = e.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), email, "not the password at all")
	wantCode(t, "a wrong password", err, gatehouse.CodeWrongCredentials)
	german := gatehouse.German
	_, err = e.Accounts.Update(t.Context(), gone.Actor, "profile", app.AccountPatch{Language: &german})
	wantCode(t, "change the profile", err, "")
	_, err = e.Admins.Invite(t.Context(), gone.Actor, "", invitee("x@example.com", gatehouse.PartnerObserver), false)
	wantCode(t, "what an Operator may not", err, gatehouse.CodeForbidden)
	wantCode(t, "ask for a new password", e.Resets.Request(t.Context(), gatehousetest.Stranger(), email), "")
	lock := app.Bulk{IDs: ids(gone.Actor.Person).IDs, Reason: "Zacharias is on leave"}
	results, err = e.Admins.Lock(t.Context(), master.Actor, "lock", lock)
	wantRows(t, "lock", results, err, changed)
	wantCode(t, "ask while locked", e.Resets.Request(t.Context(), gatehousetest.Stranger(), email), "")
	results, err = e.Admins.Unlock(t.Context(), master.Actor, "unlock", ids(gone.Actor.Person))
	wantRows(t, "unlock", results, err, changed)
	return gone
}

// inTables returns a table that has a text in any column, with the column; else "".
func inTables(t *testing.T, e *gatehousetest.Env, text string) string {
	t.Helper()
	for _, table := range e.Tables(t) {
		for _, stored := range e.Strings(t, `SELECT * FROM "`+table+`"`) {
			for _, value := range stored {
				if strings.Contains(value, text) {
					return table + ": " + value
				}
			}
		}
	}
	return ""
}

// inDirectory reports whether a text stands in any file, or in its name.
func inDirectory(t *testing.T, dir, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found = found || bytes.Contains(content, []byte(text)) || strings.Contains(path, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
