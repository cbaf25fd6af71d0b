package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

// TestT092T247DeathsOfAKey: whatever ends a key, it is dead for every request from then on,
// with the same answer, also for what a request that was let in before is about to do.
func TestT092T247DeathsOfAKey(t *testing.T) {
	deaths := map[string]func(*testing.T, *keyWorld, gatehousetest.Key){
		"key expired": func(_ *testing.T, w *keyWorld, _ gatehousetest.Key) { w.Clock.Advance(gatehouse.KeyLifetime) },
		"rotated token past its overlap": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			w.rotate(t, key, gatehouse.KeyOverlap)
			if code := keyCode(t, w.App, key.Token); code != "" {
				t.Errorf("in its overlap the older token is %q", code)
			}
			w.Clock.Advance(gatehouse.KeyOverlap)
		},
		"rotated without overlap": func(t *testing.T, w *keyWorld, key gatehousetest.Key) { w.rotate(t, key, 0) },
		"revoked": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			wantCode(t, "revoke", w.APIKeys.Revoke(t.Context(), w.Again(t, w.ben), "", key.ID, 0), "")
		},
		"creator demoted below the scope": func(t *testing.T, w *keyWorld, _ gatehousetest.Key) {
			w.demote(t, gatehouse.PartnerObserver)
		},
		"creator locked": func(t *testing.T, w *keyWorld, _ gatehousetest.Key) {
			w.demote(t, gatehouse.PartnerOperator)
			wantCode(t, "lock", rowError(w.Admins.Lock(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
		},
		"creator deleted": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			wantCode(t, "delete", rowError(w.Admins.Delete(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
			w.wantGone(t, key)
		},
		"creator deleted their account": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			err := w.Accounts.Delete(t.Context(), w.mara.Actor, string(w.mara.Account.Email), gatehousetest.Password)
			wantCode(t, "delete the account", err, "")
			w.wantGone(t, key)
		},
		"creator stays as technician": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			w.Exec(t, `UPDATE person SET technician = true WHERE id = $1`, string(w.mara.Actor.Person))
			wantCode(t, "delete", rowError(w.Admins.Delete(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
			w.wantGone(t, key)
		},
		"creator stays at a site": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			w.Exec(t, `INSERT INTO site_admin (partner_id, site_id, person_id, role, listed_role, created_at) VALUES ($1, $2, $3, 4, 4, 1)`,
				string(w.mara.Actor.Partner), string(w.site), string(w.mara.Actor.Person))
			wantCode(t, "delete", rowError(w.Admins.Delete(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
			w.wantGone(t, key)
		},
		"T041 creator forgot their password": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			wantCode(t, "ask", w.Resets.Request(t.Context(), gatehousetest.Stranger(), string(w.mara.Account.Email)), "")
			token := w.OutboxToken(t, string(w.mara.Account.Email))
			wantCode(t, "reset", w.Resets.Complete(t.Context(), gatehousetest.Stranger(), token, otherPassword), "")
			w.wantGone(t, key)
		},
	}
	for name, end := range deaths {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, e *gatehousetest.Env) {
				w := newKeyWorld(t, e)
				key := w.NewKey(t, w.mara.Actor, gatehouse.KeyOperator)
				before := w.ByKey(t, key.Token)
				end(t, w, key)
				w.wantDead(t, key, before)
			})
		})
	}
}

// TestT092T247DeathsOfASiteKey: the same for a key of a site.
func TestT092T247DeathsOfASiteKey(t *testing.T) {
	deaths := map[string]func(*testing.T, *keyWorld, gatehousetest.Key){
		"key expired": func(_ *testing.T, w *keyWorld, _ gatehousetest.Key) { w.Clock.Advance(gatehouse.KeyLifetime) },
		"revoked": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			wantCode(t, "revoke", w.APIKeys.Revoke(t.Context(), w.rob.Actor, "", key.ID, 0), "")
		},
		"creator demoted below the scope": func(t *testing.T, w *keyWorld, _ gatehousetest.Key) {
			_, err := w.SiteAdmins.ChangeRole(t.Context(), w.rob.Actor, "", w.site, ids(w.sina.Actor.Person), gatehouse.SiteObserver)
			wantCode(t, "demote", err, "")
		},
		"creator locked at the site": func(t *testing.T, w *keyWorld, _ gatehousetest.Key) {
			_, err := w.SiteAdmins.ChangeRole(t.Context(), w.rob.Actor, "", w.site, ids(w.sina.Actor.Person), gatehouse.SiteOperator)
			wantCode(t, "demote", err, "")
			wantCode(t, "lock", rowError(w.SiteAdmins.Lock(t.Context(), w.rob.Actor, "", w.site, ids(w.sina.Actor.Person))), "")
		},
		"creator deleted at the site": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			w.stays(t, w.sina)
			wantCode(t, "delete", rowError(w.SiteAdmins.Delete(t.Context(), w.rob.Actor, "", w.site, ids(w.sina.Actor.Person))), "")
			w.wantGone(t, key)
		},
		"site deleted": func(t *testing.T, w *keyWorld, key gatehousetest.Key) {
			w.stays(t, w.sina)
			_, err := w.Sites.Delete(t.Context(), w.mara.Actor, "", w.site, app.SiteDeletion{})
			wantCode(t, "delete the site", err, "")
			w.wantGone(t, key)
		},
	}
	for name, end := range deaths {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, e *gatehousetest.Env) {
				w := newKeyWorld(t, e)
				key := w.NewKey(t, w.sina.Actor, gatehouse.KeyOperator)
				before := w.ByKey(t, key.Token)
				end(t, w, key)
				w.wantDead(t, key, before)
			})
		})
	}
}

