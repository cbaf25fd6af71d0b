package serve_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse.example/gatehouse/internal/serve"
)

// pipes is a listener in memory, so that hours pass in no time.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error   { close(l.closed); return nil }
func (l *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

func (l *pipes) dial() net.Conn {
	client, server := net.Pipe()
	l.conns <- server
	return client
}

// inMemory serves mux at http://portal and stops when the test returns.
func inMemory(t *testing.T, mux http.Handler, test func(l *pipes, stop func() error)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		log := slog.New(slog.DiscardHandler)
		h := serve.Wrap(serve.Options{BaseURL: &url.URL{Scheme: "http", Host: "portal"}, Log: log}, mux)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- serve.Run(ctx, l, h, log) }()
		stop := sync.OnceValue(func() error { cancel(); return <-ended })
		test(l, stop)
		_ = stop() // whoever is still there when the test is over would wait for ever
	})
}

func ask(t *testing.T, conn net.Conn, request string) *http.Response {
	t.Helper()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// TestWindows holds how long a client may take, and that long work is not cut off
// by what limits slow clients.
func TestWindows(t *testing.T) {
	mux := routes()
	mux.Handle("POST /long", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
		if err := readAll(w, r); err != nil {
			return err
		}
		for range 600 {
			select {
			case <-time.After(time.Second):
			case <-r.Context().Done():
				return r.Context().Err()
			}
			if _, err := io.WriteString(w, "a row\n"); err != nil {
				return err
			}
		}
		return nil
	}, serve.WriteProblem))

	t.Run("Err slow head", func(t *testing.T) {
		inMemory(t, mux, func(l *pipes, _ func() error) {
			conn := l.dial()
			begin := time.Now()
			if _, err := io.WriteString(conn, "GET /page HTTP/1.1\r\n"); err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(conn); err != nil || time.Since(begin) != 10*time.Second {
				t.Errorf("after %s: %q, %v", time.Since(begin), got, err)
			}
		})
	})
	t.Run("Err slow body", func(t *testing.T) {
		inMemory(t, mux, func(l *pipes, _ func() error) {
			conn := l.dial()
			begin := time.Now()
			response := ask(t, conn, "POST /page HTTP/1.1\r\nHost: portal\r\nContent-Length: 2\r\n\r\na")
			if response.StatusCode != 400 || time.Since(begin) != 30*time.Second {
				t.Errorf("after %s: %s", time.Since(begin), response.Status)
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = conn.Close()
		})
	})
	t.Run("Err idle", func(t *testing.T) {
		inMemory(t, mux, func(l *pipes, _ func() error) {
			conn := l.dial()
			response := ask(t, conn, "GET /page HTTP/1.1\r\nHost: portal\r\n\r\n")
			_, _ = io.ReadAll(response.Body)
			begin := time.Now()
			if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, io.EOF) || time.Since(begin) != 2*time.Minute {
				t.Errorf("after %s: %v", time.Since(begin), err)
			}
		})
	})
	t.Run("OK ten minutes of answer", func(t *testing.T) {
		inMemory(t, mux, func(l *pipes, _ func() error) {
			conn := l.dial()
			response := ask(t, conn, "POST /long HTTP/1.1\r\nHost: portal\r\nContent-Length: 1\r\n\r\na")
			if got, err := io.ReadAll(response.Body); err != nil || len(got) != 2+600*6 {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			_ = conn.Close()
		})
	})
	t.Run("Err an answer that nobody takes", func(t *testing.T) {
		endless := http.NewServeMux()
		inMemory(t, endless, func(l *pipes, _ func() error) {
			wrote := make(chan error, 1)
			endless.Handle("GET /", serve.Adapt(func(w http.ResponseWriter, r *http.Request) error {
				for {
					if _, err := w.Write(make([]byte, 8192)); err != nil {
						wrote <- err
						return err
					}
				}
			}, serve.WriteProblem))
			conn := l.dial()
			begin := time.Now()
			if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: portal\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			if err := <-wrote; time.Since(begin) != time.Minute {
				t.Errorf("after %s: %v", time.Since(begin), err)
			}
			_ = conn.Close()
		})
	})
	t.Run("Err the shutdown waits ten seconds", func(t *testing.T) {
		inMemory(t, mux, func(l *pipes, stop func() error) {
			conn := l.dial()
			if _, err := io.WriteString(conn, "POST /long HTTP/1.1\r\nHost: portal\r\nContent-Length: 1\r\n\r\na"); err != nil {
				t.Fatal(err)
			}
			go func() { _, _ = io.Copy(io.Discard, conn) }()
			synctest.Wait()
			begin := time.Now()
			if err := stop(); err == nil || time.Since(begin) != 10*time.Second {
				t.Errorf("after %s: %v", time.Since(begin), err)
			}
		})
	})
}
