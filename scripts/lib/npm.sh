# npm packages, from the lock file. Sourced after toolchain.sh.
# shellcheck shell=bash

# Installs node_modules when the lock file, the manifest or Node has changed since the last time.
setup_npm() {
    use_toolchain
    have node || die "no Node" "run scripts/setup --only toolchain first; it brings one"
    local key npm=(npm)
    key="node $(node_major node) $(cat "$ROOT/package-lock.json" "$ROOT/package.json" | sha256sum | cut -d' ' -f1)"
    stamp_is "$ROOT/node_modules/.raypool-stamp" "$key" && return
    if ! npm --version >/dev/null 2>&1; then
        private_npm
        npm=(node "$TOOLCHAIN/npm/usr/share/nodejs/npm/bin/npm-cli.js")
    fi
    say "installing npm packages"
    # Browsers come from Debian, not from Playwright's own store. No package's install script is needed or run.
    (cd "$ROOT" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 retry "${npm[@]}" ci --ignore-scripts --no-audit --no-fund </dev/null >&2) ||
        die "npm ci failed" "check the network and run: cd '$ROOT' && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts; then this script again"
    stamp "$ROOT/node_modules/.raypool-stamp" "$key"
}

# Debian's npm, from the same suite as the SDK and unpacked beside it; for machines that have none.
private_npm() {
    local npm="$TOOLCHAIN/npm" deb suite
    [ ! -f "$npm.stamp" ] || return 0
    say "downloading npm (this machine has none)"
    suite="$(awk '{ print $(NF - 1) }' "$TOOLCHAIN/apt/sources.list" 2>/dev/null || echo "${EMSCRIPTEN_SUITES[0]}")"
    private_apt "$TOOLCHAIN/apt-npm" "$suite"
    { retry apt-get "${private_apt_options[@]}" -qq update &&
        retry apt-get "${private_apt_options[@]}" install --no-install-recommends -y -qq -d npm; } </dev/null >&2 ||
        die "the download of npm failed" "check the network, or install Node 20 or later with npm; scripts/setup"
    rm -rf "$npm"
    mkdir -p "$npm"
    # Node itself is there already; npm is JavaScript.
    for deb in "$TOOLCHAIN"/apt-npm/archives/{npm,node-}*.deb; do dpkg-deb -x "$deb" "$npm"; done
    # Its modules look for each other in a folder of this name, not in /usr/share/nodejs.
    ln -sfn . "$npm/usr/share/nodejs/node_modules"
    stamp "$npm.stamp" "$suite"
}
