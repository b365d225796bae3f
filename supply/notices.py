#!/usr/bin/env python3
"""Writes THIRD-PARTY-NOTICES.txt: every crate that is linked into an artefact, with its licence and the texts that go with it.

notices.py [--check]     with --check nothing is written, and a file that differs is an error

The texts come from the crates' own sources. Where a crate offers a choice it is used under the licence that comes first in ORDER:
Apache-2.0 asks for its text and the crate's own notices, which is one text for most.
"""

import re
import sys
import textwrap
from pathlib import Path

import crates
import spdx

NOTICES = crates.ROOT / "THIRD-PARTY-NOTICES.txt"
TEXTS = crates.ROOT / "supply" / "texts"
ORDER = ["Apache-2.0", "MIT"]

# What a file is called that says something of licence or authorship.
A_NOTICE = re.compile(r"licen[cs]e|copying|copyright|notice", re.IGNORECASE)
NO_TEXT = {".rs", ".yml", ".yaml", ".json", ".toml"}
# Words that only the text of one licence has, spaces made one.
SIGNS = {
    "Apache-2.0": "Apache License Version 2.0, January 2004",
    "Apache-2.0 WITH LLVM-exception": "LLVM Exceptions to the Apache 2.0 License",
    "MIT": "The above copyright notice and this permission notice shall be included in all",
    "MIT-0": "MIT No Attribution",
    "ISC": "or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies",
    "BSD-2-Clause": "Redistributions in binary form must reproduce the above copyright notice",
    "Zlib": "This software is provided 'as-is', without any express or implied warranty",
    "Unicode-3.0": "UNICODE LICENSE V3",
    "MPL-2.0": "Mozilla Public License Version 2.0",
    "CDLA-Permissive-2.0": "Community Data License Agreement - Permissive - Version 2.0",
    "Unlicense": "This is free and unencumbered software released into the public domain",
}

OF_EVERYBODY = re.compile(r"^Permission (?:is hereby granted|to use, copy)|^Redistribution and use in source", re.MULTILINE)

WIDTH = 100
HEAD = """\
Third-party notices of ecall

ecall is licensed under MIT or Apache-2.0, as you choose. Its artefacts (the Python wheel, the npm packages, libecall, the jar, the
mock server) hold these libraries of others; not every artefact holds each of them. After each name stands its licence. Where that is a
choice, the library is used here under {order}, whichever comes first. The texts follow below. The sources are unchanged and are
found at the addresses given.

They hold as well parts of the standard library of Rust and of what it is built from (https://github.com/rust-lang/rust): MIT OR
Apache-2.0 and licences like them. The text of Apache-2.0 is below.
"""


def plain(text):
    """Without its layout."""
    return re.sub(r"\s+", " ", text).strip()


def terms(apache):
    """The terms alone: what stands before and after them differs from file to file and is no part of them."""
    apache = plain(apache)
    return apache[apache.index("TERMS AND CONDITIONS FOR USE") : apache.index("END OF TERMS AND CONDITIONS")]


def licences_in(text):
    """The licences whose text this is; none if it is but a word about them."""
    text = plain(text).replace("–", "-")
    found = {name for name, sign in SIGNS.items() if sign.lower() in text.lower()}
    if "BSD-2-Clause" in found and re.search(r"\bNeither the name", text):
        found = found - {"BSD-2-Clause"} | {"BSD-3-Clause"}
    # Apache-2.0's text is a part of the one with the exception.
    return found - {"Apache-2.0"} if "Apache-2.0 WITH LLVM-exception" in found else found


def files_of(package):
    """(name, text) of each file of a crate that says something of licence or authorship."""
    for path in sorted(Path(package["manifest_path"]).parent.rglob("*")):
        if A_NOTICE.search(path.name) and path.suffix not in NO_TEXT and path.is_file():
            # One is written as a comment.
            yield path.name, re.sub(r"^// ?", "", path.read_text(encoding="utf-8", errors="replace"), flags=re.MULTILINE)


def authors(package):
    """Whoever the manifest names, without addresses."""
    named = [re.sub(r"\s*<[^>]*>", "", author) for author in package["authors"]]
    return ", ".join(named) or f"the authors of {package['name']}"


