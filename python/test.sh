#!/usr/bin/env bash
# The Python suite on an installed wheel: behaviour and conformance (pytest), stubs (stubtest), types (mypy, pyright).
# Usage: python/test.sh WHEEL [PYTEST-ARGUMENT...]. The mock is ECALL_MOCK_BIN, else target/debug/ecall-mock.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(realpath "$1")
shift
venv=$root/target/python-venv
bin=$venv/bin

python3 -m venv --clear "$venv"
"$bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
"$bin/pip" install --quiet --disable-pip-version-check -r "$root/python/requirements-test.txt"

# Nowhere near the sources of the package, which must not be found in place of the wheel.
cd "$root/python/tests"
export PYTHONDONTWRITEBYTECODE=1
"$bin/pytest" --quiet "$@"
"$bin/stubtest" ecall
cd typing
"$bin/mypy" --strict --warn-unused-ignores --cache-dir "$venv/mypy" sample.py
"$bin/mypy" --strict --cache-dir "$venv/mypy" -p ecall
# The node that runs it is the machine's; nothing is fetched but the package itself.
export PYRIGHT_PYTHON_IGNORE_WARNINGS=1
"$bin/pyright" --pythonpath "$bin/python"
# This one looks only at the interpreter in PATH.
PATH=$bin:$PATH "$bin/pyright" --verifytypes ecall --ignoreexternal >"$venv/verifytypes.txt" || {
    cat "$venv/verifytypes.txt"
    exit 1
}
grep 'Type completeness score' "$venv/verifytypes.txt"
