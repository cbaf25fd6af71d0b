package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"gatehouse.example/gatehouse/internal/api"
	"gatehouse.example/gatehouse/internal/app"
	"gatehouse.example/gatehouse/internal/auth"
	"gatehouse.example/gatehouse/internal/jobs"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/serve"
	"gatehouse.example/gatehouse/internal/store"
	"gatehouse.example/gatehouse/internal/web"
)

const (
	// hashQueue is how many password checks may wait for their turn; each takes
	// about 30 ms of a core.
	hashQueue = 64
	// jobsWindow is how long background work may take to stop. What it does not
	// finish is done again after the next start.
	jobsWindow = 10 * time.Second
	// gcPercent lets the heap grow to four times what lives before it is collected:
	// little lives, some ten megabytes, and most of it is garbage after one answer.
	gcPercent = 300
)

// serveCommand serves the portal.
type serveCommand struct{}

// Run serves until ctx ends. On standard output it says where, and while set-up is
// open, the link to it; the log goes to standard error.
func (serveCommand) Run(ctx context.Context, p *process) error {
	config, err := p.config()
	if err != nil {
		return err
	}
	log := newLog(p.stderr, config.Log)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}

	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("%s: %w", variable("addr"), err)
	}
	defer listener.Close()
	config.BaseURL = config.baseURL(listener.Addr())

	db, err := p.openStore(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()

	sender, mailbox, err := config.sender()
	if err != nil {
		return err
	}
	portal, err := p.newApp(ctx, config, db, sender, log)
	if err != nil {
		return err
	}
	// Work under way when the signal comes is not cut off, but stopped below.
	runner, err := jobs.Start(context.WithoutCancel(ctx), db, Work(portal), p.Jobs, log)
	if err != nil {
		return err
	}
	defer stop(runner, log)

	metrics := config.metrics()
	handler, err := p.handler(config, portal, mailbox, db, metrics, log)
	if err != nil {
		return err
	}
	log.Info("listening", "address", listener.Addr().String(), "base_url", config.BaseURL.String())
	if err := p.announce(ctx, config, portal, mailbox, log); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return serve.Run(ctx, listener, handler, log) })
	group.Go(func() error { return serveMetrics(ctx, config, metrics, log) })
	return group.Wait()
}

// openStore opens the database and brings its schema up to date.
func (p *process) openStore(ctx context.Context, config Config) (*store.DB, error) {
	if err := config.createData(); err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Options{URL: config.DatabaseURL, Clock: p.Clock})
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// sender returns where mail goes: to the mail server, or into the local mailbox.
func (c Config) sender() (mail.Sender, *mail.Mailbox, error) {
	if c.SMTP != nil {
		return c.SMTP, nil, nil
	}
	mailbox, err := mail.NewMailbox(c.mailbox())
	return mailbox, mailbox, err
}

// newApp makes the use cases. A key that is not the one which seals the waiting
// mails stops the start.
func (p *process) newApp(ctx context.Context, config Config, db *store.DB, sender mail.Sender, log *slog.Logger) (*app.App, error) {
	sealer, err := auth.LoadSealer(config.keys())
	if err != nil {
		return nil, err
	}
	params := p.HashParams
	if params == (auth.Params{}) {
		params = auth.DefaultParams
	}
	portal := app.New(app.Config{
		BaseURL:       config.BaseURL,
		InvitationTTL: config.InvitationTTL,
		TermsURL:      config.TermsURL,
		TermsVersion:  config.TermsVersion,
		Store:         db,
		Hasher:        auth.NewHasher(params, runtime.GOMAXPROCS(0), hashQueue),
		Sealer:        sealer,
		Sender:        sender,
		Log:           log,
	})
	return portal, portal.Deliveries.CheckKey(ctx)
}

// Work is what the background jobs do.
func Work(portal *app.App) jobs.Work {
	return jobs.Work{Send: portal.Deliveries.Send, Spread: portal.Deliveries.Spread, Remind: portal.Deliveries.Remind, Purge: portal.Deliveries.Purge, Scrub: portal.Deliveries.Scrub, Charge: portal.Credits.Charge}
}

func stop(runner *jobs.Runner, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), jobsWindow)
	defer cancel()
	if err := runner.Stop(ctx); err != nil {
		log.Warn("background work was cut off", "error", err)
	}
}

// handler puts the pages and the API behind what holds for every request.
func (p *process) handler(config Config, portal *app.App, mailbox *mail.Mailbox, db *store.DB, metrics *serve.Metrics, log *slog.Logger) (http.Handler, error) {
	pages := web.New(web.Config{App: portal, BaseURL: config.BaseURL, Mailbox: config.shown(mailbox), MailStays: mailbox != nil, Log: log, Now: p.now})
	rest, err := api.New(portal)
	if err != nil {
		return nil, fmt.Errorf("make the API: %w", err)
	}
	return serve.Wrap(serve.Options{
		BaseURL:  config.BaseURL,
		Log:      log,
		Ready:    db.Ready,
		Surfaces: append(api.Surfaces(), serve.Surface{Prefix: "/", Answer: pages.Answer}),
		Metrics:  metrics,
	}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Serves(r.URL.Path) {
			rest.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})), nil
}

// shown returns the mailbox that the pages show: none unless the portal is for this
// very machine, since whoever reads it can accept every invitation.
func (c Config) shown(mailbox *mail.Mailbox) *mail.Mailbox {
	if !serve.IsLoopback(c.BaseURL.Hostname()) {
		return nil
	}
	return mailbox
}

// now is the time that pages measure from.
func (p *process) now() time.Time {
	if p.Clock == nil {
		return time.Now()
	}
	return time.Now().Add(p.Clock())
}

// announce says where the portal is, and how to set it up while that is open.
func (p *process) announce(ctx context.Context, config Config, portal *app.App, mailbox *mail.Mailbox, log *slog.Logger) error {
	link, open, err := portal.Setup.NewLink(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Gatehouse %s listens on %s\n", version(), config.BaseURL)
	if open {
		fmt.Fprintf(p.stdout, "Set it up here, within 24 hours: %s\n", link)
	}
	if mailbox != nil {
		log.Info("no mail server is configured, mail stays in the local mailbox",
			"directory", config.mailbox(), "page", mailboxPage(config.shown(mailbox), config.BaseURL))
	}
	return nil
}

func mailboxPage(shown *mail.Mailbox, base *url.URL) string {
	if shown == nil {
		return "none"
	}
	return base.JoinPath("mailbox").String()
}

// metrics returns the counters, or nil while they are off.
func (c Config) metrics() *serve.Metrics {
	if c.MetricsAddr == "" {
		return nil
	}
	return serve.NewMetrics()
}

// serveMetrics serves the counters on a listener of their own.
func serveMetrics(ctx context.Context, config Config, metrics *serve.Metrics, log *slog.Logger) error {
	if metrics == nil {
		return nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", config.MetricsAddr)
	if err != nil {
		return fmt.Errorf("%s: %w", variable("metrics-addr"), err)
	}
	log.Info("metrics", "address", listener.Addr().String())
	return serve.Run(ctx, listener, metrics.Handler(), log)
}
