"""What clients stand on, for type checkers: nothing loads this."""

from typing import Union

from ._ecall import HttpsSession, Session, SmppSession, SoapSession

AnySession = Union[Session, HttpsSession, SoapSession, SmppSession]
"""The session of whichever interface."""
