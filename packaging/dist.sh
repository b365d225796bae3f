#!/usr/bin/env bash
# Builds everything that is shipped and packs it into dist/. `make dist` calls it; packaging/README.md says what comes out.
# ECALL_TARGET is the Rust target to build for, this machine's own unless set.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
target=${ECALL_TARGET:-$(rustc -vV | sed -n 's/^host: //p')}
platform() { # KEY: what this target is called there; nothing where it has no name
    node -p "require('./packaging/platforms.json')['$target']?.$1 ?? ''"
}
[ -n "$(platform npm)" ] || { echo "$target is not in packaging/platforms.json" >&2; exit 1; }

# Windows has its own names, and starts no script in place of a program.
programs=bin exe='' maturins_cargo=$root/packaging/as-built.sh
case $target in *windows*) programs=Scripts exe=.exe maturins_cargo=cargo ;; esac

tools=$root/target/packaging
[ -x "$tools/$programs/pip$exe" ] || python3 -m venv "$tools"
"$tools/$programs/python$exe" -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements.txt
# cargo-zigbuild looks for zig at the first python3.
export PATH=$tools/$programs:$PATH CARGO_ZIGBUILD_CACHE_DIR=$root/target/zig ZIG_GLOBAL_CACHE_DIR=$root/target/zig/cache

# One invocation for everything that is shipped, so that each dependency is compiled once. On Linux zig links it, and compiles what
# is C: for a glibc that is older than this machine's.
compile=(cargo build --target "$target")
wheels=()
case $target in
    *-linux-gnu*)
        compile=(cargo-zigbuild zigbuild --target "$target.2.17")
        wheels=(--compatibility manylinux_2_17)
        linker=CARGO_TARGET_${target//-/_}_LINKER
        export "${linker^^}=$root/packaging/zig-linker.sh" ECALL_ZIG_TARGET="${target%%-*}-linux-gnu.2.17"
        ;;
    *-linux-musl*)
        compile=(cargo-zigbuild zigbuild --target "$target")
        wheels=(--compatibility musllinux_1_2)
        # Musl's programs are static unless told otherwise, and static programs have no libraries that are loaded.
        export RUSTFLAGS="-C target-feature=-crt-static"
        ;;
esac
compile+=(--release --locked --lib --bins --example demo --example smpp_volume -p ecall -p ecall-python -p ecall-node -p ecall-c -p ecall-uniffi -p ecall-mock)
"${compile[@]}"
built=target/$target/release
# Where the suites look, whatever was built for. What Windows makes of a link is a copy.
[ -n "$exe" ] || ln -sfn "$target/release" target/built

rm -rf dist && mkdir dist
export ECALL_BUILD="${compile[*]}"
wheel() { # FOLDER: its wheel, around what was built
    (cd "$1" && CARGO=$maturins_cargo maturin build --quiet --release --locked --target "$target" \
        ${wheels[@]+"${wheels[@]}"} --out "$root/dist")
}
wheel python
wheel tests/mock
(cd python && maturin sdist --out "$root/dist")
node packaging/npm.mjs "$target" "$built" dist
for crate in ecall-codec ecall; do
    # Not verified here: ecall asks for ecall-codec, which no registry has yet. tests/install/rust builds on the two.
    cargo package --quiet --no-verify --allow-dirty --exclude-lockfile --target-dir target/crates -p "$crate"
done
mkdir dist/crates && cp target/crates/package/*-"$version".crate dist/crates/
cp "$built/ecall-mock$exe" dist/

# The programs that README tries first.
mkdir -p dist/first/kotlin dist/first/rust/src
cp docs/snippets/{python/first.py,node/first.mjs,cpp/first.cpp,java/First.java} dist/first/
cp docs/snippets/c/wait.c dist/first/first.c
cp docs/snippets/kotlin/{First.kt,pom.xml} dist/first/kotlin/
cp docs/snippets/rust/manifest.toml dist/first/rust/Cargo.toml
cp Cargo.lock dist/first/rust/
cp core/client/examples/tutorial.rs dist/first/rust/src/main.rs

if [[ $target = *-linux-gnu ]]; then
    bindings/c/install.sh dist/prefix "$built"
    # A static library keeps its symbols, which linking needs, and not the standard library's debug information.
    strip --strip-debug dist/prefix/lib/libecall.a
    rm -rf target/prefix && mkdir target/prefix
    cp -a dist/prefix "target/prefix/ecall-$version"
    tar -czf "dist/ecall-c-$version-$target.tar.gz" -C target/prefix "ecall-$version"
fi
jna=$(platform jna)
[ -z "$jna" ] || ECALL_PLATFORM=$jna jvm/pack.sh "$built" dist/jvm
python3 supply/sbom.py "dist/ecall-$version.cdx.json"
ls -l dist
