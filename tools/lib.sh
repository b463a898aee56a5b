# Shared by tools/run and tools/test: what the machine must have, and where things are. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configuration=${COMMAND_CONFIGURATION:-Release}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Installs the Debian packages that are missing, and nothing when none is. Services among them are not started: tests start their own.
ensure_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "This system has no apt. Going on with what is installed; wanted: $*"
    return 0
  fi
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing: ${missing[*]}"
  as_root apt-get update -qq >/dev/null || say "apt-get update failed; trying the lists that are there"
  local policy=/usr/sbin/policy-rc.d own_policy=0 installed=0
  if [ ! -e "$policy" ]; then
    own_policy=1
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy"
  fi
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || installed=$?
  [ "$own_policy" = 0 ] || as_root rm -f "$policy"
  [ "$installed" = 0 ] || fail "Could not install: ${missing[*]}"
}

# Node for the browser bundle: any version from 18 on will do; Debian's where there is none.
ensure_node() {
  if command -v node >/dev/null && command -v npm >/dev/null; then return 0; fi
  ensure_packages nodejs npm
}

ensure_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is needed (global.json names the version)."
}
