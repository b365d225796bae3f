#!/bin/sh
# The whole suite of C and C++ on an installed library:
#   tests/c/test.sh PREFIX
# Headers, then conformance and behaviour: as they are, with gcc's sanitizers, and under valgrind. What plain programs of users need
# to build is tested in tests/install/c.
# What it needs of the machine .ci/setup.sh installs.
# ECALL_MOCK_BIN names the mock server's program (else target/built or target/debug of this checkout).
set -eu

[ $# -eq 1 ] || { echo "usage: $0 PREFIX" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if [ -z "${ECALL_MOCK_BIN:-}" ]; then
    for built in built debug; do
        ECALL_MOCK_BIN=$root/target/$built/ecall-mock
        [ -x "$ECALL_MOCK_BIN" ] && break
    done
fi
export ECALL_MOCK_BIN
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A copy, so that nothing can depend on where the library was installed.
prefix=$work/moved/prefix
mkdir -p "$work/moved"
cp -a "$1" "$prefix"
jobs=$(nproc)

say() { printf '\n== %s\n' "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }

library() {
    say "the library exports ecall_ alone, under its name"
    others=$(nm -D --defined-only "$prefix/lib/libecall.so" | awk '{print $3}' | grep -v '^ecall_' || true)
    [ -z "$others" ] || fail "exported: $others"
    abi=$(sed -n 's/^#define ECALL_ABI_VERSION //p' "$prefix/include/ecall.h")
    readelf -d "$prefix/lib/libecall.so" | grep -q "soname: \[libecall.so.$abi\]" || fail "soname is not libecall.so.$abi"
    sed -n 's/^[^/ *#].*\b\(ecall_[a-z0-9_]*\)(.*/\1/p' "$prefix/include/ecall.h" | sort -u >"$work/declared"
    nm -D --defined-only "$prefix/lib/libecall.so" | awk '{print $3}' | sort -u >"$work/exported"
    diff "$work/declared" "$work/exported" || fail "header and library do not have the same functions"
}

headers() {
    say "headers by themselves, all warnings as errors"
    warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'
    echo '#include <ecall.h>' >"$work/header.c"
    # shellcheck disable=SC2086 # a list of options
    for standard in c11 c17; do gcc -std=$standard $warnings -I"$prefix/include" -fsyntax-only "$work/header.c"; done
    for header in ecall.h ecall.hpp $(cd "$prefix/include" && ls ecall/*.hpp); do
        printf '#include <%s>\n#include <%s>\n' "$header" "$header" >"$work/header.cpp"
        # shellcheck disable=SC2086 # a list of options
        for standard in c++17 c++20; do g++ -std=$standard $warnings -I"$prefix/include" -fsyntax-only "$work/header.cpp"; done
    done
    leaks=$(grep -h '#define' "$prefix"/include/ecall.hpp "$prefix"/include/ecall/*.hpp | grep -v '_HPP$' || true)
    [ -z "$leaks" ] || fail "the C++ headers define macros: $leaks"
}

# build FOLDER OPTION...: the suites
build() {
    folder=$1
    shift
    cmake -S "$here" -B "$folder" -DCMAKE_PREFIX_PATH="$prefix" "$@" >"$work/cmake.log" 2>&1 || { cat "$work/cmake.log"; fail cmake; }
    cmake --build "$folder" -j "$jobs" >"$work/cmake.log" 2>&1 || { cat "$work/cmake.log"; fail build; }
}

# sharded NAME SHARDS COMMAND...: a test program in several processes side by side; what failed is shown. Of the tests in EVEN
# processes with even numbers take their share, of those in ODD the others.
sharded() {
    name=$1
    shards=$2
    shift 2
    started=$(date +%s)
    pids=
    shard=0
    while [ "$shard" -lt "$shards" ]; do
        filter=$EVEN
        [ $((shard % 2)) -eq 0 ] || filter=$ODD
        GTEST_FILTER=$filter GTEST_TOTAL_SHARDS=$shards GTEST_SHARD_INDEX=$shard "$@" --gtest_brief=1 >"$work/shard.$shard" 2>&1 &
        pids="$pids $!"
        shard=$((shard + 1))
    done
    bad=0
    shard=0
    for pid in $pids; do
        if ! wait "$pid"; then
            bad=1
            cat "$work/shard.$shard"
        fi
        shard=$((shard + 1))
    done
    passed=$(cat "$work"/shard.* | sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' | awk '{ sum += $1 } END { print sum + 0 }')
    rm -f "$work"/shard.*
    echo "$name: $passed passed in $(($(date +%s) - started)) s"
    [ "$bad" -eq 0 ] || fail "$name"
    [ "$passed" -gt 0 ] || fail "$name ran nothing"
}

suites() {
    folder=$1
    shift
    EVEN='*' ODD='*'
    sharded behaviour_c 2 "$@" "$folder/behaviour_c"
    sharded behaviour_cpp 1 "$@" "$folder/behaviour_cpp"
    sharded vectors 2 "$@" "$folder/vectors"
    EVEN=$EVEN_CASES ODD=$ODD_CASES
    sharded conformance $((2 * jobs)) "$@" "$folder/conformance"
}

library
headers

say "conformance and behaviour"
EVEN_CASES='*' ODD_CASES='*'
build "$work/plain"
suites "$work/plain"

say "the same with gcc's address and undefined-behaviour sanitizers"
build "$work/sanitized" -DECALL_SANITIZE=ON
# Every case once in C and once in C++, once blocking and once asynchronous; below the other way round.
EVEN_CASES='c_async.*:cpp.*' ODD_CASES=$EVEN_CASES
ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 suites "$work/sanitized"

say "the same under valgrind, on a library that is not optimised"
# Optimised code compares a number together with the padding beside it where that cannot change the result (rule 5's ranges
# of status codes), which memcheck takes for an undefined value. The programs stay those above: only the library changes.
(cd "$root" && cargo build --quiet --locked -p ecall-c)
"$root/bindings/c/install.sh" "$work/unoptimised" "${CARGO_TARGET_DIR:-$root/target}/debug" >/dev/null
# Leaks that are only possible are not errors: Rust's Arc points behind the start of its block, which memcheck cannot tell
# from a lost one, and every thread that lives at the end has such blocks. What is lost for certain is an error.
export ECALL_MOCK_ARGUMENT=--chacha20
LD_LIBRARY_PATH=$work/unoptimised/lib
export LD_LIBRARY_PATH
# Every case once, by turns in C and in C++.
EVEN_CASES='c.*' ODD_CASES='cpp_async.*'
suites "$work/plain" valgrind --quiet --error-exitcode=9 --leak-check=full --num-callers=30 --fair-sched=yes \
    --child-silent-after-fork=yes --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect \
    --suppressions="$here/valgrind.supp"

say "all passed"
