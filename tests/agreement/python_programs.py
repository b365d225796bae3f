#!/usr/bin/env python3
"""Asks ecall and the programs from PyPI what every text of the corpus costs.

Usage: python_programs.py CORPUS FOLDER. Writes FOLDER/PROGRAM.jsonl, a line per text: alphabet, pages, units and the room left
on the last page, in units.
"""

import json
import sys
from pathlib import Path

import smpplib.consts
import smpplib.gsm
import smsutil
from ecall import text as ecall_text

from counting import GSM_PAGE, UCS2_PAGE


def room(page, pages, on_last):
    alone, in_parts = page
    return (alone if pages == 1 else in_parts) - on_last


def ask_ecall(texts):
    """Both ways to ask, which have to give the same."""
    columns = ecall_text.estimate_many(texts)
    for text, *column in zip(texts, columns.alphabet, columns.pages, columns.units, strict=True):
        one = ecall_text.estimate(text)
        if [one.alphabet, one.pages, one.units] != column:
            sys.exit(f"ecall: estimate and estimate_many differ on {text!r}")
        yield [*column, one.units_left]


def ask_smsutil(texts):
    for text in texts:
        split = smsutil.split(text)
        gsm = split.encoding == "gsm0338"
        octets = 1 if gsm else 2  # smsutil has a septet in an octet
        left = room(GSM_PAGE if gsm else UCS2_PAGE, len(split.parts), split.parts[-1].bytes // octets)
        yield ["gsm" if gsm else "ucs2", len(split.parts), split.total_bytes // octets, left]


def ask_smpplib(texts):
    header = 6  # octets before the text of each of several parts
    for text in texts:
        parts, coding, _ = smpplib.gsm.make_parts(text)
        gsm = coding == smpplib.consts.SMPP_ENCODING_DEFAULT
        octets = 1 if gsm else 2
        units = [(len(part) - (header if len(parts) > 1 else 0)) // octets for part in parts]
        yield ["gsm" if gsm else "ucs2", len(parts), sum(units), room(GSM_PAGE if gsm else UCS2_PAGE, len(parts), units[-1])]


def main(corpus, folder):
    with open(corpus, encoding="ascii") as file:
        texts = [json.loads(line) for line in file]
    for name, ask in (("ecall", ask_ecall), ("smsutil", ask_smsutil), ("smpplib", ask_smpplib)):
        with open(Path(folder) / f"{name}.jsonl", "w", encoding="ascii") as file:
            for answer in ask(texts):
                file.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
