package app

import (
	"context"
	"sync"
	"time"

	"gatehouse.example/gatehouse"
)

// turnWait is how long a try at an address waits for the one before it.
const turnWait = time.Second

// turns lets what belongs to one name happen one after the other in this process.
// The zero value is ready.
type turns struct {
	mu    sync.Mutex
	lanes map[string]*turn
}

// turn is the lane of one name. It is there while somebody is in it.
type turn struct {
	busy   chan struct{}
	inside int
}

// take waits for the turn of a name, for a second at most, and returns how to give
// it on. Whoever would wait longer gets CodeOverloaded.
func (t *turns) take(ctx context.Context, name string) (leave func(), err error) {
	lane := t.enter(name)
	ctx, cancel := context.WithTimeout(ctx, turnWait)
	defer cancel()
	select {
	case lane.busy <- struct{}{}:
		return func() {
			<-lane.busy
			t.leave(name, lane)
		}, nil
	case <-ctx.Done():
		t.leave(name, lane)
		return nil, &gatehouse.Error{Code: gatehouse.CodeOverloaded, RetryAfter: turnWait, Err: ctx.Err()}
	}
}

func (t *turns) enter(name string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	lane := t.lanes[name]
	if lane == nil {
		if t.lanes == nil {
			t.lanes = map[string]*turn{}
		}
		lane = &turn{busy: make(chan struct{}, 1)}
		t.lanes[name] = lane
	}
	lane.inside++
	return lane
}

func (t *turns) leave(name string, lane *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if lane.inside--; lane.inside == 0 {
		delete(t.lanes, name)
	}
}
