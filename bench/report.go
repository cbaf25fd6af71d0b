package main

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// report prints rows as they are measured, and remembers them.
type report struct {
	rows   []row
	missed int
}

// row is one figure beside its target. share is how much of the target is reached: 1
// is all of it, and more is better. A row without a target stands beside the others.
type row struct {
	name, figure, target string
	share                float64
}

// atLeast is the share of a target that is to be reached from below, atMost of one
// that is not to be passed.
func atLeast[T float64 | time.Duration](got, target T) float64 { return float64(got) / float64(target) }

func atMost[T float64 | time.Duration](got, target T) float64 {
	if got <= 0 {
		return mostShown
	}
	return float64(target) / float64(got)
}

// row prints a figure and keeps it.
func (r *report) row(name, figure, target string, share float64) {
	if share < 1 {
		r.missed++
	}
	r.keep(row{name, figure, target, share})
}

// aside prints and keeps a figure that has no target: it can neither be met nor missed.
func (r *report) aside(name, figure string) { r.keep(row{name: name, figure: figure}) }

func (r *report) keep(kept row) {
	if len(r.rows) == 0 {
		fmt.Printf("%-44s %-38s %-18s\n", "what", "measured", "target")
	}
	r.rows = append(r.rows, kept)
	fmt.Printf("%-44s %-38s %-18s %s\n", kept.name, kept.figure, kept.target, kept.verdict())
}

func (r row) verdict() string {
	switch {
	case r.target == "":
		return "beside"
	case r.share < 1:
		return "MISSED"
	default:
		return "met"
	}
}

// note prints a figure that has no target.
func (r *report) note(name, figure string) { fmt.Printf("%-44s %s\n", name, figure) }

func (r *report) verdict() error {
	if r.missed > 0 {
		return errors.New(fmt.Sprint(r.missed, " targets missed"))
	}
	fmt.Println("\nevery target met")
	return nil
}

func median[T float64 | time.Duration](values []T) T { return quantile(values, 0.5) }

// quantile returns the value below which the share of the values lies.
func quantile[T float64 | time.Duration](values []T, share float64) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}
