//! The modules of clients: what is the same in each, and what each says of itself.

use super::operations::{HTTPS, Operation, REST, SMPP, SOAP};
use super::options::{self, Known};

/// A module with the clients of one interface.
pub struct Module {
    /// The module up to the first class.
    pub head: &'static str,
    /// The class of the extension that its clients stand on.
    pub session: &'static str,
    /// What they are made with.
    pub options: fn() -> Vec<Known>,
    /// Its clients.
    pub faces: &'static [Face],
    /// What they have.
    pub operations: &'static [Operation],
}

/// A client.
pub struct Face {
    pub class: &'static str,
    pub doc: &'static [&'static str],
    /// Before `def`.
    pub keyword: &'static str,
    pub call: &'static str,
    pub base: &'static str,
    /// The module of what is iterated over, and what stands before the names of its classes.
    pub many: (&'static str, &'static str),
    /// What `Iterable` is here.
    pub iterable: &'static str,
    pub transfer: &'static str,
    /// Arguments that are something else here: their types and what they are.
    pub special: &'static [(&'static str, &'static str, &'static str)],
}

impl Face {
    /// A text of an operation, or what stands for it here: its name, the type, what it is.
    pub fn said(&self, text: &'static str) -> (&'static str, &'static str, &'static str) {
        self.special.iter().find(|(name, ..)| *name == text).copied().unwrap_or((text, text, text))
    }
}

const NOT_GIVEN: &str = "What is not given comes from the environment where it says so, else from the defaults. Times are in seconds.";
const SHARED: &str = "Shared freely between threads: a call lets other threads work, and obeys Ctrl-C. After a fork it goes on with \
                      connections of its own. Opens no connection before the first call. A context manager that closes itself.";

const ASYNC_SHARED: &str = "Used from any number of event loops and threads. Cancelling the task ends the call; where the message may have gone out \
         all the same, the CancelledError has an EcallError as its cause. An asynchronous context manager that closes itself.";

const CLIENT: Face = Face {
    class: "Client",
    doc: &[
        "Sends messages over eCall's REST interface and follows them; every call blocks its thread.",
        SHARED,
        NOT_GIVEN,
    ],
    keyword: "def",
    call: "self._session.call(",
    base: "BaseClient",
    many: ("_many", ""),
    iterable: "{}",
    transfer: "self._session.call(",
    special: &[
        (
            "@source",
            "Union[str, PathLike[str], Buffer, Readable]",
            "The file: its path, its bytes, or an object with a method read, which another thread calls.",
        ),
        (
            "@to",
            "Optional[Union[str, PathLike[str], Writable]]",
            "Where it goes: a path, where it appears when it is whole, or an object with a method write, which another thread \
             calls. Into memory unless given.",
        ),
    ],
};

const ASYNC_CLIENT: Face = Face {
    class: "AsyncClient",
    doc: &[
        "Sends messages over eCall's REST interface and follows them; every call is a coroutine for asyncio.",
        ASYNC_SHARED,
        NOT_GIVEN,
    ],
    keyword: "async def",
    call: "await self._run(\n            self._session,",
    base: "BaseAsyncClient",
    many: ("_aiomany", "Async"),
    iterable: "Union[{}, Async{}]",
    transfer: "await transfer(\n            self._session,",
    special: &[
        (
            "@source",
            "Union[str, PathLike[str], Buffer, Readable, AsyncReadable, AsyncIterable[Buffer]]",
            "The file: its path, its bytes, an asynchronous iterable of bytes, or an object with a method read, which may be a \
             coroutine; where it is none, another thread calls it.",
        ),
        (
            "@to",
            "Optional[Union[str, PathLike[str], Writable, AsyncWritable]]",
            "Where it goes: a path, where it appears when it is whole, or an object with a method write, which may be a \
             coroutine; where it is none, another thread calls it. Into memory unless given.",
        ),
    ],
};

const HTTPS_CLIENT: Face = Face {
    class: "HttpsClient",
    doc: &[
        "Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads what was received; every call blocks \
         its thread.",
        SHARED,
        NOT_GIVEN,
    ],
    many: ("_stream", ""),
    special: &[],
    ..CLIENT
};

const ASYNC_HTTPS_CLIENT: Face = Face {
    class: "AsyncHttpsClient",
    doc: &[
        "Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads what was received; every call is a \
         coroutine for asyncio.",
        ASYNC_SHARED,
        NOT_GIVEN,
    ],
    many: ("_aiostream", "Async"),
    special: &[],
    ..ASYNC_CLIENT
};

const SOAP_CLIENT: Face = Face {
    class: "SoapClient",
    doc: &[
        "Sends SMS, faxes with files and voice messages over eCall's SOAP WebService, and follows them; every call blocks its \
         thread.",
        SHARED,
        NOT_GIVEN,
    ],
    special: &[],
    ..CLIENT
};

const ASYNC_SOAP_CLIENT: Face = Face {
    class: "AsyncSoapClient",
    doc: &[
        "Sends SMS, faxes with files and voice messages over eCall's SOAP WebService, and follows them; every call is a coroutine \
         for asyncio.",
        ASYNC_SHARED,
        NOT_GIVEN,
    ],
    special: &[],
    ..ASYNC_CLIENT
};

