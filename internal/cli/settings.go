package cli

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// settings are the values as they were given: by a flag, else by a variable of the
// environment, else in the file. Empty means not given, wherever. The name of the
// variable follows from that of the flag.
type settings struct {
	Config        string `placeholder:"FILE" help:"File with lines KEY=VALUE; the keys are the variables below."`
	Addr          string `placeholder:"HOST:PORT" help:"Address to listen on; 127.0.0.1:8080 unless given."`
	BaseURL       string `placeholder:"URL" help:"Address under which people reach the portal: https, or this very machine. http://localhost:PORT unless given."`
	TermsURL      string `placeholder:"URL" help:"Terms to consent to when accepting an invitation; without them consent is not asked."`
	TermsVersion  string `placeholder:"TEXT" help:"Version of the terms that is recorded; the URL of the terms unless given."`
	Data          string `placeholder:"DIR" help:"Directory of the database, the keys and the local mailbox; ./data unless given."`
	DatabaseURL   string `placeholder:"URL" help:"postgres://... for PostgreSQL; SQLite in the data directory unless given."`
	SMTPURL       string `placeholder:"URL" name:"smtp-url" help:"Mail server, as smtp://user:password@host:port?tls=starttls&from=ADDRESS; mail stays in the data directory unless given."`
	InvitationTTL string `placeholder:"DURATION" name:"invitation-ttl" help:"How long an invitation can be accepted, 1h to 720h; 168h unless given."`
	Log           string `placeholder:"LEVEL" help:"debug, info, warn or error, and after a comma text or json; info, as text on a terminal, unless given."`
	MetricsAddr   string `placeholder:"HOST:PORT" help:"Address to serve /metrics on for Prometheus; off unless given."`
}

// configFlag is the setting that no file can give.
const configFlag = "config"

// variable is the name of a setting in the environment and in the file.
func variable(flag string) string {
	return "GATEHOUSE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// nameVariable adds the name of the variable to a setting's help.
func nameVariable(value *kong.Value) string {
	if value.Flag == nil || value.Flag.Group == nil {
		return kong.DefaultHelpValueFormatter(value)
	}
	return value.Help + " (" + variable(value.Name) + ")"
}

// sources gives kong the values that have no flag.
type sources struct {
	getenv func(string) string
	read   bool
	file   map[string]string
	// err is what is wrong with the file. Kong would put the name of some flag
	// in front of it.
	err error
}

// Validate is there for kong.Resolver.
func (s *sources) Validate(*kong.Application) error { return nil }

// Resolve returns the value of a setting that was not given by a flag, or nil.
func (s *sources) Resolve(c *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Group == nil {
		return nil, nil
	}
	name := variable(flag.Name)
	value := s.getenv(name)
	if value == "" && flag.Name != configFlag {
		value = s.fromFile(c, name)
	}
	if value == "" {
		return nil, nil
	}
	return value, nil
}

// fromFile returns the value that the file has for a variable.
func (s *sources) fromFile(c *kong.Context, name string) string {
	if !s.read {
		s.read = true
		s.file, s.err = s.readFile(c)
	}
	return s.file[name]
}

func (s *sources) readFile(c *kong.Context) (map[string]string, error) {
	path := s.getenv(variable(configFlag))
	known := map[string]bool{}
	for _, flag := range c.Flags() {
		switch given, _ := c.FlagValue(flag).(string); {
		case flag.Group == nil:
		case flag.Name != configFlag:
			known[variable(flag.Name)] = true
		case given != "":
			path = given
		}
	}
	if path == "" {
		return nil, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", variable(configFlag), err)
	}
	return parseFile(path, string(content), known)
}

// parseFile reads lines KEY=VALUE. Empty lines and lines that begin with # are
// left out; a value is everything behind the first =, without the space around it.
func parseFile(path, content string, known map[string]bool) (map[string]string, error) {
	values := map[string]string{}
	number := 0
	for line := range strings.Lines(content) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, found := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		_, again := values[key]
		switch {
		case !found:
			return nil, fmt.Errorf("line %d of %s is not of the form KEY=VALUE", number, path)
		case !known[key]:
			return nil, fmt.Errorf("line %d of %s sets %q; the variables are %s", number, path, key,
				strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		case again:
			return nil, fmt.Errorf("line %d of %s sets %s again", number, path, key)
		}
		values[key] = strings.TrimSpace(value)
	}
	return values, nil
}
