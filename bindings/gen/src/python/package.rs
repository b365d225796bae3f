//! `ecall/__init__.py`: everything that users see, under one name.

use std::fmt::Write as _;

use ecall::Kind;

use super::errors::class;
use super::text::NOTICE;

/// Names that Python has too. They are there, and left out of `from ecall import *`, which would hide Python's.
const SHADOWING: &[&str] = &["PermissionError", "TimeoutError"];
/// What is neither an error nor a model.
const OTHERS: &[&str] = &[
    "Answer",
    "AsyncBulk",
    "AsyncClient",
    "AsyncFollowing",
    "AsyncHttpsClient",
    "AsyncMessages",
    "AsyncSmppBulk",
    "AsyncSmppClient",
    "AsyncSmppEvents",
    "AsyncSoapClient",
    "AsyncStatusRange",
    "Attempt",
    "Bulk",
    "BulkCounts",
    "CachedMessage",
    "Client",
    "Deletion",
    "EcallError",
    "FieldProblem",
    "Following",
    "HttpsClient",
    "InboundSms",
    "JobState",
    "JobStates",
    "JobStatus",
    "LinkEvent",
    "ListStatus",
    "LocalTime",
    "Media",
    "MediaProgress",
    "MessageId",
    "MessageResult",
    "MessageStatus",
    "Messages",
    "PartOutcome",
    "RawPdu",
    "RawResponse",
    "Resolution",
    "SentJob",
    "SentList",
    "SmppBound",
    "SmppBulk",
    "SmppClient",
    "SmppEvent",
    "SmppEvents",
    "SmppIncomplete",
    "SmppMessage",
    "SmppReceipt",
    "SoapClient",
    "SoapResolution",
    "StatusRange",
    "StrayResponse",
    "Submitted",
    "UploadedMedia",
    "__version__",
    "models",
    "text",
    "webhook",
];

const HEAD: &str = r#""""Client for the eCall messaging platform: send a message and follow it to its final state.

    import ecall

    client = ecall.Client(username="u", password="p")  # or ECALL_USERNAME and ECALL_PASSWORD
    sent = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
    print(sent.message_id, client.wait(sent.message_id, timeout=60).status)

`AsyncClient` is the same for asyncio. `HttpsClient` and `AsyncHttpsClient` send SMS, faxes and voice messages over the interface of
HTTPS forms, and read what was received there; `SoapClient` and `AsyncSoapClient` do so over the SOAP WebService, faxes with files
among them. `SmppClient` and `AsyncSmppClient` stay bound over SMPP, and tell receipts and messages that come in. Every failure is an
`EcallError`; its `outcome` says whether the message may have gone out all the same. Messages other than texts are made of the classes
of `ecall.models`, which are also found here. What a text costs is told by `ecall.text`, without a client; what eCall sends by itself
is received with `ecall.webhook`.
"""

from ._client import AsyncClient, Client
from ._ecall import (
    Answer,
    ListStatus,
    Media,
    MessageResult,
    MessageStatus,
    RawResponse,
    SentList,
    UploadedMedia,
    __version__,
)
from ._error import MessageId
from .errors import (
    Attempt,
    EcallError,
    FieldProblem,
    PartOutcome,
"#;

const LAZY: &str = r#")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import models, text, webhook
    from ._aiolink import AsyncSmppBulk, AsyncSmppEvents
    from ._aiomany import AsyncBulk, AsyncFollowing
    from ._aiostream import AsyncMessages, AsyncStatusRange
    from ._events import (
        LinkEvent,
        RawPdu,
        SmppBound,
        SmppEvent,
        SmppIncomplete,
        SmppMessage,
        SmppReceipt,
        StrayResponse,
    )
    from ._https import AsyncHttpsClient, HttpsClient
    from ._jobs import (
        CachedMessage,
        Deletion,
        InboundSms,
        JobState,
        JobStates,
        JobStatus,
        LocalTime,
        Resolution,
        SentJob,
        SoapResolution,
    )
    from ._link import SmppBulk, SmppEvents
    from ._many import Bulk, BulkCounts, Following
    from ._media import MediaProgress
    from ._smpp import AsyncSmppClient, SmppClient
    from ._soap import AsyncSoapClient, SoapClient
    from ._stream import Messages, StatusRange
    from ._submitted import Submitted
    from .models import *
else:
    _LAZY = {
        "AsyncBulk": "_aiomany",
        "AsyncFollowing": "_aiomany",
        "AsyncHttpsClient": "_https",
        "AsyncMessages": "_aiostream",
        "AsyncSmppBulk": "_aiolink",
        "AsyncSmppClient": "_smpp",
        "AsyncSmppEvents": "_aiolink",
        "AsyncSoapClient": "_soap",
        "AsyncStatusRange": "_aiostream",
        "Bulk": "_many",
        "BulkCounts": "_many",
        "CachedMessage": "_jobs",
        "Deletion": "_jobs",
        "Following": "_many",
        "HttpsClient": "_https",
        "InboundSms": "_jobs",
        "JobState": "_jobs",
        "JobStates": "_jobs",
        "JobStatus": "_jobs",
        "LinkEvent": "_events",
        "LocalTime": "_jobs",
        "MediaProgress": "_media",
        "Messages": "_stream",
        "RawPdu": "_events",
        "Resolution": "_jobs",
        "SentJob": "_jobs",
        "SmppBound": "_events",
        "SmppBulk": "_link",
        "SmppClient": "_smpp",
        "SmppEvent": "_events",
        "SmppEvents": "_link",
        "SmppIncomplete": "_events",
        "SmppMessage": "_events",
        "SmppReceipt": "_events",
        "SoapClient": "_soap",
        "SoapResolution": "_jobs",
        "StatusRange": "_stream",
        "StrayResponse": "_events",
        "Submitted": "_submitted",
    }

    def __getattr__(name):
        # Loaded when they are used.
        if name in __all__:
            from importlib import import_module

            if name in ("models", "text", "webhook"):
                return import_module("." + name, __name__)
            return getattr(import_module("." + _LAZY.get(name, "models"), __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = [
"#;

/// The module; `models` are the names of all models.
pub fn render(models: &[String]) -> String {
    let errors: Vec<_> = Kind::ALL.iter().map(|kind| class(*kind)).collect();
    let hidden = |name: &String| SHADOWING.contains(&name.as_str());
    let mut out = format!("# {NOTICE}\n{HEAD}");
    for name in &errors {
        // The alias tells type checkers that the name is public although `__all__` leaves it out.
        let alias = if hidden(name) { format!(" as {name}") } else { String::new() };
        let _ = writeln!(out, "    {name}{alias},");
    }
    out.push_str(LAZY);
    let public = errors.iter().filter(|name| !hidden(name)).chain(models).cloned();
    let mut names: Vec<_> = public.chain(OTHERS.iter().map(|name| (*name).to_owned())).collect();
    names.sort();
    for name in names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    out
}
