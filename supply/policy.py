#!/usr/bin/env python3
"""Holds deny.toml over everything that takes part in building what is shipped: licences, duplicates, sources, the oldest Rust.

Of what only tests or measures it looks at the licences. Needs no network once the sources are here. Prints every breach and exits
with 1 if there is one. cargo-deny reads the same file.
"""

import sys
from collections import defaultdict

import crates
import spdx


def matches(spec, package):
    """Whether deny.toml's `name` or `name@version` means this crate."""
    name, _, version = spec.partition("@")
    return package["name"] == name and version in ("", package["version"])


def check_licences(packages, policy):
    """The licences alone: also of what only tests or measures."""
    exceptions = policy["licenses"].get("exceptions", [])
    for package in packages:
        mine = [exception for exception in exceptions if matches(exception["crate"], package)]
        allowed = {*policy["licenses"]["allow"], *(name for exception in mine for name in exception["allow"])}
        if not package["license"]:
            yield f"{package['name']} {package['version']} names no licence"
        elif not spdx.met(spdx.parse(package["license"]), allowed):
            yield f"{package['name']} {package['version']}: licence {package['license']} is not allowed"


def check_exceptions(packages, policy):
    for exception in policy["licenses"].get("exceptions", []):
        if not any(matches(exception["crate"], package) for package in packages):
            yield f"the exception for {exception['crate']} is not needed any more"


def check_duplicates(packages, policy):
    skipped = [skip["crate"] for skip in policy["bans"]["skip"]]
    versions = defaultdict(set)
    for package in packages:
        if not any(matches(spec, package) for spec in skipped):
            versions[package["name"]].add(package["version"])
    for name, found in sorted(versions.items()):
        if len(found) > 1:
            yield f"{name} is there in {len(found)} versions: {', '.join(sorted(found))}"
    for spec in skipped:
        left = versions[spec.partition("@")[0]]
        if not left or not any(matches(spec, package) for package in packages):
            yield f"{spec} is not a duplicate any more"


def check_unwanted(packages, policy):
    for unwanted in policy["bans"].get("deny", []):
        if any(matches(unwanted["crate"], package) for package in packages):
            yield f"{unwanted['crate']} is not wanted: {unwanted['reason']}"


def check_sources(packages):
    for package in packages:
        if package["source"] is not None and not package["source"].startswith("registry+"):
            yield f"{package['name']} {package['version']} comes from {package['source']}"
        for dependency in package["dependencies"]:
            # Cargo names a registry where it is not its own.
            if dependency.get("registry"):
                yield f"{package['name']} takes {dependency['name']} from {dependency['registry']}"
        for dependency in package["dependencies"] if package["source"] is None else ():
            if dependency["req"] == "*" and not dependency.get("path"):
                yield f"{package['name']} takes any version of {dependency['name']}"


def number(version):
    return tuple(int(part) for part in (version + ".0").split(".")[:2])


def check_oldest_rust(packages):
    ours = max(number(package["rust_version"]) for package in packages if package["source"] is None)
    for package in packages:
        if package["rust_version"] and number(package["rust_version"]) > ours:
            yield f"{package['name']} {package['version']} needs Rust {package['rust_version']}: newer than the rust-version of Cargo.toml"


def breaches(packages, policy):
    return [
        *check_licences(packages, policy),
        *check_exceptions(packages, policy),
        *check_duplicates(packages, policy),
        *check_unwanted(packages, policy),
        *check_sources(packages),
        *check_oldest_rust(packages),
    ]


def main():
    policy = crates.policy()
    everything = crates.everything()["packages"]
    building = crates.reached(crates.BUILDING, policy["graph"])
    packages = [package for package in everything if crates.key(package) in building]
    beside = crates.reached(crates.ANY, {**policy["graph"], "exclude": []}) - building
    found = breaches(packages, policy)
    found += check_licences([package for package in everything if crates.key(package) in beside], policy)
    for breach in found:
        print(f"policy: {breach}")
    print(f"policy: {len(found)} breaches" if found else f"policy: {len(packages)} crates in order, and the licences of {len(beside)} beside them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
