#!/usr/bin/env bash
# Runs the tests of the examples on installed artefacts, against the mock: examples/test.sh DIST [PYTEST-ARGUMENT...]
# Fetches the peers (FastAPI, Express, Celery, ...) into target/examples where they are not there yet.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dist=$(cd "$1" && pwd)
shift
work=$(mkdir -p "$here/../target/examples" && cd "$here/../target/examples" && pwd)
venv=$work/venv
node=$work/express-receiver

if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall "$dist"/ecall-*.whl

rm -rf "$node" && mkdir "$node"
cp "$here"/express-receiver/{package.json,package-lock.json,receiver.mjs} "$node"
cd "$node"
npm ci --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error
npm install --no-save --offline --no-audit --no-fund --loglevel=error "$dist"/ecall-*.tgz

export PKG_CONFIG_PATH=$dist/prefix/lib/pkgconfig LD_LIBRARY_PATH=$dist/prefix/lib
# shellcheck disable=SC2046 # the flags are words of their own
cc -std=c11 -Wall -Wextra -Wpedantic -Werror -o "$work/watchdog" "$here/watchdog.c" $(pkg-config --cflags --libs ecall)

export EXAMPLES_BUILT=$work PYTHONDONTWRITEBYTECODE=1
cd "$here/tests"
"$dist/ecall-mock" run -- "$venv/bin/pytest" -p no:cacheprovider --quiet --strict-markers "$@"
