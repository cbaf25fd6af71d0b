package htmltest

import (
	"slices"
	"strings"
	"testing"
)

// Check finds what no page of the portal may have: anything inline that the
// content policy forbids, an input without a name to a reader, an id twice, a
// page without a language, a title or exactly one heading of the first order, a
// form that changes something without its token, a search without a button beside it.
func Check(t testing.TB, page Node) {
	t.Helper()
	checkInline(t, page)
	checkIDs(t, page)
	checkLabels(t, page)
	checkForms(t, page)
	if page.One(t, "html").Attr("lang") == "" {
		t.Error("the page names no language")
	}
	if page.One(t, "head title").Text() == "" {
		t.Error("the page has no title")
	}
	if n := len(page.All("h1")); n != 1 {
		t.Errorf("the page has %d headings of the first order, want 1", n)
	}
	page.One(t, "main")
}

func checkInline(t testing.TB, page Node) {
	t.Helper()
	for _, e := range page.All("style") {
		t.Errorf("a style sheet stands in the page: %s", e.Text())
	}
	for _, e := range page.All("script") {
		if e.Attr("src") == "" || e.Text() != "" {
			t.Errorf("a script stands in the page: %s", e.Text())
		}
	}
	for _, e := range page.every() {
		for _, name := range e.Attrs() {
			if name == "style" || strings.HasPrefix(name, "on") {
				t.Errorf("%s has an attribute %s", e.Tag(), name)
			}
			if slices.Contains([]string{"src", "href", "action", "formaction"}, name) {
				checkAddress(t, e, name)
			}
		}
	}
}

// checkAddress finds addresses that run something, and things that are loaded
// from elsewhere. A link may lead elsewhere.
func checkAddress(t testing.TB, e Node, name string) {
	t.Helper()
	address := e.Attr(name)
	own := strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	link := e.Tag() == "a" && (own || strings.HasPrefix(address, "#") || strings.HasPrefix(address, "?") ||
		strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://"))
	if !own && !link {
		t.Errorf("%s has the %s %q", e.Tag(), name, address)
	}
}

func checkIDs(t testing.TB, page Node) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range page.All("[id]") {
		if id := e.Attr("id"); seen[id] {
			t.Errorf("the id %q stands twice", id)
		}
		seen[e.Attr("id")] = true
	}
	for _, e := range page.every() {
		for _, name := range []string{"for", "aria-describedby", "aria-labelledby", "popovertarget", "form", "data-opens"} {
			for id := range strings.FieldsSeq(e.Attr(name)) {
				if !seen[id] {
					t.Errorf("%s %s=%q names nothing", e.Tag(), name, id)
				}
			}
		}
	}
}

func checkLabels(t testing.TB, page Node) {
	t.Helper()
	labelled := map[string]bool{}
	for _, e := range page.All("label") {
		labelled[e.Attr("for")] = e.Text() != ""
	}
	for _, e := range append(page.All("input"), page.All("select")...) {
		named := labelled[e.Attr("id")] || e.Attr("aria-label") != "" || e.Attr("aria-hidden") == "true"
		if e.Attr("type") != "hidden" && !named {
			t.Errorf("the input %q has no label", e.Attr("name"))
		}
	}
	for _, e := range append(page.All("button"), page.All("a")...) {
		if e.Text() == "" && e.Attr("aria-label") == "" {
			t.Errorf("a %s has no text", e.Tag())
		}
	}
	for _, e := range page.All("table.list") {
		if !e.Has("caption") {
			t.Error("a table has no caption")
		}
	}
}

func checkForms(t testing.TB, page Node) {
	t.Helper()
	for _, form := range page.All("form") {
		if form.Attr("method") == "post" && form.One(t, "input[name=csrf]").Attr("value") == "" {
			t.Errorf("the form to %s has no token", form.Attr("action"))
		}
		if len(form.All("input[type=search]")) != len(form.All(".search button")) {
			t.Errorf("the form to %s has a search without a button beside it", form.Attr("action"))
		}
	}
}

// every returns all elements of the page.
func (n Node) every() []Node {
	all := []Node{}
	for e := range n.node.Descendants() {
		all = append(all, Node{e})
	}
	return all
}
