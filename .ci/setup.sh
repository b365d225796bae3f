#!/usr/bin/env bash
# Installs what the builds and suites need and the machine lacks. Debian's packages only; languages bring the rest by lock file.
set -euo pipefail
missing=()
want() { # COMMAND-OR-FILE PACKAGE
    if ! command -v "$1" >/dev/null 2>&1 && [ ! -e "$1" ]; then missing+=("$2"); fi
}
want cc gcc
want c++ g++
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
    echo "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
command -v cargo >/dev/null || { echo "Rust is needed: see rustup.rs" >&2; exit 1; }
