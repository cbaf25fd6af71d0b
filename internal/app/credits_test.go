package app_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// topUp issues credits to the actor's partner.
func topUp(t *testing.T, e *gatehousetest.Env, partner gatehouse.PartnerID, amount int64) {
	t.Helper()
	_, _, err := e.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(partner), amount)
	wantCode(t, "top up", err, "")
}

// allocate moves credits to a site.
func allocate(t *testing.T, e *gatehousetest.Env, actor gatehouse.Actor, site gatehouse.SiteID, amount int64) {
	t.Helper()
	_, err := e.Credits.Move(t.Context(), actor, "", site, amount)
	wantCode(t, "move", err, "")
}

func wantBalance(t *testing.T, e *gatehousetest.Env, actor gatehouse.Actor, credits, allocated int64) {
	t.Helper()
	b, err := e.Credits.Balance(t.Context(), actor)
	wantCode(t, "balance", err, "")
	if b.Credits != credits || b.Allocated != allocated {
		t.Fatalf("the partner holds %d and its sites %d, want %d and %d", b.Credits, b.Allocated, credits, allocated)
	}
}

// ledger returns the sums of the ledger and of the balances, as they are stored.
func ledger(t *testing.T, e *gatehousetest.Env) (issued, consumed, held int64) {
	t.Helper()
	number := func(text string) int64 {
		n, err := strconv.ParseInt(e.Strings(t, text)[0][0], 10, 64)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return n
	}
	issued = number(`SELECT CAST(COALESCE(sum(amount), 0) AS bigint) FROM credit_transfer WHERE from_account = 'issued'`)
	consumed = number(`SELECT CAST(COALESCE(sum(amount), 0) AS bigint) FROM credit_transfer WHERE to_account = 'consumed'`)
	held = number(`SELECT CAST((SELECT COALESCE(sum(credits), 0) FROM partner) + (SELECT COALESCE(sum(credits), 0) FROM site) AS bigint)`)
	return issued, consumed, held
}

// wantConserved fails the test unless what was issued is held or consumed (I07).
func wantConserved(t *testing.T, e *gatehousetest.Env) {
	t.Helper()
	if issued, consumed, held := ledger(t, e); issued != consumed+held {
		t.Fatalf("issued %d, consumed %d, held %d", issued, consumed, held)
	}
}

func TestCreditTopUp(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		t.Run("OK by id and by name", func(t *testing.T) {
			found, transfer, err := e.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(partner), 40)
			wantCode(t, "top up", err, "")
			if found.Name != "Meridian Access" || transfer.PartnerAfter != 40 {
				t.Errorf("%s holds %d", found.Name, transfer.PartnerAfter)
			}
			_, _, err = e.Credits.TopUp(t.Context(), gatehousetest.Operator(), "Meridian Access", 2)
			wantCode(t, "top up by name", err, "")
			wantBalance(t, e, master.Actor, 42, 0)
			events := trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionCreditTopUp})
			if len(events) != 2 || events[0].Target != string(partner) || string(events[0].After) != `{"amount":40,"partner_credits":40}` || events[0].Via != gatehouse.ViaCommandLine {
				t.Errorf("the trail is %+v", events)
			}
		})
		t.Run("Err", func(t *testing.T) {
			for _, amount := range []int64{0, -1, gatehouse.MaxCredits + 1, math.MaxInt64, math.MinInt64} {
				_, _, err := e.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(partner), amount)
				wantCode(t, fmt.Sprint(amount), err, gatehouse.CodeInvalid)
			}
			_, _, err := e.Credits.TopUp(t.Context(), gatehousetest.Operator(), "Meridian", 1)
			wantCode(t, "no such partner", err, gatehouse.CodeNotFound)
			e.Exec(t, `UPDATE partner SET credits = $1`, int64(gatehouse.MaxBalance))
			_, _, err = e.Credits.TopUp(t.Context(), gatehousetest.Operator(), string(partner), 1)
			wantCode(t, "more than a balance holds", err, gatehouse.CodeInvalid)
		})
	})
}

