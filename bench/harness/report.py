"""The result as one value, and as a table for the terminal."""

import os
import platform
import statistics

from harness import codec, text_report
from harness.peers import BORDERS, RATES, TARGETS
from harness.workers import Measured

_GREEN, _RED, _BOLD, _PLAIN = "\033[32m", "\033[31m", "\033[1m", "\033[0m"


def machine() -> dict:
    """What the absolute numbers depend on."""
    model = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
            model = next(line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"cpu": model, "cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()[0]}


def collect(groups: list[tuple[str, list[Measured]]], settings: dict) -> dict:
    """Medians of each peer, and the ratio of each target as the median of the rounds' own ratios."""
    targets, borders, rates = [], [], []
    for title, group in groups:
        measured = {one.peer.key: one for one in group}
        for border in BORDERS:
            if border.ours in measured:
                seconds = measured[border.ours].border
                good = seconds <= border.at_most
                borders.append(
                    {"group": title, "ours": border.ours, "seconds": seconds, "at_most": border.at_most, "pass": good}
                )
        for rate in RATES:
            if rate.ours in measured:
                median = measured[rate.ours].median
                good = median >= rate.at_least
                rates.append(
                    {"group": title, "ours": rate.ours, "per_second": median, "at_least": rate.at_least, "pass": good}
                )
        for target in TARGETS:
            if target.ours not in measured or target.theirs not in measured:
                continue
            pairs = zip(measured[target.ours].rates, measured[target.theirs].rates, strict=True)
            ratio = statistics.median(ours / theirs for ours, theirs in pairs)
            targets.append(
                {
                    "group": title,
                    "ours": target.ours,
                    "theirs": target.theirs,
                    "theirs_name": measured[target.theirs].peer.name,
                    "ratio": ratio,
                    "at_least": target.at_least,
                    "pass": ratio >= target.at_least,
                }
            )
    return {
        "settings": settings,
        "groups": [{"title": title, "peers": [_peer(one) for one in group]} for title, group in groups],
        "targets": targets,
        "borders": borders,
        "rates": rates,
    }


def _peer(one: Measured) -> dict:
    return {
        "key": one.peer.key,
        "name": one.peer.name,
        "ours": one.peer.is_ours,
        "version": one.worker.ready["version"],
        "in_flight": one.peer.in_flight,
        "per_second": one.median,
        "spread": one.spread,
        "sends_per_round": one.count,
        "rates": one.rates,
        "main_thread_seconds": one.main_thread,
    }


def all_pass(result: dict) -> bool:
    sends = result["targets"] + result["borders"] + result["rates"]
    return all(one["pass"] for one in sends + result["text"]["targets"] + result["codec"] + result["startup"])


def table(result: dict, colour: bool) -> str:
    """The whole result in words and columns."""

    def paint(code: str, text: str) -> str:
        return f"{code}{text}{_PLAIN}" if colour else text

    def verdict(good: bool) -> str:
        return paint(_GREEN, "pass") if good else paint(_RED, "MISS")

    machine, settings = result["machine"], result["settings"]
    lines = [
        f"{machine['cpu']}, {machine['cores']} cores, load {machine['load']:.1f} at the start;"
        f" {settings['rounds']} rounds of {settings['seconds']:g} s, medians"
    ]
    if result["groups"]:
        lines.append("one core: server and peer share it; free: as the system likes")
    for group in result["groups"]:
        lines += ["", paint(_BOLD, group["title"])]
        lines.append(f"  {'peer':<20}{'version':<10}{'sends/s':>10}{'spread':>9}   ratio to the peer")
        for peer in group["peers"]:
            row = f"  {peer['name']:<20}{peer['version']:<10}{peer['per_second']:>10,.0f}{peer['spread']:>8.0%}"
            lines.append(row)
            for target in result["targets"]:
                if (target["group"], target["ours"]) == (group["title"], peer["key"]):
                    ratio = f"{target['ratio']:>6.2f}x {target['theirs_name']:<16} at least {target['at_least']:g}x"
                    lines.append(f"{'':52}{ratio:<44}{verdict(target['pass'])}")
            for rate in result["rates"]:
                if (rate["group"], rate["ours"]) == (group["title"], peer["key"]):
                    words = f"{rate['per_second']:>7,.0f} {'a second':<16} at least {rate['at_least']:,}"
                    lines.append(f"{'':52}{words:<44}{verdict(rate['pass'])}")
            for border in result["borders"]:
                if (border["group"], border["ours"]) == (group["title"], peer["key"]):
                    words = f"{border['seconds'] * 1e6:>5.1f} us at the border    at most {border['at_most'] * 1e6:g} us"
                    lines.append(f"{'':52}{words:<44}{verdict(border['pass'])}")
    lines += text_report.lines(result["text"], lambda words: paint(_BOLD, words), verdict)
    lines += codec.lines(result["codec"], lambda words: paint(_BOLD, words), verdict)
    if result["startup"]:
        lines += ["", paint(_BOLD, "Loading (median of fresh processes)")]
    for one in result["startup"]:
        limits = []
        if one["max_seconds"]:
            limits.append(f"at most {one['max_seconds'] * 1e3:.0f} ms")
        if one["max_bytes"]:
            limits.append(f"{one['max_bytes'] / 1e6:.0f} MB")
        cost = f"{one['seconds'] * 1e3:>8.1f} ms{one['bytes_over_bare'] / 1e6:>8.1f} MB over a bare interpreter"
        end = f"   {', '.join(limits)}  {verdict(one['pass'])}" if limits else ""
        lines.append(f"  {one['language']:<8}{one['name']:<12}{cost}{end}")
    if result["sizes"]:
        lines += ["", paint(_BOLD, "Sizes")]
        lines += [f"  {name:<20}{size / 1e6:>8.2f} MB" for name, size in result["sizes"].items()]
    for left_out in result["left_out"]:
        lines += ["", paint(_RED, f"LEFT OUT: {left_out}")]
    return "\n".join(lines)
