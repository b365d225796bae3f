#!/usr/bin/env bash
# zig as the linker, with the system's unwinder. zig brings one of its own, which would be linked in: then glibc's, with which it ends a
# thread that is cancelled or exits, would meet our frames' reading of the other's state, and the program would crash. A program may do
# that to a thread in our calls, and Python does it to its daemon threads. Every Linux has the library, and manylinux allows it.
# ECALL_ZIG_TARGET is zig's name of the target; packaging/dist.sh sets it.
set -euo pipefail
# This machine's libgcc_s may ask for more of glibc than the target has; the one that it will be loaded with does not.
arguments=(-Wl,--allow-shlib-undefined)
for argument; do
    [ "$argument" = -lgcc_s ] && argument=$(cc -print-file-name=libgcc_s.so.1)
    arguments+=("$argument")
done
exec cargo-zigbuild zig cc -- -target "$ECALL_ZIG_TARGET" "${arguments[@]}"
