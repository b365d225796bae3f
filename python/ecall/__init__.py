"""Client for the eCall messaging platform: send a message over its REST interface and follow it to its final state.

    import ecall

    client = ecall.Client(username="u", password="p")  # or ECALL_USERNAME and ECALL_PASSWORD
    sent = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
    print(sent.message_id, client.wait(sent.message_id, timeout=60).status)

`AsyncClient` is the same for asyncio. Every failure is an `EcallError`; its `outcome` says whether the message may have gone
out all the same. Messages other than texts are made of the classes of `ecall.models`, which are also found here.
"""

from ._client import AsyncClient, Client
from ._ecall import Answer, MessageResult, MessageStatus, RawResponse, __version__
from ._error import MessageId
from .errors import (
    Attempt,
    AuthenticationError,
    CancelledError,
    ClosedError,
    ConfigError,
    ConnectError,
    EcallError,
    FieldProblem,
    ForkedError,
    InsufficientCreditError,
    InternalError,
    InvalidArgumentError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionError,
    RateLimitedError,
    RejectedError,
    ServerError,
    TimeoutError,
    TlsError,
    UnavailableError,
    UnexpectedResponseError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import models as models
    from .models import *
else:

    def __getattr__(name):
        # The models are loaded when the first one is used.
        if not name.startswith("_"):
            from importlib import import_module

            models = import_module(".models", __name__)
            if name == "models":
                return models
            if name in models.__all__:
                return getattr(models, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# Without the names that Python has too, so that `from ecall import *` hides nothing.
__all__ = [
    "Answer",
    "AsyncClient",
    "Attempt",
    "AuthenticationError",
    "Client",
    "ClosedError",
    "ConfigError",
    "ConnectError",
    "EcallError",
    "FieldProblem",
    "ForkedError",
    "InsufficientCreditError",
    "InternalError",
    "InvalidArgumentError",
    "MessageId",
    "MessageResult",
    "MessageStatus",
    "NotFoundError",
    "OutcomeUnknownError",
    "RateLimitedError",
    "RawResponse",
    "RejectedError",
    "ServerError",
    "TlsError",
    "UnavailableError",
    "UnexpectedResponseError",
    "__version__",
]
