#!/usr/bin/env bash
# Brings what the tests need beyond `npm ci` on a new Debian or Ubuntu machine: git, ssh-keygen, Chromium, osv-scanner. Run it as often as you like.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'install-test-tools: %s\n' "$*" >&2; }

missing=()
command -v git >/dev/null || missing+=(git)
command -v ssh-keygen >/dev/null || missing+=(openssh-client)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    say "install these first: ${missing[*]}"
    exit 1
  fi
  sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  say "apt-get install ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
say "git, ssh-keygen and Chromium are there"

if [ ! -x node_modules/.bin/node ]; then
  say "run npm ci first"
  exit 1
fi
# Downloads the pinned release; where that cannot be reached, builds it with Go, which it fetches if there is none.
node_modules/.bin/node scripts/install-osv-scanner.ts
