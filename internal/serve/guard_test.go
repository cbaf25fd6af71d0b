package serve_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"gatehouse.example/gatehouse/internal/serve"
)

// raw sends bytes and returns everything that comes back until the portal closes
// the connection, which it has to do within a few seconds.
func (p *portal) raw(request string) string {
	p.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+p.url.Port())
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(conn, request); err != nil {
		p.Fatal(err)
	}
	got, err := io.ReadAll(conn)
	if err != nil && !errors.Is(err, syscall.ECONNRESET) {
		p.Fatalf("after %q: %v", got, err)
	}
	return string(got)
}

func statusOf(t *testing.T, raw string) int {
	t.Helper()
	fields := strings.Fields(raw)
	if len(fields) < 2 {
		t.Fatalf("no status in %q", raw)
	}
	status, err := strconv.Atoi(fields[1])
	if err != nil {
		t.Fatalf("no status in %q", raw)
	}
	return status
}

// TestFraming is SECURITY T172: each is refused, and what is smuggled behind it is
// not looked at.
func TestFraming(t *testing.T) {
	p := start(t, routes())
	smuggled := "GET /smuggled HTTP/1.1\r\nHost: " + p.url.Host + "\r\n\r\n"
	post := "POST /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\n"
	for name, request := range map[string]string{
		"Err length and chunks":            post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Err chunks and length":            post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
		"Err chunks with a space":          post + "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n",
		"Err chunks with a tab":            post + "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n",
		"Err chunks behind a vertical tab": post + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n",
		"Err chunks, space before colon":   post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
		"Err chunks twice":                 post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Err other coding":                 post + "Transfer-Encoding: identity\r\n\r\n",
		"Err two codings":                  post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"Err chunks in 1.0":                "POST /page HTTP/1.0\r\nHost: " + p.url.Host + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Err folded chunks":                post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
		"Err folded line":                  post + "X-A: a\r\n b\r\n\r\n",
		"Err length twice":                 post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
		"Err lengths differ":               post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
		"Err length list":                  post + "Content-Length: 3, 3\r\n\r\nabc",
		"Err length signed":                post + "Content-Length: +3\r\n\r\nabc",
		"Err length negative":              post + "Content-Length: -3\r\n\r\nabc",
		"Err length hexadecimal":           post + "Content-Length: 0x3\r\n\r\nabc",
		"Err length empty":                 post + "Content-Length:\r\n\r\n",
		"Err bare line feed in a head":     "GET /page HTTP/1.1\nHost: " + p.url.Host + "\n\n",
		"Err bare line feed in one line":   post + "X-A: a\nX-B: b\r\n\r\n",
		"Err bare line feed at the end":    post + "X-A: a\r\n\n",
		"Err bare carriage return":         post + "X-A: a\rX-B: b\r\n\r\n",
		"Err 0xFF in a value":              post + "X-A: \xff\r\n\r\n",
		"Err 0xFF in a name":               post + "X-\xff: a\r\n\r\n",
		"Err null byte":                    post + "X-A: a\x00b\r\n\r\n",
		"Err space in a name":              post + "X A: a\r\n\r\n",
		"Err no colon":                     post + "nonsense\r\n\r\n",
		"Err no version":                   "GET /page\r\n\r\n",
		"Err HTTP/2 without agreement":     "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			got := p.raw(request + smuggled)
			if status := statusOf(t, got); status < 400 {
				t.Errorf("got %q", got)
			}
			if strings.Count(got, "HTTP/1.1 ") != 1 {
				t.Errorf("something behind it was answered: %q", got)
			}
		})
	}
	for name, head := range map[string]string{
		"Err one long header":  "X-A: " + strings.Repeat("a", 64<<10) + "\r\n",
		"Err many headers":     strings.Repeat("X-A: a\r\n", 9000),
		"Err long cookie":      "Cookie: a=" + strings.Repeat("a", 70<<10) + "\r\n",
		"Err long header name": strings.Repeat("a", 70<<10) + ": a\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got := p.raw("GET /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\n" + head + "\r\n"); statusOf(t, got) != 431 {
				t.Errorf("got %q", got)
			}
		})
	}
	if text := p.log.String(); strings.Contains(text, "smuggled") {
		t.Errorf("the log tells of a smuggled request: %s", text)
	}
}

