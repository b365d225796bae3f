#!/usr/bin/env python3
"""Checks that the crates people build compile with none of their features, with each alone, and with all.

`ecall` is never built without a provider of cryptography (`ring` or `aws-lc`), since TLS needs one.

features.py [--list]     with --list the combinations are only printed
"""

import json
import subprocess
import sys

import crates

# What people depend on from their own Cargo.toml.
CRATES = ("ecall", "ecall-codec")
# TLS needs a crypto provider.
ONE_OF = {"ecall": {"ring", "aws-lc"}}


def combinations(name, features):
    """The sets of features to build a crate with; `default` is but a name for some of the others."""
    own = sorted(set(features) - {"default"})
    sets = [set(), *({feature} for feature in own), set(own)]
    needed = ONE_OF.get(name, set())
    assert needed <= set(own), f"{name} has none of {needed - set(own)}"
    different = [found for at, found in enumerate(sets) if found not in sets[:at]]
    return [found for found in different if not needed or found & needed]


def main():
    packages = json.loads(crates.cargo("metadata", "--no-deps", "--locked", "--format-version", "1"))["packages"]
    features = {package["name"]: package["features"] for package in packages}
    for name in CRATES:
        for found in combinations(name, features[name]):
            chosen = ",".join(sorted(found))
            print(f"features: {name} with {chosen or 'none'}", flush=True)
            command = ["cargo", "check", "--locked", "--quiet", "--package", name, "--no-default-features", "--features", chosen]
            if sys.argv[1:] != ["--list"] and subprocess.run(command, cwd=crates.ROOT).returncode:
                sys.exit(f"features: {name} does not compile with {chosen or 'none'}")


if __name__ == "__main__":
    main()
