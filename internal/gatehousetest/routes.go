package gatehousetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Callers are the columns of the first table of testdata/routes.txt.
var Callers = []string{"stranger", "technician", "observer", "operator", "admin", "master", "other"}

// SiteCallers are the columns of its second table: the site roles, the levels that
// can stand at a site, and somebody who stands at another site.
var SiteCallers = []string{"observer", "operator", "admin", "master", "devices_only", "full_excluding_users", "full_including_users", "other"}

// DecisionCallers are the columns of the table of the decision endpoint: somebody
// without anything, a session, and an API key of each scope.
var DecisionCallers = []string{"stranger", "session", "decisions", "observer", "operator", "admin", "master"}

// Routes reads the rows of a surface ("page" or "api") from testdata/routes.txt at
// the root, by method and path: for each caller yes, no, in, 404 or -.
func Routes(t *testing.T, surface string) map[string]map[string]string {
	t.Helper()
	return routes(t, surface, Callers)
}

// SiteRoutes reads the rows of a surface for those who stand at a site. A route that
// is not there is refused to all of them.
func SiteRoutes(t *testing.T, surface string) map[string]map[string]string {
	t.Helper()
	return routes(t, surface+"@site", SiteCallers)
}

// DecisionRoutes reads the rows of the decision endpoint for keys of a partner
// ("decision") or of a site ("decision@site").
func DecisionRoutes(t *testing.T, surface string) map[string]map[string]string {
	t.Helper()
	return routes(t, surface, DecisionCallers)
}

// KeyRoutes reads the rows in which an API key may something else than a session with
// the role of its scope: "people" where none may, "keys" where all may.
func KeyRoutes(t *testing.T) map[string]string {
	t.Helper()
	rows := map[string]string{}
	for pattern, row := range routes(t, "api@key", []string{"key"}) {
		rows[pattern] = row["key"]
	}
	return rows
}

// moduleRoot is the directory of go.mod, above that of the running test.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = above
	}
}

func routes(t *testing.T, surface string, callers []string) map[string]map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(moduleRoot(t), "testdata", "routes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]map[string]string{}
	for line := range strings.Lines(string(content)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != surface {
			continue
		}
		if len(fields) != 3+len(callers) {
			t.Fatalf("routes.txt: %q has %d columns", line, len(fields))
		}
		row := map[string]string{}
		for i, caller := range callers {
			row[caller] = fields[3+i]
		}
		rows[fields[1]+" "+fields[2]] = row
	}
	return rows
}
