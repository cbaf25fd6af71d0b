package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"

	"gatehouse.example/gatehouse"
)

const (
	// compared is how many questions Gatehouse and a peer have to answer alike before
	// either is measured, of a small partner and of the measured one.
	compared   = 600
	besideName = "beside: OPA, all data in memory"
)

// measurePeers asks OPA what the decision endpoint is asked, on the same data and in the
// same rounds. There is no target: OPA keeps nothing durably and is not asked who calls
// (decision 18).
func measurePeers(ctx context.Context, w *world, s settings, r *report) error {
	binary, err := buildOPA(ctx, w.dir)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.note(besideName, "not measured: "+err.Error())
		return nil
	}
	if err := compareEveryGate(ctx, w.dir, binary); err != nil {
		return err
	}
	a, err := w.newAsker(ctx)
	if err != nil {
		return err
	}
	if err := w.quiet(ctx); err != nil {
		return err
	}
	o, err := w.startOPA(ctx, binary)
	if err != nil {
		return err
	}
	defer o.close()
	if err := a.agree(ctx, w, o); err != nil {
		return err
	}
	return measureBeside(ctx, w, s, r, a, o)
}

// measureBeside asks the question of [measureEvaluation].
func measureBeside(ctx context.Context, w *world, s settings, r *report, a asker, o *opa) error {
	bare := post("bare handler that parses", "http://"+w.limit.addr, barePath, a.headers(), a.singles()[0])
	got, err := inTurn(ctx, bare, s.rounds, o.asked("OPA", a.singles()[0]), a.post(w, "AuthZEN evaluation", "evaluation", a.singles()[0]))
	if err != nil {
		return err
	}
	r.aside(besideName, got[0].of("a bare parser"))
	r.aside("beside: AuthZEN evaluation, in turn with OPA", got[1].of("a bare parser"))
	theirs, err := residentMemory(o.cmd.Process.Pid)
	if err != nil {
		r.note("beside: memory of OPA", "not known here: "+err.Error())
		return nil
	}
	ours, err := residentMemory(w.portal.cmd.Process.Pid)
	if err != nil {
		return err
	}
	r.aside("beside: memory of OPA", fmt.Sprintf("%.0f MB: %d people, %d assignments", theirs, len(o.facts.People), o.facts.assignments))
	r.aside("beside: memory of Gatehouse then", fmt.Sprintf("%.0f MB: the same on disk", ours))
	return nil
}

// compareEveryGate has Gatehouse and OPA answer about a small partner in which each gate
// is closed to some and open to others.
func compareEveryGate(ctx context.Context, dir, binary string) error {
	dir, err := os.MkdirTemp(dir, "peers")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	w, err := newWorld(ctx, dir, "", varied)
	if err != nil {
		return err
	}
	defer w.close()
	a, err := w.newAsker(ctx)
	if err != nil {
		return err
	}
	if err := w.vary(ctx); err != nil {
		return err
	}
	o, err := w.startOPA(ctx, binary)
	if err != nil {
		return err
	}
	defer o.close()
	return a.agree(ctx, w, o)
}

// agree asks both the same questions. They have to answer alike, and some with yes and
// some with no.
func (a asker) agree(ctx context.Context, w *world, o *opa) error {
	count := map[bool]int{}
	for _, question := range a.draw(o.facts) {
		ours, err := a.decide(ctx, w, question)
		if err != nil {
			return err
		}
		theirs, err := o.decide(ctx, question)
		if err != nil {
			return err
		}
		if ours != theirs {
			return fmt.Errorf("the decision endpoint answers %v and OPA %v to %s", ours, theirs, question)
		}
		count[ours]++
	}
	if min(count[true], count[false]) < compared/20 {
		return fmt.Errorf("%d times yes and %d times no say little about whether OPA answers alike", count[true], count[false])
	}
	return nil
}

// draw returns questions about whatever action: about the technician with many sites and
// one of these, about somebody, by their address, and a site that they have to do with,
// and about anybody and any site.
func (a asker) draw(f *facts) []string {
	random := rand.New(rand.NewPCG(7, 8))
	actions := gatehouse.SiteActions()
	list := make([]string, compared)
	for i := range list {
		who := pair{f.people[random.IntN(len(f.people))], f.sites[random.IntN(len(f.sites))]}
		switch i % 3 {
		case 0:
			who = pair{string(a.busy.Account), a.sites[random.IntN(len(a.sites))].ID}
		case 1:
			who = f.pairs[random.IntN(len(f.pairs))]
		}
		list[i] = who.question(actions[random.IntN(len(actions))])
	}
	return list
}
