package app_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// world is one partner under random commands, what a model of the rules says it
// must be, and what was stored before the last command.
type world struct {
	t       *testing.T
	e       *gatehousetest.Env
	partner gatehouse.PartnerID
	emails  []string
	// links are the tokens ever sent to an address, oldest first; all but the last
	// are superseded.
	links  map[string][]string
	before stored
	seq    int64
}

// stored is every person of the partner with their invitation, by address.
type stored map[string]facts

// facts is one row as the database has it, in plain numbers.
type facts struct {
	id, account, invitedBy, hash  string
	role, offered, rotation       int
	locked, accepted, revoked     bool
	expires, version, invitation  int64
	sessionsEnded, lockedAtMicros int64
}

// status is SPEC section 4, said once more.
func (f facts) status(now int64) gatehouse.InvitationStatus {
	switch {
	case f.accepted:
		return gatehouse.Accepted
	case f.revoked:
		return gatehouse.Revoked
	case now < f.expires:
		return gatehouse.Pending
	default:
		return gatehouse.Expired
	}
}

// level is what the Level column shows.
func (f facts) level() int {
	if f.role > 0 {
		return f.role
	}
	return f.offered
}

const roleAdmin, roleMaster = 3, 4

func newWorld(t *testing.T, e *gatehousetest.Env, run int) *world {
	t.Helper()
	w := &world{t: t, e: e, links: map[string][]string{}}
	for _, name := range []string{"master", "admin", "one", "two", "three", "four"} {
		w.emails = append(w.emails, fmt.Sprintf("%s@run%d.example", name, run))
	}
	master := e.NewPartner(t, fmt.Sprint("Run ", run), w.emails[0])
	w.partner = master.Actor.Partner
	admin := e.Invite(t, master.Actor, w.emails[1], gatehouse.PartnerAdmin)
	if _, err := e.Invitations.Accept(t.Context(), gatehousetest.Stranger(), "", e.Newcomer(e.OutboxToken(t, w.emails[1]), "Admin")); err != nil {
		t.Fatalf("join as Admin %s: %v", admin, err)
	}
	w.before, _ = w.read()
	w.seq = int64(len(trail(t, e, w.partner, gatehouse.AuditFilter{})))
	return w
}

