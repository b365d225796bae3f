"""What the extension has of the SMPP interface. Use `ecall.SmppClient` and `ecall.AsyncSmppClient`."""

from ._ecall import SmppSession, Submitted, Submitting

__all__ = ["SmppSession", "Submitted", "Submitting"]
