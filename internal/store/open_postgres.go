package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	postgresConnections = 16
	// changesOf is how much of the pool changes may take, in quarters: they wait for one
	// another, sometimes for seconds, and whoever stands at a door must not wait with them.
	changesOf = 3
	// connectWindow is how long a new connection may take.
	connectWindow = 5 * time.Second
)

func openPostgres(ctx context.Context, rawURL string, clock func() time.Duration, patience time.Duration) (*DB, error) {
	heard := &warnings{}
	config, err := postgresConfig(rawURL, patience, heard)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	sqlDB := stdlib.OpenDBFromPool(pool)
	db := &DB{engine: postgresEngine, writer: sqlDB, pool: pool, clock: clock, patience: patience, warnings: heard}
	db.begin, db.lanes = db.beginPostgres, make(chan struct{}, max(1, config.MaxConns*changesOf/4))
	db.Reads = Reads{q: fromCommitted(pgReads{pool, patience}, sqlDB), engine: db.engine, clock: clock}
	if err := db.enqueue.openPostgres(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	// A server that is too old or a standby is refused before it is used.
	if _, err := db.Describe(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// postgresConfig is what the URL says, and for what it leaves open what is safe: no
// connection to a server that takes no writes, and no transaction that outlives the
// replica which holds it, and with it a partner's row, without going on.
func postgresConfig(rawURL string, patience time.Duration, heard *warnings) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(rawURL)
	if err != nil {
		// The parser's message can repeat the URL, which holds a password.
		return nil, errors.New("the database URL is neither sqlite:PATH nor a postgres:// URL that can be read")
	}
	if !strings.Contains(rawURL, "pool_max_conns") {
		config.MaxConns = postgresConnections
	}
	conn := config.ConnConfig
	if !strings.Contains(rawURL, "connect_timeout") {
		conn.ConnectTimeout = connectWindow
	}
	if conn.ValidateConnect == nil {
		conn.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	const idle = "idle_in_transaction_session_timeout"
	if _, given := conn.RuntimeParams[idle]; !given {
		conn.RuntimeParams[idle] = strconv.FormatInt(patience.Milliseconds(), 10)
	}
	conn.OnNotice = heard.note
	return config, nil
}
