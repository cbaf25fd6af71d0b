package cli_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

// get fetches an address and returns status and body.
func get(t *testing.T, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, &http.Client{}, r)
}

func do(t *testing.T, client *http.Client, r *http.Request) (int, string) {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// TestServe walks from the first start to a signed-in Master and through a second
// start, over everything that Run wires.
func TestServe(t *testing.T) {
	gatehousetest.EachEngine(t, func(t *testing.T, engine gatehousetest.Engine) {
		env := inData(t, "GATEHOUSE_LOG=debug")
		if engine == gatehousetest.Postgres {
			env["GATEHOUSE_DATABASE_URL"] = gatehousetest.Database(t, engine, t.TempDir())
		}
		walk(t, env)
	})
}

func walk(t *testing.T, env map[string]string) {
	t.Helper()
	s := start(t, env)
	link := s.setupLink()
	if want := s.url + "/setup?token="; !strings.HasPrefix(link, want) {
		t.Fatalf("link %q, want %q", link, want)
	}
	for target, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/sign-in": 200, "/api/v1/openapi.json": 200, "/api/v1/session": 401, "/none": 404, "/api/none": 404} {
		if status, body := get(t, s.url+target); status != want {
			t.Errorf("%s: %d %s", target, status, body)
		}
	}
	for target, want := range map[string]string{"/none": "<!doctype html>", "/api/none": `"code":"not_found"`} {
		if _, body := get(t, s.url+target); !strings.Contains(body, want) {
			t.Errorf("%s: %s, want %s", target, body, want)
		}
	}
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	setup, _ := json.Marshal(map[string]string{
		"token": link[strings.Index(link, "=")+1:], "partner": "Acme", "name": "Ana", "email": "ana@example.com", "password": "a gate with nine hinges",
	})
	r, _ := http.NewRequestWithContext(t.Context(), "POST", s.url+"/api/v1/setup", strings.NewReader(string(setup)))
	r.Header.Set("Content-Type", "application/json")
	if status, body := do(t, client, r); status != 201 {
		t.Fatalf("set-up: %d %s", status, body)
	}
	r, _ = http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/session", nil)
	if status, body := do(t, client, r); status != 200 || !strings.Contains(body, "ana@example.com") {
		t.Errorf("session: %d %s", status, body)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("ended with %d: %s", code, s.stderr)
	}
	if log := s.stderr.String(); strings.Contains(log, link[strings.Index(link, "=")+1:]) || strings.Contains(log, "nine hinges") {
		t.Errorf("the log holds a secret: %s", log)
	}

	t.Run("OK rights", func(t *testing.T) { checkRights(t, env["GATEHOUSE_DATA"]) })
	t.Run("OK again, without a link", func(t *testing.T) {
		s := start(t, env)
		if status, _ := get(t, s.url+"/setup"); status != 404 {
			t.Errorf("set-up: %d", status)
		}
		if code := s.stop(); code != 0 {
			t.Errorf("ended with %d", code)
		}
		if strings.Contains(s.stdout.String(), "token") {
			t.Errorf("stdout: %s", s.stdout)
		}
	})
	t.Run("OK the doctor agrees", func(t *testing.T) {
		run(t, env, "doctor").want(t, 0, "is private and writable", "")
	})
	t.Run("Err who is there is not invited again", func(t *testing.T) {
		run(t, env, "partner", "invite", "Acme", "ana@example.com").want(t, 1, "", "gatehouse: This address has already accepted.\n")
	})
	t.Run("OK the partner is active", func(t *testing.T) {
		run(t, env, "partner", "list").want(t, 0, "Acme  since 20", "")
	})
}

// checkRights holds that nothing in the data directory is open to others.
func checkRights(t *testing.T, data string) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(data, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		seen++
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			t.Errorf("%s has the mode %04o", path, mode)
		}
		return nil
	})
	if err != nil || seen < 3 {
		t.Errorf("%d files, %v", seen, err)
	}
}

