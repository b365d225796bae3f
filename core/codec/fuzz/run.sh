#!/usr/bin/env bash
# Fuzzes the codec: run.sh SECONDS [TARGET...]. Every target gets its share of the time, from the committed corpus on. Fails on a
# finding, whose input then lies in the folder that is printed.
#
# It needs stable Rust and a C++ compiler: libFuzzer is built by libfuzzer-sys, and the flags below are those with which
# cargo-fuzz has LLVM count what is covered. The corpus is renewed by MERGE=1 run.sh SECONDS.
set -euo pipefail

# One function, so that bash has read it all before it begins: a run takes an hour, and the file may change meanwhile.
main() {
    seconds=${1:?usage: run.sh SECONDS [TARGET...]}
    here=$(cd "$(dirname "$0")" && pwd)
    build=${CARGO_TARGET_DIR:-$here/../../../target}/fuzz
    targets=("${@:2}")
    [ ${#targets[@]} -gt 0 ] || targets=(encode decode split reassemble units pdu receipt frames)
    host=$(rustc -vV | sed -n 's/^host: //p')

    coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"

    # Naming the host as target keeps the flags from build scripts, which have no libFuzzer to link with.
    RUSTFLAGS="$coverage" cargo build --release --locked --manifest-path "$here/Cargo.toml" --target "$host" \
        --target-dir "$build"

    share=$((seconds / ${#targets[@]}))
    [ "$share" -ge 1 ] || { echo "at least ${#targets[@]} seconds, one for each target" >&2; exit 2; }

    summary=""
    status=0
    for target in "${targets[@]}"; do
        work="$build/work/$target"
        mkdir -p "$work/corpus" "$work/findings"
        # What earlier runs found is kept beside the committed corpus, and built upon.
        found=0
        "$build/$host/release/$target" "$work/corpus" "$here/corpus/$target" \
            -max_total_time="$share" -max_len=1024 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
            -artifact_prefix="$work/findings/" >"$work/log" 2>&1 || found=1
        executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
        covered=$(sed -n 's/.*cov: \([0-9]*\).*/\1/p' "$work/log" | tail -1)
        corpus=$(find "$work/corpus" "$here/corpus/$target" -type f | wc -l)
        if [ "$found" = 1 ]; then
            tail -40 "$work/log"
            echo "$target: found something, its input is in $work/findings" >&2
            status=1
        elif [ "${covered:-0}" -lt 100 ]; then
            # Without coverage libFuzzer guesses blindly, and no finding means nothing.
            echo "$target: only ${covered:-0} places are covered, so the coverage is not counted" >&2
            status=1
        fi
        summary+=$(printf '%-12s %12s executions in %d s, %6s places covered, corpus of %s' \
            "$target" "${executions:-?}" "$share" "${covered:-?}" "$corpus")$'\n'
        if [ "${MERGE:-0}" = 1 ] && [ "$status" = 0 ]; then
            rm -rf "$work/merged" && mkdir "$work/merged"
            "$build/$host/release/$target" -set_cover_merge=1 -use_counters=0 -use_cmp=0 -max_len=512 \
                "$work/merged" "$here/corpus/$target" "$work/corpus" >>"$work/log" 2>&1
            # The 80 largest reach nearly everything; more would be noise in the repository.
            (cd "$work/merged" && ls -S | tail -n +81 | xargs -r rm)
            rm -rf "$here/corpus/$target" && cp -r "$work/merged" "$here/corpus/$target"
        fi
    done
    printf '%s' "$summary"
    exit "$status"
}

main "$@"
