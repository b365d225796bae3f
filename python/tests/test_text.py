"""`ecall.text` as Python sees it: types, what may be given, what is refused, threads. What it computes is in the vectors."""

import array
import copy
import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import ecall
import pytest
from ecall import text
from scripts import FOLDER

MANY_PAGES = "a" * 1531
CONCATENATED = bytes.fromhex("050003c40201") + b"abc"


def incomplete():
    parts = text.Reassembler()
    parts.push("+41791234567", "Alarm", 7, 3, 2, b"two", 0)
    (found,) = parts.drain()
    return found


def complete():
    return text.Reassembler().push("+41791234567", "Alarm", 7, 1, 1, b"all", 0.0)


def duplicate():
    parts = text.Reassembler()
    parts.push("+41791234567", "Alarm", 7, 2, 1, b"one", 0)
    return parts.push("+41791234567", "Alarm", 7, 2, 1, b"one", 0)


def results():
    """One of every class, each with something in it."""
    estimate = text.estimate("’ж🎉" * 300, page_limit=1, force_gsm=True)
    quote = text.estimate("it’s")
    made = text.to_gsm("it’s ж")
    header = text.parse_header(CONCATENATED)
    split = text.split(MANY_PAGES)
    return [
        estimate,
        estimate.forcing[0],
        estimate.problems[0],
        estimate.problems[1],
        estimate.cut,
        quote,
        quote.transliterated,
        made,
        made.replacements[0],
        split,
        split.pages[0],
        header,
        header.concatenation,
        header.elements[0],
        complete(),
        complete().text,
        duplicate(),
        duplicate().part,
        incomplete(),
        text.estimate_many(["a", "ж"]),
    ]


RESULTS = pytest.mark.parametrize("result", results(), ids=lambda result: type(result).__name__)


def fields(result):
    names = [name for name in dir(type(result)) if not name.startswith("_") and not callable(getattr(result, name))]
    assert names
    return {name: getattr(result, name) for name in names}


def test_there_is_one_of_every_class():
    classes = {value for value in vars(text).values() if isinstance(value, type)} - {text.Reassembler}
    assert {type(result) for result in results()} == classes
    assert {value.__module__ for value in classes} == {"ecall.text"}


@RESULTS
def test_results_cannot_be_changed(result):
    for name in fields(result):
        with pytest.raises(AttributeError):
            setattr(result, name, 1)
    with pytest.raises(AttributeError):
        result.another = 1


