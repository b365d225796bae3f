"""What users write, for type checkers: `mypy --strict` and `pyright` in strict mode must find nothing here.

Lines that end in `# error` must be found wrong (each checker is asked to report ignores that nothing needs).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Dict, List, Optional, Tuple

import ecall
from ecall import AsyncClient, Client, EcallError, MessageResult, MessageStatus, OutcomeUnknownError
from ecall.models import Content, Message, TextContent
from ecall.text import Columns, Estimate, Reassembler


def send(client: Client) -> Optional[str]:
    sent: MessageResult = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
    again = client.send_sms("+41791234567", "Pump 3 stopped", timeout=5.0, max_retries=1, delivery="at_most_once")
    when: Optional[datetime] = again.timestamp
    assert when is None or when.tzinfo is timezone.utc
    ids: Tuple[ecall.MessageId, ...] = sent.message_ids
    return sent.message_id or ids[0].message_id


def contents() -> list[Content]:
    return [
        TextContent("Pump 3 stopped", options=ecall.SmsContentOptions(sms_type=ecall.MessageType.FLASH, page_limit=2)),
        ecall.ImageContent(url="https://example.org/pump.jpg", caption="Pump 3"),
        ecall.InteractiveContent(
            header=ecall.InteractiveTextHeader("Pump 3"),
            body=ecall.InteractiveBody("Stopped. What now?"),
            action=ecall.InteractiveButtonAction(
                buttons=[ecall.InteractiveButtonActionReplyButton(id="restart", title="Restart")]
            ),
        ),
        {"type": "Hologram", "text": "an object of the future"},
    ]


def message() -> Message:
    return Message(
        channel=ecall.Channel.SMS,
        from_="Alarm",
        to_list=[ecall.NumberRecipient("+41791234567"), {"type": "Group", "address": "Operators"}],
        send_date=datetime(2026, 11, 21, 10, tzinfo=timezone.utc).isoformat(),
        content=contents()[0],
        notification=ecall.Notification(addresses=[ecall.EmailNotificationAddress("a@example.org")]),
    )


def follow(client: Client, sent: MessageResult) -> bool:
    status: MessageStatus = client.wait(sent.message_id, timeout=60, until=["Sent"], poll_initial=0.5)
    name: Optional[str] = status.status
    return name == ecall.Status.DELIVERED and status.is_final


def errors(client: Client) -> str:
    try:
        client.send({"channel": "Sms", "to": "+41791234567", "content": {"type": "Text", "text": "x"}})
    except OutcomeUnknownError as error:
        return f"{error.kind} {error.number} {error.outcome} {[attempt.duration for attempt in error.attempts]}"
    except EcallError as error:
        fields = [(field.field, field.rule, field.length, field.limit) for field in error.fields]
        state = error.last_status.status if error.last_status else None
        return f"{error} {error.http_status} {error.ecall_code} {error.retry_after} {fields} {state}"
    return ""


def costs(client: Client, column: List[str]) -> Dict[str, object]:
    sent = client.send_sms("+41791234567", "Pump 3 – stopped", to_gsm=True, page_limit=1, allow_truncation=True)
    found: Optional[Estimate] = sent.estimate
    if found is None or found.cut is None:
        return {}
    lost: ecall.text.Position = found.cut.from_
    places: List[int] = [place.code_point for place in (*found.forcing, *found.doubled, lost)]
    rules = [(problem.code, problem.found, problem.limit) for problem in found.problems]
    saved: Optional[int] = found.transliterated.pages if found.transliterated else None
    replaced: List[Tuple[str, str, int]] = [(one.from_, one.to, one.at.code_point) for one in sent.replacements]
    columns: Columns = ecall.text.estimate_many((text.strip() for text in column), channel="sms", reference_bits=16)
    total: int = sum(columns.pages) + max(columns.units)
    named = dict(columns)
    pages: Tuple[str, ...] = tuple(page.text for page in ecall.text.split("x", whole_words=True).pages)
    plain: str = ecall.text.to_gsm("x").text + ecall.text.normalise_msisdn("079 123 45 67", "41")
    return {"places": places, "rules": rules, "saved": saved, "replaced": replaced, "total": total, "named": named, "pages": pages, "plain": plain}


def received(parts: Reassembler, octets: bytes, now: float) -> Optional[str]:
    header = ecall.text.parse_header(octets)
    which = header.concatenation
    if which is None:
        return ecall.text.decode_gsm(header.body, locking=header.locking, single=header.single)
    pushed = parts.push("a", "b", which.reference, which.total, which.number, header.body, now, bits=which.bits)
    late: List[Tuple[int, bytes]] = [part for lost in (*parts.expire(now), *parts.drain()) for part in lost.parts]
    match pushed:
        case ecall.text.Pushed("complete", ecall.text.Assembled() as text):
            return ecall.text.decode_ucs2(text.octets())
        case _:
            return f"{pushed.problem} {late} {parts.next_expiry}"


async def asynchronous() -> None:
    async with AsyncClient(username="u", password="p", ca_file="ca.pem") as client:
        task = asyncio.create_task(client.send(message()))
        both = await asyncio.gather(task, client.send_sms("+41791234567", "x"))
        answer = await client.request("GET", "/api/v2/message/x")
        print(both[1].message_id, answer.headers["content-type"], (await client.check()).http_status)


def wrong(client: Client) -> None:
    client.send_sms(to=41791234567, text="x")  # type: ignore[arg-type]
    client.send_sms(to="+41791234567", text="x", delivery="sometimes")  # type: ignore[arg-type]
    client.send_sms(to="+41791234567", text="x", time_out=3)  # type: ignore[call-arg]
    TextContent()  # type: ignore[call-arg]
    ecall.text.estimate(b"x")  # type: ignore[arg-type]
    ecall.text.estimate("x", channel="fax")  # type: ignore[arg-type]
    ecall.text.estimate("x").pages = 2  # type: ignore[misc]
    client.check(allow_truncation=True)  # type: ignore[call-arg]
    ecall.nothing  # type: ignore[attr-defined]
    with Client() as inner:
        inner.send(TextContent("not a message"))  # type: ignore[arg-type]
