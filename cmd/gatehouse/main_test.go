package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this very program by its name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gatehouse": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("GATEHOUSE_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("GATEHOUSE_ADDR", "127.0.0.1:0")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await": await, "get": get, "hold": hold, "mode": mode, "refused": refused,
		},
	})
}

// await FILE REGEXP [VARIABLE] waits until a line of the file, which a command in
// the background writes, matches, and keeps what the first group matched.
func await(ts *testscript.TestScript, _ bool, args []string) {
	wanted := regexp.MustCompile("(?m)" + args[1])
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 3000 {
		content, _ := os.ReadFile(ts.MkAbs(args[0]))
		if found := wanted.FindSubmatch(content); found != nil {
			if len(args) > 2 {
				ts.Setenv(args[2], string(found[1]))
			}
			return
		}
		<-tick.C
	}
	ts.Fatalf("nothing in %s matches %s: %s", args[0], args[1], ts.ReadFile(args[0]))
}

// get URL STATUS [REGEXP] fetches an address as a browser does, with redirects and
// their cookies.
func get(ts *testscript.TestScript, _ bool, args []string) {
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := http.Client{Timeout: 10 * time.Second, Jar: jar}
	response, err := client.Get(args[0])
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	if got := strconv.Itoa(response.StatusCode); got != args[1] {
		ts.Fatalf("%s answers %s: %s", args[0], got, body)
	}
	if len(args) > 2 && !regexp.MustCompile(args[2]).Match(body) {
		ts.Fatalf("%s answers %s", args[0], body)
	}
}

// hold URL begins a request to the portal and does not end it.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	host := strings.TrimPrefix(args[0], "http://")
	conn, err := net.Dial("tcp", host)
	ts.Check(err)
	ts.Defer(func() { _ = conn.Close() })
	_, err = io.WriteString(conn, "POST /sign-in HTTP/1.1\r\nHost: "+host+
		"\r\nContent-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n")
	ts.Check(err)
	// The portal says to go on once it reads the body, and waits for it then.
	line, err := bufio.NewReader(conn).ReadString('\n')
	ts.Check(err)
	if !strings.Contains(line, " 100 ") {
		ts.Fatalf("the portal says %s", line)
	}
}

// refused URL waits until nobody listens there any more.
func refused(ts *testscript.TestScript, _ bool, args []string) {
	for range 1000 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(args[0], "http://"))
		if err != nil {
			return
		}
		_ = conn.Close()
	}
	ts.Fatalf("%s still listens", args[0])
}

// mode FILE OCTAL holds that a file has exactly these rights.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[1] {
		ts.Fatalf("%s has the mode %s", args[0], got)
	}
}
