package mail_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is what a reader of the HTML form gets.
type page struct {
	// Tags are the names of the elements but span, in order.
	Tags []string
	// Links are all addresses that a reader can follow or a program would load.
	Links []string
	// Strong are the texts in bold.
	Strong []string
	// Nodes are the single texts; Text is all of them as people read it.
	Nodes []string
	Text  string
}

// blocks are the elements after which a new line begins.
var blocks = []string{"p", "div", "td", "tr", "h1", "br", "blockquote"}

func parsePage(t *testing.T, source string) page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	p := page{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.CommentNode:
			t.Errorf("the mail has a comment: %q", n.Data)
		case html.TextNode:
			if n.Parent.Data != "style" && strings.TrimSpace(n.Data) != "" {
				p.Nodes = append(p.Nodes, n.Data)
			}
			if n.Parent.Data == "strong" {
				p.Strong = append(p.Strong, n.Data)
			}
			if n.Parent.Data != "style" && n.Parent.Data != "title" {
				p.Text += n.Data
			}
		case html.ElementNode:
			if n.Data != "span" {
				p.Tags = append(p.Tags, n.Data)
			}
			for _, a := range n.Attr {
				if slices.Contains([]string{"href", "src", "srcset", "background", "action", "poster", "data", "xlink:href"}, a.Key) {
					p.Links = append(p.Links, a.Val)
				}
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("the mail has a handler %s=%q", a.Key, a.Val)
				}
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if slices.Contains(blocks, n.Data) {
			p.Text += "\n"
		}
	}
	walk(root)
	p.Text = regexp.MustCompile(`\s+`).ReplaceAllString(p.Text, " ")
	return p
}
