"""Received parts of long texts. Use `ecall.text`."""

from ._ecall import (
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
    "Concatenation",
    "Element",
    "Header",
    "Incomplete",
    "Part",
    "Pushed",
    "Reassembler",
    "parse_header",
]
