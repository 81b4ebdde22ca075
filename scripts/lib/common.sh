# Sourced by every script: where things are, how we talk, how we fail.
# shellcheck shell=bash
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# Where it is a link, what lies there belongs to another tree: its programs hold that tree's paths.
TOOLCHAIN="$(realpath -m "$ROOT/.toolchain")"
BUILD="$ROOT/build"
export LC_ALL=C.UTF-8

say()  { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
warn() { printf '\033[33mwarning:\033[0m %s\n' "$*" >&2; }
# die MESSAGE [HOW TO GO ON]
die() {
    printf '\033[31merror:\033[0m %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '  to go on: %s\n' "$2" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# version_ge HAVE WANT: is version HAVE at least WANT?
version_ge() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

# stamp_is FILE VALUE: was FILE written by stamp with this VALUE?
stamp_is() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
stamp() { mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" >"$1"; }

# Puts the tools that setup installed on PATH; a no-op before the first setup.
use_toolchain() {
    if [ -f "$TOOLCHAIN/env.sh" ]; then
        # shellcheck disable=SC1091
        . "$TOOLCHAIN/env.sh"
    fi
}
