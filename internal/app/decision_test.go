package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// decisionWorld is two partners with people and sites between whom everything stands
// at random: memberships, assignments, locks, windows, roles.
type decisionWorld struct {
	*gatehousetest.Env
	t       *testing.T
	random  *rand.Rand
	masters []gatehousetest.Member
	// people are those of the first partner first, and so are sites.
	people [2][]decisionPerson
	sites  [2][]gatehouse.SiteID
}

type decisionPerson struct {
	id      gatehouse.PersonID
	account gatehouse.AccountID
	email   gatehouse.Email
}

const (
	worldPeople = 5
	worldSites  = 5
)

func newDecisionWorld(t *testing.T, e *gatehousetest.Env) *decisionWorld {
	t.Helper()
	w := &decisionWorld{Env: e, t: t, random: rand.New(rand.NewPCG(7, 7))}
	for n := range 2 {
		name := fmt.Sprintf("partner%d", n)
		w.masters = append(w.masters, e.NewPartner(t, name, "master@"+name+".example"))
		by := w.masters[n].Actor
		for i := range worldSites {
			w.sites[n] = append(w.sites[n], e.NewSite(t, by, fmt.Sprintf("Site %d", i)))
		}
		for i := range worldPeople {
			email := fmt.Sprintf("person%d@%s.example", i, name)
			m := e.Join(t, by, email, gatehouse.PartnerObserver)
			w.people[n] = append(w.people[n], decisionPerson{m.Actor.Person, m.Account.ID, gatehouse.Email(email)})
		}
	}
	return w
}

