"""Regular expressions, in RE2's syntax and with Go's rules for repeated matches."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from fargate_lint.diagnostic import Span
from fargate_lint.evaluate.functions.common import LONGEST_TEXT, list_value, text_value
from fargate_lint.evaluate.functions.context import Context
from fargate_lint.evaluate.functions.problem import Failure, LimitReached
from fargate_lint.evaluate.functions.registry import Family, Parameter
from fargate_lint.values.types import DYNAMIC, STRING, ListType, ObjectType, TupleType, Type
from fargate_lint.values.value import Value, null

FUNCTIONS = Family()

SEARCHED_IN_A_STEP = 1024
"""Bytes that RE2 looks through in the time of a step of evaluation."""

_REFERENCE = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")


@functools.lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """The compiled pattern. Fails with Terraform's words if it is not valid."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "invalid"
        raise Failure(f"invalid regexp pattern: {_as_text(reason)}", 0) from None


def _as_text(reason: object) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _names(pattern: Any) -> list[str]:
    """The names of the groups in order, "" for one without."""
    by_index = {index: name for name, index in pattern.groupindex.items()}
    return [by_index.get(i + 1, "") for i in range(pattern.groups)]


def _result_type(pattern: Any) -> Type:
    names = _names(pattern)
    if not names:
        return STRING
    if not any(names):
        return TupleType((STRING,) * len(names))
    if all(names):
        return ObjectType(dict.fromkeys(sorted(names), STRING))
    raise Failure("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0)


def _result(pattern: Any, match: Any, kind: Type) -> Value:
    groups = [null(STRING) if group is None else text_value(_decoded(group)) for group in match.groups()]
    if isinstance(kind, TupleType):
        return Value(kind, tuple(groups))
    if isinstance(kind, ObjectType):
        return Value(kind, dict(sorted(zip(_names(pattern), groups, strict=True))))
    return text_value(_decoded(match.group(0)))


def _decoded(data: bytes) -> str:
    """Text again; \\C of a pattern may have cut a character in two."""
    return data.decode("utf-8", "replace")


@FUNCTIONS.define("regex", Parameter("pattern", STRING), Parameter("string", STRING))
def regex(pattern: Value, text: Value) -> Value:
    expression = compiled(pattern.raw)
    kind = _result_type(expression)
    match = expression.search(_encoded(text.raw))
    if match is None:
        raise Failure("pattern did not match any part of the given string")
    return _result(expression, match, kind)


@FUNCTIONS.define(
    "regexall",
    Parameter("pattern", STRING),
    Parameter("string", STRING),
    returns=ListType(DYNAMIC),
    contextual=True,
)
def regexall(context: Context, span: Span, pattern: Value, text: Value) -> Value:
    expression = compiled(pattern.raw)
    kind = _result_type(expression)
    found = []
    for match in matches(expression, text.raw):
        # Nobody knows how far RE2 looked ahead for it: at the worst to the text's end, for each match anew.
        context.budget.spend(1 + (len(text.raw) - match.start()) // SEARCHED_IN_A_STEP, span)
        found.append(_result(expression, match, kind))
    return list_value(kind, found)


def _encoded(text: str) -> bytes:
    """re2 would encode a str anew for every search; in bytes, many matches in a long text take linear time."""
    return text.encode("utf-8", "surrogatepass")


def _next(data: bytes, position: int) -> int:
    """Where the character after the one at ``position`` begins."""
    position += 1
    while position < len(data) and data[position] & 0xC0 == 0x80:
        position += 1
    return position


def matches(pattern: Any, text: str) -> Iterator[Any]:
    """All matches as Go finds them: none that is empty right after another. Groups and positions are of UTF-8."""
    data = _encoded(text)
    position, previous = 0, -1
    while position <= len(data):
        match = pattern.search(data, position)
        if match is None:
            return
        start, end = match.span()
        accepted = True
        if end == position:
            accepted = start != previous
            position = _next(data, position)
        else:
            position = end
        previous = end
        if accepted:
            yield match


def substitute(context: Context, span: Span, text: str, pattern: str, template: str) -> str:
    """``text`` with every match replaced; "$1", "${name}" in the template stand for groups."""
    expression = compiled(pattern)
    data = _encoded(text)
    made: list[bytes] = []
    size = last = position = 0
    while position <= len(data):
        match = expression.search(data, position)
        if match is None:
            break
        start, end = match.span()
        context.budget.spend(1 + (len(data) - start) // SEARCHED_IN_A_STEP, span)
        made.append(data[last:start])
        if end > last or start == 0:
            made.append(_expanded(template, match))
            size += len(made[-1])
        if size > LONGEST_TEXT:
            raise LimitReached("the replaced string is too long to follow")
        last = end
        position = max(_next(data, position), end)
    return _decoded(b"".join(made) + data[last:])


def _expanded(template: str, match: Any) -> bytes:
    def group(reference: re.Match[str]) -> str:
        if reference[1]:
            return "$"
        name = reference[2] or reference[3]
        known = int(name) <= match.re.groups if name.isdecimal() else name in match.re.groupindex
        found = match.group(int(name) if name.isdecimal() else name) if known else None
        return _decoded(found or b"")

    return _encoded(_REFERENCE.sub(group, template))
