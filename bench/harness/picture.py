"""The result as an SVG picture: a panel of bars for each group."""

from dataclasses import dataclass
from html import escape

WIDTH, LABEL, BARS, BAR, PANEL_GAP = 920, 170, 430, 22, 34
OURS, THEIRS, INK, PALE = "#0b6e4f", "#b8c0c8", "#1c2126", "#5b6670"


@dataclass(frozen=True)
class Bar:
    """A peer in a panel: its length, and the words beside it."""

    name: str
    speed: float
    ours: bool
    words: str


def draw(result: dict, text_panels: list[tuple[str, list[Bar]]], codec_panels: list[tuple[str, list[Bar]]]) -> str:
    """A whole SVG document: what is sent, what is counted, what is written and read, what is loaded."""
    machine = result["machine"]
    hardware = f"{machine['cpu']}, {machine['cores']} cores"
    parts, y = [], 0
    for title, where, panels in (
        ("Text messages a second", f"{hardware}, on loopback, over TLS unless plain, medians", _sends(result)),
        ("What a text costs", f"{hardware}, medians; the longer the bar, the faster", text_panels),
        ("What a PDU costs", f"{hardware}, medians; the longer the bar, the faster", codec_panels),
    ):
        if panels:
            parts.append(_text(24, y + 34, title, size=20, weight="bold"))
            parts.append(_text(24, y + 54, where, fill=PALE))
            y += 78
            for panel in panels:
                parts += _panel(y, *panel)
                y += 12 + len(panel[1]) * (BAR + 6) + PANEL_GAP
    if result["startup"]:
        y = max(y, 34)
        parts += _loading(result, y)
        y += 20 * (1 + len(result["startup"]))
    height = y + 30
    font = "font-family='system-ui, sans-serif'"
    opening = f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' {font}>"
    background = f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>"
    return "\n".join([opening, background, *parts, "</svg>", ""])


def _sends(result: dict) -> list[tuple[str, list[Bar]]]:
    panels = []
    for group in result["groups"]:
        bars = []
        for peer in group["peers"]:
            targets = [one for one in result["targets"] if (one["group"], one["ours"]) == (group["title"], peer["key"])]
            rates = [one for one in result["rates"] if (one["group"], one["ours"]) == (group["title"], peer["key"])]
            missed = [f"not {one['at_least']:,}" for one in rates if not one["pass"]]
            remarks = ", ".join(missed + [_ratio(one) for one in targets])
            words = f"{peer['per_second']:,.0f}" + (f"  ({remarks})" if remarks else "")
            bars.append(Bar(peer["name"], peer["per_second"], peer["ours"], words))
        panels.append((group["title"], bars))
    return [panel for panel in panels if panel[1]]


def _panel(y: int, title: str, bars: list[Bar]) -> list[str]:
    parts = [_text(24, y, title, size=15, weight="bold")]
    fastest = max(bar.speed for bar in bars)
    for number, bar in enumerate(sorted(bars, key=lambda one: -one.speed)):
        parts += _bar(y + 12 + number * (BAR + 6), bar, fastest)
    return parts


def _bar(y: int, bar: Bar, fastest: float) -> list[str]:
    length = max(1.0, BARS * bar.speed / fastest)
    middle = y + BAR - 7
    # A long remark on a long bar would leave the picture; inside the bar it is as readable.
    inside = LABEL + length + 8 * len(bar.words) > WIDTH - 20
    place, anchor, fill = (LABEL + length - 8, "end", "#ffffff") if inside else (LABEL + length + 8, "start", INK)
    colour = OURS if bar.ours else THEIRS
    return [
        _text(LABEL - 10, middle, bar.name, anchor="end"),
        f"<rect x='{LABEL}' y='{y}' width='{length:.1f}' height='{BAR}' rx='2' fill='{colour}'/>",
        _text(place, middle, bar.words, anchor=anchor, fill=fill if colour == OURS else INK),
    ]


def _ratio(target: dict) -> str:
    digits = 1 if target["ratio"] >= 2 else 2
    words = f"{target['ratio']:.{digits}f}x {target['theirs_name']}"
    return words if target["pass"] else f"{words}, not {target['at_least']:g}x"


def _loading(result: dict, y: int) -> list[str]:
    parts = [_text(24, y, "Loading, over a bare interpreter", size=15, weight="bold")]
    for number, one in enumerate(result["startup"], 1):
        words = f"{one['seconds'] * 1e3:.1f} ms, {one['bytes_over_bare'] / 1e6:.1f} MB"
        parts.append(_text(LABEL - 10, y + 20 * number, f"{one['language']} {one['name']}", anchor="end"))
        parts.append(_text(LABEL + 8, y + 20 * number, words))
    return parts


def _text(x: float, y: float, words: str, *, size=13, weight="normal", anchor="start", fill=INK) -> str:
    style = f"font-size='{size}' font-weight='{weight}' text-anchor='{anchor}' fill='{fill}'"
    return f"<text x='{x:.1f}' y='{y}' {style}>{escape(words)}</text>"
