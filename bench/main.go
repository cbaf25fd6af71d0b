// Bench measures the portal against limits of the same machine in the same run:
// what a bare net/http handler serves, and what a bare commit costs. Figures of
// the two are taken in turn, round by round, and compared within the round, so
// that a machine whose speed drifts does not decide the outcome. A peer stands beside
// the decision endpoint; building it for the first time takes the network.
//
//	go run ./bench            # a partner with 100,000 administrators and technicians
//	go run ./bench -n 10000   # a smaller one, for a look
//	go run ./bench -dir /tmp/x -only reads,writes
//	                          # some of the figures, on data that stays for the next run
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	people int
	rounds int
	dir    string
	only   string
	docs   string
	// postgres is the server that decisions are measured on as well.
	postgres  string
	bare      string
	bareReads string
}

// groups are what can be measured alone, in the order of a whole run.
var groups = []struct {
	name    string
	measure func(context.Context, *world, settings, *report) error
}{
	{"program", measureProgram},
	{"reads", measureReads},
	{"sites", measureSites},
	{"latency", measureLatency},
	{"search", measureSearch},
	{"access", measureAccess},
	{"decisions", measureDecisions},
	{"peers", measurePeers},
	{"writes", measureWrites},
	{"bulk", measureBulk},
	{"postgres", measurePostgres},
	{"growth", measureGrowth},
}

func run(ctx context.Context, args []string) error {
	var s settings
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&s.people, "n", 100_000, "administrators, and technicians, of the measured partner")
	flags.IntVar(&s.rounds, "rounds", 5, "rounds of each measurement")
	flags.StringVar(&s.dir, "dir", "", "keep the measured partner's data in this directory, and find it there the next time")
	flags.StringVar(&s.only, "only", "", "measure only these groups, separated by commas: program, reads, sites, latency, search, access, decisions, peers, writes, bulk, postgres, growth")
	flags.StringVar(&s.docs, "publish", "", "write performance.md and its plot into this directory of documents")
	flags.StringVar(&s.bare, "bare", "", "serve the bare handler on this address, for the measuring process itself")
	flags.StringVar(&s.postgres, "postgres", "", "measure decisions on this PostgreSQL server, too: the URL of somebody who may make a database")
	flags.StringVar(&s.bareReads, "bare-reads", "", "the database that the bare handler reads from")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if s.bare != "" {
		return serveBare(ctx, s.bare, s.bareReads)
	}
	dir := s.dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "gatehouse-bench"); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
	}

	machine := fmt.Sprintf("%s/%s, %d cores%s, %s; %d administrators, as many technicians and %d sites on SQLite", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), processor(), runtime.Version(), s.people, usual(s.people).Sites)
	fmt.Printf("%s\n\n", machine)
	w, err := newWorld(ctx, dir, "", usual(s.people))
	if err != nil {
		return err
	}
	defer w.close()
	var r report
	for _, group := range groups {
		if s.only != "" && !slices.Contains(strings.Split(s.only, ","), group.name) {
			continue
		}
		if err := group.measure(ctx, w, s, &r); err != nil {
			return err
		}
	}
	if s.docs != "" {
		if err := r.publish(s.docs, machine); err != nil {
			return err
		}
	}
	return r.verdict()
}
