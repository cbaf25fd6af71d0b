package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	headerWindow = 10 * time.Second
	// requestWindow is how long a client may take to send a whole request. It
	// ends with the body and does not cut a long answer.
	requestWindow = 30 * time.Second
	idleWindow    = 2 * time.Minute
	// drainWindow is how long requests under way may go on after the signal
	// (SECURITY T279).
	drainWindow = 10 * time.Second
	// headLimit bounds a request's line and headers together. net/http reads one
	// buffer of 4 KiB beyond its own limit.
	headLimit = 64<<10 - 4<<10
)

// Run serves h on the listener until ctx ends, and then lets the requests under
// way finish for up to ten seconds. It returns nil after an orderly end. The
// requests' contexts outlive ctx by those seconds.
func Run(ctx context.Context, listener net.Listener, h http.Handler, log *slog.Logger) error {
	requests, cancel := context.WithCancel(context.WithValue(context.WithoutCancel(ctx), stoppingKey{}, ctx.Done()))
	defer cancel()
	// TLS, and with it HTTP/2, is the business of the proxy in front.
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	server := &http.Server{
		Protocols:                    protocols,
		Handler:                      h,
		ReadHeaderTimeout:            headerWindow,
		ReadTimeout:                  requestWindow,
		WriteTimeout:                 writeWindow,
		IdleTimeout:                  idleWindow,
		MaxHeaderBytes:               headLimit,
		DisableGeneralOptionsHandler: true,
		BaseContext:                  func(net.Listener) context.Context { return requests },
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(guardedListener{listener}) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
		return drain(server)
	}
}

// drain stops listening at once and waits for the requests under way.
func drain(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainWindow)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were cut off after %s: %w", drainWindow, err), server.Close())
	}
	return nil
}
