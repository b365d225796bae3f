#!/usr/bin/env python3
"""Holds the rule that every language runs every conformance case: compares what the suites wrote to the file that
CONFORMANCE_RAN names with cases.json. Called by `make test` after the suites: lint/cases_ran.py FILE."""

import json
import sys
from pathlib import Path

CONFORMANCE = Path(__file__).resolve().parent.parent / "tests" / "conformance"


def left_out(cases, languages, lines):
    """What a language did not run, a sentence each."""
    ran = {language: set() for language in languages}
    for line in lines:
        language, name = line.split()
        ran.setdefault(language, set()).add(name)
    for language in languages:
        for name in cases:
            if name not in ran[language]:
                yield f"{language} did not run {name}"


def main(path):
    cases = [case["name"] for case in json.loads((CONFORMANCE / "cases.json").read_text(encoding="utf-8"))["cases"]]
    languages = json.loads((CONFORMANCE / "known-failing.json").read_text(encoding="utf-8"))
    missing = list(left_out(cases, languages, Path(path).read_text(encoding="utf-8").splitlines()))
    for sentence in missing:
        print(sentence)
    print(f"{len(cases)} cases in {len(languages)} languages, {len(missing)} left out")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
