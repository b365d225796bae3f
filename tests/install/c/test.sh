#!/usr/bin/env bash
# The archive of the C library, unpacked anywhere: programs in C and C++ through pkg-config and CMake, shared and static.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

mkdir opt && tar -xzf "$DIST"/ecall-c-*.tar.gz -C opt
prefix=$(echo "$PWD"/opt/ecall-*)

delivered() { # PROGRAM...: it prints an id and the final state
    local said
    said=$("$MOCK" run -- "$@") || { echo "$* failed" >&2; exit 1; }
    [ "$(tail -n 1 <<<"$said")" = Delivered ] || { echo "$*: $said" >&2; exit 1; }
    echo "${*: -1}: Delivered"
}
linked() { # shared|static PROGRAM: whether it asks for libecall.so is as it should be
    local needed found=static
    needed=$(readelf -d "$2")
    [[ $needed != *'[libecall.so.'* ]] || found=shared
    [ $found = "$1" ] || { echo "$2: the library is $found, not $1" >&2; exit 1; }
}

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
strict=(-Wall -Wextra -Wpedantic -Werror)
read -r -a shared < <(pkg-config --cflags --libs ecall)
cc -std=c11 "${strict[@]}" "$here/sample.c" -o pkgconfig-c "${shared[@]}"
c++ -std=c++17 "${strict[@]}" "$here/sample.cpp" -o pkgconfig-cpp "${shared[@]}"
# Where both are there the linker takes the shared one; a prefix with the archive alone leaves it no choice.
cp -a "$prefix" static && rm static/lib/libecall.so*
export PKG_CONFIG_PATH=$PWD/static/lib/pkgconfig
read -r -a static < <(pkg-config --static --cflags --libs ecall)
cc -std=c11 "${strict[@]}" "$here/sample.c" -o pkgconfig-c-static "${static[@]}"
c++ -std=c++17 "${strict[@]}" "$here/sample.cpp" -o pkgconfig-cpp-static "${static[@]}"
for program in pkgconfig-c pkgconfig-cpp; do
    linked shared $program
    delivered env LD_LIBRARY_PATH="$prefix/lib" ./$program
    linked static $program-static
    delivered ./$program-static
done

quietly() { "$@" >cmake.log 2>&1 || { cat cmake.log >&2; exit 1; }; }
quietly cmake -S "$here" -B build -DCMAKE_PREFIX_PATH="$prefix"
quietly cmake --build build -j "$(nproc)"
for program in c_ecall cpp_ecall; do
    linked shared build/$program
    linked static build/${program}_static
    delivered build/$program
    delivered build/${program}_static
done
