#!/usr/bin/env python3
"""Holds the house of ARCHITECTURE.md: who may know whom, what a room may hold, how large a file may be.

Prints every breach and exits with 1 if there is one. Called by `make lint`.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CLIENT = {"ecall", "ecall-codec", "ecall-runtime"}
BINDINGS = {"ecall-python", "ecall-node", "ecall-c", "ecall-uniffi"}
BINDING_TECHNOLOGY = {"pyo3", "napi", "napi-derive", "cbindgen", "uniffi", "neon", "libc"}
# What the codec may stand on: tables, nothing that reaches out of the process.
CODEC_MAY_USE = {"encoding_rs", "unicode-segmentation"}
NOT_IN_CODEC = re.compile(
    r"\bstd::(net|fs|io|time|thread|process|env|sync)\b|\basync\b|\bawait\b|\bInstant\b|\bSystemTime\b|\btokio\b|\bprintln!"
)
# A binding converts and calls; transport and models are core's.
NOT_IN_BINDINGS = {"reqwest", "rustls", "hyper", "hyper-util", "serde", "schemars", "url", "http"}
MODEL_IN_BINDING = re.compile(r"derive\([^)]*\b(Serialize|Deserialize|JsonSchema)\b")

# What a dependency may be licensed under; CDLA-Permissive is the root certificates'.
LICENCES = {
    "MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0", "Zlib", "Unicode-3.0",
    "CDLA-Permissive-2.0", "Apache-2.0 WITH LLVM-exception",
}

MAX_LINES = 500
HAND_WRITTEN = {".rs", ".py", ".pyi", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".c", ".cc", ".cpp", ".h", ".hpp", ".kt", ".java", ".sh"}


def dependencies(metadata, direct_only):
    """name of a workspace crate -> names of what its library is built from (not its tests, not its build script)."""
    names = {package["id"]: package["name"] for package in metadata["packages"]}
    below = {}
    for node in metadata["resolve"]["nodes"]:
        below[node["id"]] = {
            edge["pkg"] for edge in node["deps"] if any(kind["kind"] is None for kind in edge["dep_kinds"])
        }
    found = {}
    for member in metadata["workspace_members"]:
        reached, todo = set(), set(below[member])
        while todo:
            package = todo.pop()
            if package not in reached:
                reached.add(package)
                if not direct_only:
                    todo |= below[package]
        found[names[member]] = {names[package] for package in reached}
    return found


def declared(metadata):
    """name of a workspace crate -> everything its manifest names, tests and build script included."""
    members = set(metadata["workspace_members"])
    return {
        package["name"]: {dependency["name"] for dependency in package["dependencies"]}
        for package in metadata["packages"]
        if package["id"] in members
    }


def check_dependencies(metadata):
    reached = dependencies(metadata, direct_only=False)
    direct = dependencies(metadata, direct_only=True)
    named = declared(metadata)

    def breach(crate, found, why):
        for name in sorted(found):
            yield f"{crate} depends on {name}: {why}"

    yield from breach("ecall-mock", (reached["ecall-mock"] | named["ecall-mock"]) & CLIENT, "the mock shares nothing with the client")
    yield from breach("ecall-codec", named["ecall-codec"] - CODEC_MAY_USE - {"proptest"}, "the codec is tables and arithmetic")
    for crate in ("ecall", "ecall-codec", "ecall-runtime"):
        technology = BINDING_TECHNOLOGY - ({"libc"} if crate != "ecall-codec" else set())
        yield from breach(crate, (reached[crate] | named[crate]) & technology, "core knows no binding technology")
    for crate in sorted(BINDINGS):
        yield from breach(crate, direct[crate] & NOT_IN_BINDINGS, "a binding converts and calls")
    for crate in ("ecall", "ecall-codec", "ecall-runtime"):
        yield from breach(crate, reached[crate] & BINDINGS, "nothing knows a binding")


def licence_allows(expression):
    """Whether an SPDX expression (or its old form with a slash) can be met with licences of the list."""
    words = re.findall(r"\(|\)|\bOR\b|\bAND\b|/|[\w.+-]+(?: WITH [\w.+-]+)?", expression)
    spelled = {"OR": "or", "/": "or", "AND": "and", "(": "(", ")": ")"}
    return bool(eval(" ".join(spelled.get(word) or str(word in LICENCES) for word in words)))  # noqa: S307 - only True, False, or, and, ()


def check_licences(metadata):
    for package in metadata["packages"]:
        expression = package.get("license")
        if not expression or not licence_allows(expression):
            yield f"{package['name']} {package.get('version', '')}: licence {expression} is not one of ours"


def check_sources(files):
    for path, text in files.items():
        parts = path.split("/")
        if path.startswith("core/codec/src/"):
            for number, line in enumerate(text.splitlines(), 1):
                if NOT_IN_CODEC.search(line.split("//")[0]):
                    yield f"{path}:{number}: the codec has no I/O, no async and no clock"
        if parts[0] == "bindings" and parts[1] in ("python", "node", "c", "uniffi"):
            for number, line in enumerate(text.splitlines(), 1):
                if MODEL_IN_BINDING.search(line):
                    yield f"{path}:{number}: a model of a binding's own"
        if Path(path).suffix in HAND_WRITTEN:
            lines = text.count("\n")
            generated = "Generated by" in "\n".join(text.splitlines()[:8])
            if lines > MAX_LINES and not generated:
                yield f"{path}: {lines} lines; no hand-written file passes {MAX_LINES}"
        if parts[-1] == "Cargo.toml" and len(parts) > 1 and "[package]" in text and not re.search(r"\[lints\]\s*\nworkspace = true", text):
            yield f"{path}: does not take the workspace's lints, which ask for documentation of every public item"


def check_documentation_lint(workspace_manifest):
    if not re.search(r'^missing_docs = "deny"$', workspace_manifest, re.MULTILINE):
        yield "Cargo.toml: missing_docs is no longer denied"


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    files = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and (path.suffix in HAND_WRITTEN or path.name == "Cargo.toml"):
            files[name] = path.read_text(encoding="utf-8")
    return files


def main():
    metadata = json.loads(
        subprocess.run(
            ["cargo", "metadata", "--format-version", "1", "--locked"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
    )
    breaches = [
        *check_dependencies(metadata),
        *check_licences(metadata),
        *check_sources(tracked_files()),
        *check_documentation_lint((ROOT / "Cargo.toml").read_text(encoding="utf-8")),
    ]
    for breach in breaches:
        print(f"house: {breach}")
    print(f"house: {len(breaches)} breaches" if breaches else "house: in order")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