func TestServeRefuses(t *testing.T) {
	t.Run("Err address in use", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		env := inData(t, "GATEHOUSE_ADDR="+listener.Addr().String())
		run(t, env, "serve").want(t, 1, "", "gatehouse: GATEHOUSE_ADDR: listen tcp "+listener.Addr().String())
	})
	t.Run("Err metrics address in use", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		env := inData(t, "GATEHOUSE_METRICS_ADDR="+listener.Addr().String())
		run(t, env, "serve").want(t, 1, "", "gatehouse: GATEHOUSE_METRICS_ADDR: listen tcp "+listener.Addr().String())
	})
	for name, test := range map[string]struct {
		path string
		mode os.FileMode
		want string
	}{
		"Err others may write the directory": {"", 0o770, "lets others in; allow it to the owner alone (chmod 700 "},
		"Err others may see the keys":        {"keys", 0o750, "lets others in; allow it to the owner alone (chmod 700 "},
		"Err others may read the key":        {"keys/outbox.key", 0o640, "chmod 600"},
		"Err others may read the database":   {"gatehouse.db", 0o644, "lets others in; allow it to the owner alone (chmod 600 "},
	} {
		t.Run(name, func(t *testing.T) {
			env := inData(t)
			run(t, env, "partner", "list").want(t, 0, "", "")
			if err := os.Chmod(filepath.Join(env["GATEHOUSE_DATA"], test.path), test.mode); err != nil {
				t.Fatal(err)
			}
			run(t, env, "serve").want(t, 1, "", test.want)
			run(t, env, "partner", "list").want(t, 1, "", test.want)
		})
	}
	t.Run("Err a file in the way", func(t *testing.T) {
		env := inData(t)
		if err := os.WriteFile(env["GATEHOUSE_DATA"], nil, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, env, "serve").want(t, 1, "", "gatehouse: the data directory cannot be made: ")
	})
	t.Run("Err no database server, no password told", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_DATABASE_URL=postgres://ana:s3cret@127.0.0.1:1/gatehouse")
		r := run(t, env, "serve")
		r.want(t, 1, "", "gatehouse: ")
		if strings.Contains(r.stderr, "s3cret") || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("stderr: %s", r.stderr)
		}
	})
}

// TestReady holds that /readyz asks the database, and /healthz does not.
func TestReady(t *testing.T) {
	env := inData(t)
	s := start(t, env)
	db, err := sql.Open("sqlite", filepath.Join(env["GATEHOUSE_DATA"], "gatehouse.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "DELETE FROM goose_db_version"); err != nil {
		t.Fatal(err)
	}
	if status, body := get(t, s.url+"/readyz"); status != 503 || !strings.Contains(body, "storage_unavailable") {
		t.Errorf("/readyz: %d %s", status, body)
	}
	if status, _ := get(t, s.url+"/healthz"); status != 200 {
		t.Errorf("/healthz: %d", status)
	}
}

func TestMetrics(t *testing.T) {
	s := start(t, inData(t, "GATEHOUSE_LOG=info", "GATEHOUSE_METRICS_ADDR=127.0.0.1:0"))
	get(t, s.url+"/sign-in")
	if status, _ := get(t, s.url+"/metrics"); status != 404 {
		t.Errorf("the portal's own listener answers /metrics with %d", status)
	}
	address := regexp.MustCompile(`"msg":"metrics","address":"([^"]+)"`)
	for line := range s.stderr.lines {
		if found := address.FindStringSubmatch(line); found != nil {
			_, text := get(t, "http://"+found[1]+"/metrics")
			if !strings.Contains(text, `gatehouse_http_requests_total{route="GET /sign-in",status="200"} 1`) {
				t.Errorf("metrics: %s", text)
			}
			return
		}
	}
}

// TestMailbox holds that the mailbox page exists for this very machine only.
func TestMailbox(t *testing.T) {
	for name, test := range map[string]struct {
		base   string
		status int
	}{
		"OK loopback": {"", 200},
		"Err public":  {"GATEHOUSE_BASE_URL=https://portal.example", 404},
	} {
		t.Run(name, func(t *testing.T) {
			env := inData(t, test.base)
			if test.base != "" {
				env["GATEHOUSE_METRICS_ADDR"] = ""
			}
			env["GATEHOUSE_LOG"] = "info"
			s := start(t, env)
			target := s.url
			var host string
			if test.base != "" {
				target, host = "http://"+listening(t, s), "portal.example"
			}
			r, _ := http.NewRequestWithContext(context.Background(), "GET", target+"/mailbox", nil)
			r.Host = host
			if status, body := do(t, &http.Client{}, r); status != test.status {
				t.Errorf("got %d: %s", status, body)
			}
		})
	}
}

// listening returns the address of the listener from the log.
func listening(t *testing.T, s *served) string {
	t.Helper()
	address := regexp.MustCompile(`"msg":"listening","address":"([^"]+)"`)
	for line := range s.stderr.lines {
		if found := address.FindStringSubmatch(line); found != nil {
			return found[1]
		}
	}
	t.Fatal(errors.New("no address in the log"))
	return ""
}
