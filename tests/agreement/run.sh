#!/usr/bin/env bash
# Compares what ecall says a text costs with four programs that others wrote, on a corpus made from a fixed seed.
# Usage: tests/agreement/run.sh WHEEL. Answers and a list of every difference are left in target/agreement.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
wheel=$(realpath "$1")
work=$here/../../target/agreement
venv=$work/venv
python=$venv/bin/python

python3 -m venv --clear "$venv"
"$python" -m pip install --quiet --disable-pip-version-check --no-index "$wheel"
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$here/requirements.txt"
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.lock"; then
    (cd "$here" && npm ci --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error >/dev/null)
    cp "$here/package-lock.json" "$here/node_modules/.lock"
fi

# An answer of an earlier run must not stand in for one that is missing.
rm -f "$work"/*.jsonl
export PYTHONDONTWRITEBYTECODE=1
"$python" "$here/corpus.py" "$work/corpus.jsonl"
# By far the slowest, so beside the others.
node "$here/node_programs.js" "$work/corpus.jsonl" "$work" &
slow=$!
trap 'kill $slow' EXIT
"$python" "$here/python_programs.py" "$work/corpus.jsonl" "$work"
wait $slow
trap - EXIT
"$python" "$here/compare.py" "$work/corpus.jsonl" "$work"
