#!/usr/bin/env bash
# check.sh fails, with the difference, when a committed generated file is not
# what its generator makes of today's sources: the page components
# (*_templ.go from *.templ) and the OpenAPI document.
#
# Generation happens in a copy, so that the tree stays as it is and the copy's
# generated files can go first: one whose source was deleted is a difference too.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# copy_to DIR: copies the files named on standard input, path and all.
copy_to() {
  local file
  while IFS= read -r file; do
    mkdir -p "$1/$(dirname "$file")"
    cp "$file" "$1/$file"
  done
}

# The copy needs what the generator reads: the modules' files, the components.
sources() { find . -name .git -prune -o \( -name '*.templ' -o -name go.mod -o -name go.sum -o -name tools.mod -o -name tools.sum \) -print; }
generated() { find . -name .git -prune -o -name '*_templ.go' -print; }
mkdir "$work/committed" "$work/fresh"
sources | copy_to "$work/fresh"
generated | copy_to "$work/committed"

(cd "$work/fresh" && go tool -modfile=tools.mod templ generate -log-level warn && sources | xargs rm)
if ! (cd "$work" && diff -ruN committed fresh); then
  echo "generated code has drifted: run 'make generate' and commit what it changes" >&2
  exit 1
fi
echo "page components: as generated"

# A test that was renamed would pass unseen: -run without a match is no error.
case "$(go test ./internal/api -list '^TestOpenAPI')" in
  TestOpenAPI*) ;;
  *)
    echo "internal/api has no test whose name begins with TestOpenAPI" >&2
    exit 1
    ;;
esac
go test ./internal/api -run '^TestOpenAPI' -count=1
