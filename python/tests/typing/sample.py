"""What users write, for type checkers: `mypy --strict` and `pyright` in strict mode must find nothing here.

Lines that end in `# error` must be found wrong (each checker is asked to report ignores that nothing needs).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from pathlib import Path
from typing import AsyncIterator, Dict, List, Optional, Tuple, Union

import ecall
from ecall import (
    AsyncClient,
    AsyncHttpsClient,
    AsyncSmppClient,
    AsyncSoapClient,
    Client,
    EcallError,
    HttpsClient,
    MessageResult,
    MessageStatus,
    OutcomeUnknownError,
    SmppClient,
    SoapClient,
)
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


def many(client: Client, rows: List[Tuple[str, str]]) -> Dict[int, str]:
    listed: ecall.SentList = client.send_list([message(), {"channel": "Sms"}], notification={"forEvent": "All"})
    listed.raise_for_failed()
    found: Dict[int, str] = {index: error.kind for index, error in listed.failed}
    status: ecall.ListStatus = client.list_status(listed.list_id)
    print([state.status for state in status.messages], status.is_final, len(listed))

    def told(counts: ecall.BulkCounts) -> None:
        print(counts.accepted, counts.open)

    typed = (Message(channel="Sms", to=to, content=TextContent(text)) for to, text in rows)
    with client.send_many(typed, concurrency=20, rate=5.5, progress=told, delivery="at_least_once") as bulk:
        for index, result in bulk:
            found[index] = result.outcome if isinstance(result, EcallError) else result.message_id or ""
        rest: List[Tuple[int, MessageResult | EcallError]] = bulk.stop()
        print(rest, bulk.unknown, bulk.counts.given)
    following: ecall.Following = client.wait_many(found.values(), timeout=60, until=["Sent"])
    following.notify({"messageId": "m", "status": "Sent"})
    states: Dict[str, MessageStatus | EcallError] = dict(following)
    print(states, following.open)
    return found


def files(client: Client) -> bytes:
    image = ecall.ImageContent(media_id=client.upload_media("pump.jpg").media_id)
    with open("pump.jpg", "rb") as source, open("copy.jpg", "wb") as target:
        one: ecall.UploadedMedia = client.upload_media(source, progress=lambda told: print(told.transferred), encoding="raw")
        client.download_media(one.media_id, target)
    client.upload_media(bytearray(3), filename="a.png", content_type="image/png")
    media: ecall.Media = client.download_media(image.media_id, max_bytes=1000)
    return media.content


def hooks() -> Tuple[ecall.webhook.WSGIApplication, ecall.webhook.ASGIApplication]:
    def take(event: ecall.webhook.Event) -> None:
        if isinstance(event, ecall.webhook.StatusEvent):
            state: MessageStatus = event
            print(state.status, event.list_id, event.raw)
        elif isinstance(event, ecall.webhook.ReceivedMessage):
            print(event.text, event.reply_id, event.content)
        elif isinstance(event, ecall.webhook.CallbackNotification):
            code: Optional[int] = event.result_code
            print(code, event.number, event.raw)
        else:
            sms: ecall.InboundSms = event
            print(sms.message, event.raw)

    async def later(event: ecall.webhook.Event) -> None:
        take(event)

    print(ecall.webhook.is_from_ecall("127.0.0.1"), ecall.webhook.parse_received(b"{}").from_)
    print(ecall.webhook.parse_callback("?Function=Answer", "utf-8").time_stamp)
    return ecall.webhook.wsgi(take, any_source=True, callback_encoding="utf-8"), ecall.webhook.asgi(later, allow=["10.0.0.0/8"], max_body=2000)


def over_https(client: HttpsClient) -> Optional[datetime]:
    sent: ecall.SentJob = client.send_sms(["+41791234567", "Operators"], "Pump 3 stopped", "Alarm", msg_type=ecall.MsgType.FLASH)
    client.send_fax("+41441234567", "Pump 3 stopped", number_of_retries=2, send_date=datetime(2031, 7, 1, 12))
    voice = client.send_voice("+41791234567", "Pump 3 stopped", language="EN", timeout=10)
    code: Optional[int] = voice.result_code
    found: ecall.JobStates = client.status(sent.job_id)
    for state in client.status_range(datetime(2026, 7, 1), "2026-07-02T00:00:00Z"):
        print(state.status_code, state.status == ecall.Status.DELIVERED, state.extra, code)
    cached: ecall.CachedMessage = client.next_message("+41766012999")
    first: Optional[ecall.InboundSms] = cached.message
    deletion: ecall.Deletion = client.delete_message(first.message_id if first is not None else "a")
    deleted: bool = deletion.deleted
    inbox: ecall.Messages = client.messages(follow=True, poll=5.5)
    for message in inbox:
        print(message.message, message.address_from, deleted)
        inbox.acknowledge()
    try:
        client.send_sms("+41791234567", "x", notification_level=ecall.NotificationLevel.LAST, notification_addresses=["a@example.org"])
    except OutcomeUnknownError as error:
        answer: ecall.Resolution = client.resolve(error.job_id)
        print(answer.accepted, answer.states)
    stamp: Optional[ecall.LocalTime] = found.states[0].time_stamp
    return stamp.time if stamp is not None and stamp.doubt != "never" else None


async def asynchronous_over_https() -> None:
    async with AsyncHttpsClient(username="u", password="p") as client:
        inbox: ecall.AsyncMessages = client.messages(number="+41766012999")
        async for message in inbox:
            print(message.message)
            await inbox.acknowledge()
        states = [state.job_id async for state in client.status_range("2026-07-01", "2026-07-02")]
        print((await client.send_sms("+41791234567", "x")).job_id, states, (await client.resolve("j")).accepted)


def over_soap(client: SoapClient, plan: Path) -> Optional[float]:
    sent: ecall.SentJob = client.send_sms(["+41791234567", "074123456:1234"], "Pump 3 stopped", "Alarm", no_log=True)
    files: List[Union[str, Path, Tuple[str, bytes]]] = ["a.pdf", plan, ("b.txt", b"x")]
    client.send_fax("+41441234567", "", files, subject="Pump 3", file_types=["pdf"])
    client.send_fax("+41441234567", "", [("c.pdf", plan), ("d.txt", bytearray(b"x"))], timeout=60)
    client.send_voice({"+41791234567"}, "Pump 3 stopped", language=ecall.VoiceLanguage.EN)
    state: ecall.JobState = client.wait(sent.job_id, timeout=60, until=[ecall.Status.SENT], poll_initial=0.5)
    code: Optional[int] = client.state(sent.job_id, "+41791234567").send_state
    try:
        client.send_sms("+41791234567", "x")
    except OutcomeUnknownError as error:
        answer: ecall.SoapResolution = client.resolve(error.job_id)
        print(answer.accepted, answer.state and answer.state.status, error.last_job_state, code)
    return state.points_used if state.finish_date is not None and state.is_final else None


async def asynchronous_over_soap(plan: Path) -> None:
    async with AsyncSoapClient(username="u", password="p", soap_version="1.2") as client:
        sent = await client.send_fax("+41441234567", "x", [plan])
        print((await client.wait(sent.job_id)).status, (await client.resolve(sent.job_id)).state)


def over_smpp(client: SmppClient) -> Optional[str]:
    bound: ecall.SmppBound = client.bind()
    version: Optional[int] = bound.interface_version
    sent: ecall.Submitted = client.submit("+41791234567", "Pump 3 stopped", "Alarm", registered_delivery="failure", tag="7", timeout=5)
    client.submit("+41791234567", "", user_data=b"x", tlvs=[{"tag": "user_message_reference", "value": version}])
    states: List[str] = [part.state for part in sent.parts]
    try:
        client.submit("+41791234567", "x", alphabet="ucs2", long_message="udh16")
    except EcallError as error:
        status: Optional[int] = error.smpp_status
        parts: Tuple[ecall.PartOutcome, ...] = error.parts
        print(status, parts, states)
    with client.events() as events:
        for event in events:
            if event.type == "receipt":
                done: Optional[datetime] = event.done_date
                print(event.matched, done)
            elif isinstance(event, ecall.SmppMessage):
                text: Optional[str] = event.text
                octets: bytes = event.octets
                print(text, octets)
            elif event.type == "link":
                pause: Optional[float] = event.pause
                print(event.state, pause)
                events.acknowledge()
            else:
                other: Union[ecall.SmppIncomplete, ecall.StrayResponse, ecall.RawPdu] = event
                print(other)
    client.unbind()
    return sent.message_id


def many_over_smpp(client: SmppClient) -> List[EcallError]:
    failed: List[EcallError] = []
    rows = [("+41791234567", "a", None), ("+41791234568", "b", "Alarm")]
    with client.submit_many(rows, delivery="at_least_once", progress=lambda counts: print(counts.open)) as bulk:
        for index, result in bulk:
            if isinstance(result, EcallError):
                failed.append(result)
            else:
                print(index, result.message_id)
    for _ in client.submit_many({"to": "+41791234567", "text": "a", "tag": str(number)} for number in range(9)):
        print(bulk.counts.accepted)
    return failed


async def asynchronous_over_smpp() -> None:
    async def rows() -> AsyncIterator[Tuple[str, str]]:
        yield "+41791234567", "a"

    async with AsyncSmppClient(username="u", password="p", window=100, bind_mode="transceiver") as client:
        await client.bind()
        sent = await client.submit("+41791234567", "x")
        async with client.submit_many(rows()) as bulk:
            async for index, result in bulk:
                print(index, result, sent.possible_duplicate)
        events: ecall.AsyncSmppEvents = client.events()
        async for event in events:
            read: ecall.SmppEvent = event
            await events.acknowledge()
            print(read.type)
        await events.close()


async def asynchronous_many(client: AsyncClient) -> None:
    async def rows() -> AsyncIterator[Message]:
        yield message()

    async with client.send_many(rows(), concurrency=5) as bulk:
        async for index, result in bulk:
            print(index, result)
        print(await bulk.stop())
    async for message_id, state in client.wait_many(["m"]):
        print(message_id, state)

    async def chunks() -> AsyncIterator[bytes]:
        yield b"x"

    print((await client.upload_media(chunks())).media_id, (await client.send_list([message()])).items)


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
    client.send_many(7)  # type: ignore[arg-type]
    client.upload_media(7)  # type: ignore[arg-type]
    client.wait_many(["m"], delivery="standard")  # type: ignore[call-arg]
    HttpsClient().send_voice(["+41791234567"], "x")  # type: ignore[arg-type]
    HttpsClient().send_fax("+41791234567", "x", allow_truncation=True)  # type: ignore[call-arg]
    SoapClient().send_fax("+41791234567", "x", [7])  # type: ignore[list-item]
    SoapClient().send_fax("+41791234567", "x", [("a.pdf", "b.pdf")])  # type: ignore[list-item]
    SoapClient().state("j", delivery="standard")  # type: ignore[call-arg]
    SmppClient(proxy="x")  # type: ignore[call-arg]
    SmppClient(bind_mode="sideways")  # type: ignore[arg-type]
    SmppClient().submit("+41791234567", "x", user_data="ff")  # type: ignore[arg-type]
    SmppClient().submit_many([("+41791234567",)])  # type: ignore[list-item]
    with Client() as inner:
        inner.send(TextContent("not a message"))  # type: ignore[arg-type]
