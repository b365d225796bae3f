#!/usr/bin/env python3
"""Puts the list of provisional facts, from the documentation of core, at the end of a page: provisional.py ROOT PAGE.

A fact is provisional where core's own comment says so; the name is that of the item under the comment.
"""

import re
import sys
from pathlib import Path

# The rooms of core, in the order of the page, with what they are to a reader.
ROOMS = {
    "core/client/src/rest": "REST",
    "core/client/src/client.rs": "REST",
    "core/client/src/media": "Files",
    "core/client/src/https": "HTTPS forms",
    "core/client/src/soap": "SOAP",
    "core/client/src/job": "Jobs (HTTPS and SOAP)",
    "core/client/src/smpp": "SMPP",
    "core/codec/src/smpp": "SMPP",
    "core/client/src/webhook": "Webhooks",
    "core/client/src/model": "Messages, results and states",
    "core/client/src/call": "Errors",
    "core/codec/src/text": "Texts",
}
# The blocking client repeats what the other says.
LEFT_OUT = ("core/client/src/blocking/", "/tests/", "/tests.rs")
COMMENT = re.compile(r"^\s*//[/!]? ?(.*)$")
ITEM = re.compile(r"\b(?:fn|const(?! fn)|struct|enum|type|trait) (\w+)")
MEMBER = re.compile(r"^\s*(?:pub(?:\([^)]*\))? )?(?:r#)?(\w+)(?: = |:|\(|,|$)")
LINK = re.compile(r"\[`([^\]`]+)`\](?:\([^)]*\))?")


def comments(text):
    """Each comment with the line of code that follows it."""
    gathered = []
    for line in [*text.split("\n"), ""]:
        if found := COMMENT.match(line):
            gathered.append(found[1])
        elif line.strip().startswith("#["):
            continue
        else:
            if gathered:
                yield " ".join(gathered), line
            gathered = []


def name_of(line, path):
    found = ITEM.search(line) or MEMBER.search(line)
    return found[1] if found and found[1] not in ("mod", "use") else path.stem


def shown(comment):
    """The comment without the syntax of rustdoc, and without what it says of errors, unless that is the fact."""
    before, _, of_errors = comment.partition("# Errors")
    comment = before if "provisional" in before.lower() else of_errors
    comment = re.sub(r"#!?\[[^\]]*\]", "", comment)
    return LINK.sub(r"`\1`", comment).replace("|", "\\|").strip()


def facts(root):
    """Room, name, words and path of each fact."""
    for path in sorted([*root.glob("core/client/src/**/*.rs"), *root.glob("core/codec/src/**/*.rs")]):
        relative = path.relative_to(root).as_posix()
        if any(part in f"/{relative}" for part in LEFT_OUT):
            continue
        room = next((title for prefix, title in ROOMS.items() if relative.startswith(prefix)), None)
        for comment, line in comments(path.read_text(encoding="utf-8")):
            if "provisional" not in comment.lower():
                continue
            if room is None:
                raise SystemExit(f"{relative}: has a provisional fact and no place on the page")
            yield room, name_of(line, path), shown(comment), relative


def main():
    root, page = Path(sys.argv[1]), Path(sys.argv[2])
    rooms = {title: {} for title in ROOMS.values()}
    for room, name, words, path in facts(root):
        rooms[room].setdefault((name, words), path)
    lines = []
    for title, rows in rooms.items():
        lines += [f"## {title}", "", "| where | what the code says of it |", "|---|---|"]
        lines += [f"| `{name}`<br>{path.split('/src/')[1]} | {words} |" for (name, words), path in rows.items()]
        lines.append("")
    with page.open("a", encoding="utf-8") as file:
        file.write("\n".join(["", *lines]))


main()
