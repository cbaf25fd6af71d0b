package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The roles of what can be clicked, and of what takes text.
var (
	clickable = []string{"button", "link", "checkbox", "switch", "DisclosureTriangle"}
	typable   = []string{"textbox", "searchbox"}
	choosable = []string{"combobox", "listbox"}
)

// question is how long Chromium may take to answer a question about a page.
const question = 1500 * time.Millisecond

// spot is an element as the page shows it now.
type spot struct {
	X, Y          float64
	Width, Height float64
	Left, Top     float64
	// Hit is true when a click there would reach the element.
	Hit      bool
	Disabled bool
	Checked  bool
	Value    string

	object runtime.RemoteObjectID
}

// look scrolls to an element and describes it.
const look = `function() {
	this.scrollIntoView({block: "center", inline: "nearest"});
	const box = this.getClientRects()[0];
	if (!box) return {};
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const hit = document.elementFromPoint(x, y);
	return {
		X: x, Y: y, Width: box.width, Height: box.height, Left: box.left, Top: box.top + window.scrollY,
		Hit: hit !== null && (this.contains(hit) || this.labels && [...this.labels].some((l) => l.contains(hit))),
		Disabled: this.matches(":disabled, [aria-disabled=true]"),
		Checked: this.checked === true,
		Value: "value" in this ? String(this.value) : "",
	};
}`

// find returns the first element that a screen reader would call by the name, with
// one of the roles. What lies behind an open dialog is not there.
func (p *sheet) find(name string, roles []string) (spot, error) {
	var s spot
	if p.isLoading() {
		return s, errors.New("the page is loading")
	}
	// Chromium leaves a question without an answer when the page goes meanwhile.
	ctx, cancel := context.WithTimeout(p.ctx, question)
	defer cancel()
	root, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
	if err != nil {
		return s, err
	}
	found, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
		BackendNodeID: root.Root.BackendNodeID, AccessibleName: name,
	})
	if err != nil {
		return s, err
	}
	for _, node := range found.Nodes {
		if node.Ignored || !slices.Contains(roles, text(node.Role)) {
			continue
		}
		if s, err = p.locate(ctx, node.BackendDOMNodeID); err == nil {
			return s, nil
		}
	}
	if err == nil {
		err = errors.New("it is not there")
	}
	return s, err
}

func (p *sheet) locate(ctx context.Context, id cdp.BackendNodeID) (spot, error) {
	var s spot
	object, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id})
	if err != nil {
		return s, err
	}
	s.object = object.Object.ObjectID
	result, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		ObjectID: s.object, FunctionDeclaration: look, ReturnByValue: new(true),
	})
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(result.Result.Value, &s); err != nil {
		return s, err
	}
	if s.Width == 0 || s.Height == 0 {
		return s, errors.New("it is not shown")
	}
	return s, nil
}

func text(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	_ = json.Unmarshal(v.Value, &s)
	return s
}

// await finds an element that stands still, meets the condition and could be
// clicked.
func (b *Browser) await(name string, roles []string, met func(spot) error) spot {
	b.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	var before spot
	for {
		s, err := b.find(name, roles)
		if err == nil {
			err = met(s)
		}
		if err == nil && (s.X != before.X || s.Y != before.Y) {
			before, err = s, errors.New("it moves")
		}
		if err == nil {
			return s
		}
		select {
		case <-again.C:
		case <-deadline.C:
			b.t.Fatalf("waited %v for the %s %q: %v", patience, strings.Join(roles, " or "), name, err)
		}
	}
}

func ready(s spot) error {
	switch {
	case s.Disabled:
		return errors.New("it is disabled")
	case !s.Hit:
		return errors.New("something lies above it")
	default:
		return nil
	}
}

// Click clicks the button, link or checkbox with the name.
func (b *Browser) Click(name string) {
	b.t.Helper()
	s := b.await(name, clickable, ready)
	b.do(chromedp.MouseClickXY(s.X, s.Y), "click "+name)
}