func TestT126T160CreditMove(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		operator := e.Join(t, master.Actor, "operator@meridian.example", gatehouse.PartnerOperator).Actor
		observer := e.Join(t, master.Actor, "observer@meridian.example", gatehouse.PartnerObserver).Actor
		topUp(t, e, partner, 100)
		site := e.NewSite(t, master.Actor, "Harbour")
		owner := e.SiteMember(t, master.Actor, site, "owner@site.example", gatehouse.SiteMaster).Actor
		t.Run("OK", func(t *testing.T) {
			transfer, err := e.Credits.Move(t.Context(), operator, "", site, 60)
			wantCode(t, "allocate", err, "")
			want := gatehouse.Transfer{
				ID: transfer.ID, Partner: partner, At: transfer.At, Kind: gatehouse.Allocation, Site: site, SiteName: "Harbour", Amount: 60,
				Actor: operator.Person, PartnerAfter: 40, SiteAfter: 60,
			}
			if diff := cmp.Diff(want, transfer); diff != "" {
				t.Errorf("the transfer (-want +got):\n%s", diff)
			}
			transfer, err = e.Credits.Move(t.Context(), operator, "", site, -10)
			wantCode(t, "give back", err, "")
			if transfer.Kind != gatehouse.GiveBack || transfer.Amount != 10 || transfer.PartnerAfter != 50 || transfer.SiteAfter != 50 {
				t.Errorf("given back: %+v", transfer)
			}
			events := trail(t, e, partner, gatehouse.AuditFilter{Site: site, Action: gatehouse.ActionCreditGiveBack})
			if len(events) != 1 || string(events[0].After) != `{"amount":10,"site_credits":50}` {
				t.Errorf("the trail is %+v", events)
			}
		})
		t.Run("Err amounts", func(t *testing.T) {
			for _, amount := range []int64{0, 51, -51, gatehouse.MaxCredits + 1, -gatehouse.MaxCredits - 1, math.MaxInt64, math.MinInt64} {
				_, err := e.Credits.Move(t.Context(), operator, "", site, amount)
				wantCode(t, fmt.Sprint(amount), err, gatehouse.CodeInvalid)
			}
		})
		t.Run("Err callers", func(t *testing.T) {
			_, err := e.Credits.Move(t.Context(), observer, "", site, 1)
			wantCode(t, "an Observer", err, gatehouse.CodeForbidden)
			if event := wantRefusal(t, e, partner, gatehouse.ActionCreditAllocate, gatehouse.CodeForbidden); event.Site != site {
				t.Errorf("the refusal is about the site %q", event.Site)
			}
			_, err = e.Credits.Move(t.Context(), owner, "", site, 1)
			wantCode(t, "the site's Master", err, gatehouse.CodeForbidden)
			_, err = e.Credits.Balance(t.Context(), owner)
			wantCode(t, "the site's Master looks", err, gatehouse.CodeForbidden)
			other := e.NewPartner(t, "Northgate", "nora@northgate.example")
			topUp(t, e, other.Actor.Partner, 10)
			_, err = e.Credits.Move(t.Context(), other.Actor, "", site, 1)
			wantCode(t, "another partner", err, gatehouse.CodeNotFound)
		})
		wantBalance(t, e, master.Actor, 50, 50)
		wantConserved(t, e)
	})
}

func TestT159OneDebitForOneKey(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		topUp(t, e, master.Actor.Partner, 100)
		site := e.NewSite(t, master.Actor, "Harbour")
		first, err := e.Credits.Move(t.Context(), master.Actor, "key", site, 30)
		wantCode(t, "move", err, "")
		for range 3 {
			again, err := e.Credits.Move(t.Context(), master.Actor, "key", site, 30)
			wantCode(t, "again", err, "")
			if diff := cmp.Diff(first, again); diff != "" {
				t.Errorf("the second answer (-first +second):\n%s", diff)
			}
		}
		_, err = e.Credits.Move(t.Context(), master.Actor, "key", site, 31)
		wantCode(t, "another amount", err, gatehouse.CodeIdempotencyReused)
		_, err = e.Credits.Move(t.Context(), master.Actor, "key", e.NewSite(t, master.Actor, "Elsewhere"), 30)
		wantCode(t, "another site", err, gatehouse.CodeIdempotencyReused)
		wantBalance(t, e, master.Actor, 70, 30)
	})
}

