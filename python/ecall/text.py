"""Texts and telephone numbers: what a text costs and why, its pages, the octets of an alphabet, and received parts.

    from ecall import text

    found = text.estimate("Pump 3 stopped – call in")
    print(found.alphabet, found.pages, [place.character for place in found.forcing])

Nothing here needs a client or the network; all of it may be used by any number of threads at once. Results are frozen, equal
where all their values are, and can be pickled.
"""

from ._ecall import (
    Columns,
    Cut,
    Estimate,
    LimitProblem,
    Page,
    Position,
    Replacement,
    Saving,
    Split,
    Transliteration,
    decode_gsm,
    decode_latin1,
    decode_ucs2,
    encode_gsm,
    encode_latin1,
    encode_ucs2,
    estimate,
    estimate_many,
    normalise_msisdn,
    pack,
    split,
    to_gsm,
    unpack,
)
from ._received import (
    Assembled,
    Concatenation,
    Element,
    Header,
    Incomplete,
    Part,
    Pushed,
    Reassembler,
    parse_header,
)

__all__ = [
    "Assembled",
    "Columns",
    "Concatenation",
    "Cut",
    "Element",
    "Estimate",
    "Header",
    "Incomplete",
    "LimitProblem",
    "Page",
    "Part",
    "Position",
    "Pushed",
    "Reassembler",
    "Replacement",
    "Saving",
    "Split",
    "Transliteration",
    "decode_gsm",
    "decode_latin1",
    "decode_ucs2",
    "encode_gsm",
    "encode_latin1",
    "encode_ucs2",
    "estimate",
    "estimate_many",
    "normalise_msisdn",
    "pack",
    "parse_header",
    "split",
    "to_gsm",
    "unpack",
]
