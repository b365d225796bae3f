#!/bin/sh
# Fetches the peers that the benchmark compares with: Python's into target/bench-venv, Node's into bench/node/node_modules,
# the JVM's into target/bench/jvm-peers, libcurl's headers from the system's packages when they are absent. Does nothing where it has been done already.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
venv=$(dirname "$here")/target/bench-venv

stamp=$venv/.requirements
if ! cmp -s "$here/requirements.txt" "$stamp"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$stamp"
fi

stamp=$here/node/node_modules/.bench-lock
if ! cmp -s "$here/node/package-lock.json" "$stamp"; then
    (cd "$here/node" && npm ci --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error)
    cp "$here/node/package-lock.json" "$stamp"
fi

peers=$(dirname "$here")/target/bench/jvm-peers
if ! cmp -s "$here/jvm/pom.xml" "$peers/pom.xml"; then
    mvn --quiet --batch-mode --no-transfer-progress -Dstyle.color=never -f "$here/jvm/pom.xml" \
        org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$peers"
    cp "$here/jvm/pom.xml" "$peers/pom.xml"
fi

if ! echo '#include <curl/curl.h>' | cc -E - >/dev/null 2>&1; then
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
    fi
    $as_root apt-get update -qq
    $as_root apt-get install -y -qq --no-install-recommends libcurl4-openssl-dev
fi
