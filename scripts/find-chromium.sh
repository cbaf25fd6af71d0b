#!/usr/bin/env bash
# find-chromium.sh prints the path of a Chromium (or Chrome) for the browser
# tests, or nothing. GATEHOUSE_TEST_CHROMIUM, when set, is the answer.
set -euo pipefail

if [ -n "${GATEHOUSE_TEST_CHROMIUM:-}" ]; then
  echo "$GATEHOUSE_TEST_CHROMIUM"
  exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable \
  "/Applications/Chromium.app/Contents/MacOS/Chromium" \
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
  if command -v "$name" 2>/dev/null; then exit 0; fi
done
