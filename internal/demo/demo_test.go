package demo_test

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/demo"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/store"
)

// lasting is the cost of the hashes that stay: cheap too, but another one than that of
// the quick ones, to tell them apart.
var lasting = auth.Params{Memory: 72, Time: 1, Threads: 1}

// built is a demo on a database of its own.
type built struct {
	*gatehousetest.Env
	signIns []demo.SignIn
	letters letters
	months  int
}

// letters are the addresses to which mails are left in the mailbox.
type letters []string

// Send is there for mail.Sender.
func (l *letters) Send(_ context.Context, e mail.Envelope) error {
	*l = append(*l, string(e.To))
	return nil
}

// testLetters holds that the mailbox has a mail for each pending invitation, and for
// none else.
func (b *built) testLetters(t *testing.T) {
	var want []string
	for _, row := range b.Strings(t, `
		SELECT p.email FROM invitation i JOIN person p ON p.id = i.person_id
		WHERE i.accepted_at = 0 AND i.revoked_at = 0 AND i.expires_at > gatehouse_now()
		ORDER BY p.email`) {
		want = append(want, row[0])
	}
	if diff := cmp.Diff(want, []string(b.letters)); len(want) < 3 || diff != "" {
		t.Errorf("mails of pending invitations (-want +got):\n%s", diff)
	}
}

