package gatehousetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// built is the program of this process of tests, and the directory it lies in.
var built struct {
	once sync.Once
	dir  string
	err  error
}

// programBinary builds the program once.
func programBinary() (string, error) {
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "gatehouse-program"); built.err != nil {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		defer cancel()
		build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", built.dir, "gatehouse.example/gatehouse/cmd/gatehouse") //nolint:gosec // our own
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("%w\n%s", err, out)
		}
	})
	return filepath.Join(built.dir, "gatehouse"), built.err
}

// RemoveProgram removes the program that StartProgram has built. It is for
// TestMain, after the tests.
func RemoveProgram() {
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
}
