"""The result as an SVG picture: a panel of bars for each group."""

from html import escape

WIDTH, LABEL, BARS, BAR, PANEL_GAP = 920, 170, 430, 22, 34
OURS, THEIRS, INK, PALE = "#0b6e4f", "#b8c0c8", "#1c2126", "#5b6670"


def draw(result: dict) -> str:
    """A whole SVG document."""
    parts, y = [], 78
    for group in result["groups"]:
        if not group["peers"]:
            continue
        parts.append(_text(24, y, group["title"], size=15, weight="bold"))
        y += 12
        fastest = max(peer["per_second"] for peer in group["peers"])
        for peer in sorted(group["peers"], key=lambda one: -one["per_second"]):
            parts += _bar(y, peer, fastest, [one for one in result["targets"] if one["group"] == group["title"]])
            y += BAR + 6
        y += PANEL_GAP
    parts += _footer(result, y)
    height = y + 20 * (1 + len(result["startup"])) + 30
    machine = result["machine"]
    head = [
        _text(24, 34, "Text messages a second", size=20, weight="bold"),
        _text(24, 54, f"{machine['cpu']}, {machine['cores']} cores, TLS on loopback, medians", fill=PALE),
    ]
    font = "font-family='system-ui, sans-serif'"
    opening = f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' {font}>"
    background = f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>"
    return "\n".join([opening, background, *head, *parts, "</svg>", ""])


def _bar(y: int, peer: dict, fastest: float, targets: list[dict]) -> list[str]:
    length = max(1.0, BARS * peer["per_second"] / fastest)
    middle = y + BAR - 7
    ratios = ", ".join(_ratio(one) for one in targets if one["ours"] == peer["key"])
    words = f"{peer['per_second']:,.0f}" + (f"  ({ratios})" if ratios else "")
    # A long remark on a long bar would leave the picture; inside the bar it is as readable.
    inside = LABEL + length + 8 * len(words) > WIDTH - 20
    place, anchor, fill = (LABEL + length - 8, "end", "#ffffff") if inside else (LABEL + length + 8, "start", INK)
    colour = OURS if peer["ours"] else THEIRS
    return [
        _text(LABEL - 10, middle, peer["name"], anchor="end"),
        f"<rect x='{LABEL}' y='{y}' width='{length:.1f}' height='{BAR}' rx='2' fill='{colour}'/>",
        _text(place, middle, words, anchor=anchor, fill=fill if colour == OURS else INK),
    ]


def _ratio(target: dict) -> str:
    digits = 1 if target["ratio"] >= 2 else 2
    words = f"{target['ratio']:.{digits}f}x {target['theirs_name']}"
    return words if target["pass"] else f"{words}, not {target['at_least']:g}x"


def _footer(result: dict, y: int) -> list[str]:
    parts = [_text(24, y, "Loading, over a bare interpreter", size=15, weight="bold")]
    for number, one in enumerate(result["startup"], 1):
        words = f"{one['seconds'] * 1e3:.1f} ms, {one['bytes_over_bare'] / 1e6:.1f} MB"
        parts.append(_text(LABEL - 10, y + 20 * number, f"{one['language']} {one['name']}", anchor="end"))
        parts.append(_text(LABEL + 8, y + 20 * number, words))
    return parts


def _text(x: float, y: float, words: str, *, size=13, weight="normal", anchor="start", fill=INK) -> str:
    style = f"font-size='{size}' font-weight='{weight}' text-anchor='{anchor}' fill='{fill}'"
    return f"<text x='{x:.1f}' y='{y}' {style}>{escape(words)}</text>"
