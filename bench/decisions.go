package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/store"
)

const (
	// busySites is how many sites the technician has whose sites are searched.
	busySites = 5000
	// questions is how many questions a batch asks.
	questions = 100
	// locks is how many people are locked while decisions are made, one after the
	// other: mails to one address wait for each other.
	locks = 50
)

// asker is an API key of the measured partner and what it asks about.
type asker struct {
	token string
	// busy has all the sites, each of the others the first one.
	busy   gatehouse.Person
	others []gatehouse.Person
	sites  []gatehouse.Site
}

// measureDecisions compares the decision endpoint with a bare handler that parses the
// same request and answers a constant.
func measureDecisions(ctx context.Context, w *world, s settings, r *report) error {
	a, err := w.newAsker(ctx)
	if err != nil {
		return err
	}
	if err := w.quiet(ctx); err != nil {
		return err
	}
	if err := a.check(ctx, w); err != nil {
		return err
	}
	if err := measureEvaluation(ctx, w, s, r, a); err != nil {
		return err
	}
	batch := rates{a.post(w, "AuthZEN batch of 100, other pairs each", "evaluations", a.batch()), questions, 20_000, "decisions/s"}
	search := rates{a.post(w, "AuthZEN search of 5,000 sites, page of 100", "search/resource", a.search()), 1, 500, "/s"}
	for _, row := range []rates{batch, search} {
		if err := row.measure(ctx, s, r); err != nil {
			return err
		}
	}
	return measureLockMeanwhile(ctx, w, r, a, "")
}

// measureEvaluation is one question, beside the bare handler round by round, and beside
// both questions of which each is about another site than the one before.
func measureEvaluation(ctx context.Context, w *world, s settings, r *report, a asker) error {
	asked := a.post(w, "AuthZEN evaluation", "evaluation", a.singles()[0])
	varied := a.post(w, "beside: AuthZEN evaluation, another site each", "evaluation", a.singles()...)
	bare := post("bare handler that parses", "http://"+w.limit.addr, barePath, a.headers(), a.singles()[0])
	got, err := inTurn(ctx, bare, s.rounds, asked, varied)
	if err != nil {
		return err
	}
	r.row(asked.name, got[0].of("a bare parser"), ">= 0.38", atLeast(got[0].share, 0.38))
	r.aside(varied.name, got[1].of("a bare parser"))
	took, err := paced(ctx, asked, got[0].perSecond/2, time.Duration(s.rounds)*roundTime)
	if err != nil {
		return err
	}
	p99 := quantile(took, 0.99)
	r.row("p99 AuthZEN evaluation, at half rate", p99.Round(100*time.Microsecond).String(), "<= 20ms", atMost(p99, 20*time.Millisecond))
	return nil
}

// rates is a request whose rate has to reach a number.
type rates struct {
	target
	each  float64
	least float64
	unit  string
}

func (row rates) measure(ctx context.Context, s settings, r *report) error {
	var got []float64
	for range s.rounds {
		reached, err := rate(ctx, row.target, roundTime)
		if err != nil {
			return err
		}
		got = append(got, reached*row.each)
	}
	r.row(row.name, fmt.Sprintf("%.0f%s", median(got), row.unit), fmt.Sprintf(">= %.0f%s", row.least, row.unit), atLeast(median(got), row.least))
	return nil
}

