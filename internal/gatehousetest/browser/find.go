package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The roles of what can be clicked, and of what takes text.
var (
	clickable = []string{"button", "link", "checkbox", "switch", "DisclosureTriangle"}
	typable   = []string{"textbox", "searchbox"}
	choosable = []string{"combobox", "listbox"}
)

// spot is an element as the page shows it now.
type spot struct {
	Found bool
	X, Y  float64
	Width float64
	Left  float64
	Top   float64
	// Hit is true when a click there would reach the element.
	Hit      bool
	Disabled bool
	Checked  bool
	Value    string
}

// find is what looks for the first element that a screen reader would call by the
// name, with one of the roles; what lies behind a window is not there. It brings
// the element into view, does something with it, and describes it.
const find = `((name, roles, act) => {
	const within = [...document.querySelectorAll(":modal")].at(-1) ?? document.documentElement;
	const shown = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
	// Asking for role and name is slow: only those are asked that hold every word.
	const words = name.split(/\s+/);
	const texts = (e) => [e.getAttribute("aria-label"), e.textContent, ...[...(e.labels ?? [])].map((l) => l.textContent),
		...(e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent)].join(" ");
	const might = (e) => { const t = texts(e); return words.every((w) => t.includes(w)); };
	// Some versions of the browser name no role of a summary.
	const role = (e) => e.computedRole || (e.localName === "summary" ? "DisclosureTriangle" : "");
	const fits = (e) => might(e) && shown(e) && roles.includes(role(e)) && e.computedName === name;
	const candidates = "a[href], button, input, select, textarea, summary, dialog, table, h1, h2, h3, [role]";
	const e = [within, ...within.querySelectorAll(candidates)].find(fits);
	if (!e) return {};
	e.scrollIntoView({block: "center", inline: "nearest"});
	act(e);
	const box = e.getClientRects()[0];
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const hit = document.elementFromPoint(x, y);
	return {
		Found: true, X: x, Y: y, Width: box.width, Left: box.left, Top: box.top + window.scrollY,
		Hit: hit !== null && (e.contains(hit) || [...(e.labels ?? [])].some((l) => l.contains(hit))),
		Disabled: e.matches(":disabled, [aria-disabled=true]"),
		Checked: e.checked === true,
		Value: "value" in e ? String(e.value) : "",
	};
})`

// find looks for an element once.
func (p *sheet) find(name string, roles []string, act string) (spot, error) {
	if p.isLoading() {
		return spot{}, errors.New("the page is loading")
	}
	arguments, err := json.Marshal([]any{name, roles})
	if err != nil {
		return spot{}, err
	}
	s, err := evaluate[spot](p, fmt.Sprintf("%s(...%s, (e) => %s)", find, arguments, act), question)
	if err == nil && !s.Found {
		err = errors.New("it is not there")
	}
	return s, err
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
		s, err := b.find(name, roles, "null")
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
			b.t.Fatalf("waited %v for the %s %q: %v; %s", patience, strings.Join(roles, " or "), name, err, b.describe())
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
	b.await(label, choosable, ready)
	if _, err := b.find(label, choosable, "e.focus()"); err != nil {
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
	_, err := b.find(name, slices.Concat(clickable, typable, choosable), "null")
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
	role = Eval[string](b, `document.activeElement.computedRole`)
	name = Eval[string](b, `document.activeElement.computedName`)
	shown = Eval[bool](b, `(() => {
		const e = document.activeElement, s = getComputedStyle(e);
		return e.matches(":focus-visible") && (parseFloat(s.outlineWidth) > 0 && s.outlineStyle !== "none" || s.boxShadow !== "none");
	})()`)
	return role, name, shown
}
