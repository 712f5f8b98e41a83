"""Looking through a value for what it is made of."""

from __future__ import annotations

from collections.abc import Iterator

from fargate_lint.terraform.instance import Content
from fargate_lint.values.value import Value

DEEPEST = 12
"""Levels looked into. Arguments of real modules are less than half as deep."""


def leaves(value: Value, depth: int = 0) -> Iterator[Value]:
    """The value and everything inside it: elements, attributes, pieces of half-known strings."""
    yield value
    if depth >= DEEPEST:
        return
    raw = value.raw
    inner: list[Value] = []
    if isinstance(raw, tuple):
        inner.extend(raw)
    elif isinstance(raw, dict):
        inner.extend(raw.values())
    elif value.unknown is not None:
        inner.extend(part for part in value.unknown.parts if isinstance(part, Value))
        if value.unknown.representative is not None:
            inner.append(value.unknown.representative)
    for item in inner:
        yield from leaves(item, depth + 1)


def values_in(content: Content, depth: int = 0) -> Iterator[Value]:
    """Every value in a body, in its nested blocks too."""
    for name in content.names():
        value = content.written(name)
        if value is not None:
            yield from leaves(value)
    for type in content.block_types() if depth < DEEPEST else ():
        for block in content.blocks(type):
            yield from values_in(block, depth + 1)


def texts(value: Value) -> Iterator[str]:
    """Every known text in the value."""
    for leaf in leaves(value):
        if leaf.text is not None:
            yield leaf.text


def text_of(value: Value) -> str:
    """For messages: the text, with an unknown piece as ``…``; "" when nothing of it is known."""
    if value.text is not None:
        return value.text
    if value.unknown is not None and value.unknown.parts:
        return "".join(part if isinstance(part, str) else text_of(part) or "…" for part in value.unknown.parts)
    return ""


def elements(value: Value) -> tuple[tuple[Value, ...], Value | None]:
    """The elements of a list, set or tuple that are known to be there, and the unknown that may hide others (None when
    the list is complete). A single text where a list is meant counts as a list of one; null and absent as empty."""
    if value.is_null:
        return (), None
    if value.items is not None:
        return value.items, None
    why = value.unknown
    if why is None:
        return ((value,), None) if value.text is not None else ((), None)
    if why.representative is not None:
        found, incomplete = elements(why.representative)
        return (found or (why.representative,)), incomplete if incomplete is not None else value
    return (), value
