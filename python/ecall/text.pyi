"""Texts and telephone numbers: what a text costs and why, its pages, the octets of an alphabet, and received parts."""

from array import array
from typing import Any, Dict, Final, Iterable, List, Literal, Optional, Tuple, Union, final

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

@final
class Position:
    """A place in a text, in the units of every language, each counted from 0."""

    __match_args__: Final = ("character", "byte", "code_point", "utf16")
    def __new__(cls, character: str, byte: int, code_point: int, utf16: int) -> Position: ...
    @property
    def character(self) -> str:
        """The character that stands there."""

    @property
    def byte(self) -> int:
        """Its offset in octets of UTF-8."""

    @property
    def code_point(self) -> int:
        """Its offset in code points: the index of a str."""

    @property
    def utf16(self) -> int:
        """Its offset in UTF-16 code units."""

@final
class LimitProblem:
    """A rule that a text breaks."""

    __match_args__: Final = ("code", "found", "limit")
    def __new__(cls, code: str, found: int, limit: Optional[int]) -> LimitProblem: ...
    @property
    def code(self) -> str:
        """ "page_limit", "max_length" or "force_gsm", an open set."""

    @property
    def found(self) -> int:
        """How many pages or characters the rule is about."""

    @property
    def limit(self) -> Optional[int]:
        """How many it allows. None where it is no number (force_gsm)."""

@final
class Cut:
    """Where the service would cut a text."""

    __match_args__: Final = ("from_", "characters")
    def __new__(cls, from_: Position, characters: int) -> Cut: ...
    @property
    def from_(self) -> Position:
        """The first character that is lost."""

    @property
    def characters(self) -> int:
        """How many characters (code points) are lost, 1 at least."""

@final
class Saving:
    """What a text would cost after `to_gsm`."""

    __match_args__: Final = ("alphabet", "pages", "units")
    def __new__(cls, alphabet: str, pages: int, units: int) -> Saving: ...
    @property
    def alphabet(self) -> str:
        """What it would be counted in: "gsm" or "ucs2"."""

    @property
    def pages(self) -> int:
        """How many pages it would take."""

    @property
    def units(self) -> int:
        """How many units it would have."""

@final
class Estimate:
    """What will become of a text: what it costs and why, which limits it breaks, and where the service would cut it.

    Made by `estimate`, and part of the result of a send.
    """

    @property
    def alphabet(self) -> str:
        """What the text is counted in: "gsm" (septets), "ucs2" (UTF-16 code units) or, on channels without pages, "unicode" (code
        points)."""

    @property
    def pages(self) -> int:
        """How many pages it takes, whatever the limits: 1 at least; 1 on channels without pages."""

    @property
    def units(self) -> int:
        """Its length: septets in GSM (characters of the extension table two), UTF-16 code units in UCS-2 (most emoji two), code
        points on channels without pages."""

    @property
    def units_left(self) -> int:
        """The room on the last page, in units: so many one-unit characters of the alphabet can follow before it costs another
        page (on channels without pages, before the limit)."""

    @property
    def page_units(self) -> int:
        """What a page of this text holds, in units: 160 or 70 alone, 153 or 67 in parts (152 or 66 with a reference of 16 bits).
        The limit of characters on channels without pages."""

    @property
    def forcing(self) -> Tuple[Position, ...]:
        """The characters that GSM does not have, in order: why the text is UCS-2. Empty where it is not. Made anew each time."""

    @property
    def doubled(self) -> Tuple[Position, ...]:
        """The characters that cost two units, in order: those of the extension table in GSM, those outside the Basic Multilingual
        Plane (most emoji) in UCS-2. Made anew each time."""

    @property
    def problems(self) -> Tuple[LimitProblem, ...]:
        """The rules that the text breaks. Empty where it can be sent whole."""

    @property
    def cut(self) -> Optional[Cut]:
        """Where the service would cut the text; None where all of it is sent. (Provisional: the service's documentation says no
        more than "truncated".)"""

    @property
    def transliterated(self) -> Optional[Saving]:
        """What `to_gsm` would make of it; None where that is neither another alphabet nor fewer pages."""

    def to_dict(self) -> Dict[str, Any]:
        """All of it as a dict of JSON's types, with the same names as in every language."""

