"""Which crates are in what is shipped, as cargo resolves them for every platform of a release."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Of what is linked into an artefact, and of what takes part in building one.
LINKED = "normal,no-proc-macro"
BUILDING = "normal,build"
# And of what only tests it.
ANY = "normal,build,dev"


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def policy():
    return tomllib.loads((ROOT / "supply" / "deny.toml").read_text(encoding="utf-8"))


def everything():
    """cargo's description of the workspace and of all below it; fetches the sources that are not on this machine yet."""
    return json.loads(cargo("metadata", "--locked", "--format-version", "1"))


def key(package):
    return package["name"], package["version"]


def reached(edges, graph):
    """(name, version) of the crates below what is shipped, itself included; `graph` is that part of the policy."""
    found = cargo(
        *("tree", "--locked", "--workspace", "--prefix", "none", "--format", "{p}", "--edges", edges),
        *(word for name in graph["exclude"] for word in ("--exclude", name)),
        *(word for target in graph["targets"] for word in ("--target", target)),
    )
    return set(re.findall(r"^(\S+) v(\S+)", found, re.MULTILINE))
