#!/bin/sh
# Lays out the C library under a prefix that may be moved afterwards.
#   bindings/c/install.sh PREFIX TARGET_DIR
# TARGET_DIR is where cargo built the crate ecall-c: target/built (what `make dist` built) or target/debug.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: $0 PREFIX TARGET_DIR" >&2
    exit 2
fi
prefix=$1
built=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
header=$root/include/ecall.h

macro() {
    value=$(sed -n "s/^#define $1 //p" "$header" | tr -d '"')
    [ -n "$value" ] || { echo "$header does not define $1" >&2; exit 1; }
    echo "$value"
}
version=$(macro ECALL_VERSION)
major=$(macro ECALL_VERSION_MAJOR)
abi=$(macro ECALL_ABI_VERSION)
# What rustc names for a static library on glibc (`--print native-static-libs`).
libs='gcc_s util rt pthread m dl c'
flags=$(for lib in $libs; do printf -- '-l%s ' "$lib"; done | sed 's/ $//')
list=$(echo "$libs" | tr ' ' ';')

fill() {
    sed -e "s|@VERSION@|$version|g" -e "s|@MAJOR@|$major|g" -e "s|@ABI_VERSION@|$abi|g" \
        -e "s|@SYSTEM_LIBS@|$flags|g" -e "s|@SYSTEM_LIBS_CMAKE@|$list|g" "$here/templates/$1.in" >"$2/$1"
}

lib=$prefix/lib
mkdir -p "$lib/pkgconfig" "$lib/cmake/ecall" "$prefix/include/ecall"
rm -f "$lib"/libecall.so* "$lib/libecall.a"
cp "$built/libecall_c.so" "$lib/libecall.so.$version"
ln -s "libecall.so.$version" "$lib/libecall.so.$abi"
ln -s "libecall.so.$abi" "$lib/libecall.so"
cp "$built/libecall_c.a" "$lib/libecall.a"
licences=$prefix/share/licenses/ecall
mkdir -p "$licences"
cp "$root"/LICENSE-* "$root/THIRD-PARTY-NOTICES.txt" "$licences/"
cp "$header" "$root/include/ecall.hpp" "$prefix/include/"
cp "$root"/include/ecall/*.hpp "$prefix/include/ecall/"
fill ecall.pc "$lib/pkgconfig"
fill ecall-config.cmake "$lib/cmake/ecall"
fill ecall-config-version.cmake "$lib/cmake/ecall"
echo "ecall $version installed in $prefix"
