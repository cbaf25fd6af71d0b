#!/usr/bin/env bash
# with-postgres.sh COMMAND [ARG...] runs COMMAND beside a throw-away PostgreSQL
# and exits as COMMAND does, or with 125 when PostgreSQL does not start:
#
#   scripts/with-postgres.sh go test ./internal/store
#
# GATEHOUSE_TEST_POSTGRES is the URL of a superuser on that cluster. A URL that
# is set already is used as it is. Without PostgreSQL on this machine COMMAND
# runs without the variable, and the tests that need it are skipped.
#
# The cluster runs with fsync off: neither durability nor speed is shown on it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)

# Tests open hundreds of connections: several replicas with a pool each.
settings="max_connections=300 full_page_writes=off synchronous_commit=off"

# inside STATUS COMMAND...: runs under pg_virtualenv. It leaves the exit status
# in the file STATUS and succeeds, since pg_virtualenv answers a failure with
# pages of server log.
inside() {
  export GATEHOUSE_TEST_POSTGRES="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres?sslmode=disable"
  # The URL alone says where the cluster is; a test that starts a PostgreSQL of
  # its own must not meet the settings of this one.
  unset PGUSER PGPASSWORD PGHOST PGPORT PGDATABASE PGSYSCONFDIR PG_CONFIG PGVERSION PG_CLUSTER_CONF_ROOT
  local status=0 file=$1
  shift
  "$@" || status=$?
  echo "$status" >"$file"
}

# with_virtualenv COMMAND...: Debian's way, the only one that works as root.
with_virtualenv() {
  # Where no language is set, the cluster would know nothing beyond ASCII.
  local options="-c --locale=C.UTF-8" setting
  for setting in $settings; do options="$options -o $setting"; done
  # A cluster in a temporary directory leaves /etc/postgresql alone and lets
  # two runs stand side by side, as root too where pg_virtualenv knows how.
  case "$(pg_virtualenv -h)" in *" -t "*) options="$options -t" ;; esac
  # pg_createcluster takes the first free port, which two runs that start
  # together both find free.
  export PGPORT=$((20000 + RANDOM % 10000))

  # shellcheck disable=SC2086 # the options are meant to be split
  pg_virtualenv $options "$here/with-postgres.sh" --inside "$work/status" "$@" || true
  if [ ! -s "$work/status" ]; then
    echo "with-postgres.sh: pg_virtualenv did not start PostgreSQL, see above" >&2
    return 125
  fi
  return "$(cat "$work/status")"
}

# with_initdb COMMAND...: macOS and other systems.
with_initdb() {
  local options="" setting
  for setting in $settings; do options="$options -c $setting"; done
  if ! { "$pgbin/initdb" -D "$work/data" -U gatehouse -A trust -E UTF8 --no-sync &&
    "$pgbin/pg_ctl" -D "$work/data" -l "$work/server.log" -w \
      -o "-c fsync=off -c listen_addresses= -c unix_socket_directories=$work $options" start; } >"$work/start.log" 2>&1; then
    cat "$work/start.log" >&2
    [ ! -e "$work/server.log" ] || cat "$work/server.log" >&2
    echo "with-postgres.sh: PostgreSQL did not start, see above" >&2
    return 125
  fi
  GATEHOUSE_TEST_POSTGRES="postgres:///postgres?host=$work&user=gatehouse" "$@"
}

# tidy stops the server of with_initdb, also after an interrupt, and removes its files.
tidy() {
  if [ -e "$work/data/postmaster.pid" ]; then
    "$pgbin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null || true
  fi
  rm -rf "$work"
}

if [ "${1:-}" = --inside ]; then
  shift
  inside "$@"
  exit 0
fi
[ $# -gt 0 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }

pgbin=$("$here/find-pgbin.sh")
if [ -n "${GATEHOUSE_TEST_POSTGRES:-}" ] || [ -z "$pgbin" ]; then
  exec "$@"
fi
if ! command -v pg_virtualenv >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "with-postgres.sh: no PostgreSQL: it refuses to run as root, and pg_virtualenv is missing" >&2
  exec "$@"
fi

# Not below TMPDIR: the path of a socket has 103 bytes at most on macOS.
work=$(mktemp -d /tmp/gatehouse-postgres.XXXXXX)
trap tidy EXIT
if command -v pg_virtualenv >/dev/null 2>&1; then
  with_virtualenv "$@"
else
  with_initdb "$@"
fi
