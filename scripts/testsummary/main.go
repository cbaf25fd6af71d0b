// Command testsummary runs a command that prints the events of `go test -json`
// and makes them readable: a line per package, the output of what failed, and
// at the end the names of the skipped tests with their reasons and one line
//
//	N passed, N failed, N skipped
//
// It exits 1 when a test or the command failed, when nothing ran at all and,
// with -no-skips, when anything was skipped. Lines that are no events are
// passed through.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
)

func main() {
	noSkips := flag.Bool("no-skips", false, "a skipped test is a failure")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: testsummary [-no-skips] COMMAND [ARG...]")
		os.Exit(2)
	}
	if err := run(flag.Args(), os.Stdout, *noSkips); err != nil {
		os.Exit(1)
	}
}

// run executes the command and reports its events on out. The verdict stands
// above the counts, so that these are always the last line.
func run(command []string, out io.Writer, noSkips bool) error {
	s := newSummary(out)
	commandErr := execute(command, s)
	s.finish()
	err := s.verdict(commandErr, noSkips)
	if err != nil {
		fmt.Fprintf(out, "\n%v\n", err)
	}
	fmt.Fprintf(out, "\n%d passed, %d failed, %d skipped\n", s.passed, len(s.failed), len(s.skipped))
	return err
}

// execute starts the command and feeds every line of its output to s.
func execute(command []string, s *summary) error {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			s.line(line)
		}
		if err != nil {
			break // The end of the output; how it ended is what Wait says.
		}
	}
	return cmd.Wait()
}