// TestAPIKeyOutlives: what is no death. A lock at the partner does not reach a site's
// administrators; a creator who keeps at least the scope keeps the key; and a key that
// slept with its creator wakes with them.
func TestAPIKeyOutlives(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		wantAlive := func(what string, key gatehousetest.Key) {
			t.Helper()
			if code := keyCode(t, e.App, key.Token); code != "" {
				t.Errorf("%s: code %q", what, code)
			}
		}
		ofPartner, ofSite := w.NewKey(t, w.mara.Actor, gatehouse.KeyOperator), w.NewKey(t, w.sina.Actor, gatehouse.KeyOperator)
		w.demote(t, gatehouse.PartnerOperator)
		wantAlive("demoted to the scope", ofPartner)
		e.Exec(t, `UPDATE person SET locked_at = 1 WHERE id = $1`, string(w.sina.Actor.Person))
		wantAlive("locked at the partner", ofSite)
		_, err := e.SiteAdmins.ChangeRole(t.Context(), w.rob.Actor, "", w.site, ids(w.sina.Actor.Person), gatehouse.SiteOperator)
		wantCode(t, "demote at the site", err, "")
		wantAlive("demoted at the site to the scope", ofSite)
		wantCode(t, "lock", rowError(e.Admins.Lock(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
		if rows, err := e.APIKeys.List(t.Context(), w.ben.Actor); err != nil || len(rows) != 1 || rows[0].State() != gatehouse.KeySuspended {
			t.Errorf("listed is %+v, %v", rows, err)
		}
		wantCode(t, "unlock", rowError(e.Admins.Unlock(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person))), "")
		wantAlive("locked and unlocked", ofPartner)
		e.Exec(t, `UPDATE partner SET activated_at = 0`)
		for _, key := range []gatehousetest.Key{ofPartner, ofSite} {
			if code := keyCode(t, e.App, key.Token); code != gatehouse.CodeKeyInvalid {
				t.Errorf("at a partner that is not active: code %q", code)
			}
		}
	})
}

