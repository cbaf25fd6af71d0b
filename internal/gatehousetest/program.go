package gatehousetest

import (
	"bufio"
	"bytes"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programPatience is how long a program may take to start, and to end in order.
const programPatience = 20 * time.Second

// Program is the real program in a process of its own, with everything as an
// operator has it: the cost of passwords, the clock, the intervals of background
// work. It listens on a port of the system's choice, another one with each start.
type Program struct {
	Engine Engine
	// Data is the data directory. It outlives the process.
	Data string
	// SMTP takes the mails; nil when they stay in the local mailbox.
	SMTP *SMTPServer

	environment []string
	databaseURL string
	// tags are the build tags of the program.
	tags string
	// troubled is true when errors in the log are part of the test.
	troubled bool

	run *programRun
}

// programRun is one process from its start to its end.
type programRun struct {
	cmd     *exec.Cmd
	baseURL string
	// lines are what it says on standard output after the first.
	lines chan string
	log   *lockedBuffer
	// ended is closed when the process is gone.
	ended chan struct{}
}

// ProgramOption changes how a program is started.
type ProgramOption func(*Program)

// LocalMailbox leaves out the mail server.
func LocalMailbox() ProgramOption { return func(p *Program) { p.SMTP = nil } }

// Setting sets a variable of the program, by its name without GATEHOUSE_.
func Setting(name, value string) ProgramOption {
	return func(p *Program) { p.environment = append(p.environment, "GATEHOUSE_"+name+"="+value) }
}

// OnCluster puts the data into an empty database of the cluster.
func OnCluster(c *Cluster) ProgramOption {
	return func(p *Program) { p.databaseURL = c.URL }
}

// Through puts the data into a cluster's empty database, reached through the line.
func Through(l *Line) ProgramOption {
	return func(p *Program) { p.databaseURL = l.URL }
}

// Beside makes another replica of a program on PostgreSQL: the same database, keys and
// mail server.
func Beside(first *Program) ProgramOption {
	return func(p *Program) {
		p.Data, p.SMTP = first.Data, first.SMTP
		if p.databaseURL == "" {
			p.databaseURL = first.databaseURL
		}
	}
}

// Without leaves out a guard (see guard_control.go of the store): the test that stands
// for it has to turn red.
func Without(guard string) ProgramOption {
	return func(p *Program) {
		p.tags = "control"
		Setting("CONTROL", guard)(p)
	}
}

// Troubled says that the test brings about errors which the program logs.
func Troubled() ProgramOption { return func(p *Program) { p.troubled = true } }

// StartProgram starts the program on fresh data, with a real mail server in the
// loop. It ends with the test, in order, and the test fails when its log tells of
// an error.
func StartProgram(t testing.TB, engine Engine, options ...ProgramOption) *Program {
	t.Helper()
	p := &Program{Engine: engine, Data: filepath.Join(t.TempDir(), "data"), SMTP: StartSMTP(t)}
	for _, option := range options {
		option(p)
	}
	p.environment = append(p.environment, "GATEHOUSE_ADDR=127.0.0.1:0", "GATEHOUSE_DATA="+p.Data, "GATEHOUSE_LOG=info,json")
	if p.SMTP != nil {
		p.environment = append(p.environment, "GATEHOUSE_SMTP_URL="+p.SMTP.URL())
	}
	if engine == Postgres {
		if p.databaseURL == "" {
			p.databaseURL = emptyPostgres(t)
		}
		p.environment = append(p.environment, "GATEHOUSE_DATABASE_URL="+p.databaseURL)
	}
	p.Start(t)
	t.Cleanup(func() {
		if p.run != nil {
			p.Stop(t)
		}
	})
	return p
}

// Start starts the process on the data that is there, and returns when it listens.
func (p *Program) Start(t testing.TB) {
	t.Helper()
	binary, err := programBinary(p.tags)
	if err != nil {
		t.Fatalf("build the program: %v", err)
	}
	r := &programRun{log: &lockedBuffer{}, lines: make(chan string, 16), ended: make(chan struct{})}
	r.cmd = exec.Command(binary, "serve") //nolint:gosec,noctx // our own binary; it outlives the test's context, to end in order
	r.cmd.Env = append(slices.Clip(p.environment), "PATH="+os.Getenv("PATH"), "HOME="+os.Getenv("HOME"), "TMPDIR="+os.TempDir())
	r.cmd.Stderr = r.log
	stdout, err := r.cmd.StdoutPipe()
	if err == nil {
		err = r.cmd.Start()
	}
	if err != nil {
		t.Fatalf("start the program: %v", err)
	}
	go r.read(stdout)
	p.run = r
	line := p.line(t)
	_, r.baseURL, _ = strings.Cut(line, " listens on ")
	if u, err := url.Parse(r.baseURL); err != nil || u.Host == "" {
		t.Fatalf("the program says %q instead of where it listens", line)
	}
}

// read passes on what the process says until it is gone.
func (r *programRun) read(stdout io.Reader) {
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		select {
		case r.lines <- lines.Text():
		default: // nobody wants to know
		}
	}
	_ = r.cmd.Wait()
	close(r.ended)
}

