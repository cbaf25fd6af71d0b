package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"
)

// Overflows returns what makes the page, or a window on it, scroll sideways.
func (b *Browser) Overflows() []string {
	b.t.Helper()
	return Eval[[]string](b, `(() => {
		const wide = (e) => e.scrollWidth > e.clientWidth + 1;
		const holds = (e) => e !== document.body && e !== document.documentElement && getComputedStyle(e).overflowX !== "visible";
		const name = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.classList.length ? "." + e.classList : "");
		const found = [];
		if (wide(document.documentElement)) {
			found.push("the page is " + document.documentElement.scrollWidth + " wide");
		}
		for (const e of document.querySelectorAll("dialog[open], :popover-open")) {
			if (wide(e)) found.push(name(e) + " is " + e.scrollWidth + " wide");
		}
		for (const e of document.querySelectorAll("body *")) {
			if (!e.checkVisibility()) continue;
			const box = e.getBoundingClientRect();
			if (box.width === 0 || box.right <= innerWidth + 1) continue;
			let around = e.parentElement;
			while (around && !holds(around)) around = around.parentElement;
			if (!around) found.push(name(e) + " reaches to " + Math.round(box.right));
		}
		return found.slice(0, 5);
	})()`)
}

// HasAxe reports whether GATEHOUSE_TEST_AXE names the accessibility rules.
func HasAxe() bool { return os.Getenv("GATEHOUSE_TEST_AXE") != "" }

// axePatience is how long axe-core may work on a page, which on one of a hundred calls
// takes several seconds of a whole core.
const axePatience = 2 * time.Minute

// Axe holds the page against all rules of axe-core and returns what breaks one.
func (b *Browser) Axe() []string {
	b.t.Helper()
	if !Eval[bool](b, `"axe" in window`) {
		source, err := os.ReadFile(os.Getenv("GATEHOUSE_TEST_AXE"))
		if err != nil {
			b.t.Fatal(err)
		}
		Eval[bool](b, string(source)+"; true")
	}
	answer, err := evaluate[string](b.sheet, `axe.run(document, {resultTypes: ["violations"]}).then((r) => JSON.stringify(r.violations))`, axePatience)
	if err != nil {
		b.t.Fatalf("run axe-core: %v", err)
	}
	var violations []struct {
		ID    string
		Help  string
		Nodes []struct {
			Target         []any
			FailureSummary string
		}
	}
	if err := json.Unmarshal([]byte(answer), &violations); err != nil {
		b.t.Fatalf("read axe's answer: %v", err)
	}
	found := []string{}
	for _, v := range violations {
		for _, n := range v.Nodes {
			found = append(found, fmt.Sprintf("%s (%s) at %v: %s", v.ID, v.Help, n.Target, strings.Join(strings.Fields(n.FailureSummary), " ")))
		}
	}
	return found
}
