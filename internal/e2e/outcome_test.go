package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT276I14TheKeyTellsLater: when the answer to a COMMIT is lost on the line to
// PostgreSQL, the caller is told that nobody knows; and the same key tells later, when it
// is known, without doing it again.
func TestT276I14TheKeyTellsLater(t *testing.T) {
	line := gatehousetest.StartLine(t, gatehousetest.StartCluster(t))
	p := gatehousetest.StartProgram(t, gatehousetest.Postgres, gatehousetest.Through(line), gatehousetest.Troubled())
	master, _ := p.SetUp(t)
	unknown := 0
	for n := 0; unknown < 3 && n < 30; n++ {
		// Background work commits, too, and may be the one that is hit.
		lose := line.OnCommitAnswer
		if n%2 == 1 {
			lose = line.OnCommit
		}
		lose(line.Cut)
		email, key := fmt.Sprintf("p%d@example.com", n), client.IdempotencyKey(fmt.Sprintf("key-%d", n))
		invite := func() (client.Results, error) {
			return master.InviteAdmins(t.Context(), []client.Invitation{{Email: email, Role: "observer"}}, key)
		}
		_, err := invite()
		problem, told := asProblem(err)
		if err != nil && (!told || problem.Status != http.StatusServiceUnavailable) {
			t.Fatalf("with the line cut in COMMIT: %v", err)
		}
		if told && strings.HasPrefix(problem.Detail, "Unknown outcome") {
			unknown++
		}
		line.Restore()
		var results client.Results
		within(t, func() bool {
			results, err = invite()
			return err == nil
		}, "the portal does not find back to its database")
		if len(results.Rows) != 1 || results.Rows[0].Outcome != client.Changed {
			t.Errorf("asked again with the same key: %+v", results.Rows)
		}
	}
	if unknown < 3 {
		t.Errorf("only %d calls were told that the outcome is unknown", unknown)
	}
	rows := p.Look().Strings(t, `SELECT email, count(*) FROM person GROUP BY email HAVING count(*) > 1`)
	events := p.Look().Strings(t, `SELECT target, count(*) FROM audit_event WHERE action = 'admin.invite' GROUP BY target HAVING count(*) > 1`)
	if len(rows)+len(events) > 0 {
		t.Errorf("done twice: %v, %v", rows, events)
	}
}
