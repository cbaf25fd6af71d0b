package gatehousetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgresTemplate is a migrated database of this process, to be copied. Its schema
// "pristine" remembers what its tables have, and whether somebody changes a table.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	name := fmt.Sprintf("gatehouse_template_%d_%d", os.Getpid(), time.Now().UnixNano()) // a killed run leaves its own behind
	if err := postgresAdmin("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	if err := migrate(postgresURL(name)); err != nil {
		return "", err
	}
	return name, onPostgres(postgresURL(name), rememberPristine)
})

// rememberPristine is run on the template.
const rememberPristine = `
CREATE SCHEMA pristine;
DO $$
DECLARE
	held name;
	filled boolean;
BEGIN
	FOR held IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
		EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', held) INTO filled;
		IF filled THEN
			EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', held, held);
		END IF;
	END LOOP;
END $$;
CREATE TABLE pristine.numbers AS SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public';
CREATE TABLE pristine.altered (command text NOT NULL);
GRANT ALL ON SCHEMA pristine TO public;
GRANT ALL ON pristine.altered TO public;
CREATE FUNCTION pristine.note_change() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO pristine.altered VALUES (tg_tag);
END $$;
CREATE EVENT TRIGGER pristine_altered ON ddl_command_end EXECUTE FUNCTION pristine.note_change();
`

// makePristine brings a database back to what the template has. It fails where a
// table was changed, or so much was written that a new copy costs less.
const makePristine = `
SET session_replication_role = replica;
DO $$
DECLARE
	held name;
BEGIN
	PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
	IF EXISTS (SELECT FROM pristine.altered) OR pg_database_size(current_database()) > 24 << 20 THEN
		RAISE EXCEPTION 'not worth it';
	END IF;
	FOR held IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
		EXECUTE format('DELETE FROM public.%I', held);
	END LOOP;
	FOR held IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pristine'::regnamespace AND relname NOT IN ('numbers', 'altered') LOOP
		EXECUTE format('INSERT INTO public.%I SELECT * FROM pristine.%I', held, held);
	END LOOP;
	PERFORM setval(format('public.%I', sequencename), coalesce(last_value, start_value), last_value IS NOT NULL) FROM pristine.numbers;
END $$;
`

var databases atomic.Int64

// spare are the databases that tests have left and that were made pristine: to copy
// the template takes many times as long.
var spare struct {
	sync.Mutex
	names []string
}

func postgresDatabase(t *testing.T) string {
	t.Helper()
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("make the template database: %v", err)
	}
	name := takeSpare()
	if name == "" {
		name = fmt.Sprintf("gatehouse_test_%d_%d", os.Getpid(), databases.Add(1))
		if err := postgresAdmin("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
			t.Fatalf("make a PostgreSQL database: %v", err)
		}
	}
	t.Cleanup(func() { leavePostgres(name) })
	return postgresURL(name)
}

func takeSpare() string {
	spare.Lock()
	defer spare.Unlock()
	last := len(spare.names) - 1
	if last < 0 {
		return ""
	}
	name := spare.names[last]
	spare.names = spare.names[:last]
	return name
}

// leavePostgres keeps the database for the next test, or drops it.
func leavePostgres(name string) {
	if err := onPostgres(postgresURL(name), makePristine); err != nil {
		dropPostgres(name)
		return
	}
	spare.Lock()
	defer spare.Unlock()
	spare.names = append(spare.names, name)
}

// emptyPostgres makes a database without tables, which is gone after the test.
func emptyPostgres(t testing.TB) string {
	t.Helper()
	if os.Getenv("GATEHOUSE_TEST_POSTGRES") == "" {
		t.Skip("GATEHOUSE_TEST_POSTGRES names no PostgreSQL server")
	}
	name := fmt.Sprintf("gatehouse_test_%d_%d", os.Getpid(), databases.Add(1))
	if err := postgresAdmin("CREATE DATABASE " + name); err != nil {
		t.Fatalf("make a PostgreSQL database: %v", err)
	}
	t.Cleanup(func() { dropPostgres(name) })
	return postgresURL(name)
}

func dropPostgres(name string) { _ = postgresAdmin("DROP DATABASE " + name + " WITH (FORCE)") }

func postgresURL(name string) string {
	u, err := url.Parse(os.Getenv("GATEHOUSE_TEST_POSTGRES"))
	if err != nil {
		panic("GATEHOUSE_TEST_POSTGRES: " + err.Error())
	}
	u.Path = "/" + name
	return u.String()
}

// postgresMutex: PostgreSQL copies a template for one session at a time.
var postgresMutex sync.Mutex

func postgresAdmin(statement string) error {
	postgresMutex.Lock()
	defer postgresMutex.Unlock()
	return onPostgres(os.Getenv("GATEHOUSE_TEST_POSTGRES"), statement)
}

// onPostgres runs a script on the database.
func onPostgres(databaseURL, script string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return err
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol // a script has several statements
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, script)
	return errors.Join(err, conn.Close(ctx))
}