// build makes the demo as it is made so much later than now.
func build(t *testing.T, later time.Duration) *built {
	t.Helper()
	b := &built{Env: gatehousetest.Idle(t, gatehousetest.SQLite)}
	clock, postbox := &demo.Clock{}, &demo.Postbox{}
	db, err := store.Open(t.Context(), store.Options{URL: b.DatabaseURL, Clock: func() time.Duration { return later + clock.Offset() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	config := app.Config{BaseURL: b.BaseURL, Store: db, Sealer: b.Sealer, Sender: postbox, Log: gatehousetest.Quiet()}
	config.Hasher = auth.NewHasher(gatehousetest.CheapHash, 2, 10)
	quick := app.New(config)
	config.Hasher = auth.NewHasher(lasting, 2, 10)
	b.signIns, err = demo.Build(t.Context(), demo.Config{
		Quick: quick, Portal: app.New(config), Store: db, Clock: clock, Postbox: postbox, Mailbox: &b.letters,
		Progress: func(time.Time) { b.months++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	if clock.Offset() != 0 {
		t.Errorf("the clock is left at %v", clock.Offset())
	}
	b.Clock.Advance(later)
	return b
}

// number returns the one number that a query answers.
func (b *built) number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(b.Strings(t, text)[0][0])
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

func TestBuild(t *testing.T) {
	b := build(t, 0)
	before := b.content(t)
	t.Run("OK nothing of the making is left", b.testTraces) // before anybody signs in here
	t.Run("OK I01 I07 invariants", b.testInvariants)
	t.Run("OK people", b.testPeople)
	t.Run("OK the mails of pending invitations", b.testLetters)
	t.Run("OK sites", b.testSites)
	t.Run("OK assignments", b.testAssignments)
	t.Run("OK a year of credits and audit", b.testYear)
	t.Run("OK the same on another day", func(t *testing.T) {
		// The first of a month, right after midnight.
		now := time.Now().UTC()
		later := time.Date(now.Year(), now.Month()+4, 1, 0, 0, 3, 0, time.UTC).Sub(now)
		if diff := cmp.Diff(before, build(t, later).content(t)); diff != "" {
			t.Errorf("(-now +later):\n%s", diff)
		}
	})
}

func (b *built) testInvariants(t *testing.T) {
	for what, text := range map[string]string{
		"I01: partners without a Master": `
			SELECT r.name FROM partner r WHERE r.activated_at = 0 OR NOT EXISTS (
				SELECT 1 FROM person p WHERE p.partner_id = r.id AND p.role = 4 AND p.locked_at = 0 AND p.account_id IS NOT NULL)`,
		"sites that have had a Master and have none": `
			SELECT s.name FROM site s WHERE s.owned_at > 0 AND NOT EXISTS (
				SELECT 1 FROM site_admin a WHERE a.site_id = s.id AND a.role = 4 AND a.locked_at = 0)`,
		"balances below zero":                     `SELECT name FROM site WHERE credits < 0 UNION SELECT name FROM partner WHERE credits < 0`,
		"I05: locked people who cannot be locked": `SELECT email FROM person WHERE locked_at > 0 AND role >= 3`,
		"sites with a wrong count of devices": `
			SELECT s.name FROM site s WHERE s.devices <> (SELECT count(*) FROM device d WHERE d.site_id = s.id)`,
		"addresses that could be somebody's": `SELECT email FROM person WHERE email NOT LIKE '%.example' UNION SELECT email FROM site_user WHERE email NOT LIKE '%.example'`,
	} {
		if rows := b.Strings(t, text); len(rows) > 0 {
			t.Errorf("%s: %v", what, rows)
		}
	}
	issued := b.number(t, `SELECT CAST(sum(amount) AS bigint) FROM credit_transfer WHERE from_account = 'issued'`)
	consumed := b.number(t, `SELECT CAST(sum(amount) AS bigint) FROM credit_transfer WHERE to_account = 'consumed'`)
	held := b.number(t, `SELECT CAST((SELECT sum(credits) FROM partner) + (SELECT sum(credits) FROM site) AS bigint)`)
	if issued != held+consumed {
		t.Errorf("I07: %d credits issued, %d held, %d consumed", issued, held, consumed)
	}
}

// master is the first Master, signed in.
func (b *built) master(t *testing.T) gatehouse.Actor {
	t.Helper()
	done, err := b.Sessions.SignIn(t.Context(), gatehousetest.Stranger(), b.signIns[0].Email, demo.Password)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := b.Sessions.Actor(t.Context(), gatehousetest.Stranger(), done.Token)
	if err != nil {
		t.Fatal(err)
	}
	return actor
}

func (b *built) testPeople(t *testing.T) {
	master := b.master(t)
	admins, err := b.Admins.List(t.Context(), master, gatehouse.AdminFilter{}, app.Page{})
	if err != nil {
		t.Fatal(err)
	}
	roles := map[string]int{}
	for _, a := range admins.Items {
		roles[a.Person.Role.String()]++
	}
	if want := map[string]int{"master": 2, "admin": 2, "operator": 2, "observer": 2}; !maps.Equal(roles, want) {
		t.Errorf("administrators: %v", roles)
	}
	technicians, err := b.Technicians.List(t.Context(), master, gatehouse.TechnicianFilter{}, app.Page{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, row := range technicians.Items {
		switch {
		case row.Administrator:
			got["administrator"]++
		case row.Person.Lock.On():
			got["locked"]++
		default:
			got[string(row.Status)]++
		}
	}
	want := map[string]int{"accepted": 18, "locked": 2, "pending": 2, "expired": 2, "revoked": 1, "administrator": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("technicians (-want +got):\n%s", diff)
	}
}

func (b *built) testSites(t *testing.T) {
	got := map[string]int{}
	for what, text := range map[string]string{
		"sites":         `SELECT count(*) FROM site`,
		"owned":         `SELECT count(*) FROM site WHERE owned_at > 0`,
		"access off":    `SELECT count(*) FROM site WHERE technician_access = false`,
		"out of credit": `SELECT count(*) FROM site WHERE out_of_credit_at > 0`,
		"empty":         `SELECT count(*) FROM site WHERE owned_at > 0 AND (devices = 0 OR users = 0)`,
		"locked admins": `SELECT count(*) FROM site_admin WHERE locked_at > 0`,
	} {
		got[what] = b.number(t, text)
	}
	want := map[string]int{"sites": 60, "owned": 56, "access off": 1, "out of credit": 2, "empty": 0, "locked admins": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	countries, zones := b.number(t, `SELECT count(DISTINCT country) FROM site`), b.number(t, `SELECT count(DISTINCT time_zone) FROM site`)
	if countries < 20 || zones < 20 {
		t.Errorf("%d countries, %d time zones", countries, zones)
	}
	if n := b.number(t, `SELECT count(DISTINCT role) FROM site_admin WHERE role > 0`); n != 4 {
		t.Errorf("%d site roles", n)
	}
}

func (b *built) testAssignments(t *testing.T) {
	page, err := b.Assignments.List(t.Context(), b.master(t), gatehouse.AssignmentFilter{}, app.Page{Limit: gatehouse.PageLimit})
	if err != nil {
		t.Fatal(err)
	}
	now, err := b.Store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, row := range page.Items {
		a := row.Assignment
		got[a.Level.String()] = true
		got["waiting"] = got["waiting"] || a.Waiting
		got["locked by the site"] = got["locked by the site"] || a.SiteLock.On() && !a.Waiting && !a.PartnerLock.On()
		got["locked by the partner"] = got["locked by the partner"] || a.PartnerLock.On() && !a.SiteLock.On()
		got["locked by both"] = got["locked by both"] || a.PartnerLock.On() && a.SiteLock.On()
		got["over"] = got["over"] || !a.Window.EndsAt.IsZero() && a.Window.EndsAt.Before(now)
		got["to come"] = got["to come"] || a.Window.StartsAt.After(now)
		got["for a time"] = got["for a time"] || !a.Window.EndsAt.IsZero() && a.Window.Open(now)
		got["pending person"] = got["pending person"] || row.Status == gatehouse.Pending
		got["enters"] = got["enters"] || gatehouse.Decide(&row.AccessFacts, gatehouse.SiteEnter).Access
	}
	for _, state := range []string{
		"none", "devices_only", "full_excluding_users", "full_including_users", "waiting", "locked by the site", "locked by the partner",
		"locked by both", "over", "to come", "for a time", "pending person", "enters",
	} {
		if !got[state] {
			t.Errorf("no assignment is %s", state)
		}
	}
}

func (b *built) testYear(t *testing.T) {
	if n := b.number(t, `SELECT count(DISTINCT month) FROM credit_transfer WHERE kind = 'charge'`); n < 10 {
		t.Errorf("charged for %d months", n)
	}
	span := b.number(t, `SELECT CAST((max(at) - min(at)) / 86400000000 AS bigint) FROM audit_event`)
	if span < 363 || b.months < 12 {
		t.Errorf("%d days of audit, %d months", span, b.months)
	}
	recorded := map[string]bool{}
	for _, row := range b.Strings(t, `SELECT DISTINCT action || ' ' || outcome FROM audit_event`) {
		recorded[row[0]] = true
	}
	for _, want := range []string{
		"session.sign_in done", "session.sign_in refused", "site.enter done", "admin.change_role done", "technician.delete done",
		"audit.export done", "site.export done", "credits.export done", "technician.export done", "technician.invite refused",
		"api_key.create done", "api_key.rotate done", "page.open refused", "audit.view refused", "assignment.approve done", "assignment.decline done", "invitation.remind done",
	} {
		if !recorded[want] {
			t.Errorf("the trail has no %q", want)
		}
	}
}

func (b *built) testTraces(t *testing.T) {
	for _, row := range b.Strings(t, `SELECT email, password_hash FROM account`) {
		if !strings.Contains(row[1], "m=72,") {
			t.Errorf("%s has a quick hash: %s", row[0], row[1])
		}
	}
	if waiting := b.Queued(t); len(waiting) > 0 {
		t.Errorf("%d mails wait", len(waiting))
	}
}

// content is what is stored, without dates, ids and credits: how often a site was
// charged depends on where the months begin.
func (b *built) content(t *testing.T) []string {
	t.Helper()
	var lines []string
	for _, text := range []string{
		`SELECT name, country, time_zone, devices, users, technicians, waiting, technician_access, out_of_credit_at > 0 FROM site`,
		`SELECT email, name, role, technician, locked_at > 0, sites FROM person`,
		`SELECT s.name, p.email, a.level, a.waiting, a.site_locked_at > 0, a.partner_locked_at > 0, a.starts_at > 0, a.ends_at > 0
			FROM assignment a JOIN site s ON s.id = a.site_id JOIN person p ON p.id = a.person_id`,
		`SELECT name, serial, status, place FROM device`,
		`SELECT name, email, card FROM site_user`,
		`SELECT name, scope, site_id <> '' FROM api_key`,
	} {
		for _, row := range b.Strings(t, text) {
			lines = append(lines, strings.Join(row, " | "))
		}
	}
	slices.Sort(lines)
	return lines
}
