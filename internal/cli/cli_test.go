package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/cli"
)

// cheap is the program with password hashes that cost nothing.
var cheap = cli.Overrides{HashParams: auth.Params{Memory: 64, Time: 1, Threads: 1}}

// result is what a run of the program came to.
type result struct {
	code           int
	stdout, stderr string
}

// run runs the program to its end.
func run(t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := cheap.Run(t.Context(), args, func(name string) string { return env[name] }, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func (r result) want(t *testing.T, code int, stdout, stderr string) {
	t.Helper()
	if r.code != code || !strings.Contains(r.stdout, stdout) || !strings.Contains(r.stderr, stderr) || (stderr == "") != (r.stderr == "") {
		t.Errorf("got %d\nstdout: %s\nstderr: %s\nwant %d, %q, %q", r.code, r.stdout, r.stderr, code, stdout, stderr)
	}
}

// inData is an environment with a data directory of its own.
func inData(t *testing.T, more ...string) map[string]string {
	t.Helper()
	env := map[string]string{
		"GATEHOUSE_DATA": filepath.Join(t.TempDir(), "data"),
		"GATEHOUSE_ADDR": "127.0.0.1:0",
		"GATEHOUSE_LOG":  "error",
	}
	for _, assignment := range more {
		name, value, _ := strings.Cut(assignment, "=")
		env[name] = value
	}
	return env
}

func TestUsage(t *testing.T) {
	t.Run("OK help", func(t *testing.T) {
		run(t, nil, "--help").want(t, 0, "(GATEHOUSE_INVITATION_TTL)", "")
		run(t, nil, "partner", "create", "--help").want(t, 0, "<name> <email>", "")
	})
	t.Run("OK version", func(t *testing.T) {
		run(t, map[string]string{"GATEHOUSE_LOG": "loud"}, "version").want(t, 0, "Gatehouse devel (", "")
	})
	for name, args := range map[string][]string{
		"Err no command":       {},
		"Err unknown command":  {"sing"},
		"Err unknown flag":     {"version", "--loud"},
		"Err missing argument": {"partner", "create", "Acme"},
		"Err extra argument":   {"partner", "list", "all"},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, nil, args...)
			r.want(t, 2, "", "; gatehouse --help tells more\n")
			if strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("more than one line: %s", r.stderr)
			}
		})
	}
}

