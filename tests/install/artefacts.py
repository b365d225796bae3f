#!/usr/bin/env python3
"""Looks at the files that `make dist` made, without installing them.

artefacts.py DIST [--accept]

Each is there under its name and version, holds the licences, keeps below its limit, and has the size of sizes.json or nearly so; what is
native on Linux is stripped and asks for no newer glibc than promised. --accept writes the sizes of today. The platform is that of the
npm packages. sizes.json is of one platform: on others sizes are held to the limits alone, and so is a jar with the libraries of others.
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
# What they were measured on.
SIZES_OF = "linux-x64-gnu"

PLATFORMS = json.loads((ROOT / "packaging" / "platforms.json").read_text(encoding="utf-8"))
# How far a size may be from what was accepted.
TOLERANCE = 0.10
LIMITS = {"wheel": 6_000_000, "Node addon": 6_000_000, "libecall.so": 6_000_000}
# What does not keep its limit yet: empty at a release, and one that keeps it is an error.
OVER = set()
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
    "Python extension": ("wheel", "ecall/_ecall{abi3}"),
    "Node addon": ("npm package of the platform", "package/ecall.node"),
    "libecall.so": ("C library, archive", "ecall-{version}/lib/libecall.so.{version}"),
    "libecall_uniffi.so": ("jar", "{jna}/{uniffi}"),
    "ecall-mock": ("mock, npm package of the platform", "package/ecall-mock{exe}"),
    "ecall-mock of the wheel": ("mock, wheel", "ecall_mock-{version}.data/scripts/ecall-mock{exe}"),
}
# How systems name them.
NAMES = {
    "linux": {"abi3": ".abi3.so", "uniffi": "libecall_uniffi.so", "exe": ""},
    "darwin": {"abi3": ".abi3.so", "uniffi": "libecall_uniffi.dylib", "exe": ""},
    "win32": {"abi3": ".pyd", "uniffi": "ecall_uniffi.dll", "exe": ".exe"},
}
# Measured as well, neither packed nor loaded.
PLAIN = {"libecall.a": "prefix/lib/libecall.a"}


def version():
    return tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]


class Platform:
    """What was built for: of platforms.json the one that DIST has npm packages of."""

    def __init__(self, dist):
        there = [target for target, platform in PLATFORMS.items() if (dist / f"ecall-{platform['npm']}-{version()}.tgz").exists()]
        if len(there) != 1:
            sys.exit(f"artefacts: {dist} is of one platform, and has the npm packages of {', '.join(there) or 'none'}")
        self.target, facts = there[0], PLATFORMS[there[0]]
        self.name, self.os, self.jna = facts["npm"], facts["os"], facts.get("jna")
        self._without = {*(() if self.name.endswith("-gnu") else {"C library, archive"}), *(() if self.jna else {"jar"})}

    def packed(self):
        """PACKED, but what this platform has not."""
        return {name: pattern for name, pattern in PACKED.items() if name not in self._without}

    def named(self, pattern):
        return pattern.format(version=version(), platform=self.name, target=self.target, jna=self.jna, **NAMES[self.os])


class Archive:
    """A zip or a tar, as names and octets."""

    def __init__(self, path):
        self._zip = zipfile.ZipFile(path) if zipfile.is_zipfile(path) else None
        self._tar = None if self._zip else tarfile.open(path)
        self.names = self._zip.namelist() if self._zip else self._tar.getnames()

    def read(self, name):
        return self._zip.read(name) if self._zip else self._tar.extractfile(name).read()


def archives(dist, platform):
    """name -> (path, what is in it), and a complaint for each that is not there once."""
    found, breaches = {}, []
    for name, pattern in platform.packed().items():
        paths = sorted(dist.glob(platform.named(pattern)))
        if len(paths) == 1:
            found[name] = (paths[0], Archive(paths[0]))
        else:
            breaches.append(f"{name}: {platform.named(pattern)} is there {len(paths)} times")
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
    libraries = re.findall(r"NEEDED.*\[(.*)\]", readelf(path, "--dynamic"))
    for library in libraries:
        if not re.match(r"(libc|libc\.musl-\w+|libm|libdl|librt|libpthread|libutil|libgcc_s|ld-linux-[\w-]+)\.so(\.|$)", library):
            yield f"{name}: asks for {library}"
    if "libc.so.6" in libraries and "libgcc_s.so.1" not in libraries:
        # packaging/zig-linker.sh says what comes of that.
        yield f"{name}: has an unwinder of its own, which is not that of glibc"


def mistagged(wheel):
    """auditwheel's own look at a wheel: whether its name promises what it holds."""
    auditwheel = ROOT / "target" / "packaging" / "bin" / "auditwheel"
    said = subprocess.run([auditwheel, "show", wheel], check=True, capture_output=True, text=True).stdout
    tag = re.search(r'platform\s+tag:\s+"(\w+)"', said)
    if not tag or tag[1] not in wheel.name:
        yield f"{wheel.name}: auditwheel says {tag[1] if tag else said}"


