package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/api"
)

var update = flag.Bool("update", false, "write openapi.json anew")

// TestOpenAPI keeps the committed document equal to what the program serves.
func TestOpenAPI(t *testing.T) {
	got, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", got, 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("openapi.json is not what the program serves; `go test ./internal/api -run TestOpenAPI -update` writes it:\n%s",
			cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")))
	}
}

// document is what tests read of the OpenAPI document.
type document struct {
	OpenAPI string
	Servers []struct{ URL string }
	Paths   map[string]map[string]struct {
		OperationID string
		Summary     string
		Description string
		Tags        []string
		Security    []map[string][]string
		Permission  string `json:"x-permission"`
		Responses   map[string]struct {
			Description string
			Content     map[string]struct {
				Examples map[string]any
			}
		}
	}
}

func readDocument(t *testing.T) document {
	t.Helper()
	encoded, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(encoded, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDocument holds the document against the route table: every route is there
// with its policy, is described, and names its problems.
func TestDocument(t *testing.T) {
	d := readDocument(t)
	if d.OpenAPI != "3.1.0" || d.Servers[0].URL != "/api/v1" {
		t.Errorf("OpenAPI %s at %v", d.OpenAPI, d.Servers)
	}
	for _, rt := range api.Table() {
		op := d.Paths[strings.TrimPrefix(rt.Path, "/api/v1")][strings.ToLower(rt.Method)]
		if op.OperationID != rt.ID {
			t.Errorf("%s %s is operation %q, want %q", rt.Method, rt.Path, op.OperationID, rt.ID)
			continue
		}
		if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 {
			t.Errorf("%s is not described", rt.ID)
		}
		if op.Permission != string(rt.Permission) {
			t.Errorf("%s says permission %q, want %q", rt.ID, op.Permission, rt.Permission)
		}
		codes := []string{}
		for _, response := range op.Responses {
			for code := range response.Content["application/problem+json"].Examples {
				codes = append(codes, code)
				if !strings.Contains(response.Description, "`"+code+"`") {
					t.Errorf("%s does not explain %s", rt.ID, code)
				}
			}
		}
		if stranger := !slices.Contains(codes, string(gatehouse.CodeNotSignedIn)); stranger != rt.Stranger {
			t.Errorf("%s names the codes %v", rt.ID, codes)
		}
		if rt.Permission != "" && !slices.Contains(codes, string(gatehouse.CodeForbidden)) {
			t.Errorf("%s with permission %q names the codes %v", rt.ID, rt.Permission, codes)
		}
	}
}

// TestReferences follows every reference inside the document.
func TestReferences(t *testing.T) {
	encoded, err := api.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var whole any
	if err := json.Unmarshal(encoded, &whole); err != nil {
		t.Fatal(err)
	}
	follow(t, whole, whole)
}

func follow(t *testing.T, whole, part any) {
	t.Helper()
	switch part := part.(type) {
	case map[string]any:
		for name, value := range part {
			target, isText := value.(string)
			if (name == "$ref" || name == "x-line-schema") && isText && !exists(whole, target) {
				t.Errorf("%s leads nowhere", target)
			}
			follow(t, whole, value)
		}
	case []any:
		for _, value := range part {
			follow(t, whole, value)
		}
	}
}

func exists(whole any, pointer string) bool {
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "#/"), "/") {
		object, ok := whole.(map[string]any)
		if !ok {
			return false
		}
		if whole, ok = object[name]; !ok {
			return false
		}
	}
	return true
}

func TestAddRoute(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		if err := api.AddRoute("getSession", true); err != nil {
			t.Error(err)
		}
	})
	t.Run("ErrNoPolicy", func(t *testing.T) {
		if err := api.AddRoute("getSession", false); err == nil {
			t.Error("a route without a policy is taken")
		}
	})
	t.Run("ErrNoDescription", func(t *testing.T) {
		if err := api.AddRoute("fly", true); err == nil {
			t.Error("an operation without a description is taken")
		}
	})
}