@final
class Columns:
    """What many texts cost, an item for each. `dict(columns)` and `**columns` give the columns by their names, so that
    `frame.assign(**columns)` puts them into a data frame."""

    __match_args__: Final = ("pages", "units", "alphabet")
    def __new__(cls, pages: array[int], units: array[int], alphabet: List[str]) -> Columns: ...
    @property
    def pages(self) -> array[int]:
        """How many pages each takes: an array.array of type "I"."""

    @property
    def units(self) -> array[int]:
        """How long each is, in units of its alphabet: an array.array of type "I"."""

    @property
    def alphabet(self) -> List[str]:
        """What each is counted in: a list of "gsm", "ucs2" or "unicode"."""

    def keys(self) -> List[str]:
        """The names of the columns."""

    def __getitem__(self, name: str, /) -> Union[array[int], List[str]]: ...

@final
class Page:
    """A page of a text."""

    __match_args__: Final = ("text", "units")
    def __new__(cls, text: str, units: int) -> Page: ...
    @property
    def text(self) -> str:
        """Its part of the text."""

    @property
    def units(self) -> int:
        """What it costs, in units of the alphabet."""

@final
class Split:
    """A text in pages."""

    __match_args__: Final = ("alphabet", "pages")
    def __new__(cls, alphabet: str, pages: Tuple[Page, ...]) -> Split: ...
    @property
    def alphabet(self) -> str:
        """What it is counted in: "gsm" or "ucs2"."""

    @property
    def pages(self) -> Tuple[Page, ...]:
        """The pages, one at least. Together they are the text."""

@final
class Replacement:
    """One replacement."""

    __match_args__: Final = ("at", "from_", "to")
    def __new__(cls, at: Position, from_: str, to: str) -> Replacement: ...
    @property
    def at(self) -> Position:
        """The first character that was replaced, at its place in the text that was given."""

    @property
    def from_(self) -> str:
        """What stood there: a character, or a letter with its combining marks, or marks alone."""

    @property
    def to(self) -> str:
        """What stands there now; empty where it was removed."""

@final
class Transliteration:
    """What `to_gsm` made of a text."""

    __match_args__: Final = ("text", "replacements", "left")
    def __new__(
        cls, text: str, replacements: Tuple[Replacement, ...], left: Tuple[Position, ...]
    ) -> Transliteration: ...
    @property
    def text(self) -> str:
        """The new text: characters of the GSM alphabet, and those that were left."""

    @property
    def replacements(self) -> Tuple[Replacement, ...]:
        """What was replaced, in the order of the text."""

    @property
    def left(self) -> Tuple[Position, ...]:
        """What has no substitute and was kept, at its place in the text that was given. Empty where the new text is wholly GSM."""

def estimate(
    text: str,
    *,
    channel: Literal["sms", "whatsapp", "rcs"] = "sms",
    page_limit: Optional[int] = None,
    force_gsm: bool = False,
    reference_bits: Literal[8, 16] = 8,
) -> Estimate:
    """Says what a text costs and why, which limits it breaks, and where the service would cut it.

    Args:
        text: The text. A large one is read without holding other threads up.
        channel: What it is sent over.
        page_limit: Pages at most, 1 to 10; 10 unless given. SMS only.
        force_gsm: Whether characters outside the GSM alphabet are forbidden. SMS only.
        reference_bits: Bits of the number that the pages of one text share: 8 (153 septets or 67 UCS-2 units on a page) or 16
            (152 or 66).

    Raises:
        InvalidArgumentError: naming every option that is wrong; or the text has half a surrogate pair, as everywhere in this module
            (the rule of the field is then "unicode").
    """

