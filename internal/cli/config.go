package cli

import (
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gatehouse.example/gatehouse"
	"gatehouse.example/gatehouse/internal/mail"
	"gatehouse.example/gatehouse/internal/serve"
)

// Config is the configuration of SPEC section 17, read and found possible.
type Config struct {
	// Addr is where to listen.
	Addr string
	// BaseURL is the portal's address; nil means http://localhost with the port
	// that the listener gets.
	BaseURL *url.URL
	// TermsURL is empty when consent is not asked.
	TermsURL     string
	TermsVersion string
	// Data is the data directory.
	Data string
	// DatabaseURL is what store.Open takes.
	DatabaseURL string
	// SMTP is nil when mail goes to the local mailbox.
	SMTP          *mail.SMTP
	InvitationTTL time.Duration
	Log           logging
	// MetricsAddr is empty when metrics are off.
	MetricsAddr string
}

// logging is how much is logged, and in which form: "text", "json", or empty for
// text on a terminal and JSON otherwise.
type logging struct {
	Level slog.Level
	Form  string
}

// reader reads settings and keeps the first mistake.
type reader struct{ err error }

// parse turns a value into what it means, or returns what is allowed.
type parse[T any] func(value string) (meaning T, allowed string)

// read parses a setting whose value may be repeated in an error.
func read[T any](r *reader, flag, value string, p parse[T]) T {
	meaning, allowed := p(value)
	r.refuse(variable(flag), fmt.Sprintf("%q", presentable(value)), allowed)
	return meaning
}

// readSecret parses a setting whose value may hold a password.
func readSecret[T any](r *reader, flag, value string, p parse[T]) T {
	meaning, allowed := p(value)
	r.refuse(variable(flag), "(hidden)", allowed)
	return meaning
}

func (r *reader) refuse(name, value, allowed string) {
	if r.err == nil && allowed != "" {
		r.err = usageError{name + " is " + value + "; " + allowed}
	}
}

// presentable returns a value without what stands where a password would.
func presentable(value string) string {
	if at := strings.LastIndex(value, "@"); at >= 0 {
		return "(hidden)" + value[at:]
	}
	return value
}

// config reads the settings. The error is a usageError about the first that is
// impossible.
func (s *settings) config() (Config, error) {
	r := &reader{}
	c := Config{
		Addr:          read(r, "addr", or(s.Addr, "127.0.0.1:8080"), parseAddr),
		BaseURL:       read(r, "base-url", s.BaseURL, optional(parseBaseURL)),
		TermsURL:      read(r, "terms-url", s.TermsURL, optional(parseTermsURL)),
		TermsVersion:  read(r, "terms-version", s.TermsVersion, optional(parseTermsVersion)),
		Data:          read(r, "data", or(s.Data, "data"), parseData),
		DatabaseURL:   readSecret(r, "database-url", s.DatabaseURL, optional(parseDatabaseURL)),
		SMTP:          readSecret(r, "smtp-url", s.SMTPURL, optional(parseSMTPURL)),
		InvitationTTL: read(r, "invitation-ttl", or(s.InvitationTTL, gatehouse.InvitationTTL.String()), parseTTL),
		Log:           read(r, "log", or(s.Log, "info"), parseLog),
		MetricsAddr:   read(r, "metrics-addr", s.MetricsAddr, optional(parseAddr)),
	}
	c.checkTogether(r)
	c.TermsVersion = or(c.TermsVersion, c.TermsURL)
	c.DatabaseURL = or(c.DatabaseURL, "sqlite:"+c.databaseFile())
	return c, r.err
}

// checkTogether refuses settings that are possible one by one.
func (c Config) checkTogether(r *reader) {
	if host, _ := splitAddr(c.Addr); c.BaseURL == nil && !serve.IsLoopback(host) {
		r.refuse(variable("base-url"), "not set", fmt.Sprintf(
			"while %s is %q, which others can reach, it has to be the https address under which they do", variable("addr"), c.Addr))
	}
	if c.TermsVersion != "" && c.TermsURL == "" {
		r.refuse(variable("terms-version"), fmt.Sprintf("%q", c.TermsVersion),
			"it is allowed together with "+variable("terms-url")+" only")
	}
	if _, port := splitAddr(c.Addr); c.MetricsAddr == c.Addr && port != "0" {
		r.refuse(variable("metrics-addr"), fmt.Sprintf("%q", c.MetricsAddr),
			"it has to be another address than "+variable("addr"))
	}
}

// The places in the data directory.
func (c Config) databaseFile() string { return filepath.Join(c.Data, "gatehouse.db") }
func (c Config) keys() string         { return filepath.Join(c.Data, "keys") }
func (c Config) mailbox() string      { return filepath.Join(c.Data, "mailbox") }

// embedded reports whether the database is the file in the data directory.
func (c Config) embedded() bool { return strings.HasPrefix(c.DatabaseURL, "sqlite:") }

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// optional leaves a setting that was not given at its zero value.
func optional[T any](p parse[T]) parse[T] {
	return func(value string) (T, string) {
		if value == "" {
			var none T
			return none, ""
		}
		return p(value)
	}
}

func parseTermsURL(value string) (string, string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return "", "it has to be a whole http or https address, such as https://example.com/terms"
	}
	return u.String(), ""
}

func parseTermsVersion(value string) (string, string) {
	version, err := gatehouse.CleanName("version", value)
	if err != nil {
		return "", fmt.Sprintf("it has to be a text of at most %d characters, such as 2026-01", gatehouse.NameLimit)
	}
	return version, ""
}

func parseData(value string) (string, string) {
	if strings.ContainsRune(value, 0) {
		return "", "it has to be the path of a directory"
	}
	return filepath.Clean(value), ""
}

func parseDatabaseURL(value string) (string, string) {
	const allowed = "it has to be of the form postgres://user:password@host:port/database, with special characters percent-encoded"
	if !strings.HasPrefix(value, "postgres://") && !strings.HasPrefix(value, "postgresql://") {
		return "", allowed
	}
	if _, err := pgxpool.ParseConfig(value); err != nil {
		return "", allowed
	}
	return value, ""
}

func parseSMTPURL(value string) (*mail.SMTP, string) {
	sender, err := mail.NewSMTP(value)
	if err != nil {
		return nil, err.Error()
	}
	return sender, ""
}

func parseTTL(value string) (time.Duration, string) {
	ttl, err := time.ParseDuration(value)
	if err != nil || ttl < gatehouse.MinInvitationTTL || ttl > gatehouse.MaxInvitationTTL {
		return 0, fmt.Sprintf("it has to be a duration from %s to %s, such as 168h", hours(gatehouse.MinInvitationTTL), hours(gatehouse.MaxInvitationTTL))
	}
	return ttl, ""
}

func hours(d time.Duration) string { return fmt.Sprintf("%gh", d.Hours()) }

// levels are the words for how much is logged.
var levels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

func parseLog(value string) (logging, string) {
	word, form, given := strings.Cut(value, ",")
	level, known := levels[word]
	if !known || given && form != "text" && form != "json" {
		return logging{}, "it has to be debug, info, warn or error, which may be followed by ,text or ,json"
	}
	return logging{level, form}, ""
}
