package demo

import (
	"sync/atomic"
	"time"
)

// Clock is the time that the demo turns while it plays the year: an offset to the
// database's clock, zero again when it is done.
type Clock struct{ offset atomic.Int64 }

// Offset is for store.Options.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// turn moves the clock from now to another time.
func (c *Clock) turn(now, to time.Time) { c.offset.Add(int64(to.Sub(now))) }

// release lets the clock go with the database's again.
func (c *Clock) release() { c.offset.Store(0) }
