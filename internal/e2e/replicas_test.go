package e2e_test

import (
	"net/http"
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
		// On a slow machine a whole round can fall between two of its memories.
		for range 10 {
			stop := w.ask(t)
			w.walk(t, time.Second, w.everyone()...)
			stop()
			if len(w.h.wrong()) > 0 {
				return
			}
		}
		t.Error("the history of a replica with a memory passes the check")
	})
}

// TestF06PausedReplica: a replica that is stopped in the middle of its work, and goes on
// after the world has changed, answers by what is then.
func TestF06PausedReplica(t *testing.T) {
	w := three(t, gatehousetest.Troubled())
	stop := w.ask(t)
	for range gatehousetest.Repeat(10) {
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

// TestF06T096CutReplica: a replica that has lost its database says so within the time that a
// door has, and never answers from memory, also not where the network takes what it
// sends and brings nothing back (SECURITY T259, T276).
func TestF06T096CutReplica(t *testing.T) {
	cluster := gatehousetest.StartCluster(t)
	line := gatehousetest.StartLine(t, cluster)
	w := newReplicas(t, gatehousetest.Postgres, settings{gatehousetest.OnCluster(cluster)}, nil,
		settings{gatehousetest.Through(line), gatehousetest.Troubled()})
	stop := w.ask(t)
	const lost = 2
	for n := range 2 * gatehousetest.Repeat(10) {
		w.walk(t, 0, w.everyone()...)
		if n%2 == 0 {
			line.Cut()
		} else {
			line.Die()
		}
		begun := w.h.now()
		w.turn(t, w.gates[0], false, 0, 1)
		if !w.h.awaitStatus(http.StatusServiceUnavailable, 20, []int{lost}, patience) {
			t.Fatal("the replica does not say that its database is gone")
		}
		w.silent(t, lost, begun)
		line.Restore()
		if !w.h.await(5, w.everyone(), patience) {
			t.Fatal("the replica does not find back")
		}
		w.turn(t, w.gates[0], true, 0, 1)
	}
	w.conclude(t, stop)
}

// doorPatience is how long a door waits; the machine of the tests may be slow.
const doorPatience = 2 * time.Second

// silent asserts that a replica without a database has decided nothing since then.
func (w *replicas) silent(t *testing.T, replica int, since time.Duration) {
	t.Helper()
	w.h.mu.Lock()
	defer w.h.mu.Unlock()
	for _, a := range w.h.answers {
		if a.replica != replica || a.start < since {
			continue
		}
		if a.status != http.StatusServiceUnavailable {
			t.Errorf("without a database it answers %s with %d, %v", a.way, a.status, a.allow)
		}
		if took := a.end - a.start; took > doorPatience {
			t.Errorf("without a database it takes %v to say so", took)
		}
	}
}
