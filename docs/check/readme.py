#!/usr/bin/env python3
"""Holds the README to the snippets: every block of code in it is a piece of a program that docs/snippets/test.sh runs.

    readme.py README FOLDER...     FOLDERs hold the programs

A block's lines must stand in one program, in their order and one after the other; how far they are indented may differ.
Commands of `make` are left out: the suites are run by them.
"""

import re
import sys
import textwrap
from pathlib import Path

# What each language's programs are called.
SUFFIXES = {
    "python": {".py"}, "js": {".mjs", ".cjs"}, "c": {".c"}, "cpp": {".cpp"}, "kotlin": {".kt"}, "java": {".java"}, "rust": {".rs"}, "sh": {".sh"},
}
BLOCK = re.compile(r"^```(?P<language>\S*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


def lines_of(text):
    return [line.rstrip() for line in textwrap.dedent(text).strip("\n").split("\n")]


def holds(program, block):
    """Whether the lines of a block stand in a program."""
    lines = program.split("\n")
    length = len(block)
    return any(lines_of("\n".join(lines[start : start + length])) == block for start in range(len(lines) - length + 1))


def problems(readme, programs):
    """Each block that no program has, with its line."""
    for found in BLOCK.finditer(readme):
        block, language = lines_of(found["code"]), found["language"]
        if language == "sh" and all(line.startswith("make ") for line in block):
            continue
        candidates = [text for path, text in programs.items() if path.suffix in SUFFIXES.get(language, ())]
        if not any(holds(text, block) for text in candidates):
            line = readme.count("\n", 0, found.start()) + 1
            yield f"line {line}: no snippet has this block of {language or 'no language'}: {block[0]}"


def main():
    readme, folders = Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]
    programs = {path: path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*") if path.is_file()}
    text = readme.read_text(encoding="utf-8")
    found = [*problems(text, programs)]
    for problem in found:
        print(f"{readme.name}: {problem}", file=sys.stderr)
    blocks = len(BLOCK.findall(text))
    print(f"snippets: {readme.name}: {blocks - len(found)} of {blocks} blocks are run")
    sys.exit(1 if found or not blocks else 0)


main()
