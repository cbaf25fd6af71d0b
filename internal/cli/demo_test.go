package cli_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse.example/gatehouse/client"
	"gatehouse.example/gatehouse/internal/demo"
	"gatehouse.example/gatehouse/internal/mail"
)

// startDemo runs "demo" until it serves. It returns where, the addresses that it
// prints, and what ends it.
func startDemo(t *testing.T, env map[string]string, args ...string) (url string, addresses []string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stdout, stderr := newOutput(), newOutput()
	ended := make(chan int, 1)
	go func() {
		ended <- cheap.Run(ctx, append([]string{"demo"}, args...), func(name string) string { return env[name] }, stdout, stderr)
	}()
	t.Cleanup(cancel)
	for {
		select {
		case line := <-stdout.lines:
			if _, found, ok := strings.Cut(line, " listens on "); ok {
				return found, addresses, func() int { cancel(); return <-ended }
			}
			if fields := strings.Fields(line); strings.HasPrefix(line, "  ") {
				addresses = append(addresses, fields[len(fields)-1])
			}
		case code := <-ended:
			t.Fatalf("demo ended with %d: %s", code, stderr)
		}
	}
}

// places are the kinds of place where somebody may work, and in which roles.
func places(entered client.SignedIn) []string {
	var list []string
	for _, place := range entered.Places {
		list = append(list, strings.TrimSpace(place.Kind+" "+place.Role))
	}
	return list
}

func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	// What belongs to an installation is left alone.
	env := inData(t, "GATEHOUSE_TERMS_URL=https://terms.example/", "GATEHOUSE_SMTP_URL=smtp://127.0.0.1:1?tls=none&from=portal@northgate.example",
		"GATEHOUSE_INVITATION_TTL=1h")
	url, addresses, stop := startDemo(t, env, "--keep", dir)

	t.Run("OK everybody who is printed signs in", func(t *testing.T) {
		want := []string{
			"admin master", "admin admin", "admin operator", "admin observer", "technician", "technician", "site_admin master", "site_admin observer",
		}
		if len(addresses) != len(want) {
			t.Fatalf("it prints %q", addresses)
		}
		for i, address := range addresses {
			entered, err := signInAt(t, url, address)
			if err != nil {
				t.Fatalf("%s: %v", address, err)
			}
			if got := places(entered); len(got) == 0 || got[0] != want[i] {
				t.Errorf("%s works at %q, not as %s", address, got, want[i])
			}
		}
	})
	t.Run("OK the links of pending invitations", func(t *testing.T) {
		mailbox, err := mail.NewMailbox(filepath.Join(dir, "mailbox"))
		if err != nil {
			t.Fatal(err)
		}
		letters, err := mailbox.List(100)
		if err != nil || len(letters) == 0 {
			t.Fatalf("the mailbox has %v, %v", letters, err)
		}
		stranger, err := client.New(url)
		if err != nil {
			t.Fatal(err)
		}
		for _, letter := range letters {
			message, err := mailbox.Read(letter.ID)
			if err != nil {
				t.Fatal(err)
			}
			_, token, ok := strings.Cut(message.Text, url+"/invitation?token=")
			if !ok {
				t.Fatalf("the mail to %s leads elsewhere: %s", letter.To, message.Text)
			}
			offer, err := stranger.LookupInvitation(t.Context(), strings.Fields(token)[0])
			if err != nil || offer.Email != string(letter.To) {
				t.Errorf("the link of %s leads to %+v, %v", letter.To, offer, err)
			}
		}
	})
	t.Run("OK the installation is left alone", func(t *testing.T) {
		if code := stop(); code != 0 {
			t.Errorf("it ended with %d", code)
		}
		if _, err := os.Stat(env["GATEHOUSE_DATA"]); !os.IsNotExist(err) {
			t.Error("the data directory was touched")
		}
	})
	t.Run("OK what is kept can be served", func(t *testing.T) {
		if _, err := signInAt(t, start(t, inData(t), "--data", dir).url, addresses[0]); err != nil {
			t.Errorf("sign in: %v", err)
		}
	})
	t.Run("Err not empty", func(t *testing.T) {
		run(t, env, "demo", "--keep", dir).want(t, 2, "", "which is not empty; the demo needs a directory of its own\n")
	})
}

func signInAt(t *testing.T, url, address string) (client.SignedIn, error) {
	t.Helper()
	visitor, err := client.New(url)
	if err != nil {
		t.Fatal(err)
	}
	return visitor.SignIn(t.Context(), address, demo.Password)
}

// interrupting ends a run as soon as it says something.
type interrupting struct{ cancel context.CancelFunc }

func (i interrupting) Write(p []byte) (int, error) {
	i.cancel()
	return len(p), nil
}

func TestDemoInterrupted(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	kept := filepath.Join(t.TempDir(), "kept")
	for name, args := range map[string][]string{"OK temporary": {"demo"}, "OK kept": {"demo", "--keep", kept}} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			env := inData(t)
			code := cheap.Run(ctx, args, func(name string) string { return env[name] }, newOutput(), interrupting{cancel})
			if code != 0 || ctx.Err() == nil {
				t.Errorf("it ended with %d, interrupted: %v", code, ctx.Err())
			}
			if left, err := filepath.Glob(filepath.Join(temporary, "gatehouse-demo-*")); err != nil || len(left) > 0 {
				t.Errorf("left: %v, %v", left, err)
			}
			if _, err := os.Stat(kept); !os.IsNotExist(err) {
				t.Error("half a year is left")
			}
		})
	}
}

func TestDemoRefuses(t *testing.T) {
	t.Run("Err address for others", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_ADDR=0.0.0.0:0", "GATEHOUSE_BASE_URL=https://portal.example.com")
		run(t, env, "demo").want(t, 2, "", "the demo is for this very machine only")
	})
	t.Run("Err base URL of others", func(t *testing.T) {
		env := inData(t, "GATEHOUSE_BASE_URL=https://portal.example.com")
		run(t, env, "demo").want(t, 2, "", "GATEHOUSE_BASE_URL is \"https://portal.example.com\"; the demo is for this very machine only")
	})
	t.Run("Err address taken", func(t *testing.T) {
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		run(t, inData(t, "GATEHOUSE_ADDR="+listener.Addr().String()), "demo").want(t, 1, "", "GATEHOUSE_ADDR: ")
	})
}