// shuffle makes another world of the same people and sites.
func (w *decisionWorld) shuffle() {
	w.t.Helper()
	w.Exec(w.t, `DELETE FROM assignment`)
	w.Exec(w.t, `DELETE FROM site_admin`)
	w.Exec(w.t, `UPDATE partner SET activated_at = $1`, w.some(9, 1))
	now, err := w.Store.Now(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for n, partner := range w.masters {
		for _, p := range w.people[n] {
			w.Exec(w.t, `UPDATE person SET role = $2, technician = $3, locked_at = $4 WHERE id = $1`,
				string(p.id), w.random.Int64N(3), w.random.IntN(4) > 0, w.some(1, 4))
			for _, site := range w.sites[n] {
				w.join(partner.Actor.Partner, p.id, site, now.UnixMicro())
			}
		}
		for _, site := range w.sites[n] {
			w.Exec(w.t, `UPDATE site SET technician_access = $2 WHERE id = $1`, string(site), w.random.IntN(5) > 0)
		}
	}
}

// some is 1 with a share of yes to no, else 0.
func (w *decisionWorld) some(yes, no int) int64 {
	if w.random.IntN(yes+no) < yes {
		return 1
	}
	return 0
}

// join puts what may be between a person and a site.
func (w *decisionWorld) join(partner gatehouse.PartnerID, person gatehouse.PersonID, site gatehouse.SiteID, now int64) {
	if w.random.IntN(4) == 0 {
		w.Exec(w.t, `INSERT INTO site_admin (partner_id, site_id, person_id, role, locked_at, created_at) VALUES ($1, $2, $3, $4, $5, 1)`,
			string(partner), string(site), string(person), w.random.Int64N(5), w.some(1, 4))
	}
	if w.random.IntN(2) > 0 {
		return
	}
	waiting := w.some(1, 6)
	window := [2]int64{}
	if w.random.IntN(3) == 0 {
		window = [2]int64{now + (w.random.Int64N(5)-3)*3_600_000_000, now + (w.random.Int64N(5)-1)*3_600_000_000}
	}
	w.Exec(w.t, `INSERT INTO assignment (id, partner_id, site_id, person_id, level, level_at, created_at, partner_locked_at, site_locked_at, waiting, starts_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, 1, 1, $6, $7, $8, $9, $10)`,
		fmt.Sprint(site, person), string(partner), string(site), string(person), w.random.Int64N(4), w.some(1, 6), max(waiting, w.some(1, 6)), waiting == 1, window[0], window[1])
}

// evaluate asks one question by account and with reasons, and some by address and
// without as well.
func (w *decisionWorld) evaluate(key string, p decisionPerson, site gatehouse.SiteID, action gatehouse.SiteAction) app.Verdict {
	w.t.Helper()
	q := app.Question{Subject: string(p.account), Site: site, Action: action, Reasons: true}
	_, v, err := w.Decisions.Evaluate(w.t.Context(), gatehousetest.Stranger(), key, q)
	if err != nil {
		w.t.Fatal(err)
	}
	if action != gatehouse.SiteEnter {
		return v
	}
	q.Subject, q.Reasons = string(p.email), false
	if _, byEmail, err := w.Decisions.Evaluate(w.t.Context(), gatehousetest.Stranger(), key, q); err != nil || byEmail.Access != v.Access {
		w.t.Fatalf("%s by address: %v, %v, by account %v", p.email, byEmail.Access, err, v.Access)
	}
	return v
}

// found reads a search to its end, in pages of the limit.
func (w *decisionWorld) found(search func(app.Search) (app.Asker, app.Found, error), s app.Search) []string {
	w.t.Helper()
	names := []string{}
	for {
		_, page, err := search(s)
		if err != nil {
			w.t.Fatal(err)
		}
		names = append(names, page.Names...)
		if s.Token = page.Next; s.Token == "" {
			slices.Sort(names)
			return names
		}
	}
}

// TestI10T246SearchIsEvaluation: in random worlds every search finds exactly what
// evaluates to yes, whoever asks: a key of the partner, or of one site. And a batch of
// all questions answers each as it is answered alone.
func TestI10T246SearchIsEvaluation(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newDecisionWorld(t, e)
		partner := e.NewKey(t, w.masters[0].Actor, gatehouse.KeyDecisions).Token
		keeper := e.SiteMember(t, w.masters[0].Actor, w.sites[0][2], "keeper@example.com", gatehouse.SiteMaster)
		site := e.NewKey(t, keeper.Actor, gatehouse.KeyDecisions).Token
		for range gatehousetest.Repeat(60) {
			w.shuffle()
			e.Exec(t, `UPDATE partner SET activated_at = 1 WHERE id = $1`, string(w.masters[0].Actor.Partner)) // the keys live
			w.checkSearches(partner, w.sites[0])
			e.Exec(t, `INSERT INTO site_admin (partner_id, site_id, person_id, role, created_at) VALUES ($1, $2, $3, 4, 1)`,
				string(keeper.Actor.Partner), string(keeper.Actor.Site), string(keeper.Actor.Person))
			w.checkSearches(site, []gatehouse.SiteID{keeper.Actor.Site}, decisionPerson{keeper.Actor.Person, keeper.Account.ID, keeper.Account.Email})
		}
	})
}

