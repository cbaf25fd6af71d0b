package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// bareAnswer is about as long as the answer to "who am I".
const bareAnswer = `{"account":{"id":"01a20070-4ad6-7a0b-a3ba-b6fac3131d89","email":"master@bench.example","name":"The Master","language":"en"},"csrf_token":"zJjYtHkvUq2nQmYp3cXo0bW9sR6aLfDi","place":{"kind":"admin","partner":{"id":"01a20070-4ad6-7a0b-a3ba-b6fac3131d89","name":"Bench"},"role":"master"},"role":"master","permissions":["partner.view","sites.manage","technicians.manage","admins.assign"],"places":[]}`

// serveBare is the limit for everything that answers HTTP: net/http and nothing
// else, in a process of its own like the portal. With the URL of a database it also
// answers questions about which it reads there.
func serveBare(ctx context.Context, addr, database string) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	mux := bareHandler()
	if database != "" {
		config, err := pgxpool.ParseConfig(database)
		if err != nil {
			return err
		}
		config.MaxConns = connections
		pool, err := pgxpool.NewWithConfig(ctx, config)
		if err != nil {
			return err
		}
		defer pool.Close()
		mux.HandleFunc("POST "+barePath+"/read", bareRead(pool))
	}
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: mux}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// question is what the decision endpoint is asked.
type question struct {
	Subject  struct{ Type, ID string }
	Action   struct{ Name string }
	Resource struct{ Type, ID string }
}

// barePath is where the bare handler reads a question as the decision endpoint does.
const barePath = "/access/v1/evaluation"

func bareHandler() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(bareAnswer))
	})
	mux.HandleFunc("POST "+barePath, func(w http.ResponseWriter, r *http.Request) {
		var q question
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || q.Subject.ID == "" {
			http.Error(w, "malformed", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"decision":true}`))
	})
	return mux
}
