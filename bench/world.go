package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/gatehousetest"
	"gatehouse.example/gatehouse/internal/store"
)

const password = "a quiet heron over the reeds"

// world is a large partner, the program that serves it, and the bare handler.
type world struct {
	dir      string
	binary   string
	database string
	measured

	portal *process
	base   string
	bare   *process
	limit  target

	cookie string
	csrf   string
}

// measured is who and what the database holds.
type measured struct {
	Dataset gatehousetest.Dataset
	Access  gatehousetest.AccessDataset
}

// size is how much the measured partner has: administrators, sites, events of the
// audit trail, and the most sites that a technician is assigned to.
type size struct {
	admins, events int
	gatehousetest.AccessSize
}

// usual is the size that most figures are measured with.
func usual(people int) size {
	return size{people, 0, gatehousetest.AccessSize{Technicians: people, Sites: 10_000, Assigned: 4}}
}

// newWorld makes the data, or finds it in the directory, and starts the program on it.
// The database is a SQLite file there, unless its URL is given.
func newWorld(ctx context.Context, dir, database string, n size) (*world, error) {
	w := &world{dir: dir, binary: filepath.Join(dir, "gatehouse"), database: database}
	if database == "" {
		w.database = "sqlite:" + w.file()
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", w.binary, "./cmd/gatehouse")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	if err := w.fill(ctx, n); err != nil {
		return nil, err
	}
	if err := w.startBare(ctx); err != nil {
		return nil, err
	}
	if err := w.start(ctx); err != nil {
		w.close()
		return nil, err
	}
	return w, w.signIn(ctx)
}

// onServer reports whether the database is a PostgreSQL server's.
func (w *world) onServer() bool { return !strings.HasPrefix(w.database, "sqlite:") }

// fill makes the data, or finds what an earlier run left in the directory.
func (w *world) fill(ctx context.Context, n size) error {
	known := filepath.Join(w.dir, "measured.json")
	content, err := os.ReadFile(known)
	if err == nil {
		return json.Unmarshal(content, &w.measured)
	}
	db, err := store.Open(ctx, store.Options{URL: w.database})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	hash, err := auth.NewHasher(auth.DefaultParams, 1, 1).Hash(ctx, auth.NormalisePassword(password))
	if err != nil {
		return err
	}
	if w.Dataset, err = gatehousetest.FillAdmins(ctx, db, n.admins, hash); err != nil {
		return err
	}
	if w.Access, err = w.Dataset.FillAccess(ctx, db, n.AccessSize, hash); err != nil {
		return err
	}
	if err := w.Dataset.FillAudit(ctx, db, w.Access, n.events); err != nil {
		return err
	}
	if content, err = json.Marshal(w.measured); err != nil {
		return err
	}
	return os.WriteFile(known, content, 0o600)
}

// file is where the SQLite database lies.
func (w *world) file() string { return filepath.Join(w.dir, "data", "gatehouse.db") }

// process is a child that is stopped by its own id.
type process struct {
	cmd *exec.Cmd
}

func (p *process) stop() error {
	if p == nil {
		return nil
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// freeAddress returns a loopback address that nobody listens on.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

func (w *world) startBare(ctx context.Context) error {
	addr, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	w.bare = &process{cmd: exec.Command(self, "-bare", addr)}
	if w.onServer() {
		w.bare.cmd.Args = append(w.bare.cmd.Args, "-bare-reads", w.database)
	}
	if err := w.bare.cmd.Start(); err != nil {
		return err
	}
	w.limit = get("bare handler", "http://"+addr, "/")
	return ready(ctx, "http://"+addr+"/")
}

// start starts the portal on the filled database, with more settings where given.
func (w *world) start(ctx context.Context, settings ...string) error {
	addr, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	w.base = "http://" + addr
	cmd := exec.Command(w.binary, "serve")
	cmd.Env = append(os.Environ(), "GATEHOUSE_ADDR="+addr, "GATEHOUSE_BASE_URL="+w.base, "GATEHOUSE_DATA="+filepath.Join(w.dir, "data"), "GATEHOUSE_LOG=warn")
	if w.onServer() {
		cmd.Env = append(cmd.Env, "GATEHOUSE_DATABASE_URL="+w.database)
	}
	cmd.Env = append(cmd.Env, settings...)
	cmd.Stderr = os.Stderr
	w.portal = &process{cmd: cmd}
	if err := cmd.Start(); err != nil {
		return err
	}
	return ready(ctx, w.base+"/readyz")
}

// ready waits for the first good answer.
func ready(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return errors.New(address + " never became ready")
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func (w *world) signIn(ctx context.Context) error {
	var answer struct {
		CSRF string `json:"csrf_token"`
	}
	response, err := w.post(ctx, "/api/v1/session", map[string]string{"email": w.Dataset.Email, "password": password}, &answer)
	if err != nil {
		return err
	}
	for _, cookie := range response.Cookies() {
		w.cookie = cookie.Name + "=" + cookie.Value
	}
	w.csrf = answer.CSRF
	return nil
}

// post calls the API and reads the answer into target.
func (w *world) post(ctx context.Context, path string, body, target any) (*http.Response, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.base+path, bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if w.cookie != "" {
		request.Header.Set("Cookie", w.cookie)
		request.Header.Set("X-CSRF-Token", w.csrf)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s answers %s: %s", path, response.Status, content)
	}
	return response, json.Unmarshal(content, target)
}

// api is a GET of the API as the Master.
func (w *world) api(name, path string) target {
	return get(name, w.base, path, "Cookie", w.cookie)
}

// page is a GET of one of the partner's pages as the Master.
func (w *world) page(name, path string) target {
	return get(name, w.base, "/p/"+string(w.Dataset.Partner.ID)+"/"+path, "Cookie", w.cookie)
}

// rest stops the program where another world is measured: it would go on with mails
// that it was asked for.
func (w *world) rest() error {
	portal := w.portal
	w.portal = nil
	return portal.stop()
}

func (w *world) close() {
	for _, p := range []*process{w.portal, w.bare} {
		if err := p.stop(); err != nil && !strings.Contains(err.Error(), "signal") {
			fmt.Fprintln(os.Stderr, "bench: stop:", err)
		}
	}
}
