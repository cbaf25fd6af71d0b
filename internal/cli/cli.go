// Package cli is the command line: a file per command, the configuration, and all
// wiring. It is the only package that knows every other one.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/jobs"
)

// The exit codes of the program.
const (
	exitOK     = 0
	exitFailed = 1
	// exitUsage says that the arguments or the configuration are wrong.
	exitUsage = 2
)

// Overrides are what a test harness changes and an operator cannot: there is no
// variable for any of it. The zero value is the program as it is.
type Overrides struct {
	// HashParams is the cost of password hashes; zero means auth.DefaultParams.
	HashParams auth.Params
	// Clock is added to the database's clock.
	Clock func() time.Duration
	// Jobs are the intervals of background work.
	Jobs jobs.Options
}

// Run runs the program with its arguments, without its name, and returns the exit
// code: 0 when all is well, 2 when the arguments or the configuration are wrong,
// else 1. What goes wrong is one sentence on stderr. Serving ends with ctx.
func Run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	return Overrides{}.Run(ctx, args, getenv, stdout, stderr)
}

// Run is [Run] with overrides.
func (o Overrides) Run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	var c commands
	sources := &sources{getenv: getenv}
	p := &process{Overrides: o, settings: &c.Settings, sources: sources, stdout: stdout, stderr: stderr}
	helped := false
	parser, err := kong.New(&c,
		kong.Name("gatehouse"),
		kong.Description("Gatehouse is a partner portal for physical-access-control sites."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.Resolvers(sources),
		kong.ValueFormatter(nameVariable),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p),
	)
	if err != nil {
		panic(err) // the commands below are not sound
	}
	parsed, err := parser.Parse(args)
	if helped {
		return exitOK
	}
	if err != nil {
		return p.fail(usageError{err.Error() + "; gatehouse --help tells more"})
	}
	return p.fail(parsed.Run())
}

// commands is the whole command line.
type commands struct {
	Settings settings `embed:"" group:"Settings, also as variables and in a file:"`

	Serve   serveCommand   `cmd:"" help:"Serve the portal until a signal ends it."`
	Demo    demoCommand    `cmd:"" help:"Serve a partner with a year behind it, on data that are gone afterwards."`
	Partner partnerNoun    `cmd:"" help:"Partners of this installation."`
	Credits creditsNoun    `cmd:"" help:"Credits of the partners."`
	Doctor  doctorCommand  `cmd:"" help:"Check the configuration and what it points to."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// process is what every command works with.
type process struct {
	Overrides
	settings       *settings
	sources        *sources
	stdout, stderr io.Writer
}

// config returns the configuration, or an error whose sentence names the variable,
// its value and what is allowed.
func (p *process) config() (Config, error) {
	if p.sources.err != nil {
		return Config{}, usageError{p.sources.err.Error()}
	}
	return p.settings.config()
}

// usageError is a mistake in the arguments or the configuration.
type usageError struct{ sentence string }

func (e usageError) Error() string { return e.sentence }

// errReported ends a command that has said itself what is wrong.
var errReported = errors.New("reported")

// fail says an error and returns the exit code; nil is success.
func (p *process) fail(err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
		return exitFailed
	}
	fmt.Fprintf(p.stderr, "gatehouse: %s\n", sentence(err))
	if _, usage := errors.AsType[usageError](err); usage {
		return exitUsage
	}
	return exitFailed
}

// sentence is what the person at the terminal reads, on one line. It owns the
// installation and may know the cause of an internal error.
func sentence(err error) string {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Code == gatehouse.CodeInternal {
		return strings.Join(strings.Fields(err.Error()), " ")
	}
	if len(e.Fields) == 0 {
		return e.Sentence()
	}
	var fields []string
	for _, field := range e.Fields {
		fields = append(fields, field.Field+": "+field.Message)
	}
	return strings.Join(fields, " ")
}
