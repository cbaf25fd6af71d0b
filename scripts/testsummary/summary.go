package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
)

// event is a line of `go test -json` (see `go doc test2json`); Test is empty
// for what concerns the whole package.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// result is what is known of one test while its package runs.
type result struct {
	name   string
	status string // empty until it ended: pass, fail or skip
	output []string
	parent bool // has subtests, which are counted in its stead
}

// outcome is a line of the final report: a test and why it is named there.
type outcome struct{ name, reason string }

// summary collects events; packages may run side by side.
type summary struct {
	out     io.Writer
	running map[string]*packageRun
	passed  int
	failed  []outcome
	skipped []outcome
}

// packageRun holds a package's tests in the order in which they started.
type packageRun struct {
	tests  []*result
	byName map[string]*result
	output []string // of the package itself: its ok line, or why it failed
}

func newSummary(out io.Writer) *summary {
	return &summary{out: out, running: map[string]*packageRun{}}
}

// line takes one line of output, an event or not.
func (s *summary) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil || e.Action == "" {
		fmt.Fprint(s.out, string(line))
		return
	}
	switch {
	case e.Action == "build-output":
		fmt.Fprint(s.out, e.Output)
	case e.Package == "":
	case e.Test == "":
		s.packageEvent(e)
	default:
		s.run(e.Package).testEvent(e)
	}
}

// run returns the named package's run, begun now when it is new.
func (s *summary) run(name string) *packageRun {
	p := s.running[name]
	if p == nil {
		p = &packageRun{byName: map[string]*result{}}
		s.running[name] = p
	}
	return p
}

// packageEvent takes an event of a package as a whole; its end is what counts its tests.
func (s *summary) packageEvent(e event) {
	p := s.run(e.Package)
	switch e.Action {
	case "output":
		p.output = append(p.output, e.Output)
	case "pass", "fail", "skip":
		delete(s.running, e.Package)
		s.count(e.Package, e.Action, p)
	}
}

// testEvent takes an event of one test. What a test that passed has said is forgotten.
func (p *packageRun) testEvent(e event) {
	t := p.test(e.Test)
	switch e.Action {
	case "output":
		t.output = append(t.output, e.Output)
	case "pass":
		t.status, t.output = e.Action, nil
	case "fail", "skip":
		t.status = e.Action
	}
}

// test returns the named test, known from now on, and marks its ancestors.
func (p *packageRun) test(name string) *result {
	if t := p.byName[name]; t != nil {
		return t
	}
	t := &result{name: name}
	p.byName[name] = t
	p.tests = append(p.tests, t)
	for i, c := range name {
		if c == '/' && p.byName[name[:i]] != nil {
			p.byName[name[:i]].parent = true
		}
	}
	return t
}

// finish counts the packages that were still running when the output ended.
func (s *summary) finish() {
	var names []string
	for name := range s.running {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		s.count(name, "fail", s.running[name])
	}
}

// count adds a package that ended to the totals and prints what is worth reading.
func (s *summary) count(name, status string, p *packageRun) {
	before := len(s.failed)
	for _, t := range p.tests {
		s.countTest(name, status, p, t)
	}
	if status == "fail" && len(s.failed) == before {
		s.failed = append(s.failed, outcome{name, "the package, no single test"})
	}
	for _, line := range p.output {
		if status == "fail" || strings.HasPrefix(line, "ok ") {
			fmt.Fprint(s.out, line)
		}
	}
}

// countTest counts one test and prints the output of one that failed. A parent
// counts only when it failed or was skipped by itself. A test without an end
// was cut short by a panic or by the time limit of its package.
func (s *summary) countTest(pkg, pkgStatus string, p *packageRun, t *result) {
	full := pkg + " " + t.name
	if t.status == "" && pkgStatus == "fail" {
		t.status = "fail"
		t.output = append(t.output, "    did not finish\n")
	}
	counts := !t.parent || !p.childShares(t)
	switch t.status {
	case "pass":
		if !t.parent {
			s.passed++
		}
	case "skip":
		if counts {
			s.skipped = append(s.skipped, outcome{full, t.reason()})
		}
	case "fail":
		fmt.Fprint(s.out, strings.Join(t.told(), ""))
		if counts {
			s.failed = append(s.failed, outcome{full, ""})
		}
	}
}

// childShares says whether a test below parent ended as it did, or did not end.
func (p *packageRun) childShares(parent *result) bool {
	for _, t := range p.tests {
		if strings.HasPrefix(t.name, parent.name+"/") && (t.status == parent.status || t.status == "") {
			return true
		}
	}
	return false
}

// told is the output without the lines that only say that a test goes on.
func (t *result) told() []string {
	var told []string
	for _, line := range t.output {
		if !strings.HasPrefix(line, "=== ") {
			told = append(told, line)
		}
	}
	return told
}

var sourcePosition = regexp.MustCompile(`^[^ :]+\.go:\d+: `)

// reason is what a skipped test said, in one line.
func (t *result) reason() string {
	var words []string
	for _, line := range t.told() {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "--- ") {
			words = append(words, sourcePosition.ReplaceAllString(line, ""))
		}
	}
	return strings.Join(words, " ")
}

// verdict names what was skipped and what failed, and says whether the run as a
// whole is good. commandErr is how the command itself ended: it can fail when
// every test that ran was fine.
func (s *summary) verdict(commandErr error, noSkips bool) error {
	s.list("skipped", s.skipped)
	if commandErr != nil && len(s.failed) == 0 {
		s.failed = append(s.failed, outcome{"the tests' command", commandErr.Error() + ", see above"})
	}
	s.list("failed", s.failed)
	switch {
	case len(s.failed) > 0:
		return errors.New("the tests failed")
	case s.passed == 0:
		return errors.New("no test ran")
	case noSkips && len(s.skipped) > 0:
		return errors.New("nothing may be skipped here (CI=true)")
	}
	return nil
}

// list prints outcomes under their number and title, or nothing when there are none.
func (s *summary) list(title string, outcomes []outcome) {
	if len(outcomes) == 0 {
		return
	}
	fmt.Fprintf(s.out, "\n%d %s:\n", len(outcomes), title)
	for _, o := range outcomes {
		if o.reason == "" {
			fmt.Fprintf(s.out, "  %s\n", o.name)
		} else {
			fmt.Fprintf(s.out, "  %s: %s\n", o.name, o.reason)
		}
	}
}
