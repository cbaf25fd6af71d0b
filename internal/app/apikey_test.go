package app_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// keyCode is what becomes of a request with a key's token: "" when it is let in. The
// decision endpoint, which reads less of the key, has to say the same, but that a scope
// may be none to ask with.
func keyCode(t *testing.T, a *app.App, token string) gatehouse.Code {
	t.Helper()
	_, err := a.APIKeys.Actor(t.Context(), gatehousetest.Stranger(), token, gatehouse.Spot{})
	code := gatehouse.CodeOf(err)
	_, err = a.Decisions.Admit(t.Context(), gatehousetest.Stranger(), token)
	if asked := gatehouse.CodeOf(err); asked != code && (code != "" || asked != gatehouse.CodeForbidden) {
		t.Errorf("to the decision endpoint the key is %q, to the REST API %q", asked, code)
	}
	return code
}

// keyWorld is a partner with two Masters, and a site with two.
type keyWorld struct {
	*gatehousetest.Env
	mara, ben gatehousetest.Member
	site      gatehouse.SiteID
	sina, rob gatehousetest.Member
}

func newKeyWorld(t *testing.T, e *gatehousetest.Env) *keyWorld {
	t.Helper()
	w := &keyWorld{Env: e, mara: e.SetUp(t)}
	w.ben = e.Join(t, w.mara.Actor, "ben@meridian.example", gatehouse.PartnerMaster)
	w.site = e.NewSite(t, w.mara.Actor, "Harbour")
	w.sina = e.SiteMember(t, w.mara.Actor, w.site, "sina@harbour.example", gatehouse.SiteMaster)
	w.rob = e.SiteMember(t, w.mara.Actor, w.site, "rob@harbour.example", gatehouse.SiteMaster)
	return w
}

// TestAPIKey: a key stands at its place, as its creator, with the rights of its scope
// and none besides.
func TestAPIKey(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		t.Run("OK of the partner", func(t *testing.T) {
			key := w.NewKey(t, w.mara.Actor, gatehouse.KeyOperator)
			if !strings.HasPrefix(key.Token, "gh_") || len(key.Token) != 46 {
				t.Errorf("the token is %q", key.Token)
			}
			actor := w.ByKey(t, key.Token)
			if actor.Person != w.mara.Actor.Person || actor.Role != gatehouse.PartnerOperator || actor.AtSite() || actor.Via != gatehouse.ViaKey || actor.Key != key.ID {
				t.Errorf("the key comes as %+v", actor)
			}
			if _, err := e.Technicians.Invite(t.Context(), actor, "", []string{"tess@example.com"}, false); err != nil {
				t.Error(err)
			}
			_, err := e.Audit.List(t.Context(), actor, gatehouse.AuditFilter{}, app.Page{})
			wantCode(t, "read the trail as an Operator's key", err, gatehouse.CodeForbidden)
			events := trail(t, e, actor.Partner, gatehouse.AuditFilter{Action: gatehouse.ActionTechnicianInvite})
			if got := events[0]; got.Via != gatehouse.ViaKey || got.Key != key.ID || got.Actor != string(w.mara.Actor.Person) {
				t.Errorf("on record is %+v", got)
			}
		})
		t.Run("OK of a site", func(t *testing.T) {
			key := w.NewKey(t, w.sina.Actor, gatehouse.KeyAdmin)
			actor := w.ByKey(t, key.Token)
			if actor.Site != w.site || actor.At.Role != gatehouse.SiteAdminRole || actor.Role != gatehouse.NoPartnerRole {
				t.Errorf("the key comes as %+v", actor)
			}
			if _, err := e.Registers.CreateDevice(t.Context(), actor, "", w.site, app.DeviceInput{Name: "Door", Serial: "1", Status: gatehouse.DeviceOnline}); err != nil {
				t.Error(err)
			}
			_, err := e.Sites.List(t.Context(), actor, gatehouse.SiteFilter{}, app.Page{})
			if err == nil {
				t.Error("a site's key lists the partner's sites")
			}
		})
		t.Run("OK only for decisions", func(t *testing.T) {
			actor := w.ByKey(t, w.NewKey(t, w.mara.Actor, gatehouse.KeyDecisions).Token)
			_, err := e.Sites.List(t.Context(), actor, gatehouse.SiteFilter{}, app.Page{})
			wantCode(t, "list the sites", err, gatehouse.CodeForbidden)
		})
		t.Run("Err elsewhere", func(t *testing.T) {
			ofPartner, ofSite := w.NewKey(t, w.mara.Actor, gatehouse.KeyMaster), w.NewKey(t, w.sina.Actor, gatehouse.KeyMaster)
			other := e.NewPartner(t, "Northgate", "nora@northgate.example")
			for _, at := range []struct {
				token string
				spot  gatehouse.Spot
				want  gatehouse.Code
			}{
				{ofPartner.Token, w.mara.Actor.Spot(), ""},
				{ofPartner.Token, gatehouse.Spot{Site: w.site}, gatehouse.CodeNotFound},
				{ofPartner.Token, gatehouse.Spot{Partner: other.Actor.Partner}, gatehouse.CodeNotFound},
				{ofSite.Token, gatehouse.Spot{Site: w.site}, ""},
				{ofSite.Token, w.mara.Actor.Spot(), gatehouse.CodeNotFound},
				{ofSite.Token, other.Actor.Spot(), gatehouse.CodeNotFound},
			} {
				_, err := e.APIKeys.Actor(t.Context(), gatehousetest.Stranger(), at.token, at.spot)
				wantCode(t, "stand elsewhere", err, at.want)
			}
		})
		t.Run("Err unknown", func(t *testing.T) {
			for _, token := range []string{"", "gh_", "gh_" + strings.Repeat("a", 43), w.mara.Token, "gh_" + w.mara.Token} {
				if code := keyCode(t, e.App, token); code != gatehouse.CodeKeyInvalid {
					t.Errorf("%q: code %q", token, code)
				}
			}
		})
	})
}

