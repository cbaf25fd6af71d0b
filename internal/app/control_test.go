//go:build !control

package app_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNegativeControls: each guard of internal/store/guard.go is left out, and the
// test that stands for it turns red. With none left out the same build is green, so
// that what turns red does so for want of the guard.
func TestNegativeControls(t *testing.T) {
	t.Parallel()
	if os.Getenv("GATEHOUSE_TEST_POSTGRES") == "" {
		t.Skip("GATEHOUSE_TEST_POSTGRES names no PostgreSQL server; SQLite has one writer, whatever is left out")
	}
	binary := filepath.Join(t.TempDir(), "app.test")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-trimpath", "-tags", "control", "-o", binary, ".") //nolint:gosec // our own tests
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the tests without guards: %v\n%s", err, out)
	}
	guards := map[string]string{
		"partner_lock":       "TestT120I01MastersMeetAtEveryPoint",
		"conditional_accept": "TestI03AcceptanceIsConditional",
		"session_join":       "TestT092SessionElsewhere",
		"tenant":             "TestT016T132ForeignIDs",
	}
	run := func(t *testing.T, guard, tests string) (string, bool) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), binary, "-test.run", "^("+tests+")$", "-test.timeout", "2m") //nolint:gosec // our own tests
		cmd.Env = append(os.Environ(), "GATEHOUSE_CONTROL="+guard)
		out, err := cmd.CombinedOutput()
		return string(out), err == nil
	}
	all := []string{}
	for guard, test := range guards {
		all = append(all, test)
		t.Run("Err"+guard, func(t *testing.T) {
			t.Parallel()
			out, green := run(t, guard, test)
			if green || !strings.Contains(out, "--- FAIL: "+test+" ") {
				t.Errorf("without the guard %s its test does not turn red:\n%s", guard, out)
			}
		})
	}
	t.Run("OK", func(t *testing.T) {
		t.Parallel()
		if out, green := run(t, "", strings.Join(all, "|")); !green {
			t.Errorf("with every guard in place:\n%s", out)
		}
	})
}
