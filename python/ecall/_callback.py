"""What the HTTPS and SOAP interfaces tell by themselves. Use `ecall.webhook`."""

from ._ecall import CallbackNotification, CallbackReply, CallbackSms, parse_callback

__all__ = ["CallbackNotification", "CallbackReply", "CallbackSms", "parse_callback"]
