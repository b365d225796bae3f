"""The classes of differences: for which texts a program gives another answer than ecall. `differences.md` says who is right.

Each class is a rule on the text alone, which knows no program's answer. It has to hold for exactly the texts that differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

from counting import GSM, GSM_PAGE, UCS2_PAGE, clusters, fill, is_gsm, septets, utf16_units

ESCAPE = "\x1b"
WITH_ESCAPE = GSM | {ESCAPE}
SMPPLIB_HAS = GSM - {"§", "\f"} | {"`", ESCAPE}


@dataclass(frozen=True)
class Difference:
    name: str
    program: str
    applies: Callable[[str], bool]


def is_empty(text):
    return text == ""


def escape_as_gsm(text):
    return ESCAPE in text and WITH_ESCAPE.issuperset(text)


def section_sign(text):
    return "§" in text and is_gsm(text)


def form_feed(text):
    return "\f" in text and is_gsm(text)


def grave_accent(text):
    return "`" in text and SMPPLIB_HAS.issuperset(text)


def escape_in_smpplib(text):
    return ESCAPE in text and SMPPLIB_HAS.issuperset(text)


def escape_sequence_cut(text):
    return is_gsm(text) and SMPPLIB_HAS.issuperset(text) and stands_across(septets(text), GSM_PAGE)


def surrogate_pair_cut(text):
    return not is_gsm(text) and not SMPPLIB_HAS.issuperset(text) and stands_across(utf16_units(text), UCS2_PAGE)


def stands_across(costs, page):
    """Whether a character of two units begins with the last unit of a page, where pages are filled to the unit."""
    alone, in_parts = page
    if 2 not in costs or sum(costs) <= alone:
        return False
    at = 0
    for cost in costs:
        if cost == 2 and at % in_parts == in_parts - 1:
            return True
        at += cost
    return False


def cluster_kept_whole(text):
    sizes = paged_clusters(text)
    return 0 < max(sizes) <= UCS2_PAGE[1] and fill(sizes, UCS2_PAGE) != fill(utf16_units(text), UCS2_PAGE)


def cluster_larger_than_a_page(text):
    return max(paged_clusters(text)) > UCS2_PAGE[1]


def paged_clusters(text):
    """The clusters of a text that is UCS-2 and takes several pages, in code units; else only a 0."""
    if is_gsm(text) or sum(utf16_units(text)) <= UCS2_PAGE[0]:
        return [0]
    return clusters(text)


CLASSES = (
    Difference("smsutil-empty", "smsutil", is_empty),
    Difference("smsutil-escape", "smsutil", escape_as_gsm),
    Difference("smpplib-section-sign", "smpplib", section_sign),
    Difference("smpplib-form-feed", "smpplib", form_feed),
    Difference("smpplib-grave-accent", "smpplib", grave_accent),
    Difference("smpplib-escape", "smpplib", escape_in_smpplib),
    Difference("smpplib-cuts-escape-sequence", "smpplib", escape_sequence_cut),
    Difference("smpplib-cuts-surrogate-pair", "smpplib", surrogate_pair_cut),
    Difference("segments-cluster-whole", "sms-segments-calculator", cluster_kept_whole),
    Difference("segments-cluster-too-large", "sms-segments-calculator", cluster_larger_than_a_page),
)
