#!/usr/bin/env bash
# A hundred thousand messages through the wheel in $1, against the mock server in ECALL_MOCK_BIN.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/target/volume
rm -rf "$work" && mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-index "$1"
# Away from the tree, so that what is imported is what was installed.
cd "$work"
exec "$work/venv/bin/python" "$root/tests/volume/volume.py"
