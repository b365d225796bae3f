#!/usr/bin/env bash
# Packs what cargo built into target/release: wheel, npm tarball, C prefix and mock, all into dist/. `make dist` calls it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
rm -rf dist && mkdir dist

cp target/release/ecall-mock dist/

[ -x target/maturin/bin/maturin ] || python3 -m venv target/maturin
target/maturin/bin/pip install --quiet -r python/requirements-build.txt
(cd python && CARGO=$PWD/as-built.sh ../target/maturin/bin/maturin build --quiet --release --locked --out ../dist)

node/pack.sh target/release dist
bindings/c/install.sh dist/prefix target/release
jvm/pack.sh target/release dist/jvm
ls -l dist
