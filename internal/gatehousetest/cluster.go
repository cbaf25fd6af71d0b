package gatehousetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a PostgreSQL of the test's own, as initdb makes it: whatever it
// acknowledges is on the disk. It can be killed.
type Cluster struct {
	// URL is of its one database, which is empty at first.
	URL string

	dir   string
	bin   string
	owner *syscall.Credential
	log   *lockedBuffer

	postmaster *exec.Cmd
	ended      chan struct{}
}

// clusterPatience is how long a cluster may take to start; after a kill it has its
// log to replay.
const clusterPatience = 30 * time.Second

// StartCluster makes a cluster and starts it. It is gone after the test, which is
// skipped where GATEHOUSE_TEST_PGBIN names no PostgreSQL.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{bin: os.Getenv("GATEHOUSE_TEST_PGBIN"), log: &lockedBuffer{}}
	if c.bin == "" {
		t.Skip("GATEHOUSE_TEST_PGBIN names no directory with initdb")
	}
	c.makeDirectory(t)
	query := url.Values{"host": {c.dir}, "user": {"gatehouse"}}
	c.URL = "postgres:///postgres?" + query.Encode()
	c.program(t, "initdb", "-D", filepath.Join(c.dir, "data"), "-U", "gatehouse", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	c.Start(t)
	t.Cleanup(func() {
		if c.postmaster != nil {
			c.Stop(t)
		}
	})
	return c
}

// makeDirectory makes a directory for data and socket. It is not in the test's own
// one: its path has to be short, and PostgreSQL, which refuses to run as root, has
// to get there as somebody else.
func (c *Cluster) makeDirectory(t testing.TB) {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "gatehouse-cluster")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	c.dir = dir
	if os.Geteuid() != 0 {
		return
	}
	if c.owner, err = somebodyElse(); err == nil {
		err = os.Chown(dir, int(c.owner.Uid), int(c.owner.Gid))
	}
	if err != nil {
		t.Skipf("PostgreSQL refuses to run as root, and there is nobody else to run it: %v", err)
	}
}

// somebodyElse is a user without privileges.
func somebodyElse() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

// command is one of PostgreSQL's programs, to be run by its owner.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...) //nolint:gosec,noctx // PostgreSQL's own; it outlives the test's context
	cmd.Dir = c.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	return cmd
}

// program runs one of PostgreSQL's programs.
func (c *Cluster) program(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := c.command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// Start starts the cluster on the data that is there, and returns when it answers.
func (c *Cluster) Start(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(clusterPatience)
	for {
		c.launch(t)
		if c.answers(deadline) {
			return
		}
		// What a killed postmaster leaves behind holds its memory a moment longer,
		// and the next one refuses to start beside it.
		if time.Now().After(deadline) {
			t.Fatalf("PostgreSQL does not start:\n%s", c.log)
		}
	}
}

func (c *Cluster) launch(t testing.TB) {
	t.Helper()
	c.ended = make(chan struct{})
	c.postmaster = c.command("postgres", "-D", filepath.Join(c.dir, "data"), "-c", "listen_addresses=", "-c", "unix_socket_directories="+c.dir,
		"-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on",
		"-c", "max_connections=300") // as many again wait to be taken when three replicas come back at once
	c.postmaster.Stdout, c.postmaster.Stderr = c.log, c.log
	if err := c.postmaster.Start(); err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	go func(cmd *exec.Cmd, ended chan struct{}) {
		_ = cmd.Wait()
		close(ended)
	}(c.postmaster, c.ended)
}

// answers waits until the cluster takes a connection; false when it has ended
// instead.
func (c *Cluster) answers(deadline time.Time) bool {
	retry := time.NewTicker(20 * time.Millisecond)
	defer retry.Stop()
	for time.Now().Before(deadline) {
		select {
		case <-c.ended:
			return false
		case <-retry.C:
			if c.ping() == nil {
				return true
			}
		}
	}
	return false
}

func (c *Cluster) ping() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.URL)
	if err != nil {
		return err
	}
	var fsync string
	err = conn.QueryRow(ctx, "SHOW fsync").Scan(&fsync)
	if err == nil && fsync != "on" {
		err = fmt.Errorf("fsync is %s", fsync)
	}
	return errors.Join(err, conn.Close(ctx))
}

// Kill9 ends the postmaster without any warning. Its children find out by
// themselves.
func (c *Cluster) Kill9(t testing.TB) {
	t.Helper()
	c.signal(t, syscall.SIGKILL)
}

// Stop ends the cluster and whoever is connected.
func (c *Cluster) Stop(t testing.TB) {
	t.Helper()
	c.signal(t, syscall.SIGINT)
}

func (c *Cluster) signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	if err := c.postmaster.Process.Signal(s); err != nil {
		t.Fatalf("end PostgreSQL: %v", err)
	}
	<-c.ended
	c.postmaster = nil
}

// Exec runs a statement in the cluster's database, as its superuser.
func (c *Cluster) Exec(t testing.TB, statement string) {
	t.Helper()
	c.Strings(t, c.URL, statement)
}

// Strings runs statements by a URL of the cluster and returns the rows of the last one
// as texts.
func (c *Cluster) Strings(t testing.TB, by, statement string) [][]string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clusterPatience)
	defer cancel()
	conn, err := pgx.Connect(ctx, by)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	results, err := conn.PgConn().Exec(ctx, statement).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	var list [][]string
	for _, row := range results[len(results)-1].Rows {
		texts := make([]string, len(row))
		for i, column := range row {
			texts[i] = string(column)
		}
		list = append(list, texts)
	}
	return list
}