// TestT161NeitherOrBoth: whichever statement of a transfer fails, nothing of it stays.
func TestT161NeitherOrBoth(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		topUp(t, e, master.Actor.Partner, 100)
		site := e.NewSite(t, master.Actor, "Harbour")
		allocate(t, e, master.Actor, site, 40)
		for _, at := range []struct{ table, event string }{{"partner", "UPDATE"}, {"site", "UPDATE"}, {"credit_transfer", "INSERT"}, {"audit_event", "INSERT"}} {
			for _, amount := range []int64{5, -5} {
				undo := breakOn(t, e, at.table, at.event)
				_, err := e.Credits.Move(t.Context(), master.Actor, "key", site, amount)
				if err == nil {
					t.Errorf("%s of %s: done", at.event, at.table)
				}
				undo()
				wantBalance(t, e, master.Actor, 60, 40)
				wantConserved(t, e)
			}
		}
		_, err := e.Credits.Move(t.Context(), master.Actor, "key", site, 5)
		wantCode(t, "with nothing in the way", err, "")
	})
}

// breakOn makes the next statement of its kind on a table fail, until undone.
func breakOn(t *testing.T, e *gatehousetest.Env, table, event string) func() {
	t.Helper()
	if e.Engine == gatehousetest.SQLite {
		e.Exec(t, `CREATE TRIGGER broken BEFORE `+event+` ON `+table+` BEGIN SELECT RAISE (ABORT, 'broken'); END`)
		return func() { e.Exec(t, `DROP TRIGGER broken`) }
	}
	e.Exec(t, `CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`)
	e.Exec(t, `CREATE TRIGGER broken BEFORE `+event+` ON `+table+` FOR EACH ROW EXECUTE FUNCTION broken()`)
	return func() { e.Exec(t, `DROP TRIGGER broken ON `+table) }
}

// TestT162AllocateWhileDeleted: an allocation and the deletion of its site end in one
// of the two orders, and the credits are all there.
func TestT162AllocateWhileDeleted(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		topUp(t, e, master.Actor.Partner, 1000)
		for range gatehousetest.Repeat(10) {
			site := e.NewSite(t, master.Actor, "Harbour")
			done := make(chan error, 2)
			go func() {
				_, err := e.Credits.Move(context.WithoutCancel(t.Context()), master.Actor, "", site, 7)
				done <- err
			}()
			go func() {
				_, err := e.Sites.Delete(context.WithoutCancel(t.Context()), master.Actor, "", site, app.SiteDeletion{})
				done <- err
			}()
			for range 2 {
				if err := <-done; err != nil {
					wantCode(t, "whoever came second", err, gatehouse.CodeNotFound)
				}
			}
			wantBalance(t, e, master.Actor, 1000, 0)
		}
		wantConserved(t, e)
	})
}

// TestT164TheLedgerIsKept: a row of the ledger is neither changed nor deleted, by
// whoever it may be.
func TestT164TheLedgerIsKept(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		topUp(t, e, master.Actor.Partner, 100)
		site := e.NewSite(t, master.Actor, "Harbour")
		allocate(t, e, master.Actor, site, 40)
		before := e.Strings(t, `SELECT * FROM credit_transfer ORDER BY id`)
		for _, text := range []string{`UPDATE credit_transfer SET amount = 1`, `UPDATE credit_transfer SET site_name = ''`, `DELETE FROM credit_transfer`} {
			if _, err := e.SQL(t).ExecContext(t.Context(), text); err == nil || !strings.Contains(err.Error(), "the ledger is never changed") {
				t.Errorf("%s: %v", text, err)
			}
		}
		if diff := cmp.Diff(before, e.Strings(t, `SELECT * FROM credit_transfer ORDER BY id`)); diff != "" {
			t.Errorf("the ledger changed:\n%s", diff)
		}
		allocate(t, e, master.Actor, site, -40)
		if rows := e.Strings(t, `SELECT kind FROM credit_transfer ORDER BY id`); len(rows) != 3 || rows[2][0] != string(gatehouse.GiveBack) {
			t.Errorf("undone as %v", rows)
		}
	})
}

// withDevices gives a site a number of devices past the program.
func withDevices(t *testing.T, e *gatehousetest.Env, site gatehouse.SiteID, n int) {
	t.Helper()
	e.Exec(t, `UPDATE site SET devices = $2 WHERE id = $1`, string(site), n)
}

