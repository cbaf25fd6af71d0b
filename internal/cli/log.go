package cli

import (
	"context"
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"

	"gatehouse.example/gatehouse"
)

// newLog writes to w in the form configured.
func newLog(w io.Writer, l logging) *slog.Logger {
	options := &slog.HandlerOptions{Level: l.Level}
	if l.Form == "text" || l.Form == "" && isTerminal(w) {
		return slog.New(requestHandler{slog.NewTextHandler(w, options)})
	}
	return slog.New(requestHandler{slog.NewJSONHandler(w, options)})
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// requestHandler adds the request's id to what is logged on its behalf.
type requestHandler struct{ slog.Handler }

// Handle logs one event.
func (h requestHandler) Handle(ctx context.Context, event slog.Record) error {
	if id := gatehouse.RequestID(ctx); id != "" {
		event.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, event)
}

// WithAttrs and WithGroup keep the handler around what they return.
func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup begins a group.
func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name)}
}
