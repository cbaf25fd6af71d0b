package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/internal/gatehousetest"
)

func TestDoctor(t *testing.T) {
	t.Run("OK before the first start", func(t *testing.T) {
		env := inData(t)
		r := run(t, env, "doctor")
		r.want(t, 0, "ok    data directory  "+env["GATEHOUSE_DATA"]+" is made by the first start\n", "")
		r.want(t, 0, "gatehouse.db is made by the first start\n", "")
		r.want(t, 0, "ok    mail            stays in the local mailbox ", "")
		if _, err := os.Stat(env["GATEHOUSE_DATA"]); !os.IsNotExist(err) {
			t.Error("the doctor has made the data directory")
		}
	})
	t.Run("OK changes nothing", func(t *testing.T) {
		env := inData(t)
		run(t, env, "partner", "list").want(t, 0, "", "")
		before := names(t, env["GATEHOUSE_DATA"])
		run(t, env, "doctor").want(t, 0, "ok    database        SQLite 3.", "")
		if after := names(t, env["GATEHOUSE_DATA"]); after != before {
			t.Errorf("before %s, after %s", before, after)
		}
	})
	t.Run("Err configuration", func(t *testing.T) {
		r := run(t, inData(t, "GATEHOUSE_LOG=loud"), "doctor")
		r.want(t, 1, "FAIL  configuration   GATEHOUSE_LOG is \"loud\"; ", "")
		if strings.Count(r.stdout, "\n") != 1 {
			t.Errorf("checks without a configuration: %s", r.stdout)
		}
	})
	t.Run("Err rights, and the other checks go on", func(t *testing.T) {
		env := inData(t)
		run(t, env, "partner", "list").want(t, 0, "", "")
		if err := os.Chmod(filepath.Join(env["GATEHOUSE_DATA"], "keys", "outbox.key"), 0o644); err != nil {
			t.Fatal(err)
		}
		r := run(t, env, "doctor")
		r.want(t, 1, "FAIL  data directory  ", "")
		r.want(t, 1, "outbox.key has the mode 0644", "")
		r.want(t, 1, "ok    database        ", "")
	})
	t.Run("Err no database", func(t *testing.T) {
		env := inData(t)
		if err := os.Mkdir(env["GATEHOUSE_DATA"], 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(env["GATEHOUSE_DATA"], "gatehouse.db"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, env, "doctor").want(t, 1, "FAIL  database        ", "")
	})
	t.Run("Err schema of another program", func(t *testing.T) {
		env := inData(t)
		if err := os.Mkdir(env["GATEHOUSE_DATA"], 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(env["GATEHOUSE_DATA"], "gatehouse.db"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, env, "doctor").want(t, 1, "FAIL  database        ", "")
	})
}

func TestDoctorPostgres(t *testing.T) {
	if os.Getenv("GATEHOUSE_TEST_POSTGRES") == "" {
		t.Skip("GATEHOUSE_TEST_POSTGRES names no PostgreSQL server")
	}
	t.Run("OK", func(t *testing.T) {
		env := inData(t)
		env["GATEHOUSE_DATABASE_URL"] = gatehousetest.Database(t, gatehousetest.Postgres, t.TempDir())
		run(t, env, "doctor").want(t, 0, "ok    database        PostgreSQL ", "")
	})
	t.Run("Err unreachable", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_DATABASE_URL=postgres://ana:s3cret@127.0.0.1:1/gatehouse")
		r := run(t, env, "doctor")
		r.want(t, 1, "FAIL  database        ", "")
		if strings.Contains(r.stdout, "s3cret") {
			t.Errorf("stdout: %s", r.stdout)
		}
	})
}

func TestDoctorMail(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		server := gatehousetest.StartSMTP(t)
		env := inData(t)
		env["GATEHOUSE_SMTP_URL"] = server.URL()
		run(t, env, "doctor").want(t, 0, "ok    mail            smtp://127.0.0.1:", "")
	})
	t.Run("Err nobody there", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_SMTP_URL=smtp://ana:s3cret@127.0.0.1:1?from=a@example.com")
		r := run(t, env, "doctor")
		r.want(t, 1, "FAIL  mail            mail: connecting: ", "")
		if strings.Contains(r.stdout, "s3cret") {
			t.Errorf("stdout: %s", r.stdout)
		}
	})
	t.Run("Err no encryption offered", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_SMTP_URL=smtp://"+gatehousetest.StartSMTP(t, gatehousetest.WithoutSTARTTLS).Addr+"?from=a@example.com")
		run(t, env, "doctor").want(t, 1, "FAIL  mail            ", "")
	})
}

// names lists what is in a directory.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return strings.Join(list, " ")
}
