"""What the extension has of the HTTPS interface. Use `ecall.HttpsClient` and `ecall.AsyncHttpsClient`."""

from ._ecall import (
    CachedMessage,
    Deletion,
    HttpsSession,
    InboundSms,
    JobStates,
    JobStatus,
    LocalTime,
    Resolution,
    SentJob,
    Stream,
    Turn,
)

__all__ = [
    "CachedMessage",
    "Deletion",
    "HttpsSession",
    "InboundSms",
    "JobStates",
    "JobStatus",
    "LocalTime",
    "Resolution",
    "SentJob",
    "Stream",
    "Turn",
]
