package auth_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse.example/gatehouse/internal/auth"
)

// slowHasher is a hasher whose hashes end only when the test lets them. It must
// be used in a synctest bubble.
type slowHasher struct {
	*auth.Hasher
	running, most atomic.Int32
	end           chan struct{}
}

func newSlowHasher(width, queue int) *slowHasher {
	s := &slowHasher{Hasher: auth.NewHasher(cheap, width, queue), end: make(chan struct{})}
	s.OnDerive(func() []byte {
		now := s.running.Add(1)
		defer s.running.Add(-1)
		for most := s.most.Load(); now > most && !s.most.CompareAndSwap(most, now); most = s.most.Load() {
		}
		<-s.end
		return nil
	})
	return s
}

// start begins a hash and returns where its error arrives.
func (s *slowHasher) start(ctx context.Context) chan error {
	done := make(chan error, 1)
	go func() {
		_, err := s.Hash(ctx, "x")
		done <- err
	}()
	synctest.Wait()
	return done
}

func TestT044Queue(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := newSlowHasher(1, 1)
			first, second := h.start(t.Context()), h.start(t.Context())
			if n := h.running.Load(); n != 1 {
				t.Errorf("%d hashes run at once", n)
			}
			h.end <- struct{}{}
			h.end <- struct{}{}
			if err := errors.Join(<-first, <-second); err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("ErrFull", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := newSlowHasher(1, 1)
			defer close(h.end)
			h.start(t.Context())
			h.start(t.Context())
			begin := time.Now()
			checkOverloaded(t, <-h.start(t.Context()))
			if waited := time.Since(begin); waited != 0 {
				t.Errorf("refused after %v instead of at once", waited)
			}
		})
	})
	t.Run("ErrWaitedTooLong", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := newSlowHasher(1, 1)
			defer close(h.end)
			h.start(t.Context())
			begin := time.Now()
			checkOverloaded(t, <-h.start(t.Context()))
			if waited := time.Since(begin); waited != time.Second {
				t.Errorf("refused after %v, want 1s", waited)
			}
			// The place in the queue is free again.
			again := h.start(t.Context())
			h.end <- struct{}{}
			h.end <- struct{}{}
			if err := <-again; err != nil {
				t.Errorf("after somebody gave up: %v", err)
			}
		})
	})
	t.Run("ErrCancelledWhileWaiting", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h := newSlowHasher(1, 1)
			defer close(h.end)
			h.start(t.Context())
			ctx, cancel := context.WithCancel(t.Context())
			waiting := h.start(ctx)
			cancel()
			err := <-waiting
			checkOverloaded(t, err)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v does not tell that the caller left", err)
			}
		})
	})
	t.Run("ErrCancelledBefore", func(t *testing.T) {
		h := auth.NewHasher(cheap, 1, 0)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 100 {
			_, err := h.Hash(ctx, "x")
			checkOverloaded(t, err)
		}
	})
}

// T045: a thousand clients that disconnect while their hash runs do not lift the
// cap, for the turn lasts until the hash ends.
func TestT045QueueDisconnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const width = 2
		h := newSlowHasher(width, 8)
		for range 1000 / width {
			ctx, cancel := context.WithCancel(t.Context())
			gone := []chan error{h.start(ctx), h.start(ctx)}
			cancel()
			late := h.start(t.Context())
			if n := h.running.Load(); n != width {
				t.Fatalf("%d hashes run, want %d: the turn ended with the client", n, width)
			}
			for range width + 1 {
				h.end <- struct{}{}
			}
			if err := errors.Join(<-gone[0], <-gone[1], <-late); err != nil {
				t.Fatal(err)
			}
		}
		if most := h.most.Load(); most != width {
			t.Errorf("at most %d hashes ran at once, want %d", most, width)
		}
	})
}

// A hash that panics gives its turn back.
func TestQueuePanic(t *testing.T) {
	h := auth.NewHasher(cheap, 1, 0)
	for range 2 {
		h.OnDerive(func() []byte { panic("out of memory") })
		func() {
			defer func() { _ = recover() }()
			_, _ = h.Hash(t.Context(), "x")
		}()
	}
	h.OnDerive(func() []byte { return nil })
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Error(err)
	}
}
