package main

import (
	"context"
	"fmt"
	"math"
	"net"
	"slices"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/store"
)

const (
	// side is how many technicians are assigned to how many sites in one call.
	side = 100
	// readPace is how many lists a second others read while a bulk call runs.
	readPace = 100.0
)

// measureBulk times calls that change ten thousand rows in one transaction. The mail
// server takes no mail meanwhile, so that sending what one call asked for does not
// slow the next one down.
func measureBulk(ctx context.Context, w *world, s settings, r *report) error {
	mute, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { _ = mute.Close() }()
	if err := w.portal.stop(); err != nil {
		return err
	}
	if err := w.start(ctx, "GATEHOUSE_SMTP_URL=smtp://"+mute.Addr().String()+"?tls=none&from=bench@bench.example"); err != nil {
		return err
	}
	if err := measureLock(ctx, w, s, r); err != nil {
		return err
	}
	return measureAssign(ctx, w, s, r)
}

// measureLock locks as many technicians as one call takes, alone and while others
// read.
func measureLock(ctx context.Context, w *world, s settings, r *report) error {
	ids := w.Access.Technicians[:min(gatehouse.BulkLockLimit, len(w.Access.Technicians))]
	lock := func() (time.Duration, error) { return w.change(ctx, "/api/v1/technicians:lock", bulkBody{IDs: ids}) }
	unlock := func() error {
		_, err := w.change(ctx, "/api/v1/technicians:unlock", bulkBody{IDs: ids})
		return err
	}
	var took, reads []time.Duration
	for range s.rounds {
		alone, err := lock()
		if err != nil {
			return err
		}
		if err := unlock(); err != nil {
			return err
		}
		meanwhile, err := w.whileReading(ctx, lock)
		if err != nil {
			return err
		}
		if err := unlock(); err != nil {
			return err
		}
		took, reads = append(took, alone), append(reads, meanwhile...)
	}
	all, p99 := median(took), quantile(reads, 0.99)
	r.row(fmt.Sprintf("bulk lock of %d, REST", len(ids)), all.Round(time.Millisecond).String(), "<= 400ms", atMost(all, 400*time.Millisecond))
	r.row("p99 REST list meanwhile", p99.Round(100*time.Microsecond).String(), "<= 100ms", atMost(p99, 100*time.Millisecond))
	return nil
}

// measureAssign assigns a hundred technicians to a hundred sites, other ones in each
// round, who had none of these sites before.
func measureAssign(ctx context.Context, w *world, s settings, r *report) error {
	sites := w.Access.Sites[len(w.Access.Sites)-side:]
	people, err := w.strangersTo(ctx, sites, s.rounds*side)
	if err != nil {
		return err
	}
	var took []time.Duration
	for chunk := range slices.Chunk(people, side) {
		body := assignBody{People: chunk, Level: gatehouse.DevicesOnly.String()}
		for _, site := range sites {
			body.Sites = append(body.Sites, site.ID)
		}
		d, err := w.change(ctx, "/api/v1/assignments", body)
		if err != nil {
			return err
		}
		took = append(took, d)
	}
	all := median(took)
	r.row(fmt.Sprintf("assignment of %d x %d, REST", side, side), all.Round(time.Millisecond).String(), "<= 1s", atMost(all, time.Second))
	return nil
}

// strangersTo returns n technicians who have none of the sites.
func (w *world) strangersTo(ctx context.Context, sites []gatehouse.Site, n int) ([]gatehouse.PersonID, error) {
	db, err := store.Open(ctx, store.Options{URL: w.database})
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	have := map[gatehouse.PersonID]bool{}
	for _, site := range sites {
		if err := db.EachPersonAt(ctx, w.Dataset.Partner, site.ID, "", math.MaxInt32, func(f *gatehouse.AccessFacts) error {
			have[f.Person.ID] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	var strangers []gatehouse.PersonID
	for _, id := range w.Access.Technicians {
		if !have[id] && len(strangers) < n {
			strangers = append(strangers, id)
		}
	}
	if len(strangers) < n {
		return nil, fmt.Errorf("%d technicians have none of the last %d sites, wanted %d: make the data anew", len(strangers), len(sites), n)
	}
	return strangers, nil
}

type bulkBody struct {
	IDs []gatehouse.PersonID `json:"ids"`
}

type assignBody struct {
	People []gatehouse.PersonID `json:"people"`
	Sites  []gatehouse.SiteID   `json:"sites"`
	Level  string               `json:"level"`
}

// change posts a call of which every row has to change and returns how long it took.
func (w *world) change(ctx context.Context, path string, body any) (time.Duration, error) {
	var answer struct {
		Results []struct {
			Outcome gatehouse.Outcome `json:"outcome"`
			Code    gatehouse.Code    `json:"code"`
		} `json:"results"`
	}
	begin := time.Now()
	if _, err := w.post(ctx, path, body, &answer); err != nil {
		return 0, err
	}
	took := time.Since(begin)
	for _, row := range answer.Results {
		if row.Outcome != gatehouse.Changed {
			return took, fmt.Errorf("%s answers %s %s for a row", path, row.Outcome, row.Code)
		}
	}
	return took, nil
}

// whileReading runs the call while others read a list at a steady pace, and returns
// how long their answers took.
func (w *world) whileReading(ctx context.Context, call func() (time.Duration, error)) ([]time.Duration, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make(chan error, 1)
	go func() {
		defer cancel()
		_, err := call()
		failed <- err
	}()
	took, err := paced(ctx, w.api("REST list", "/api/v1/technicians?status=accepted"), readPace, time.Minute)
	if callErr := <-failed; callErr != nil {
		return nil, callErr
	}
	return took, err
}
