package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestT284RollingUpgrade: replicas of this version and of the next one, whose migration
// only adds, work side by side on one database under load: while the next version
// migrates it, while both work, and when one starts on the newer schema again. Every
// answer is right, and there is no burst of failures.
func TestT284RollingUpgrade(t *testing.T) {
	w := newReplicas(t, gatehousetest.Postgres, settings{gatehousetest.OnCluster(gatehousetest.StartCluster(t))}, nil)
	stop := w.ask(t)
	w.walk(t, 0, w.everyone()...)
	next := gatehousetest.StartProgram(t, gatehousetest.Postgres, gatehousetest.Beside(w.programs[0]), gatehousetest.Without("version"))
	w.programs = append(w.programs, next)
	if got := next.Look().Strings(t, `SELECT max(version_id) FROM goose_db_version`)[0][0]; got != "9999" {
		t.Fatalf("the database has the version %s", got)
	}
	w.walk(t, 0, 0, 1)
	stop()
	stop = w.ask(t)
	w.walk(t, soakFor(time.Second, time.Minute), w.everyone()...)
	for i := range 2 {
		if answer := w.programs[i].Get(t, "/readyz"); answer.StatusCode != http.StatusOK {
			t.Errorf("replica %d of the older version is not ready: %d", i, answer.StatusCode)
		}
	}
	stop()
	late := 0
	for _, a := range w.h.answers {
		if a.status != http.StatusOK {
			late++
		}
	}
	// A decision has less than a second, and the machine of the tests may be slow.
	if late*100 > len(w.h.answers) {
		t.Errorf("%d of %d questions were not answered", late, len(w.h.answers))
	}
	// Back: a replica of the older version starts on the newer database.
	w.programs[0].Restart(t)
	stop = w.ask(t)
	w.walk(t, 0, w.everyone()...)
	w.conclude(t, stop)
}
