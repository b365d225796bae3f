#!/usr/bin/env python3
"""Looks at the files that `make dist` made, without installing them.

artefacts.py DIST [--accept]

Each is there under its name and version, holds the licences, keeps below its limit, and has the size of sizes.json or nearly so; what is
native is stripped and asks for no newer glibc than promised. --accept writes the sizes of today. Sizes are of one platform, so that
others are held to the limits alone.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = Path(__file__).with_name("sizes.json")

TARGET = "x86_64-unknown-linux-gnu"
PLATFORM = "linux-x64-gnu"
# How far a size may be from what was accepted.
TOLERANCE = 0.10
LIMITS = {"wheel": 6_000_000, "Node addon": 6_000_000, "libecall.so": 6_000_000}
# What does not keep its limit yet: empty at a release, and one that keeps it is an error.
OVER = {"libecall.so"}
# manylinux2014, which every wheel and library keeps to.
GLIBC = (2, 17)
LEGAL = ("LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-NOTICES.txt")

# What is packed: a name, and the one file that it is.
PACKED = {
    "wheel": "ecall-{version}-cp310-abi3-*.whl",
    "sources of the wheel": "ecall-{version}.tar.gz",
    "mock, wheel": "ecall_mock-{version}-py3-none-*.whl",
    "npm package": "ecall-{version}.tgz",
    "npm package of the platform": "ecall-{platform}-{version}.tgz",
    "mock, npm package": "ecall-mock-{version}.tgz",
    "mock, npm package of the platform": "ecall-mock-{platform}-{version}.tgz",
    "C library, archive": "ecall-c-{version}-{target}.tar.gz",
    "crate ecall-codec": "crates/ecall-codec-{version}.crate",
    "crate ecall": "crates/ecall-{version}.crate",
    "jar": "jvm/ecall-{version}.jar",
}
# What is native: a name, what it is in, and where there.
NATIVE = {
    "Python extension": ("wheel", "ecall/_ecall.abi3.so"),
    "Node addon": ("npm package of the platform", "package/ecall.node"),
    "libecall.so": ("C library, archive", "ecall-{version}/lib/libecall.so.{version}"),
    "libecall_uniffi.so": ("jar", "linux-x86-64/libecall_uniffi.so"),
    "ecall-mock": ("mock, npm package of the platform", "package/ecall-mock"),
    "ecall-mock of the wheel": ("mock, wheel", "ecall_mock-{version}.data/scripts/ecall-mock"),
}
# Measured as well, neither packed nor loaded.
PLAIN = {"libecall.a": "prefix/lib/libecall.a"}


def version():
    return tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]


def named(pattern):
    return pattern.format(version=version(), platform=PLATFORM, target=TARGET)


class Archive:
    """A zip or a tar, as names and octets."""

    def __init__(self, path):
        self._zip = zipfile.ZipFile(path) if zipfile.is_zipfile(path) else None
        self._tar = None if self._zip else tarfile.open(path)
        self.names = self._zip.namelist() if self._zip else self._tar.getnames()

    def read(self, name):
        return self._zip.read(name) if self._zip else self._tar.extractfile(name).read()


def archives(dist):
    """name -> (path, what is in it), and a complaint for each that is not there once."""
    found, breaches = {}, []
    for name, pattern in PACKED.items():
        paths = sorted(dist.glob(named(pattern)))
        if len(paths) == 1:
            found[name] = (paths[0], Archive(paths[0]))
        else:
            breaches.append(f"{name}: {named(pattern)} is there {len(paths)} times")
    return found, breaches


def without_licences(found):
    for name, (_, archive) in found.items():
        held = {Path(entry).name for entry in archive.names}
        for file in LEGAL:
            if file not in held:
                yield f"{name}: has no {file}"


def readelf(path, *options):
    return subprocess.run(["readelf", "--wide", *options, path], check=True, capture_output=True, text=True).stdout


def unfit(name, path):
    """What is wrong with a native file."""
    left = re.findall(r"\s(\.symtab|\.debug_\w+)\s", readelf(path, "--sections"))
    if left:
        yield f"{name}: not stripped, has {', '.join(sorted(set(left)))}"
    asked = re.findall(r"\bGLIBC_(\d+)\.(\d+)", readelf(path, "--version-info"))
    newest = max(((int(major), int(minor)) for major, minor in asked), default=(0, 0))
    if newest > GLIBC:
        yield f"{name}: asks for glibc {newest[0]}.{newest[1]}, promised is {GLIBC[0]}.{GLIBC[1]}"
    for library in re.findall(r"NEEDED.*\[(.*)\]", readelf(path, "--dynamic")):
        if not re.match(r"(libc|libm|libdl|librt|libpthread|libutil|ld-linux-x86-64)\.so\.", library):
            yield f"{name}: asks for {library}"


def mistagged(wheel):
    """auditwheel's own look at a wheel: whether its name promises what it holds."""
    auditwheel = ROOT / "target" / "packaging" / "bin" / "auditwheel"
    said = subprocess.run([auditwheel, "show", wheel], check=True, capture_output=True, text=True).stdout
    tag = re.search(r'platform\s+tag:\s+"(\w+)"', said)
    if not tag or tag[1] not in wheel.name:
        yield f"{wheel.name}: auditwheel says {tag[1] if tag else said}"


