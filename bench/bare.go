package main

import (
	"context"
	"net"
	"net/http"
	"time"
)

// bareAnswer is about as long as the answer to "who am I".
const bareAnswer = `{"account":{"id":"01a20070-4ad6-7a0b-a3ba-b6fac3131d89","email":"master@bench.example","name":"The Master","language":"en"},"csrf_token":"zJjYtHkvUq2nQmYp3cXo0bW9sR6aLfDi","place":{"kind":"admin","partner":{"id":"01a20070-4ad6-7a0b-a3ba-b6fac3131d89","name":"Bench"},"role":"master"},"role":"master","permissions":["partner.view","sites.manage","technicians.manage","admins.assign"],"places":[]}`

// serveBare is the limit for everything that answers HTTP: net/http and nothing
// else, in a process of its own like the portal.
func serveBare(ctx context.Context, addr string) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		ReadHeaderTimeout: 5 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(bareAnswer))
		}),
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
