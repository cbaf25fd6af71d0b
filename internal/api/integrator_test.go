package api_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
)

// TestIntegratorPage keeps docs/integrator.md equal to the code: its table of codes
// is the one table, and every path it calls exists.
func TestIntegratorPage(t *testing.T) {
	content, err := os.ReadFile("../../docs/integrator.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	t.Run("OK the codes", func(t *testing.T) {
		want := []string{}
		for _, info := range gatehouse.Codes() {
			want = append(want, fmt.Sprintf("| %d | `%s` | %s |", info.Status, info.Code, info.Sentence))
		}
		_, table, _ := strings.Cut(text, "| status | code | sentence |\n|---|---|---|\n")
		if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(table), "\n")); diff != "" {
			t.Errorf("the table of codes differs (-code.go +integrator.md):\n%s", diff)
		}
	})
	t.Run("OK the paths", func(t *testing.T) {
		paths := map[string]bool{}
		for _, rt := range api.Table() {
			paths[strings.TrimPrefix(rt.Path, "/api/v1")] = true
		}
		calls := regexp.MustCompile(`\$api(/[a-z/:-]+)`).FindAllStringSubmatch(text, -1)
		if len(calls) < 10 {
			t.Fatalf("found %d calls", len(calls))
		}
		for _, call := range calls {
			if !paths[call[1]] && !paths[call[1]+"{id}"] {
				t.Errorf("%s is no path of the API", call[1])
			}
		}
	})
}
