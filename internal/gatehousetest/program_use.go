package gatehousetest

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse.example/gatehouse/client"
)

// Command runs another command of the program on the same data, and returns what
// it says on standard output.
func (p *Program) Command(t testing.TB, args ...string) string {
	t.Helper()
	binary, err := programBinary(p.tags)
	if err != nil {
		t.Fatalf("build the program: %v", err)
	}
	cmd := exec.CommandContext(t.Context(), binary, args...) //nolint:gosec // our own binary
	cmd.Env = append(slices.Clip(p.environment), "PATH="+os.Getenv("PATH"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("gatehouse %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// Runs reports whether there is a process.
func (p *Program) Runs() bool { return p.run != nil }

// PID is the process.
func (p *Program) PID() int { return p.run.cmd.Process.Pid }

// Client returns a client of the REST API without a session.
func (p *Program) Client(t testing.TB) *client.Client {
	t.Helper()
	c, err := client.New(p.BaseURL())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// SetUp does the first set-up as [Env.SetUp] does, and returns the Master's
// client.
func (p *Program) SetUp(t testing.TB) (*client.Client, client.SignedIn) {
	t.Helper()
	link, err := url.Parse(p.SetupLink(t))
	if err != nil {
		t.Fatal(err)
	}
	master := p.Client(t)
	entered, err := master.CompleteSetup(t.Context(), client.Setup{
		Token: link.Query().Get("token"), Partner: "Meridian Access", Name: "Mara Master",
		Email: "mara@meridian.example", Password: Password,
	})
	if err != nil {
		t.Fatalf("set up: %v", err)
	}
	return master, entered
}

// Look returns an environment that looks at what the program has stored. It has
// no use cases.
func (p *Program) Look() *Env {
	e := &Env{Engine: p.Engine, SMTP: p.SMTP, Dir: p.Data, DatabaseURL: p.databaseURL}
	if p.Engine == SQLite {
		e.DatabaseURL = "sqlite:" + filepath.Join(p.Data, "gatehouse.db")
	}
	return e
}

// Age plays time: an invitation was sent d earlier than it was, and ends as much
// earlier.
func (p *Program) Age(t *testing.T, email string, d time.Duration) {
	t.Helper()
	p.Look().Exec(t, `
		UPDATE invitation
		SET invited_at = invited_at - $1, expires_at = expires_at - $1
		WHERE person_id IN (SELECT id FROM person WHERE email = $2)`, d.Microseconds(), email)
}

// Get asks for a path without a session and follows no redirect.
func (p *Program) Get(t testing.TB, path string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.BaseURL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatalf("get %s: %v", path, err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}