def natives(found):
    """name -> octets, and a complaint for each that is not where it belongs."""
    octets, breaches = {}, []
    for name, (package, place) in NATIVE.items():
        if package in found:
            archive = found[package][1]
            if named(place) in archive.names:
                octets[name] = archive.read(named(place))
            else:
                breaches.append(f"{package}: has no {named(place)}")
    return octets, breaches


def changed(sizes):
    """Sizes that are not what was accepted."""
    accepted = json.loads(SIZES.read_text(encoding="utf-8")) if SIZES.exists() else {}
    for name in sorted(sizes.keys() | accepted.keys()):
        now, then = sizes.get(name, 0), accepted.get(name, 0)
        if abs(now - then) > TOLERANCE * then:
            yield f"{name}: {now:,} octets, accepted were {then:,} (tests/install/artefacts.py dist --accept takes those of now)"


def beyond_limits(sizes):
    for name, limit in LIMITS.items():
        size = sizes.get(name, 0)
        if name in OVER:
            print(f"OVER ITS LIMIT: {name} has {size:,} octets of {limit:,}")
        if size > limit and name not in OVER:
            yield f"{name}: {size:,} octets, the limit is {limit:,}"
        if size <= limit and name in OVER:
            yield f"{name}: keeps its limit of {limit:,}, and is listed as over it"


def main():
    dist, accept = Path(sys.argv[1]), sys.argv[2:] == ["--accept"]
    found, breaches = archives(dist)
    octets, misplaced = natives(found)
    breaches += misplaced
    breaches += without_licences(found)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in octets.items():
            path = Path(folder) / "native"
            path.write_bytes(content)
            breaches += unfit(name, path)
    for name in ("wheel", "mock, wheel"):
        if name in found:
            breaches += mistagged(found[name][0])

    sizes = {name: path.stat().st_size for name, (path, _) in found.items()}
    sizes |= {name: len(content) for name, content in octets.items()}
    sizes |= {name: (dist / place).stat().st_size for name, place in PLAIN.items() if (dist / place).exists()}
    breaches += beyond_limits(sizes)
    if accept:
        SIZES.write_text(json.dumps(dict(sorted(sizes.items())), indent=2) + "\n", encoding="utf-8")
    breaches += changed(sizes)

    for name, size in sorted(sizes.items()):
        print(f"{size:12,}  {name}")
    for breach in breaches:
        print(f"artefacts: {breach}", file=sys.stderr)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
