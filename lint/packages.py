#!/usr/bin/env python3
"""Holds what the packages repeat: one version, that of the workspace, one list of platforms, and one Kotlin.

Prints every breach and exits with 1 if there is one. Called by `make lint`.
"""

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def text(*place):
    return ROOT.joinpath(*place).read_text(encoding="utf-8")


def versions(workspace):
    """Where the version stands a second time, and what stands there."""
    for name, dependency in workspace["dependencies"].items():
        if "path" in dependency and "version" in dependency:
            yield f"Cargo.toml, {name}", dependency["version"]
    for package in tomllib.loads(text("Cargo.lock"))["package"]:
        if "source" not in package:
            yield f"Cargo.lock, {package['name']}", package["version"]
    yield "include/ecall.h", re.search(r'^#define ECALL_VERSION "(.*)"$', text("include", "ecall.h"), re.MULTILINE)[1]
    # Maven's own: the first that stands below the project itself.
    yield "jvm/pom.xml", re.search(r"^  <version>(.*)</version>$", text("jvm", "pom.xml"), re.MULTILINE)[1]


def kotlin(*place):
    """The version of Kotlin that a project of Maven takes."""
    return re.search(r"<kotlin\.version>(.*)</kotlin\.version>", text(*place))[1]


def added_when_packed():
    """Manifests whose version packaging/npm.mjs adds, so that none may stand there."""
    for name in ("node/package.json", "tests/mock/npm/package.json"):
        if "version" in json.loads(text(name)):
            yield name


# What PyPI calls the systems of packaging/platforms.json.
SYSTEMS = {"darwin": "MacOS", "linux": "POSIX :: Linux", "win32": "Microsoft :: Windows"}


def main():
    workspace = tomllib.loads(text("Cargo.toml"))["workspace"]
    version = workspace["package"]["version"]
    breaches = [f"{where} has version {found}, the workspace {version}" for where, found in versions(workspace) if found != version]
    breaches += [f"{name} has a version of its own: packaging/npm.mjs adds the workspace's" for name in added_when_packed()]
    if kotlin("docs", "snippets", "kotlin", "pom.xml") != kotlin("jvm", "pom.xml"):
        breaches.append("docs/snippets/kotlin/pom.xml and jvm/pom.xml do not name the same Kotlin")
    packed = json.loads(text("packaging", "platforms.json"))
    released = {f"Operating System :: {SYSTEMS[platform['os']]}" for platform in packed.values()}
    classifiers = tomllib.loads(text("python", "pyproject.toml"))["project"]["classifiers"]
    if released != {name for name in classifiers if name.startswith("Operating System")}:
        breaches.append(f"python/pyproject.toml does not name the systems of packaging/platforms.json: {', '.join(sorted(released))}")
    allowed = tomllib.loads(text("supply", "deny.toml"))["graph"]["targets"]
    if set(packed) != set(allowed):
        breaches.append(f"packaging/platforms.json and supply/deny.toml do not name the same platforms: {', '.join(sorted(set(packed) ^ set(allowed)))}")
    for breach in breaches:
        print(f"packages: {breach}")
    print(f"packages: {len(breaches)} breaches" if breaches else f"packages: all of version {version}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
