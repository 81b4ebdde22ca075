# npm packages, from the lock file. Sourced after toolchain.sh.
# shellcheck shell=bash

# An npm for the node in use: the machine's, else Debian's, run by hand.
setup_npm() {
    use_toolchain
    have node || die "no Node" "run scripts/setup --only toolchain first; it brings one"
    local key npm=(npm)
    key="node $(node_major node) $(cat "$ROOT/package-lock.json" "$ROOT/package.json" | sha256sum | cut -d' ' -f1)"
    stamp_is "$ROOT/node_modules/.raypool-stamp" "$key" && return
    if ! have npm; then
        private_npm
        npm=(node "$TOOLCHAIN/sdk/usr/share/nodejs/npm/bin/npm-cli.js")
    fi
    say "installing npm packages"
    # Browsers come from Debian, not from Playwright's own store. No package's install script is needed or run.
    (cd "$ROOT" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 retry "${npm[@]}" ci --ignore-scripts --no-audit --no-fund </dev/null >&2) ||
        die "npm ci failed" "check the network and run: cd '$ROOT' && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts; then this script again"
    stamp "$ROOT/node_modules/.raypool-stamp" "$key"
}

private_npm() { install_packages npm; }
