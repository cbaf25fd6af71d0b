package gatehousetest

import (
	"context"
	"sync/atomic"
)

// Cut is a context that ends when it has been asked about often enough. With a
// rising count a request is cut off at every step of its way, step after step.
type Cut struct {
	context.Context
	end  context.CancelFunc
	left atomic.Int64
}

// CutAfter makes a context that ends when it is asked about for the n-th time.
func CutAfter(ctx context.Context, n int) *Cut {
	ctx, end := context.WithCancel(ctx)
	c := &Cut{Context: ctx, end: end}
	c.left.Store(int64(n))
	return c
}

// Happened reports whether the context has ended.
func (c *Cut) Happened() bool { return c.Context.Err() != nil }

func (c *Cut) step() {
	if c.left.Add(-1) < 0 {
		c.end()
	}
}

// Done implements context.Context.
func (c *Cut) Done() <-chan struct{} {
	c.step()
	return c.Context.Done()
}

// Err implements context.Context.
func (c *Cut) Err() error {
	c.step()
	return c.Context.Err()
}