// checkSearches holds the searches of a key that speaks of the sites against brute
// force over everybody and everything, the other partner's included.
func (w *decisionWorld) checkSearches(key string, spoken []gatehouse.SiteID, more ...decisionPerson) {
	w.t.Helper()
	ctx, people := w.t.Context(), slices.Concat(w.people[0], w.people[1], more)
	sites := slices.Concat(w.sites[0], w.sites[1])
	who, where, what := map[string][]string{}, map[string][]string{}, map[string][]string{}
	var questions []app.Question
	var answers []bool
	for _, p := range people {
		for _, site := range sites {
			for _, action := range gatehouse.SiteActions() {
				v := w.evaluate(key, p, site, action)
				questions, answers = append(questions, app.Question{Subject: string(p.account), Site: site, Action: action}), append(answers, v.Access)
				if !v.Access {
					continue
				}
				if !slices.Contains(spoken, site) {
					w.t.Fatalf("a key of %v says yes about %s", spoken, site)
				}
				add(who, string(site)+" "+string(action), string(p.account))
				add(where, string(p.account)+" "+string(action), string(site))
				add(what, string(p.account)+" "+string(site), string(action))
			}
		}
	}
	_, verdicts, err := w.Decisions.EvaluateAll(ctx, gatehousetest.Stranger(), key, questions)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, v := range verdicts {
		if v.Access != answers[i] {
			w.t.Fatalf("%+v is answered %v in a batch, %v alone", questions[i], v.Access, answers[i])
		}
	}
	check := func(asked string, want, got []string) {
		w.t.Helper()
		slices.Sort(want)
		if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
			w.t.Fatalf("the search %s differs from brute force (-force +search):\n%s", asked, diff)
		}
	}
	stranger := gatehousetest.Stranger()
	for _, action := range gatehouse.SiteActions() {
		for _, site := range sites {
			s := app.Search{Question: app.Question{Site: site, Action: action}, Limit: 1 + w.random.IntN(4), Query: "who"}
			check("who", who[string(site)+" "+string(action)], w.found(func(s app.Search) (app.Asker, app.Found, error) {
				return w.Decisions.Subjects(ctx, stranger, key, s)
			}, s))
		}
		for _, p := range people {
			s := app.Search{Question: app.Question{Subject: string(p.email), Action: action}, Limit: 1 + w.random.IntN(4), Query: "where"}
			check("where", where[string(p.account)+" "+string(action)], w.found(func(s app.Search) (app.Asker, app.Found, error) {
				return w.Decisions.Resources(ctx, stranger, key, s)
			}, s))
		}
	}
	for _, p := range people {
		for _, site := range sites {
			s := app.Search{Question: app.Question{Subject: string(p.account), Site: site}, Limit: 1 + w.random.IntN(14), Query: "what"}
			check("what", what[string(p.account)+" "+string(site)], w.found(func(s app.Search) (app.Asker, app.Found, error) {
				return w.Decisions.Actions(ctx, stranger, key, s)
			}, s))
		}
	}
}

func add(sets map[string][]string, key, name string) { sets[key] = append(sets[key], name) }

// TestI06I09DecisionIsExplain: in random worlds a decision and its reasons are what
// explain says, of everybody, everywhere, about everything.
func TestI06I09DecisionIsExplain(t *testing.T) {
	both(t, func(t *testing.T, e *gatehousetest.Env) {
		w := newDecisionWorld(t, e)
		key := e.NewKey(t, w.masters[0].Actor, gatehouse.KeyDecisions).Token
		yes := 0
		for range gatehousetest.Repeat(100) {
			w.shuffle()
			e.Exec(t, `UPDATE partner SET activated_at = 1`)
			for _, p := range w.people[0] {
				for _, site := range w.sites[0] {
					for _, action := range gatehouse.SiteActions() {
						yes += w.checkExplained(key, p, site, action)
					}
				}
			}
		}
		if yes == 0 {
			t.Error("nobody may do anything in any world")
		}
	})
}

func (w *decisionWorld) checkExplained(key string, p decisionPerson, site gatehouse.SiteID, action gatehouse.SiteAction) int {
	w.t.Helper()
	explained, err := w.Assignments.Explain(w.t.Context(), w.masters[0].Actor, p.id, site, action)
	if err != nil {
		w.t.Fatal(err)
	}
	want := []gatehouse.GateState{}
	for _, gate := range explained.Gates {
		want = append(want, gate.GateState)
	}
	v := w.evaluate(key, p, site, action)
	if diff := cmp.Diff(want, v.Gates); diff != "" || v.Access != explained.Access.Access {
		w.t.Fatalf("%s at %s, %s: decided %v, explained %v; the gates differ:\n%s", p.email, site, action, v.Access, explained.Access.Access, diff)
	}
	if v.Access {
		return 1
	}
	return 0
}
