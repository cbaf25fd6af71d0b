package cli

import (
	"io"
	"log/slog"
)

// NewLog makes the program's log at a level and in a form.
func NewLog(w io.Writer, level slog.Level, form string) *slog.Logger {
	return newLog(w, logging{level, form})
}
