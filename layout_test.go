package gatehouse_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// TestImportDirection keeps the house in order: what each package may import of
// ours, as docs/contributor.md draws it. A package that is not named fails.
func TestImportDirection(t *testing.T) {
	const module = "gatehouse.example/gatehouse"
	allowed := map[string]string{
		"":                       "",
		"client":                 "",
		"internal/store":         "root",
		"internal/auth":          "root",
		"internal/mail":          "root",
		"internal/export":        "root",
		"internal/serve":         "root",
		"internal/jobs":          "root internal/store",
		"internal/app":           "root internal/store internal/auth internal/mail",
		"internal/demo":          "root internal/app internal/store internal/mail",
		"internal/api":           "root internal/app internal/auth internal/serve internal/export",
		"internal/web":           "root internal/app internal/auth internal/mail internal/serve internal/export",
		"internal/cli":           "*",
		"cmd/gatehouse":          "internal/cli",
		"internal/gatehousetest": "*",
		"internal/e2e":           "*",
		"bench":                  "*",
		"scripts":                "",
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		rule, known := ruleFor(allowed, name)
		if !known {
			t.Errorf("%s is not in the plan of the house", name)
		}
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, module) {
				checkForeign(t, name, imported)
				continue
			}
			short := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
			if short == "" {
				short = "root"
			}
			if rule != "*" && !within(rule, short, name) {
				t.Errorf("%s imports %s", name, short)
			}
		}
	}
}

// ruleFor finds the rule of a package or of the package it lies in.
func ruleFor(allowed map[string]string, name string) (string, bool) {
	for {
		if rule, ok := allowed[name]; ok {
			return rule, true
		}
		i := strings.LastIndex(name, "/")
		if i < 0 {
			return "", false
		}
		name = name[:i]
	}
}

// within reports whether an import is in the rule, or inside the same package's
// own folder.
func within(rule, imported, importer string) bool {
	for _, allowed := range strings.Fields(rule) {
		if imported == allowed || strings.HasPrefix(imported, allowed+"/") && allowed != "root" {
			return true
		}
	}
	top := func(s string) string {
		return strings.Join(strings.SplitN(s, "/", 3)[:min(2, strings.Count(s, "/")+1)], "/")
	}
	return top(imported) == top(importer)
}

// checkForeign keeps the root free of libraries and the use cases free of HTTP.
func checkForeign(t *testing.T, name, imported string) {
	t.Helper()
	library := strings.Contains(strings.SplitN(imported, "/", 2)[0], ".")
	switch {
	case name == "" && library, name == "client" && library:
		t.Errorf("%q imports the library %s", name, imported)
	case name == "" && (imported == "database/sql" || imported == "net/http" || imported == "os"):
		t.Errorf("the root imports %s", imported)
	case name == "internal/app" && imported == "net/http":
		t.Error("internal/app imports net/http")
	}
}