// TestAPIKeyRotation: each token is worth what the person is to whom it was shown, the
// older ones end with their overlap, and there are never too many.
func TestAPIKeyRotation(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		key := w.NewKey(t, w.mara.Actor, gatehouse.KeyAdmin)
		second := w.rotate(t, key, 7*24*time.Hour)
		row, err := e.APIKeys.Get(t.Context(), w.ben.Actor, key.ID)
		if err != nil || row.Key.Creator != w.ben.Actor.Person || row.OlderEnds.Sub(row.Now) < 6*24*time.Hour {
			t.Errorf("rotated, the key is %+v, %v", row, err)
		}
		w.demote(t, gatehouse.PartnerObserver)
		for token, want := range map[string]gatehouse.Code{key.Token: gatehouse.CodeKeyInvalid, second.Token: ""} {
			if code := keyCode(t, e.App, token); code != want {
				t.Errorf("with the first creator demoted: code %q, want %q", code, want)
			}
		}
		tokens := []string{second.Token}
		for range gatehouse.KeyTokens {
			tokens = append(tokens, w.rotate(t, key, 7*24*time.Hour).Token)
		}
		alive := 0
		for _, token := range tokens {
			if keyCode(t, e.App, token) == "" {
				alive++
			}
		}
		if newest := tokens[len(tokens)-1]; keyCode(t, e.App, newest) != "" || alive != gatehouse.KeyTokens {
			t.Errorf("%d tokens live", alive)
		}
		for field, ask := range map[string]app.KeyRotation{
			"overlap":    {Overlap: new(gatehouse.MaxKeyOverlap + time.Second)},
			"expires_at": {ExpiresAt: row.Now.Add(time.Minute)},
		} {
			_, err := e.APIKeys.Rotate(t.Context(), w.ben.Actor, "", key.ID, ask)
			wantCode(t, field, err, gatehouse.CodeInvalid)
		}
		e.Clock.Advance(gatehouse.KeyLifetime)
		again := e.SignIn(t, string(w.ben.Account.Email))
		_, err = e.APIKeys.Rotate(t.Context(), again.Actor, "", key.ID, app.KeyRotation{})
		wantCode(t, "rotate an expired key", err, gatehouse.CodeInvalid)
		now, err := e.Store.Now(t.Context())
		wantCode(t, "now", err, "")
		fresh, err := e.APIKeys.Rotate(t.Context(), again.Actor, "", key.ID, app.KeyRotation{ExpiresAt: now.Add(2 * time.Hour)})
		wantCode(t, "rotate an expired key with a new end", err, "")
		if code := keyCode(t, e.App, fresh.Token); code != "" {
			t.Errorf("the new token: code %q", code)
		}
	})
}

// TestI02RevokeKeyMeetsChange: a key is revoked while a change by it is under way. At
// every point of the one and the other, nothing by the key commits after the
// revocation has returned.
func TestI02RevokeKeyMeetsChange(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		c := newCrossing(t, e)
		n := 0
		for _, at := range store.Points() {
			for _, swapped := range []bool{false, true} {
				n++
				key := w.NewKey(t, w.mara.Actor, gatehouse.KeyOperator)
				actor := w.ByKey(t, key.Token)
				address := fmt.Sprintf("tess%d@example.com", n)
				invite := operation{run: func(ctx context.Context) string {
					return outcome(firstError(c.Technicians.Invite(ctx, actor, "", []string{address}, false)))
				}}
				revoke := operation{run: func(ctx context.Context) string {
					return outcome(c.APIKeys.Revoke(ctx, w.ben.Actor, "", key.ID, 0))
				}}
				first, second := invite, revoke
				if swapped {
					first, second = revoke, invite
				}
				one, two, _ := c.meet(t, at, first, second)
				did := map[bool]string{false: one, true: two}[swapped]
				invitedAt, revokedAt := int64(0), int64(0)
				for _, event := range trail(t, e, w.mara.Actor.Partner, gatehouse.AuditFilter{}) {
					switch {
					case event.Action == gatehouse.ActionTechnicianInvite && event.Key == key.ID && event.Outcome == gatehouse.Done:
						invitedAt = event.Seq
					case event.Action == gatehouse.ActionKeyRevoke && event.Target == string(key.ID):
						revokedAt = event.Seq
					}
				}
				if revokedAt == 0 || invitedAt > revokedAt || (invitedAt > 0) != (did == "changed") {
					t.Errorf("%s, swapped %v: invited (%s) as event %d, revoked as event %d", at, swapped, did, invitedAt, revokedAt)
				}
			}
		}
	})
}

func (w *keyWorld) rotate(t *testing.T, key gatehousetest.Key, overlap time.Duration) gatehousetest.Key {
	t.Helper()
	rotated, err := w.APIKeys.Rotate(t.Context(), w.ben.Actor, "", key.ID, app.KeyRotation{Overlap: &overlap})
	if err != nil {
		t.Fatalf("rotate: %v", err)
	}
	if code := keyCode(t, w.App, rotated.Token); code != "" {
		t.Fatalf("the new token is %q", code)
	}
	return gatehousetest.Key{ID: rotated.ID, Token: rotated.Token}
}