// nextMonth moves the clock to the first instant of the next month, and a little on.
func nextMonth(t *testing.T, e *gatehousetest.Env, months int) time.Time {
	t.Helper()
	now, err := e.Store.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	then := gatehouse.MonthOf(now).AddDate(0, months, 0)
	e.Clock.Advance(then.Sub(now) + time.Minute)
	return then
}

func TestCreditCharge(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		e.Join(t, master.Actor, "operator@meridian.example", gatehouse.PartnerOperator)
		e.Join(t, master.Actor, "observer@meridian.example", gatehouse.PartnerObserver)
		topUp(t, e, partner, 100)
		rich, poor, empty := e.NewSite(t, master.Actor, "Rich"), e.NewSite(t, master.Actor, "Poor"), e.NewSite(t, master.Actor, "Empty")
		withDevices(t, e, rich, 10)
		withDevices(t, e, poor, 10)
		allocate(t, e, master.Actor, rich, 30)
		allocate(t, e, master.Actor, poor, 4)
		e.Deliver(t)
		mails := len(e.SMTP.Received())
		charge := func() {
			t.Helper()
			wantCode(t, "charge", e.Credits.Charge(t.Context()), "")
			wantConserved(t, e)
		}
		credits := func(site gatehouse.SiteID) int64 { return e.Site(t, partner, site).Credits }

		charge()
		if credits(rich) != 30 {
			t.Error("a site pays for the month in which it was created")
		}
		month := nextMonth(t, e, 1)
		charge()
		charge()
		if credits(rich) != 20 || credits(poor) != 0 {
			t.Errorf("after a month they hold %d and %d", credits(rich), credits(poor))
		}
		if e.Site(t, partner, poor).OutOfCreditAt.IsZero() || !e.Site(t, partner, rich).OutOfCreditAt.IsZero() || !e.Site(t, partner, empty).OutOfCreditAt.IsZero() {
			t.Error("the wrong sites are flagged")
		}
		var told []string
		for _, row := range e.Strings(t, `SELECT email FROM outbox WHERE kind = $1 ORDER BY email`, string(gatehouse.MailOutOfCredit)) {
			told = append(told, row[0])
		}
		if !slices.Equal(told, []string{"mara@meridian.example", "operator@meridian.example"}) {
			t.Errorf("told are %q", told)
		}
		e.Deliver(t)
		if sent := e.SMTP.Received()[mails:]; len(sent) != 2 || !strings.Contains(sent[0].Text, "Poor") || strings.Contains(sent[0].Text, "Rich") {
			t.Errorf("%d mails: %+v", len(sent), sent)
		}
		events := trail(t, e, partner, gatehouse.AuditFilter{Action: gatehouse.ActionCreditCharge, Site: poor})
		if want := `{"devices":10,"due":10,"month":"` + month.Format("2006-01") + `","paid":4}`; len(events) != 1 || string(events[0].After) != want || events[0].Via != gatehouse.ViaJob {
			t.Errorf("the trail is %+v", events)
		}
		t.Run("OK an allocation lifts the flag", func(t *testing.T) {
			actor := e.SignIn(t, "mara@meridian.example").Actor
			allocate(t, e, actor, poor, 50)
			if !e.Site(t, partner, poor).OutOfCreditAt.IsZero() {
				t.Error("it is still flagged")
			}
		})
		t.Run("OK months that passed are made up for", func(t *testing.T) {
			nextMonth(t, e, 2)
			late := e.NewSite(t, e.SignIn(t, "mara@meridian.example").Actor, "Late")
			withDevices(t, e, late, 5)
			charge()
			if credits(rich) != 0 || credits(poor) != 30 || !e.Site(t, partner, late).OutOfCreditAt.IsZero() {
				t.Errorf("they hold %d and %d", credits(rich), credits(poor))
			}
			charge()
			if credits(poor) != 30 {
				t.Error("charged twice")
			}
		})
	})
}

