# The Emscripten SDK: the one on PATH when it is new enough, else Debian's newest under .toolchain/. Sourced.
# shellcheck shell=bash
EMSCRIPTEN_SUITES=(forky testing sid)  # Debian 12's own is 3.1.6: too old
EMSCRIPTEN_MINIMUM=4.0.0
TOOLCHAIN_RECIPE=2                     # raise it when the steps below change

emcc_version() { "$1" --version 2>/dev/null | sed -nE '1s/.*[^0-9.]([0-9]+\.[0-9]+\.[0-9]+).*/\1/p'; }

# The machine's own emcc; not the one that an earlier setup put on PATH.
system_emcc() {
    local path
    path="$(type -aP emcc | grep -vF "$TOOLCHAIN/" | head -n1 || true)"
    [ -n "$path" ] && version_ge "$(emcc_version "$path")" "$EMSCRIPTEN_MINIMUM" || return 1
    printf '%s\n' "$path"
}

setup_toolchain() {
    local emcc
    if emcc="$(system_emcc)"; then
        write_toolchain_files "$(emscripten_root_of "$emcc")" ""
    else
        # The programs get absolute library paths, so a moved checkout has to unpack again.
        local key="$TOOLCHAIN_RECIPE $TOOLCHAIN"
        if ! stamp_is "$TOOLCHAIN/sdk.stamp" "$key"; then
            install_packages g++ patchelf xz-utils
            download_sdk
            unpack_sdk
            patch_sdk
            fix_node
            configure_sdk
            stamp "$TOOLCHAIN/sdk.stamp" "$key"
        fi
        write_toolchain_files "$TOOLCHAIN/sdk/usr/share/emscripten" "$TOOLCHAIN/sdk"
    fi
    stage_headers
}

# The folder with the CMake files of an emcc: its own, or the one that em-config beside a wrapper names.
emscripten_root_of() {
    local folder
    folder="$(dirname "$(readlink -f "$1")")"
    if [ -f "$folder/cmake/Modules/Platform/Emscripten.cmake" ]; then printf '%s\n' "$folder"
    else "$(dirname "$1")/em-config" EMSCRIPTEN_ROOT
    fi
}

download_sdk() {
    local suite
    if compgen -G "$TOOLCHAIN/apt/archives/emscripten_*.deb" >/dev/null && [ -f "$TOOLCHAIN/apt/complete" ]; then
        note "using the packages in .toolchain/apt/archives"
        return
    fi
    for suite in "${EMSCRIPTEN_SUITES[@]}"; do
        say "looking for Emscripten in Debian's suite '$suite'"
        private_apt "$TOOLCHAIN/apt" "$suite"
        # A suite that does not exist ends here, without much noise.
        if apt-get "${private_apt_options[@]}" -qq update >&2 &&
            apt-get "${private_apt_options[@]}" -s install --no-install-recommends -y emscripten >/dev/null; then
            say "downloading the Emscripten SDK (about 170 MB)"
            retry apt-get "${private_apt_options[@]}" install --no-install-recommends -y -q -d emscripten </dev/null >&2 ||
                die "the download of the Emscripten SDK from $(cut -d' ' -f2- "$TOOLCHAIN/apt/sources.list") failed" \
                    "check the network and run: scripts/setup (what has arrived is kept)"
            touch "$TOOLCHAIN/apt/complete"
            return
        fi
        warn "no Emscripten in '$suite'"
    done
    die "no Emscripten in any of Debian's suites: ${EMSCRIPTEN_SUITES[*]}" \
        "check the network and run: scripts/setup; or put an emcc of version $EMSCRIPTEN_MINIMUM or later on PATH"
}

