#!/usr/bin/env python3
"""Compares the answers of all programs with ecall's, and every difference with the classes that explain them.

Usage: compare.py CORPUS FOLDER. Prints one table; what is wrong goes after it, and the exit code is 1 then:
- a difference without a class, a class that holds for a text without a difference, or for no text at all;
- a text on whose alphabet and pages fewer than two programs agree with ecall;
- a class or a number of `differences.md` that is not what was found.
Every difference is written to FOLDER/differences.jsonl.
"""

import json
import re
import sys
from pathlib import Path

from differences import CLASSES

HERE = Path(__file__).resolve().parent
PROGRAMS = ("split-sms", "smsutil", "sms-segments-calculator", "smpplib")
AT_LEAST_AGREE = 2
SHOWN = 5
# | `class` | program | texts | of these with another alphabet or number of pages | ...
DOCUMENTED = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<program>\S+) \| (?P<texts>\d+) \| (?P<paged>\d+) \|", re.MULTILINE)


def read_lines(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="ascii").splitlines()]


def versions():
    """The pinned version of each program."""
    found = dict(re.findall(r"^([\w-]+)==(\S+)", (HERE / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    return found | json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]


def differing(ours, theirs):
    return {index for index, (our, their) in enumerate(zip(ours, theirs, strict=True)) if our != their}


def in_pages(indices, ours, theirs):
    return {index for index in indices if ours[index][:2] != theirs[index][:2]}


def shown(indices, texts, ours, theirs):
    """A few of many, the shortest: their ends are where pages end."""
    for index in sorted(indices, key=lambda index: len(texts[index]))[:SHOWN]:
        yield f"    line {index + 1}, …{texts[index][-40:]!a}: ecall {ours[index]}, it {theirs[index]}"


def check_program(program, texts, ours, theirs, explained):
    """What is wrong with the differences of one program, a sentence each."""
    found = differing(ours, theirs)
    covered = set().union(*explained.values())
    if unexplained := found - covered:
        yield f"{program}: {len(unexplained)} differences that no class explains"
        yield from shown(unexplained, texts, ours, theirs)
    for name, indices in explained.items():
        if not indices:
            yield f"{name}: explains nothing any more"
        if agreed := indices - found:
            yield f"{name}: holds for {len(agreed)} texts on which {program} agrees"
            yield from shown(agreed, texts, ours, theirs)


def agreeing(ours, answers):
    """On each text, how many programs have our alphabet and pages, its classes whatever they may be."""
    return [sum(answers[program][index][:2] == our[:2] for program in PROGRAMS) for index, our in enumerate(ours)]


def check_agreement(agree):
    alone = [index for index, count in enumerate(agree) if count < AT_LEAST_AGREE]
    if alone:
        yield f"{len(alone)} texts on whose alphabet and pages fewer than {AT_LEAST_AGREE} programs agree, the first on line {alone[0] + 1}"


def check_documentation(classes, ours, answers):
    page = (HERE / "differences.md").read_text(encoding="utf-8")
    documented = {(row["name"], row["program"], int(row["texts"]), int(row["paged"])) for row in DOCUMENTED.finditer(page)}
    found = {
        (each.name, each.program, len(indices), len(in_pages(indices, ours, answers[each.program])))
        for each, indices in classes.items()
    }
    for name, program, texts, paged in sorted(found - documented):
        yield f"differences.md: found, but not there: `{name}` | {program} | {texts} | {paged}"
    for name, program, texts, paged in sorted(documented - found):
        yield f"differences.md: there, but not found: `{name}` | {program} | {texts} | {paged}"


def print_table(texts, ours, answers, classes, agree):
    pinned = versions()
    gsm = sum(alphabet == "gsm" for alphabet, *_ in ours)
    most = max(pages for _, pages, *_ in ours)
    print(f"{len(texts)} texts ({gsm} GSM, {len(texts) - gsm} UCS-2, 1 to {most} pages); answers: alphabet, pages, units, room left")
    print(f"{'program':<40} {'the same':>9} {'different':>10} {'in alphabet or pages':>21}")
    for program in PROGRAMS:
        found = differing(ours, answers[program])
        paged = len(in_pages(found, ours, answers[program]))
        print(f"{program + ' ' + pinned[program]:<40} {len(texts) - len(found):>9} {len(found):>10} {paged:>21}")
        for each, indices in classes.items():
            if each.program == program:
                paged = len(in_pages(indices, ours, answers[program]))
                print(f"    {each.name:<36} {'':>9} {len(indices):>10} {paged:>21}")
    print(f"{'at least ' + str(min(agree)) + ' agree on alphabet and pages':<40} {len(texts):>9}")
    print(f"{'all ' + str(len(PROGRAMS)) + ' agree on alphabet and pages':<40} {agree.count(len(PROGRAMS)):>9}")


def write_differences(path, texts, ours, answers, classes):
    with open(path, "w", encoding="ascii") as file:
        for program in PROGRAMS:
            for index in sorted(differing(ours, answers[program])):
                named = [each.name for each, indices in classes.items() if each.program == program and index in indices]
                row = {"program": program, "classes": named, "ecall": ours[index], "it": answers[program][index], "text": texts[index]}
                file.write(json.dumps(row) + "\n")


def main(corpus, folder):
    texts = read_lines(corpus)
    ours = read_lines(Path(folder) / "ecall.jsonl")
    answers = {program: read_lines(Path(folder) / f"{program}.jsonl") for program in PROGRAMS}
    classes = {each: {index for index, text in enumerate(texts) if each.applies(text)} for each in CLASSES}

    agree = agreeing(ours, answers)
    print_table(texts, ours, answers, classes, agree)
    write_differences(Path(folder) / "differences.jsonl", texts, ours, answers, classes)

    wrong = []
    for program in PROGRAMS:
        explained = {each.name: indices for each, indices in classes.items() if each.program == program}
        wrong += check_program(program, texts, ours, answers[program], explained)
    wrong += check_agreement(agree)
    wrong += check_documentation(classes, ours, answers)
    for line in wrong:
        print(line if line.startswith(" ") else f"agreement: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
