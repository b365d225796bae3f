#!/usr/bin/env python3
"""Adds the page of the examples, and one with the source of each: examples.py EXAMPLES SITE-SOURCE.

The page is the README of the examples; its first table says which program a section is about.
"""

import re
import sys
from pathlib import Path

NAMED = re.compile(r"\[([\w.-]+)\]\(#([\w-]+)\)")
LANGUAGES = {".py": "python", ".mjs": "js", ".c": "c"}
CONTENTS = "\n```{{toctree}}\n:{options}\n\n{entries}\n```\n"


def source_of(folder, name):
    """The program that a name of the table stands for: a file, or the one in a folder."""
    path = folder / name
    found = [path] if path.is_file() else sorted(one for one in path.glob("*") if one.suffix in LANGUAGES)
    if len(found) != 1 or found[0].suffix not in LANGUAGES:
        raise SystemExit(f"{path}: is not one program")
    return found[0]


def slug(heading):
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


def main():
    examples, site = Path(sys.argv[1]), Path(sys.argv[2])
    folder = site / "examples"
    folder.mkdir()
    readme = (examples / "README.md").read_text(encoding="utf-8")
    entries = []
    for name, anchor in NAMED.findall(readme):
        program = source_of(examples, name)
        page = slug(program.name)
        (folder / program.name).write_bytes(program.read_bytes())
        text = f"# {program.name}\n\n```{{literalinclude}} {program.name}\n:language: {LANGUAGES[program.suffix]}\n```\n"
        (folder / f"{page}.md").write_text(text, encoding="utf-8")
        headings = [heading for heading in re.findall(r"^## (.*)$", readme, re.MULTILINE) if slug(heading) == anchor]
        if not headings:
            raise SystemExit(f"{examples}/README.md: has no section #{anchor}")
        readme = readme.replace(f"## {headings[0]}\n", f"## {headings[0]}\n\nSource: [{program.name}]({page}.md)\n", 1)
        entries.append(page)
    readme += CONTENTS.format(options="hidden:", entries="\n".join(entries))
    (folder / "index.md").write_text(readme, encoding="utf-8")
    with (site / "index.md").open("a", encoding="utf-8") as index:
        index.write(CONTENTS.format(options="caption: Examples\n:hidden:", entries="examples/index"))


main()
