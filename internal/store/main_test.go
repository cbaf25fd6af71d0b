package store_test

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// TestMain gives the property tests their count from the one place.
func TestMain(m *testing.M) {
	flag.Parse()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if err := flag.Set("rapid.checks", strconv.Itoa(gatehousetest.Repeat(1000))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}

// both runs a test on both engines at once, on an environment without background
// work.
func both(t *testing.T, test func(*testing.T, *gatehousetest.Env)) {
	t.Helper()
	t.Parallel()
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		t.Parallel()
		test(t, gatehousetest.Idle(t, engine))
	})
}

func wantCode(t *testing.T, what string, err error, want gatehouse.Code) {
	t.Helper()
	if got := gatehouse.CodeOf(err); got != want {
		t.Fatalf("%s: code %q (%v), want %q", what, got, err, want)
	}
}

func bulk(list ...gatehouse.PersonID) app.Bulk { return app.Bulk{IDs: list} }