def natives(found, platform):
    """name -> octets, and a complaint for each that is not where it belongs."""
    octets, breaches = {}, []
    for name, (package, place) in NATIVE.items():
        if package in found:
            archive = found[package][1]
            place = platform.named(place)
            if place in archive.names:
                octets[name] = archive.read(place)
            else:
                breaches.append(f"{package}: has no {place}")
    return octets, breaches


def with_others(jar, platform):
    """Whether a jar has libraries of other platforms too: that of a release."""
    return any(entry.startswith(f"{other['jna']}/") for other in PLATFORMS.values() if other.get("jna", platform.jna) != platform.jna for entry in jar.names)


def changed(sizes, incomparable):
    """Sizes that are not what was accepted."""
    accepted = json.loads(SIZES.read_text(encoding="utf-8")) if SIZES.exists() else {}
    for name in sorted((sizes.keys() | accepted.keys()) - incomparable):
        now, then = sizes.get(name, 0), accepted.get(name, 0)
        if abs(now - then) > TOLERANCE * then:
            yield f"{name}: {now:,} octets, accepted were {then:,} (tests/install/artefacts.py dist --accept takes those of now)"


def beyond_limits(sizes):
    for name, limit in LIMITS.items():
        size = sizes.get(name, 0)
        if size > limit and name not in OVER:
            yield f"{name}: {size:,} octets, the limit is {limit:,}"
        if name in sizes and size <= limit and name in OVER:
            yield f"{name}: keeps its limit of {limit:,}, and is listed as over it"


def warnings(sizes):
    """What is over its limit and let through, so that nobody overlooks it."""
    over = [(name, sizes[name], LIMITS[name]) for name in sorted(OVER & sizes.keys())]
    if over:
        yield "!" * 100
        for name, size, limit in over:
            yield f"!!! WARNING: {name} IS OVER ITS LIMIT: {size:,} octets of {limit:,}, {size / limit - 1:.1%} too many"
        yield "!!! It is let through by OVER in tests/install/artefacts.py, which has to be empty at a release."
        yield "!" * 100


def main():
    dist, accept = Path(sys.argv[1]), sys.argv[2:] == ["--accept"]
    platform = Platform(dist)
    found, breaches = archives(dist, platform)
    octets, misplaced = natives(found, platform)
    breaches += misplaced
    breaches += without_licences(found)
    if platform.os == "linux":
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
    incomparable = {"jar"} if "jar" in found and with_others(found["jar"][1], platform) else set()
    if accept and (platform.name != SIZES_OF or incomparable):
        breaches.append(f"the sizes to accept are those of {SIZES_OF} alone")
    elif accept:
        SIZES.write_text(json.dumps(dict(sorted(sizes.items())), indent=2) + "\n", encoding="utf-8")
    if platform.name == SIZES_OF:
        breaches += changed(sizes, incomparable)

    for name, size in sorted(sizes.items()):
        print(f"{size:12,}  {name}")
    for breach in breaches:
        print(f"artefacts: {breach}", file=sys.stderr)
    for line in warnings(sizes):
        print(line, file=sys.stderr)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