@RESULTS
def test_results_come_back_from_pickle_and_copy(result):
    kept = [pickle.loads(pickle.dumps(result, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    for again in [*kept, copy.copy(result), copy.deepcopy(result)]:
        assert type(again) is type(result) and again == result
        assert fields(again) == fields(result)
        assert repr(again) == repr(result)
        if not isinstance(result, text.Columns):
            assert hash(again) == hash(result)


def test_results_are_equal_where_all_is():
    assert text.estimate("a") == text.estimate("b") != text.estimate("ab")
    assert text.estimate("’a") != text.estimate("a’")
    place = text.Position("a", 1, 2, 3)
    assert place == text.Position("a", 1, 2, 3) != text.Position("a", 1, 2, 4)
    assert text.Page("a", 1) != ("a", 1) and text.Page("a", 1) != text.Position("a", 1, 1, 1)
    assert len({place, text.Position("a", 1, 2, 3), text.Position("b", 1, 2, 3)}) == 2
    assert text.estimate_many(["a"]) == text.estimate_many(["b"]) != text.estimate_many(["ж"])
    assert text.Reassembler() != text.Reassembler()


def test_what_results_show():
    assert repr(text.Position("’", 1, 2, 3)) == "Position(character='’', byte=1, code_point=2, utf16=3)"
    shown = repr(text.parse_header(CONCATENATED))
    assert "concatenation=Concatenation(reference=196, bits=8, total=2, number=1), locking='default'" in shown
    assert repr(text.estimate("secret")) == "<ecall.text.Estimate alphabet=gsm pages=1 units=6 units_left=154>"
    assert repr(text.estimate("ж" * 71, page_limit=1, force_gsm=True)).endswith(" problems=page_limit,force_gsm>")
    assert repr(text.Reassembler()) == "<ecall.text.Reassembler open=0>"


def test_records_can_be_made_and_matched():
    page = text.Page(text="a", units=1)
    assert (page.text, page.units) == ("a", 1)
    assert text.Page.__match_args__ == ("text", "units")
    with pytest.raises(TypeError):
        text.Page("a")
    with pytest.raises(ValueError):
        text.Position("ab", 1, 2, 3)


def test_an_estimate_says_why():
    found = text.estimate("Büro – 5 €")
    assert (found.alphabet, found.pages, found.units, found.units_left, found.page_units) == ("ucs2", 1, 10, 60, 70)
    assert found.forcing == (text.Position("–", 6, 5, 5),)
    assert found.transliterated == text.Saving("gsm", 1, 11)
    assert (found.doubled, found.problems, found.cut) == ((), (), None)
    assert "Büro – 5 €"[found.forcing[0].code_point] == "–"
    assert found.to_dict()["transliterated"] == {"alphabet": "gsm", "pages": 1, "units": 11}
    cut = text.estimate(MANY_PAGES).cut
    assert (cut.from_.code_point, cut.characters) == (1530, 1)


def test_options_of_an_estimate():
    assert text.estimate("a" * 305, reference_bits=16).pages == 3
    assert text.estimate("a" * 161, page_limit=1).problems == (text.LimitProblem("page_limit", 2, 1),)
    assert text.estimate("ж", force_gsm=True).problems == (text.LimitProblem("force_gsm", 1, None),)
    assert text.estimate("ж", channel=ecall.Channel.WHATSAPP).alphabet == "unicode"
    # What is None is not given, as everywhere.
    assert text.estimate("a", channel=None, page_limit=None, force_gsm=None, reference_bits=None) == text.estimate("a")


@pytest.mark.parametrize("call", [text.estimate, text.estimate_many], ids=lambda call: call.__name__)
def test_wrong_options_are_all_named(call):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        call(["x"] if call is text.estimate_many else "x", channel="fax", page_limit=11, reference_bits=7)
    assert {problem.field for problem in caught.value.fields} == {"channel", "page_limit", "reference_bits"}
    assert caught.value.outcome == "not_applicable"


@pytest.mark.parametrize(
    "options",
    [{"page_limit": "3"}, {"page_limit": 2**40}, {"page_limit": 1.5}, {"force_gsm": "yes"}, {"channel": 1}, {"reference_bits": True}],
    ids=str,
)
def test_options_of_the_wrong_type_are_refused(options):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        text.estimate("x", **options)
    assert next(iter(options)) in str(caught.value)


TAKE_TEXT = [text.estimate, text.split, text.to_gsm, text.encode_gsm, text.encode_ucs2, text.encode_latin1, text.normalise_msisdn]
TAKE_OCTETS = [text.decode_gsm, text.decode_ucs2, text.decode_latin1, text.pack, text.parse_header]


@pytest.mark.parametrize("call", TAKE_TEXT, ids=lambda call: call.__name__)
def test_what_is_no_text_is_refused(call):
    for wrong, name in ((b"x", "bytes"), (None, "NoneType"), (1, "int")):
        with pytest.raises(TypeError, match=f"text must be str, not {name}"):
            call(wrong)
    with pytest.raises(TypeError):
        call("x", nothing=1)
    with pytest.raises(TypeError):
        call()


@pytest.mark.parametrize("call", TAKE_OCTETS, ids=lambda call: call.__name__)
def test_octets_are_any_of_pythons_types(call):
    octets = CONCATENATED
    expected = call(octets)
    assert call(bytearray(octets)) == call(memoryview(octets)) == call(memoryview(b"-" + octets)[1:]) == expected
    for wrong in ("x", [1], None, 1):
        with pytest.raises(TypeError, match="must be bytes, bytearray or memoryview, not"):
            call(wrong)


def test_a_subclass_of_str_is_a_text():
    class Text(str):
        pass

    assert text.estimate(Text("ж")).alphabet == "ucs2"
    assert list(text.estimate_many([Text("ж")]).units) == [1]


def test_numbers_out_of_range_are_refused():
    for call in (
        lambda: text.pack(b"a", 256),
        lambda: text.pack(b"a", -1),
        lambda: text.pack(b"a", 7),
        lambda: text.unpack(b"a", 1, 7),
        lambda: text.unpack(b"a", -1),
        lambda: text.Reassembler(max_open=-1),
        lambda: text.Reassembler(timeout=-1),
        lambda: text.Reassembler(timeout=10**400),
        lambda: text.Reassembler().expire(10**400),
        lambda: text.Reassembler(duplicate=float("nan")),
        lambda: text.Reassembler().push("a", "b", 65536, 2, 1, b"", 0),
        lambda: text.Reassembler().push("a", "b", 1, 256, 1, b"", 0),
        lambda: text.Reassembler().push("a", "b", 1, 2, -1, b"", 0),
        lambda: text.Reassembler().push("a", "b", 1, 2, 1, b"", -0.5),
        lambda: text.Reassembler().push("a", "b", 1, 2, 1, b"", float("inf")),
        lambda: text.Reassembler().push("a", "b", 1, 2, 1, b"", 0, bits=7),
        lambda: text.Reassembler().expire(-1),
    ):
        with pytest.raises(ecall.InvalidArgumentError):
            call()
    for call in (
        lambda: text.pack(b"a", "1"),
        lambda: text.unpack(b"a", 1.0),
        lambda: text.Reassembler(timeout="1"),
        lambda: text.Reassembler().push("a", "b", "1", 2, 1, b"", 0),
        lambda: text.Reassembler().push("a", b"b", 1, 2, 1, b"", 0),
        lambda: text.Reassembler().push("a", "b", 1, 2, 1, "text", 0),
        lambda: text.Reassembler().push("a", "b", 1, 2, 1, b"", None),
    ):
        with pytest.raises(TypeError):
            call()


def test_errors_hold_neither_texts_nor_numbers():
    for call, wrong in (
        (text.encode_gsm, "geheim ж"),
        (text.encode_latin1, "geheim ж"),
        (text.normalise_msisdn, "0791234567x"),
        (text.normalise_msisdn, "+4179123456789012345"),
    ):
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            call(wrong)
        shown = f"{caught.value} {caught.value!r} {caught.value.fields}"
        assert "geheim" not in shown and "ж" not in shown and "79123" not in shown
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        text.decode_gsm(b"", locking="klingon", single="elvish")
    assert {problem.field for problem in caught.value.fields} == {"locking", "single"}


TEXTS = ["Pump 3", "ж" * 71, "", "🎉", "€" * 81]


@pytest.mark.parametrize("make", [list, tuple, iter, dict.fromkeys, lambda texts: (one for one in texts)])
def test_columns_of_any_iterable(make):
    found = text.estimate_many(make(TEXTS))
    one_by_one = [text.estimate(one) for one in TEXTS]
    assert isinstance(found, text.Columns)
    assert found.pages == array.array("I", [one.pages for one in one_by_one])
    assert found.units == array.array("I", [one.units for one in one_by_one])
    assert found.alphabet == [one.alphabet for one in one_by_one]
    assert type(found.pages) is type(found.units) is array.array


def test_columns_of_other_channels():
    found = text.estimate_many(["a", "ж" * 5000], channel="whatsapp")
    assert (list(found.pages), list(found.units), found.alphabet) == ([1, 1], [1, 5000], ["unicode", "unicode"])


def test_columns_go_by_their_names():
    found = text.estimate_many(TEXTS)
    assert list(dict(found)) == found.keys() == ["pages", "units", "alphabet"]
    assert (lambda pages, units, alphabet: units)(**found) == found.units
    with pytest.raises(KeyError):
        found["page"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(found)
    assert memoryview(found.pages).format == "I"


def test_no_texts_are_columns_too():
    found = text.estimate_many([])
    assert (len(found.pages), len(found.units), found.alphabet) == (0, 0, [])


def test_what_is_no_column_of_texts_is_refused():
    with pytest.raises(TypeError, match="texts must be an iterable of str, not str"):
        text.estimate_many("Pump 3")
    with pytest.raises(TypeError):
        text.estimate_many(None)
    with pytest.raises(TypeError, match=r"texts\[1\] must be str, not float"):
        text.estimate_many(["a", float("nan")])
    # Past what is measured in one turn.
    with pytest.raises(TypeError, match=r"texts\[100000\] must be str, not NoneType"):
        text.estimate_many(itertools.chain(itertools.repeat("a", 100_000), [None]))

    def failing():
        yield "a"
        raise RuntimeError("of the iterable")

    with pytest.raises(RuntimeError, match="of the iterable"):
        text.estimate_many(failing())


def test_a_long_column_keeps_its_order():
    texts = ["x" * (number % 400) for number in range(150_000)]
    found = text.estimate_many(texts)
    assert list(found.units) == [len(one) for one in texts]
    assert text.estimate_many(iter(texts)) == found


def test_a_large_text():
    large = "Pump 3 🎉 " * 200_000
    found = text.estimate(large)
    assert found.units == len(large.encode("utf-16-be")) // 2
    assert len(found.forcing) == len(found.doubled) == 200_000
    assert found.forcing[-1].code_point == large.rindex("🎉")
    split = text.split(large)
    assert len(split.pages) == found.pages and "".join(page.text for page in split.pages) == large
    assert text.decode_ucs2(text.encode_ucs2(large)) == large


LARGE = "a" * 2_000_000


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (text.estimate, LARGE * 10),
        (text.estimate_many, [LARGE] * 20),
        (text.estimate_many, ["Pump 3 stopped"] * 4_000_000),  # Many turns: each may have to wait for the interpreter.
        (text.to_gsm, LARGE + "ж"),
        (text.split, LARGE[:500_000]),
        (text.encode_gsm, LARGE * 2),
        (text.decode_ucs2, bytes(8_000_000)),
    ],
    ids=["estimate", "few_large", "many_small", "to_gsm", "split", "encode", "decode"],
)
def test_other_threads_run_meanwhile(call, argument):
    call(argument)  # Python keeps what it makes of a text; the first time would hold the others up.
    turns, seen = [], []

    def work():
        for _ in range(10):
            begun = time.perf_counter()
            call(argument)
            turns.append((begun, time.perf_counter()))

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        seen.append(time.perf_counter())
        time.sleep(0.0005)
    thread.join()

    def longest_pause(begun, ended):
        inside = [begun, *(moment for moment in seen if begun < moment < ended), ended]
        return max(after - before for before, after in zip(inside, inside[1:])) / (ended - begun)

    # The least: when nothing else on the machine disturbs.
    assert min(longest_pause(*turn) for turn in turns) < 0.75


def test_many_threads_at_once():
    expected = [text.estimate(one) for one in TEXTS]
    columns = text.estimate_many(TEXTS * 1000)
    wrong = []

    def work():
        for _ in range(200):
            if [text.estimate(one) for one in TEXTS] != expected:
                wrong.append("estimate")
        for _ in range(5):
            if text.estimate_many(TEXTS * 1000) != columns:
                wrong.append("estimate_many")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_threads_share_a_reassembler():
    parts = text.Reassembler(max_open=10_000)
    complete = []

    def work(number):
        for reference in range(1000):
            pushed = parts.push("a", "b", reference, 8, number, b"%d" % number, 0, bits=16)
            if pushed.outcome == "complete":
                complete.append(pushed.text.octets())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert complete == [b"12345678"] * 1000 and parts.open == 0


def test_ctrl_c_ends_a_column():
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        text.estimate_many(itertools.repeat("a", 20_000_000))


def test_parts_in_the_time_of_the_caller():
    parts = text.Reassembler(timeout=1.5, max_open=2)
    assert parts.next_expiry is None and parts.expire(0) == ()
    begun = 123456.789
    assert parts.push("a", "b", 1, 2, 1, bytearray(b"one"), begun).outcome == "waiting"
    assert parts.open == 1 and parts.next_expiry == pytest.approx(begun + 1.5, abs=0.001)
    assert parts.expire(begun + 1.498) == ()
    (found,) = parts.expire(begun + 1.5)
    assert (found.from_, found.to, found.reference, found.bits, found.total) == ("a", "b", 1, 8, 2)
    assert (found.parts, found.missing) == (((1, b"one"),), (2,))
    pushed = parts.push("a", "b", 1, 2, 3, memoryview(b"x"), begun)
    assert (pushed.outcome, pushed.problem, pushed.part.body) == ("invalid", "number_over_total", b"x")
    assert pushed.part.concatenation == text.Concatenation(1, 8, 2, 3)
    with pytest.raises(TypeError):
        pickle.dumps(parts)


def test_duplicates_are_known_as_long_as_was_asked_for():
    parts = text.Reassembler(duplicate=0.5)
    seen = [parts.push("a", "b", 1, 1, 1, b"all", now).outcome for now in (1, 1.499, 1.5, 1.6)]
    assert seen == ["complete", "duplicate", "complete", "duplicate"]


def test_what_is_displaced_comes_out():
    parts = text.Reassembler()
    parts.push("a", "b", 1, 2, 1, b"old", 0)
    pushed = parts.push("a", "b", 1, 3, 1, b"new", 1)
    assert pushed.outcome == "waiting" and pushed.displaced.parts == ((1, b"old"),)
    assert [found.parts for found in parts.drain()] == [((1, b"new"),)]


def test_functions_can_be_sent_to_other_processes():
    for call in (text.estimate, text.estimate_many, text.normalise_msisdn):
        assert pickle.loads(pickle.dumps(call)) is call


def test_it_is_loaded_when_it_is_used():
    code = """
import sys, ecall
assert "ecall.text" not in sys.modules and "text" in dir(ecall) and "text" in ecall.__all__
assert ecall.text.estimate("x").pages == 1 and ecall.text is sys.modules["ecall.text"]
assert "ecall.models" not in sys.modules and "array" not in sys.modules
others = {name.split(".")[0] for name in set(sys.modules) - before}
assert others <= {"ecall", "__future__", "importlib", "warnings"}, others
assert ecall.TextContent("x").text == "x"
"""
    code = "import sys; before = set(sys.modules)\n" + code
    subprocess.run([sys.executable, "-c", code], cwd=FOLDER, check=True, timeout=30)
    for code in ("import ecall.text; ecall.text.estimate('x')", "from ecall import text; text.estimate('x')", "from ecall import *; text.estimate('x')"):
        subprocess.run([sys.executable, "-c", code], cwd=FOLDER, check=True, timeout=30)
