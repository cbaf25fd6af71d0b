package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// growths are how many times the least data there is. The largest partner has 100,000
// administrators, 200,000 technicians, a million assignments and five million events.
var growths = []int{1, 10, 100}

func grown(times int) size {
	return size{1_000 * times, 50_000 * times, gatehousetest.AccessSize{Technicians: 2_000 * times, Sites: 100 * times, Assigned: 11}}
}

// cost is what one operation takes at one size.
type cost struct {
	name  string
	value float64
}

// measureGrowth asks the same of partners of different sizes. The cost of a request is
// in answers of the bare handler, measured in turn with it; that of a change is in bare
// commits; memory is what the process holds after all of it. A whole run passes it over:
// to make the data takes many times as long as all other figures.
func measureGrowth(ctx context.Context, w *world, s settings, r *report) error {
	if !slices.Contains(strings.Split(s.only, ","), "growth") {
		r.note("growth", "not measured: not asked for by -only growth")
		return nil
	}
	if err := w.rest(); err != nil {
		return err
	}
	var sizes [][]cost
	for _, times := range growths {
		costs, err := grow(ctx, filepath.Join(w.dir, fmt.Sprintf("growth%d", times)), grown(times), s)
		if err != nil {
			return err
		}
		sizes = append(sizes, costs)
	}
	for i, first := range sizes[0] {
		last := sizes[len(sizes)-1][i].value
		var shown []string
		for j, costs := range sizes {
			shown = append(shown, fmt.Sprintf("%dx %.1f", growths[j], costs[i].value))
		}
		ratio := last / first.value
		r.row("growth: "+first.name, fmt.Sprintf("%s: %.2f x", strings.Join(shown, ", "), ratio), "<= 1.50 x", atMost(ratio, 1.5))
	}
	return nil
}

// grow makes a partner of the size and returns what each operation costs there.
func grow(ctx context.Context, dir string, n size, s settings) ([]cost, error) {
	w, err := newWorld(ctx, dir, "", n)
	if err != nil {
		return nil, err
	}
	defer w.close()
	a, err := w.newAsker(ctx)
	if err != nil {
		return nil, err
	}
	costs, err := w.readCosts(ctx, a, s)
	if err != nil {
		return nil, err
	}
	lock, err := w.lockCost(ctx)
	if err != nil {
		return nil, err
	}
	memory, err := residentMemory(w.portal.cmd.Process.Pid)
	return append(costs, lock, cost{"memory afterwards, MB", memory}), err
}

func (w *world) readCosts(ctx context.Context, a asker, s settings) ([]cost, error) {
	var costs []cost
	for _, asked := range []target{
		w.api("who am I", "/api/v1/session"),
		w.api("REST administrators, 50, by status", "/api/v1/admins?status=accepted"),
		w.api("REST technicians, 50, pending only", "/api/v1/technicians?status=pending"),
		w.api("REST technicians, 50, by Invited Sites", "/api/v1/technicians?sort=-invited_sites"),
		w.api("REST sites, 50, by name", "/api/v1/sites?sort=name"),
		w.api("REST audit log, newest 50", "/api/v1/audit?limit=50"),
		w.api("REST audit log, refused before 2020", "/api/v1/audit?outcome=refused&until=2020-01-01T00:00:00Z"),
		w.api("search, newest first, 10 % hits", "/api/v1/admins?q="+w.Dataset.Marked[100]),
		a.post(w, "AuthZEN evaluation", "evaluation", a.question(a.busy, a.sites[0], gatehouse.SiteEnter)),
	} {
		share, _, err := beside(ctx, w.limit, asked, s.rounds)
		if err != nil {
			return nil, err
		}
		costs = append(costs, cost{asked.name, 1 / share})
	}
	return costs, nil
}

// lockCost locks people, one after the other, each beside a bare commit.
func (w *world) lockCost(ctx context.Context) (cost, error) {
	commit, closeDB, err := bareCommit(ctx, filepath.Join(w.dir, "bare.db"))
	if err != nil {
		return cost{}, err
	}
	defer closeDB()
	var bare, took []time.Duration
	for _, id := range w.Access.Technicians[:writes] {
		begin := time.Now()
		if err := commit(); err != nil {
			return cost{}, err
		}
		bare = append(bare, time.Since(begin))
		ids := bulkBody{IDs: []gatehouse.PersonID{id}}
		lasted, err := w.change(ctx, "/api/v1/technicians:lock", ids)
		if err != nil {
			return cost{}, err
		}
		took = append(took, lasted)
		if _, err := w.change(ctx, "/api/v1/technicians:unlock", ids); err != nil {
			return cost{}, err
		}
	}
	return cost{"lock one technician, in commits", float64(median(took)) / float64(median(bare))}, nil
}
