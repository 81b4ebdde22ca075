# The test suites: each builds what it needs, runs, and records how many tests passed and failed. Sourced by
# scripts/test after build.sh.
# shellcheck shell=bash
LOGS="$BUILD/logs"
summary=()
total_passed=0
total_failed=0

# record SUITE PASSED FAILED [REMARK]
record() {
    local line
    line="$(printf '%-10s %5d passed %5d failed  %s' "$1" "$2" "$3" "${4:-}")"
    summary+=("$line")
    total_passed=$((total_passed + $2))
    total_failed=$((total_failed + $3))
    printf '%s\n' "$line"
}

# What setup and build have to provide for these suites.
presets_of() {
    local suite
    for suite in "$@"; do
        case "$suite" in
            checks) echo site ;;
            web) echo wasm site ;;
            unit | references) echo native ;;
            wasm-unit) echo wasm-node ;;
            cli) echo native wasm-node site ;;
            e2e) echo native wasm-node wasm site e2e ;;
            asan | tsan | fuzz) echo "$suite" ;;
        esac
    done
}

# run_suite SUITE: a suite function writes "PASSED FAILED" as the last line of its output; all output goes to its log.
# It runs in a subshell, so that nothing that fails in it ends the whole run.
run_suite() {
    local suite="$1" log="$LOGS/$1.log" start=$SECONDS counts
    say "suite $suite (log: build/logs/$suite.log)"
    rm -f "$LOGS/$suite".*
    # Not in a condition: that would switch off set -e inside.
    set +e
    (set -e; "suite_${suite//-/_}") >"$log" 2>&1 </dev/null
    set -e
    counts="$(tail -n1 "$log" | tr -d "\0")"
    if [[ $counts =~ ^([0-9]+)\ ([0-9]+)$ ]]; then
        local passed="${BASH_REMATCH[1]}" failed="${BASH_REMATCH[2]}"
        [ $((passed + failed)) -gt 0 ] || failed=1
        [ "$failed" -eq 0 ] || show_failures "$log"
        record "$suite" "$passed" "$failed" "$((SECONDS - start)) s"
    else
        tail -n 40 "$log"
        record "$suite" 0 1 "could not run, see build/logs/$suite.log"
    fi
}

# The lines that say what failed, or the log's end where there are none.
show_failures() {
    grep -nE -A12 '^\[  FAILED  \]|: Failure$|WARNING: ThreadSanitizer|ERROR: AddressSanitizer|runtime error:|^ +[0-9]+\) |FAILED:|^not ok|error: ' \
        "$1" | head -n 120 || tail -n 40 "$1"
}

# count_gtest JSON EXIT_CODE: "PASSED FAILED". A crash leaves no file or a good count with a bad exit code; a skipped
# test has not run, so it did not pass.
count() { node "$ROOT/scripts/lib/count-tests.mjs" "$@"; }

