"""Results: typed, with datetimes, whatever the message was made of."""

import copy
import datetime
import pickle

import ecall
import pytest
from ecall import models

UTC = datetime.timezone.utc


@pytest.fixture
def client(account):
    return ecall.Client(**account.options())


def test_an_accepted_message(account, client):
    before = datetime.datetime.now(UTC) - datetime.timedelta(seconds=5)
    sent = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="ecall-demo")
    assert isinstance(sent, ecall.MessageResult) and isinstance(sent, ecall.Answer)
    assert before < sent.timestamp < before + datetime.timedelta(minutes=1)
    assert sent.timestamp.tzinfo is UTC
    assert sent.timestamp_text.endswith("Z")
    assert (sent.http_status, sent.possible_duplicate, sent.attempts, sent.message_ids) == (200, False, (), ())
    assert sent.message_id in sent.raw_body.decode() and sent.message_id in repr(sent)
    with pytest.raises(AttributeError):
        sent.message_id = "another"


def test_what_a_text_costs_is_part_of_the_result(account, client):
    sent = client.send_sms("+41791234567", "Pump 3 – stopped", "ecall-demo")
    assert sent.estimate == ecall.text.estimate("Pump 3 – stopped") and sent.estimate is sent.estimate
    assert (sent.estimate.alphabet, sent.replacements) == ("ucs2", ())
    sent = client.send_sms("+41791234567", "Pump 3 – stopped", "ecall-demo", to_gsm=True)
    assert sent.estimate.alphabet == "gsm"
    assert sent.replacements == (ecall.text.Replacement(ecall.text.Position("–", 7, 7, 7), "–", "-"),)
    assert account.requests()[-1]["json"]["content"]["text"] == "Pump 3 - stopped"
    whole = models.LocationContent(longitude=8.5, latitude=47.4)
    sent = client.send(models.Message(channel="Whatsapp", to="+41791234567", from_="+41791112233", content=whole))
    assert (sent.estimate, sent.replacements) == (None, ())


def test_a_text_that_would_be_cut_is_refused_or_sent_whole(account, client):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.send_sms("+41791234567", "a" * 161, "ecall-demo", page_limit=1)
    assert [problem.rule for problem in caught.value.fields] == ["page_limit"] and account.requests() == []
    sent = client.send_sms("+41791234567", "a" * 161, "ecall-demo", page_limit=1, allow_truncation=True)
    assert sent.estimate.cut.characters == 1
    with pytest.raises(TypeError):
        client.status(sent.message_id, allow_truncation=True)


def test_times_without_a_zone_stay_without(account, client):
    account.script(
        {"respond": {"status": 200, "json": {"messageId": "1", "timestamp": "2026-11-21T10:00:00.123456"}}},
        {"respond": {"status": 200, "json": {"messageId": "1", "timestamp": "2026-11-21T10:00:00.5+02:00"}}},
        {"respond": {"status": 200, "json": {"messageId": "1", "timestamp": "yesterday", "new": {"a": [1, 2.5, None, True]}}}},
    )
    first, second, third = (client.send_sms("+41791234567", "x", "ecall-demo") for _ in range(3))
    assert first.timestamp == datetime.datetime(2026, 11, 21, 10, 0, 0, 123456)
    assert second.timestamp == datetime.datetime(2026, 11, 21, 8, 0, 0, 500000, UTC)
    assert (third.timestamp, third.timestamp_text) == (None, "yesterday")
    assert third.extra == {"new": {"a": [1, 2.5, None, True]}}


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("0001-01-01T00:00:00Z", datetime.datetime(1, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00", datetime.datetime(1, 1, 1)),
        ("9999-12-30T21:00:00.999999Z", datetime.datetime(9999, 12, 30, 21, 0, 0, 999999, UTC)),
        ("9999-12-31T23:59:59.999999", datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)),
        ("0001-01-01T00:00:00+14:00", None),
        ("0000-12-31T23:59:59.999999Z", None),
        ("0000-12-31T23:59:59", None),
        ("-000500-01-01T00:00:00Z", None),
    ],
)
def test_a_time_that_datetime_cannot_hold(account, client, text, time):
    account.script({"respond": {"status": 200, "json": {"messageId": "1", "timestamp": text}}})
    sent = client.send_sms("+41791234567", "x", "ecall-demo")
    assert (sent.timestamp, sent.timestamp_text) == (time, text)


def test_a_list_of_recipients(client):
    sent = client.send(
        models.Message(
            channel="Sms",
            from_="ecall-demo",
            to_list=[models.NumberRecipient("+41791234567"), {"type": "Number", "address": "+41791234568"}],
            content=models.TextContent("Pump 3 stopped"),
        )
    )
    assert sent.message_id is None
    assert [pair.address for pair in sent.message_ids] == ["+41791234567", "+41791234568"]
    assert repr(sent) == "<ecall.MessageResult of 2 messages>"


def test_a_state(account, client):
    sent = client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
    account.set_status(sent.message_id, "Delivered")
    state = client.wait(sent.message_id, timeout=5)
    assert isinstance(state, ecall.MessageStatus)
    assert (state.channel, state.status, state.is_final) == (models.Channel.SMS, models.Status.DELIVERED, True)
    assert (state.from_, state.to, state.page_total) == ("ecall-demo", "+41791234567", 1)
    assert state.timestamp.tzinfo is UTC
    assert "+41791234567" not in repr(state)


def test_a_raw_request(client):
    sent = client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
    answer = client.request("GET", f"/api/v2/message/{sent.message_id}")
    assert isinstance(answer, ecall.RawResponse)
    assert answer.json()["messageId"] == sent.message_id
    assert answer.headers["content-type"].startswith("application/json")
    body = {"channel": "Sms", "to": "+41791234567", "from": "x", "content": {"type": "Text", "text": "x"}}
    assert client.request("POST", "/api/v2/message", body).json()["messageId"]