// TestKeepAlive holds that the guard keeps step with honest requests, and still
// sees what comes later on the same connection.
func TestKeepAlive(t *testing.T) {
	p := start(t, routes())
	get := "GET /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\n\r\n"
	post := "POST /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\nContent-Length: 6\r\n\r\na\nb\xff\r\n"
	chunks := "POST /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n0\r\n\r\n"
	bad := "GET /page HTTP/1.1\r\nHost: " + p.url.Host + "\r\nX-A: \xff\r\n\r\n"
	for name, test := range map[string]struct {
		requests string
		statuses []int
	}{
		"OK one after the other":       {get + post + get + post + get + bad, []int{200, 200, 200, 200, 200, 400}},
		"OK nothing behind chunks":     {get + chunks + get, []int{200, 200}},
		"OK empty line behind a POST":  {post + "\r\n" + get + bad, []int{200, 200, 400}},
		"OK refused requests in step":  {"POST /none HTTP/1.1\r\nHost: " + p.url.Host + "\r\nContent-Length: 2\r\n\r\n\xff\n" + get + bad, []int{404, 200, 400}},
		"OK refused chunks end it too": {"POST /page HTTP/1.1\r\nHost: evil.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + bad + get, []int{421}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &portal{T: t, url: p.url, log: p.log}
			reader := bufio.NewReader(strings.NewReader(p.raw(test.requests)))
			for i, want := range test.statuses {
				response, err := http.ReadResponse(reader, nil)
				if err != nil {
					t.Fatalf("answer %d: %v", i, err)
				}
				_, _ = io.Copy(io.Discard, response.Body)
				if response.StatusCode != want {
					t.Errorf("answer %d: %s, want %d", i, response.Status, want)
				}
			}
			if rest, _ := io.ReadAll(reader); len(rest) > 0 {
				t.Errorf("more answers: %q", rest)
			}
		})
	}
}

// FuzzGuard holds that how the bytes arrive makes no difference to the guard, and
// that a request which net/http wrote passes.
func FuzzGuard(f *testing.F) {
	f.Add([]byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "POST", []byte("abc"))
	f.Add([]byte("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na\ncGET / HTTP/1.1\n\n"), "PUT", []byte{})
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\xff"), "GET", []byte("\n"))
	f.Add([]byte("\r\n\r\nGET / HTTP/1.1\r\nContent-Length: 00\r\n\r\n"), "DELETE", []byte("\r\n\r\n"))
	// Of what net/http cannot make a request there is none to be framed.
	f.Fuzz(func(t *testing.T, stream []byte, method string, content []byte) {
		whole := serve.CheckFraming(bytes.NewReader(stream))
		if bytewise := serve.CheckFraming(iotest.OneByteReader(bytes.NewReader(stream))); (whole == nil) != (bytewise == nil) {
			t.Errorf("in one piece %v, byte by byte %v", whole, bytewise)
		}
		r, err := http.NewRequest(method, "http://portal.example/a?b=c", bytes.NewReader(content))
		if err != nil {
			return
		}
		var honest bytes.Buffer
		if err := r.Write(&honest); err != nil {
			return
		}
		twice := append(bytes.Clone(honest.Bytes()), honest.Bytes()...)
		if err := serve.CheckFraming(bytes.NewReader(twice)); err != nil {
			t.Errorf("%q: %v", twice, err)
		}
	})
}

func BenchmarkGuard(b *testing.B) {
	request := fmt.Appendf(nil, "GET /p/x/admins HTTP/1.1\r\nHost: portal.example\r\nCookie: a=%s\r\nUser-Agent: %s\r\n\r\n",
		strings.Repeat("a", 43), strings.Repeat("b", 120))
	b.SetBytes(int64(len(request)))
	for b.Loop() {
		if err := serve.CheckFraming(bytes.NewReader(request)); err != nil {
			b.Fatal(err)
		}
	}
}
