"""What clients stand on, for type checkers: nothing loads this."""

from typing import Union

from ._ecall import HttpsSession, Session, SoapSession

AnySession = Union[Session, HttpsSession, SoapSession]
"""The session of whichever interface."""
