#!/usr/bin/env bash
# The sources that pip builds where no wheel suits: unpacked and built on their own, with no index to fetch from. Without optimisation,
# which is half the time; the crates below are those that were compiled for the suites.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# The builder comes from outside, as pip would get it from an index.
pip=$ECALL_TREE/target/packaging/bin/pip
PATH=$ECALL_TREE/target/packaging/bin:$PATH CARGO_TARGET_DIR=$ECALL_TREE/target CARGO_NET_OFFLINE=true MATURIN_PEP517_ARGS='--profile dev' \
    "$pip" wheel --quiet --disable-pip-version-check --no-build-isolation --no-index --no-deps --wheel-dir "$PWD" "$DIST"/ecall-[0-9]*.tar.gz
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-index ecall-*.whl
said=$("$MOCK" run -- venv/bin/python "$here/../python/send.py")
[[ $said = *": Delivered" ]] || { echo "$said" >&2; exit 1; }
echo "sources of the wheel, built: Delivered"
