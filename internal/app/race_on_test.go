//go:build race

package app_test

// raced: SQLite is ten times slower under the race detector.
const raced = true