unpack_sdk() {
    local sdk="$TOOLCHAIN/sdk" debs deb i=0
    rm -rf "$sdk" "$TOOLCHAIN/sdk.stamp"
    # Newer Debian has /lib and /bin as links into /usr; packages may hold files under either name.
    mkdir -p "$sdk"/usr/{bin,sbin,lib,lib64}
    local link; for link in bin sbin lib lib64; do ln -s "usr/$link" "$sdk/$link"; done
    debs=("$TOOLCHAIN"/apt/archives/*.deb)
    say "unpacking ${#debs[@]} packages"
    for deb in "${debs[@]}"; do
        i=$((i + 1))
        [ -t 2 ] && printf '\r    %d/%d' "$i" "${#debs[@]}" >&2
        # As a tar stream with --keep-directory-symlink: dpkg -x would replace the links above by folders.
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$sdk" --keep-directory-symlink --no-same-owner ||
            die "cannot unpack $deb" "rm '$deb' .toolchain/apt/complete; scripts/setup"
    done
    [ -t 2 ] && printf '\n' >&2 || true
}

# The programs are linked against a newer libc than the host's: they get the SDK's own loader and library folders, as
# RPATH (--force-rpath), which unlike RUNPATH also holds for the libraries of their libraries. A library's own RUNPATH hides the
# program's, so those that have one get these folders, too.
patch_sdk() {
    local sdk="$TOOLCHAIN/sdk" file triplet
    triplet="$(cd "$sdk/usr/lib" && echo *-linux-gnu)"
    RAYPOOL_LOADER="$(find "$sdk/usr/lib64" "$sdk/usr/lib/$triplet" "$sdk/usr/lib" -maxdepth 1 -name 'ld-linux*' 2>/dev/null | head -n1)"
    [ -n "$RAYPOOL_LOADER" ] || die "no dynamic loader in the unpacked SDK" "rm -r .toolchain/apt; scripts/setup"
    RAYPOOL_RPATH="$sdk/usr/lib/$triplet"
    for file in "$sdk"/usr/lib/llvm-*/lib; do RAYPOOL_RPATH="$RAYPOOL_RPATH:$file"; done
    say "making the programs independent of the host's libraries"
    export RAYPOOL_LOADER RAYPOOL_RPATH
    export -f is_elf patch_files
    {
        find "$sdk/usr/bin" "$sdk"/usr/lib/llvm-*/bin -type f -perm -u+x -print0
        find "$sdk/usr/lib/$triplet" "$sdk"/usr/lib/llvm-*/lib -type f -name '*.so*' -print0
    } | xargs -0 -P "$(nproc)" -n 16 bash -c 'patch_files "$@"' patch || die "patchelf failed" "rm -r .toolchain/sdk; scripts/setup"
}
is_elf() { [ "$(head -c4 "$1" 2>/dev/null | od -An -c | tr -d ' ')" = '177ELF' ]; }
patch_files() {
    local file
    for file in "$@"; do
        is_elf "$file" || continue
        case "$file" in
            # The C library has an interpreter, too, which is not touched.
            *.so*) [ -z "$(patchelf --print-rpath "$file" 2>/dev/null)" ] || patchelf --set-rpath "$RAYPOOL_RPATH" "$file" ;;
            # Static programs have none and stay as they are.
            *) ! patchelf --print-interpreter "$file" >/dev/null 2>&1 ||
                patchelf --set-interpreter "$RAYPOOL_LOADER" --force-rpath --set-rpath "$RAYPOOL_RPATH" "$file" ;;
        esac || return 1
    done
}

# Debian's Node expects parts of itself in /usr/share/nodejs.
fix_node() {
    local sdk="$TOOLCHAIN/sdk" library
    library="$(echo "$sdk"/usr/lib/*-linux-gnu)/libraypool-redirect.so"
    g++ -O2 -shared -fPIC -static-libstdc++ -static-libgcc -DRAYPOOL_SDK="\"$sdk\"" \
        "$ROOT/scripts/lib/redirect-usr-share-nodejs.cpp" -o "$library" -ldl &&
        patchelf --add-needed "$(basename "$library")" "$sdk/usr/bin/node" &&
        "$sdk/usr/bin/node" -e 0 || die "the unpacked Node does not start" "install Node 20 or later; scripts/setup"
}

