package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/demo"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/serve"
)

// quickHash is the cost of the password hashes while the demo is made. None of them
// stays.
var quickHash = auth.Params{Memory: 64, Time: 1, Threads: 1}

// demoCommand serves the demo.
type demoCommand struct {
	Keep string `placeholder:"DIR" help:"Make the demo in this new or empty directory and leave it there; gatehouse serve --data DIR serves it again."`
}

// Run makes the demo, prints whom to sign in as, and serves it like serveCommand,
// for this very machine alone. Its data are its own: whatever the settings say of the
// data directory, the database and the mail server is left alone.
func (d demoCommand) Run(ctx context.Context, p *process) error {
	given, err := p.config()
	if err != nil {
		return err
	}
	at, err := checkDemo(ctx, given)
	if err != nil {
		return err
	}
	dir, remove, err := d.directory()
	if err != nil {
		return err
	}
	settings := *p.settings
	settings.Data, settings.DatabaseURL, settings.SMTPURL = dir, "", ""
	// The mails of the year lead to where it will be served, also on a port that the
	// system chose.
	settings.Addr, settings.BaseURL = at.String(), given.baseURL(at).String()
	own := *p
	own.settings = &settings
	signIns, err := own.buildDemo(ctx)
	if d.Keep == "" || err != nil {
		defer remove() // half a year is no use to anybody
	}
	if ctx.Err() != nil {
		return nil // interrupted, as serving is
	}
	if err != nil {
		return fmt.Errorf("the demo cannot be made: %w", err)
	}
	if err := printSignIns(p.stdout, signIns); err != nil {
		return err
	}
	return serveCommand{}.Run(ctx, &own)
}

// checkDemo refuses to serve the demo, whose password is known, to others, and finds
// out before the work that the address is taken. It returns the address.
func checkDemo(ctx context.Context, c Config) (net.Addr, error) {
	if host, _ := splitAddr(c.Addr); !serve.IsLoopback(host) {
		return nil, usageError{fmt.Sprintf("%s is %q; the demo is for this very machine only, so it has to be a loopback address, such as 127.0.0.1:8080", variable("addr"), c.Addr)}
	}
	if c.BaseURL != nil && !serve.IsLoopback(c.BaseURL.Hostname()) {
		return nil, usageError{fmt.Sprintf("%s is %q; the demo is for this very machine only, so it has to be an address such as http://localhost:8080", variable("base-url"), c.BaseURL)}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variable("addr"), err)
	}
	return listener.Addr(), listener.Close()
}

// directory returns where the demo's data are to be, and what removes them.
func (d demoCommand) directory() (dir string, remove func(), err error) {
	if d.Keep == "" {
		parent, err := os.MkdirTemp("", "gatehouse-demo-")
		if err != nil {
			return "", nil, fmt.Errorf("the demo has no place: %w", err)
		}
		return filepath.Join(parent, "data"), func() { _ = os.RemoveAll(parent) }, nil
	}
	entries, err := os.ReadDir(d.Keep)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", nil, fmt.Errorf("--keep: %w", err)
	}
	if len(entries) > 0 {
		return "", nil, usageError{fmt.Sprintf("--keep is %q, which is not empty; the demo needs a directory of its own", d.Keep)}
	}
	return d.Keep, func() { _ = os.RemoveAll(d.Keep) }, nil
}

// buildDemo makes the demo in the data directory of the settings.
func (p *process) buildDemo(ctx context.Context) ([]demo.SignIn, error) {
	config, err := p.config()
	if err != nil {
		return nil, err
	}
	config.InvitationTTL = gatehouse.InvitationTTL
	mailbox, err := mail.NewMailbox(config.mailbox())
	if err != nil {
		return nil, err
	}
	clock, postbox := &demo.Clock{}, &demo.Postbox{}
	past, quick := *p, *p
	past.Clock = func() time.Duration { return clock.Offset() + p.offset() }
	quick.HashParams = quickHash
	db, err := past.openStore(ctx, config)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	silent := slog.New(slog.DiscardHandler)
	var portals [2]*app.App
	for i, maker := range []*process{&quick, p} {
		if portals[i], err = maker.newApp(ctx, config, db, postbox, silent); err != nil {
			return nil, err
		}
	}
	began := time.Now()
	fmt.Fprintf(p.stderr, "Playing a year at %s ", demo.Partner)
	signIns, err := demo.Build(ctx, demo.Config{
		Quick: portals[0], Portal: portals[1], Store: db, Clock: clock, Postbox: postbox, Mailbox: mailbox,
		TermsVersion: config.TermsVersion,
		Progress:     func(time.Time) { fmt.Fprint(p.stderr, ".") },
	})
	if err != nil {
		fmt.Fprintln(p.stderr)
		return nil, err
	}
	fmt.Fprintf(p.stderr, " done in %.1f s\n", time.Since(began).Seconds())
	return signIns, nil
}

// offset is what is added to the database's clock anyway.
func (p *process) offset() time.Duration {
	if p.Clock == nil {
		return 0
	}
	return p.Clock()
}

// printSignIns says whom a visitor can be.
func printSignIns(w io.Writer, signIns []demo.SignIn) error {
	fmt.Fprintf(w, "%s, all with the password: %s\n", demo.Partner, demo.Password)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range signIns {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", s.Who, s.Name, s.Email)
	}
	return table.Flush()
}
