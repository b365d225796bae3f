"""What the extension has of work on many messages. Use `ecall.Client.send_many` and `ecall.Client.wait_many`."""

from ._ecall import Sending, Watching

__all__ = ["Sending", "Watching"]