// TestT012InviteByKey: what the scope does not allow is refused and on record, whatever
// its creator may do, and nothing is queued.
func TestT012InviteByKey(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		queued := len(e.Queued(t))
		for scope, want := range map[gatehouse.KeyScope]gatehouse.Code{
			gatehouse.KeyDecisions: gatehouse.CodeForbidden, gatehouse.KeyObserver: gatehouse.CodeForbidden, gatehouse.KeyOperator: gatehouse.CodeForbidden,
		} {
			actor := e.ByKey(t, e.NewKey(t, master.Actor, scope).Token)
			_, err := e.Admins.Invite(t.Context(), actor, "", []app.Invitee{{Email: "new@example.com", Role: "master"}}, false)
			wantCode(t, string(scope), err, want)
			refusal := wantRefusal(t, e, actor.Partner, gatehouse.ActionAdminInvite, want)
			if refusal.Via != gatehouse.ViaKey || refusal.Key == "" {
				t.Errorf("on record is %+v", refusal)
			}
		}
		actor := e.ByKey(t, e.NewKey(t, master.Actor, gatehouse.KeyAdmin).Token)
		results, err := e.Admins.Invite(t.Context(), actor, "", []app.Invitee{{Email: "new@example.com", Role: "master"}}, false)
		wantRows(t, "invite a Master with an Admin's key", results, err, refused(gatehouse.CodeRoleAboveYours))
		if n := len(e.Queued(t)); n != queued {
			t.Errorf("%d mails were queued", n-queued)
		}
	})
}

