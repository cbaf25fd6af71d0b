package e2e_test

import (
	"testing"
	"time"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// settings are how a program is started.
type settings = []gatehousetest.ProgramOption

// three makes three replicas on a PostgreSQL that syncs to the disk.
func three(t *testing.T, more ...gatehousetest.ProgramOption) *replicas {
	t.Helper()
	first := append(settings{gatehousetest.OnCluster(gatehousetest.StartCluster(t))}, more...)
	return newReplicas(t, gatehousetest.Postgres, first, more, more)
}

// TestT245I02NoReplicaRemembers: while somebody locks, unlocks, changes levels and
// switches Technician Access, by whichever replica, sixteen callers ask all of them. No
// answer that was asked for after such a call returned is from before it.
func TestT245I02NoReplicaRemembers(t *testing.T) {
	t.Run("OK SQLite", func(t *testing.T) {
		w := newReplicas(t, gatehousetest.SQLite, nil)
		stop := w.ask(t)
		w.walk(t, soakFor(3*time.Second, 2*time.Minute), w.everyone()...)
		w.conclude(t, stop)
	})
	t.Run("OK three replicas on PostgreSQL", func(t *testing.T) {
		w := three(t)
		stop := w.ask(t)
		w.walk(t, soakFor(5*time.Second, 5*time.Minute), w.everyone()...)
		w.conclude(t, stop)
	})
	t.Run("Err replicas that remember for half a second", func(t *testing.T) {
		w := newReplicas(t, gatehousetest.Postgres, settings{gatehousetest.OnCluster(gatehousetest.StartCluster(t))},
			settings{gatehousetest.Without("committed_now")})
		stop := w.ask(t)
		w.walk(t, time.Second, w.everyone()...)
		stop()
		if len(w.h.wrong()) == 0 {
			t.Error("the history of a replica with a memory passes the check")
		}
	})
}

// TestF06PausedReplica: a replica that is stopped in the middle of its work, and goes on
// after the world has changed, answers by what is then.
func TestF06PausedReplica(t *testing.T) {
	w := three(t, gatehousetest.Troubled())
	stop := w.ask(t)
	for range gatehousetest.Repeat(20) {
		w.walk(t, 0, 0, 1, 2)
		w.programs[2].Pause(t)
		w.walk(t, 0, 0, 1)
		w.turn(t, w.gates[0], false, 0, 1)
		w.programs[2].Continue(t)
		if !w.h.await(5, w.everyone(), patience) {
			t.Fatal("the replica does not go on")
		}
		w.turn(t, w.gates[0], true, 2)
	}
	w.conclude(t, stop)
}
