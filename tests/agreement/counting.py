"""What corpus and differences have to know of a text, written as plainly as possible and apart from the core.

Source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1 (alphabet); 3GPP TS 23.040, 9.2.3.24.1 (pages).
"""

import unicodedata

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
GSM = frozenset(BASIC + EXTENSION)

# What a page holds that is alone, and one of several: septets, UTF-16 code units.
GSM_PAGE = (160, 153)
UCS2_PAGE = (70, 67)


def is_gsm(text):
    return GSM.issuperset(text)


def septets(text):
    """What each character of a text in GSM costs."""
    return [2 if character in EXTENSION else 1 for character in text]


def utf16_units(text):
    """What each character of a text in UCS-2 costs."""
    return [2 if character > "\uffff" else 1 for character in text]


def fill(costs, page):
    """How many pages things take that are kept whole, put one after the other, and the room left on the last page."""
    alone, in_parts = page
    if sum(costs) <= alone:
        return 1, alone - sum(costs)
    pages, left = 1, in_parts
    for cost in costs:
        if cost > left:
            pages, left = pages + 1, in_parts
        left -= cost
    return pages, left


def clusters(text):
    """A text's grapheme clusters, in UTF-16 code units each.

    Of Unicode Standard Annex 29 only the rules that the corpus has a use for: marks, joiners, skin tones, tags and pairs of
    regional indicators. A line feed stays apart from a carriage return, as in a text message.
    """
    sizes = []
    flag_open = False
    before = ""
    for character in text:
        size = 2 if character > "\uffff" else 1
        flag = "\U0001f1e6" <= character <= "\U0001f1ff"
        joined = (
            _extends(character) and before not in ("", "\r", "\n")
            or before == "\u200d" and _is_picture(character)
            or flag and flag_open
        )
        if joined:
            sizes[-1] += size
        else:
            sizes.append(size)
        flag_open = flag and not joined
        before = character
    return sizes


def _extends(character):
    tone_or_tag = "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"
    return tone_or_tag or character in "\u200c\u200d" or unicodedata.category(character) in ("Mn", "Me", "Mc")


def _is_picture(character):
    return unicodedata.category(character) == "So"