def head_and_body(text):
    """Whose it is, and what of a short licence is the same for everybody."""
    begin = OF_EVERYBODY.search(text)
    return (text[: begin.start()], text[begin.start() :]) if begin else ("", text)


class Texts:
    """The texts, each once, with the crates it is for and what each of them says before it."""

    def __init__(self):
        self.apache = (crates.ROOT / "LICENSE-APACHE").read_text(encoding="utf-8")
        self.terms = terms(self.apache)
        self.found = {}

    def add(self, text, package):
        head, body = head_and_body(text)
        _, heads = self.found.setdefault(plain(body), (body, {}))
        _, users = heads.setdefault(plain(head), (head, set()))
        users.add(package["name"])

    def add_standard(self, name, package):
        if name == "Apache-2.0":
            self.add(self.apache, package)
        else:
            self.add((TEXTS / f"{name}.txt").read_text(encoding="utf-8").replace("@WHO@", authors(package)), package)

    def take(self, package, files):
        """Adds those of a crate's own files that are needed. Returns the licences whose text is still missing."""
        tree = spdx.parse(package["license"])
        missing, offered = spdx.chosen(tree, ORDER), spdx.named(tree)
        used = set(missing)
        for name, text in files:
            held = licences_in(text)
            # What was offered and not chosen goes; what is about a part that has a licence of its own stays.
            wanted = held if "THIRD" in name.upper() else (held & used) | (held - offered)
            missing -= held
            if "Apache-2.0" in wanted and self.terms in plain(text):
                self.add_standard("Apache-2.0", package)
                wanted -= {"Apache-2.0"}
            if wanted or not held:
                self.add(text, package)
        return missing


def collect(packages):
    texts = Texts()
    files = {crates.key(package): list(files_of(package)) for package in packages}
    for package in packages:
        for name in sorted(texts.take(package, files[crates.key(package)])):
            # A crate of the same repository may have the text with the names of the authors.
            beside = [
                text
                for other in packages
                if other["repository"] == package["repository"]
                for _, text in files[crates.key(other)]
                if licences_in(text) == {name}
            ]
            if beside and name != "Apache-2.0":
                texts.add(beside[0], package)
            else:
                texts.add_standard(name, package)
    return texts.found.values()


def trimmed(text):
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def section(body, heads):
    """One text, after the names of the crates that it is for."""
    line = "=" * WIDTH
    names = sorted(set().union(*(users for _, users in heads)))
    parts = [f"{line}\n{textwrap.fill('For ' + ', '.join(names), WIDTH, break_on_hyphens=False)}\n{line}"]
    for head, users in sorted(heads, key=lambda found: sorted(found[1])):
        who = textwrap.fill(", ".join(sorted(users)) + ":", WIDTH, break_on_hyphens=False)
        if head.strip():
            parts.append(trimmed(head) if len(heads) == 1 else f"{who}\n{textwrap.indent(trimmed(head), '    ')}")
    return "\n\n".join([*parts, trimmed(body)])


def document(packages):
    names = [f"{package['name']} {package['version']}" for package in packages]
    listed = [f"{name}: {spdx.written(package['license'])}, {package['repository'] or package['homepage']}" for name, package in zip(names, packages, strict=True)]
    texts = [(body, list(heads.values())) for body, heads in collect(packages)]
    texts.sort(key=lambda text: (-sum(len(users) for _, users in text[1]), sorted(min(users) for _, users in text[1]), text[0]))
    return "\n\n".join([HEAD.format(order=" or ".join(ORDER)) + "\n" + "\n".join(listed), *(section(*text) for text in texts)]) + "\n"


def main():
    linked = crates.reached(crates.LINKED, crates.policy()["graph"])
    packages = [package for package in crates.everything()["packages"] if crates.key(package) in linked and package["source"]]
    wanted = document(sorted(packages, key=crates.key))
    if sys.argv[1:] != ["--check"]:
        NOTICES.write_text(wanted, encoding="utf-8")
    elif not NOTICES.exists() or NOTICES.read_text(encoding="utf-8") != wanted:
        sys.exit("THIRD-PARTY-NOTICES.txt differs from what the dependencies make it: supply/notices.py writes it")
    print(f"notices: {len(packages)} crates")


if __name__ == "__main__":
    main()
