package store

import "context"

// Point is a place in the way of a write transaction, for [Options.Pause].
type Point string

// The points of a write transaction, in their order.
const (
	// BeforeBegin: what is read beforehand has been read, nothing is held.
	BeforeBegin Point = "before begin"
	// BeforeWrite: everything is locked, read again and authorised, and nothing is
	// written yet.
	BeforeWrite Point = "before the first write"
	// BeforeCommit: everything is written, with its audit events and mails.
	BeforeCommit Point = "before commit"
	// AfterCommit: it has happened, and nobody has been told.
	AfterCommit Point = "after commit"
)

// Points lists the points in their order.
func Points() []Point { return []Point{BeforeBegin, BeforeWrite, BeforeCommit, AfterCommit} }

func (db *DB) pauseAt(ctx context.Context, at Point) {
	if db.pause != nil {
		db.pause(ctx, at)
	}
}