// measureLockMeanwhile locks and unlocks the technician while as many connections as
// there are ask about them: how long a lock takes to hold, and that no question which
// is asked after it has returned is answered with yes.
func measureLockMeanwhile(ctx context.Context, w *world, r *report, a asker, on string) error {
	load, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	var asked atomic.Int64
	go func() {
		questions := a.post(w, "load", "evaluation", a.singles()...)
		_, err := each(load, questions, func(c *client, _ *int) error {
			for load.Err() == nil {
				if err := c.ask(questions); err != nil {
					return err
				}
				asked.Add(1)
			}
			return nil
		})
		ended <- err
	}()
	begin := time.Now()
	took, wrong, err := a.lockAndAsk(ctx, w)
	seconds := time.Since(begin).Seconds()
	stop()
	if err := errors.Join(err, <-ended); err != nil {
		return err
	}
	p99 := quantile(took, 0.99)
	r.row(on+"p99 lock while deciding", fmt.Sprintf("%v (%.0f decisions/s)", p99.Round(100*time.Microsecond), float64(asked.Load())/seconds), "<= 250ms", atMost(p99, 250*time.Millisecond))
	r.row(on+"yes after a lock has returned", strconv.Itoa(wrong), "0", atMost(float64(wrong), 0))
	return nil
}

// lockAndAsk locks one after the other and returns how long each lock took, and how
// many questions asked afterwards were answered wrongly.
func (a asker) lockAndAsk(ctx context.Context, w *world) (took []time.Duration, wrong int, err error) {
	for _, person := range a.others {
		ids, question := bulkBody{IDs: []gatehouse.PersonID{person.ID}}, a.question(person, a.sites[0], gatehouse.SiteEnter)
		lasted, err := w.change(ctx, "/api/v1/technicians:lock", ids)
		if err != nil {
			return nil, 0, err
		}
		took = append(took, lasted)
		locked, err := a.decide(ctx, w, question)
		if err != nil {
			return nil, 0, err
		}
		if _, err := w.change(ctx, "/api/v1/technicians:unlock", ids); err != nil {
			return nil, 0, err
		}
		open, err := a.decide(ctx, w, question)
		if err != nil {
			return nil, 0, err
		}
		if locked || !open {
			wrong++
		}
	}
	return took, wrong, nil
}

// newAsker gives the Master an API key, one technician many sites, and others one.
func (w *world) newAsker(ctx context.Context) (asker, error) {
	db, err := store.Open(ctx, store.Options{URL: w.database})
	if err != nil {
		return asker{}, err
	}
	defer func() { _ = db.Close() }()
	a := asker{token: gatehouse.KeyPrefix + auth.NewToken(), sites: w.Access.Sites[:min(busySites, len(w.Access.Sites))]}
	partner := w.Dataset.Partner.ID
	for _, id := range w.Access.Technicians[:locks+1] {
		person, err := db.Person(ctx, partner, id)
		if err != nil {
			return a, err
		}
		a.others = append(a.others, person)
	}
	a.busy, a.others = a.others[0], a.others[1:]
	master, err := db.PersonByEmail(ctx, partner, gatehouse.Email(w.Dataset.Email))
	if err != nil {
		return a, err
	}
	return a, db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.LockPartner(ctx, partner); err != nil {
			return err
		}
		now, err := tx.Now(ctx)
		if err != nil {
			return err
		}
		key := gatehouse.APIKey{
			Partner: partner, Name: "Bench", Scope: gatehouse.KeyDecisions, Creator: master.ID, CreatedAt: now, ExpiresAt: now.Add(gatehouse.KeyLifetime),
		}
		if err := tx.CreateKey(ctx, &key, gatehouse.KeyTokenID(auth.HashToken(a.token))); err != nil {
			return err
		}
		for _, person := range a.others {
			if err := assign(ctx, tx, person, a.sites[:1], now); err != nil {
				return err
			}
		}
		return assign(ctx, tx, a.busy, a.sites, now)
	})
}

// quiet waits until the mails are written that an earlier run has asked for: what is
// measured is decisions and nothing beside them.
func (w *world) quiet(ctx context.Context) error {
	db, err := store.Open(ctx, store.Options{URL: w.database})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		queued, err := db.UnscopedQueued(ctx, "", 1)
		if err != nil || len(queued) == 0 {
			return err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return errors.New("mails are still queued")
		}
	}
}

