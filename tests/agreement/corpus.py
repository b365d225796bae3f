#!/usr/bin/env python3
"""Makes the texts that the programs are compared on: always the same ones, each a JSON string in a line of its own.

Usage: corpus.py FILE
"""

import json
import random
import sys

from counting import BASIC, EXTENSION, GSM_PAGE, UCS2_PAGE

SEED = 23038
LEAST = 12_000

# Capitals that GSM has are left out where a text has to be UCS-2.
SCRIPTS = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ",
    "警報火災地震避難電話番号確認時刻東京駅",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "çáíóúâêôãõăąćčďđęěłńňřśşšťůźż“”‘’–—…•™",
)
OUTSIDE_THE_PLANE = "😀😂🚨🔥🎉🚒🚑💧📞🆘𝐀𝒳𐍈𠀀𠜎"
# Emoji that are one sign of several characters, and letters with marks of their own.
CLUSTERS = (
    "❤️", "☎️", "1️⃣", "👍🏽", "👋🏿", "🇨🇭", "🇩🇪", "👨‍👩‍👧‍👦", "👩‍❤️‍💋‍👨", "👩🏽‍🚒", "👨‍🚒", "👩‍💻", "🏳️‍🌈",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "e\u0301", "a\u0308", "o\u0302\u0323", "Z\u0351\u036b\u0343", "ж\u0301", "न\u093f", "क\u094d", "का", "שׁ", "م\u064e\u0651",
)
LINE_BREAKS = ("\n", "\r", "\r\n")
CONTROLS = tuple(map(chr, (*range(0x00, 0x20), 0x7F, 0x80, 0x85, 0xA0, 0xAD, 0x200B, 0x2028, 0xFEFF, 0xFFFD)))
PHRASES = (
    "Brand im Gebäude 3, bitte sofort räumen! ", "Alarme incendie: évacuez le bâtiment. ", "Où êtes-vous ? À l’hôtel… ",
    "Allarme: livello dell'acqua > 2,5 m. ", "Pump #7 {state: [ok]} ~5% | 12€ ", "ΑΛΑΡΜ: ΦΩΤΙΑ ΣΤΟ ΚΤΙΡΙΟ ", "Πυρκαγιά! ",
    "Сигнал тревоги в цехе № 4. ", "緊急警報:すぐに避難してください。", "تنبيه: حريق في المبنى ", "C:\\alarm\\log^2 ", "Ünïcödé & naïve façade ",
    "Cost: £5, ¥70, $3, ¤1 ", "¿Dónde está? ¡Aquí! ", "señal `grave` ", "§ 12 Abs. 3 ", "ZÜRICH ÅÄÖ ÆØ ", "https://example.com/?a=1&b=2 ",
)


