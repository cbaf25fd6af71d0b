package gatehousetest

import (
	"regexp"
	"strings"
	"testing"
)

// walks are the steps that may pass over every row, and why.
var walks = map[string]string{
	"SCAN CONSTANT ROW": "it is one",
	"SCAN k":            "the ids of a page, which were found before",
	"SCAN v":            "the pairs of a page, which were found before",
	"SCAN h":            "the hits of a search that are sorted",
	"SCAN r":            "all partners of an installation are listed on its command line",
	"SCAN idempotency":  "who is deleted must not stand in an answer of the last day",
	"SEARCH k USING COVERING INDEX api_key_place (partner_id=?)": "a partner has few API keys",
}

// CheckPlans asks SQLite how it goes about every statement that the environment has
// used so far. None may walk a whole table, and none that changes rows or names those it
// reads may walk all rows of a partner, whose number has no bound (SECURITY T290).
func (e *Env) CheckPlans(t *testing.T) {
	t.Helper()
	if e.Engine != SQLite {
		return
	}
	for _, text := range e.Statements(t) {
		narrow := changing.MatchString(text) || strings.Contains(text, "json_each")
		for _, step := range e.Plan(t, text) {
			whole := strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "VIRTUAL TABLE") && !strings.Contains(step, "VALUES CLAUSE")
			if (whole || narrow && strings.HasSuffix(step, "(partner_id=?)")) && walks[step] == "" {
				t.Errorf("%s, for\n%.1000s", step, text)
			}
		}
	}
}

// Statements are the texts of all statements that SQLite was asked to run so far.
func (e *Env) Statements(t *testing.T) []string {
	t.Helper()
	texts, err := e.Store.Statements(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// Plan is how SQLite goes about a statement, step by step.
func (e *Env) Plan(t *testing.T, text string) []string {
	t.Helper()
	var steps []string
	args := make([]any, strings.Count(text, "?")+len(numbers(text)))
	for _, row := range e.Strings(t, "EXPLAIN QUERY PLAN "+text, args...) {
		steps = append(steps, row[3])
	}
	return steps
}

var (
	changing = regexp.MustCompile(`^\s*(UPDATE|DELETE)`)
	numbered = regexp.MustCompile(`\$\d+`)
)

// numbers are the numbered parameters of a statement, each once.
func numbers(text string) map[string]bool {
	found := map[string]bool{}
	for _, name := range numbered.FindAllString(text, -1) {
		found[name] = true
	}
	return found
}
