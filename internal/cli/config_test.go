package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestImpossible is every wrong value: it stops the start with one sentence that
// names the variable, the value (unless it may be a secret) and what is allowed.
func TestImpossible(t *testing.T) {
	const (
		addr     = "it has to be HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:8080 or [::1]:8080"
		base     = "it has to be of the form https://HOST or https://HOST:PORT with nothing behind it, such as https://portal.example.com"
		noHTTP   = "it has to begin with https://, because http is possible on this very machine only"
		database = "it has to be of the form postgres://user:password@host:port/database, with special characters percent-encoded"
		terms    = "it has to be a whole http or https address, such as https://example.com/terms"
		ttl      = "it has to be a duration from 1h to 720h, such as 168h"
		log      = "it has to be debug, info, warn or error, which may be followed by ,text or ,json"
		reached  = "which others can reach, it has to be the https address under which they do"
	)
	for _, test := range []struct{ variable, value, shown, allowed string }{
		{"ADDR", "8080", `"8080"`, addr},
		{"ADDR", "127.0.0.1", `"127.0.0.1"`, addr},
		{"ADDR", "127.0.0.1:", `"127.0.0.1:"`, addr},
		{"ADDR", "127.0.0.1:65536", `"127.0.0.1:65536"`, addr},
		{"ADDR", "127.0.0.1:-1", `"127.0.0.1:-1"`, addr},
		{"ADDR", "127.0.0.1:http", `"127.0.0.1:http"`, addr},
		{"ADDR", "::1:8080", `"::1:8080"`, addr},
		{"ADDR", "local host:8080", `"local host:8080"`, addr},
		{"ADDR", "http://localhost:8080", `"http://localhost:8080"`, addr},
		{"BASE_URL", "portal.example.com", `"portal.example.com"`, base},
		{"BASE_URL", "//portal.example.com", `"//portal.example.com"`, base},
		{"BASE_URL", "https://", `"https://"`, base},
		{"BASE_URL", "https:portal.example.com", `"https:portal.example.com"`, base},
		{"BASE_URL", "ftp://portal.example.com", `"ftp://portal.example.com"`, base},
		{"BASE_URL", "https://portal.example.com/gatehouse", `"https://portal.example.com/gatehouse"`, base},
		{"BASE_URL", "https://portal.example.com//", `"https://portal.example.com//"`, base},
		{"BASE_URL", "https://portal.example.com?a=b", `"https://portal.example.com?a=b"`, base},
		{"BASE_URL", "https://portal.example.com/?", `"https://portal.example.com/?"`, base},
		{"BASE_URL", "https://portal.example.com#top", `"https://portal.example.com#top"`, base},
		{"BASE_URL", "https://portal.example.com#", `"https://portal.example.com#"`, base},
		{"BASE_URL", "https://ana:s3cret@portal.example.com", `"(hidden)@portal.example.com"`, base},
		{"BASE_URL", "https://portal.example.com:0", `"https://portal.example.com:0"`, base},
		{"BASE_URL", "https://portal.example.com:", `"https://portal.example.com:"`, base},
		{"BASE_URL", "https://portal.example.com:0443", `"https://portal.example.com:0443"`, base},
		{"BASE_URL", "https://portal.example.com:99999", `"https://portal.example.com:99999"`, base},
		{"BASE_URL", "https://portal.example.com.", `"https://portal.example.com."`, base},
		{"BASE_URL", "https://pörtal.example.com", `"https://pörtal.example.com"`, base},
		{"BASE_URL", "https://portal%2eexample.com", `"https://portal%2eexample.com"`, base},
		{"BASE_URL", "https://127.1", `"https://127.1"`, base},
		{"BASE_URL", "https://0x7f.1", `"https://0x7f.1"`, base},
		{"BASE_URL", "https://[fe80::1%25eth0]", `"https://[fe80::1%25eth0]"`, base},
		{"BASE_URL", "https://portal.example.com https://other.example.com", `"https://portal.example.com https://other.example.com"`, base},
		{"BASE_URL", "http://portal.example.com", `"http://portal.example.com"`, noHTTP},
		{"BASE_URL", "http://192.0.2.1:8080", `"http://192.0.2.1:8080"`, noHTTP},
		{"BASE_URL", "http://localhost.example.com", `"http://localhost.example.com"`, noHTTP},
		{"TERMS_URL", "terms.html", `"terms.html"`, terms},
		{"TERMS_URL", "/terms", `"/terms"`, terms},
		{"TERMS_URL", "javascript:alert(1)", `"javascript:alert(1)"`, terms},
		{"TERMS_URL", "https://ana:s3cret@example.com/terms", `"(hidden)@example.com/terms"`, terms},
		{"TERMS_VERSION", "2026-01", `"2026-01"`, "it is allowed together with GATEHOUSE_TERMS_URL only"},
		{"TERMS_VERSION", "a\x01b", `"a\x01b"`, "it has to be a text of at most 100 characters, such as 2026-01"},
		{"DATA", "a\x00b", `"a\x00b"`, "it has to be the path of a directory"},
		{"DATABASE_URL", "mysql://root:s3cret@localhost/gatehouse", "(hidden)", database},
		{"DATABASE_URL", "postgres://root:s3%ret@localhost/gatehouse", "(hidden)", database},
		{"DATABASE_URL", "postgres://root:s3cret@localhost:port/gatehouse", "(hidden)", database},
		{"DATABASE_URL", "host=localhost password=s3cret", "(hidden)", database},
		{"DATABASE_URL", "sqlite:gatehouse.db", "(hidden)", database},
		{"SMTP_URL", "mail.example.com:587", "(hidden)", "it has to begin with smtp://, also with tls=implicit, as in smtp://USER:PASSWORD@HOST:587"},
		{"SMTP_URL", "smtp://ana:s3cret@mail.example.com?tls=maybe&from=a@example.com", "(hidden)", "starttls (the default), implicit or none"},
		{"SMTP_URL", "smtp://ana:s3cret@mail.example.com?tls=none&from=a@example.com", "(hidden)", "encrypted connection only"},
		{"SMTP_URL", "smtp://ana:s3cret@mail.example.com", "(hidden)", "the parameter from has to name the sender"},
		{"INVITATION_TTL", "7d", `"7d"`, ttl},
		{"INVITATION_TTL", "168", `"168"`, ttl},
		{"INVITATION_TTL", "59m59s", `"59m59s"`, ttl},
		{"INVITATION_TTL", "720h0m1s", `"720h0m1s"`, ttl},
		{"INVITATION_TTL", "-168h", `"-168h"`, ttl},
		{"LOG", "loud", `"loud"`, log},
		{"LOG", "INFO", `"INFO"`, log},
		{"LOG", "info,xml", `"info,xml"`, log},
		{"LOG", "info,", `"info,"`, log},
		{"LOG", "json", `"json"`, log},
		{"METRICS_ADDR", "9090", `"9090"`, addr},
		{"ADDR", ":8080", "", reached},
		{"ADDR", "0.0.0.0:8080", "", reached},
		{"ADDR", "[::]:8080", "", reached},
		{"ADDR", "192.0.2.1:8080", "", reached},
		{"ADDR", "portal.example.com:8080", "", reached},
	} {
		t.Run("Err "+test.variable+" "+test.value, func(t *testing.T) {
			name := "GATEHOUSE_" + test.variable
			want := name + " is " + test.shown + "; "
			if test.allowed == reached {
				want = `GATEHOUSE_BASE_URL is not set; while GATEHOUSE_ADDR is "` + test.value + `", `
			}
			env := inData(t, "GATEHOUSE_ADDR=127.0.0.1:0")
			env[name] = test.value
			r := run(t, env, "serve")
			r.want(t, 2, "", want)
			r.want(t, 2, "", test.allowed)
			if strings.Count(r.stderr, "\n") != 1 || strings.Contains(r.stderr, "s3") || r.stdout != "" {
				t.Errorf("stderr %q, stdout %q", r.stderr, r.stdout)
			}
		})
	}
	t.Run("Err METRICS_ADDR the portal's own", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_ADDR=127.0.0.1:8080", "GATEHOUSE_METRICS_ADDR=127.0.0.1:8080")
		run(t, env, "serve").want(t, 2, "", `GATEHOUSE_METRICS_ADDR is "127.0.0.1:8080"; it has to be another address than GATEHOUSE_ADDR`)
	})
}

