package htmltest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse.example/gatehouse/internal/gatehousetest/htmltest"
)

const sample = `<!DOCTYPE html><html lang="en"><title>Sample</title><body><main><h1>Head</h1>
<ul class="a b"><li id="one">First <b>bold</b></li><li data-x="1">Second</li></ul>
<form class="a" method="post"><input type="hidden" name="csrf" value="t"><label for="q">Q</label><input id="q" name="q"></form>
</main></body></html>`

func TestSelectors(t *testing.T) {
	page := htmltest.Parse(t, strings.NewReader(sample))
	for selector, want := range map[string][]string{
		"li":             {"First bold", "Second"},
		"ul li":          {"First bold", "Second"},
		"#one":           {"First bold"},
		"ul.a.b li#one":  {"First bold"},
		"[data-x]":       {"Second"},
		"li[data-x=1]":   {"Second"},
		"li[data-x=2]":   {},
		"form li":        {},
		".b b":           {"bold"},
		"main ul li b":   {"bold"},
		"main form b":    {},
		"form.a label":   {"Q"},
		"html body main": {page.One(t, "main").Text()},
	} {
		if diff := cmp.Diff(want, page.Texts(selector)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", selector, diff)
		}
	}
}

// complaints takes what a check says about a page.
type complaints struct {
	testing.TB
	said []string
}

func (c *complaints) Helper()           {}
func (c *complaints) Error(args ...any) { c.said = append(c.said, fmt.Sprint(args...)) }
func (c *complaints) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

func (c *complaints) Fatalf(format string, args ...any) {
	c.Errorf(format, args...)
	panic(c)
}

func check(t *testing.T, html string) []string {
	t.Helper()
	c := &complaints{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(c) {
				panic(r)
			}
		}()
		htmltest.Check(c, htmltest.Parse(t, strings.NewReader(html)))
	}()
	return c.said
}

func TestCheck(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		if said := check(t, sample); len(said) > 0 {
			t.Errorf("a good page: %q", said)
		}
	})
	for name, change := range map[string]struct{ old, new string }{
		"ErrScript":    {"<h1>", "<script>1</script><h1>"},
		"ErrStyle":     {"<h1>", "<style>p{}</style><h1>"},
		"ErrStyled":    {"<h1>", `<h1 style="color:red">`},
		"ErrHandler":   {"<h1>", `<h1 onclick="x()">`},
		"ErrForeign":   {"<h1>", `<img src="https://elsewhere.example/x.png"><h1>`},
		"ErrProtocol":  {"<h1>", `<a href="javascript:x()">x</a><h1>`},
		"ErrTwice":     {`data-x="1"`, `id="one"`},
		"ErrDangling":  {`for="q"`, `for="p"`},
		"ErrUnlabeled": {"<label for=\"q\">Q</label>", ""},
		"ErrEmpty":     {"<h1>", "<button></button><h1>"},
		"ErrCaption":   {"<h1>", `<table class="list"></table><h1>`},
		"ErrToken":     {`value="t"`, ""},
		"ErrNoToken":   {`name="csrf"`, `name="other"`},
		"ErrSearch":    {`name="q"`, `name="q" type="search"`},
		"ErrLanguage":  {` lang="en"`, ""},
		"ErrTitle":     {"Sample", ""},
		"ErrHeadings":  {"<h1>", "<h1>x</h1><h1>"},
		"ErrMain":      {"main>", "div>"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.ReplaceAll(sample, change.old, change.new)
			if bad == sample {
				t.Fatalf("%q is not in the sample", change.old)
			}
			if said := check(t, bad); len(said) == 0 {
				t.Error("nothing was found")
			}
		})
	}
}