// line waits for the next line on standard output.
func (p *Program) line(t testing.TB) string {
	t.Helper()
	select {
	case line := <-p.run.lines:
		return line
	case <-p.run.ended:
		t.Fatalf("the program has ended with %v:\n%s", p.run.cmd.ProcessState, p.Log())
	case <-time.After(programPatience):
		t.Fatalf("the program has said nothing for %v:\n%s", programPatience, p.Log())
	}
	return ""
}

// BaseURL is the portal's address while this process runs.
func (p *Program) BaseURL() string { return p.run.baseURL }

// Log returns what the process has logged so far.
func (p *Program) Log() string { return p.run.log.String() }

// SetupLink waits for the link that opens set-up.
func (p *Program) SetupLink(t testing.TB) string {
	t.Helper()
	line := p.line(t)
	_, link, found := strings.Cut(line, ": ")
	if !found || !strings.HasPrefix(link, p.BaseURL()+"/setup?token=") {
		t.Fatalf("the program says %q instead of a set-up link", line)
	}
	return link
}

// Stop ends the process by SIGTERM and fails the test unless it ends in order.
func (p *Program) Stop(t testing.TB) {
	t.Helper()
	r := p.run
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("send SIGTERM: %v", err)
	}
	select {
	case <-r.ended:
	case <-time.After(programPatience):
		p.Kill9(t)
		t.Errorf("the program did not end within %v after SIGTERM:\n%s", programPatience, r.log)
		return
	}
	p.run = nil
	if code := r.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the program ended with the code %d:\n%s", code, r.log)
	}
	p.checkLog(t, r.log.String())
}

// trouble are events that no test expects without saying so.
var trouble = regexp.MustCompile(`(?m)^.*("level":"ERROR"|panic|DATA RACE).*$`)

func (p *Program) checkLog(t testing.TB, log string) {
	t.Helper()
	if found := trouble.FindString(log); found != "" && !p.troubled {
		t.Errorf("the program has logged an error: %s", found)
	}
}

// Kill9 ends the process without any warning and waits until it is gone.
func (p *Program) Kill9(t testing.TB) {
	t.Helper()
	if err := p.run.cmd.Process.Kill(); err != nil {
		t.Fatalf("kill the program: %v", err)
	}
	<-p.run.ended
	p.run = nil
}

// Pause stops the process where it stands, without its noticing; Continue lets it go
// on.
func (p *Program) Pause(t testing.TB) { p.signal(t, syscall.SIGSTOP) }

// Continue lets a paused process go on.
func (p *Program) Continue(t testing.TB) { p.signal(t, syscall.SIGCONT) }

func (p *Program) signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	if err := p.run.cmd.Process.Signal(s); err != nil {
		t.Fatalf("send %v: %v", s, err)
	}
}

// Restart ends the process in order and starts the next one on the same data.
func (p *Program) Restart(t testing.TB) {
	t.Helper()
	p.Stop(t)
	p.Start(t)
}

// lockedBuffer is a log that is written and read at the same time.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write adds to the log.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

// String returns all of it.
func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
