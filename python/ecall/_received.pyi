"""Received parts of long texts. Use `ecall.text`."""

from typing import Final, Optional, Tuple, Union, final

__all__ = [
    "Assembled",
    "Concatenation",
    "Element",
    "Header",
    "Incomplete",
    "Part",
    "Pushed",
    "Reassembler",
    "parse_header",
]

@final
class Concatenation:
    """Which part of which text."""

    __match_args__: Final = ("reference", "bits", "total", "number")
    def __new__(cls, reference: int, bits: int, total: int, number: int) -> Concatenation: ...
    @property
    def reference(self) -> int:
        """What the parts of one text share: 0 to 255 or, with 16 bits, to 65535."""

    @property
    def bits(self) -> int:
        """How long the reference is: 8 or 16 bits."""

    @property
    def total(self) -> int:
        """How many parts there are, 1 to 255."""

    @property
    def number(self) -> int:
        """Which one this is, 1 to `total`."""

@final
class Element:
    """One element of a header."""

    __match_args__: Final = ("id", "data")
    def __new__(cls, id: int, data: bytes) -> Element: ...
    @property
    def id(self) -> int:
        """The information element identifier."""

    @property
    def data(self) -> bytes:
        """What it says, 0 to 253 octets."""

@final
class Header:
    """A user data header, and what follows it."""

    __match_args__: Final = ("concatenation", "locking", "single", "fill_bits", "elements", "body")
    def __new__(
        cls,
        concatenation: Optional[Concatenation],
        locking: str,
        single: str,
        fill_bits: int,
        elements: Tuple[Element, ...],
        body: bytes,
    ) -> Header: ...
    @property
    def concatenation(self) -> Optional[Concatenation]:
        """Of which text this is a part, and which. None where the header does not say so in a valid element."""

    @property
    def locking(self) -> str:
        """The language whose table stands for the default alphabet; "default" where the header names none."""

    @property
    def single(self) -> str:
        """The language whose table stands for the extension table; "default" where the header names none."""

    @property
    def fill_bits(self) -> int:
        """How many bits, 0 to 6, stand between the header and the first packed septet."""

    @property
    def elements(self) -> Tuple[Element, ...]:
        """The elements in their order, also those that are unknown or repeated."""

    @property
    def body(self) -> bytes:
        """The octets after the header."""

@final
class Part:
    """A part of a text as it arrived."""

    __match_args__: Final = ("from_", "to", "concatenation", "body")
    def __new__(cls, from_: str, to: str, concatenation: Concatenation, body: bytes) -> Part: ...
    @property
    def from_(self) -> str:
        """The sender's address."""

    @property
    def to(self) -> str:
        """The recipient's address."""

    @property
    def concatenation(self) -> Concatenation:
        """Which part it is of which text."""

    @property
    def body(self) -> bytes:
        """Its octets."""

@final
class Assembled:
    """A complete text."""

    __match_args__: Final = ("from_", "to", "reference", "bits", "bodies")
    def __new__(
        cls, from_: str, to: str, reference: int, bits: int, bodies: Tuple[bytes, ...]
    ) -> Assembled: ...
    @property
    def from_(self) -> str:
        """The sender's address."""

    @property
    def to(self) -> str:
        """The recipient's address."""

    @property
    def reference(self) -> int:
        """What the parts shared."""

    @property
    def bits(self) -> int:
        """How long the reference was: 8 or 16 bits."""

    @property
    def bodies(self) -> Tuple[bytes, ...]:
        """The octets of all parts, in their order."""

    def octets(self) -> bytes:
        """The octets of all parts as one."""

@final
class Incomplete:
    """A text of which parts are missing."""

    __match_args__: Final = ("from_", "to", "reference", "bits", "total", "parts", "missing")
    def __new__(
        cls,
        from_: str,
        to: str,
        reference: int,
        bits: int,
        total: int,
        parts: Tuple[Tuple[int, bytes], ...],
        missing: Tuple[int, ...],
    ) -> Incomplete: ...
    @property
    def from_(self) -> str:
        """The sender's address."""

    @property
    def to(self) -> str:
        """The recipient's address."""

    @property
    def reference(self) -> int:
        """What the parts share."""

    @property
    def bits(self) -> int:
        """How long the reference is: 8 or 16 bits."""

    @property
    def total(self) -> int:
        """How many parts there should be."""

    @property
    def parts(self) -> Tuple[Tuple[int, bytes], ...]:
        """The parts that arrived, (number, octets), in their order."""

    @property
    def missing(self) -> Tuple[int, ...]:
        """The numbers of the parts that did not, in their order."""

