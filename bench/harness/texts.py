"""The texts that every worker of the text part reads, and what is known about them without asking a library."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from harness.paths import OUT

# Words as they stand in alarms and reminders, one in six with a letter beyond ASCII. All of them are in the GSM alphabet,
# none has a character of its extension table, so that a text has as many septets as characters.
_WORDS = (
    "Alarm", "an", "auf", "bei", "bitte", "Brand", "Code", "das", "der", "die", "ein", "Eingang", "fehlt", "Haus", "heute",
    "ist", "Kessel", "Leitung", "melden", "mit", "Motor", "nicht", "Ort", "Pumpe", "Raum", "sofort", "Strom", "Termin", "Uhr",
    "und", "Ventil", "von", "Wasser", "wieder", "zum", "Zustand",
    "für", "Störung", "Überdruck", "läuft", "geöffnet", "Schlüssel", "défaut",
)  # fmt: skip

# Page sizes of the GSM alphabet. Source: 3GPP TS 23.040, 9.2.3.24.1.
_ALONE, _IN_PARTS = 160, 153


def pages_of(septets: int) -> int:
    """The pages of a GSM text without characters of two septets."""
    return 1 if septets <= _ALONE else -(-septets // _IN_PARTS)


# Texts whose pages and alphabet a worker has to name before it is measured: (text, pages, whether it is GSM).
PROBES = (
    ("Störung an Pumpe 3", 1, True),
    ("ü" * 160, 1, True),
    ("ü" * 161, 2, True),
    ("Störung an Pumpe 3 \N{GRINNING FACE}", 1, False),
    ("ж" * 70, 1, False),
    ("ж" * 71, 2, False),
)


@dataclass(frozen=True)
class Texts:
    """Distinct texts of one length, a line each."""

    length: int
    number: int

    @property
    def path(self) -> Path:
        return OUT / "texts" / f"{self.length}.txt"

    @property
    def pages(self) -> int:
        """Of one text."""
        return pages_of(self.length)

    def describe(self) -> dict:
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return {
            "characters": self.length,
            "number": len(lines),
            "octets": sum(len(line.encode()) for line in lines),
            "with_umlauts": sum(not line.isascii() for line in lines),
        }


# Some 4.7 MB each: more than a core's own caches hold, so that no length has an advantage there.
TEXTS = tuple(Texts(length, number) for length, number in ((46, 100_000), (160, 29_000), (600, 7_700)))
PROBES_PATH = OUT / "texts" / "probes.json"


def write() -> list[dict]:
    """Writes the same texts in every run, and describes them."""
    PROBES_PATH.parent.mkdir(parents=True, exist_ok=True)
    PROBES_PATH.write_text(json.dumps([text for text, _, _ in PROBES]), encoding="utf-8")
    for texts in TEXTS:
        chance = random.Random(texts.length)
        lines = (_text(number, texts.length, chance) for number in range(texts.number))
        texts.path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return [texts.describe() for texts in TEXTS]


def _text(number: int, length: int, chance: random.Random) -> str:
    """A text of so many characters; its number makes it distinct."""
    # A word and its space are three characters at least.
    words = [f"Meldung {number}:", *chance.choices(_WORDS, k=length // 3)]
    return " ".join(words)[: length - 1] + "."
