#!/usr/bin/env bash
# Makes the npm tarball of this platform: node/pack.sh FOLDER-OF-THE-BUILT-LIBRARY DESTINATION
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
built=$(cd "$1" && pwd)
destination=$(mkdir -p "$2" && cd "$2" && pwd)
stage=$here/../target/node-package

rm -rf "$stage" && mkdir -p "$stage"
cp -R "$here"/{package.json,README.md,src,types} "$here"/../LICENSE-* "$stage"

platform=$(node -p '`${process.platform}-${process.arch}`')
case $platform in
    linux-*)
        abi=gnu
        if ldd --version 2>&1 | grep -qi musl; then abi=musl; fi
        cp "$built/libecall_node.so" "$stage/ecall.$platform-$abi.node"
        ;;
    darwin-*) cp "$built/libecall_node.dylib" "$stage/ecall.$platform.node" ;;
    win32-*) cp "$built/ecall_node.dll" "$stage/ecall.$platform-msvc.node" ;;
    *) echo "no name is known for the addon of $platform" >&2 && exit 1 ;;
esac
cd "$stage"
npm pack --silent --pack-destination "$destination"