func TestPartner(t *testing.T) {
	env := inData(t)
	run(t, env, "partner", "list").want(t, 0, "ID", "")
	created := run(t, env, "partner", "create", "Acme Security", "ana@example.com")
	created.want(t, 0, "Partner Acme Security is created with the id ", "")
	created.want(t, 0, "ana@example.com is invited as Master.", "")
	id := strings.TrimSuffix(strings.Fields(strings.SplitAfter(created.stdout, "with the id ")[1])[0], ".")

	t.Run("OK invite by name", func(t *testing.T) {
		run(t, env, "partner", "invite", "Acme Security", "bob@example.com").want(t, 0, "bob@example.com is invited as Master.", "")
	})
	t.Run("OK invite by id, again", func(t *testing.T) {
		run(t, env, "partner", "invite", id, "ana@example.com").want(t, 0, "ana@example.com is invited as Master.", "")
	})
	t.Run("Err name taken", func(t *testing.T) {
		r := run(t, env, "partner", "create", "acme security", "carla@example.com")
		r.want(t, 1, "", `There is already a partner "Acme Security", with the id `+id)
		if r.stdout != "" {
			t.Errorf("it says %q", r.stdout)
		}
	})
	t.Run("OK list", func(t *testing.T) {
		r := run(t, env, "partner", "list")
		r.want(t, 0, id, "")
		if fields := strings.Join(strings.Fields(strings.Split(r.stdout, "\n")[1])[1:], " "); fields != "Acme Security no 0 2" {
			t.Errorf("got %q", fields)
		}
	})
	t.Run("OK rename", func(t *testing.T) {
		run(t, env, "partner", "create", "Brook & Sons", "ben@example.com").want(t, 0, "Brook & Sons", "")
		run(t, env, "partner", "rename", "Brook & Sons", "BROOK & Sons").want(t, 0, "is called BROOK & Sons.", "")
		run(t, env, "partner", "rename", id, "Acme").want(t, 0, "The partner "+id+" is called Acme.", "")
		run(t, env, "partner", "list").want(t, 0, "Acme", "")
		run(t, env, "partner", "rename", "Acme", "Acme Security").want(t, 0, "Acme Security", "")
	})
	t.Run("Err rename", func(t *testing.T) {
		run(t, env, "partner", "rename", id, "brook & sons").want(t, 1, "", "There is already a partner")
		run(t, env, "partner", "rename", id, " ").want(t, 1, "", "gatehouse: name: ")
		run(t, env, "partner", "rename", "Nobody", "Somebody").want(t, 1, "", "There is no partner")
	})
	t.Run("Err a name that another partner had, or has taken", func(t *testing.T) {
		run(t, env, "partner", "rename", id, "Acme Group").want(t, 0, "Acme Group", "")
		run(t, env, "partner", "rename", "BROOK & Sons", "Acme Security").want(t, 0, "Acme Security", "")
		run(t, env, "credits", "top-up", "Acme Security", "100").want(t, 1, "", `2 partners are or were called "Acme Security": name one by its id.`)
		run(t, env, "partner", "rename", "Brook & Sons", "Else").want(t, 1, "", "There is no partner")
		run(t, env, "partner", "rename", "Acme Group", "Acme  \u00a0 Security").want(t, 1, "", "There is already a partner")
		// Somebody who takes another's id for a name keeps nobody from naming it.
		run(t, env, "partner", "create", id, "carla@example.com").want(t, 0, "", "")
		run(t, env, "partner", "rename", id, "Acme Holding").want(t, 0, "The partner "+id+" is called Acme Holding.", "")
	})
	t.Run("Err no such partner", func(t *testing.T) {
		run(t, env, "partner", "invite", "Acme", "ana@example.com").want(t, 1, "", "gatehouse: There is no partner \"Acme\".\n")
	})
	t.Run("Err address", func(t *testing.T) {
		run(t, env, "partner", "create", "Other", "ana").want(t, 1, "", "gatehouse: email: ")
	})
	t.Run("Err name", func(t *testing.T) {
		run(t, env, "partner", "create", " ", "ana@example.com").want(t, 1, "", "gatehouse: partner: ")
	})
	t.Run("Err configuration", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_LOG=loud")
		run(t, env, "partner", "list").want(t, 2, "", "GATEHOUSE_LOG is \"loud\"; ")
		if _, err := os.Stat(env["GATEHOUSE_DATA"]); !os.IsNotExist(err) {
			t.Error("the data directory was touched")
		}
	})
}

// served is a program that serves in this process.
type served struct {
	url    string
	stdout *output
	stderr *output
	stop   func() int
}

// start runs "serve" until it has said where it is.
func start(t *testing.T, env map[string]string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := &served{stdout: newOutput(), stderr: newOutput()}
	ended := make(chan int, 1)
	go func() {
		ended <- cheap.Run(ctx, append([]string{"serve"}, args...), func(name string) string { return env[name] }, s.stdout, s.stderr)
	}()
	s.stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { s.stop() })
	select {
	case line := <-s.stdout.lines:
		s.url = line[strings.LastIndex(line, " ")+1:]
	case code := <-ended:
		ended <- code
		t.Fatalf("serve ended with %d: %s", code, s.stderr)
	}
	return s
}

// setupLink returns the link that the next line of the output ends in.
func (s *served) setupLink() string {
	line := <-s.stdout.lines
	return line[strings.LastIndex(line, " ")+1:]
}

// output hands out whole lines as they are written.
type output struct {
	mu    sync.Mutex
	all   bytes.Buffer
	rest  []byte
	lines chan string
}

func newOutput() *output { return &output{lines: make(chan string, 10000)} }

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all.Write(p)
	o.rest = append(o.rest, p...)
	for {
		line, rest, found := bytes.Cut(o.rest, []byte("\n"))
		if !found {
			return len(p), nil
		}
		o.lines <- string(line)
		o.rest = rest
	}
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.String()
}