// TestAPIKeyManaging: keys are made, renamed, rotated and revoked by Masters of their
// place who sign in, and by nobody else.
func TestAPIKeyManaging(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		olga := e.Join(t, w.mara.Actor, "olga@meridian.example", gatehouse.PartnerAdmin)
		sam := e.SiteMember(t, w.mara.Actor, w.site, "sam@harbour.example", gatehouse.SiteAdminRole)
		key := w.NewKey(t, w.mara.Actor, gatehouse.KeyMaster)
		other := e.NewPartner(t, "Northgate", "nora@northgate.example")
		all := func(by gatehouse.Actor) map[string]error {
			_, list := e.APIKeys.List(t.Context(), by)
			_, get := e.APIKeys.Get(t.Context(), by, key.ID)
			_, create := e.APIKeys.Create(t.Context(), by, "", gatehouse.KeyInput{Name: "x", Scope: gatehouse.KeyObserver})
			_, rotate := e.APIKeys.Rotate(t.Context(), by, "", key.ID, app.KeyRotation{})
			return map[string]error{
				"list": list, "get": get, "create": create, "rotate": rotate,
				"rename": e.APIKeys.Rename(t.Context(), by, "", key.ID, "y", 0),
				"revoke": e.APIKeys.Revoke(t.Context(), by, "", key.ID, 0),
			}
		}
		for who, by := range map[string]gatehouse.Actor{"an Admin": olga.Actor, "an Admin of the site": sam.Actor} {
			for what, err := range all(by) {
				wantCode(t, what+" by "+who, err, gatehouse.CodeForbidden)
			}
		}
		for what, err := range all(w.ByKey(t, key.Token)) {
			wantCode(t, what+" by a key", err, gatehouse.CodeKeyNotAllowed)
		}
		for who, by := range map[string]gatehouse.Actor{"a Master of the site": w.sina.Actor, "a Master elsewhere": other.Actor} {
			for what, err := range all(by) {
				if what != "list" && what != "create" {
					wantCode(t, what+" by "+who, err, gatehouse.CodeNotFound)
				}
			}
		}
		rows, err := e.APIKeys.List(t.Context(), w.ben.Actor)
		if err != nil || len(rows) != 1 || rows[0].Key.Name != "Key of Mara Master" || rows[0].Holder.Name != "Mara Master" ||
			rows[0].State() != gatehouse.KeyActive || !strings.HasSuffix(key.Token, rows[0].Key.Hint) {
			t.Errorf("listed is %+v, %v", rows, err)
		}
		wantCode(t, "rename", e.APIKeys.Rename(t.Context(), w.ben.Actor, "", key.ID, "Turnstiles", rows[0].Key.Version), "")
		wantCode(t, "rename what changed", e.APIKeys.Rename(t.Context(), w.ben.Actor, "", key.ID, "Doors", rows[0].Key.Version), gatehouse.CodeStale)
		wantCode(t, "revoke", e.APIKeys.Revoke(t.Context(), w.ben.Actor, "", key.ID, 0), "")
		wantCode(t, "the revoked key", firstError(e.APIKeys.Actor(t.Context(), gatehousetest.Stranger(), key.Token, gatehouse.Spot{})), gatehouse.CodeKeyInvalid)
		var did []gatehouse.Action
		for _, event := range trail(t, e, w.mara.Actor.Partner, gatehouse.AuditFilter{Target: string(key.ID)}) {
			if event.Outcome == gatehouse.Done {
				did = append(did, event.Action)
			}
		}
		if diff := cmp.Diff([]gatehouse.Action{gatehouse.ActionKeyCreate, gatehouse.ActionKeyRename, gatehouse.ActionKeyRevoke}, did); diff != "" {
			t.Errorf("on record (-want +got):\n%s", diff)
		}
	})
}

func firstError[T any](_ T, err error) error { return err }

// TestAPIKeyInput: names, scopes and ends are checked, and a place has a limit.
func TestAPIKeyInput(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		now, err := e.Store.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for field, in := range map[string]gatehouse.KeyInput{
			"name":       {Name: " ", Scope: gatehouse.KeyObserver},
			"scope":      {Name: "x", Scope: "owner"},
			"expires_at": {Name: "x", Scope: gatehouse.KeyObserver, ExpiresAt: now.Add(59 * time.Minute)},
		} {
			_, err := e.APIKeys.Create(t.Context(), master.Actor, "", in)
			wantCode(t, field, err, gatehouse.CodeInvalid)
			if fields := problem(t, err).Fields; len(fields) != 1 || fields[0].Field != field {
				t.Errorf("%s: named are %v", field, fields)
			}
		}
		_, err = e.APIKeys.Create(t.Context(), master.Actor, "", gatehouse.KeyInput{Name: "x", Scope: gatehouse.KeyObserver, ExpiresAt: now.Add(367 * 24 * time.Hour)})
		wantCode(t, "too long a life", err, gatehouse.CodeInvalid)
		for range gatehouse.KeysPerPlace {
			e.NewKey(t, master.Actor, gatehouse.KeyObserver)
		}
		_, err = e.APIKeys.Create(t.Context(), master.Actor, "", gatehouse.KeyInput{Name: "x", Scope: gatehouse.KeyObserver})
		wantCode(t, "one too many", err, gatehouse.CodeTooManyKeys)
	})
}

