// Package htmltest looks at pages in tests: by selector, not by substring.
package htmltest

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Node is an element of a page, or the page itself.
type Node struct{ node *html.Node }

// Parse reads a page.
func Parse(t testing.TB, r io.Reader) Node {
	t.Helper()
	root, err := html.Parse(r)
	if err != nil {
		t.Fatalf("parse the page: %v", err)
	}
	return Node{root}
}

// All returns the elements below n that the selector names, in the order of the
// page. A selector is a list of steps from the outside in, each a name, #id,
// .class, [attribute], [attribute=value] or several of them: `form.filters
// select[name=role] option`.
func (n Node) All(selector string) []Node {
	found := []Node{}
	steps := strings.Fields(selector)
	for e := range n.node.Descendants() {
		if e.Type == html.ElementNode && matchesPath(e, steps) {
			found = append(found, Node{e})
		}
	}
	return found
}

// One returns the only element that the selector names.
func (n Node) One(t testing.TB, selector string) Node {
	t.Helper()
	found := n.All(selector)
	if len(found) != 1 {
		t.Fatalf("%d elements are %q, want one", len(found), selector)
	}
	return found[0]
}

// Has reports whether the selector names any element.
func (n Node) Has(selector string) bool { return len(n.All(selector)) > 0 }

// Tag is the element's name.
func (n Node) Tag() string { return n.node.Data }

// Attr returns an attribute, "" where there is none.
func (n Node) Attr(name string) string {
	for _, a := range n.node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Attrs returns the names of all attributes.
func (n Node) Attrs() []string {
	names := []string{}
	for _, a := range n.node.Attr {
		names = append(names, a.Key)
	}
	return names
}

// HasAttr reports whether the attribute is there.
func (n Node) HasAttr(name string) bool { return slices.Contains(n.Attrs(), name) }

// Text returns the element's text with single blanks. A place where a word may part
// is no blank.
func (n Node) Text() string {
	var b strings.Builder
	collect(&b, n.node)
	return strings.Join(strings.Fields(b.String()), " ")
}

// Texts returns the text of every element that the selector names.
func (n Node) Texts(selector string) []string {
	texts := []string{}
	for _, e := range n.All(selector) {
		texts = append(texts, e.Text())
	}
	return texts
}

func collect(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		if next := n.NextSibling; next == nil || next.Data != "wbr" {
			b.WriteByte(' ')
		}
	}
	for c := range n.ChildNodes() {
		collect(b, c)
	}
}

// matchesPath reports whether the last step names e and the steps before name
// elements around it.
func matchesPath(e *html.Node, steps []string) bool {
	if len(steps) == 0 || !matches(e, steps[len(steps)-1]) {
		return false
	}
	rest := steps[:len(steps)-1]
	for around := range e.Ancestors() {
		if len(rest) == 0 {
			break
		}
		if around.Type == html.ElementNode && matches(around, rest[len(rest)-1]) {
			rest = rest[:len(rest)-1]
		}
	}
	return len(rest) == 0
}

// matches reports whether one step names e.
func matches(e *html.Node, step string) bool {
	node := Node{e}
	for step != "" {
		end := strings.IndexAny(step[1:], "#.[") + 1
		if step[0] == '[' {
			end = strings.IndexByte(step, ']') + 1
		}
		if end <= 0 {
			end = len(step)
		}
		if !node.is(step[:end]) {
			return false
		}
		step = step[end:]
	}
	return true
}

func (n Node) is(simple string) bool {
	switch simple[0] {
	case '#':
		return n.Attr("id") == simple[1:]
	case '.':
		return slices.Contains(strings.Fields(n.Attr("class")), simple[1:])
	case '[':
		name, value, exact := strings.Cut(strings.Trim(simple, "[]"), "=")
		return n.HasAttr(name) && (!exact || n.Attr(name) == value)
	default:
		return n.Tag() == simple
	}
}
