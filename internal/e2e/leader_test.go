package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestF09OneLeader: among three replicas each periodic job is done once, also after the
// replica that leads was killed without a word. The site pays each month once.
func TestF09OneLeader(t *testing.T) {
	w := three(t)
	first := w.programs[0]
	w.wantPeriodic(t)
	// The month turns: the site is older than it was, and every period begins anew.
	first.Look().Exec(t, `UPDATE site SET devices = 3, credits = 100, created_at = created_at - $1`, (35 * 24 * time.Hour).Microseconds())
	first.Look().Exec(t, `DELETE FROM river_job WHERE state = 'completed'`)
	leader := w.leader(t)
	w.programs[leader].Kill9(t)
	w.wantPeriodic(t)
	if next := w.leader(t); next == leader {
		t.Errorf("replica %d leads beyond its death", leader)
	}
	look := first.Look()
	months := look.Strings(t, `SELECT month FROM credit_charge`)
	if len(months) == 0 {
		t.Error("the site was not charged")
	}
	want := fmt.Sprint(100 - 3*len(months))
	if got := look.Strings(t, `SELECT credits FROM site`)[0][0]; got != want {
		t.Errorf("after %d months the site has %s credits, want %s", len(months), got, want)
	}
	charges := look.Strings(t, `SELECT id FROM audit_event WHERE action = 'credits.charge'`)
	if len(charges) != len(months) {
		t.Errorf("%d charges are recorded for %d months", len(charges), len(months))
	}
	w.programs[leader].Start(t) // to end in order
}

// wantPeriodic waits until every periodic job is done, and asserts that each was once in
// any of its periods: while the test runs a new one may begin.
func (w *replicas) wantPeriodic(t *testing.T) {
	t.Helper()
	want := [][]string{{"charge", "1", "true"}, {"purge", "1", "true"}, {"remind", "1", "true"}}
	look := w.programs[0].Look()
	var got [][]string
	within(t, func() bool {
		got = look.Strings(t, `
			SELECT kind, max(jobs), bool_and(done)
			FROM (
				SELECT kind, count(*) AS jobs, bool_and(state = 'completed') AS done
				FROM river_job JOIN (VALUES ('charge', 3600), ('purge', 3600), ('remind', 600)) AS every (kind, seconds) USING (kind)
				GROUP BY kind, floor(extract(epoch FROM scheduled_at) / seconds)
			) AS period
			GROUP BY kind ORDER BY kind`)
		return len(got) == len(want) && !slices.ContainsFunc(got, func(kind []string) bool { return kind[2] != "true" })
	}, "not every periodic job is done")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("periodic jobs of one period (-want +got):\n%s", diff)
	}
}

// leader is the replica that leads now.
func (w *replicas) leader(t *testing.T) int {
	t.Helper()
	leading := w.programs[0].Look().Strings(t, `SELECT leader_id FROM river_leader WHERE expires_at > now()`)
	if len(leading) != 1 {
		t.Fatalf("%d replicas lead", len(leading))
	}
	found := slices.IndexFunc(w.programs, func(p *gatehousetest.Program) bool {
		return p.Runs() && strings.Contains(leading[0][0], fmt.Sprintf("/%d/", p.PID()))
	})
	if found < 0 {
		t.Fatalf("%s leads, which is none of the replicas", leading[0][0])
	}
	return found
}

// within asks again until something is so.
func within(t *testing.T, so func() bool, otherwise string) {
	t.Helper()
	deadline := time.After(patience)
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for !so() {
		select {
		case <-again.C:
		case <-deadline:
			t.Fatal(otherwise)
		}
	}
}