func TestBaseURL(t *testing.T) {
	for value, want := range map[string]string{
		"https://portal.example.com":       "https://portal.example.com",
		"https://portal.example.com/":      "https://portal.example.com",
		"HTTPS://Portal.Example.COM":       "https://portal.example.com",
		"https://portal.example.com:443":   "https://portal.example.com",
		"https://portal.example.com:8443/": "https://portal.example.com:8443",
		"https://192.0.2.1":                "https://192.0.2.1",
		"https://[2001:DB8::0:1]:8443":     "https://[2001:db8::1]:8443",
		"https://[2001:db8::1]":            "https://[2001:db8::1]",
		"https://xn--prtal-jua.example":    "https://xn--prtal-jua.example",
		"https://intranet":                 "https://intranet",
		"http://localhost":                 "http://localhost",
		"http://localhost:80":              "http://localhost",
		"http://localhost:443":             "http://localhost:443",
		"http://127.0.0.1:8080":            "http://127.0.0.1:8080",
		"http://[0:0:0:0:0:0:0:1]:8080":    "http://[::1]:8080",
	} {
		t.Run("OK "+value, func(t *testing.T) {
			run(t, inData(t, "GATEHOUSE_BASE_URL="+value), "doctor").want(t, 0, "listens on 127.0.0.1:0 as "+want+"\n", "")
		})
	}
}