def test_check(client):
    assert type(client.check()) is ecall.Answer


def test_answers_can_be_pickled_and_copied(account, client):
    account.script({"respond": {"status": 500}}, {"accept": True})
    sent = client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
    assert sent.possible_duplicate and len(sent.attempts) == 1
    told = client.send_sms("+41791234567", "it’s " * 400, "ecall-demo", to_gsm=True, page_limit=1, allow_truncation=True)
    assert told.replacements and told.estimate.cut and told.estimate.problems
    for answer in (sent, told, client.status(sent.message_id), client.check(), client.request("GET", f"/api/v2/message/{sent.message_id}")):
        for again in (pickle.loads(pickle.dumps(answer)), copy.copy(answer), copy.deepcopy(answer)):
            assert type(again) is type(answer)
            for name in (name for name in dir(type(answer)) if not name.startswith("_") and name != "json"):
                assert getattr(again, name) == getattr(answer, name), name


CONTENTS = [
    models.TextContent("Pump 3 stopped", options=models.SmsContentOptions(page_limit=2, sms_type=models.MessageType.FLASH)),
    models.ImageContent(url="https://example.org/pump.jpg", caption="Pump 3"),
    models.LocationContent(longitude=8.5, latitude=47.4, name="Pump 3"),
    models.ContactContent(contacts=[models.ContactData(name=models.NameData("A. Bee"), phones=[models.PhoneData(phone="+4144", type="Work")])]),
    models.InteractiveContent(
        body=models.InteractiveBody("Stopped"),
        action=models.InteractiveButtonAction(buttons=[models.InteractiveButtonActionReplyButton(id="1", title="Restart")]),
    ),
    models.TemplateContent(
        namespace="n",
        name="pump",
        language=models.TemplateLanguage(code="de"),
        components=[
            models.BodyTemplateComponent(
                parameters=[
                    models.TemplateTextParameter("3"),
                    models.TemplateDateTimeParameter(date_time=datetime.datetime(2026, 11, 21, 10, tzinfo=UTC)),
                    models.TemplateCurrencyParameter(code="CHF", amount=100990, fallback_value="CHF 100.99"),
                ]
            )
        ],
    ),
]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: content.type)
def test_a_dataclass_and_its_dict_are_the_same_message(account, client, content):
    message = models.Message(channel="Whatsapp", to="+41791234567", from_="+41791112233", content=content)
    outside = {"channel": "Whatsapp", "to": "+41791234567", "from": "+41791112233", "content": content}
    inside = models.Message(channel="Whatsapp", to="+41791234567", from_="+41791112233", content=content.to_wire())
    for given in (message, message.to_wire(), outside, inside):
        assert client.send(given).message_id
    bodies = [request["json"] for request in account.requests()]
    assert len(bodies) == 4 and all(body == bodies[0] for body in bodies)
    assert bodies[0]["content"]["type"] == content.type


def test_models_are_dataclasses():
    import dataclasses

    text = models.TextContent("x")
    assert text == models.TextContent(text="x") != models.TextContent("y")
    assert dataclasses.replace(text, text="y") == models.TextContent("y")
    assert repr(text).startswith("TextContent(text='x'")
    assert pickle.loads(pickle.dumps(text)) == text
    unknown = models.TextContent("x", extra={"colour": "red"})
    assert unknown.to_wire() == {"type": "Text", "text": "x", "colour": "red"}
    assert ecall.TextContent is models.TextContent
    with pytest.raises(TypeError):
        models.TextContent()


def test_every_model_reaches_the_wire_under_its_own_names():
    import dataclasses

    for name in models.__all__:
        model = getattr(models, name)
        if not dataclasses.is_dataclass(model):
            continue
        fields = [field.name for field in dataclasses.fields(model) if field.name != "extra"]
        assert fields == list(model._wire), name
        wire = model(**{field: "x" for field in fields}).to_wire()
        assert set(wire) == set(model._wire.values()) | ({"type"} if model._tag else set()), name


def test_options_of_a_text(account, client):
    when = datetime.datetime(2030, 1, 1, 12, tzinfo=UTC)
    client.send_sms(
        "+41791234567",
        "x",
        "ecall-demo",
        page_limit=3,
        sms_type="Flash",
        force_gsm=True,
        send_date=when,
        notification=models.Notification(addresses=[models.EmailNotificationAddress("a@example.org")]),
        timeout=5,
    )
    body = account.requests()[0]["json"]
    assert body["sendDate"] == "2030-01-01T12:00:00+00:00"
    assert body["content"]["options"] == {"type": "SmsContentOptions", "pageLimit": 3, "smsType": "Flash", "forceGsm": True}
    assert body["notification"] == {"addresses": [{"type": "Email", "address": "a@example.org"}]}


def test_configuration_comes_from_the_environment(account, monkeypatch):
    monkeypatch.setenv("ECALL_USERNAME", account.username)
    monkeypatch.setenv("ECALL_PASSWORD", account.password)
    monkeypatch.setenv("ECALL_REST_URL", account.mock.rest_url)
    monkeypatch.setenv("ECALL_CA_FILE", account.mock.ca_file)
    monkeypatch.setenv("ECALL_FROM", "Alarm")
    assert ecall.Client().send_sms("+41791234567", "Pump 3 stopped").message_id
    assert account.requests()[0]["json"]["from"] == "Alarm"


def test_missing_configuration_is_named():
    with pytest.raises(ecall.ConfigError) as caught:
        ecall.Client(api_version=7)
    assert {problem.field for problem in caught.value.fields} == {"username", "password", "api_version"}
    with pytest.raises(ecall.ConfigError):
        ecall.AsyncClient(username="u")
