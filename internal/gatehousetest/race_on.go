//go:build race

package gatehousetest

// Raced reports whether the race detector watches, under which SQLite is ten times
// slower.
const Raced = true
