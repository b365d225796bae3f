#!/usr/bin/env bash
# The npm tarballs in a project: CommonJS, an ES module, strict TypeScript, bundles by esbuild, and the mock's package beside them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
npm() { command npm "$@" --silent --no-audit --no-fund; }

cp "$here"/* .
npm ci --ignore-scripts --omit-lockfile-registry-resolved
npm install --offline --ignore-scripts "$DIST"/ecall-*.tgz

delivered() { # WHAT PROGRAM
    local said
    said=$(node_modules/.bin/ecall-mock run -- node "$2") || { echo "$1 failed" >&2; exit 1; }
    [ "$said" = Delivered ] || { echo "$1: $said" >&2; exit 1; }
    echo "$1: Delivered"
}
delivered CommonJS send.cjs
delivered 'ES module' send.mjs
node_modules/.bin/tsc
delivered 'strict TypeScript' compiled/send.js
# The addon is no source: it stays where npm put it, and is found from the bundle.
node_modules/.bin/esbuild send.ts --bundle --platform=node --log-level=warning --outfile=bundle.js
delivered 'esbuild, one file' bundle.js
node_modules/.bin/esbuild send.mjs --bundle --platform=node --format=esm --external:ecall --log-level=warning --outfile=bundle.mjs
delivered 'esbuild, an ES module' bundle.mjs

# The mock's package: its end is the command's, and it takes the program with it when it is stopped.
code=0
npx --no-install ecall-mock run -- node -e 'process.exit(7)' || code=$?
[ $code = 7 ] || { echo "ecall-mock run ended with $code in place of 7" >&2; exit 1; }
node_modules/.bin/ecall-mock serve >serving &
launcher=$!
# As long as it lives, and 30 seconds at most.
for ((tried = 0; tried < 600; tried += 1)); do
    if [ -s serving ] || ! kill -0 $launcher 2>/dev/null; then break; fi
    sleep 0.05
done
[ -s serving ] || { kill $launcher 2>/dev/null || true; echo "ecall-mock serve did not start" >&2; exit 1; }
kill $launcher && wait $launcher || true
node -e '
  const { port } = new URL(JSON.parse(require("node:fs").readFileSync("serving", "utf8")).rest_url)
  const socket = require("node:net").connect(port, "127.0.0.1", () => { console.error("ecall-mock serves on after it was stopped"); process.exit(1) })
  socket.on("error", () => {})'
echo 'ecall-mock: its end and its signals'

# The package alone, where npm finds none of the platforms': it is installed, and says what is missing.
mkdir ../alone && cd ../alone
echo '{ "private": true }' >package.json
npm install --offline "$DIST"/ecall-[0-9]*.tgz
said=$(node -e "try { require('ecall') } catch ({ code, message }) { console.log(code, message) }")
platform=$(node -p 'process.platform + "-" + process.arch')
[[ $said = "ERR_ECALL_ADDON "*" on $platform, Node "*"@ecall/$platform"*" is not installed"* ]] || { echo "without an addon: $said" >&2; exit 1; }
echo 'without an addon: an error that names it'