class Dice:
    """Chance that falls the same with every Python: of its generators only `random()` promises that."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def below(self, end):
        return int(self._random() * end)

    def pick(self, things):
        return things[self.below(len(things))]

    def happens(self, share):
        return self._random() < share


class Alphabet:
    """Texts of an exact length in units, of singles, which cost one, and of doubles, which cost two."""

    def __init__(self, dice, page):
        self.dice = dice
        self.alone, self.in_parts = page

    def run(self, units, share=0.0):
        """So many units, of which a share of the characters are doubles."""
        singles, doubles = self.singles(), self.doubles()
        made = []
        while units > 0:
            double = units >= 2 and self.dice.happens(share)
            made.append(self.dice.pick(doubles if double else singles))
            units -= 2 if double else 1
        return "".join(made)

    def across(self, pages, crossed, last):
        """So many full pages and a last one; a double stands across the ends of those that `crossed` names."""
        text = ""
        begun = 0  # units of the next page that a double took already
        for page in range(pages):
            if page in crossed:
                text += self.run(self.in_parts - begun - 1) + self.dice.pick(self.doubles())
                begun = 2
            else:
                text += self.run(self.in_parts - begun)
                begun = 0
        return text + self.run(max(last - begun, 0))

    def around_borders(self, most):
        """Every length near to where a page begins."""
        borders = [self.alone, *(self.in_parts * page for page in range(1, 12)), most]
        for border in borders:
            for units in range(border - 3, border + 4):
                for share in (0.0, 0.03, 0.3, 1.0):
                    for _ in range(2):
                        yield self.run(units, share)

    def on_borders(self, count):
        """Doubles exactly across the ends of pages, also of the page that would be alone."""
        for page in range(10):
            for last in (1, 2, self.in_parts - 1, self.in_parts):
                yield self.across(page + 1, {page}, last)
        for _ in range(20):
            yield self.run(self.alone - 1) + self.dice.pick(self.doubles())
            yield self.run(self.alone - 2) + self.dice.pick(self.doubles())
        for _ in range(count):
            pages = 1 + self.dice.below(10)
            crossed = {page for page in range(pages) if self.dice.happens(0.5)}
            last = self.dice.pick((1, 2, 3, self.in_parts - 1, self.in_parts, 1 + self.dice.below(self.in_parts)))
            yield self.across(pages, crossed, last)


class GsmTexts(Alphabet):
    """Few have a section sign or a form feed, which not every program knows: the others are to say something as well."""

    def singles(self):
        usual = BASIC.replace("§", "")
        rare = BASIC if self.dice.happens(0.1) else usual
        return self.dice.pick((usual, rare, "abcdefghijklmnopqrstuvwxyz ,.", "ABCΔΦΓΛΩΠΨΣΘΞ 0123456789", "äöüÄÖÜßéèà\n"))

    def doubles(self):
        return EXTENSION if self.dice.happens(0.02) else EXTENSION.replace("\f", "")


class Ucs2Texts(Alphabet):
    def singles(self):
        script = self.dice.pick(SCRIPTS)
        return script + script + " .0a€[]"

    def doubles(self):
        return OUTSIDE_THE_PLANE


def characters():
    """Every character of the small alphabets, and those near to GSM also where one septet more or another alphabet changes the pages."""
    latin_and_greek = (*range(0x00, 0x180), *range(0x370, 0x400))
    signs = (*range(0x2010, 0x2040), *range(0x20A0, 0x20D0))
    for code in (*range(0x00, 0x600), *range(0x1E00, 0x1F00), *signs, 0xFF21):
        yield chr(code)
    for code in (*latin_and_greek, *signs):
        yield "a" * 159 + chr(code)


def around_clusters(dice, texts):
    """Signs of several characters across the ends of pages, and strewn."""
    for _ in range(1_100):
        before = 67 * (1 + dice.below(10)) - dice.below(8)
        yield texts.run(before) + dice.pick(CLUSTERS) + texts.run(dice.pick((0, 1, 30, 66, 67, dice.below(200))))
    for _ in range(150):
        yield texts.run(62 + dice.below(9)) + dice.pick(CLUSTERS)
    for _ in range(500):
        share = dice.pick((0.05, 0.3, 1.0))
        yield "".join(dice.pick(CLUSTERS) if dice.happens(share) else texts.run(1) for _ in range(dice.below(250)))
    for marks in (*range(60, 76), 100, 133, 134, 135, 200):
        for _ in range(2):
            yield texts.run(dice.below(80)) + "a" + "\u0301" * marks + texts.run(dice.below(80))


def with_line_breaks(dice, alphabets):
    for _ in range(250):
        for texts in alphabets:
            broken = "".join(texts.run(dice.below(60), 0.05) + dice.pick(LINE_BREAKS) for _ in range(1 + dice.below(14)))
            yield broken
            border = dice.pick((texts.alone, texts.in_parts, 2 * texts.in_parts))
            yield texts.run(border - 1) + "\r\n" + texts.run(dice.below(border))


def mixtures(dice):
    for _ in range(1_600):
        parts = [dice.pick(PHRASES) for _ in range(1 + dice.below(12))]
        while dice.happens(0.3):
            parts.append(dice.pick((dice.pick(OUTSIDE_THE_PLANE), dice.pick(CLUSTERS), "€", "\r\n")))
        yield "".join(parts)


def with_controls(dice, gsm):
    for character in (*CONTROLS, "`", "\x1b", "\f", "§"):
        for _ in range(8):
            yield gsm.run(dice.below(330), 0.03) + character + gsm.run(dice.below(330), 0.03)
    for _ in range(200):
        yield "".join(dice.pick((gsm.run(dice.below(60)), dice.pick(CONTROLS), "`", "\x1b", "\f", "§")) for _ in range(6))


def texts():
    """The whole corpus, no text twice."""
    dice = Dice(SEED)
    gsm, ucs2 = GsmTexts(dice, GSM_PAGE), Ucs2Texts(dice, UCS2_PAGE)
    made = ["", "\n", "\r", "\r\n", " ", "\0", "a", "€", "ж", "😀", "👨‍👩‍👧‍👦"]
    made += characters()
    made += (gsm.run(units, dice.pick((0.0, 0.02, 0.1))) for units in (*range(1, 500), *range(500, 1601, 4)))
    made += gsm.around_borders(1600)
    made += gsm.on_borders(700)
    made += (ucs2.run(units, dice.pick((0.0, 0.05))) for units in range(1, 741))
    made += ucs2.around_borders(740)
    made += ucs2.on_borders(1_000)
    made += around_clusters(dice, ucs2)
    made += with_line_breaks(dice, (gsm, ucs2))
    made += mixtures(dice)
    made += with_controls(dice, gsm)
    return list(dict.fromkeys(made))


def main(path):
    made = texts()
    if len(made) < LEAST:
        sys.exit(f"corpus: {len(made)} texts, fewer than {LEAST}")
    with open(path, "w", encoding="ascii") as file:
        for text in made:
            file.write(json.dumps(text) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
