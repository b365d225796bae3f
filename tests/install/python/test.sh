#!/usr/bin/env bash
# The wheel, and the mock's, in a clean environment of each Python that the machine has and they are for.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# What is in PATH and what pyenv keeps, each once.
interpreters() {
    local folders found
    IFS=: read -r -a folders <<<"$PATH"
    for found in "${folders[@]/%//python3.[1-9][0-9]}" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3; do
        # shellcheck disable=SC2086 # a pattern
        for found in $found; do
            [ -x "$found" ] && "$found" -c 'import sys, ensurepip; sys.version_info >= (3, 10) and print(sys.executable)' 2>/dev/null || true
        done
    done | while read -r found; do realpath "$found"; done | sort -u
}

tried=0
for python in $(interpreters); do
    venv=$PWD/$((tried += 1))
    "$python" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$DIST"/ecall-*.whl "$DIST"/ecall_mock-*.whl
    said=$("$venv/bin/ecall-mock" run -- "$venv/bin/python" "$here/send.py")
    [[ $said = *" of $venv/"*": Delivered" ]] || { echo "$python: $said" >&2; exit 1; }
    echo "${said/ of */}, and its mock: Delivered"
done
[ $tried -gt 0 ] || { echo "no Python from 3.10 on was found" >&2; exit 1; }