// Type replaces what stands in the field with the label.
func (b *Browser) Type(label, text string) {
	b.t.Helper()
	s := b.await(label, typable, ready)
	b.do(chromedp.MouseClickXY(s.X, s.Y, chromedp.ClickCount(3)), "click into "+label)
	b.Insert(text)
	b.Wait(label+" to hold what was typed", func() bool { return b.Value(label) == text })
}

// Insert types into what has the focus.
func (b *Browser) Insert(text string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		b.t.Fatalf("type %q: %v", text, err)
	}
}

// Choose chooses an option of the select with the label, by the keyboard.
func (b *Browser) Choose(label, option string) {
	b.t.Helper()
	s := b.await(label, choosable, ready)
	if _, err := chromedp.Call(b.ctx, dom.Focus, dom.FocusParams{ObjectID: s.object}); err != nil {
		b.t.Fatalf("focus %s: %v", label, err)
	}
	b.Press(kb.Home)
	for before := ""; b.Chosen() != option; b.Press(kb.ArrowDown) {
		if b.Chosen() == before {
			b.t.Fatalf("%s has no option %q", label, option)
		}
		before = b.Chosen()
	}
}

// Chosen returns the option of the select that has the focus.
func (b *Browser) Chosen() string {
	b.t.Helper()
	return Eval[string](b, `document.activeElement.selectedOptions?.[0]?.label ?? ""`)
}

// Value returns what stands in the field with the label.
func (b *Browser) Value(label string) string {
	b.t.Helper()
	return b.await(label, slices.Concat(typable, choosable), func(spot) error { return nil }).Value
}

// Enabled reports whether the button or checkbox with the name could be used now.
func (b *Browser) Enabled(name string) bool {
	b.t.Helper()
	return !b.await(name, clickable, func(spot) error { return nil }).Disabled
}

// Checked reports whether the checkbox with the name is checked.
func (b *Browser) Checked(name string) bool {
	b.t.Helper()
	return b.await(name, clickable, func(spot) error { return nil }).Checked
}

// Has reports whether something that can be clicked or filled in has the name now.
func (b *Browser) Has(name string) bool {
	b.t.Helper()
	_, err := b.find(name, slices.Concat(clickable, typable, choosable))
	return err == nil
}

// WaitFor waits for something with the name and a role, as a screen reader says
// it: heading, dialog, table, button.
func (b *Browser) WaitFor(role, name string) {
	b.t.Helper()
	b.await(name, []string{role}, func(spot) error { return nil })
}

// Place returns where on the page the button or link with the name is, in pixels.
func (b *Browser) Place(name string) (left, top, right float64) {
	b.t.Helper()
	s := b.await(name, clickable, func(spot) error { return nil })
	return s.Left, s.Top, s.Left + s.Width
}

// Keys for Press.
const (
	Tab    = kb.Tab
	Enter  = kb.Enter
	Space  = " "
	Escape = kb.Escape
)

// Press presses keys one after the other.
func (b *Browser) Press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys), fmt.Sprintf("press %q", keys))
}

// Focus returns role and name of what the keyboard stands on, and whether the page
// shows that it does.
func (b *Browser) Focus() (role, name string, shown bool) {
	b.t.Helper()
	object, err := chromedp.Run(b.ctx, chromedp.Evaluate[*runtime.RemoteObject](`document.activeElement`))
	if err != nil {
		b.t.Fatalf("find the focus: %v", err)
	}
	tree, err := chromedp.Call(b.ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{ObjectID: object.ObjectID})
	if err != nil || len(tree.Nodes) == 0 {
		b.t.Fatalf("name the focus: %v", err)
	}
	shown = Eval[bool](b, `(() => {
		const e = document.activeElement, s = getComputedStyle(e);
		return e.matches(":focus-visible") && (parseFloat(s.outlineWidth) > 0 && s.outlineStyle !== "none" || s.boxShadow !== "none");
	})()`)
	return text(tree.Nodes[0].Role), text(tree.Nodes[0].Name), shown
}
