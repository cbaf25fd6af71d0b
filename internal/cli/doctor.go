package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"gatehouse.example/gatehouse/internal/store"
)

// doctorWindow bounds each check.
const doctorWindow = 15 * time.Second

// doctorCommand checks what the configuration points to.
type doctorCommand struct{}

// check is one thing that can be wrong. It returns what it has found when all is
// well.
type check struct {
	name string
	run  func(context.Context) (found string, err error)
}

// Run prints a line per check and fails when one of them does. It changes nothing.
func (doctorCommand) Run(ctx context.Context, p *process) error {
	config, err := p.config()
	checks := []check{{"configuration", func(context.Context) (string, error) { return config.describe(), err }}}
	if err == nil {
		checks = append(checks,
			check{"data directory", config.checkDirectory},
			check{"database", config.checkDatabase},
			check{"mail", config.checkMail},
		)
	}
	failed := error(nil)
	for _, c := range checks {
		if err := p.diagnose(ctx, c); err != nil {
			failed = errReported
		}
	}
	return failed
}

// diagnose runs one check and prints its line.
func (p *process) diagnose(ctx context.Context, c check) error {
	ctx, cancel := context.WithTimeout(ctx, doctorWindow)
	defer cancel()
	found, err := c.run(ctx)
	if err != nil {
		fmt.Fprintf(p.stdout, "FAIL  %-14s  %s\n", c.name, sentence(err))
		return err
	}
	fmt.Fprintf(p.stdout, "ok    %-14s  %s\n", c.name, found)
	return nil
}

// describe tells where the portal is.
func (c Config) describe() string {
	base := c.BaseURL
	if base == nil {
		_, port := splitAddr(c.Addr)
		base = originOf("http", "localhost", port)
	}
	return fmt.Sprintf("listens on %s as %s", c.Addr, base)
}

// checkDirectory looks at the rights of the data directory, and writes a file.
func (c Config) checkDirectory(context.Context) (string, error) {
	if _, err := os.Stat(c.Data); errors.Is(err, fs.ErrNotExist) {
		return c.Data + " is made by the first start", nil
	}
	if err := c.checkData(); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(c.Data, ".doctor-*")
	if err != nil {
		return "", fmt.Errorf("%s cannot be written to: %w", c.Data, err)
	}
	return c.Data + " is private and writable", errors.Join(file.Close(), os.Remove(file.Name()))
}

// checkDatabase opens the database and asks for its version and schema.
func (c Config) checkDatabase(ctx context.Context) (string, error) {
	if _, err := os.Stat(c.databaseFile()); c.embedded() && errors.Is(err, fs.ErrNotExist) {
		return c.databaseFile() + " is made by the first start", nil
	}
	db, err := store.Open(ctx, store.Options{URL: c.DatabaseURL})
	if err != nil {
		return "", err
	}
	defer db.Close()
	found, err := db.Describe(ctx)
	if err != nil {
		return "", err
	}
	return found, db.Ready(ctx)
}

// checkMail talks to the mail server without signing in or sending.
func (c Config) checkMail(ctx context.Context) (string, error) {
	if c.SMTP == nil {
		return "stays in the local mailbox " + c.mailbox(), nil
	}
	return c.SMTP.String() + " answers", c.SMTP.Check(ctx)
}
