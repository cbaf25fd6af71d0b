package main

import (
	"bytes"
	"context"
	_ "embed" // the policy
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	// opaModule is built from peers.mod, a module file beside the product's.
	opaModule = "github.com/open-policy-agent/opa"
	// opaDecision is where OPA answers by the policy.
	opaDecision = "/v1/data/gatehouse/decision"
)

//go:embed opa.rego
var opaPolicy []byte

// buildOPA makes the program in the directory, and returns its path. Go downloads the
// module once and keeps it.
func buildOPA(ctx context.Context, dir string) (string, error) {
	binary := filepath.Join(dir, "opa")
	build := exec.CommandContext(ctx, "go", "build", "-modfile=bench/peers.mod", "-trimpath", "-ldflags", "-s -w", "-o", binary, opaModule)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("OPA cannot be built here: %s", complaint(string(out)))
	}
	return binary, nil
}

// complaint is the first line of what go says that is not about a download.
func complaint(said string) string {
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "go: downloading ") {
			return line
		}
	}
	return "go does not say why"
}

// opa is a policy agent that holds everything it decides by in memory.
type opa struct {
	*process
	base  string
	facts *facts
}

// startOPA starts the program on what the world's database holds now. It logs no
// decisions and asks nobody for updates. Its other store, said to be read faster, takes
// much more memory and is not faster here.
func (w *world) startOPA(ctx context.Context, binary string) (*opa, error) {
	held, err := w.readFacts(ctx)
	if err != nil {
		return nil, err
	}
	policy, document := filepath.Join(w.dir, "opa.rego"), filepath.Join(w.dir, "opa.json")
	if err := os.WriteFile(policy, opaPolicy, 0o600); err != nil {
		return nil, err
	}
	if err := held.write(document); err != nil {
		return nil, err
	}
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(binary, "run", "--server", "--addr", addr, "--log-level", "error", "--skip-version-check", policy, document)
	// It warns of what is nothing here, such as running as root.
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	o := &opa{&process{cmd: cmd}, "http://" + addr, held}
	if err := ready(ctx, o.base+"/health"); err != nil {
		o.close()
		return nil, fmt.Errorf("%w\n%s", err, &said)
	}
	return o, nil
}

func (o *opa) close() {
	if err := o.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "bench: stop OPA:", err)
	}
}

// asked is a question that is sent again and again.
func (o *opa) asked(name, question string) target {
	return post(name, o.base, opaDecision, nil, opaInput(question))
}

// opaInput is a question to the decision endpoint, as OPA takes it.
func opaInput(question string) string { return `{"input":` + question + `}` }

// decide asks one question.
func (o *opa) decide(ctx context.Context, question string) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.base+opaDecision, strings.NewReader(opaInput(question)))
	if err != nil {
		return false, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct{ Result *bool }
	err = json.NewDecoder(response.Body).Decode(&answer)
	if err == nil && answer.Result == nil {
		err = fmt.Errorf("OPA answers %s without a result", response.Status)
	}
	if err != nil {
		return false, err
	}
	return *answer.Result, nil
}
