"""The three trees of a change, which have one shape: what is known after it, what is not, and what is sensitive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fargate_lint.doors.plan_resolve import is_constant, texts_of
from fargate_lint.doors.plan_tree import is_identifier
from fargate_lint.values.value import Value

EMPTY: tuple[Any, ...] = ("", [], {}, None, False, 0)
"""What says nothing where nobody wrote it."""


def at(sensitive: Any, key: str | int) -> Any:
    """The mark of an element: true holds for all below."""
    if sensitive is True:
        return True
    if isinstance(sensitive, dict):
        return sensitive.get(str(key))
    if isinstance(sensitive, list) and isinstance(key, int) and key < len(sensitive):
        return sensitive[key]
    return None


def marked(value: Value, secret: Any) -> Value:
    return value.with_sensitive() if secret is True else value


def any_unknown(unknown: Any) -> bool:
    """Whether anything below is unknown."""
    waiting = [unknown]
    while waiting:
        item = waiting.pop()
        if item is True:
            return True
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return False


def is_object(item: Any) -> bool:
    return isinstance(item, dict)


def is_own_id(known: Any) -> bool:
    """Whether nobody would write this: an id that AWS gave."""
    if isinstance(known, list):
        return bool(known) and all(isinstance(item, str) and is_identifier(item) for item in known)
    return isinstance(known, str) and is_identifier(known)


def paired(expression: Any, after: Mapping[str, Any], index: int, count: int) -> Any:
    """The expressions behind one block of several. They stand in source order and the blocks of a set do not, so only
    equal constants pair them; where that is not unique every reference of all of them counts."""
    if isinstance(expression, dict):
        return {"references": texts_of(expression)}  # one expression makes all blocks
    if not isinstance(expression, list):
        return None
    if len(expression) == 1 and count == 1:
        return expression[0]
    fitting = [one for one in expression if isinstance(one, dict) and fits(one, after)]
    if len(fitting) == 1:
        return fitting[0]
    merged: dict[str, Any] = {}
    for one in fitting or expression:
        for name, inner in one.items() if isinstance(one, dict) else ():
            merged.setdefault(name, []).append(inner)
    return {name: _joined(found) for name, found in merged.items()}


def _joined(expressions: list[Any]) -> Any:
    """One expression for several of which one is meant: every reference of all of them; nested blocks one by one."""
    if len(expressions) == 1:
        return expressions[0]
    if all(isinstance(one, list) for one in expressions):
        return [inner for one in expressions for inner in one]
    return {"references": texts_of(expressions)}


def fits(expressions: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    for name, expression in expressions.items():
        if is_constant(expression) and name in after:
            wanted, known = expression["constant_value"], after[name]
            if isinstance(wanted, str | bool | int) and str(wanted) != str(known):
                return False
    return all(
        name in expressions or value in EMPTY
        for name, value in after.items()
        if not isinstance(value, bool | list | dict)
    )


def zipped(known: Any, unknown: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    first = known if isinstance(known, list) else []
    second = unknown if isinstance(unknown, list) else []
    for index in range(max(len(first), len(second))):
        after = first[index] if index < len(first) else None
        gaps = second[index] if index < len(second) else None
        yield after if isinstance(after, dict) else {}, gaps if isinstance(gaps, dict) else {}
