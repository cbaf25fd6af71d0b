package app_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestI07CreditsAreConserved does anything to credits in any order and holds every
// answer and every balance against a model: what was issued is held or consumed,
// nothing is below zero, and what was refused changed nothing.
func TestI07CreditsAreConserved(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		e.SetUp(t)
		rapid.Check(t, func(rt *rapid.T) {
			m := newPurse(t, rt, e)
			rt.Repeat(map[string]func(*rapid.T){
				"top up":        m.topUp,
				"move":          m.move,
				"create a site": m.create,
				"delete a site": m.remove,
				"devices":       m.register,
				"a month":       m.charge,
				"":              m.check,
			})
		})
	})
}

// purse is what the model knows of a partner's credits.
type purse struct {
	t       *testing.T
	e       *gatehousetest.Env
	actor   gatehouse.Actor
	partner gatehouse.PartnerID
	email   string
	held    int64
	// issued and consumed are of this partner alone.
	issued, consumed int64
	sites            map[gatehouse.SiteID]*pocket
}

type pocket struct {
	credits, devices int64
	flagged          bool
}

func newPurse(t *testing.T, rt *rapid.T, e *gatehousetest.Env) *purse {
	t.Helper()
	email := "purse" + time.Now().Format("150405.000000000") + "@meridian.example"
	master := e.NewPartner(t, "Purse "+email, email)
	m := &purse{t: t, e: e, actor: master.Actor, partner: master.Actor.Partner, email: email, sites: map[gatehouse.SiteID]*pocket{}}
	m.create(rt)
	return m
}

func (m *purse) topUp(rt *rapid.T) {
	amount := rapid.Int64Range(-1, 200).Draw(rt, "amount")
	_, _, err := m.e.Credits.TopUp(context.Background(), gatehousetest.Operator(), string(m.partner), amount)
	if (err == nil) != (amount > 0) {
		rt.Fatalf("top up %d: %v", amount, err)
	}
	if err == nil {
		m.held, m.issued = m.held+amount, m.issued+amount
	}
}

// site chooses one of the sites, the same one for the same choices.
func (m *purse) site(rt *rapid.T) gatehouse.SiteID {
	if len(m.sites) == 0 {
		rt.Skip("no site")
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(m.sites))).Draw(rt, "site")
}

func (m *purse) move(rt *rapid.T) {
	id, amount := m.site(rt), rapid.Int64Range(-150, 150).Draw(rt, "amount")
	site := m.sites[id]
	_, err := m.e.Credits.Move(context.Background(), m.actor, "", id, amount)
	if want := amount != 0 && amount <= m.held && -amount <= site.credits; (err == nil) != want {
		rt.Fatalf("move %d with %d at the partner and %d at the site: %v", amount, m.held, site.credits, err)
	}
	if err == nil {
		m.held, site.credits = m.held-amount, site.credits+amount
		site.flagged = site.flagged && amount < 0
	}
}

func (m *purse) create(rt *rapid.T) {
	id, err := m.e.Sites.Create(context.Background(), m.actor, "", newSite("Harbour"))
	if err != nil {
		rt.Fatal(err)
	}
	m.sites[id] = &pocket{}
}

func (m *purse) remove(rt *rapid.T) {
	id := m.site(rt)
	if _, err := m.e.Sites.Delete(context.Background(), m.actor, "", id, app.SiteDeletion{Confirm: "Harbour"}); err != nil {
		rt.Fatal(err)
	}
	m.held += m.sites[id].credits
	delete(m.sites, id)
}

func (m *purse) register(rt *rapid.T) {
	id, n := m.site(rt), rapid.Int64Range(0, 60).Draw(rt, "devices")
	withDevices(m.t, m.e, id, int(n))
	m.sites[id].devices = n
}

// charge lets a month or two begin. A site that was never charged pays for the newest
// alone.
func (m *purse) charge(rt *rapid.T) {
	months := rapid.IntRange(1, 2).Draw(rt, "months")
	last := map[gatehouse.SiteID]bool{}
	for _, row := range m.e.Strings(m.t, `SELECT DISTINCT site_id FROM credit_charge WHERE partner_id = $1`, string(m.partner)) {
		last[gatehouse.SiteID(row[0])] = true
	}
	nextMonth(m.t, m.e, months)
	for range rapid.IntRange(1, 2).Draw(rt, "runs") {
		if err := m.e.Credits.Charge(context.Background()); err != nil {
			rt.Fatal(err)
		}
	}
	for id, site := range m.sites {
		due := months
		if !last[id] {
			due = 1
		}
		for range due {
			paid := min(site.devices, site.credits)
			site.credits, m.consumed = site.credits-paid, m.consumed+paid
			site.flagged = site.flagged || paid < site.devices
		}
	}
	m.actor = m.e.SignIn(m.t, m.email).Actor
}

func (m *purse) check(rt *rapid.T) {
	balance, err := m.e.Store.Balance(context.Background(), m.partner)
	if err != nil {
		rt.Fatal(err)
	}
	var allocated int64
	for id, want := range m.sites {
		site, err := m.e.Store.Site(context.Background(), m.partner, id)
		if err != nil {
			rt.Fatal(err)
		}
		if site.Credits != want.credits || site.Credits < 0 || site.OutOfCreditAt.IsZero() == want.flagged {
			rt.Fatalf("the site has %d, out of credit at %v; want %+v", site.Credits, site.OutOfCreditAt, *want)
		}
		allocated += want.credits
	}
	if balance.Credits != m.held || balance.Allocated != allocated || balance.Credits < 0 {
		rt.Fatalf("the balance is %+v, want %d and %d", balance, m.held, allocated)
	}
	totals, err := m.e.Store.TransferTotals(context.Background(), m.partner, gatehouse.TransferFilter{})
	if err != nil {
		rt.Fatal(err)
	}
	if totals.ToppedUp != m.issued || totals.Charged != m.consumed || m.issued != m.held+allocated+m.consumed {
		rt.Fatalf("the ledger says %+v, want %d issued and %d consumed", totals, m.issued, m.consumed)
	}
	wantConserved(m.t, m.e)
}