// assign opens the sites to somebody, but for those that the dataset has them assigned
// to already.
func assign(ctx context.Context, tx *store.Tx, person gatehouse.Person, sites []gatehouse.Site, now time.Time) error {
	has := map[gatehouse.SiteID]bool{}
	if err := tx.EachSiteOf(ctx, gatehouse.Partner{ID: person.Partner}, person.ID, "", "", 2*busySites, func(f *gatehouse.AccessFacts) error {
		has[f.Site.ID] = true
		return nil
	}); err != nil {
		return err
	}
	var list []gatehouse.Assignment
	for _, site := range sites {
		if has[site.ID] {
			continue
		}
		list = append(list, gatehouse.Assignment{
			ID: store.NewAssignmentID(), Partner: site.Partner, Site: site.ID, Person: person.ID, Level: gatehouse.DevicesOnly, LevelAt: now, CreatedAt: now,
		})
	}
	if err := tx.CreateAssignments(ctx, list); err != nil {
		return err
	}
	return tx.CountAssigned(ctx, person.Partner, list)
}

func (a asker) headers() []string { return []string{"Authorization", "Bearer " + a.token} }

// post is a question to the decision endpoint.
func (a asker) post(w *world, name, path string, bodies ...string) target {
	return post(name, w.base, "/access/v1/"+path, a.headers(), bodies...)
}

// singles are questions about the technician with many sites, each about another site.
func (a asker) singles() []string {
	list := make([]string, 0, busySites/apart)
	for i := 0; i < busySites; i += apart {
		list = append(list, a.question(a.busy, a.sites[i], gatehouse.SiteEnter))
	}
	return list
}

// apart is how far the sites of [asker.singles] are from each other.
const apart = 10

func (a asker) question(person gatehouse.Person, site gatehouse.Site, action gatehouse.SiteAction) string {
	return pair{string(person.Account), site.ID}.question(action)
}

// pair is somebody, by account or address, and a site.
type pair struct {
	subject string
	site    gatehouse.SiteID
}

func (p pair) question(action gatehouse.SiteAction) string {
	return `{"subject":{"type":"user","id":"` + p.subject + `"},"action":{"name":"` + string(action) + `"},"resource":{"type":"site","id":"` + string(p.site) + `"}}`
}

func (a asker) batch() string {
	items := make([]string, questions)
	for i := range items {
		items[i] = a.question(a.busy, a.sites[i*(busySites/questions)], gatehouse.DevicesView)
	}
	return `{"evaluations":[` + strings.Join(items, ",") + `]}`
}

func (a asker) search() string {
	return `{"subject":{"type":"user","id":"` + string(a.busy.Account) + `"},"action":{"name":"site.enter"},"resource":{"type":"site"},"page":{"limit":100}}`
}

// check makes sure that what is measured is a yes.
func (a asker) check(ctx context.Context, w *world) error {
	yes, err := a.decide(ctx, w, a.singles()[0])
	if err == nil && !yes {
		err = errors.New("the technician may not enter the site that is asked about")
	}
	return err
}

// decide asks one question.
func (a asker) decide(ctx context.Context, w *world, body string) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.base+"/access/v1/evaluation", strings.NewReader(body))
	if err != nil {
		return false, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+a.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct{ Decision *bool }
	err = json.NewDecoder(response.Body).Decode(&answer)
	if err == nil && answer.Decision == nil {
		err = fmt.Errorf("the decision endpoint answers %s", response.Status)
	}
	if err != nil {
		return false, err
	}
	return *answer.Decision, nil
}

// post makes POSTs of JSON, one for each body, with the headers given in pairs.
func post(name, base, path string, headers []string, bodies ...string) target {
	u, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	t := target{name: name, addr: u.Host}
	for _, body := range bodies {
		var raw bytes.Buffer
		fmt.Fprintf(&raw, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", path, u.Host, len(body))
		for i := 0; i+1 < len(headers); i += 2 {
			fmt.Fprintf(&raw, "%s: %s\r\n", headers[i], headers[i+1])
		}
		raw.WriteString("\r\n" + body)
		t.raw = append(t.raw, raw.Bytes())
	}
	return t
}
