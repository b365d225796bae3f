#!/usr/bin/env python3
"""Holds README and pages to the snippets, so that all code they show is run: snippets.py ROOT

Every block of code of the README has to stand in one program of docs/snippets or of Rust's examples: its lines in their order and one
after the other; how far they are indented may differ. Commands of `make` are left out: the suites are run by them. A page of docs/
holds no code of its own; it includes programs, or pieces of them.
"""

import re
import sys
import textwrap
from pathlib import Path

# What each language's programs are called.
SUFFIXES = {
    "python": {".py"}, "js": {".mjs", ".cjs"}, "c": {".c"}, "cpp": {".cpp"}, "kotlin": {".kt"}, "java": {".java"}, "rust": {".rs"}, "sh": {".sh"},
}
# What a page may hold in a block: programs, what is made of the sources, and its contents.
DIRECTIVES = ("{literalinclude}", "{include}", "{toctree}")
FENCE = re.compile(r"^(?:```|~~~)(\S+)", re.MULTILINE)
# What begins and ends the part of a program that a page shows: on a line of its own, or the page shows less than it should.
MARK = re.compile(r"(?:#|//|/\*) (?:begin|end)")
MARKED = re.compile(r"^\s*(?:(?:#|//) (?:begin|end)|/\* (?:begin|end) \*/)$")
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
    root = Path(sys.argv[1])
    folders = [root / "docs/snippets", root / "core/client/examples"]
    programs = {path: path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*") if path.is_file()}
    readme = (root / "README.md").read_text(encoding="utf-8")
    found = [f"README.md: {problem}" for problem in problems(readme, programs)]
    blocks = len(BLOCK.findall(readme))
    print(f"snippets: README.md: {blocks - len(found)} of {blocks} blocks are run")

    for path, text in programs.items():
        lines = [line for line in text.split("\n") if MARK.search(line) and not MARKED.match(line)]
        found += [f"{path.relative_to(root)}: is cut off by what is no mark: {line.strip()}" for line in lines]

    pages = [path for path in (root / "docs").rglob("*.md")]
    for page in pages:
        strange = [word for word in FENCE.findall(page.read_text(encoding="utf-8")) if word not in DIRECTIVES]
        found += [f"{page.relative_to(root)}: has code of its own: {word}" for word in strange]
    print(f"snippets: {len(pages)} pages without code of their own" if not found else f"snippets: {len(found)} problems")
    for problem in found:
        print(problem, file=sys.stderr)
    sys.exit(1 if found or not blocks or not pages else 0)


main()
