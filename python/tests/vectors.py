"""Runs one vector of tests/vectors/text over `ecall.text`, as tests/vectors/README.md describes them."""

import json
import re

import ecall
from ecall import text
from mock_server import ROOT


def cases():
    """Every vector as (file, case)."""
    for path in sorted((ROOT / "tests/vectors/text").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        assert document["source"] and document["cases"], path
        for case in document["cases"]:
            yield path.stem, case


class Arguments:
    """The arguments of a call, which know whether they were asked for."""

    def __init__(self, given):
        self.given = given
        self.unread = set(given)

    def get(self, name, default=None):
        self.unread.discard(name)
        return self.given.get(name, default)

    def text(self, name="text"):
        return written_out(self.get(name))

    def octets(self, name):
        return bytes.fromhex(self.get(name))

    def options(self, *names):
        """Those that are given, as keyword arguments of the same names; the length of the reference has another one."""
        keywords = {name: self.get(name) for name in names if self.get(name) is not None}
        if "reference" in keywords:
            keywords["reference_bits"] = keywords.pop("reference")
        return keywords


def written_out(value):
    """A text: a string, or a list of strings and of [string, times]."""
    if isinstance(value, str):
        return value
    return "".join(piece if isinstance(piece, str) else piece[0] * piece[1] for piece in value)


def expanded(value):
    """A result with its texts written out."""
    if isinstance(value, dict):
        return {
            key: written_out(item) if key == "text" and not isinstance(item, dict) and item is not None else expanded(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [expanded(item) for item in value]
    return value


def plain(value):
    """What came, in JSON's types and with core's names: records are objects."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, text.Estimate):
        names = "alphabet pages units units_left page_units forcing doubled problems cut transliterated".split()
    else:
        names = getattr(type(value), "__match_args__", None)
    if names is None:
        return value.hex() if isinstance(value, bytes) else value
    found = {name.rstrip("_"): plain(getattr(value, name)) for name in names}
    # A rule without a limit has none, in JSON not even a null.
    if isinstance(value, text.LimitProblem) and value.limit is None:
        del found["limit"]
    return found


def check(case):
    assert set(case) == {"name", "call", "arguments", "result"} and case["result"]
    arguments = Arguments(case["arguments"])
    found = CALLS[case["call"]](arguments)
    assert not arguments.unread, f"{case['call']} has no arguments {arguments.unread}"
    for key, stated in case["result"].items():
        assert key in found, f"{case['call']} has no result {key}, but {found}"
        assert found[key] == expanded(stated), key
    # An error that the case does not expect must not hide behind keys that are not compared.
    assert "error" in case["result"] or "error" not in found, found


def measured(arguments):
    given, options = arguments.text(), arguments.options("reference")
    found = plain(text.estimate(given, **options))
    in_column = text.estimate_many([given], **options)
    for name in ("pages", "units", "alphabet"):
        assert list(in_column[name]) == [found[name]]
    return found


def estimated(arguments):
    given = arguments.text()
    options = arguments.options("channel", "page_limit", "force_gsm", "reference")
    found = text.estimate(given, **options)
    columns = text.estimate_many([given], **options)
    assert [list(columns[name]) for name in columns.keys()] == [[found.pages], [found.units], [found.alphabet]]
    # Values are what two roads lead to: attributes, and core's own JSON.
    assert found.to_dict() == plain(found)
    return plain(found)


def encoded(encode, name):
    def call(arguments):
        given = arguments.text()
        try:
            return {name: encode(given).hex()}
        except ecall.InvalidArgumentError as error:
            (problem,) = error.fields
            assert (problem.field, problem.rule, problem.limit) == ("text", "alphabet", 0)
            place = int(re.search(r"character number (\d+)", str(error)).group(1)) - 1
            before = given[:place]
            position = {
                "character": given[place],
                "code_point": place,
                "utf16": len(before.encode("utf-16-be")) // 2,
                "byte": len(before.encode()),
            }
            return {"error": "not_encodable", "position": position, "count": problem.length}

    return call


def cost(arguments):
    """The septets that it is encoded in are what a character costs."""
    try:
        return {"cost": len(text.encode_gsm(arguments.text("character")))}
    except ecall.InvalidArgumentError:
        return {"cost": None}


def language(arguments):
    """The language of a header that names the code. Of a reserved code a header says nothing."""
    code = arguments.get("code")
    header = text.parse_header(bytes([3, 0x25, 1, code]))
    return {"language": None if header.locking == "default" and code != 0 else header.locking}


def header(arguments):
    try:
        found = plain(text.parse_header(arguments.octets("octets")))
    except ecall.InvalidArgumentError as error:
        return {"error": error.fields[0].rule}
    found["rest"] = found.pop("body")
    return found


def concatenation(arguments):
    """Python reads headers only: the one that is stated must say what was given."""
    given = arguments.get("concatenation")
    octets = {8: "050003{0:02x}{1:02x}{2:02x}", 16: "060804{0:04x}{1:02x}{2:02x}"}[given["bits"]]
    octets = octets.format(given["reference"], given["total"], given["number"])
    found = text.parse_header(bytes.fromhex(octets))
    assert plain(found.concatenation) == given
    return {"element": octets[2:], "header": octets}


def reassembled(arguments):
    limits = {"max_open": arguments.get("max_open", 100)}
    for name in ("timeout", "duplicate"):
        limit = arguments.get(name + "_ms")
        if limit is not None:
            limits[name] = limit / 1000
    parts = text.Reassembler(**limits)
    outcomes = []
    for step in arguments.get("steps"):
        if "expire_ms" in step:
            outcomes.append([incomplete(found) for found in parts.expire(step["expire_ms"] / 1000)])
            continue
        pushed = parts.push(
            step.get("from", "a"),
            step.get("to", "b"),
            step["reference"],
            step["total"],
            step["number"],
            step["text"].encode(),
            step.get("at_ms", 0) / 1000,
            **({"bits": step["bits"]} if "bits" in step else {}),
        )
        found = {"outcome": pushed.outcome, "text": pushed.text and pushed.text.octets().decode()}
        found.update(problem=pushed.problem, displaced=pushed.displaced and incomplete(pushed.displaced))
        outcomes.append({key: value for key, value in found.items() if value is not None})
    return {"outcomes": outcomes, "open": parts.open}


def incomplete(found):
    parts = [[number, body.decode()] for number, body in found.parts]
    return {"reference": found.reference, "total": found.total, "parts": parts, "missing": list(found.missing)}


def normalised(arguments):
    try:
        return {"number": text.normalise_msisdn(arguments.text(), arguments.get("default_country"))}
    except ecall.InvalidArgumentError as error:
        (problem,) = error.fields
        place = re.search(r"character (\d+) \(counted from 0\)", str(error))
        found = {"error": problem.rule, "found": problem.length, "limit": problem.limit}
        return {**found, "code_point": place and int(place.group(1))}


def decoded(arguments):
    return {"text": text.decode_gsm(arguments.octets("septets"), **arguments.options("locking", "single"))}


CALLS = {
    "measure": measured,
    "estimate": estimated,
    "split": lambda given: plain(text.split(given.text(), **given.options("reference", "whole_words"))),
    "to_gsm": lambda given: plain(text.to_gsm(given.text())),
    "gsm_encode": encoded(text.encode_gsm, "septets"),
    "gsm_decode": decoded,
    "gsm_decode_with": decoded,
    "gsm_cost": cost,
    "gsm_pack": lambda given: {"octets": text.pack(given.octets("septets"), given.get("fill_bits")).hex()},
    "gsm_unpack": lambda given: {
        "septets": text.unpack(given.octets("octets"), given.get("septets"), given.get("fill_bits")).hex()
    },
    "ucs2_encode": encoded(text.encode_ucs2, "octets"),
    "ucs2_decode": lambda given: {"text": text.decode_ucs2(given.octets("octets"))},
    "latin1_encode": encoded(text.encode_latin1, "octets"),
    "latin1_decode": lambda given: {"text": text.decode_latin1(given.octets("octets"))},
    "national_language": language,
    "udh_parse": header,
    "udh_concatenation": concatenation,
    "reassemble": reassembled,
    "msisdn_normalise": normalised,
}
