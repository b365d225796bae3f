#!/usr/bin/env bash
# Installs every artefact as a stranger would, in a folder of its own outside of this tree, and sends a message from each to the mock.
# Usage: tests/install/test.sh [PART...]; the artefacts are those of dist/ (`make dist`). Without a part all of them, after a look
# at the files themselves. What is downloaded are tools (compilers of TypeScript, Maven's plugins), never anything of ours.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
unset "${!ECALL_@}" PYTHONPATH NODE_PATH CLASSPATH

# The same place each time, so that cargo finds what it compiled of the sources there; one for each tree.
work=${TMPDIR:-/tmp}/ecall-install-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
rm -rf "$work" && mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
# No artefact can lean on the tree.
cp -a "$root/dist" "$work/dist"
# As the suites compile for debugging, so that what they compiled is found.
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=${CARGO_PROFILE_DEV_DEBUG:-line-tables-only}
export DIST=$work/dist MOCK=$work/dist/ecall-mock ECALL_TREE=$root

if [ $# -eq 0 ]; then
    (cd "$here" && PYTHONDONTWRITEBYTECODE=1 python3 -m unittest --quiet test_artefacts)
    python3 "$here/artefacts.py" "$root/dist"
    set -- python sdist node c jvm rust
fi
for part; do
    begun=$SECONDS
    mkdir "$work/$part"
    (cd "$work/$part" && "$here/$part/test.sh")
    echo "$part: $((SECONDS - begun)) s"
done
