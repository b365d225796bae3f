#!/usr/bin/env python3
"""Runs the snippets of one language, each with an account of its own, and compares what they print.

    run.py FOLDER SUFFIX COMMAND...

FOLDER holds the snippets; of COMMAND `{}` is the file's name and `{stem}` its name without the suffix. Beside a snippet may lie
NAME.json, the steps that the mock is told before it runs, and NAME.out, what it prints (`…` is anything on a line). The mock's
addresses are in the environment, or the program starts a mock itself (those of SUFFIX .sh do).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))
import mock  # noqa: E402


def matches(pattern, printed):
    """Whether a text is what a pattern asks for."""
    return re.fullmatch(".*".join(re.escape(piece) for piece in pattern.split("…")), printed) is not None


def problem_of(file, command):
    """Runs one snippet; says what is wrong with it, or nothing."""
    environment = {**os.environ, "ECALL_USERNAME": file.stem, "ECALL_PASSWORD": "p"}
    steps, expected = file.with_suffix(".json"), file.with_suffix(".out")
    if steps.exists():
        mock.tell("script", mock.json.loads(steps.read_text()), username=file.stem)
    words = [word.replace("{stem}", file.stem).replace("{}", file.name) for word in command]
    # Long enough for the commands that build something.
    done = subprocess.run(words, cwd=file.parent, env=environment, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        return f"ended with {done.returncode}\n{done.stdout}{done.stderr}"
    if expected.exists() and not matches(expected.read_text(), done.stdout):
        return f"printed\n{done.stdout}in place of\n{expected.read_text()}{done.stderr}"
    return None


def main():
    folder, suffix, command = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    files = sorted(folder.glob(f"*{suffix}"))
    failed = 0
    for file in files:
        problem = problem_of(file, command)
        if problem:
            failed += 1
            print(f"snippet {file.name}: {problem}", file=sys.stderr)
    print(f"snippets: {folder.name}{suffix}: {len(files) - failed} of {len(files)} ran as shown", flush=True)
    sys.exit(1 if failed or not files else 0)


main()
