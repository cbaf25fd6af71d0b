package jobs_test

import (
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestAfterKill: a mail that was on its way when the process was killed goes out
// after the next start, not hours later.
func TestAfterKill(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		e := gatehousetest.Idle(t, engine)
		master := e.SetUp(t)
		e.Invite(t, master.Actor, "ben@example.com", gatehouse.PartnerObserver)
		// What a killed process leaves: on PostgreSQL time has to pass, because
		// the job could be that of another replica.
		underWay := `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = datetime('now')`
		if engine == gatehousetest.Postgres {
			underWay = `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now() - interval '4 minutes'`
		}
		e.Exec(t, underWay)
		e.Work(t)
		e.LinkToken(t, "ben@example.com")
	})
}