func TestCreditHistory(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		master := e.SetUp(t)
		partner := master.Actor.Partner
		topUp(t, e, partner, 100)
		one, two := e.NewSite(t, master.Actor, "One"), e.NewSite(t, master.Actor, "Two")
		withDevices(t, e, one, 3)
		allocate(t, e, master.Actor, one, 20)
		allocate(t, e, master.Actor, two, 30)
		allocate(t, e, master.Actor, two, -5)
		month := nextMonth(t, e, 1)
		wantCode(t, "charge", e.Credits.Charge(t.Context()), "")
		actor := e.SignIn(t, "mara@meridian.example").Actor
		kinds := func(filter gatehouse.TransferFilter) (string, gatehouse.TransferTotals) {
			t.Helper()
			var list []string
			var totals gatehouse.TransferTotals
			page := app.Page{Limit: 2}
			for {
				got, err := e.Credits.History(t.Context(), actor, filter, page)
				wantCode(t, "history", err, "")
				for _, transfer := range got.Items {
					list = append(list, fmt.Sprintf("%s %d", transfer.Kind, transfer.Amount))
				}
				totals = got.Totals
				if page.Cursor = got.Next; got.Next == "" {
					return strings.Join(list, ", "), totals
				}
			}
		}
		for _, c := range []struct {
			filter gatehouse.TransferFilter
			want   string
			totals gatehouse.TransferTotals
		}{
			{gatehouse.TransferFilter{}, "charge 3, give_back 5, allocation 30, allocation 20, top_up 100", gatehouse.TransferTotals{ToppedUp: 100, Allocated: 50, GivenBack: 5, Charged: 3}},
			{gatehouse.TransferFilter{Site: two}, "give_back 5, allocation 30", gatehouse.TransferTotals{Allocated: 30, GivenBack: 5}},
			{gatehouse.TransferFilter{Kind: gatehouse.Allocation}, "allocation 30, allocation 20", gatehouse.TransferTotals{Allocated: 50}},
			{gatehouse.TransferFilter{From: month}, "charge 3", gatehouse.TransferTotals{Charged: 3}},
			{gatehouse.TransferFilter{Until: month, Site: one}, "allocation 20", gatehouse.TransferTotals{Allocated: 20}},
		} {
			got, totals := kinds(c.filter)
			if got != c.want {
				t.Errorf("%+v: %q, want %q", c.filter, got, c.want)
			}
			if diff := cmp.Diff(c.totals, totals); diff != "" {
				t.Errorf("%+v: totals (-want +got):\n%s", c.filter, diff)
			}
		}
		t.Run("OK series", func(t *testing.T) {
			points, err := e.Credits.Series(t.Context(), actor, app.SeriesRange{Monthly: true, From: month.AddDate(0, -2, 0)})
			wantCode(t, "series", err, "")
			want := []gatehouse.CreditPoint{
				{At: month.AddDate(0, -2, 0)},
				{At: month.AddDate(0, -1, 0), Partner: 55, Sites: 45},
				{At: month, Partner: 55, Sites: 42, Consumed: 3},
			}
			if diff := cmp.Diff(want, points); diff != "" {
				t.Errorf("by month (-want +got):\n%s", diff)
			}
			points, err = e.Credits.Series(t.Context(), actor, app.SeriesRange{Site: one, From: month.AddDate(0, -1, 0)})
			wantCode(t, "series of a site", err, "")
			last := points[len(points)-1]
			if diff := cmp.Diff(gatehouse.CreditPoint{At: month, Sites: 17, Consumed: 3}, last); diff != "" {
				t.Errorf("the last day (-want +got):\n%s", diff)
			}
			if n := int(month.Sub(month.AddDate(0, -1, 0)).Hours()/24) + 1; len(points) != n || points[n-2].Sites != 20 {
				t.Errorf("%d days, %+v on the last but one", len(points), points[n-2])
			}
		})
		t.Run("Err", func(t *testing.T) {
			_, err := e.Credits.History(t.Context(), actor, gatehouse.TransferFilter{Kind: "gift"}, app.Page{})
			wantCode(t, "kind", err, gatehouse.CodeUnknownParameter)
			_, err = e.Credits.History(t.Context(), actor, gatehouse.TransferFilter{}, app.Page{Cursor: "x"})
			wantCode(t, "cursor", err, gatehouse.CodeUnknownParameter)
			_, err = e.Credits.Series(t.Context(), actor, app.SeriesRange{From: month.AddDate(-3, 0, 0)})
			wantCode(t, "three years of days", err, gatehouse.CodeUnknownParameter)
		})
	})
}
