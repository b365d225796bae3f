"""Texts that Python holds and Unicode does not: with half a surrogate pair."""

import asyncio
import pathlib
import pickle

import ecall
import pytest
from ecall import models, text

HALF = "secret\ud83d"
CONTENT = {"type": "Text", "text": HALF}
MESSAGE = {"channel": "Sms", "to": "+41791234567", "from": "ecall-demo", "content": {"type": "Text", "text": "x"}}


TAKE_TEXT = [text.estimate, text.split, text.to_gsm, text.encode_gsm, text.encode_ucs2, text.encode_latin1, text.normalise_msisdn]


def assert_refused(error, field, outcome="not_applicable", length=7):
    """By its field, its rule and its length; the text is not told."""
    assert [(one.field, one.rule, one.length) for one in error.fields] == [(field, "unicode", length)]
    assert (type(error), error.outcome) == (ecall.InvalidArgumentError, outcome)
    assert error.__cause__ is None and error.__context__ is None
    assert "secret" not in f"{error} {error!r} {error.__dict__} {pickle.dumps(error, 0)!r}"


SENDS = [
    ("to", lambda client: client.send_sms(HALF, "x", "ecall-demo")),
    ("text", lambda client: client.send_sms("+41791234567", HALF, "ecall-demo")),
    ("from_", lambda client: client.send_sms("+41791234567", "x", HALF)),
    ("sms_type", lambda client: client.send_sms("+41791234567", "x", sms_type=HALF)),
    ("notification.url", lambda client: client.send_sms("+41791234567", "x", notification={"url": HALF})),
    ("delivery", lambda client: client.send(MESSAGE, delivery=HALF)),
    ("message", lambda client: client.send(HALF)),
    ("to", lambda client: client.send({**MESSAGE, "to": HALF})),
    ("content.text", lambda client: client.send({**MESSAGE, "content": CONTENT})),
    ("content.text", lambda client: client.send(ecall.Message(channel="Sms", to="+41", content=models.TextContent(text=HALF)))),
    ("toList[1].address", lambda client: client.send({**MESSAGE, "toList": [{"address": "+41"}, {"address": HALF}]})),
    ("content", lambda client: client.send({**MESSAGE, "content": {HALF: 1}})),
    ("method", lambda client: client.request(HALF, "/message")),
    ("path", lambda client: client.request("POST", HALF)),
    ("json", lambda client: client.request("POST", "/message", HALF)),
    ("json[0].a", lambda client: client.request("POST", "/message", [{"a": HALF}])),
]
ASKS = [
    ("message_id", lambda client: client.status(HALF)),
    ("message_id", lambda client: client.wait(HALF)),
    ("delivery", lambda client: client.check(delivery=HALF)),
]


def raised(call, *arguments):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        result = call(*arguments)
        if asyncio.iscoroutine(result):
            asyncio.run(result)
    return caught.value


@pytest.mark.parametrize("kind", [ecall.Client, ecall.AsyncClient])
def test_half_a_surrogate_pair_is_refused_before_anything_is_sent(account, kind):
    client = kind(**account.options())
    for calls, outcome in ((SENDS, "not_accepted"), (ASKS, "not_applicable")):
        for field, call in calls:
            assert_refused(raised(call, client), field, outcome)
    assert account.requests() == []


@pytest.mark.parametrize("option", ["username", "password", "base_url", "default_from", "proxy", "user_agent"])
def test_half_a_surrogate_pair_is_refused_in_an_option_of_a_client(account, option):
    make = lambda half: ecall.Client(**{**account.options(), option: half})
    assert_refused(raised(make, HALF), option)


def test_half_a_surrogate_pair_is_refused_in_a_path(account):
    make = lambda half: ecall.Client(**{**account.options(), "ca_file": pathlib.Path(half)})
    assert_refused(raised(make, HALF), "ca_file")


@pytest.mark.parametrize(
    ("field", "call"),
    [
        *(("text", call) for call in TAKE_TEXT),
        ("texts[1]", lambda half: text.estimate_many(["a", half])),
        ("channel", lambda half: text.estimate("x", channel=half)),
        ("channel", lambda half: text.estimate_many(["x"], channel=half)),
        ("locking", lambda half: text.decode_gsm(b"x", locking=half)),
        ("single", lambda half: text.decode_gsm(b"x", single=half)),
        ("default_country", lambda half: text.normalise_msisdn("0791234567", half)),
        ("from_", lambda half: text.Reassembler().push(half, "to", 1, 2, 1, b"x", 0)),
        ("to", lambda half: text.Reassembler().push("from", half, 1, 2, 1, b"x", 0)),
        ("text", lambda half: text.Page(half, 1)),
        ("alphabet", lambda half: text.Saving(half, 1, 1)),
        ("from_", lambda half: text.Part(half, "to", text.Concatenation(1, 8, 2, 1), b"x")),
    ],
)
def test_half_a_surrogate_pair_is_refused_wherever_a_text_is_read(field, call):
    assert_refused(raised(call, "secret\ud83c"), field)
    assert_refused(raised(call, "\udc00secret"), field)


def test_a_character_that_is_half_of_one_is_refused():
    assert_refused(raised(text.Position, "\ud83c", 0, 0, 0), "character", length=1)
    with pytest.raises(TypeError, match="argument 'byte'"):
        text.Position("x", "0", 0, 0)
    with pytest.raises(KeyError):
        text.estimate_many([])["\ud83c"]
