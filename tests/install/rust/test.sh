#!/usr/bin/env bash
# The packaged crates in a project, in place of those that a registry does not have yet. Nothing is fetched: the crates below are
# those that were compiled for the suites.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

for crate in "$DIST"/crates/*.crate; do tar -xzf "$crate"; done
client=$(echo ecall-[0-9]*)
mkdir -p project/src && cd project
cp "$here/send.rs" src/main.rs
cp "$ECALL_TREE/Cargo.lock" .
cat >Cargo.toml <<END
[package]
name = "consumer"
edition = "2024"

[dependencies]
ecall = "${client#ecall-}"

[patch.crates-io]
ecall = { path = "../$client" }
ecall-codec = { path = "../ecall-codec-${client#ecall-}" }
END
CARGO_TARGET_DIR=$ECALL_TREE/target cargo build --quiet --offline
said=$("$MOCK" run -- "$ECALL_TREE/target/debug/consumer")
[ "$said" = Delivered ] || { echo "$said" >&2; exit 1; }
echo "the crates: Delivered"
