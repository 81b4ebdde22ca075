# Configuring and building. Sourced after common.sh.
# shellcheck shell=bash

# setup_for PRESET...: the parts of scripts/setup that these presets need.
setup_for() {
    local preset parts=" native "
    for preset in "$@"; do
        case "$preset" in
            wasm | wasm-node | wasm-debug) parts+="toolchain " ;;
            site) parts+="toolchain npm " ;;
            e2e) parts+="toolchain npm e2e " ;;
        esac
    done
    local part only=()
    for part in native toolchain npm e2e; do [[ $parts != *" $part "* ]] || only+=(--only "$part"); done
    "$ROOT/scripts/setup" "${only[@]}"
    use_toolchain
}

# Two builds of one preset at once would write the same files: the second waits.
with_lock() {
    local name="$1"; shift
    mkdir -p "$BUILD"
    (
        flock -n 8 || { note "waiting for another build of $name"; flock 8; }
        # Not inherited: a server that outlives the build would keep the lock.
        "$@" 8>&-
    ) 8>"$BUILD/.$name.lock"
}

# tree_of PRESET: its folder below build/. Some presets share one, so that the library is compiled once for both.
tree_of() {
    case "$1" in
        wasm-node) echo wasm ;;
        fuzz) echo asan ;;
        *) echo "$1" ;;
    esac
}

# build_preset PRESET [TARGET...]: Ninja's own output, one line per step on a terminal, everything on failure.
build_preset() { with_lock "$(tree_of "$1")" build_preset_now "$@"; }
build_preset_now() {
    local preset="$1" folder
    folder="$BUILD/$(tree_of "$1")"
    shift
    if [ $# -eq 0 ]; then
        case "$preset" in
            wasm | wasm-debug) set -- raypool_page ;;
            wasm-node) set -- raypool_node ;;
        esac
    fi
    if [ ! -f "$folder/build.ninja" ] || [ "$ROOT/CMakePresets.json" -nt "$folder/build.ninja" ]; then
        say "configuring $preset"
        # In the root, because CMake looks for the presets there.
        (cd "$ROOT" && cmake --preset "$preset" >"$folder.configure.log" 2>&1) ||
            { cat "$folder.configure.log" >&2; die "configuring $preset failed"; }
    fi
    say "building $preset"
    (cd "$ROOT" && cmake --build "$folder" ${1:+--target "$@"} >&2) || die "building $preset failed"
}

build_site() { with_lock site build_site_now; }
build_site_now() {
    local site="$BUILD/site"
    build_preset wasm
    # site.json is written last; any input that is newer (folders too: files may have gone) means a new site.
    if [ -f "$site/site.json" ] && [ -z "$(cd "$ROOT" && find web scenes shell.html tsconfig.json package-lock.json \
        app/wasm/protocol.h scripts/build-site.mjs build/wasm/raypool*.mjs build/wasm/raypool*.wasm \
        -newer "$site/site.json" -print -quit)" ]; then
        return
    fi
    say "building the site"
    node "$ROOT/scripts/build-site.mjs" || die "building the site failed"
}
