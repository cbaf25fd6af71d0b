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

// built are the programs of this process of tests by their build tags, and the
// directory they lie in.
var built struct {
	sync.Mutex
	dir      string
	programs map[string]*builtProgram
}

type builtProgram struct {
	once sync.Once
	path string
	err  error
}

// programBinary builds the program once for each set of tags.
func programBinary(tags string) (string, error) {
	built.Lock()
	b := built.programs[tags]
	if b == nil {
		b = &builtProgram{}
		if built.programs == nil {
			built.programs = map[string]*builtProgram{}
			built.dir, b.err = os.MkdirTemp("", "gatehouse-program")
		}
		built.programs[tags] = b
	}
	dir := built.dir
	built.Unlock()
	b.once.Do(func() {
		if b.err == nil {
			b.path = filepath.Join(dir, "gatehouse"+tags)
			b.err = buildProgram(b.path, tags)
		}
	})
	return b.path, b.err
}

func buildProgram(path, tags string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", tags, "-o", path, "gatehouse.example/gatehouse/cmd/gatehouse") //nolint:gosec // our own
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// RemoveProgram removes the programs that StartProgram has built. It is for
// TestMain, after the tests.
func RemoveProgram() {
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
}
