#!/usr/bin/env bash
# Installs npm tarballs into a project of their own and runs every suite of this language on them: node/test.sh dist/ecall-*.tgz
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tarballs=()
for tarball; do tarballs+=("$(realpath "$tarball")"); done
project=$here/../target/node-test

# The compiler that checks the types; the package itself needs nothing.
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.lock"; then
    (cd "$here" && npm ci --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error)
    cp "$here/package-lock.json" "$here/node_modules/.lock"
fi

rm -rf "$project" && mkdir -p "$project"
cp -R "$here/test" "$project/test"
cd "$project"
echo '{ "name": "consumer", "private": true }' > package.json
npm install --offline --no-audit --no-fund --loglevel=error "${tarballs[@]}"
mkdir -p node_modules/@types
ln -s "$here/node_modules/typescript" node_modules/typescript
ln -s "$here/node_modules/@types/node" node_modules/@types/node
ln -s "$here/node_modules/undici-types" node_modules/undici-types

export ECALL_REPOSITORY=$here/..
node --test --test-reporter=spec test/*.test.*
