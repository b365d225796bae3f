"""What eCall sends by itself. Use `ecall.webhook`."""

from ._ecall import ReceivedMessage, Receiver, StatusEvent, is_from_ecall, parse_received, parse_status

__all__ = [
    "ReceivedMessage",
    "Receiver",
    "StatusEvent",
    "is_from_ecall",
    "parse_received",
    "parse_status",
]
