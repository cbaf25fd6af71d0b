#!/usr/bin/env bash
# find-pgbin.sh prints the directory of PostgreSQL's server programs (initdb,
# pg_ctl), the newest version's when there are several, or nothing.
# GATEHOUSE_TEST_PGBIN, when set, is the answer.
set -euo pipefail

if [ -n "${GATEHOUSE_TEST_PGBIN:-}" ]; then
  echo "$GATEHOUSE_TEST_PGBIN"
  exit 0
fi

# Debian keeps one directory per major version, Homebrew one per formula; the
# numbers in them are compared as numbers (16 after 9).
newest() {
  for initdb in "$@"; do
    if [ -x "$initdb" ]; then dirname "$initdb"; fi
  done | awk '{ n = $0; sub(/^.*postgresql[@\/]*/, "", n); print n + 0, $0 }' | sort -n | tail -n 1 | cut -d ' ' -f 2-
}
dir=$(newest /usr/lib/postgresql/*/bin/initdb \
  /opt/homebrew/opt/postgresql*/bin/initdb /usr/local/opt/postgresql*/bin/initdb)

# Others have one version, whose pg_config or initdb stands in the PATH.
if [ -z "$dir" ] && command -v pg_config >/dev/null 2>&1; then
  dir=$(pg_config --bindir)
  [ -x "$dir/initdb" ] || dir=""
fi
if [ -z "$dir" ] && initdb=$(command -v initdb); then
  dir=$(dirname "$initdb")
fi
if [ -n "$dir" ]; then echo "$dir"; fi
