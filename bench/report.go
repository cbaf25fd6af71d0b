package main

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// report prints rows as they are measured and remembers which missed their target.
type report struct {
	printed bool
	missed  int
}

// row prints one figure beside its target. good says whether it is met.
func (r *report) row(name, figure, target string, good bool) {
	if !r.printed {
		fmt.Printf("%-44s %-38s %-18s\n", "what", "measured", "target")
		r.printed = true
	}
	verdict := "met"
	if !good {
		verdict = "MISSED"
		r.missed++
	}
	fmt.Printf("%-44s %-38s %-18s %s\n", name, figure, target, verdict)
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