// TestT106StoredKey: neither the database nor a stored answer holds the token, and
// what they hold opens nothing. The same Idempotency-Key makes one key and shows its
// token once.
func TestT106StoredKey(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		in := gatehouse.KeyInput{Name: "Turnstiles", Scope: gatehouse.KeyAdmin}
		first, err := e.APIKeys.Create(t.Context(), master.Actor, "once", in)
		wantCode(t, "create", err, "")
		again, err := e.APIKeys.Create(t.Context(), master.Actor, "once", in)
		wantCode(t, "create again", err, "")
		if again.ID != first.ID || again.Token != "" {
			t.Errorf("the repeated answer is %+v", again)
		}
		rotated, err := e.APIKeys.Rotate(t.Context(), master.Actor, "twice", first.ID, app.KeyRotation{})
		wantCode(t, "rotate", err, "")
		if again, err := e.APIKeys.Rotate(t.Context(), master.Actor, "twice", first.ID, app.KeyRotation{}); err != nil || again.Token != "" {
			t.Errorf("the repeated rotation is %+v, %v", again, err)
		}
		for _, table := range e.Tables(t) {
			rows, err := json.Marshal(e.Strings(t, `SELECT * FROM "`+table+`"`)) //nolint:gosec // a table's name
			if err != nil {
				t.Fatal(err)
			}
			for _, token := range []string{first.Token, rotated.Token} {
				if strings.Contains(string(rows), strings.TrimPrefix(token, gatehouse.KeyPrefix)) {
					t.Errorf("the table %s holds a token", table)
				}
			}
		}
		for _, row := range e.Strings(t, `SELECT hash FROM api_key_token`) {
			for _, stolen := range []string{row[0], gatehouse.KeyPrefix + row[0]} {
				if code := keyCode(t, e.App, stolen); code != gatehouse.CodeKeyInvalid {
					t.Errorf("what is stored opens: %q", code)
				}
			}
		}
	})
}

// TestAPIKeyLastUse: the last use is written down, and not with every request.
func TestAPIKeyLastUse(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		key := e.NewKey(t, master.Actor, gatehouse.KeyObserver)
		used := func() time.Time {
			row, err := e.APIKeys.Get(t.Context(), master.Actor, key.ID)
			wantCode(t, "get", err, "")
			return row.Key.LastUsedAt
		}
		if !used().IsZero() {
			t.Error("a new key has been used")
		}
		e.ByKey(t, key.Token)
		first := used()
		e.Clock.Advance(gatehouse.KeyTouch / 2)
		e.ByKey(t, key.Token)
		if first.IsZero() || used() != first {
			t.Errorf("used at %v, then noted %v half a minute later", first, used())
		}
		e.Clock.Advance(gatehouse.KeyTouch)
		e.ByKey(t, key.Token)
		if !used().After(first) {
			t.Error("a later use is not noted")
		}
		last := used()
		e.Clock.Advance(2 * gatehouse.KeyTouch)
		asker, _, err := e.Decisions.Evaluate(t.Context(), gatehouse.Actor{}, key.Token, app.Question{})
		wantCode(t, "evaluate", err, "")
		gone, leave := context.WithCancel(t.Context())
		leave()
		e.Decisions.Note(gone, asker)
		if !used().After(last) {
			t.Error("the use by a caller that has left is not noted")
		}
	})
}

// TestAPIKeyAnswersForget: what is kept of an idempotent call by a key goes with the
// person whom it names, and with the key.
func TestAPIKeyAnswersForget(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		key := w.NewKey(t, w.mara.Actor, gatehouse.KeyAdmin)
		actor := w.ByKey(t, key.Token)
		kept := func() int { return len(e.Strings(t, `SELECT key FROM idempotency WHERE caller LIKE 'key:%'`)) }
		invited, err := e.Technicians.Invite(t.Context(), actor, "first", []string{"tess@example.com"}, false)
		wantRows(t, "invite", invited, err, changed)
		again, err := e.Technicians.Invite(t.Context(), actor, "first", []string{"tess@example.com"}, false)
		if diff := cmp.Diff(invited, again); err != nil || diff != "" {
			t.Errorf("the same call under the same key: %v\n%s", err, diff)
		}
		_, err = e.Technicians.Invite(t.Context(), w.mara.Actor, "first", []string{"other@example.com"}, false)
		wantCode(t, "the creator's own call under the same key", err, "")
		wantCode(t, "delete", rowError(e.Technicians.Delete(t.Context(), w.ben.Actor, "", ids(invited.Rows[0].ID))), "")
		if n := kept(); n != 0 {
			t.Errorf("%d answers still name somebody who is deleted", n)
		}
		_, err = e.Technicians.Invite(t.Context(), actor, "second", []string{"tom@example.com"}, false)
		wantCode(t, "invite", err, "")
		wantCode(t, "delete", rowError(e.Admins.Delete(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
		if n := kept(); n != 0 {
			t.Errorf("%d answers are kept of a key that is gone", n)
		}
	})
}
