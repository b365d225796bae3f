#!/usr/bin/env bash
# Where what we ship comes from: licences, duplicates, notices, the bill of materials, features, and the workflows that release it.
# Usage: supply/test.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
work=$PWD/target/supply
export PYTHONDONTWRITEBYTECODE=1
mkdir -p "$work"

if ! cmp -s "$here/requirements.txt" "$work/venv/.requirements"; then
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$work/venv/.requirements"
fi

(cd "$here" && python3 -m unittest --quiet test_supply)
"$here/policy.py"
"$here/notices.py" --check

"$here/sbom.py" "$work/first.cdx.json"
"$here/sbom.py" "$work/second.cdx.json"
cmp "$work/first.cdx.json" "$work/second.cdx.json"
"$work/venv/bin/python" "$here/validate.py" "$work/first.cdx.json"

"$here/features.py"

"$work/venv/bin/zizmor" --offline --persona pedantic --quiet .github/workflows
# The one tool that no registry has built is compiled, in half a minute, where there is a Go that can.
if [ "$(printf 'go1.25\n%s\n' "$(go env GOVERSION 2>/dev/null)" | sort -V | head -n 1)" = go1.25 ]; then
    go build -C "$here/actionlint" -o "$work/actionlint" github.com/rhysd/actionlint/cmd/actionlint
    "$work/actionlint" -shellcheck "$work/venv/bin/shellcheck" -pyflakes=
    echo "workflows: in order"
else
    echo "workflows: in order for zizmor; actionlint was not run, it wants Go 1.25"
fi