// demote gives the creator of the partner's key another role.
func (w *keyWorld) demote(t *testing.T, role gatehouse.PartnerRole) {
	t.Helper()
	_, err := w.Admins.ChangeRole(t.Context(), w.ben.Actor, "", ids(w.mara.Actor.Person), role)
	wantCode(t, "demote", err, "")
}

// stays keeps somebody at the partner without the site: whoever has nothing else goes
// with it, and so do their keys.
func (w *keyWorld) stays(t *testing.T, m gatehousetest.Member) {
	t.Helper()
	w.Exec(t, `UPDATE person SET technician = true WHERE id = $1`, string(m.Actor.Person))
}

// wantGone fails the test unless nothing of the key is stored any more.
func (w *keyWorld) wantGone(t *testing.T, key gatehousetest.Key) {
	t.Helper()
	if rows := w.Strings(t, `SELECT hash FROM api_key_token WHERE key_id = $1 UNION ALL SELECT id FROM api_key WHERE id = $1`, string(key.ID)); len(rows) > 0 {
		t.Errorf("of the key are left %v", rows)
	}
}

// wantDead fails the test unless the token opens nothing, and a request that came with
// it before can finish nothing.
func (w *keyWorld) wantDead(t *testing.T, key gatehousetest.Key, before gatehouse.Actor) {
	t.Helper()
	apps := []*app.App{w.App}
	if w.Engine == gatehousetest.Postgres {
		_, replica := w.Replica(t)
		apps = append(apps, replica)
	}
	for _, a := range apps {
		if code := keyCode(t, a, key.Token); code != gatehouse.CodeKeyInvalid {
			t.Errorf("a request with it: code %q", code)
		}
		var err error
		if before.AtSite() {
			_, err = a.Registers.CreateUser(t.Context(), before, "", w.site, app.SiteUserInput{Name: "Rosa Silva"})
		} else {
			_, err = a.Technicians.Invite(t.Context(), before, "", []string{"late@example.com"}, false)
		}
		if code := gatehouse.CodeOf(err); code != gatehouse.CodeKeyInvalid {
			t.Errorf("a request that was let in before: code %q (%v)", code, err)
		}
	}
}

// TestAPIKeyRotationEndsEveryToken: a rotation without an overlap ends older tokens
// than the last one, too, and no token lives longer than the key that it was made for:
// a new end of the key wakes none that was dead.
func TestAPIKeyRotationEndsEveryToken(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newKeyWorld(t, e)
		key := w.NewKey(t, w.ben.Actor, gatehouse.KeyObserver)
		first := w.rotate(t, key, 0)
		second := w.rotate(t, first, gatehouse.MaxKeyOverlap)
		third := w.rotate(t, second, 0)
		for name, token := range map[string]string{"first": first.Token, "second": second.Token} {
			if code := keyCode(t, e.App, token); code != gatehouse.CodeKeyInvalid {
				t.Errorf("the %s token lives on: code %q", name, code)
			}
		}
		now, err := e.Store.Now(t.Context())
		wantCode(t, "now", err, "")
		overlap := gatehouse.MaxKeyOverlap
		_, err = e.APIKeys.Rotate(t.Context(), w.ben.Actor, "", key.ID, app.KeyRotation{Overlap: &overlap, ExpiresAt: now.Add(2 * time.Hour)})
		wantCode(t, "rotate with a near end", err, "")
		e.Clock.Advance(3 * time.Hour)
		again := e.SignIn(t, string(w.ben.Account.Email))
		_, err = e.APIKeys.Rotate(t.Context(), again.Actor, "", key.ID, app.KeyRotation{Overlap: &overlap, ExpiresAt: now.Add(gatehouse.KeyLifetime)})
		wantCode(t, "rotate with a far end", err, "")
		if code := keyCode(t, e.App, third.Token); code != gatehouse.CodeKeyInvalid {
			t.Errorf("a token that was dead lives again: code %q", code)
		}
	})
}
