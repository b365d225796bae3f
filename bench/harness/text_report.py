"""The text part's result as one value, as lines of the table, and as bars of the picture."""

import statistics

from harness.picture import Bar
from harness.text import TARGETS, TextGroup, TextPeer, TextResult, TextTarget, Unit
from harness.workers import Measured


def collect(result: TextResult) -> dict:
    """Medians of each peer; a target is judged by the median of the rounds, or of the rounds' own ratios."""
    octets = {one["characters"]: one["octets"] / one["number"] for one in result.texts}
    groups, targets = [], []
    for one_group in result.groups:
        group, measured = one_group.group, one_group.peers
        groups.append(
            {
                "title": group.title,
                "unit": group.unit.name,
                "peers": [_peer(one, group.unit, octets, one_group.waited) for one in measured],
            }
        )
        by_key = {one.peer.key: one for one in measured}
        for target in TARGETS:
            if target.ours in by_key and (target.theirs is None or target.theirs in by_key):
                targets.append(_judge(target, group, by_key, octets))
    return {"texts": result.texts, "groups": groups, "targets": targets}


def _peer(one: Measured, unit: Unit, octets_by_length: dict[int, float], waited: dict[str, float]) -> dict:
    octets = octets_by_length[one.peer.texts.length]
    seconds = statistics.median(_seconds(one))
    value = unit.of(seconds, octets)
    return {
        "key": one.peer.key,
        "name": one.peer.name,
        "ours": one.peer.is_ours,
        "version": one.worker.ready["version"],
        "characters": one.peer.texts.length,
        "value": value,
        "words": unit.words(value),
        "spread": one.spread,
        "waited": waited[one.peer.key],
        "seconds_per_text": seconds,
        "octets_per_second": octets / seconds,
        "texts_per_round": one.count * one.peer.texts_a_piece,
        "rounds": [unit.of(each, octets) for each in _seconds(one)],
    }


def _seconds(one: Measured) -> list[float]:
    """Seconds of one text, by rounds."""
    peer: TextPeer = one.peer
    return [1 / (rate * peer.texts_a_piece) for rate in one.rates]


def _judge(target: TextTarget, group: TextGroup, by_key: dict[str, Measured], octets: dict[int, float]) -> dict:
    ours = by_key[target.ours]
    unit, theirs_name = group.unit.name, None
    if target.theirs is None:
        value = statistics.median(group.unit.of(each, octets[ours.peer.texts.length]) for each in _seconds(ours))
    else:
        theirs = by_key[target.theirs]
        unit, theirs_name = "x", theirs.peer.name
        pairs = zip(_seconds(ours), _seconds(theirs), strict=True)
        value = statistics.median(mine / its for mine, its in pairs)
    good = value >= target.at_least if target.at_most is None else value <= target.at_most
    return {
        "group": group.title,
        "ours": target.ours,
        "theirs": target.theirs,
        "theirs_name": theirs_name,
        "unit": unit,
        "value": value,
        "at_least": target.at_least,
        "at_most": target.at_most,
        "pass": good,
    }


def lines(text: dict, bold, verdict) -> list[str]:
    """A table of each group, for the terminal."""
    found = ["", "texts: waited is the part of a turn in which the worker got no core"] if text["groups"] else []
    for group in text["groups"]:
        found += ["", bold(group["title"])]
        found.append(f"  {'peer':<22}{'version':<10}{'median':>18}{'spread':>8}{'waited':>8}   target")
        for peer in group["peers"]:
            row = f"  {peer['name']:<22}{peer['version']:<10}{peer['words']:>18}"
            row += f"{peer['spread']:>8.0%}{peer['waited']:>8.0%}"
            judged = [one for one in text["targets"] if (one["group"], one["ours"]) == (group["title"], peer["key"])]
            words = "".join(f"   {_limit(one):<36}{verdict(one['pass'])}" for one in judged)
            found.append(row + words)
    return found


def _limit(target: dict) -> str:
    limit = f"at most {target['at_most']:g}" if target["at_least"] is None else f"at least {target['at_least']:g}"
    if target["theirs"] is None:
        return f"{limit} {target['unit']}"
    return f"{target['value']:.2f}x {target['theirs_name']}, {limit}x"


def panels(text: dict) -> list[tuple[str, list[Bar]]]:
    """A title and its bars for each group. A longer bar is a faster peer, whatever the unit."""
    found = []
    for group in (one for one in text["groups"] if one["peers"]):
        bars = []
        for peer in group["peers"]:
            speed = peer["octets_per_second"]
            targets = [one for one in text["targets"] if (one["group"], one["ours"]) == (group["title"], peer["key"])]
            remarks = ", ".join(_remark(one) for one in targets if one["theirs"] or not one["pass"])
            words = peer["words"] + (f"  ({remarks})" if remarks else "")
            bars.append(Bar(peer["name"], speed, peer["ours"], words))
        found.append((group["title"], bars))
    return found


def _remark(target: dict) -> str:
    limit = target["at_most"] if target["at_least"] is None else target["at_least"]
    if target["theirs"] is None:
        return f"not {limit:g} {target['unit']}"
    words = f"{target['value']:.2f}x the time of {target['theirs_name']}"
    return words if target["pass"] else f"{words}, not {limit:g}x"
