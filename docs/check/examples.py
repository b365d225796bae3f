#!/usr/bin/env python3
"""Holds the README of the examples, which is a page of the site, to the programs that it is about: examples.py EXAMPLES

What its blocks tell a reader to type cannot be run as it stands: it installs from registries, and starts servers. So it is read: shell
has to be shell, a file that is named has to be there, and the options and variables that a program of ours is given have to be its own.
The programs themselves are run by examples/test.sh.
"""

import re
import subprocess
import sys
from pathlib import Path

SECTION = re.compile(r"^## (?P<title>.*)\n(?P<text>(?:(?!## ).*\n?)*)", re.MULTILINE)
BLOCK = re.compile(r"^```(?P<language>\S*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"[\w-]+\.(?:py|mjs|c)\b")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
EXPORTED = re.compile(r"^export .*", re.MULTILINE)
VARIABLE = re.compile(r"(?<=[ ])[A-Z][A-Z0-9_]*(?==)")
# What is read by the library, and by Celery itself.
READ_BELOW = {"ECALL_USERNAME", "ECALL_PASSWORD", "ECALL_FROM", "CELERY_BROKER_URL"}
# Their options are their own, whatever file they are given.
TOOLS = re.compile(r"\s*(?:pip|npm|install|cc|mkdir|cp)\b")


def problems_of(code, language, programs):
    """What is wrong with one block; `programs` are the sources, by name."""
    shell = language == "sh"
    if shell and subprocess.run(["bash", "-n"], input=code, text=True, capture_output=True).returncode:
        yield "is no shell"
    for name in PROGRAM.findall(code):
        if name not in programs:
            yield f"names {name}, which is not there"
    everything = "\n".join(programs.values())
    for line in EXPORTED.findall(code):
        for name in VARIABLE.findall(line):
            if name not in READ_BELOW and not re.search(rf"\b{name}\b", everything):
                yield f"sets {name}, which nothing reads"
    # A configuration names its program once, and the options on other lines.
    for line in code.split("\n") if shell else [code]:
        for name in PROGRAM.findall(line):
            for option in () if TOOLS.match(line) else OPTION.findall(line):
                if f'"{option}"' not in programs.get(name, f'"{option}"'):
                    yield f"gives {name} {option}, which it does not take"


def main():
    folder = Path(sys.argv[1])
    programs = {path.name: path.read_text(encoding="utf-8") for path in [*folder.glob("*.*"), *folder.glob("*/*.mjs")] if PROGRAM.fullmatch(path.name)}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    found, blocks = [], 0
    for section in SECTION.finditer(readme):
        for block in BLOCK.finditer(section["text"]):
            blocks += 1
            found += [f"a block of '{section['title']}' {problem}" for problem in problems_of(block["code"], block["language"], programs)]
    print(f"examples: README.md: {blocks} blocks, {len(found)} problems")
    for problem in found:
        print(f"examples/README.md: {problem}", file=sys.stderr)
    sys.exit(1 if found or not blocks else 0)


main()
