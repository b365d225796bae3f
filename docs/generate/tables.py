#!/usr/bin/env python3
"""Writes the tables of errors and codes from core's own: tables.py ROOT FOLDER.

Read from the sources, so that a page cannot say otherwise than the code. Ends with an error where a table is not found any more, or
a language lacks a kind.
"""

import re
import sys
from pathlib import Path


class Sources:
    """The checkout's files."""

    def __init__(self, root):
        self.root = Path(root)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def rows(self, path, pattern):
        found = re.findall(pattern, self.text(path))
        if not found:
            raise SystemExit(f"{path}: nothing in it matches {pattern}")
        return found


def table(head, rows):
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def kind_link(word):
    return f"[`{word}`](#kind-{word.replace('_', '-')})"


def camel(word):
    return "".join(part.capitalize() for part in word.split("_"))


def kinds(sources):
    """Variant, number, word and sentence of each kind, in core's order."""
    return sources.rows("core/client/src/error/kind.rs", r'(?m)^    (\w+) = (\d+), "(\w+)", "(.*)";$')


def errors(sources):
    """The table of kinds. Every language has to have every one of them."""
    classes = {
        "python/ecall/errors.py": "class {0}Error(",
        "node/types/kinds.d.ts": "class {0}Error ",
        "include/ecall/error.hpp": "class {0}Error :",
        "jvm/src/main/kotlin/ecall/Exceptions.kt": "class {0}Exception",
        "include/ecall.h": "#define ECALL_{1} {2}\n",
    }
    rows = []
    for _, number, word, sentence in kinds(sources):
        for path, pattern in classes.items():
            expected = pattern.format(camel(word), word.upper(), number)
            if expected not in sources.text(path):
                raise SystemExit(f"{path}: has no {expected.strip()!r}")
        names = [f"{camel(word)}Error", f"{camel(word)}Exception", f"ECALL_{word.upper()}"]
        rows.append([f"{kind_link(word)}<br>{number}", sentence, "<br>".join(f"`{name}`" for name in names)])
    return table(["kind", "means", "class; on the JVM; in C"], rows)


def rest_codes(sources):
    path = "core/client/src/model/api_error.rs"
    block = sources.text(path).split('pub enum ErrorCode as "ErrorCode"')[1]
    found = re.findall(r'/// (.*)\n\s+\w+ = "(\w+)",', block)
    return table(["errorCode", "means"], [[f"`{code}`", doc] for doc, code in found])


JOBS = "core/client/src/model/job.rs"


def kinds_of_results(sources):
    """Which result codes have a kind of error of their own, read from `ResultCode::kind`."""
    words = {variant: word for variant, _, word, _ in kinds(sources)}
    numbers = dict(sources.rows(JOBS, r"pub const (\w+): Self = Self\((\d+)\);"))
    method = re.search(r"pub fn kind\(self\) -> Kind \{(.*?)\n    \}", sources.text(JOBS), re.DOTALL)[1]
    found = {}
    for arm, kind in re.findall(r"((?:Self::\w+[ |]*)+)=> Kind::(\w+)", method):
        found.update({numbers[name]: words[kind] for name in re.findall(r"Self::(\w+)", arm)})
    not_found = re.search(r"is_not_found\(self\) -> bool \{\s*matches!\(self, (.*?)\)", sources.text(JOBS))[1]
    found.update({numbers[name]: "not_found" for name in re.findall(r"Self::(\w+)", not_found)})
    return found


def result_codes(sources):
    special = kinds_of_results(sources)
    rows = []
    for code, name, meaning in sources.rows(JOBS, r'\((\d+), \("(\w+)", "(.*?)"\)\),'):
        kind = "" if code == "0" else kind_link(special.get(code, "rejected"))
        rows.append([code, f"`{name}`", meaning, kind])
    return table(["code", "name", "means", "kind of error"], rows)


def job_states(sources):
    pattern = r'\((\d+), \((Sms|Voice|Fax), "(.*?)", (true|false), (?:Some\(\|\| Status::(\w+)\)|None)\)\),'
    words = dict(sources.rows("core/client/src/model/status.rs", r'(\w+) = "(\w+)",'))
    rows = []
    for state, family, meaning, final, word in sources.rows(JOBS, pattern):
        rows.append([state, family, meaning, "yes" if final == "true" else "", f"`{words[word]}`" if word else ""])
    return table(["state", "job", "means", "final", "in the words of REST"], rows)


def reasons(sources):
    block = re.search(r"const REASONS: .*?\];", sources.text(JOBS), re.DOTALL)[0]
    return table(["reason", "means"], re.findall(r'\((\d+), "(.*?)"\),', block))


def smpp_statuses(sources):
    words = {variant: word for variant, _, word, _ in kinds(sources)}
    method = sources.text("core/client/src/smpp/submit/outcome.rs").split("fn kind_of(")[1].split("\n}")[0]
    special = {}
    for arm, kind in re.findall(r"((?:Status::\w+[ |]*)+)=> Kind::(\w+)", method):
        special.update({name: words[kind] for name in re.findall(r"Status::(\w+)", arm)})
    rows = []
    pattern = r'/// (.*)\n(?:\s+/// .*\n)*\s+(\w+) = (0x[0-9a-f]+), "(\w+)";'
    for doc, constant, number, name in sources.rows("core/codec/src/smpp/status.rs", pattern):
        kind = "" if constant == "ROK" else kind_link(special.get(constant, "rejected"))
        rows.append([f"`{number}`", f"`{name}`", doc, kind])
    return table(["status", "name", "means", "kind of error"], rows)


def main():
    sources, folder = Sources(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (errors, rest_codes, result_codes, job_states, reasons, smpp_statuses):
        (folder / f"{make.__name__}.md").write_text(make(sources), encoding="utf-8")


main()
