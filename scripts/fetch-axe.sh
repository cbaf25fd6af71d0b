#!/usr/bin/env bash
# fetch-axe.sh prints the path of axe-core, the accessibility rules that the
# browser tests hold the pages against, or nothing. It fetches them once into the
# user's cache, from the npm registry and through npm, and checks what came.
# GATEHOUSE_TEST_AXE, when set, is the answer.
set -euo pipefail

version=4.14.1
sum=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c

if [ -n "${GATEHOUSE_TEST_AXE:-}" ]; then
  echo "$GATEHOUSE_TEST_AXE"
  exit 0
fi
cache="${XDG_CACHE_HOME:-$HOME/.cache}/gatehouse"
axe="$cache/axe-core-$version.js"

# sha256 FILE prints its hash; macOS has no sha256sum.
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

if [ ! -s "$axe" ]; then
  if ! command -v npm >/dev/null 2>&1; then
    echo "missing, so the accessibility tests will be skipped: npm (install Node.js)" >&2
    exit 0
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  if ! npm pack --silent --fetch-retries 1 --fetch-timeout 20000 --ignore-scripts --pack-destination "$work" "axe-core@$version" >"$work/log" 2>&1 ||
    ! tar -xzf "$work/axe-core-$version.tgz" -C "$work" package/axe.min.js; then
    cat "$work/log" >&2
    echo "axe-core cannot be fetched, so the accessibility tests will be skipped" >&2
    exit 0
  fi
  if [ "$(sha256 "$work/package/axe.min.js")" != "$sum" ]; then
    echo "axe-core $version is not what it was when it was chosen" >&2
    exit 1
  fi
  mkdir -p "$cache"
  mv "$work/package/axe.min.js" "$axe"
fi
echo "$axe"
