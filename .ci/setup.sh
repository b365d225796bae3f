#!/usr/bin/env bash
# Installs what the builds and suites need and the machine lacks. Debian's packages only; languages bring the rest by lock file.
set -euo pipefail
node_wanted=20
# Python's reader of TOML came with it; the packages run on older ones.
python_wanted=3.11
rust_wanted=1.88

say_no() { echo "$*" >&2; exit 1; }
older() { # VERSION THAN
    [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

missing=()
want() { # COMMAND-OR-FILE PACKAGE
    if ! command -v "$1" >/dev/null 2>&1 && [ ! -e "$1" ]; then missing+=("$2"); fi
}
want cc gcc
want c++ g++
want make make
want cmake cmake
want pkg-config pkg-config
want valgrind valgrind
want mvn maven
want java default-jdk-headless
want node nodejs
want npm npm
want python3 python3
want /usr/include/gtest/gtest.h libgtest-dev
want /usr/include/nlohmann/json.hpp nlohmann-json3-dev
python3 -c 'import ensurepip' >/dev/null 2>&1 || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || say_no "these are needed, and there is no apt-get to install them with: ${missing[*]}"
    as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || say_no "these have to be installed as root, and there is no sudo: ${missing[*]}"
        as_root=(sudo)
    fi
    echo "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

node_found=$(node --version)
! older "${node_found#v}" "$node_wanted" || say_no "Node $node_wanted or newer is needed, this one is ${node_found#v}: see nodejs.org"

python_found=$(python3 -c 'import platform; print(platform.python_version())')
! older "$python_found" "$python_wanted" || say_no "Python $python_wanted or newer is needed, this one is $python_found: see python.org"

command -v cargo >/dev/null && command -v rustc >/dev/null || say_no "Rust $rust_wanted or newer is needed: see rustup.rs"
rust_found=$(rustc --version | cut -d ' ' -f 2)
! older "$rust_found" "$rust_wanted" || say_no "Rust $rust_wanted or newer is needed, this one is $rust_found: 'rustup update' brings it"
for component in clippy rustfmt; do
    program=cargo-${component/rustfmt/fmt}
    if ! "$program" --version >/dev/null 2>&1; then
        command -v rustup >/dev/null || say_no "Rust's $component is needed"
        rustup component add "$component"
    fi
done
