#!/usr/bin/env bash
# The least that has to be true of what was built for a platform: each artefact that holds something native is installed, and sends a
# message to the mock. Needs nothing from outside, so that it runs on every platform of a release; test.sh does more, on Linux.
# Usage: tests/install/load.sh DIST
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dist=$(cd "${1:?usage: tests/install/load.sh DIST}" && pwd)
unset "${!ECALL_@}" PYTHONPATH NODE_PATH CLASSPATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# What Windows calls differently.
scripts=bin separator=:
case $(uname) in MINGW* | MSYS* | CYGWIN*) scripts=Scripts separator=';' ;; esac

delivered() { # WHAT COMMAND...: it prints the final state at the end of its last line
    local what=$1 said
    shift
    said=$("$@") || { echo "$what failed" >&2; exit 1; }
    said=${said%$'\r'}
    [[ $said = *Delivered ]] || { echo "$what: $said" >&2; exit 1; }
    echo "$what: Delivered"
}

python3 -m venv venv
venv/$scripts/python -m pip install --quiet --disable-pip-version-check --no-index "$dist"/ecall-*.whl "$dist"/ecall_mock-*.whl
delivered 'wheels' venv/$scripts/ecall-mock run -- venv/$scripts/python "$here/python/send.py"

mkdir node && cp "$here/node/send.cjs" node/
echo '{ "private": true }' >node/package.json
(cd node && npm install --silent --no-audit --no-fund --offline --ignore-scripts "$dist"/ecall-*.tgz)
delivered 'npm packages' node/node_modules/.bin/ecall-mock run -- node node/send.cjs

if compgen -G "$dist/jvm/ecall-*.jar" >/dev/null; then
    cp "$dist"/jvm/*.jar .
    mkdir classes && javac -cp './*' -d classes "$here/jvm/Consumer.java"
    delivered 'jar' venv/$scripts/ecall-mock run -- java -cp "classes$separator./*" Consumer
fi
if compgen -G "$dist/ecall-c-*.tar.gz" >/dev/null; then
    mkdir c && (cd c && DIST=$dist MOCK=$work/venv/bin/ecall-mock "$here/c/test.sh")
fi