@final
class Pushed:
    """What became of a part that was pushed."""

    __match_args__: Final = ("outcome", "text", "displaced", "part", "problem")
    def __new__(
        cls,
        outcome: str,
        text: Optional[Assembled],
        displaced: Optional[Incomplete],
        part: Optional[Part],
        problem: Optional[str],
    ) -> Pushed: ...
    @property
    def outcome(self) -> str:
        """ "complete", "waiting", "duplicate" or "invalid"."""

    @property
    def text(self) -> Optional[Assembled]:
        """The text, where the part was the last that was missing."""

    @property
    def displaced(self) -> Optional[Incomplete]:
        """A text that had to go: because the part has its reference but does not belong to it, or because too many were open."""

    @property
    def part(self) -> Optional[Part]:
        """The part itself, where it is a duplicate or invalid."""

    @property
    def problem(self) -> Optional[str]:
        """What is wrong with an invalid part: "no_parts", "number_zero", "number_over_total" or "reference_over_8_bits", an open
        set."""

@final
class Reassembler:
    """Puts long texts together. Nothing that is pushed is lost silently: every part comes out again, in a complete text, in an
    incomplete one, or at once.

    It has no clock: the caller gives the time with every call, in seconds from any beginning, never falling (time.monotonic()
    will do; milliseconds count). Nothing happens between calls, so call `expire` now and then. May be shared between threads;
    cannot be pickled.

    Args:
        max_open: The most texts that are open at once, 1 at least. Where one more begins, the one that waits longest for its
            next part comes out incomplete. The same number of complete texts is remembered.
        timeout: How long an open text waits for its next part, in seconds.
        duplicate: How long the parts of a complete text are known again, in seconds; 0 is not at all.

    Raises:
        InvalidArgumentError: a number is out of range.
    """

    def __new__(cls, *, max_open: int = 1000, timeout: float = 600.0, duplicate: float = 60.0) -> Reassembler: ...
    def push(
        self,
        from_: str,
        to: str,
        reference: int,
        total: int,
        number: int,
        body: Union[bytes, bytearray, memoryview],
        now: float,
        bits: int = 8,
    ) -> Pushed:
        """Takes a part, in any order and more than once.

        A part that contradicts the ones before (another total, or the same number with another body) shows that the sender uses
        the reference anew: what was open comes out as `displaced`, and the part begins a new text.

        Args:
            from_: The sender's address, as the network gives it.
            to: The recipient's address, as the network gives it.
            reference: What the parts of one text share, 0 to 65535.
            total: How many parts there are, 0 to 255.
            number: Which one this is, 0 to 255, counted from 1.
            body: Its octets after the header: unpacked septets or octets of UCS-2. Decode them after they are put together,
                because a character may be cut in two.
            now: The time, in seconds.
            bits: How long the reference is: 8 or 16.

        Raises:
            InvalidArgumentError: a number is out of range; the part was not taken. Numbers that make no sense together are not an
                error but the outcome "invalid".
        """

    def expire(self, now: float) -> Tuple[Incomplete, ...]:
        """Gives out what has waited too long for its next part, the longest first."""

    def drain(self) -> Tuple[Incomplete, ...]:
        """Gives out all that is open, the one that waits longest first, as at the end of a connection."""

    @property
    def open(self) -> int:
        """How many texts are open."""

    @property
    def next_expiry(self) -> Optional[float]:
        """When `expire` will next have something to give, in seconds of the caller's clock. None where nothing is open."""

def parse_header(octets: Union[bytes, bytearray, memoryview]) -> Header:
    """Reads the user data header at the start of a received part's octets.

    Args:
        octets: The octets of the part, the first of which is the header's length.

    Raises:
        InvalidArgumentError: the octets are no header; a receiver then ignores the header as a whole.
    """