# node_major NODE
node_major() { "$1" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

configure_sdk() {
    local sdk="$TOOLCHAIN/sdk" llvm emscripten="$TOOLCHAIN/sdk/usr/share/emscripten" version
    llvm="$(echo "$sdk"/usr/lib/llvm-*/bin | tr ' ' '\n' | sort -V | tail -n1)"
    # Beside emcc.py it is found without any environment variable.
    cat >"$emscripten/.emscripten" <<CONFIG
LLVM_ROOT = '$llvm'
BINARYEN_ROOT = '$sdk/usr'
EMSCRIPTEN_ROOT = '$emscripten'
NODE_JS = '$(pick_node)'
CACHE = '$TOOLCHAIN/cache'
CONFIG
    mkdir -p "$TOOLCHAIN/cache"
    version="$(emcc_version "$emscripten/emcc")"
    [ -n "$version" ] || { "$emscripten/emcc" --version >&2 || true; die "the unpacked emcc does not start" "rm -r .toolchain; scripts/setup"; }
    version_ge "$version" "$EMSCRIPTEN_MINIMUM" || die "Emscripten $version is too old" "rm -r .toolchain/apt; scripts/setup"
    stamp "$TOOLCHAIN/sdk.version" "$version"
    note "Emscripten $version is ready; the first link builds its system libraries (about a minute), once"
}

# The machine's Node when it is new enough, else the SDK's.
pick_node() {
    local node
    node="$(type -aP node | grep -vF "$TOOLCHAIN/" | head -n1 || true)"
    if [ -n "$node" ] && [ "$(node_major "$node")" -ge 20 ]; then printf '%s\n' "$node"
    else printf '%s\n' "$TOOLCHAIN/sdk/usr/bin/node"
    fi
}

# write_toolchain_files EMSCRIPTEN_ROOT SDK: what the scripts (env.sh) and CMake (emscripten.cmake) read.
write_toolchain_files() {
    local emscripten="$1" sdk="$2" bin="$TOOLCHAIN/bin" tool
    [ -f "$emscripten/cmake/Modules/Platform/Emscripten.cmake" ] ||
        die "no cmake/Modules/Platform/Emscripten.cmake in '$emscripten'" "check the emcc on PATH, or take it off PATH"
    # Nothing to do in most runs; another script may be using the links right now.
    local key="2 $TOOLCHAIN_RECIPE $emscripten $(pick_node) $(python3 --version 2>/dev/null)"
    if [ -x "$bin/emcc" ] && stamp_is "$TOOLCHAIN/bin.stamp" "$key"; then return; fi
    mkdir -p "$bin"
    rm -f "$bin"/*
    for tool in emcc em++ emar emrun emcmake; do ln -s "$emscripten/$tool" "$bin/$tool"; done
    # Only where the machine has none that is new enough; everything else of the SDK stays off PATH.
    if [ -n "$sdk" ]; then
        [ "$(pick_node)" != "$sdk/usr/bin/node" ] || ln -s "$sdk/usr/bin/node" "$bin/node"
        if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            ln -s "$sdk"/usr/bin/python3.[0-9]* "$bin/" && ln -s "$(ls "$sdk"/usr/bin/python3.[0-9]* | head -n1)" "$bin/python3"
        fi
    fi
    # emcc starts Python for every file; where python3 is a version manager's script, that alone takes half a second.
    cat >"$TOOLCHAIN/env.sh.new" <<ENV
case ":\$PATH:" in *":$bin:"*) ;; *) export PATH="$bin:\$PATH" ;; esac
export EMSDK_PYTHON="\${EMSDK_PYTHON:-$(PATH="$bin:$PATH" python3 -c 'import sys; print(sys.executable)')}"
ENV
    mv "$TOOLCHAIN/env.sh.new" "$TOOLCHAIN/env.sh"
    printf 'set(RAYPOOL_EMSCRIPTEN_ROOT "%s")\n' "$emscripten" >"$TOOLCHAIN/emscripten.cmake.new"
    # A new time stamp would make CMake configure again.
    cmp -s "$TOOLCHAIN/emscripten.cmake.new" "$TOOLCHAIN/emscripten.cmake" &&
        rm "$TOOLCHAIN/emscripten.cmake.new" || mv "$TOOLCHAIN/emscripten.cmake.new" "$TOOLCHAIN/emscripten.cmake"
    stamp "$TOOLCHAIN/bin.stamp" "$key"
}

# emcc must not see /usr/include (the host's libc is there), so the header-only libraries are copied out of it.
stage_headers() {
    local include="$TOOLCHAIN/include" src="$TOOLCHAIN/src" key
    key="$(dpkg-query -W -f '${Package}=${Version} ' nlohmann-json3-dev libglm-dev libstb-dev libcli11-dev googletest 2>/dev/null)"
    stamp_is "$TOOLCHAIN/include.stamp" "$key" && return
    install_packages nlohmann-json3-dev libglm-dev libstb-dev libcli11-dev googletest
    rm -rf "$include" "$src"
    mkdir -p "$include" "$src"
    cp -rL /usr/include/{nlohmann,glm,stb,CLI} "$include/"
    cp -rL /usr/src/googletest "$src/"
    key="$(dpkg-query -W -f '${Package}=${Version} ' nlohmann-json3-dev libglm-dev libstb-dev libcli11-dev googletest)"
    stamp "$TOOLCHAIN/include.stamp" "$key"
}
