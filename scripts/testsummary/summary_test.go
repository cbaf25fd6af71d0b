package main

import (
	"strings"
	"testing"
)

// report runs testsummary over lines of output and a command that ends with the
// given status, as `scripts/test.sh` does.
func report(t *testing.T, noSkips bool, status, lines string) (string, error) {
	t.Helper()
	var out strings.Builder
	err := run([]string{"sh", "-c", `printf '%s\n' "$1"; exit "$2"`, "sh", lines, status}, &out, noSkips)
	return out.String(), err
}

// wantLast checks the last line, which is the one that other programs read.
func wantLast(t *testing.T, out, want string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if got := lines[len(lines)-1]; got != want {
		t.Errorf("last line = %q, want %q; whole report:\n%s", got, want, out)
	}
}

// wantLine checks that a whole line stands somewhere in the report.
func wantLine(t *testing.T, out, want string) {
	t.Helper()
	if !strings.Contains("\n"+out, "\n"+want+"\n") {
		t.Errorf("no line %q in:\n%s", want, out)
	}
}

const passing = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"a note of no interest\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}`

const skipping = `{"Action":"run","Package":"p","Test":"TestS"}
{"Action":"output","Package":"p","Test":"TestS","Output":"=== RUN   TestS\n"}
{"Action":"output","Package":"p","Test":"TestS","Output":"    s_test.go:7: no PostgreSQL\n"}
{"Action":"output","Package":"p","Test":"TestS","Output":"--- SKIP: TestS (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestS"}
` + passing

func TestReport(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		out, err := report(t, true, "0", passing)
		if err != nil {
			t.Errorf("err = %v", err)
		}
		if want := "ok  \tp\t0.1s\n\n1 passed, 0 failed, 0 skipped\n"; out != want {
			t.Errorf("report = %q, want %q", out, want)
		}
	})
	t.Run("OK a parent is not counted", func(t *testing.T) {
		out, _ := report(t, true, "0", `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/OK"}
{"Action":"pass","Package":"p","Test":"TestA/OK"}
`+passing)
		wantLast(t, out, "1 passed, 0 failed, 0 skipped")
	})
	t.Run("OK a line that is no event", func(t *testing.T) {
		out, _ := report(t, true, "0", "Creating a cluster\n"+passing)
		wantLine(t, out, "Creating a cluster")
	})
	t.Run("OK a skip is named with its reason", func(t *testing.T) {
		out, err := report(t, false, "0", skipping)
		if err != nil {
			t.Errorf("err = %v", err)
		}
		wantLine(t, out, "  p TestS: no PostgreSQL")
		wantLast(t, out, "1 passed, 0 failed, 1 skipped")
	})
	t.Run("OK a package without tests is no skip", func(t *testing.T) {
		out, err := report(t, true, "0", passing+`
{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
{"Action":"skip","Package":"q"}`)
		if err != nil {
			t.Errorf("err = %v", err)
		}
		wantLast(t, out, "1 passed, 0 failed, 0 skipped")
	})
	t.Run("Err a skip where none is allowed", func(t *testing.T) {
		out, err := report(t, true, "0", skipping)
		if err == nil {
			t.Error("err = nil")
		}
		wantLine(t, out, "  p TestS: no PostgreSQL")
	})
	t.Run("Err no test ran", func(t *testing.T) {
		out, err := report(t, false, "0", "")
		if err == nil {
			t.Error("err = nil")
		}
		wantLast(t, out, "0 passed, 0 failed, 0 skipped")
	})
	t.Run("Err the command fails though every test passes", func(t *testing.T) {
		out, err := report(t, false, "125", passing)
		if err == nil {
			t.Error("err = nil")
		}
		wantLast(t, out, "1 passed, 1 failed, 0 skipped")
	})
	t.Run("Err the command is missing", func(t *testing.T) {
		var out strings.Builder
		if err := run([]string{"./no-such-command"}, &out, false); err == nil {
			t.Error("err = nil")
		}
		wantLast(t, out.String(), "0 passed, 1 failed, 0 skipped")
	})
}

func TestReportFailures(t *testing.T) {
	tests := []struct{ name, events, line, last string }{
		{
			name: "Err a test, its output shown", last: "1 passed, 1 failed, 0 skipped",
			line: "    f_test.go:3: it is wrong",
			events: `{"Action":"run","Package":"f","Test":"TestF"}
{"Action":"output","Package":"f","Test":"TestF","Output":"    f_test.go:3: it is wrong\n"}
{"Action":"fail","Package":"f","Test":"TestF"}
{"Action":"fail","Package":"f"}`,
		},
		{
			name: "Err a subtest, its parent not counted", last: "2 passed, 1 failed, 0 skipped",
			line: "  f TestF/Err",
			events: `{"Action":"run","Package":"f","Test":"TestF"}
{"Action":"run","Package":"f","Test":"TestF/OK"}
{"Action":"run","Package":"f","Test":"TestF/Err"}
{"Action":"pass","Package":"f","Test":"TestF/OK"}
{"Action":"fail","Package":"f","Test":"TestF/Err"}
{"Action":"fail","Package":"f","Test":"TestF"}
{"Action":"fail","Package":"f"}`,
		},
		{
			name: "Err a parent by itself", last: "2 passed, 1 failed, 0 skipped",
			line: "  f TestF",
			events: `{"Action":"run","Package":"f","Test":"TestF"}
{"Action":"run","Package":"f","Test":"TestF/OK"}
{"Action":"pass","Package":"f","Test":"TestF/OK"}
{"Action":"fail","Package":"f","Test":"TestF"}
{"Action":"fail","Package":"f"}`,
		},
		{
			name: "Err a test that never ended", last: "1 passed, 1 failed, 0 skipped",
			line: "    did not finish",
			events: `{"Action":"run","Package":"f","Test":"TestF"}
{"Action":"output","Package":"f","Output":"panic: test timed out\n"}
{"Action":"fail","Package":"f"}`,
		},
		{
			name: "Err a package whose end is missing", last: "1 passed, 1 failed, 0 skipped",
			line:   "  f: the package, no single test",
			events: `{"Action":"start","Package":"f"}`,
		},
		{
			name: "Err a package that does not build", last: "1 passed, 1 failed, 0 skipped",
			line: "./f.go:1: undefined: x",
			events: `{"ImportPath":"f","Action":"build-output","Output":"./f.go:1: undefined: x\n"}
{"ImportPath":"f","Action":"build-fail"}
{"Action":"output","Package":"f","Output":"FAIL\tf [build failed]\n"}
{"Action":"fail","Package":"f","FailedBuild":"f"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := report(t, false, "1", tt.events+"\n"+passing)
			if err == nil {
				t.Error("err = nil")
			}
			wantLine(t, out, tt.line)
			wantLast(t, out, tt.last)
		})
	}
}
