"""SPDX licence expressions: which licences one names, whether a list meets it, and under which of them a crate is used."""

import re

TOKEN = re.compile(r"\(|\)|/|[\w.+-]+")


def parse(expression):
    """A licence's identifier, or ("or", parts), or ("and", parts). A slash is the old form of OR."""
    tokens = ["OR" if token == "/" else token for token in TOKEN.findall(expression)]

    def take(expected=None):
        if not tokens or (expected and tokens[0] != expected):
            raise ValueError(f"not a licence expression: {expression!r}")
        return tokens.pop(0)

    def one():
        if tokens[:1] == ["("]:
            take("(")
            inner = either()
            take(")")
            return inner
        name = take()
        if name in ("OR", "AND", "WITH", ")"):
            raise ValueError(f"not a licence expression: {expression!r}")
        if tokens[:1] == ["WITH"]:
            take("WITH")
            name += f" WITH {take()}"
        return name

    def both():
        parts = [one()]
        while tokens[:1] == ["AND"]:
            take("AND")
            parts.append(one())
        return parts[0] if len(parts) == 1 else ("and", parts)

    def either():
        parts = [both()]
        while tokens[:1] == ["OR"]:
            take("OR")
            parts.append(both())
        return parts[0] if len(parts) == 1 else ("or", parts)

    tree = either()
    if tokens:
        raise ValueError(f"not a licence expression: {expression!r}")
    return tree


def named(tree):
    """Every licence that the expression names."""
    if isinstance(tree, str):
        return {tree}
    return set().union(*(named(part) for part in tree[1]))


def met(tree, allowed):
    """Whether licences of the list alone meet the expression."""
    if isinstance(tree, str):
        return tree in allowed
    return (any if tree[0] == "or" else all)(met(part, allowed) for part in tree[1])


def chosen(tree, order):
    """The licences a crate is used under: of a choice, the part whose licences come first in the order."""
    if isinstance(tree, str):
        return {tree}
    parts = [chosen(part, order) for part in tree[1]]
    if tree[0] == "and":
        return set().union(*parts)

    def place(part):
        return max(order.index(name) if name in order else len(order) for name in part)

    return min(parts, key=place)


def written(expression):
    """The expression as SPDX writes it today."""
    return re.sub(r"\s*/\s*", " OR ", expression)