const SMPP_CLIENT: Face = Face {
    class: "SmppClient",
    doc: &[
        "Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound; every call blocks its thread.",
        "Shared freely between threads: a call lets other threads work, and obeys Ctrl-C. The link has a thread of its own, from \
         bind() on: it is kept alive and opened again while nobody calls, and does not keep the process from ending. It stays with \
         the process that opened it: in a forked child every call raises a ForkedError. Opens no connection before bind(). A context \
         manager that unbinds.",
        NOT_GIVEN,
    ],
    base: "BaseSmppClient",
    many: ("_link", ""),
    special: &[],
    ..CLIENT
};

const ASYNC_SMPP_CLIENT: Face = Face {
    class: "AsyncSmppClient",
    doc: &[
        "Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound; every call is a coroutine for \
         asyncio.",
        "Used from any number of event loops and threads: the link has a thread of its own, from bind() on. It stays with the process \
         that opened it: in a forked child every call raises a ForkedError. Cancelling the task ends the call; where the message may \
         have gone out all the same, the CancelledError has an EcallError as its cause. Opens no connection before bind(). An \
         asynchronous context manager that unbinds.",
        NOT_GIVEN,
    ],
    base: "BaseAsyncSmppClient",
    many: ("_aiolink", "Async"),
    special: &[],
    ..ASYNC_CLIENT
};

const REST_HEAD: &str = r#""""The clients of the REST interface: each hands its arguments to the extension, which converts them and makes the call."""

from __future__ import annotations

from ._base import BaseAsyncClient, BaseClient
from ._ecall import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike
    from typing import Any, AsyncIterable, Callable, Iterable, Literal, Mapping, Optional, Sequence, Union

    from . import models
    from ._aiomany import AsyncBulk, AsyncFollowing
    from ._ecall import Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia
    from ._many import Bulk, BulkCounts, Following
    from ._media import AsyncReadable, AsyncWritable, Buffer, MediaProgress, Readable, Writable

__all__ = ["AsyncClient", "Client"]
"#;

const HTTPS_HEAD: &str = r#""""The clients of the HTTPS interface: each hands its arguments to the extension, which converts them and makes the call."""

from __future__ import annotations

from ._base import BaseAsyncClient, BaseClient
from ._ecall import HttpsSession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike
    from typing import Iterable, Literal, Optional, Sequence, Union

    from ._aiostream import AsyncMessages, AsyncStatusRange
    from ._jobs import CachedMessage, Deletion, JobStates, Resolution, SentJob
    from ._stream import Messages, StatusRange

__all__ = ["AsyncHttpsClient", "HttpsClient"]
"#;

const SOAP_HEAD: &str = r#""""The clients of the SOAP interface: each hands its arguments to the extension, which converts them and makes the call."""

from __future__ import annotations

from ._base import BaseAsyncClient, BaseClient
from ._ecall import SoapSession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike
    from typing import Iterable, Literal, Optional, Sequence, Union

    from ._jobs import JobState, SentJob, SoapResolution
    from ._media import FaxFile

__all__ = ["AsyncSoapClient", "SoapClient"]
"#;

const SMPP_HEAD: &str = r#""""The clients of the SMPP interface: each hands its arguments to the extension, which converts them and makes the call."""

from __future__ import annotations

from ._ecall import SmppSession
from ._smppbase import BaseAsyncSmppClient, BaseSmppClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any, AsyncIterable, Callable, Iterable, Literal, Mapping, Optional, Sequence, Union

    from ._aiolink import AsyncSmppBulk, AsyncSmppEvents
    from ._ecall import Submitted
    from ._events import SmppBound
    from ._link import SmppBulk, SmppEvents, SmppText
    from ._many import BulkCounts
    from ._media import Buffer

__all__ = ["AsyncSmppClient", "SmppClient"]
"#;

/// `ecall/_client.py`
pub const REST_CLIENTS: Module = Module {
    head: REST_HEAD,
    session: "Session",
    options: options::client,
    faces: &[CLIENT, ASYNC_CLIENT],
    operations: REST,
};

/// `ecall/_https.py`
pub const HTTPS_CLIENTS: Module = Module {
    head: HTTPS_HEAD,
    session: "HttpsSession",
    options: options::client,
    faces: &[HTTPS_CLIENT, ASYNC_HTTPS_CLIENT],
    operations: HTTPS,
};

/// `ecall/_soap.py`
pub const SOAP_CLIENTS: Module = Module {
    head: SOAP_HEAD,
    session: "SoapSession",
    options: options::client,
    faces: &[SOAP_CLIENT, ASYNC_SOAP_CLIENT],
    operations: SOAP,
};

/// `ecall/_smpp.py`
pub const SMPP_CLIENTS: Module = Module {
    head: SMPP_HEAD,
    session: "SmppSession",
    options: options::smpp_client,
    faces: &[SMPP_CLIENT, ASYNC_SMPP_CLIENT],
    operations: SMPP,
};
