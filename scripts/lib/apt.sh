# Debian packages: what the host lacks, and a private apt state for a newer suite. Sourced.
# shellcheck shell=bash

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif have sudo; then sudo "$@"
    else die "installing packages needs root" "run as root, or install sudo: $*"
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done
}

# Tried twice: a mirror that drops one of a hundred downloads is common.
retry() { "$@" || { warn "failed, once more: $*"; sleep 3; "$@"; }; }

apt_lock=(-o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)

# install_packages PACKAGE...: only what is missing, so that a second run needs no network.
install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    have apt-get || die "these Debian packages are missing, and there is no apt-get: ${missing[*]}" \
        "install their equivalents, then run this again"
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    local install="apt-get install -y --no-install-recommends ${missing[*]}"
    # The lists may be old or absent, so an update first; its failure counts only if the install fails too.
    retry as_root apt-get "${apt_lock[@]}" -qq update >&2 || warn "apt-get update failed"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "${apt_lock[@]}" \
        install -y --no-install-recommends -q "${missing[@]}" </dev/null >&2 ||
        die "could not install: ${missing[*]}" "check the network and run: $install; then this script again"
}

# debian_mirror: "URI|keyring" of the mirror that this machine's own apt uses (keyring may be empty).
debian_mirror() {
    local format='$(REPO_URI)|$(CODENAME)|$(ORIGIN)|$(SOURCESENTRY)' line uri entry file keyring=
    # Security and backports have other archives or no full suite: the plain release is the one with '-' in no name.
    find_mirror() { apt-get indextargets --format "$format" 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$3 == "Debian" && $2 !~ /-/ && $1 !~ /^cdrom:/ { print; exit }'; }
    line="$(find_mirror)"
    if [ -z "$line" ]; then
        retry as_root apt-get "${apt_lock[@]}" -qq update >&2 || true
        line="$(find_mirror)"
    fi
    [ -n "$line" ] || return 1
    uri="${line%%|*}"
    entry="${line##*|}"
    file="${entry%:*}"
    if [ -f "$file" ]; then
        keyring="$(sed -nE 's/^[Ss]igned-[Bb]y:[[:space:]]*(\/[^[:space:]]+).*/\1/p; s/^deb .*signed-by=(\/[^] ,]+).*/\1/p' \
            "$file" | head -n1)"
    fi
    printf '%s|%s\n' "$uri" "$keyring"
}

# private_apt FOLDER SUITE: fills the array private_apt_options, which makes apt-get see SUITE alone and keep its
# state in FOLDER. The machine's proxies and other Acquire settings still hold; its packages are not touched.
private_apt() {
    local folder="$1" suite="$2" mirror options=
    mirror="$(debian_mirror)" || die "no Debian mirror in this machine's apt configuration" \
        "put an emcc of version 4 or later on PATH (https://emscripten.org/docs/getting_started), then run this again"
    mkdir -p "$folder/lists/partial" "$folder/archives/partial"
    [ -z "${mirror#*|}" ] || options="[signed-by=${mirror#*|}] "
    printf 'deb %s%s %s main\n' "$options" "${mirror%%|*}" "$suite" >"$folder/sources.list"
    : >"$folder/status"
    private_apt_options=(
        -o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
        -o "Dir::State::Lists=$folder/lists" -o "Dir::State::status=$folder/status"
        -o "Dir::Cache::archives=$folder/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
        -o APT::Default-Release= -o APT::Sandbox::User=root -o Debug::NoLocking=1
        -o Acquire::Retries=3 -o Acquire::Languages=none -o APT::Get::List-Cleanup=1)
}