suite_checks() {
    local passed=0 failed=0 check
    for check in "$ROOT"/scripts/checks/* "$ROOT"/scripts/tests/*-test; do
        echo "== ${check#"$ROOT/"}"
        if "$check"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: ${check#"$ROOT/"}"; fi
    done
    # The page's own types are checked when the site is built; these are the tests'.
    node "$ROOT/scripts/build-site.mjs" --protocol-only
    for check in e2e/tsconfig.json web/tsconfig.tests.json; do
        echo "== types of $check"
        if node "$ROOT/node_modules/typescript/bin/tsc" --noEmit -p "$ROOT/$check"; then passed=$((passed + 1))
        else failed=$((failed + 1)); echo "FAILED: types of $check"
        fi
    done
    echo "$passed $failed"
}

# Tests of the page mostly wait. What later suites need is compiled meanwhile, with what they leave of the processors.
ahead=
start_building_ahead() {
    local suite builds=()
    for suite in "${suites[@]}"; do
        case "$suite" in
            asan) builds+=("asan raytracer_tests") ;;
            tsan) builds+=("tsan raytracer_tests") ;;
            fuzz) builds+=("fuzz") ;;
        esac
    done
    [ ${#builds[@]} -gt 0 ] || return 0
    # A session of its own, which is stopped as a whole. Where the kernel groups processes by session, niceness counts within a
    # group alone, and the group has one itself.
    # shellcheck disable=SC2016  # expanded there
    ROOT="$ROOT" setsid bash -c '
        echo 19 >/proc/self/autogroup
        renice -n 19 -p $$
        . "$ROOT/scripts/lib/common.sh"
        . "$ROOT/scripts/lib/build.sh"
        use_toolchain
        for build in "$@"; do build_preset $build || exit 1; done' building-ahead "${builds[@]}" >"$LOGS/ahead.log" 2>&1 &
    ahead=$!
}
# signal_building_ahead STOP|CONT: what fails in it, or is not done at the end, is the business of the suite that needs it.
# Ninja gives each compiler a process group, but the session is one.
signal_building_ahead() {
    [ -z "$ahead" ] || pkill "-$1" -s "$ahead" 2>/dev/null || kill "-$1" -- "-$ahead" 2>/dev/null || true
}

# What can be said of the page without a browser: the site's files, and web/**/*.test.ts, under Node.
suite_web() {
    local code=0
    build_site
    node "$ROOT/scripts/lib/run-web-tests.mjs" "$LOGS/web.tap" || code=$?
    count tap "$LOGS/web.tap" "$code"
}

# run_gtest NAME COMMAND...: half of the tests each in two processes at once, since most of them use one core.
run_gtest() {
    local name="$1" shard counts passed=0 failed=0 pids=() code
    shift
    for shard in 0 1; do
        (cd "$ROOT" && GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX=$shard "$@" --gtest_output="json:$LOGS/$name.$shard.json" \
            --gtest_brief=1) >"$LOGS/$name.$shard.out" 2>&1 &
        pids+=($!)
    done
    for shard in 0 1; do
        code=0
        wait "${pids[$shard]}" || code=$?
        cat "$LOGS/$name.$shard.out"
        echo "exit code $code"
        counts="$(count gtest "$LOGS/$name.$shard.json" "$code")"
        echo "$counts"
        counts="${counts##*$'\n'}"
        passed=$((passed + ${counts% *}))
        failed=$((failed + ${counts#* }))
    done
    echo "$passed $failed"
}

suite_unit() {
    build_preset native
    run_gtest unit "$BUILD/native/raytracer/raytracer_tests"
}

suite_wasm_unit() {
    build_preset wasm-node
    run_gtest wasm-unit node "$BUILD/wasm-node/raytracer_tests.js"
}

# The command line, natively and under Node: the same tests, and the same pixels.
suite_cli() {
    local code=0
    build_preset native raypool_cli
    build_preset wasm-node raypool_cli
    run_cli_tests wasm "[\"node\",\"$BUILD/wasm-node/raypool.js\"]" &
    run_cli_tests native "[\"$BUILD/native/raypool\"]" || code=$?
    wait $! || code=$?
    cat "$LOGS/cli.native.tap" "$LOGS/cli.wasm.tap" >"$LOGS/cli.tap"
    count tap "$LOGS/cli.tap" "$code"
}
run_cli_tests() {
    RAYPOOL_CLI="$2" node --test --test-reporter=tap "$ROOT"/app/cli/tests/*.test.mjs >"$LOGS/cli.$1.tap" 2>&1 ||
        { cat "$LOGS/cli.$1.tap"; return 1; }
}

# Pictures of independent renderers and closed forms: samples a pixel, tolerance of the picture's mean, of its blocks, folder. Those with
# meshes and environment maps of others stand beside the project. A sample more would not find more: the tolerances are
# about what is left of the noise.
suite_references() {
    local passed=0 failed=0 samples tolerance blocks name folder
    build_preset native raypool_cli
    while read -r samples tolerance blocks name; do
        folder="$ROOT/raytracer/testing/data/references/$name"
        if [ ! -d "$folder" ]; then
            [ -n "$RAYPOOL_SHARED" ] || continue   # which scripts/test has said, and counted if it matters
            folder="$RAYPOOL_SHARED/references/$name"
        fi
        echo "== $name"
        if RAYPOOL_BINARY="$BUILD/native/raypool" "$ROOT/scripts/reference" "$folder" --samples "$samples" --tolerance "$tolerance" \
            --block-tolerance "$blocks"
        then passed=$((passed + 1))
        else failed=$((failed + 1)); echo "FAILED: $name"
        fi
    done <<'REFERENCES'
64 0.001 0.03 rect_light_analytic
64 0.002 0.03 cornell_diffuse
64 0.006 0.03 cornell_glass_metal
64 0.003 0.03 depth_of_field
64 0.001 0.03 furnace
64 0.002 0.03 medium_furnace
64 0.002 0.03 motion_blur
32 0.002 0.03 bunny_hdr
64 0.003 0.03 cornell_bitterli
64 0.006 0.15 gltf_water_bottle
REFERENCES
    echo "$passed $failed"
}

suite_asan() {
    build_preset asan raytracer_tests
    ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1:check_initialization_order=1:allocator_may_return_null=1 \
        UBSAN_OPTIONS=print_stacktrace=1 run_gtest asan "$BUILD/asan/raytracer/raytracer_tests"
}

suite_tsan() {
    build_preset tsan raytracer_tests
    # ThreadSanitizer of g++ 12 does not start where the kernel randomises more address bits than it knows. Some
    # containers forbid to switch that off; there it has to go as it is.
    local fixed=(setarch "$(uname -m)" -R)
    "${fixed[@]}" true 2>/dev/null || fixed=()
    TSAN_OPTIONS=second_deadlock_stack=1:allocator_may_return_null=1 run_gtest tsan "${fixed[@]}" "$BUILD/tsan/raytracer/raytracer_tests"
}

# Each target for a bounded number of inputs, the same ones every time: a commit that passed once must not fail by
# chance later. RAYPOOL_FUZZ_SECONDS=600 searches for new ones instead. What is found is kept in build/logs/fuzz/.
suite_fuzz() {
    local target name passed=0 failed=0
    build_preset fuzz
    mkdir -p "$LOGS/fuzz"
    rm -f "$LOGS"/fuzz/*.{log,passed}
    # Two at once: each uses one core.
    for target in "$BUILD"/asan/fuzzers/*; do
        [ -x "$target" ] || continue
        while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
        name="$(basename "$target")"
        { ! fuzz "$target" "$name" || touch "$LOGS/fuzz/$name.passed"; } >"$LOGS/fuzz/$name.log" 2>&1 &
    done
    wait
    for target in "$LOGS"/fuzz/*.log; do
        name="$(basename "$target" .log)"
        echo "== $name"
        cat "$target"
        if [ -f "$LOGS/fuzz/$name.passed" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
    done
    echo "$passed $failed"
}
# fuzz TARGET NAME
fuzz() {
    local corpus="$BUILD/asan/corpus/$2" seeds="$ROOT/raytracer/testing/corpus/$2" extent=(-seed=1 -runs=10000 -max_total_time=12)
    if [ -n "${RAYPOOL_FUZZ_SECONDS:-}" ]; then extent=(-max_total_time="$RAYPOOL_FUZZ_SECONDS")
    else rm -rf "$corpus"   # what an earlier run found would change which inputs come
    fi
    mkdir -p "$corpus"
    [ -d "$seeds" ] || seeds=
    "$1" "${extent[@]}" -timeout=30 -rss_limit_mb=2048 -malloc_limit_mb=4096 -print_final_stats=1 \
        -verbosity=0 -artifact_prefix="$LOGS/fuzz/$2-" "$corpus" ${seeds:+"$seeds"}
}

suite_e2e() {
    local passed=0 failed=0 projects=()
    # Their pictures are compared with the page's.
    build_preset native raypool_cli
    build_preset wasm-node raypool_cli
    build_site
    ! $quick || projects=(--project chromium)
    # Most of what a test of the page takes is waiting, so two run at once; what bounds a time runs alone.
    start_building_ahead
    run_e2e shared --workers=2 --grep-invert @alone
    signal_building_ahead STOP
    run_e2e alone --workers=1 --grep @alone
    signal_building_ahead CONT
    echo "$passed $failed"
}
run_e2e() {
    local name="$1" code=0 counts
    shift
    rm -f "$LOGS/e2e.$name.json"
    (cd "$ROOT" && RAYPOOL_RESULTS="$LOGS/e2e.$name.json" node node_modules/@playwright/test/cli.js test -c e2e "${projects[@]}" \
        --output "$ROOT/e2e/.artifacts/$name" "$@") ||
        code=$?
    counts="$(count playwright "$LOGS/e2e.$name.json" "$code")"
    echo "$counts"
    counts="${counts##*$'\n'}"
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
}
