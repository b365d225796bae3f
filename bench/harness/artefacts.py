"""Puts our own parts, as `make dist` made them, where the workers find them."""

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from harness.paths import BENCH, NODE_FOLDER, OUT, PYTHON, ROOT
from harness.workers import Failure


def build_rust() -> None:
    """The server and the Rust peers."""
    run("cargo", "build", "--release", "--locked", "-p", "ecall-bench-server", "-p", "ecall-bench-rust")


def build_curl_worker() -> None:
    _compile("curl-worker", "curl_worker.c", "-lcurl")


def build_ecall_workers(dist: Path) -> None:
    library = dist / "prefix" / "lib"
    if not library.is_dir():
        raise Failure(f"no C library in {dist}/prefix (make dist)")
    flags = ("-I", str(dist / "prefix" / "include"), "-L", str(library), f"-Wl,-rpath,{library}", "-lecall")
    _compile("ecall-worker", "ecall_worker.c", *flags)
    _compile("ecall-smpp-worker", "ecall_smpp_worker.c", *flags)


def build_jvm_worker(dist: Path) -> None:
    """Our jars, and the workers of the JVM."""
    jars = sorted((dist / "jvm").glob("*.jar"))
    if not jars:
        raise Failure(f"no jar in {dist}/jvm (make dist)")
    shutil.rmtree(OUT / "jvm", ignore_errors=True)
    (OUT / "jvm").mkdir(parents=True)
    for jar in jars:
        shutil.copy(jar, OUT / "jvm")
    classes = f"{OUT}/jvm/*:{OUT}/jvm-peers/*"
    run("javac", "-cp", classes, "-d", str(OUT / "jvm-worker"), str(BENCH / "jvm" / "Worker.java"))


def install_wheel(dist: Path) -> Path:
    """Installs the wheel of this dist folder, and nothing from elsewhere."""
    wheel = _newest(dist, "ecall-*.whl")
    run(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall", str(wheel))
    return wheel


def install_npm(dist: Path) -> list[Path]:
    """Unpacks our npm tarballs into the workers' node_modules. They have no dependencies that npm would have to find."""
    tarballs = [path for path in sorted(dist.rglob("*.tgz")) if "mock" not in path.name]
    if not tarballs:
        raise Failure(f"no npm tarball in {dist} (make dist)")
    for tarball in tarballs:
        with tarfile.open(tarball) as archive:
            name = json.load(archive.extractfile("package/package.json"))["name"]
            folder = NODE_FOLDER / "node_modules" / name
            shutil.rmtree(folder, ignore_errors=True)
            for member in archive.getmembers():
                place = folder / Path(member.name).relative_to("package")
                if member.isfile():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(archive.extractfile(member).read())
    return tarballs


def sizes(dist: Path) -> dict[str, int]:
    """Bytes of what a user gets, as far as it was built."""
    found = {}
    for name, pattern in (
        ("wheel", "ecall-*.whl"),
        ("npm tarball", "*.tgz"),
        ("libecall.so", "prefix/lib/libecall.so*"),
    ):
        paths = [path for path in dist.glob(pattern) if "mock" not in path.name]
        if paths:
            found[name] = max(path.stat().st_size for path in paths)
    addons = [path for path in NODE_FOLDER.glob("node_modules/**/*.node") if "ecall" in str(path.relative_to(BENCH))]
    if addons:
        found["Node addon"] = max(path.stat().st_size for path in addons)
    return found


def run(*command: str) -> None:
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failure(f"failed: {' '.join(command)}: {error}") from error


def _compile(program: str, source: str, *flags: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    compiler = os.environ.get("CC", "cc")
    strict = ("-O2", "-Wall", "-Wextra", "-Werror", "-pthread")
    run(compiler, *strict, "-o", str(OUT / program), str(BENCH / "c" / source), *flags)


def _newest(dist: Path, pattern: str) -> Path:
    paths = sorted(dist.glob(pattern), key=lambda path: path.stat().st_mtime)
    if not paths:
        raise Failure(f"no {pattern} in {dist} (make dist)")
    return paths[-1]