def estimate_many(
    texts: Iterable[str],
    *,
    channel: Literal["sms", "whatsapp", "rcs"] = "sms",
    page_limit: Optional[int] = None,
    force_gsm: bool = False,
    reference_bits: Literal[8, 16] = 8,
) -> Columns:
    """Says what each of many texts costs: much faster than `estimate` for each. Every ten milliseconds or so other threads have a turn.

    `frame.assign(**estimate_many(frame["text"]))` adds the columns to a data frame.

    Args:
        texts: A list, a column of a data frame or another iterable of str. What is missing has to be filled in before.
        channel: What they are sent over.
        page_limit: As for `estimate`; of a limit that is broken the columns say nothing.
        force_gsm: As `page_limit`.
        reference_bits: As for `estimate`.

    Raises:
        InvalidArgumentError: naming every option that is wrong, or the text that has half a surrogate pair.
        TypeError: a text is none; the message says which.
    """

def split(text: str, *, reference_bits: Literal[8, 16] = 8, whole_words: bool = False) -> Split:
    """Splits an SMS's text into the pages that `estimate` counts, never more.

    What reads as one character (an emoji with its modifiers, a letter with its marks) is kept whole wherever that costs no page.

    Args:
        text: The text.
        reference_bits: As for `estimate`.
        whole_words: Whether words are kept whole as well, where that costs no page.

    Raises:
        InvalidArgumentError: naming every option that is wrong.
    """

def to_gsm(text: str) -> Transliteration:
    """Replaces what is not in the GSM alphabet by what is customary in plain text: typographic quotes, dashes, letters with
    diacritics, ligatures, fractions. What has no customary substitute (emoji, other alphabets) stays."""

def encode_gsm(text: str) -> bytes:
    """A text as unpacked septets of the GSM alphabet: an octet (0 to 127) for each, characters of the extension table after their
    escape code.

    Raises:
        InvalidArgumentError: the text has characters outside GSM; the field says how many.
    """

def decode_gsm(
    septets: Union[bytes, bytearray, memoryview], *, locking: str = "default", single: str = "default"
) -> str:
    """The text of unpacked septets. Never fails for them: what is no septet becomes U+FFFD.

    Args:
        septets: An octet (0 to 127) for each.
        locking: The language whose table stands for the default alphabet, as `parse_header` names it: "turkish".
        single: The language whose table stands for the extension table.

    Raises:
        InvalidArgumentError: no table has this name.
    """

def pack(septets: Union[bytes, bytearray, memoryview], fill_bits: int = 0) -> bytes:
    """Septets packed into octets, as SMS carries them.

    Args:
        septets: An octet for each; only the lower seven bits of each are used.
        fill_bits: Zero bits before the first, 0 to 6, so that a header ends on a septet's border.

    Raises:
        InvalidArgumentError: there are more fill bits.
    """

def unpack(octets: Union[bytes, bytearray, memoryview], septets: int, fill_bits: int = 0) -> bytes:
    """Septets out of packed octets, an octet for each.

    Args:
        octets: The octets, without the header.
        septets: How many there are; where the octets do not hold so many, the result is shorter.
        fill_bits: Bits before the first that are passed over, 0 to 6.

    Raises:
        InvalidArgumentError: there are more fill bits.
    """

def encode_ucs2(text: str) -> bytes:
    """A text as octets of UCS-2: two for each UTF-16 code unit, the higher first, without a byte order mark."""

def decode_ucs2(octets: Union[bytes, bytearray, memoryview]) -> str:
    """The text of octets of UCS-2. Never fails: half a surrogate pair and an odd octet at the end become U+FFFD each."""

def encode_latin1(text: str) -> bytes:
    """A text as octets of Latin-1 (ISO 8859-1).

    Raises:
        InvalidArgumentError: the text has characters outside Latin-1; the field says how many.
    """

def decode_latin1(octets: Union[bytes, bytearray, memoryview]) -> str:
    """The text of octets of Latin-1. Never fails: every octet is a character."""

def normalise_msisdn(text: str, default_country: Optional[str] = None) -> str:
    """A telephone number in its international form: + and up to 15 digits.

    Args:
        text: The number as people write it.
        default_country: The calling code ("41") of the country that numbers without one belong to. Without it they are refused.

    Raises:
        InvalidArgumentError: the text is no such number; the field has the rule and the lengths, never the number.
    """
