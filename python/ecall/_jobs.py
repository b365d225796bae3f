"""What the extension has of the HTTPS and SOAP interfaces. Use `ecall.HttpsClient`, `ecall.SoapClient` and their asynchronous twins."""

from ._ecall import (
    CachedMessage,
    Deletion,
    HttpsSession,
    InboundSms,
    JobState,
    JobStates,
    JobStatus,
    LocalTime,
    Resolution,
    SentJob,
    SoapResolution,
    SoapSession,
    Stream,
    Turn,
)

__all__ = [
    "CachedMessage",
    "Deletion",
    "HttpsSession",
    "InboundSms",
    "JobState",
    "JobStates",
    "JobStatus",
    "LocalTime",
    "Resolution",
    "SentJob",
    "SoapResolution",
    "SoapSession",
    "Stream",
    "Turn",
]
