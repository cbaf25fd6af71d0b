#!/usr/bin/env bash
# install-packages.sh installs what the tests need beyond Go: PostgreSQL,
# Chromium, a C compiler for the race detector, npm for the accessibility rules,
# strace for injected disk faults.
#
# It installs on Debian and its kin, as root or with a sudo that asks no
# password. Elsewhere, and when that fails, it says what is missing and succeeds
# all the same: the tests then skip those parts, each by name.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
packages="" # what apt-get calls the missing things
missing=""  # what they are for

# want PACKAGES PURPOSE: note that PACKAGES are missing.
want() {
  packages="$packages $1"
  missing="$missing${missing:+, }$2"
}

has() { command -v "$1" >/dev/null 2>&1; }

compiles_c() { echo '#include <stdlib.h>' | "$(go env CC)" -E - >/dev/null 2>&1; }

has_chromium() { [ -n "$("$here/find-chromium.sh")" ]; }
has_postgres() { [ -n "$("$here/find-pgbin.sh")" ]; }

has_postgres || want "postgresql" "PostgreSQL"
if has apt-get; then
  has pg_virtualenv || want "postgresql-common" "pg_virtualenv"
fi
has_chromium || want "chromium" "Chromium"
has npm || want "npm" "npm for the accessibility rules"
compiles_c || want "gcc libc6-dev" "a C compiler for the race detector"
if [ "$(uname -s)" = Linux ]; then
  has strace || want "strace" "strace"
fi
[ -n "$packages" ] || exit 0

root=""
if [ "$(id -u)" != 0 ]; then root="sudo -n"; fi
if ! has apt-get || ! $root true >/dev/null 2>&1; then
  echo "missing, so their tests will be skipped: $missing"
  case "$(uname -s)" in
    Darwin) echo "to install: brew install postgresql@17 node; brew install --cask google-chrome; xcode-select --install" ;;
    *) echo "to install (names as on Debian):$packages" ;;
  esac
  exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# quietly COMMAND...: runs it as root; its output is worth reading only when it fails.
quietly() {
  $root env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 && return
  cat "$log" >&2
  echo "failed: $*; missing, so their tests will be skipped: $missing" >&2
  exit 0
}
quietly apt-get update
for package in $packages; do
  echo "installing $package"
done
# shellcheck disable=SC2086 # the list is meant to be split
quietly apt-get install --yes --no-install-recommends $packages