// read returns what is stored now, and the database's time.
func (w *world) read() (stored, int64) {
	w.t.Helper()
	now, err := w.e.Store.Now(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	people := stored{}
	for _, r := range w.e.Strings(w.t, `
		SELECT p.email, p.id, COALESCE(p.account_id, ''), i.invited_by, COALESCE(i.token_hash, ''), p.role, i.role, i.rotation,
			p.locked_at, i.accepted_at, i.revoked_at, i.expires_at, p.version, i.version, p.sessions_ended_at
		FROM person p JOIN invitation i ON i.partner_id = p.partner_id AND i.person_id = p.id
		WHERE p.partner_id = $1`, string(w.partner)) {
		n := make([]int64, len(r))
		for i := 5; i < len(r); i++ {
			if n[i], err = strconv.ParseInt(r[i], 10, 64); err != nil {
				w.t.Fatal(err)
			}
		}
		if _, twice := people[r[0]]; twice {
			w.t.Fatalf("%s has two invitations", r[0])
		}
		people[r[0]] = facts{
			id: r[1], account: r[2], invitedBy: r[3], hash: r[4],
			role: int(n[5]), offered: int(n[6]), rotation: int(n[7]),
			locked: n[8] > 0, accepted: n[9] > 0, revoked: n[10] > 0,
			expires: n[11], version: n[12], invitation: n[13], sessionsEnded: n[14], lockedAtMicros: n[8],
		}
	}
	return people, now.UnixMicro()
}

// actor signs in an administrator of the partner, chosen at random.
func (w *world) actor(rt *rapid.T) (gatehouse.Actor, facts) {
	var able []string
	for email, f := range w.before {
		if f.role > 0 && !f.locked {
			able = append(able, email)
		}
	}
	slices.Sort(able)
	// The first Master may be gone; then whoever is one by now acts more often.
	email := rapid.SampledFrom(able).Draw(rt, "actor")
	done, err := w.e.Sessions.SignIn(context.Background(), gatehousetest.Stranger(), email, gatehousetest.Password)
	if err != nil {
		rt.Fatalf("sign in as %s: %v", email, err)
	}
	actor, err := w.e.Sessions.Actor(context.Background(), gatehousetest.Stranger(), done.Token)
	if err != nil {
		rt.Fatalf("use the session of %s: %v", email, err)
	}
	return actor, w.before[email]
}

func (w *world) invite(rt *rapid.T) {
	actor, me := w.actor(rt)
	email := rapid.SampledFrom(w.emails).Draw(rt, "email")
	role := rapid.IntRange(1, roleMaster).Draw(rt, "role")
	_, now := w.read()
	results, err := w.e.Admins.Invite(context.Background(), actor, "", invitee(email, gatehouse.PartnerRole(role)), false)
	if me.role < roleAdmin {
		w.wantCall(rt, err, gatehouse.CodeForbidden)
		return
	}
	target, known := w.before[email]
	want := gatehouse.Code("")
	switch {
	case role > me.role:
		want = gatehouse.CodeRoleAboveYours
	case !known:
	case target.locked && role >= roleAdmin:
		want = gatehouse.CodeAccountLocked
	case target.status(now) == gatehouse.Pending:
		want = gatehouse.CodeAlreadyPending
	case target.status(now) == gatehouse.Accepted:
		want = gatehouse.CodeAlreadyMember
	case target.offered > me.role:
		want = gatehouse.CodeRoleAboveYours
	}
	if w.wantRow(rt, results, err, want) {
		w.sent(email)
	}
}

func (w *world) revoke(rt *rapid.T) {
	w.aboutOne(rt, w.e.Admins.Revoke, func(target facts, now int64) gatehouse.Code {
		if target.status(now) != gatehouse.Pending {
			return gatehouse.CodeNotPending
		}
		return ""
	})
}

func (w *world) resend(rt *rapid.T) {
	email := w.aboutOne(rt, w.e.Admins.Resend, func(target facts, now int64) gatehouse.Code {
		if target.status(now) == gatehouse.Accepted {
			return gatehouse.CodeAlreadyAccepted
		}
		return ""
	})
	if email != "" {
		w.sent(email)
	}
}

func (w *world) lock(rt *rapid.T)   { w.aboutOne(rt, w.e.Admins.Lock, lockable) }
func (w *world) unlock(rt *rapid.T) { w.aboutOne(rt, w.e.Admins.Unlock, lockable) }

func (w *world) endSessions(rt *rapid.T) {
	w.aboutOne(rt, w.e.Admins.EndSessions, func(target facts, _ int64) gatehouse.Code {
		if !target.accepted {
			return gatehouse.CodeNotAccepted
		}
		return ""
	})
}

func lockable(target facts, _ int64) gatehouse.Code {
	switch {
	case !target.accepted:
		return gatehouse.CodeNotAccepted
	case target.role >= roleAdmin:
		return gatehouse.CodeRoleNotLockable
	default:
		return ""
	}
}

func (w *world) changeRole(rt *rapid.T) {
	role := rapid.IntRange(1, roleMaster).Draw(rt, "role")
	var me facts
	w.aboutOneAs(rt, func(actor facts) { me = actor }, func(ctx context.Context, actor gatehouse.Actor, key string, bulk app.Bulk) (gatehouse.Results, error) {
		return w.e.Admins.ChangeRole(ctx, actor, key, bulk, gatehouse.PartnerRole(role))
	}, func(target facts, _ int64) gatehouse.Code {
		switch {
		case !target.accepted:
			return gatehouse.CodeNotAccepted
		case role > me.role:
			return gatehouse.CodeRoleAboveYours
		case target.role == role:
			return ""
		case target.locked && role >= roleAdmin:
			return gatehouse.CodeAccountLocked
		case w.lastMaster(target):
			return gatehouse.CodeLastMaster
		default:
			return ""
		}
	})
}

func (w *world) delete(rt *rapid.T) {
	email := w.aboutOne(rt, w.e.Admins.Delete, func(target facts, _ int64) gatehouse.Code {
		if w.lastMaster(target) {
			return gatehouse.CodeLastMaster
		}
		return ""
	})
	if email != "" {
		// Every link there ever was is dead, and stays dead for the next one.
		w.links[email] = append(w.links[email], "")
	}
}

func (w *world) lastMaster(target facts) bool {
	masters := 0
	for _, f := range w.before {
		if f.role == roleMaster {
			masters++
		}
	}
	return target.role == roleMaster && masters == 1
}

type bulkCall func(context.Context, gatehouse.Actor, string, app.Bulk) (gatehouse.Results, error)

// aboutOne runs a call about one person and returns their address when it changed
// something.
func (w *world) aboutOne(rt *rapid.T, call bulkCall, rule func(facts, int64) gatehouse.Code) string {
	return w.aboutOneAs(rt, func(facts) {}, call, rule)
}

func (w *world) aboutOneAs(rt *rapid.T, as func(facts), call bulkCall, rule func(facts, int64) gatehouse.Code) string {
	actor, me := w.actor(rt)
	as(me)
	email := rapid.SampledFrom(slices.Sorted(maps.Keys(w.before))).Draw(rt, "target")
	target := w.before[email]
	_, now := w.read()
	results, err := call(context.Background(), actor, "", app.Bulk{IDs: []gatehouse.PersonID{gatehouse.PersonID(target.id)}})
	if me.role < roleAdmin {
		w.wantCall(rt, err, gatehouse.CodeForbidden)
		return ""
	}
	want := gatehouse.Code("")
	switch {
	case target.id == me.id:
		want = gatehouse.CodeSelfNotAllowed
	case target.level() > me.role:
		want = gatehouse.CodeRoleAboveYours
	default:
		want = rule(target, now)
	}
	if w.wantRow(rt, results, err, want) {
		return email
	}
	return ""
}

// accept tries any link that was ever sent.
func (w *world) accept(rt *rapid.T) {
	invited := slices.Sorted(maps.Keys(w.links))
	if len(invited) == 0 {
		rt.Skip("nobody was invited yet")
	}
	email := rapid.SampledFrom(invited).Draw(rt, "email")
	sent := w.links[email]
	// More often than not it is the newest.
	n := len(sent) - 1 - rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(rt, "older")
	if n < 0 {
		rt.Skip("there is no such old link")
	}
	target, known := w.before[email]
	_, now := w.read()
	_, err := w.e.Invitations.Accept(context.Background(), gatehousetest.Stranger(), "", w.e.Newcomer(sent[n], "Newcomer"))
	want := gatehouse.Code("")
	switch {
	case !known, n < len(sent)-1, target.status(now) != gatehouse.Pending:
		want = gatehouse.CodeLinkDead
	case w.void(target):
		want = gatehouse.CodeInvitationVoid
	}
	w.wantCall(rt, err, want)
}

// void reports whether whoever sent the invitation last may not do so any more.
func (w *world) void(target facts) bool {
	if target.invitedBy == "" {
		return false
	}
	for _, f := range w.before {
		if f.id == target.invitedBy {
			return f.locked || f.role < roleAdmin || target.offered > f.role
		}
	}
	return true
}

func (w *world) advance(rt *rapid.T) {
	hours := rapid.SampledFrom([]int{1, 24, 5*24 + 1, 7 * 24}).Draw(rt, "hours")
	w.e.Clock.Advance(time.Duration(hours) * time.Hour)
}

func (w *world) remind(rt *rapid.T) {
	if err := w.e.Deliveries.Remind(context.Background()); err != nil {
		rt.Fatalf("remind: %v", err)
	}
	after, now := w.read()
	for email, f := range after {
		old, known := w.before[email]
		if !known || f.rotation == old.rotation {
			continue
		}
		if old.status(now) != gatehouse.Pending || f.expires != old.expires || old.expires-now > gatehouse.ReminderLead.Microseconds() {
			rt.Fatalf("%s was reminded: %+v is now %+v", email, old, f)
		}
		w.sent(email)
	}
}

// sent notes that an address got a new link.
func (w *world) sent(email string) {
	w.links[email] = append(w.links[email], w.e.OutboxToken(w.t, email))
}

func (w *world) wantCall(rt *rapid.T, err error, want gatehouse.Code) {
	if got := gatehouse.CodeOf(err); got != want {
		rt.Fatalf("code %q (%v), want %q", got, err, want)
	}
}

// wantRow compares the outcome of a call about one row and reports whether it
// changed something. Too many mails in the hour are always a possible answer.
func (w *world) wantRow(rt *rapid.T, results gatehouse.Results, err error, want gatehouse.Code) bool {
	if err != nil || len(results.Rows) != 1 {
		rt.Fatalf("%+v, %v", results, err)
	}
	row := results.Rows[0]
	if row.Code != want && row.Code != gatehouse.CodeTooManyRequests {
		rt.Fatalf("the row says %s %q, want %q", row.Outcome, row.Code, want)
	}
	return row.Outcome == gatehouse.Changed
}

// actions are those that change a person or an invitation.
var actions = map[gatehouse.Action]bool{
	gatehouse.ActionAdminInvite: true, gatehouse.ActionAdminRevoke: true, gatehouse.ActionAdminResend: true,
	gatehouse.ActionAdminLock: true, gatehouse.ActionAdminUnlock: true, gatehouse.ActionAdminRole: true,
	gatehouse.ActionAdminEndSessions: true, gatehouse.ActionAdminDelete: true,
	gatehouse.ActionInvitationAccept: true, gatehouse.ActionInvitationVoid: true, gatehouse.ActionInvitationRemind: true,
}

// check holds what is stored against the invariants of SECURITY section 6, and
// keeps it for the next command.
func (w *world) check(rt *rapid.T) {
	after, now := w.read()
	events := trail(w.t, w.e, w.partner, gatehouse.AuditFilter{})
	w.checkPeople(rt, after)
	w.checkLinks(rt, after)
	w.checkEdges(rt, after, now)
	w.checkEvents(rt, after, events)
	w.before, w.seq = after, int64(len(events))
}

// checkPeople is I01 and I05.
func (w *world) checkPeople(rt *rapid.T, after stored) {
	masters := 0
	for email, f := range after {
		if f.role == roleMaster && f.accepted && !f.locked && f.account != "" {
			masters++
		}
		if f.locked && f.role >= roleAdmin {
			rt.Fatalf("I05: %s is locked with the role %d", email, f.role)
		}
		if f.role > 0 && !f.accepted {
			rt.Fatalf("%s has a role and has not accepted", email)
		}
	}
	if masters == 0 {
		rt.Fatal("I01: no active Master is left")
	}
}

// checkLinks is I03: the newest link lives as long as its invitation is open, and
// no other one ever does.
func (w *world) checkLinks(rt *rapid.T, after stored) {
	for email, sent := range w.links {
		for n, token := range sent {
			living := after[email].hash != "" && after[email].hash == auth.HashToken(token)
			newest := n == len(sent)-1 && !after[email].accepted && !after[email].revoked && after[email].id != ""
			if living != newest {
				rt.Fatalf("I03: link %d of %d to %s lives: %v; %+v", n+1, len(sent), email, living, after[email])
			}
		}
	}
}

// edges are I12.
var edges = map[gatehouse.InvitationStatus][]gatehouse.InvitationStatus{
	gatehouse.Pending: {gatehouse.Accepted, gatehouse.Expired, gatehouse.Revoked},
	gatehouse.Expired: {gatehouse.Pending},
	gatehouse.Revoked: {gatehouse.Pending},
}

func (w *world) checkEdges(rt *rapid.T, after stored, now int64) {
	for email, f := range after {
		old, known := w.before[email]
		if !known || old.id != f.id {
			continue
		}
		// Time passes by itself: what is old is looked at with the time of now.
		from, to := old.status(now), f.status(now)
		if from != to && !slices.Contains(edges[from], to) {
			rt.Fatalf("I12: %s went from %s to %s", email, from, to)
		}
		if again := from != gatehouse.Pending && to == gatehouse.Pending; again && f.rotation != old.rotation+1 {
			rt.Fatalf("I12: %s was sent again without a new link", email)
		}
		if f.rotation < old.rotation || f.version < old.version || f.invitation < old.invitation {
			rt.Fatalf("%s went backwards: %+v, %+v", email, old, f)
		}
	}
}

// checkEvents is I04, I11 and I17: exactly what changed stands in the trail, once,
// nobody acted above their own role, and the numbers have no gap.
func (w *world) checkEvents(rt *rapid.T, after stored, events []gatehouse.AuditEvent) {
	told := map[string]int{}
	for i, event := range events {
		if event.Seq != int64(i)+1 {
			rt.Fatalf("I17: event %d has the number %d", i+1, event.Seq)
		}
		if event.Seq <= w.seq || event.Outcome != gatehouse.Done || !actions[event.Action] {
			continue
		}
		told[event.Target]++
		w.checkRank(rt, after, event)
	}
	happened := map[string]int{}
	for email, f := range after {
		if old, known := w.before[email]; !known || old != f {
			happened[f.id]++
		}
	}
	for email, old := range w.before {
		if f, known := after[email]; !known || f.id != old.id {
			happened[old.id]++
		}
	}
	if !maps.Equal(told, happened) {
		rt.Fatalf("I04: the trail tells of %v, changed is %v", told, happened)
	}
}

func (w *world) checkRank(rt *rapid.T, after stored, event gatehouse.AuditEvent) {
	actor, old, fresh := facts{}, facts{}, facts{}
	for _, f := range w.before {
		if f.id == event.Actor {
			actor = f
		}
		if f.id == event.Target {
			old = f
		}
	}
	for _, f := range after {
		if f.id == event.Target {
			fresh = f
		}
	}
	switch event.Action {
	case gatehouse.ActionInvitationAccept, gatehouse.ActionInvitationVoid, gatehouse.ActionInvitationRemind:
		return
	}
	if actor.role < roleAdmin || old.level() > actor.role || fresh.level() > actor.role {
		rt.Fatalf("I11: %s by somebody with the role %d, on %d, gave %d", event.Action, actor.role, old.level(), fresh.level())
	}
}

// TestI01I03I04I05I11I12I17Model runs random commands against the use cases and a model of
// SPEC sections 3 to 5, and checks I01, I03, I04, I05, I11, I12 and I17 after each.
// Both engines get the same commands for the same seed.
func TestI01I03I04I05I11I12I17Model(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		run := 0
		rapid.Check(t, func(rt *rapid.T) {
			run++
			w := newWorld(t, e, run)
			rt.Repeat(map[string]func(*rapid.T){
				"":            w.check,
				"invite":      w.invite,
				"inviteAgain": w.invite,
				"revoke":      w.revoke,
				"resend":      w.resend,
				"accept":      w.accept,
				"acceptAgain": w.accept,
				"advance":     w.advance,
				"remind":      w.remind,
				"lock":        w.lock,
				"unlock":      w.unlock,
				"endSessions": w.endSessions,
				"changeRole":  w.changeRole,
				"delete":      w.delete,
			})
		})
	})
}
