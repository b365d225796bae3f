#!/usr/bin/env python3
"""Sends an SMS for each row of a CSV file with the columns id, to and text, and can be run again until everything is accepted.

    pip install ecall tqdm
    export ECALL_USERNAME=u ECALL_PASSWORD=p ECALL_FROM=Alarm
    python bulk_csv.py messages.csv results.csv

results.csv is a journal: "begun" before a message goes out, then "accepted", "refused" or "unknown". Where it is run again, messages
that were accepted stay away, and so do those that may have been: the unknown, and the begun of a run that was killed. Only
--resend-unknown sends these again, perhaps twice. Exit code: 0 everything is accepted, 1 something is not, 2 it could not begin.
"""

import argparse
import csv
import fcntl
import sys
from collections import Counter
from typing import NoReturn

import ecall
from tqdm import tqdm

STATES = "begun", "accepted", "refused", "unknown"


def give_up(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    sys.exit(2)


class Journal:
    """The results file. Each line is handed to the system before its message goes out; the last line of an id counts."""

    def __init__(self, path: str) -> None:
        self.file = open(path, "a+", newline="", encoding="utf-8")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            give_up(f"{path}: another run is under way")
        self.file.seek(0)
        text = self.file.read()
        # Each line by itself: a run that was killed may have left half of one.
        rows = [next(csv.reader([line]), []) for line in text.splitlines()]
        self.states = {row[0]: row[1] for row in rows if len(row) == 4 and row[1] in STATES}
        if text and not text.endswith("\n"):
            self.file.write("\r\n")
        self.writer = csv.writer(self.file)
        if not text:
            self.writer.writerow(("id", "state", "message_id", "detail"))

    def write(self, row_id: str, state: str, message_id: object = "", detail: object = "") -> None:
        self.writer.writerow((row_id, state, message_id, " ".join(str(detail).split())))
        self.file.flush()
        self.states[row_id] = state

    def write_result(self, row_id: str, result: "ecall.MessageResult | ecall.EcallError") -> None:
        if not isinstance(result, ecall.EcallError):
            self.write(row_id, "accepted", result.message_id, "possible duplicate" if result.possible_duplicate else "")
        else:
            self.write(row_id, "unknown" if result.outcome == "unknown" else "refused", "", f"{result.kind}: {result}")


def read(path: str) -> "dict[str, dict[str, str]]":
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, restval="")
        rows = list(reader)
    if missing := {"id", "to", "text"} - set(reader.fieldnames or ()):
        give_up(f"{path}: there is no column {', '.join(sorted(missing))}")
    for row_id, count in Counter(row["id"] for row in rows).items():
        if count > 1 or not row_id or not row_id.isprintable():
            give_up(f"{path}: each row needs an id of its own, and {row_id!r} is none")
    return {row["id"]: row for row in rows}


def send(client: ecall.Client, rows: "list[dict[str, str]]", journal: Journal, **options: object) -> None:
    begun: "list[str]" = []

    def messages():
        for row in rows:
            message = ecall.Message(channel="Sms", to=row["to"], content=ecall.TextContent(row["text"]))
            journal.write(row["id"], "begun")
            begun.append(row["id"])
            yield message

    with tqdm(total=len(rows), unit="SMS", disable=None) as bar, client.send_many(messages(), **options) as bulk:
        try:
            for index, result in bulk:
                journal.write_result(begun[index], result)
                bar.update()
        finally:
            # After Ctrl-C, too, each message that was begun has a result.
            for index, result in bulk.stop():
                journal.write_result(begun[index], result)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("messages")
    parser.add_argument("results")
    parser.add_argument("--concurrency", type=int, default=20, help="messages under way at a time")
    parser.add_argument("--rate", type=float, help="messages a second at most")
    parser.add_argument("--resend-unknown", action="store_true", help="send again what may have been accepted, perhaps twice")
    given = parser.parse_args()

    rows, journal = read(given.messages), Journal(given.results)
    done = {"accepted"} if given.resend_unknown else {"accepted", "unknown", "begun"}
    todo = [row for row_id, row in rows.items() if journal.states.get(row_id) not in done]
    try:
        client = ecall.Client()
        client.check()
    except ecall.EcallError as error:
        give_up(f"nothing was sent: {error}")
    except KeyboardInterrupt:
        give_up("stopped: nothing was sent")
    try:
        send(client, todo, journal, concurrency=given.concurrency, rate=given.rate)
    except ecall.EcallError as error:
        # Not of one message, which has its line in the journal: of the run.
        print(f"stopped: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    counts = Counter(journal.states.get(row_id, "not begun") for row_id in rows)
    counts["unknown"] += counts.pop("begun", 0)
    print(", ".join(f"{count} {state}" for state, count in sorted(counts.items()) if count) or "no rows")
    return 0 if counts["accepted"] == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
