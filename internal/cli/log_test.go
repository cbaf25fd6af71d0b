package cli_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/cli"
)

// TestRequestID holds that what is logged on behalf of a request names it, however
// the logger was derived.
func TestRequestID(t *testing.T) {
	var out bytes.Buffer
	log := cli.NewLog(&out, slog.LevelInfo, "text")
	ctx := gatehouse.WithRequestID(t.Context(), "request-7")
	for name, derived := range map[string]*slog.Logger{"OK as it is": log, "OK with attributes": log.With("a", "b"), "OK in a group": log.WithGroup("g")} {
		t.Run(name, func(t *testing.T) {
			out.Reset()
			derived.InfoContext(ctx, "said")
			if !strings.Contains(out.String(), "request_id=request-7") {
				t.Errorf("got %s", out.String())
			}
		})
	}
	t.Run("OK outside a request", func(t *testing.T) {
		out.Reset()
		log.InfoContext(t.Context(), "said")
		if strings.Contains(out.String(), "request_id") {
			t.Errorf("got %s", out.String())
		}
	})
}
