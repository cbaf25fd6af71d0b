#!/usr/bin/env bash
# test.sh runs every test: on SQLite, on a throw-away PostgreSQL, in Chromium.
# Its last line is "N passed, N failed, N skipped", above it stand the names of
# what failed and what was skipped, and why.
#
#   PACKAGES=./internal/store   only these packages; the default is ./...
#   GATEHOUSE_SOAK=1            full repetitions
#   CI=true                     nothing may be skipped, nothing comes from the cache
#
# What it sets for the tests: GATEHOUSE_TEST_POSTGRES, the URL of a superuser;
# GATEHOUSE_TEST_PGBIN, the directory of initdb and pg_ctl;
# GATEHOUSE_TEST_CHROMIUM, the path of a browser; GATEHOUSE_TEST_AXE, the path of
# axe-core.
#
# shellcheck disable=SC2086 # lists of packages and flags are meant to be split
set -euo pipefail

# What goroutines share runs under the race detector, which needs a C compiler and
# makes SQLite, as it is Go, about ten times slower: these packages whole,
RACE_PACKAGES="internal/store internal/jobs internal/auth internal/serve"
# of these the tests that the first pattern names: those on PostgreSQL, where nothing
# but our own code is Go and which run nowhere else, and the streams, floods and
# crowds of requests.
RACE_PARTLY="internal/app internal/api internal/web"
RACE_TESTS='.*(Stream|Events|Flood|Gathered)|.*/^postgres$'
# Left out is what makes one call after the other, for every route and role or every step
# of a model, or looks at the clock; the first of these run on each engine, the others on
# SQLite or on both.
BESIDE_EACH='(Matrix|DecisionRoutes|TellsNothing|Crowds|IsEvaluation|Explain|Vectors|AreConserved|Model)$'
BESIDE_ONCE='(T125Routes|SiteRoutes|Controls)$'
# The browser takes as long as all others together, and runs beside them.
BROWSER=internal/e2e

cd "$(dirname "$0")/.."

# part STATUS NAME REASON: reports on a part of the run as if it were a test.
part() {
  printf '{"Action":"run","Package":"make test:","Test":"%s"}\n' "$2"
  printf '{"Action":"output","Package":"make test:","Test":"%s","Output":"%s\\n"}\n' "$2" "$3"
  printf '{"Action":"%s","Package":"make test:","Test":"%s"}\n' "$1" "$2"
  printf '{"Action":"%s","Package":"make test:"}\n' "$1"
}

# is_one_of PACKAGE LIST says whether a package, given by its import path, is in a list.
is_one_of() {
  local package
  for package in $2; do
    case "$1" in */"$package") return 0 ;; esac
  done
  return 1
}

# check_race_packages: a renamed package must not leave the race detector unseen.
check_race_packages() {
  local package
  for package in $RACE_PACKAGES $RACE_PARTLY; do
    [ -d "$package" ] || part fail "race detector of $package" "there is no such package; mend the lists in scripts/test.sh"
  done
}

# events prints the events of the whole run; it fails when any part of it does.
events() {
  # Without their directory in them, packages that another checkout has compiled
  # need not be compiled again.
  local status=0 flags="-json -p 2 -trimpath" limit=20m race_limit=25m plain="" race="" partly="" browser="" all package
  if [ -n "${GATEHOUSE_SOAK:-}" ]; then limit=90m race_limit=180m; fi
  if [ "${CI:-}" = true ]; then flags="$flags -count=1"; fi

  check_race_packages
  all=$(go list -e $PACKAGES)
  for package in $all; do
    if is_one_of "$package" "$RACE_PACKAGES"; then
      race="$race $package"
    elif is_one_of "$package" "$RACE_PARTLY"; then
      partly="$partly $package"
    elif is_one_of "$package" "$BROWSER"; then
      browser=$package
    else
      plain="$plain $package"
    fi
  done
  if [ -n "$race$partly" ] && ! command -v "$(go env CC)" >/dev/null 2>&1; then
    part skip "race detector" "there is no C compiler"
    plain="$plain$race$partly"
    race="" partly=""
  fi

  if ! CGO_ENABLED=0 go vet -trimpath $PACKAGES 1>&2; then
    part fail "go vet" "see above"
    status=1
  fi
  local beside="" kept
  kept=$(mktemp)
  if [ -n "$browser" ]; then
    CGO_ENABLED=0 go test $flags -timeout $limit "$browser" >"$kept" &
    beside=$!
  fi
  if [ -n "$plain" ]; then CGO_ENABLED=0 go test $flags -timeout $limit $plain || status=1; fi
  if [ -n "$partly" ]; then
    CGO_ENABLED=0 go test $flags -timeout $limit -skip '.*/^postgres$' $partly || status=1
    CGO_ENABLED=0 go test $flags -timeout $limit -run "$BESIDE_EACH/^postgres\$" $partly || status=1
  fi
  if [ -n "$race" ]; then CGO_ENABLED=1 go test $flags -timeout $race_limit -race $race || status=1; fi
  if [ -n "$partly" ]; then CGO_ENABLED=1 go test $flags -timeout $race_limit -race -run "$RACE_TESTS" -skip "$BESIDE_EACH|$BESIDE_ONCE" $partly || status=1; fi
  if [ -n "$beside" ]; then
    wait "$beside" || status=1
    cat "$kept"
  fi
  rm -f "$kept"
  return "$status"
}

PACKAGES=${PACKAGES:-./...}
if [ "${1:-}" = --events ]; then
  events
  exit
fi

scripts/install-packages.sh

# Settings of an installation, left in somebody's shell, must not lead the tests to its data.
for name in $(compgen -e GATEHOUSE_); do
  case "$name" in GATEHOUSE_TEST_* | GATEHOUSE_SOAK) ;; *) unset "$name" ;; esac
done
chromium=$(scripts/find-chromium.sh)
if [ -n "$chromium" ]; then export GATEHOUSE_TEST_CHROMIUM="$chromium"; fi
axe=$(scripts/fetch-axe.sh)
if [ -n "$axe" ]; then export GATEHOUSE_TEST_AXE="$axe"; fi
pgbin=$(scripts/find-pgbin.sh)
if [ -n "$pgbin" ]; then export GATEHOUSE_TEST_PGBIN="$pgbin"; fi
export PACKAGES

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CGO_ENABLED=0 go build -o "$work/testsummary" ./scripts/testsummary
strict=""
if [ "${CI:-}" = true ]; then strict="-no-skips"; fi
"$work/testsummary" $strict scripts/with-postgres.sh scripts/test.sh --events