func TestSources(t *testing.T) {
	write := func(t *testing.T, content string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "gatehouse.conf")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const file = "# where to listen\n\n  GATEHOUSE_ADDR = 127.0.0.1:3000 \nGATEHOUSE_BASE_URL=https://file.example\r\nGATEHOUSE_TERMS_URL=https://file.example/?a=b#c"
	for name, test := range map[string]struct {
		env  []string
		args []string
		want string
	}{
		"OK nothing":                    {[]string{"GATEHOUSE_ADDR="}, nil, "listens on 127.0.0.1:8080 as http://localhost:8080\n"},
		"OK environment":                {[]string{"GATEHOUSE_ADDR=[::1]:2000"}, nil, "listens on [::1]:2000 as http://localhost:2000\n"},
		"OK flag over environment":      {[]string{"GATEHOUSE_ADDR=[::1]:2000"}, []string{"--addr=localhost:80"}, "listens on localhost:80 as http://localhost\n"},
		"OK file":                       {[]string{"GATEHOUSE_ADDR=", "GATEHOUSE_CONFIG=FILE"}, nil, "listens on 127.0.0.1:3000 as https://file.example\n"},
		"OK environment over file":      {[]string{"GATEHOUSE_ADDR=[::1]:2000", "GATEHOUSE_CONFIG=FILE"}, nil, "listens on [::1]:2000 as https://file.example\n"},
		"OK flag over file":             {[]string{"GATEHOUSE_CONFIG=FILE"}, []string{"--base-url=https://flag.example", "--addr=:80"}, "listens on :80 as https://flag.example\n"},
		"OK file by flag":               {[]string{"GATEHOUSE_ADDR=", "GATEHOUSE_CONFIG=/none"}, []string{"--config=FILE"}, "listens on 127.0.0.1:3000 as https://file.example\n"},
		"OK flags behind the command":   {nil, []string{"doctor", "--addr=127.0.0.1:4000"}, "listens on 127.0.0.1:4000 as http://localhost:4000\n"},
		"OK empty means not given":      {[]string{"GATEHOUSE_ADDR=", "GATEHOUSE_BASE_URL=", "GATEHOUSE_SMTP_URL="}, []string{"--addr="}, "listens on 127.0.0.1:8080 as http://localhost:8080\n"},
		"OK an empty file says nothing": {[]string{"GATEHOUSE_ADDR=", "GATEHOUSE_CONFIG=/dev/null"}, nil, "listens on 127.0.0.1:8080 as http://localhost:8080\n"},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, file)
			env := inData(t, test.env...)
			for key, value := range env {
				env[key] = strings.ReplaceAll(value, "FILE", path)
			}
			args := []string{"doctor"}
			for _, arg := range test.args {
				args = append(args, strings.ReplaceAll(arg, "FILE", path))
			}
			if len(args) > 1 && args[1] == "doctor" {
				args = args[1:]
			}
			run(t, env, args...).want(t, 0, test.want, "")
		})
	}
	for name, test := range map[string]struct{ content, want string }{
		"Err unknown name": {"GATEHOUSE_ADR=:80", `line 1 of FILE sets "GATEHOUSE_ADR"; the variables are GATEHOUSE_ADDR, GATEHOUSE_BASE_URL, `},
		"Err other file":   {"GATEHOUSE_CONFIG=x", `line 1 of FILE sets "GATEHOUSE_CONFIG"; the variables are`},
		"Err no value":     {"\n\nGATEHOUSE_ADDR", "line 3 of FILE is not of the form KEY=VALUE"},
		"Err twice":        {"GATEHOUSE_LOG=info\nGATEHOUSE_LOG=warn", "line 2 of FILE sets GATEHOUSE_LOG again"},
		"Err wrong value":  {"GATEHOUSE_LOG=loud", `GATEHOUSE_LOG is "loud"; `},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, test.content)
			env := inData(t, "GATEHOUSE_LOG=", "GATEHOUSE_CONFIG="+path)
			run(t, env, "partner", "list").want(t, 2, "", strings.ReplaceAll(test.want, "FILE", path))
		})
	}
	t.Run("Err missing file", func(t *testing.T) {
		run(t, inData(t), "partner", "list", "--config=/none").want(t, 2, "", "GATEHOUSE_CONFIG cannot be read: open /none: ")
	})
	t.Run("Err a wrong flag names the variable", func(t *testing.T) {
		run(t, inData(t), "partner", "list", "--log=loud").want(t, 2, "", `GATEHOUSE_LOG is "loud"; `)
	})
}

func TestLog(t *testing.T) {
	for value, want := range map[string]string{
		"":           `"level":"INFO"`,
		"info,json":  `"level":"INFO"`,
		"info,text":  `level=INFO`,
		"debug,text": `level=DEBUG`,
		"error":      "",
	} {
		t.Run("OK "+value, func(t *testing.T) {
			s := start(t, inData(t, "GATEHOUSE_LOG="+value))
			get(t, s.url+"/healthz")
			if code := s.stop(); code != 0 {
				t.Errorf("ended with %d", code)
			}
			if log := s.stderr.String(); !strings.Contains(log, want) || want == "" && log != "" {
				t.Errorf("log: %s", log)
			}
		})
	}
}

// The flags, the variables and the file are one list, so a new setting cannot miss
// one of them; this holds that SPEC section 17 is on it.
func TestEverySetting(t *testing.T) {
	help := run(t, nil, "--help").stdout
	for _, name := range []string{"ADDR", "BASE_URL", "TERMS_URL", "DATA", "DATABASE_URL", "SMTP_URL", "INVITATION_TTL", "LOG"} {
		if !strings.Contains(help, "GATEHOUSE_"+name) {
			t.Errorf("no %s", name)
		}
	}
}
